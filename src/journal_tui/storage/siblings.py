"""Texts kept beside a day's entry, whole, under a name that shows whose day it is."""

from __future__ import annotations

import os
import time

from journal_tui.storage.disk import DISK
from journal_tui.storage.saver import save
from journal_tui.storage.staging import random_hex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from journal_tui.storage.disk import Disk
    from journal_tui.storage.journal import Journal


def keep_beside(journal: Journal, day: date, data: bytes, disk: Disk = DISK) -> str:
    """Write `data` as a sibling of the day's entry, in the entry's folder so that every sync engine carries it.

    Returns the file's name: `<entry>.conflict-<UTC yyyymmddThhmmssZ>-<hex>.md`.

    Raises:
        StorageError: it could not be written.
    """
    stem, extension = os.path.splitext(journal.path_of(day))
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    path = f"{stem}.conflict-{stamp}-{random_hex()}{extension}"
    save(path, data, None, disk=disk)
    return os.path.basename(path)
