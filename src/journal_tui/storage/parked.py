"""Captured text that could not be put into its entry is kept beside, whole, and its place is told."""

from __future__ import annotations

import os

from journal_tui.domain.days import parse_iso_day
from journal_tui.storage.disk import DISK
from journal_tui.storage.saver import Changed, save
from journal_tui.storage.staging import random_hex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal_tui.storage.disk import Disk


def park(state_dir: str, day_iso: str, data: bytes, disk: Disk = DISK) -> str:
    """Keep `data` as `<state_dir>/drafts/<day>.capture-<8 hex>.md`, a new private file, and return its path.

    Returns when the bytes would survive a power cut. `StorageError` when they cannot be written here either.
    """
    if parse_iso_day(day_iso) is None:
        raise ValueError(day_iso)
    while True:
        path = os.path.join(state_dir, "drafts", f"{day_iso}.capture-{random_hex()}.md")
        try:
            save(path, data, None, disk=disk)
            return path
        except Changed:
            continue  # the name was taken
