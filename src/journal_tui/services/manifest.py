"""manifest.json: what a backup holds, so that it can be proved that it still does.

    {"format": "journal-backup", "version": 1, "program": "journal-tui 0.1", "made": ISO with offset,
     "journal": the journal's id or null, "entry_path": where a day's entry lies,
     "files": [{"path", "sha256", "size", "mtime_ns", "mode"}]}

`size` is in bytes, `mtime_ns` in nanoseconds since 1970, `mode` four octal digits. `path` is the member's name,
which is the path within the journal, or `state/` and the path within the folder of its safety copies. A name that
is no UTF-8 has `path_hex` besides, its bytes, and its member is called `unnamed/` and a number.
"""

from __future__ import annotations

import json
import os

from journal_tui import __version__
from journal_tui.storage.archive import Damaged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from journal_tui.storage.archive import Taken

NAME = "manifest.json"
LARGEST = 200_000_000
"""Bytes; some five hundred for each of as many files as an archive may hold."""
STATE = "state/"
UNNAMED = "unnamed/"

_FORMAT, _VERSION = "journal-backup", 1
_HEX = frozenset("0123456789abcdef")


class Line:
    """One file of a backup. `member` is its name in the archive, `path` where it belongs."""

    __slots__ = ("member", "mtime_ns", "path", "sha256", "size")

    def __init__(self, member: str, path: str, sha256: str, size: int, mtime_ns: int) -> None:
        self.member = member
        self.path = path
        self.sha256 = sha256
        self.size = size
        self.mtime_ns = mtime_ns


def member_name(path: str, number: int) -> str:
    """The name in the archive of a file with this path, the `number`th of them."""
    return path if _is_sayable(path) else f"{UNNAMED}{number}"


def dump(
    files: Sequence[tuple[str, str, Taken]], *, made: str, journal: str | None, entry_path: str
) -> bytes:
    """The manifest of `files`: member, path, and what was taken."""
    lines = []
    for member, path, taken in files:
        line: dict[str, object] = {"path": member}
        if member != path:
            line["path_hex"] = os.fsencode(path).hex()
        line.update(
            sha256=taken.sha256, size=taken.size, mtime_ns=taken.mtime_ns, mode=f"{taken.mode & 0o7777:04o}"
        )
        lines.append(line)
    head = {
        "format": _FORMAT,
        "version": _VERSION,
        "program": f"journal-tui {__version__}",
        "made": made,
        "journal": journal,
        "entry_path": entry_path,
    }
    body = ",\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    start = json.dumps({**head, "files": []}, ensure_ascii=False, indent=1)
    return (start.removesuffix("[]\n}") + f"[\n{body}\n]\n}}\n").encode()


def parse(data: bytes) -> list[Line]:
    """The files that a manifest names. `Damaged` when it is none, or names one twice."""
    try:
        values = json.loads(data)
        if values["format"] != _FORMAT or values["version"] != _VERSION:
            raise ValueError(values["format"])
        lines = [_line(value) for value in values["files"]]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Damaged(f"{NAME} is damaged, or from a program that this one does not know.") from error
    if len({line.member for line in lines}) < len(lines) or len({line.path for line in lines}) < len(lines):
        raise Damaged(f"{NAME} names a file twice.")
    return lines


def is_safe(path: str) -> bool:
    """Whether a path stays where it is put: relative, without hidden parts but the journal's own id."""
    parts = path.split("/")
    if path == ".journal/id":
        return True
    return "\0" not in path and all(part and not part.startswith(".") for part in parts)


def _line(value: dict[str, object]) -> Line:
    member, digest, size, mtime = (value[key] for key in ("path", "sha256", "size", "mtime_ns"))
    if not (isinstance(member, str) and isinstance(digest, str)):
        raise TypeError(member)
    if not (isinstance(size, int) and isinstance(mtime, int)) or size < 0:
        raise TypeError(size)
    if len(digest) != 64 or not _HEX.issuperset(digest):
        raise ValueError(digest)
    raw = value.get("path_hex")
    path = os.fsdecode(bytes.fromhex(raw)) if isinstance(raw, str) else member
    return Line(member, path, digest, size, mtime)


def _is_sayable(path: str) -> bool:
    """Whether the path is UTF-8 and means the same in every zip: a NUL or a backslash would not."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return "\\" not in path and not path.startswith(UNNAMED) and path != NAME
