"""Is a backup still what was written? Every byte is read and compared with the manifest."""

from __future__ import annotations

import hashlib

from journal_tui.services import manifest
from journal_tui.storage.archive import Archive, Damaged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from journal_tui.services.manifest import Line


class Checked:
    """What an archive holds: files that are `sound`; those that are not, as sentences in `damaged`; and in
    `unlisted` members that no manifest speaks of, which are never restored.
    """

    __slots__ = ("damaged", "sound", "unlisted")

    def __init__(self) -> None:
        self.sound: list[Line] = []
        self.damaged: list[str] = []
        self.unlisted: list[str] = []


def verify(archive: Archive, progress: Callable[[str, int, int], None]) -> Checked:
    """Read every file that the manifest names. `Damaged` when there is no manifest that can be read."""
    checked = Checked()
    lines = manifest.parse(_manifest(archive))
    for number, line in enumerate(lines):
        progress("Checking", number, len(lines))
        trouble = _trouble(archive, line)
        if trouble is None:
            checked.sound.append(line)
        else:
            checked.damaged.append(f"{line.path} {trouble}")
    listed = {manifest.NAME, *(line.member for line in lines)}
    checked.unlisted = [member for member in archive if member not in listed]
    return checked


def read_line(archive: Archive, line: Line) -> bytes:
    """The bytes of one file. `Damaged` when they are not those of the manifest (any more)."""
    data = b"".join(archive.pieces(line.member))
    if hashlib.sha256(data).hexdigest() != line.sha256:
        raise Damaged(f"{line.path} is not what was backed up.")
    return data


def _manifest(archive: Archive) -> bytes:
    if manifest.NAME not in archive:
        raise Damaged(f"{archive.path} has no {manifest.NAME}: it is no backup that this program made.")
    if archive.size(manifest.NAME) > manifest.LARGEST or archive.why_not(manifest.NAME):
        raise Damaged(f"{manifest.NAME} in {archive.path} is damaged.")
    return b"".join(archive.pieces(manifest.NAME))


def _trouble(archive: Archive, line: Line) -> str | None:
    if not manifest.is_safe(line.path):
        return "is no path within a journal"
    if line.member not in archive:
        return "is not in the archive"
    reason = archive.why_not(line.member)
    if reason is not None:
        return reason
    if archive.size(line.member) != line.size:
        return "has another size than was backed up"
    digest = hashlib.sha256()
    try:
        for piece in archive.pieces(line.member):
            digest.update(piece)
    except Damaged:
        return "cannot be unpacked"
    return None if digest.hexdigest() == line.sha256 else "is not what was backed up"
