"""The days of a journal as rows, newest first; a row is read when somebody looks at it."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from typing import NamedTuple

from journal_tui.domain.entry import Summary
from journal_tui.domain.errors import StorageError
from journal_tui.services.reading import summary_of
from journal_tui.services.workspace import Workspace
from journal_tui.storage.journal import DayFiles


class Row(NamedTuple):
    """What the list shows of one day."""

    day: date
    title: str | None
    opening: str
    """The first words, for a day without a title."""
    words: int
    starred: bool = False
    siblings: int = 0
    """How many copies that a sync engine or a merge left lie beside the entry."""
    exists: bool = True
    problem: str | None = None
    """Why the entry could not be read."""


class Listing:
    """All days of one journal. Opening it reads names only, so ten years cost what ten days cost."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._files: dict[date, DayFiles] = {}
        self._rows: dict[date, Row] = {}
        self.days: list[date] = []
        """Days that have a file, newest first."""
        self.refresh()

    def __contains__(self, day: date) -> bool:
        return day in self._files

    def refresh(self) -> bool:
        """Look at the folder again.

        Returns:
            Whether days have come or gone.
        """
        self._files = self._workspace.journal.scan()
        days = sorted(self._files, reverse=True)
        changed = days != self.days
        self.days = days
        return changed

    def row(self, day: date) -> Row:
        """The row of a day, read now if it was not read before."""
        row = self._rows.get(day)
        if row is None:
            row = self._rows[day] = self._read(day)
        return row

    def words(self, day: date) -> int:
        """The words of a day; nothing is kept, so that counting ten years takes no memory."""
        row = self._rows.get(day) or (self._read(day) if day in self._files else None)
        return row.words if row else 0

    def forget(self, day: date) -> None:
        """Read this day again at the next look: its file has changed."""
        self._rows.pop(day, None)

    def put(self, day: date, row: Row) -> None:
        """Show this row for a day: the page knows better than the file while somebody writes."""
        self._rows[day] = row

    def describe(self, day: date, text: str, exists: bool = True) -> Row:
        """The row of a day whose text is at hand."""
        return self._row(day, summary_of(self._workspace, day, text), exists)

    def newer(self, day: date) -> date | None:
        """The next day in time that has an entry."""
        at = bisect_left(self.days, -day.toordinal(), key=lambda d: -d.toordinal())
        return self.days[at - 1] if at > 0 else None

    def older(self, day: date) -> date | None:
        """The day before in time that has an entry."""
        at = bisect_left(self.days, -day.toordinal(), key=lambda d: -d.toordinal())
        if at < len(self.days) and self.days[at] == day:
            at += 1
        return self.days[at] if at < len(self.days) else None

    def _read(self, day: date) -> Row:
        files = self._files.get(day)
        if files is None or files.name is None:
            return Row(day, None, "", 0, siblings=len(files.siblings) if files else 0, exists=False)
        try:
            data = self._workspace.journal.read(day)
        except StorageError as error:
            return Row(day, None, "", 0, siblings=len(files.siblings), problem=str(error))
        if data is None:
            return Row(day, None, "", 0, siblings=len(files.siblings), exists=False)
        return self._row(day, summary_of(self._workspace, day, data), True)

    def _row(self, day: date, summary: Summary, exists: bool) -> Row:
        files = self._files.get(day)
        siblings = len(files.siblings) if files else 0
        return Row(day, summary.title, summary.opening, summary.words, summary.starred, siblings, exists)
