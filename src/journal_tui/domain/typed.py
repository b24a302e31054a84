"""How many words somebody wrote and cut by hand, edit by edit."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    Place = tuple[int, int]
    """Row and column, from 0."""


class TypedWords:
    """Sums up edits made by typing and deleting: `added` and `cut`, both counts of words, never below 0.

    A word that is typed and taken back before the writer turns to another place was never written: correcting
    a slip neither adds nor cuts. Paste, undo, templates and what other programs wrote are not to be told to it;
    it notices that they happened by the page's total.
    """

    __slots__ = ("_end", "_fresh", "_start", "_total", "added", "cut")

    def __init__(self) -> None:
        self.added = 0
        self.cut = 0
        # The stretch of the page that is being written just now, and the words in it that were counted as added.
        self._start: Place = (0, 0)
        self._end: Place = (-1, 0)
        self._fresh = 0
        self._total = -1

    @property
    def net(self) -> int:
        """Words added less words cut."""
        return self.added - self.cut

    def edit(self, top: Place, bottom: Place, end: Place, before: int, after: int) -> None:
        """What stood from `top` to `bottom` was replaced by what stands from `top` to `end`.

        `before` and `after` are the words of the whole page.
        """
        if before == self._total and self._start <= top and bottom <= self._end:
            self._end = _moved(self._end, bottom, end)
        else:
            self._start, self._end, self._fresh = top, end, 0
        self._total = after
        difference = after - before
        if difference >= 0:
            self.added += difference
            self._fresh += difference
        else:
            taken_back = min(self._fresh, -difference)
            self._fresh -= taken_back
            self.added -= taken_back
            self.cut += -difference - taken_back


def _moved(place: Place, bottom: Place, end: Place) -> Place:
    """Where a place at or behind `bottom` is, once `bottom` has moved to `end`."""
    row, column = place
    if row == bottom[0]:
        column += end[1] - bottom[1]
    return row + end[0] - bottom[0], column
