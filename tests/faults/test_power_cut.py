"""A simulated power cut in a capture, in a draft and in a delete: what was said to be safe is on every possible disk.

The model of the disk, and the save of an entry, are in `tests/storage/test_power_cut.py`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from journal_tui.services import history
from journal_tui.services.capture import Inbox, add
from journal_tui.services.clock import Clock
from journal_tui.services.workspace import Workspace
from journal_tui.settings import lean
from journal_tui.storage.drafts import Drafts
from journal_tui.storage.history import History
from journal_tui.storage.journal import Journal
from journal_tui.storage.locations import Locations
from journal_tui.storage.trash import Trash, remove
from tests.storage.test_power_cut import PowerDisk

from .session import NAME

DAY = date(2018, 3, 28)
AT = datetime(2018, 3, 28, 19, 14, tzinfo=UTC)
ENTRY = b"# Rain\n\nall day\n"


class DeepDisk(PowerDisk):
    """The same model for a tree of folders, and for programs that lock files of their own."""

    def adopt(self, root: Path) -> None:
        for path in root.rglob("*"):
            if path.is_file():
                self.safe[str(path)] = path.stat().st_ino
                self.contents[path.stat().st_ino] = path.read_bytes()

    def note(self, name: str, args: tuple[Any, ...], inodes: list[int | None], result: Any) -> None:
        if name == "open" and args[1] & os.O_CREAT and inodes[0] is not None:
            self.files[result] = inodes[0]  # it was there: nothing is made
            if args[1] & os.O_TRUNC:
                self.contents[inodes[0]] = b""
                self.dirty.add(inodes[0])
            return
        super().note(name, args, inodes, result)


class Cut:
    """After every call: which contents may a file have, if the power fails now?"""

    def __init__(self, root: Path, path: Callable[[str], bool]) -> None:
        self.is_meant = path
        self.seen: set[bytes | None] = set()
        self.disk = DeepDisk(root, self.look)

    def look(self, disk: PowerDisk) -> None:
        self.seen |= self.now()

    def now(self) -> set[bytes | None]:
        found: set[bytes | None] = set()
        for state in self.disk.possible():
            texts = [contents for path, contents in state.items() if self.is_meant(path)]
            found |= set().union(*texts) if texts else {None}
        return found


def locations_below(root: Path) -> Locations:
    return Locations(*(str(root / name) for name in ("data", "config", "state", "cache")))


@pytest.mark.parametrize("old", [ENTRY, None], ids=["existing", "new"])
def test_a_capture(tmp_path: Path, old: bytes | None) -> None:
    folder = tmp_path / "journal"
    if old is not None:
        folder.mkdir()
        (folder / NAME).write_bytes(old)
    cut = Cut(tmp_path, lambda path: path.endswith(f"/{NAME}"))
    locations = locations_below(tmp_path)
    journal = Journal(str(folder), locations=locations, disk=cut.disk)
    add(Inbox(journal, locations, lean.DEFAULT, Clock()), "a thought", DAY)
    new = (ENTRY + b"\na thought\n") if old else b"a thought\n"
    assert cut.seen <= {old, new}
    assert cut.now() == {new}


def test_a_draft(tmp_path: Path) -> None:
    """A draft that follows another: never is there none, and never half of one."""
    (tmp_path / "journal").mkdir()
    locations = locations_below(tmp_path)
    cut = Cut(tmp_path, lambda path: path.endswith(".draft"))
    drafts = Drafts(locations, str(tmp_path / "journal"), cut.disk)
    path = Path(drafts.write(DAY, "the first words", ENTRY, AT))
    first = path.read_bytes()
    assert cut.seen <= {None, first}
    assert cut.now() == {first}
    cut.seen.clear()
    drafts.write(DAY, "the first words and many more", ENTRY, AT)
    second = path.read_bytes()
    assert second != first
    assert cut.seen <= {first, second}
    assert cut.now() == {second}
    drafts.close()


def test_an_older_version(tmp_path: Path) -> None:
    cut = Cut(tmp_path, lambda path: "/history/" in path and path.endswith("-restore.md"))
    History(str(tmp_path), cut.disk).snapshot(DAY, ENTRY, "restore", AT)
    assert cut.seen <= {None, ENTRY}
    assert cut.now() == {ENTRY}


def test_a_deleted_text(tmp_path: Path) -> None:
    cut = Cut(tmp_path, lambda path: path.endswith("/entry.md"))
    Trash(str(tmp_path), cut.disk).keep(DAY, ENTRY, NAME, "deleted", AT)
    assert cut.seen <= {None, ENTRY}
    assert cut.now() == {ENTRY}


def test_a_delete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry is in its place until it surely is in the trash, and in the history as well."""
    entry = tmp_path / "journal" / NAME
    entry.parent.mkdir()
    entry.write_bytes(ENTRY)
    gone = 0

    def look(disk: PowerDisk) -> None:
        nonlocal gone
        for state in disk.possible():
            if state.get(str(entry)) != {ENTRY}:
                gone += 1
                kept = [path for path, contents in state.items() if contents == {ENTRY}]
                assert any(path.endswith("/entry.md") for path in kept), "in no trash"
                assert any(path.endswith("-delete.md") for path in kept), "in no history"

    disk = DeepDisk(tmp_path, look)
    locations = locations_below(tmp_path)
    monkeypatch.setattr(history, "History", partial(History, disk=disk))
    monkeypatch.setattr(history, "Trash", partial(Trash, disk=disk))
    monkeypatch.setattr(history, "remove", partial(remove, disk=disk))
    journal = Journal(str(entry.parent), locations=locations, disk=disk)
    history.delete(Workspace(journal, locations, None, None, Clock()), DAY)
    assert gone > 0
    assert not any(str(entry) in state for state in disk.possible())
