"""Which words of the page are underlined as misspelt.

What is known of a line is handed to the page; a line of which nothing is known is asked about when it is
painted, and not before the keys have rested. Until the answer comes, what the edit has not touched stays.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from journal_tui.domain.edges import common_prefix, common_suffix

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.document._document import Location
    from textual.timer import Timer

    from journal_tui.tui.screens.writing import WritingScreen
    from journal_tui.tui.spelling_thread import Line, Spans

Marks = tuple[tuple[int, int, str], ...]
"""Start column, end column (exclusive) and style of what is underlined in a line."""

OWNER, STYLE = "spelling", "misspelt"
"""The names under which the page knows the marks and their style."""
REST = 0.3
"""Seconds without a key after which new text is looked at."""
_AT_ONCE = 0.01
_MOST_LINES = 4096
"""Lines of which is remembered what is wrong in them."""


class Underlines:
    """The marks of one page."""

    def __init__(self, room: WritingScreen) -> None:
        self._room = room
        self._check: Callable[[list[Line], Callable[[dict[Line, Spans]], None]], None] | None = None
        self._known: dict[Line, Marks] = {}
        # By row what was painted last, and whether that is what is known, not what an edit has left.
        self._painted: dict[int, tuple[Line, Marks, bool]] = {}
        self._asked: dict[int, None] = {}
        self._last_asked = 0.0
        self._timer: Timer | None = None
        self._watching = False
        self._typing = False
        self._at: Location = (0, 0)
        self._line = ""
        self._last: tuple[Marks, int, Marks] = ((), 0, ())

    def show(self, check: Callable[[list[Line], Callable[[dict[Line, Spans]], None]], None]) -> None:
        """Underline from now on; `check` looks at lines and calls back with the columns of what is wrong."""
        self._check = check
        prose = self._room.prose
        prose.marks[OWNER] = self.marks
        if not self._watching:
            self._watching = True
            self._room.watch(prose, "selection", self._moved, init=False)
        prose.refresh_marks()

    def hide(self) -> None:
        """Underline nothing any more."""
        self._check = None
        self._known.clear()
        self._painted.clear()
        if self._room.prose.marks.pop(OWNER, None) is not None:
            self._room.prose.refresh_marks()

    def look_again(self) -> None:
        """Another word is right now: every line is asked about anew."""
        self._known.clear()
        self._painted = {row: (line, marks, False) for row, (line, marks, _) in self._painted.items()}
        self._room.prose.refresh_marks()

    def marks(self, row: int) -> Marks:
        """What to underline in the line of this row. Called for every row that is painted."""
        prose = self._room.prose
        line = (prose.document.lines[row], prose.tally.state(row))
        painted = self._painted.get(row)
        if painted is None or not painted[2] or painted[0] != line:
            painted = self._look_up(row, line, painted)
            self._painted[row] = painted
        marks = painted[1]
        return self._without_typed(marks) if marks and self._typing and row == self._at[0] else marks

    def _without_typed(self, marks: Marks) -> Marks:
        """Without the word at the cursor. A long line is painted in many rows, hence remembered."""
        at = self._at[1]
        of, before, without = self._last
        if of is not marks or before != at:
            without = tuple(mark for mark in marks if not mark[0] <= at <= mark[1])
            self._last = (marks, at, without)
        return without

    def _look_up(
        self, row: int, line: Line, painted: tuple[Line, Marks, bool] | None
    ) -> tuple[Line, Marks, bool]:
        marks = self._known.get(line)
        if marks is not None:
            return line, marks, True
        self._ask(row)
        if painted is None:
            return line, (), False
        (before, _), marks, _ = painted
        return line, carried(before, line[0], marks), False

    def _moved(self) -> None:
        """The cursor is elsewhere, or something was typed: a word that is being written is not wrong yet."""
        prose = self._room.prose
        row, column = prose.selection.end
        line = prose.document.lines[row]
        was_at, self._at = self._at, (row, column)
        edited = row == was_at[0] and line != self._line
        self._line = line
        if edited:
            self._typing = True
        elif self._typing and not _same_word(line, was_at, self._at):
            self._typing = False
            prose.refresh_marks()

    def _ask(self, row: int) -> None:
        self._asked.pop(row, None)
        self._asked[row] = None
        self._last_asked = time.monotonic()
        if self._timer is None:
            self._timer = self._room.set_timer(REST if self._known else _AT_ONCE, self._rested)

    def _rested(self) -> None:
        rest = self._last_asked + REST - time.monotonic()
        if self._known and rest > _AT_ONCE:
            self._timer = self._room.set_timer(rest, self._rested)
            return
        self._timer = None
        prose = self._room.prose
        # Somebody who leafs through a long page has passed rows that nobody sees any more.
        rows = [*self._asked][-2 * max(prose.size.height, 1) :]
        self._asked.clear()
        lines = [
            (prose.document.lines[r], prose.tally.state(r)) for r in rows if r < prose.document.line_count
        ]
        new = [line for line in dict.fromkeys(lines) if line not in self._known]
        if new and self._check is not None and not prose.read_only:
            self._check(new, self._checked)

    def _checked(self, found: dict[Line, Spans]) -> None:
        if self._check is None:
            return
        if len(self._known) > _MOST_LINES:
            self._known.clear()
            self._painted.clear()
        for line, spans in found.items():
            self._known[line] = tuple((start, end, STYLE) for start, end in spans)
        self._room.prose.refresh_marks()


def carried(before: str, after: str, marks: Marks) -> Marks:
    """The marks of a line as it was, on the line as it is: those that the edit has not touched."""
    if not marks or before == after:
        return marks
    same = common_prefix(before, after)
    tail = common_suffix(before, after, min(len(before), len(after)) - same)
    first_of_tail, moved = len(before) - tail, len(after) - len(before)
    kept = [mark for mark in marks if mark[1] < same]
    kept += [(start + moved, end + moved, name) for start, end, name in marks if start > first_of_tail]
    return tuple(kept)


def _same_word(line: str, one: Location, other: Location) -> bool:
    """Whether no space lies between two places of one line."""
    if one[0] != other[0]:
        return False
    start, end = sorted((one[1], other[1]))
    return not any(character.isspace() for character in line[start:end])
