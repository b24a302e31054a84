"""A simulated power cut after every call: what the disk may then show is the old text or the new one.

The model is the strictest that POSIX allows: text is safe after the file's fsync, a name after its folder's;
of everything else any part may be lost, and text that was not synced may be torn.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from journal_tui.storage.disk import Disk
from journal_tui.storage.saver import Changed, save

from .faults import WatchedDisk, replace_with, without

OLD, NEW, THEIRS = b"the old text", b"the new and longer text", b"what another program wrote"
FOLDER = -1  # stands for a folder where the number of a file is expected


class PowerDisk(WatchedDisk):
    """Keeps a model of what is safe beside the real calls, and shows `check` the possible disks after each."""

    def __init__(self, root: Path, check: Callable[[PowerDisk], None]) -> None:
        super().__init__()
        self.check = check
        self.contents: dict[int, bytes] = {}
        self.dirty: set[int] = set()
        self.safe: dict[str, int] = {}
        self.pending: list[tuple[str, dict[str, int | None]]] = []
        self.files: dict[int, int] = {}
        self.folders: dict[int, str] = {}
        self.adopt(root)

    def adopt(self, root: Path) -> None:
        """What others have written is taken to be safe."""
        for path in root.iterdir():
            self.safe[str(path)] = path.stat().st_ino
            self.contents[path.stat().st_ino] = path.read_bytes()
            self.pending = [(f, {n: i for n, i in op.items() if n != str(path)}) for f, op in self.pending]

    def rename(self, path: str, changes: dict[str, int | None]) -> None:
        self.pending.append((os.path.dirname(path), changes))

    def around(self, number: int, name: str, call: Callable[[], Any], args: tuple[Any, ...]) -> Any:
        inodes = [os.lstat(a).st_ino if isinstance(a, str) and os.path.lexists(a) else None for a in args]
        result = call()
        self.note(name, args, inodes, result)
        self.check(self)
        return result

    def note(self, name: str, args: tuple[Any, ...], inodes: list[int | None], result: Any) -> None:
        if name == "open" and args[1] & os.O_DIRECTORY:
            self.folders[result] = args[0]
        elif name == "open" and args[1] & os.O_CREAT:
            inode = os.fstat(result).st_ino
            self.files[result], self.contents[inode] = inode, b""
            self.rename(args[0], {args[0]: inode})
        elif name == "write":
            self.contents[self.files[args[0]]] += bytes(args[1][:result])
            self.dirty.add(self.files[args[0]])
        elif name == "fsync" and args[0] in self.folders:
            self.sync(self.folders[args[0]])
        elif name == "fsync":
            self.dirty.discard(self.files[args[0]])
        elif name == "close":
            self.files.pop(args[0], None)
            self.folders.pop(args[0], None)
        elif name == "mkdir":
            self.rename(args[0], {args[0]: FOLDER})
        elif name == "link":
            self.rename(args[1], {args[1]: inodes[0]})
        elif name == "unlink":
            self.rename(args[0], {args[0]: None})
        elif name == "replace":
            self.rename(args[1], {args[0]: None, args[1]: inodes[0]})
        elif name == "exchange" and result:
            self.rename(args[1], {args[0]: inodes[1], args[1]: inodes[0]})

    def sync(self, folder: str) -> None:
        for where, names in self.pending:
            if where == folder:
                for path, inode in names.items():
                    if inode is None:
                        self.safe.pop(path, None)
                    else:
                        self.safe[path] = inode
        self.pending = [op for op in self.pending if op[0] != folder]

    def possible(self) -> Iterator[dict[str, set[bytes]]]:
        """Every disk that a power cut may leave now: path -> the contents that it may have."""
        for kept in itertools.product([False, True], repeat=len(self.pending)):
            disk: dict[str, int] = dict(self.safe)
            for (_, names), keep in zip(self.pending, kept, strict=True):
                for path, inode in names.items() if keep else ():
                    if inode is None:
                        disk.pop(path, None)
                    else:
                        disk[path] = inode
            made = {path for _, names in self.pending for path, inode in names.items() if inode == FOLDER}
            lost = made - disk.keys()
            yield {
                path: self.may_hold(inode)
                for path, inode in disk.items()
                if inode != FOLDER and not any(path.startswith(f"{folder}/") for folder in lost)
            }

    def may_hold(self, inode: int) -> set[bytes]:
        data = self.contents[inode]
        return {data, data[: len(data) // 2], b""} if inode in self.dirty else {data}


def outcomes(disk: PowerDisk, path: Path) -> set[bytes | None]:
    found: set[bytes | None] = set()
    for state in disk.possible():
        found |= state.get(str(path), {None})
    return found


@pytest.mark.parametrize(
    ("old", "lacks", "folder"),
    [
        pytest.param(OLD, {}, ".", id="existing, exchange"),
        pytest.param(OLD, {"exchange": True}, ".", id="existing, plain rename"),
        pytest.param(None, {}, ".", id="new, links"),
        pytest.param(None, {"links": True}, ".", id="new, no links"),
        pytest.param(None, {}, "2018/03", id="new, in new folders"),
    ],
)
def test_old_or_new_and_new_when_saved(
    tmp_path: Path, old: bytes | None, lacks: dict[str, bool], folder: str
) -> None:
    path = tmp_path / folder / "2018-03-28.md"
    if old is not None:
        path.write_bytes(old)
    allowed: set[bytes | None] = {old, NEW}
    if lacks.get("links"):
        allowed.add(b"")  # the empty file that takes the name

    def check(disk: PowerDisk) -> None:
        assert outcomes(disk, path) <= allowed

    disk = without(PowerDisk, **lacks)(tmp_path, check)
    save(str(path), NEW, old, disk=disk)
    assert outcomes(disk, path) == {NEW}


def test_the_text_of_another_program_survives_every_moment(tmp_path: Path) -> None:
    path = tmp_path / "2018-03-28.md"
    path.write_bytes(OLD)
    if not Disk().exchange(str(path), str(path)):
        pytest.skip("no exchange here")
    written: list[bytes] = []

    def check(disk: PowerDisk) -> None:
        if not written and "flock" in disk.names and disk.names[-1] == "close":  # after the last look
            replace_with(path, THEIRS)()
            disk.adopt(tmp_path)
            written.append(THEIRS)
        for state in disk.possible():
            assert not written or {THEIRS} in state.values()

    disk = PowerDisk(tmp_path, check)
    with pytest.raises(Changed):
        save(str(path), NEW, OLD, disk=disk)
    assert disk.names.count("exchange") == 2
    assert outcomes(disk, path) == {THEIRS}
