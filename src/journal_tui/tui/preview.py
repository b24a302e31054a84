"""The preview: beside the page where there is room, in its place where there is not. It never costs a key.

Ten times a second it looks whether the page has changed or was scrolled; what changed is painted part by part,
some thousandths of a second at a time, when the writer pauses.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Generator, Sequence
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from textual.containers import Vertical
from textual.geometry import Offset

from journal_tui.domain.days import long_day
from journal_tui.tui.preview_flow import Row
from journal_tui.tui.preview_parts import definitions_of, parts_of
from journal_tui.tui.preview_text import Picture, picture
from journal_tui.tui.widgets.heading import Heading
from journal_tui.tui.widgets.preview_pane import PreviewPane, PreviewStyles

if TYPE_CHECKING:
    from datetime import date

    from textual.timer import Timer

    from journal_tui.tui.screens.writing import WritingScreen

LOOK = 0.1
"""Seconds between two looks at the page."""
PAUSE = 0.3
"""Seconds without a change after which it is painted anew."""
LONGEST_WAIT = 1.0
"""Seconds after which it is painted while somebody goes on typing."""
_WORK, _REST = 0.004, 0.01
"""Seconds of painting, then seconds for the keys."""
_WIDE = 110

_STYLES = os.path.join(os.path.dirname(__file__), "preview.tcss")
_Key = tuple[tuple[str, ...], tuple[str, ...], int]


class Span(NamedTuple):
    """Lines of the page (last exclusive), and the rows that show them."""

    first: int
    last: int
    row: int
    rows: int


class Preview:
    """Shows and hides the preview, keeps it up with the page."""

    def __init__(self, room: WritingScreen) -> None:
        self._room = room
        self._pane: PreviewPane | None = None
        self._heading = Heading(id="preview-heading")
        self._timer: Timer | None = None
        self._pictures: dict[_Key, Picture] = {}
        self._spans: list[Span] = []
        self._shown: tuple[list[str], int] = ([], 0)
        """The lines and the width that are shown."""
        self._seen: tuple[list[str], int] = ([], 0)
        self._seen_at = self._waits_since = 0.0
        self._work: Generator[None, None, None] | None = None
        self._scroll = -1
        self._day: date | None = None
        self._place: float | None = None
        """Where the page was when the preview took its place; None once that is shown."""
        self._hint = ""

    @property
    def is_open(self) -> bool:
        """Whether the preview is on the screen."""
        return self._room.has_class("-preview")

    @property
    def _is_alone(self) -> bool:
        """Whether there is no room for the page beside it."""
        return self._room.size.width < _WIDE

    def toggle(self) -> None:
        """Open or close it."""
        if self.is_open:
            self.close()
        else:
            self._open()

    def close(self) -> None:
        """Close it; the page has the focus, where it was."""
        self._room.remove_class("-preview")
        if self._timer is not None:
            self._timer.pause()
        self._work = None
        if self._hint and self._room.status.message == self._hint:
            self._room.status.say("")
        self._room.set_focus(self._room.prose)
        self._room.call_after_refresh(self._room.prose.scroll_cursor_visible, animate=False)

    def _open(self) -> None:
        room = self._room
        pane = self._pane or self._make()
        self._place = self._place_of(room.prose.scroll_offset.y)
        room.remove_class("-list-open")
        room.add_class("-preview")
        if self._timer is None:
            self._timer = room.set_interval(LOOK, self.look)
        self._timer.resume()
        self._scroll, self._day = -1, None
        if self._is_alone:
            room.set_focus(pane)
            back, link = room.key_of("leave-preview"), room.key_of("preview-next-link")
            self._hint = f"{back} goes back to the page · {link} goes to a link"
            room.status.say(self._hint)
        room.call_after_refresh(self.look)

    def _make(self) -> PreviewPane:
        room = self._room
        stylesheet = room.app.stylesheet
        if not stylesheet.has_source(_STYLES):
            stylesheet.read(_STYLES)
            room.app.refresh_css(animate=False)
        pane = self._pane = PreviewPane(id="preview-pane")
        pane.opened, pane.left = room.links.ask, self._leave
        room.mount(Vertical(self._heading, pane, id="preview"), after="#sheet")
        return pane

    def _leave(self) -> None:
        """Escape: back to the page, which may stand beside."""
        if self._is_alone:
            self.close()
        else:
            self._room.set_focus(self._room.prose)

    # Keeping up

    def look(self) -> None:
        """See what the page has become; paint it anew if it is time, and scroll with it."""
        room, pane = self._room, self._pane
        if pane is None or not self.is_open or room.app.screen is not room:
            return
        self._dress(pane)
        if self._is_alone and room.focused in (None, room.prose):
            room.set_focus(pane)
        now, width = monotonic(), pane.scrollable_content_region.width - 1
        if width <= 0:
            return
        current = (room.prose.document.lines, width)
        if current != self._seen:
            if self._seen == self._shown:
                self._waits_since = now
            self._seen, self._seen_at = (list(current[0]), width), now
        if self._seen != self._shown and self._work is None:
            day = room.sitting.page.day
            turned = self._day != day
            at_once = turned or self._shown[1] != width
            if at_once or now - self._seen_at >= PAUSE or now - self._waits_since >= LONGEST_WAIT:
                if turned and self._day is not None:
                    self._place = 0.0
                self._day = day
                self._work = self._paint(*self._seen)
                self._go_on()
        self._follow(pane)

    def _dress(self, pane: PreviewPane) -> None:
        look = self._room.look
        pane.wear(PreviewStyles(look.page.base, look.page.marks, look.heading_rule, look.page.selection))
        links = f"{pane.links:,} link{'' if pane.links == 1 else 's'}" if pane.links else ""
        if self._is_alone:  # the page's own heading is away with it
            day, note = long_day(self._room.sitting.page.day), " · ".join(filter(None, ("preview", links)))
            self._heading.show(day, note, (look.heading, look.heading_note, look.heading_rule))
        else:
            self._heading.show("Preview", links, (look.heading_note, look.heading_note, look.heading_rule))

    def _go_on(self) -> None:
        """Paint for a moment, then let the keys have theirs."""
        work, until = self._work, monotonic() + _WORK
        if work is None:
            return
        try:
            while monotonic() < until:
                next(work)
        except StopIteration:
            self._work = None
        else:
            self._room.set_timer(_REST, self._go_on)

    def _paint(self, lines: list[str], width: int) -> Generator[None, None, None]:
        """Paint what is not painted yet, then show all of it."""
        definitions = definitions_of(lines)
        pictures: dict[_Key, Picture] = {}
        rows: list[Row] = []
        spans: list[Span] = []
        for part in list(parts_of(lines, self._room.prose.tally.state)):
            key = (part.lines, definitions, width)
            painted = self._pictures.get(key)
            if painted is None:
                painted = yield from picture(part.lines, definitions, width)
            pictures[key] = painted
            if not painted.rows:
                continue
            if rows:
                rows.append(())
            row = len(rows)
            for block in painted.blocks:
                spans.append(Span(part.first + block.first, part.first + block.last, row, block.rows))
                row += block.rows + 1
            rows += painted.rows
        self._pictures, self._spans, self._shown = pictures, spans, (lines, width)
        self._scroll = -1
        if self._pane is not None:
            self._pane.show(rows)
            self._dress(self._pane)
            self._follow(self._pane)

    def _follow(self, pane: PreviewPane) -> None:
        """Scroll to what the page shows, when that was scrolled."""
        prose = self._room.prose
        top = prose.scroll_offset.y
        if self._is_alone:
            if self._place is not None and self._seen == self._shown:
                self._scroll_to(pane, self._place)
                self._place = None
        elif top != self._scroll and prose.region.height:
            self._scroll = top
            self._scroll_to(pane, self._place_of(top))

    def _scroll_to(self, pane: PreviewPane, place: float) -> None:
        pane.scroll_to(y=row_of(self._spans, place), animate=False, force=True, immediate=True)

    def _place_of(self, top: int) -> float:
        """The line in row `top` of the page, and how far into it; beyond all lines where the page ends."""
        prose = self._room.prose
        if top >= prose.max_scroll_y > 0:
            return float(prose.document.line_count)
        wrapped = prose.wrapped_document
        line = wrapped.offset_to_location(Offset(0, top))[0]
        first, rows = wrapped.location_to_offset((line, 0))[1], len(wrapped.get_sections(line))
        return line + (top - first) / max(1, rows)


def row_of(spans: Sequence[Span], place: float) -> int:
    """The row for a place of the page: a line, and how far into it, as 3.5 for the middle of line 3."""
    index = bisect_right([span.first for span in spans], place) - 1
    if index < 0:
        return 0
    span = spans[index]
    part = (place - span.first) / max(1, span.last - span.first)
    return span.row + int(min(1.0, part) * span.rows)
