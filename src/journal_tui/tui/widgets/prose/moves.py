"""How the cursor moves through prose: by characters as people see them, by words, rows and paragraphs."""

from __future__ import annotations

from textual import events
from textual.document._document import Location, Selection

from journal_tui.domain import graphemes
from journal_tui.tui.widgets.prose.area import FlowArea


class MovingArea(FlowArea):
    """A text with a cursor that knows prose."""

    # Characters

    def get_cursor_left_location(self) -> Location:
        """One character to the left; the end of the line above from the start of one."""
        row, column = self.cursor_location
        if column == 0:
            return super().get_cursor_left_location()
        return row, graphemes.before(self.document.get_line(row), column)

    def get_cursor_right_location(self) -> Location:
        """One character to the right; the start of the line below from the end of one."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        if column >= len(line):
            return super().get_cursor_right_location()
        return row, graphemes.after(line, column)

    # Words

    def word_at(self, location: Location) -> tuple[Location, Location] | None:
        """Where the word begins and ends that a place is in or touches; None where there is none."""
        from journal_tui.domain.word_bounds import word_at

        row, column = self.clamp_visitable(location)
        bounds = word_at(self.document.get_line(row), column)
        return ((row, bounds[0]), (row, bounds[1])) if bounds else None

    def get_cursor_word_left_location(self) -> Location:
        """The start of the word to the left; the end of the line above from the start of one."""
        row, column = self.cursor_location
        if column == 0:
            return self.get_cursor_left_location()
        from journal_tui.domain.word_bounds import word_start_before

        return row, word_start_before(self.document.get_line(row), column)

    def get_cursor_word_right_location(self) -> Location:
        """The end of the word to the right; the start of the line below from the end of one."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        if column >= len(line):
            return self.get_cursor_right_location()
        from journal_tui.domain.word_bounds import word_end_after

        return row, word_end_after(line, column)

    def action_delete_word_right(self) -> None:
        """Delete what is selected, or to the end of the word."""
        start, end = self.selection
        if start == end:
            end = self.get_cursor_word_right_location()
        if start != end:
            self._delete_via_keyboard(start, end)

    # Rows and lines

    def get_cursor_line_start_location(self, smart_home: bool = False) -> Location:
        """The start of the row; from there, of the line."""
        row, column = self.cursor_location
        _, start = self.navigator.get_location_home(self.cursor_location)
        return row, start if start < column else 0

    def get_cursor_line_end_location(self) -> Location:
        """The last character of the row; from there, the end of the line."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        _, end = self.navigator.get_location_end(self.cursor_location)
        end = graphemes.begins(line, end)
        return row, end if end > column else len(line)

    # Paragraphs

    def paragraph_of(self, row: int) -> tuple[int, int]:
        """The first and the last line of the paragraph of a line: lines up to the blank ones around them. A blank
        line is alone."""
        first = last = row
        if self._lines[row].strip():
            while first > 0 and self._lines[first - 1].strip():
                first -= 1
            while last < len(self._lines) - 1 and self._lines[last + 1].strip():
                last += 1
        return first, last

    def action_cursor_paragraph_up(self, select: bool = False) -> None:
        """The cursor to the start of the paragraph; from there, of the one above."""
        row, column = self.cursor_location
        if column == 0 and row > 0 and self.paragraph_of(row)[0] == row:
            row -= 1
        while row > 0 and not self._lines[row].strip():
            row -= 1
        self.move_cursor((self.paragraph_of(row)[0], 0), select=select)

    def action_cursor_paragraph_down(self, select: bool = False) -> None:
        """The cursor to the start of the paragraph below; in the last one, to the end of the text."""
        last = len(self._lines) - 1
        row = self.paragraph_of(self.cursor_location[0])[1] + 1
        while row < last and not self._lines[row].strip():
            row += 1
        self.move_cursor((row, 0) if row <= last else self.document.end, select=select)

    def action_text_start(self) -> None:
        """The cursor to the start of the text."""
        self.move_cursor((0, 0))

    def action_text_end(self) -> None:
        """The cursor to the end of the text."""
        self.move_cursor(self.document.end)

    # The mouse

    async def _on_click(self, event: events.Click) -> None:
        """Two clicks take the word, or what stands there, three the paragraph."""
        event.prevent_default()
        place = self.get_target_document_location(event)
        if event.chain == 2:
            self._take(*(self.word_at(place) or self._character_at(place)))
        elif event.chain >= 3:
            first, last = self.paragraph_of(place[0])
            self._take((first, 0), (last, len(self._lines[last])))

    def _character_at(self, place: Location) -> tuple[Location, Location]:
        row, column = place
        return place, (row, graphemes.after(self._lines[row], column))

    def _take(self, start: Location, end: Location) -> None:
        self.selection = Selection(start, end)
        self.record_cursor_width()
        self.history.checkpoint()
