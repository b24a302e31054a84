"""Recording what was written, and reading it back: the ledger as the rest of the program sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal_tui.domain.ledger import JOURNAL, Row
from journal_tui.storage.ledger import Ledger

if TYPE_CHECKING:
    from datetime import date

    from journal_tui.services.workspace import Workspace

TYPED = "typed"
"""The source of rows that count what was typed in the editor."""


def record_typed(workspace: Workspace, day: date, added: int, cut: int, minutes: int | None = None) -> Row:
    """Record words typed and cut by hand for the journal on a writing day, and perhaps the minutes it took.

    Raises:
        StorageError: the row could not be written.
    """
    at = workspace.clock.now().astimezone().isoformat(timespec="seconds")
    row = Row(at, day, JOURNAL, added - cut, added, cut, minutes=minutes, source=TYPED)
    _ledger(workspace).add(row)
    return row


def rows_of_day(workspace: Workspace, day: date) -> list[Row]:
    """What the ledgers of all devices say of one day, the earliest recorded first."""
    return sorted((row for row in _ledger(workspace).rows() if row.day == day), key=lambda row: row.at)


def _ledger(workspace: Workspace) -> Ledger:
    return Ledger(workspace.journal.root, workspace.locations)
