"""The list of days: one line-API widget, so that ten thousand rows cost what ten do."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from journal_tui.domain.days import MONTHS, WEEKDAYS
from journal_tui.services.listing import Row
from journal_tui.tui.commands import LIST, bindings_of

_LEVELS = "▁▂▃▄▅▆▇"
"""Heights of a day's bar; the full block is left out, or the bars of two days would touch."""
_ROOM_FOR_BARS = 26
"""Cells below which a title needs the room more than a bar does."""


class ListStyles(NamedTuple):
    """How the list is painted."""

    base: Style = Style()
    month: Style = Style(bold=True)
    rule: Style = Style(dim=True)
    day: Style = Style(dim=True)
    title: Style = Style()
    opening: Style = Style()
    empty: Style = Style(dim=True)
    words: Style = Style(dim=True)
    bar: Style = Style()
    bar_done: Style = Style()
    badge: Style = Style()
    mark: Style = Style()
    mark_focus: Style = Style()
    selected: Style = Style()
    selected_focus: Style = Style(reverse=True)


class _Month(NamedTuple):
    """A separator: the name of a month, or the rule below it."""

    year: int
    month: int
    rule: bool = False


class EntryList(ScrollView, can_focus=True, inherit_bindings=False):
    """Days, newest first, with a separator for each month.

    Attributes that its owner sets: `row_of` (a day's row), `goal` (words of a full bar), `drafts` (days with
    text that is not in their entry), `styles_of_list`.
    """

    BINDINGS = bindings_of(LIST)

    class Moved(Message):
        """Another day is selected."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

        def can_replace(self, message: Message) -> bool:
            """Only the last of several moves is worth a page."""
            return isinstance(message, EntryList.Moved)

    class Chosen(Message):
        """The writer wants to write on the selected day."""

    def __init__(self, row_of: Callable[[date], Row], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.row_of = row_of
        self.goal = 0
        self.today: date | None = None
        self.drafts: frozenset[date] = frozenset()
        self.styles_of_list = ListStyles()
        self.day: date | None = None
        """The selected day."""
        self._items: list[date | _Month] = []
        self._months: list[int] = []
        """For each month shown, the place of its first day among the days."""
        self._days: list[date] = []

    # Content

    def set_days(self, days: list[date], selected: date) -> None:
        """Show these days (newest first) and select one of them; tells nobody."""
        self._days = days
        items: list[date | _Month] = []
        starts: list[int] = []
        self._items, self._months = items, starts
        month: tuple[int, int] | None = None
        for index, day in enumerate(days):
            if (day.year, day.month) != month:
                month = (day.year, day.month)
                starts.append(index)
                items += [_Month(0, 0)] if items else []
                items += [_Month(*month), _Month(*month, rule=True)]
            items.append(day)
        self.day = selected if self._shows(selected) else (days[0] if days else None)
        self.virtual_size = Size(0, len(items))
        self.refresh()
        self.scroll_to_day()

    def _shows(self, day: date) -> bool:
        index = self._index_of(day)
        return index < len(self._days) and self._days[index] == day

    def _line_of(self, day: date) -> int:
        """The line of a day that is shown. A month takes three lines more than its days, the first one two."""
        index = self._index_of(day)
        return index + 3 * bisect_right(self._months, index) - 1

    @property
    def days(self) -> list[date]:
        """The days shown, newest first."""
        return self._days

    def select(self, day: date) -> None:
        """Select a day that is shown; tells nobody."""
        if day != self.day and self._shows(day):
            for changed in (self.day, day):
                self.refresh_day(changed)
            self.day = day
        self.scroll_to_day()

    def refresh_day(self, day: date | None) -> None:
        """Paint one row again."""
        if day is not None and self._shows(day):
            self.refresh_line(self._line_of(day))

    def scroll_to_day(self) -> None:
        """Bring the selected row into view, with its month's name where it is the first. A row that was not
        even near the view comes to its middle."""
        if self.day is None or not self.size:
            return
        line = self._line_of(self.day)
        top, height = self.scroll_offset.y, self.size.height
        if not top - height < line < top + 2 * height:
            self.scroll_to(y=max(0, line - height // 2), animate=False, force=True, immediate=True)
            return
        above = 2 if line >= 2 and isinstance(self._items[line - 1], _Month) else 0
        self.scroll_to_region(Region(0, line - above, 1, above + 1), animate=False, force=True)

    # Painting

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        width = self.scrollable_content_region.width
        line = y + self.scroll_offset.y
        if line >= len(self._items):
            return Strip.blank(width, self.styles_of_list.base)
        item = self._items[line]
        segments = self._month(item, width) if isinstance(item, _Month) else self._day(item, width)
        return Strip(segments).adjust_cell_length(width, self.styles_of_list.base)

    def _month(self, item: _Month, width: int) -> list[Segment]:
        styles = self.styles_of_list
        if not item.year:
            return []
        if item.rule:
            return [Segment("  " + "─" * max(0, width - 3), styles.base + styles.rule)]
        return [Segment(f"  {MONTHS[item.month - 1]} {item.year}", styles.base + styles.month)]

    def _day(self, day: date, width: int) -> list[Segment]:
        row, styles = self.row_of(day), self.styles_of_list
        base = styles.base
        if day == self.day:
            base += styles.selected_focus if self.has_focus else styles.selected
        words = f"{row.words:>6,}" if row.words or row.exists else " " * 6
        badge = " ≠" if row.siblings or day in self.drafts else (" !" if row.problem else "")
        bar = self._bar(row, base) if width >= _ROOM_FOR_BARS else None
        text, style = _what(row, styles, draft=day in self.drafts)
        room = width - 8 - len(badge) - (2 if bar else 0) - len(words) - 1
        segments = [
            Segment("▌ " if day == self.day else "  ", base + self._mark(day)),
            Segment(f"{WEEKDAYS[day.weekday()][:2]} {day.day:>2}", base + self._day_style(day)),
            Segment(" " + _fit(text, max(0, room)), base + style),
            Segment(badge, base + styles.badge),
        ]
        if bar:
            segments.append(bar)
        return [*segments, Segment(words + " ", base + styles.words)]

    def _day_style(self, day: date) -> Style:
        return self._mark(day) if day == self.today else self.styles_of_list.day

    def _mark(self, day: date) -> Style:
        focused = day == self.day and self.has_focus
        return self.styles_of_list.mark_focus if focused else self.styles_of_list.mark

    def _bar(self, row: Row, base: Style) -> Segment:
        if not row.words or not self.goal:
            return Segment("  ", base)
        level = min(len(_LEVELS) - 1, row.words * len(_LEVELS) // self.goal)
        style = self.styles_of_list.bar_done if row.words >= self.goal else self.styles_of_list.bar
        return Segment(f" {_LEVELS[level]}", base + style)

    # Moving

    def _move_to(self, index: int) -> None:
        if self._days:
            day = self._days[max(0, min(index, len(self._days) - 1))]
            if day != self.day:
                self.select(day)
                self.post_message(self.Moved(day))

    @property
    def _index(self) -> int:
        return 0 if self.day is None else self._index_of(self.day)

    def action_list_down(self) -> None:
        """The row below."""
        self._move_to(self._index + 1)

    def action_list_up(self) -> None:
        """The row above."""
        self._move_to(self._index - 1)

    def action_list_page_down(self) -> None:
        """A screen further down."""
        self._move_to(self._index + max(1, self.size.height - 4))

    def action_list_page_up(self) -> None:
        """A screen further up."""
        self._move_to(self._index - max(1, self.size.height - 4))

    def action_list_first(self) -> None:
        """The newest day."""
        self._move_to(0)

    def action_list_last(self) -> None:
        """The oldest day."""
        self._move_to(len(self._days) - 1)

    def action_list_newer(self) -> None:
        """The next entry in time."""
        self._step(-1)

    def action_list_older(self) -> None:
        """The previous entry in time."""
        self._step(1)

    def _step(self, step: int) -> None:
        index = self._index + step
        while 0 <= index < len(self._days) and not self.row_of(self._days[index]).exists:
            index += step
        if 0 <= index < len(self._days):
            self._move_to(index)

    def action_list_day_before(self) -> None:
        """The day before in the calendar."""
        self._ask(-1)

    def action_list_day_after(self) -> None:
        """The day after in the calendar."""
        self._ask(1)

    def action_list_today(self) -> None:
        """Today."""
        if self.today is not None and self.today != self.day:
            self.post_message(self.Moved(self.today))

    def _ask(self, days: int) -> None:
        """Ask for a day that may have no row yet."""
        if self.day is not None and date.min < self.day < date.max:
            self.post_message(self.Moved(self.day + timedelta(days=days)))

    def action_open_entry(self) -> None:
        """Go and write."""
        self.post_message(self.Chosen())

    def on_click(self, event: events.Click) -> None:
        """Select the row under the mouse; a double click goes to the page."""
        line = event.y + self.scroll_offset.y
        if line < len(self._items) and isinstance(item := self._items[line], date):
            self._move_to(self._index_of(item))
            if event.chain > 1:
                self.post_message(self.Chosen())

    def _index_of(self, day: date) -> int:
        return bisect_left(self._days, -day.toordinal(), key=lambda d: -d.toordinal())

    def on_focus(self) -> None:
        """The selected row looks different with the focus."""
        self.refresh_day(self.day)

    def on_blur(self) -> None:
        """… and without it."""
        self.refresh_day(self.day)

    def on_resize(self) -> None:
        """Keep the selected row in view."""
        self.scroll_to_day()


def _what(row: Row, styles: ListStyles, *, draft: bool) -> tuple[str, Style]:
    """The text of a row and its style: the title, else the first words, else what there is to say. `draft`: text
    waits that is not in the entry."""
    if row.problem:
        return "cannot be read", styles.opening
    star = "★ " if row.starred else ""
    if row.title:
        return star + row.title, styles.title
    if row.opening:
        return star + row.opening, styles.opening
    if draft:
        return star + "an unsaved draft", styles.opening
    return star + ("" if row.exists else "nothing yet"), styles.empty


def _fit(text: str, width: int) -> str:
    """`text` in exactly `width` cells, with an ellipsis where it is cut."""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, max(0, width - 1)).rstrip() + "…", width) if width else ""
