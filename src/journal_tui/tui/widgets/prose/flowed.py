"""The wrapped view of a page, without work that grows with the length of the text."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from textual._cells import cell_len, cell_width_to_column_index
from textual.document._document import Location
from textual.document._wrapped_document import WrappedDocument
from textual.expand_tabs import expand_tabs_inline
from textual.geometry import Offset

from journal_tui.domain import graphemes
from journal_tui.tui.widgets.prose.wrapping import Change, breaks_of, rewrapped

_STRIDE = 1_000
"""Lines whose first rows are added up at once."""


class FlowedDocument(WrappedDocument):
    """Textual's wrapped document, kept as the breaks of each line and, as far down as somebody has looked, the row
    that each line begins in. Textual keeps two tables of all rows, and moves what is below an edit in both."""

    @property
    def width(self) -> int:
        """Cells that the text is wrapped to; 0 before it is."""
        return self._width

    @property
    def height(self) -> int:
        """Rows on the screen."""
        return self._height

    @property
    def wrapped(self) -> bool:
        """Whether any line takes more than one row."""
        return self._height > len(self._wrap_offsets)

    # Wrapping

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        """Wrap all lines to so many cells."""
        self._width = width
        self._tab_width = tab_width or self._tab_width
        tab_width, lines = self._tab_width, self.document.lines
        self._wrap_offsets = [breaks_of(line, width, tab_width) for line in lines]
        self._height = len(lines) + sum(map(len, self._wrap_offsets))
        self._starts = [0]

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """Wrap what an edit touched, after it."""
        first = min(start[0], old_end[0])
        self.splice(first, old_end[0] - first + 1, new_end[0] - first + 1)

    def splice(self, first: int, removed: int, added: int) -> None:
        """Wrap the `added` lines from `first` on that took the place of `removed` ones."""
        lines = self.document.lines[first : first + added]
        gone = self._wrap_offsets[first : first + removed]
        come = [breaks_of(line, self._width, self._tab_width) for line in lines]
        self._put(first, gone, come)

    def change(self, row: int, change: Change) -> tuple[int, int]:
        """Wrap one line after a change inside it. Returns the first screen row that looks different and the number
        of such rows."""
        old = self._wrap_offsets[row]
        line = self.document.get_line(row)
        new, (first, end) = rewrapped(line, old, change, self._width, self._tab_width)
        self._put(row, [old], [new])
        return self._first_row(row) + first, end - first

    def _put(self, first: int, gone: list[list[int]], come: list[list[int]]) -> None:
        before = len(gone) + sum(map(len, gone))
        now = len(come) + sum(map(len, come))
        self._wrap_offsets[first : first + len(gone)] = come
        self._height += now - before
        if now != before or len(gone) != len(come) or len(come) > 1:
            del self._starts[first + 1 :]

    def _first_row(self, line: int) -> int:
        """The screen row that a line begins in."""
        while len(self._starts) <= line:
            self._look_further()
        return self._starts[line]

    def _look_further(self) -> None:
        known = len(self._starts)
        sizes = [len(breaks) + 1 for breaks in self._wrap_offsets[known - 1 : known - 1 + _STRIDE]]
        self._starts[known - 1 :] = accumulate(sizes, initial=self._starts[-1])

    # Looking up

    def get_sections(self, line_index: int) -> list[str]:
        """The rows that one line is broken into."""
        line = self.document.get_line(line_index)
        breaks = self._wrap_offsets[line_index]
        return [line[start:end] for start, end in zip([0, *breaks], [*breaks, len(line)], strict=True)]

    def location_to_offset(self, location: Location) -> Offset:
        """Column and row on the screen of a place in the text.

        A place beyond the last line is taken as the last line: after the undo of a paste the selection is for
        a moment still the old one (Textualize/textual#6686).
        """
        row = max(0, min(location[0], len(self._wrap_offsets) - 1))
        column = location[1]
        breaks = self._wrap_offsets[row]
        section = bisect_right(breaks, column)
        start = breaks[section - 1] if section else 0
        before = self.document.get_line(row)[start:column]
        if "\t" in before:
            before = expand_tabs_inline(before, self._tab_width)
        return Offset(cell_len(before), self._first_row(row) + section)

    def offset_to_location(self, offset: Offset) -> Location:
        """The place in the text that is nearest to a column and row on the screen."""
        x, y = offset
        row, section = self._line_of(max(0, min(y, self._height - 1)))
        return row, self.get_target_document_column(row, max(0, x), section)

    def get_target_document_column(self, line_index: int, x_offset: int, y_offset: int) -> int:
        """The column of a line that stands at `x_offset` in its row `y_offset`, which may count from the end.

        It is always one where a character begins, as people see characters. Only in the last row it may be
        behind all of them.
        """
        line, breaks = self.document.get_line(line_index), self._wrap_offsets[line_index]
        section = y_offset if y_offset >= 0 else len(breaks) + 1 + y_offset
        start = breaks[section - 1] if section else 0
        if section >= len(breaks):
            end = most = len(line)
        else:
            end = breaks[section]
            most = graphemes.before(line, end)
        return min(self._column_at(line, start, end, x_offset), most)

    def _column_at(self, line: str, start: int, end: int, x: int) -> int:
        text = line[start:end]
        if "\t" in text:
            return start + cell_width_to_column_index(text, x, self._tab_width)
        if text.isascii():
            return min(start + x, end)
        at, left = start, x
        while at < end:
            following = min(graphemes.after(line, at), end)
            left -= cell_len(line[at:following])
            if left < 0:
                break
            at = following
        return at

    def piece(self, y: int) -> tuple[int, int, int, bool]:
        """What row `y` shows: line, start column, end column, and whether the line ends there.

        Raises:
            IndexError: there is no such row.
        """
        if not 0 <= y < self._height:
            raise IndexError(y)
        row, section = self._line_of(y)
        breaks = self._wrap_offsets[row]
        start = breaks[section - 1] if section else 0
        last = section == len(breaks)
        end = len(self.document.get_line(row)) if last else breaks[section]
        return row, start, end, last

    def _line_of(self, y: int) -> tuple[int, int]:
        """The line that is shown in screen row `y`, and which of its rows that is."""
        while self._starts[-1] <= y and len(self._starts) <= len(self._wrap_offsets):
            self._look_further()
        row = min(bisect_right(self._starts, y), len(self._wrap_offsets)) - 1
        return row, y - self._starts[row]

    def rows_of(self, first: int, last: int) -> tuple[int, int]:
        """The first screen row of line `first` and the number of rows down to the end of line `last`."""
        lines = len(self._wrap_offsets) - 1
        first, last = max(0, min(first, lines)), max(0, min(last, lines))
        bottom = self._first_row(last) + len(self._wrap_offsets[last])
        return self._first_row(first), bottom - self._first_row(first) + 1
