"""Which journal a folder is, so that safety copies follow it when it is moved or renamed."""

from __future__ import annotations

import os

from journal_tui.domain.errors import StorageError
from journal_tui.storage.disk import DISK
from journal_tui.storage.saver import Changed, read, save

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal_tui.storage.disk import Disk
    from journal_tui.storage.locations import Locations

_HEX = frozenset("0123456789abcdef")
_TRIES = 10


def read_id(root: str, disk: Disk = DISK) -> str | None:
    """The id of the journal at `root`, a UUID in lower case. None: there is none, or none to be trusted."""
    try:
        return _valid(read(_path(root), disk))
    except StorageError:
        return None


def ensure_id(root: str, disk: Disk = DISK) -> str:
    """The same, made when there is none. `StorageError` when it cannot be written."""
    path = _path(root)
    for _ in range(_TRIES):
        found = read(path, disk)
        known = _valid(found)
        if known is not None:
            return known
        if not _is_within(path, root, disk):
            raise StorageError(f"{path} leads outside the journal and is left alone.")
        made = _random_uuid()
        try:
            save(path, made.encode() + b"\n", found, disk=disk)
            return made
        except Changed:
            continue  # another process was first: its id is the one
    raise StorageError(f"{path} keeps changing and was left alone.")


def state_dir(locations: Locations, root: str, disk: Disk = DISK) -> str:
    """The directory for this journal's drafts, history and lock. Nothing is made.

    A folder without an id (it may be read-only) is known by its path: 64-bit FNV-1a of the resolved path.
    """
    known = read_id(root, disk)
    if known is None:
        return state_by_path(locations, root, disk)
    return os.path.join(locations.state, known)


def state_dirs(locations: Locations, root: str, disk: Disk = DISK) -> list[str]:
    """All directories in which safety copies of this journal may lie, the one for new copies first: a journal has
    another one until it gets its id, and what lies there stays there.
    """
    now, then = state_dir(locations, root, disk), state_by_path(locations, root, disk)
    return [now] if now == then else [now, then]


def state_by_path(locations: Locations, root: str, disk: Disk = DISK) -> str:
    """The directory that a folder has as long as it has no id. What lies there stays when it gets one."""
    return os.path.join(locations.state, f"path-{_fnv1a(os.fsencode(disk.realpath(root))):016x}")


def _path(root: str) -> str:
    return os.path.join(root, ".journal", "id")


def _is_within(path: str, root: str, disk: Disk) -> bool:
    return disk.realpath(path).startswith(disk.realpath(root).rstrip("/") + "/")


def _valid(data: bytes | None) -> str | None:
    """Checked letter by letter: the id becomes part of a path."""
    if data is None or len(data) > 64:
        return None
    text = data.decode("ascii", "replace").strip()
    parts = text.split("-")
    if [len(part) for part in parts] != [8, 4, 4, 4, 12] or not _HEX.issuperset("".join(parts)):
        return None
    return text


def _random_uuid() -> str:
    """Version 4 of RFC 9562. The module `uuid` costs more to import than a whole capture may."""
    raw = bytearray(os.urandom(16))
    raw[6] = raw[6] & 0x0F | 0x40
    raw[8] = raw[8] & 0x3F | 0x80
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _fnv1a(data: bytes) -> int:
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value
