"""The wrapped view of a page, without work that grows with the length of the text."""

from __future__ import annotations

from bisect import bisect_right

from textual._cells import cell_len
from textual.document._document import Location
from textual.document._wrapped_document import WrappedDocument
from textual.expand_tabs import expand_tabs_inline
from textual.geometry import Offset


class FlowedDocument(WrappedDocument):
    """Textual's wrapped document with three hot methods made independent of the document's length."""

    @property
    def width(self) -> int:
        """Cells that the text is wrapped to; 0 before it is."""
        return self._width

    @property
    def height(self) -> int:
        """Rows on the screen; Textual sums over all lines here, for every row that it paints."""
        return len(self._offset_to_line_info)

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
        return Offset(cell_len(before), self._line_index_to_offsets[row][section])

    def piece(self, y: int) -> tuple[int, int, int, bool]:
        """What row `y` shows: line, start column, end column, and whether the line ends there.

        Raises:
            IndexError: there is no such row.
        """
        row, section = self._offset_to_line_info[y]
        breaks = self._wrap_offsets[row]
        start = breaks[section - 1] if section else 0
        last = section == len(breaks)
        end = len(self.document.get_line(row)) if last else breaks[section]
        return row, start, end, last

    def rows_of(self, first: int, last: int) -> tuple[int, int]:
        """The first screen row of line `first` and the number of rows down to the end of line `last`."""
        lines = len(self._line_index_to_offsets) - 1
        top = self._line_index_to_offsets[max(0, min(first, lines))][0]
        bottom = self._line_index_to_offsets[max(0, min(last, lines))][-1]
        return top, bottom - top + 1
