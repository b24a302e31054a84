"""The name of this machine in files that several machines write side by side."""

from __future__ import annotations

import os

from journal_tui.domain.errors import StorageError
from journal_tui.storage.disk import DISK
from journal_tui.storage.saver import Changed, read, save

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal_tui.storage.disk import Disk
    from journal_tui.storage.locations import Locations

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_LONGEST = 40
_TRIES = 10


def device_name(locations: Locations, disk: Disk = DISK) -> str:
    """The host's name as a slug and four random hex digits, made once and kept in the state directory.

    Two machines of one name, or one that was cloned before its first row, would else write one file.
    `StorageError` when it can neither be read nor made.
    """
    path = os.path.join(locations.state, "device")
    for _ in range(_TRIES):
        found = read(path, disk)
        known = _valid(found)
        if known is not None:
            return known
        made = f"{slug(os.uname().nodename)}-{os.urandom(2).hex()}"
        try:
            save(path, made.encode() + b"\n", found, disk=disk)
            return made
        except Changed:
            continue  # another process was first: its name is the one
    raise StorageError(f"{path} keeps changing and was left alone.")


def slug(text: str) -> str:
    """Small ASCII letters, digits and single hyphens, at most 40; `device` where nothing is left."""
    plain = "".join(character if character in _LETTERS else " " for character in text.lower())
    return "-".join(plain.split())[:_LONGEST].strip("-") or "device"


def _valid(data: bytes | None) -> str | None:
    """Checked letter by letter: the name becomes part of a path."""
    name = (data or b"").decode("ascii", "replace").strip()
    host, hyphen, digits = name.rpartition("-")
    is_name = hyphen and host == slug(host) and len(digits) == 4 and set(digits) <= set("0123456789abcdef")
    return name if is_name else None
