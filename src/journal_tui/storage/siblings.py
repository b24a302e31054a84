"""Texts kept beside a day's entry, whole, under a name that shows whose day it is."""

from __future__ import annotations

import os

from journal_tui.storage.contest import sibling_path
from journal_tui.storage.disk import DISK
from journal_tui.storage.saver import save

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from journal_tui.storage.disk import Disk
    from journal_tui.storage.journal import Journal


def keep_beside(journal: Journal, day: date, data: bytes, disk: Disk = DISK) -> str:
    """Write `data` as a sibling of the day's entry, in the entry's folder so that every sync engine carries it.

    Returns the file's name.

    Raises:
        StorageError: it could not be written.
    """
    path = sibling_path(journal.path_of(day), journal.now)
    save(path, data, None, disk=disk)
    return os.path.basename(path)
