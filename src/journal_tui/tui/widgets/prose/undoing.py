"""Steps that undo takes back, thousands of them."""

from __future__ import annotations

from textual.document._document import EditResult, Location, Selection
from textual.document._edit import Edit
from textual.document._history import EditHistory
from textual.widgets import TextArea

STEPS = 10_000
"""Steps kept; Textual's fifty are about fifty lines."""
CHARACTERS = 20_000_000
"""Characters kept in all steps together: whoever replaces words all over a long page holds the page twice a step."""


class PlacedEdit(Edit):
    """An edit that knows where the selection is after it, also when it is done again."""

    def __init__(self, text: str, top: Location, bottom: Location, *, place: Selection) -> None:
        super().__init__(text, top, bottom, maintain_selection_offset=True)
        self.place = place

    def do(self, text_area: TextArea, record_selection: bool = True) -> EditResult:
        """Perform the edit; `place` becomes the selection when the text is wrapped."""
        result = super().do(text_area, record_selection)
        self._updated_selection = self.place
        return result


class Steps(EditHistory):
    """Textual's history, bounded by what it holds: what can be done again is what was undone, never more."""

    _held = 0
    """Characters held, or more."""

    def record(self, edit: Edit) -> None:
        """Record an edit that was performed; the oldest steps make way for it."""
        super().record(edit)
        self._held += _size(edit)
        if self._held > CHARACTERS:
            self._let_go()

    def clear(self) -> None:
        """Forget all steps."""
        super().clear()
        self._held = 0

    def turn_back(self, way_back: Edit, selection: Selection, ahead: list[list[Edit]]) -> None:
        """Stand before the first step, with `selection`: `way_back` is done again first, then the steps `ahead`,
        the last of which comes first."""
        way_back._original_selection = selection
        self._undo_stack.clear()
        self._redo_stack.extend([*ahead, [way_back]])

    def _let_go(self) -> None:
        steps = self._undo_stack
        self._held = sum(_size(edit) for step in steps for edit in step)
        while self._held > CHARACTERS and len(steps) > 1:
            self._held -= sum(_size(edit) for edit in steps.popleft())


def _size(edit: Edit) -> int:
    result = edit._edit_result
    return len(edit.text) + (len(result.replaced_text) if result is not None else 0)


class Touched:
    """The lines that several edits, one after the other, have touched: as a range before and after all of them."""

    def __init__(self) -> None:
        self.first = self.old_end = self.new_end = -1

    def add(self, first: int, removed: int, added: int) -> None:
        """One more edit: from line `first` on, `removed` lines made way for `added` ones."""
        if self.first < 0:
            self.first, self.old_end, self.new_end = first, first + removed, first + added
            return
        end = first + removed
        if end > self.new_end:
            self.old_end += end - self.new_end
            self.new_end = end
        self.first = min(self.first, first)
        self.new_end += added - removed

    @property
    def removed(self) -> int:
        """Lines that were there before."""
        return self.old_end - self.first

    @property
    def added(self) -> int:
        """Lines that are there now."""
        return self.new_end - self.first
