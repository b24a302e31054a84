"""What was deleted, and how it is deleted."""

from __future__ import annotations

import errno
import os
import stat
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from journal_tui.domain.errors import StorageError
from journal_tui.storage.saver import Changed
from journal_tui.storage.trash import Trash, remove
from tests.storage.faults import FaultyDisk, WatchedDisk

DAY = date(2018, 3, 28)
NOW = datetime(2018, 3, 28, 21, 14, 2, tzinfo=timezone(timedelta(hours=2)))


@pytest.fixture
def trash(tmp_path: Path) -> Trash:
    return Trash(str(tmp_path / "state" / "id"))


def test_a_deleted_text_is_whole_and_says_what_it_was(trash: Trash) -> None:
    old = os.umask(0)
    try:
        item = trash.keep(DAY, b"\xff\r\n", "2018/2018-03-28.md", "deleted", NOW)
    finally:
        os.umask(old)
    folder = Path(item.folder)
    assert folder.name.startswith("2018-03-28-20180328T191402Z-")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "entry.md": b"\xff\r\n",
        "about.txt": b"journal-trash 1\npath: 2018/2018-03-28.md\nday: 2018-03-28\n"
        b"when: 2018-03-28T21:14:02+02:00\nwhy: deleted\n"
        b"sha256: " + sha256(b"\xff\r\n").hexdigest().encode() + b"\n",
    }
    for path in (Path(trash.folder), folder, *folder.iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_the_trash_is_listed_newest_first(trash: Trash) -> None:
    for minute, day, data in ((0, DAY, b"one"), (1, date(2018, 3, 27), b"other"), (2, DAY, b"two")):
        trash.keep(day, data, "x.md", "deleted", NOW + timedelta(minutes=minute))
    (Path(trash.folder) / "something").mkdir()
    assert [trash.read(item) for item in trash.items()] == [b"two", b"other", b"one"]
    assert [trash.read(item) for item in trash.items(DAY)] == [b"two", b"one"]


def test_only_what_is_ninety_days_old_goes_for_good(trash: Trash) -> None:
    trash.keep(DAY, b"old", "x.md", "deleted", NOW - timedelta(days=90))
    trash.keep(DAY, b"new", "x.md", "deleted", NOW - timedelta(days=89))
    assert trash.empty(NOW.astimezone(UTC), older_than=timedelta(0)) == 1
    assert [trash.read(item) for item in trash.items()] == [b"new"]
    assert trash.empty(NOW) == 0


def test_a_note_cannot_have_lines_of_somebody_else(trash: Trash) -> None:
    item = trash.keep(DAY, b"x", "a\nwhy: b\x1b.md", "de\nleted", NOW)
    assert len((Path(item.folder) / "about.txt").read_text().splitlines()) == 6


# Deleting


@pytest.fixture
def entry(tmp_path: Path) -> Path:
    path = tmp_path / "journal" / "2018-03-28.md"
    path.parent.mkdir()
    path.write_bytes(b"text")
    return path


def test_deleted_without_a_trace(entry: Path) -> None:
    remove(str(entry), b"text")
    assert list(entry.parent.iterdir()) == []


@pytest.mark.parametrize("expected", [b"", b"tex", b"another"])
def test_other_bytes_stay(entry: Path, expected: bytes) -> None:
    with pytest.raises(Changed) as caught:
        remove(str(entry), expected)
    assert caught.value.actual == b"text"
    assert [path.read_bytes() for path in entry.parent.iterdir()] == [b"text"]


@pytest.mark.parametrize("name", ["replace", "unlink"])
@pytest.mark.parametrize("again", [False, True])
def test_what_is_written_meanwhile_stays(entry: Path, name: str, again: bool) -> None:
    """Just before the entry loses its name, or just before it is deleted, another program writes."""

    class Writer(WatchedDisk):
        def around(self, number: int, called: str, call: Any, args: tuple[Any, ...]) -> Any:
            if called == name and self.names.count(name) == 1:
                if name == "replace":
                    entry.write_bytes(b"theirs")
                result = call()
                if again or name == "unlink":
                    entry.write_bytes(b"newer")
                return result
            return call()

    if name == "replace":
        with pytest.raises(Changed):
            remove(str(entry), b"text", Writer())
    else:
        remove(str(entry), b"text", Writer())
    left = sorted(path.read_bytes() for path in entry.parent.iterdir())
    assert left == {"replace": [b"newer", b"theirs"] if again else [b"theirs"], "unlink": [b"newer"]}[name]
    assert not [path for path in entry.parent.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("code", [errno.EIO, errno.EACCES, errno.ENOSPC])
def test_every_call_may_fail(tmp_path: Path, code: int, late: bool) -> None:
    at = 0
    while True:
        path = tmp_path / str(at) / "2018-03-28.md"
        path.parent.mkdir()
        path.write_bytes(b"text")
        disk = FaultyDisk(at, code, late=late)
        try:
            remove(str(path), b"text", disk)
        except (StorageError, Changed):
            assert path.read_bytes() == b"text"
        else:
            assert list(path.parent.iterdir()) == []
        if disk.hit is None:
            break
        at += 1
    assert at > 5


def test_a_link_is_deleted_and_not_what_it_leads_to(entry: Path) -> None:
    link = entry.with_name("2018-03-27.md")
    link.symlink_to(entry.name)
    remove(str(link), b"text")
    assert [path.name for path in entry.parent.iterdir()] == [entry.name]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anything")
def test_a_read_only_entry_stays(entry: Path) -> None:
    entry.chmod(0o400)
    with pytest.raises(StorageError, match="read-only"):
        remove(str(entry), b"text")
    assert entry.exists()


def test_a_text_that_was_tampered_with_is_not_whole(trash: Trash) -> None:
    item = trash.keep(DAY, b"text", "sha256: 0", "sha256: 0", NOW)
    assert trash.is_whole(item, b"text")
    assert not trash.is_whole(item, b"test")
    (Path(item.folder) / "about.txt").unlink()  # as of before there was a hash: nobody can tell
    assert trash.is_whole(item, b"test")


def test_what_was_put_here_in_vain_is_taken_back(trash: Trash) -> None:
    item, other = (trash.keep(DAY, text, "x.md", "deleted", NOW) for text in (b"one", b"two"))
    trash.withdraw(item)
    assert [found.folder for found in trash.items()] == [other.folder]
    assert not Path(item.folder).exists()
    trash.withdraw(item)


def test_strangers_in_the_trash_are_told(trash: Trash) -> None:
    assert trash.strangers() == []
    trash.keep(DAY, b"one", "x.md", "deleted", NOW)
    (Path(trash.folder) / "something").mkdir()
    assert trash.strangers() == [os.path.join(trash.folder, "something")]
