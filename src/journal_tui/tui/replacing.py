"""Putting other words in the place of what was found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.document._document import Location

from journal_tui.domain.errors import JournalError
from journal_tui.services.history import keep
from journal_tui.tui.looking import Looking

if TYPE_CHECKING:
    from journal_tui.tui.screens.writing import WritingScreen


class Replacing:
    """Replaces one match or all; undo takes back either in one step."""

    def __init__(self, room: WritingScreen, looking: Looking, say: Callable[[str, str], None]) -> None:
        self._room = room
        self._prose = room.prose
        self._looking = looking
        self._say = say

    def is_refused(self) -> bool:
        """Whether the page cannot be changed; says why."""
        if self._prose.read_only:
            self._say(f"Nothing is replaced. Read-only: {self._room.sitting.page.read_only}", "warning")
        return self._prose.read_only

    def one(self, by: str) -> Location | None:
        """Replace the match at which the writer is.

        Returns from where to look for the next match; None when the writer is at none, and nothing was replaced.

        Raises:
            BadPattern: the query, or `by`, makes no sense.
            TooSlow: see `Matcher.spans`.
        """
        findings, here = self._looking.ready(), self._looking.here
        if here is None:
            return None
        line = self._prose.document.lines[here.row]
        text = {(start, end): text for start, end, text in findings.matcher.replacements(line, by)}[here.span]
        self._prose.replace_many([((here.row, here.start), (here.row, here.end), text)])
        self._looking.here = None
        lines = text.split("\n")
        column = len(lines[-1]) + (here.start if len(lines) == 1 else 0)
        # Behind a match without characters, such as that of `^`, the same one would be found again.
        return here.row + len(lines) - 1, column + (here.start == here.end)

    def all(self, by: str) -> tuple[str, str]:
        """Replace all matches; the history has the page as it was.

        Returns what to tell, and of which kind it is.

        Raises:
            BadPattern: the query, or `by`, makes no sense; nothing was replaced.
            TooSlow: see `Matcher.spans`; nothing was replaced.
        """
        findings = self._looking.ready()
        edits = [
            ((row, start), (row, end), text)
            for row, line in enumerate(self._prose.document.lines)
            if findings.line(row)
            for start, end, text in findings.matcher.replacements(line, by)
        ]
        if not edits:
            return "There is nothing to replace.", "text"
        unkept = self._keep()
        self._looking.here = None
        self._prose.replace_many(edits)
        told = f"Replaced {len(edits):,} · {self._room.key_of('undo')} undoes{unkept}"
        return told, "warning" if unkept else "text"

    def _keep(self) -> str:
        """Put the page into the history; what to tell when that failed."""
        sitting = self._room.sitting
        data = sitting.page.document.to_bytes(self._prose.text)
        try:
            keep(sitting.workspace, sitting.page.day, data, "replace")
        except JournalError as error:
            return f" · no copy was kept: {error}"
        return ""
