"""Textual's TextArea without work that grows with the text: how the page wraps, edits, undoes and repaints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from textwrap import wrap
from typing import Any, cast

from rich.segment import Segment
from textual import events
from textual.cache import LRUCache
from textual.document._document import Document, EditResult, Location, Selection
from textual.document._document_navigator import DocumentNavigator
from textual.document._edit import Edit
from textual.geometry import Region, Size
from textual.reactive import Reactive, reactive
from textual.strip import Strip
from textual.timer import Timer
from textual.widgets import TextArea

from journal_tui.domain.counting import WordTally
from journal_tui.tui.highlight import spans_of
from journal_tui.tui.widgets.prose.flowed import FlowedDocument
from journal_tui.tui.widgets.prose.painting import Mark, PageStyles, Row, clipped, paint, within
from journal_tui.tui.widgets.prose.undoing import STEPS, Steps, Touched
from journal_tui.tui.widgets.prose.wrapping import Change

MUCH = 100
"""Characters; more than these at once were pasted and not typed."""
_NO_MATTER = 2
"""Rows by which the scroll bar may be wrong for a moment."""
_LATER = 0.4
"""Seconds until it is right again."""


class FlowArea(TextArea, inherit_bindings=False):
    """A soft-wrapped text that counts its words and repaints only what changed.

    Textual's `Changed` is not sent: it would travel through every queue up to the app on every key. `_edited` is
    called instead.
    """

    selection: Reactive[Selection] = reactive(Selection(), init=False, always_update=True, repaint=False)

    def __init__(self, *, id: str | None = None) -> None:
        self.page_styles = PageStyles()
        self.hint: tuple[str, ...] = ()
        self.ignored_lines: frozenset[str] = frozenset()
        self.marks: dict[str, Callable[[int], Sequence[Mark]]] = {}
        self.tally = WordTally([""])
        self._strips: LRUCache[Row, Strip] = LRUCache(2048)
        self._row_width = 0  # cells, while many rows are painted
        self._bar_timer: Timer | None = None
        self._from_top = False
        self._was_blank = True
        super().__init__(id=id, compact=True, highlight_cursor_line=False)
        self.history = Steps(max_checkpoints=STEPS, checkpoint_timer=2.0, checkpoint_max_characters=100)
        self.cursor_blink = False
        self.match_cursor_bracket = False

    # What a subclass adds

    def _edited(self, *, much: bool) -> None:
        """The lines have changed, `much` in one go; they are not counted yet."""

    def _counted(self) -> None:
        """The change is counted and will be painted."""

    def _is_dimmed(self, row: int) -> bool:
        """Whether a line stands back."""
        return False

    def _room_below(self) -> int:
        """Rows that can be scrolled to below the text."""
        return 0

    # The document

    @property
    def _is_blank(self) -> bool:
        return self.document.line_count == 1 and not self._lines[0]

    @property
    def _lines(self) -> list[str]:
        return self.document.lines

    @property
    def _flowed(self) -> FlowedDocument:
        return cast(FlowedDocument, self.wrapped_document)

    def load_text(self, text: str) -> None:
        """Put another text in: no undo back into the old one, the cursor at its start."""
        self.history.clear()
        self._set_document(text, None)

    def _set_document(self, text: str, language: str | None) -> None:
        self._highlight_query = None
        self.document = Document(text)
        self.wrapped_document = FlowedDocument(self.document, self.wrap_width, self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self.tally = WordTally(self._lines, ignore=self.ignored_lines)
        self._was_blank = self._is_blank
        self.move_cursor((0, 0))
        self._refresh_size()
        self.refresh()

    # Sizes

    def _rewrap_and_refresh_virtual_size(self) -> None:
        self._flowed.wrap(self.wrap_width, self.indent_width)
        self._refresh_size()

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        """Wrap while the screen is laid out. Textual wraps when the event arrives, after a frame in the old
        width: each start and each resize would be painted twice."""
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if changed and self.wrap_width != self._flowed.width:
            self._flowed.wrap(self.wrap_width, self.indent_width)
            self.set_reactive(TextArea.virtual_size, self._whole_size())
            self._refresh_scrollbars()
            self._scroll_update(self.virtual_size)
            if not self._from_top:
                self._cursor_offset = self._flowed.location_to_offset(self.cursor_location)
                self.scroll_to(
                    y=self._cursor_offset[1] - size.height + 1, animate=False, force=True, immediate=True
                )
        if changed and self._room_below():
            self.set_reactive(TextArea.virtual_size, self._whole_size())
            self.scroll_cursor_visible()
        return changed

    def _on_resize(self, event: events.Resize) -> None:  # type: ignore[override]
        """Nothing is left to do here, see `_size_updated`; Textual would wrap the whole text again."""
        event.prevent_default()

    def _whole_size(self) -> Size:
        return Size(0, self._flowed.height + self._room_below())

    def _refresh_size(self) -> None:
        """Tell how high the text is. Where the scroll bar neither comes nor goes, nothing else on the screen needs
        to be laid out anew; Textual lays out all of it whenever a paragraph gets another row."""
        size = self._whole_size()
        if size == self.virtual_size:
            return
        room = self.container_size.height
        stays = self.styles.overflow_y != "auto" or self.show_vertical_scrollbar == (size.height > room)
        if not (self.is_mounted and room and stays):
            self.virtual_size = size
            self._refresh_scrollbars()
            return
        self.set_reactive(TextArea.virtual_size, size)
        if self.show_vertical_scrollbar:
            self._resize_bar()
        self.scroll_y = self.validate_scroll_y(self.scroll_y)

    def _resize_bar(self) -> None:
        """Tell the scroll bar how high the text is, at once if it is off by much. All of it is painted anew for
        the least change, which can wait until no key does."""
        bar, height = self.vertical_scrollbar, self.virtual_size.height
        if abs(bar.window_virtual_size - height) > _NO_MATTER:
            bar.window_virtual_size = height
        elif self._bar_timer is None:
            self._bar_timer = self.set_timer(_LATER, self._resize_bar_late)

    def _resize_bar_late(self) -> None:
        self._bar_timer = None
        self.vertical_scrollbar.window_virtual_size = self.virtual_size.height

    def refresh_lines(self, y_start: int, line_count: int = 1) -> None:
        """Paint rows of the text again, as far as they are on the screen."""
        top = self.scroll_offset.y
        first = max(y_start - top, 0)
        end = min(y_start + line_count - top, self.size.height)
        if first < end:
            self.refresh(Region(0, first, self.size.width, end - first))

    # Edits

    def edit(self, edit: Edit) -> EditResult:
        """Perform one edit; wrap, count and repaint what it touched."""
        (row, column), before = edit.top, self.document.line_count
        old, height = self._lines[min(row, before - 1)], self._flowed.height
        state = self.tally.state(min(row, before - 1))
        result = edit.do(self)
        self.history.record(edit)
        end_row, end_column = result.end_location
        added = end_row - row + 1
        removed = before - self.document.line_count + added
        rows = None
        if removed == added == 1:
            column = min(column, len(old))
            change = Change(column, len(result.replaced_text), end_column - column)
            rows = self._flowed.change(row, change)
            if not _same_spans(spans_of(old, state), spans_of(self._lines[row], state), change):
                rows = self._flowed.rows_of(row, row)
        else:
            self._flowed.splice(row, removed, added)
        edit.after(self)
        self._refresh_size()
        self._lines_changed(row, removed, added, rows, height, much=len(edit.text) > MUCH)
        return result

    def _undo_batch(self, edits: Sequence[Edit]) -> None:
        touched = Touched()
        for edit in reversed(edits):
            end = edit._edit_result.end_location if edit._edit_result is not None else edit.bottom
            self._touch(touched, edit.top[0], end[0], edit.undo)
        self._settle(touched, list(reversed(edits)))

    def _redo_batch(self, edits: Sequence[Edit]) -> None:
        touched = Touched()
        for edit in edits:
            self._touch(touched, edit.top[0], edit.bottom[0], partial(edit.do, record_selection=False))
        self._settle(touched, edits)

    def _touch(self, touched: Touched, first: int, last: int, change: Callable[[TextArea], Any]) -> None:
        before = self.document.line_count
        change(self)
        removed = max(1, min(last, before - 1) - first + 1)
        touched.add(first, removed, removed + self.document.line_count - before)

    def _settle(self, touched: Touched, edits: Sequence[Edit]) -> None:
        """After a batch: wrap, count and paint what differs. (Textual wraps a range made of the places of all
        edits, which is wrong where an edit moved the lines of another.)"""
        height = self._flowed.height
        first, removed, added = touched.first, touched.removed, touched.added
        self._flowed.splice(first, removed, added)
        self._refresh_size()
        for edit in edits:
            edit.after(self)
        self._lines_changed(first, removed, added, None, height)

    def _lines_changed(
        self,
        first: int,
        removed: int,
        added: int,
        rows: tuple[int, int] | None,
        height_before: int,
        *,
        much: bool = False,
    ) -> None:
        """Count `added` lines in the place of `removed` ones, and paint them, or of them only some `rows`."""
        self._edited(much=much)
        if self._bar_timer is not None:
            self._bar_timer.reset()
        reached = self.tally.replace(first, removed, self._lines[first : first + added])
        blank = self._is_blank
        if blank != self._was_blank:
            self.refresh()
        elif reached > first + added or self._flowed.height != height_before:
            top = rows[0] if rows else self._flowed.rows_of(first, first)[0]
            self.refresh_lines(top, self._flowed.height + self.size.height)
        else:
            self.refresh_lines(*(rows or self._flowed.rows_of(first, first + added - 1)))
        self._was_blank = blank
        self._counted()

    # Painting

    def wear(self, styles: PageStyles) -> None:
        """Paint with other colours."""
        self.page_styles = styles
        self._strips.clear()
        self.refresh()

    def find_matching_bracket(self, bracket: str, search_from: Location) -> None:
        """Prose has no brackets to match, and an unmatched one would be searched for to the end of the text."""
        return

    def _build_highlight_map(self) -> None:
        """Nothing to build: a line is looked at when it is painted."""

    def notify_style_update(self) -> None:
        """Forget what was painted in other styles."""
        self._strips.clear()
        super().notify_style_update()

    def _watch_selection(self, previous_selection: Selection, selection: Selection) -> None:
        row_before = self._cursor_offset[1]
        super()._watch_selection(previous_selection, selection)
        if not self.is_mounted:
            return
        row = self._cursor_offset[1]
        if previous_selection.is_empty and selection.is_empty:
            for y in {row_before, row}:
                self.refresh_lines(y)
        elif previous_selection.start == selection.start:
            self.refresh_lines(min(row_before, row), abs(row - row_before) + 1)
        else:
            lines = [place[0] for place in (*previous_selection, *selection)]
            self.refresh_lines(*self._flowed.rows_of(min(lines), max(lines)))

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of a part of the widget. Textual's own theme for text, which it works out anew each time, is
        not used here."""
        self._row_width = self.scrollable_content_region.width
        strips = super(TextArea, self).render_lines(crop)
        self._row_width = 0
        return strips

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        width = self._row_width or self.scrollable_content_region.width
        if self.hint and self._is_blank:
            return self._hint_row(y, width)
        try:
            number, start, end, last = self._flowed.piece(y + self.scroll_offset.y)
        except IndexError:
            return Strip.blank(width, self.page_styles.base)
        line = self.document.get_line(number)
        spans = within(spans_of(line, self.tally.state(number)), start, end)
        for give in self.marks.values():
            spans += clipped(give(number), start, end)
        row = Row(
            line[start:end],
            spans,
            self._cursor_in(number, start, end, last),
            self._selected_in(number, start, end, last),
            last,
            width,
            self._is_dimmed(number),
        )
        strip = self._strips.get(row)
        if strip is None:
            strip = self._strips[row] = paint(row, self.page_styles, self.indent_width)
        return strip

    def _hint_row(self, y: int, width: int) -> Strip:
        base, hint = self.page_styles.base, self.page_styles.base + self.page_styles.hint
        rows = [row for line in self.hint for row in wrap(line, max(1, width - 1))]
        text = rows[y] if y < len(rows) else ""
        segments = [Segment(text, hint)]
        if y == 0 and self._draw_cursor:
            segments = [Segment(text[:1] or " ", base + self.page_styles.cursor), Segment(text[1:], hint)]
        return Strip(segments).adjust_cell_length(width, base)

    def _cursor_in(self, number: int, start: int, end: int, last: bool) -> int | None:
        """The cursor's column in a row of the screen, where that shows it."""
        at_row, column = self.selection.end
        if at_row != number or not self._draw_cursor:
            return None
        return column - start if start <= column < end or (last and column == end) else None

    def _selected_in(self, number: int, start: int, end: int, last: bool) -> tuple[int, int] | None:
        """The selected columns of a row; one past its end where the selection goes on to the next line."""
        if self.selection.is_empty:
            return None
        (top, left), (bottom, right) = sorted(self.selection)
        if not top <= number <= bottom:
            return None
        left = max(left, start) if number == top else start
        right = min(right, end) if number == bottom else end + last
        return (left - start, right - start) if left < right else None


def _same_spans(old: Sequence[Mark], new: Sequence[Mark], change: Change) -> bool:
    """Whether a change inside a line only moved what is highlighted behind it."""
    if len(old) != len(new):
        return False
    at, end, delta = change.at, change.at + change.removed, change.added - change.removed

    def moved(column: int) -> int:
        return column if column <= at else max(at, column + delta) if column >= end else -1

    return all(
        name == now and moved(left) == begin and moved(right) == stop
        for (left, right, name), (begin, stop, now) in zip(old, new, strict=True)
    )
