"""Undo beyond the first change of a sitting: the page as it was before the last one, and before those."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from journal_tui.domain.errors import JournalError
from journal_tui.services.history import Version, list_versions

if TYPE_CHECKING:
    from journal_tui.tui.screens.writing import WritingScreen

PAUSE = 0.15
"""Seconds between two presses; a key that is held down comes oftener, and shall not run through the years."""
_NO_STOPS = frozenset({"edit", "shrink", "draft"})
"""Reasons of versions that undo passes: kept while somebody wrote, or never what the page was."""

_UNDONE = ("Recovered", "Restored", "Both texts are on", "Your text is on")
"""How messages begin that are not true any more once an undo has taken back what they tell."""
_OVER = ("Saved", "Back to", "That was all of")
"""How messages begin that are out of date after any edit."""
_PROMISES = ("undoes", "undoes this", "takes it back", "takes the page back")
"""How parts of a message end that tell what the next undo does."""


class Undoing:
    """Goes on where the undo of the page ends, and takes back what the status line told of undone things."""

    def __init__(self, room: WritingScreen) -> None:
        self._room = room
        self._versions: list[Version] = []
        """Those that undo has not come to, newest first."""
        self._warned = False
        self._last = float("-inf")

    def further_back(self) -> None:
        """Everything of this sitting is taken back, and the undo key was pressed once more."""
        now = monotonic()
        held, self._last = now - self._last < PAUSE, now
        if held:
            return
        room = self._room
        try:
            found = self._next()
        except JournalError as error:
            room.status.say(str(error), "error")
            return
        if found is None:
            room.status.say("Nothing is left to undo.")
        elif not room.prose.steps_back and room.prose.history.redo_stack and not self._warned:
            self._warned = True
            key = room.key_of("undo")
            room.status.say(f"That was all of this sitting. {key} again goes back to before the last one.")
        else:
            self._show(*found)

    def _next(self) -> tuple[Version, str] | None:
        """The next older version that differs from the page, and its text."""
        from journal_tui.domain.document import Document

        sitting = self._room.sitting
        if not self._room.prose.steps_back:
            self._versions = list_versions(sitting.workspace, sitting.page.day)
        while self._versions:
            version = self._versions[0]
            document = Document.from_bytes(version.data)
            readable = document.read_only is None and not version.damaged
            if readable and version.reason not in _NO_STOPS and document.text != self._room.prose.text:
                return version, document.text
            del self._versions[0]
        return None

    def _show(self, version: Version, text: str) -> None:
        from journal_tui.services.recovery import told_time

        room = self._room
        is_last = not room.prose.steps_back and version.reason == "sitting"
        room.prose.show_earlier(text)
        room.keeper.typed(room.prose.document.lines, True)
        what = "the last sitting" if is_last else version.before
        at = told_time(room.sitting.workspace, version.at)
        room.status.say(f"Back to how it was before {what}, {at} · {room.key_of('redo')} undoes this")

    def edited(self) -> None:
        """The writer has changed the page just now: what the status line said of it before may not be true any more."""
        self._warned = False
        status = self._room.status
        parts = [part.strip() for part in status.message.split("·")]
        if parts[0].startswith(_OVER):
            status.say("")
            return
        kept = [part for part in parts if not part.endswith(_PROMISES)]
        if self._room.prose.history.redo_stack and parts[0].startswith(_UNDONE):
            kept = kept[1:]
        if kept != parts:
            status.say(" · ".join(kept), status.kind)
