"""A backup under trouble: a disk that fails, a file that changes, an archive that wants to explode."""

from __future__ import annotations

import errno
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from journal_tui.domain.errors import StorageError
from journal_tui.services import backup, unpack
from journal_tui.services.workspace import open_workspace
from journal_tui.storage import archive as archives
from journal_tui.storage.archive import Archive, Damaged, NewArchive
from journal_tui.storage.disk import Disk

FAILING = ("write", "fsync", "link", "close")


def quiet(doing: str, done: int, of: int) -> None:
    """No progress."""


@pytest.fixture
def journal(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two days."""
    folder = home / "journal"
    folder.mkdir()
    for day in ("2018-03-27", "2018-03-28"):
        (folder / f"{day}.md").write_text(f"words of {day}\n" * 1000)
    monkeypatch.setenv("JOURNAL_DIR", str(folder))
    return folder


class Failing(Disk):
    """A disk on which one kind of call fails from the `nth` on."""

    __slots__ = ("call", "calls", "code", "nth")

    def __init__(self, call: str, nth: int, code: int) -> None:
        self.call, self.nth, self.code, self.calls = call, nth, code, 0

    def _count(self, call: str) -> None:
        if call == self.call:
            self.calls += 1
            if self.calls >= self.nth:
                raise OSError(self.code, os.strerror(self.code))

    def write(self, fd: int, data: memoryview) -> int:
        self._count("write")
        return super().write(fd, data[: max(1, len(data) // 2)])  # and short writes besides

    def fsync(self, fd: int) -> None:
        self._count("fsync")
        super().fsync(fd)

    def link(self, source: str, target: str) -> None:
        self._count("link")
        super().link(source, target)

    def close(self, fd: int) -> None:
        super().close(fd)
        self._count("close")


def make(path: Path, disk: Disk) -> None:
    """An archive of two members."""
    new = NewArchive(str(path), disk)
    try:
        new.begin()
        new.add_bytes("one", b"one" * 10_000)
        new.add_bytes("two", os.urandom(3_000_000))
        new.close()
        new.publish(replace=False)
    finally:
        new.drop()


@pytest.mark.parametrize("call", FAILING)
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_fails_leaves_no_half_backup(tmp_path: Path, call: str, code: int) -> None:
    with pytest.raises(StorageError, match=r"b\.zip was not written"):
        make(tmp_path / "b.zip", Failing(call, 1, code))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("call", ["open", "fstat", "write", "fsync", "link", "close"])
def test_an_end_at_any_moment_leaves_no_half_backup(tmp_path: Path, call: str) -> None:
    class Ending(Disk):
        pass

    def end(self: Disk, *args: Any) -> None:
        getattr(Disk, call)(self, *args)
        raise KeyboardInterrupt  # as a handler does, once the call is over

    setattr(Ending, call, end)
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path / "b.zip", Ending())
    assert [path.name for path in tmp_path.iterdir()] == (["b.zip"] if call == "link" else [])


def test_short_writes_are_no_harm(tmp_path: Path) -> None:
    make(tmp_path / "b.zip", Failing("none", 1, 0))
    with zipfile.ZipFile(tmp_path / "b.zip") as made:
        assert made.testzip() is None
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]


def test_a_file_that_came_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    new = NewArchive(str(tmp_path / "b.zip"))
    new.begin()
    new.add_bytes("one", b"1")
    new.close()
    (tmp_path / "b.zip").write_text("somebody else's")
    with pytest.raises(StorageError, match="there is such a file by now"):
        new.publish(replace=False)
    new.drop()
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]
    assert (tmp_path / "b.zip").read_text() == "somebody else's"


def test_no_hard_links_no_harm(tmp_path: Path) -> None:
    make(tmp_path / "b.zip", Failing("link", 1, errno.EPERM))
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]


def test_a_backup_that_reads_back_wrong_is_never_published(
    journal: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = NewArchive.close

    def close_and_rot(self: NewArchive) -> None:
        real(self)
        data = bytearray(Path(self.temporary).read_bytes())
        data[100] ^= 1
        Path(self.temporary).write_bytes(data)

    monkeypatch.setattr(NewArchive, "close", close_and_rot)
    with pytest.raises(Damaged, match="not what was written"):
        backup.back_up(open_workspace(None, os.environ), str(home / "b.zip"))
    assert [path.name for path in home.iterdir()] == ["journal"]


def test_an_old_backup_stays_when_a_new_one_fails(
    journal: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "b.zip").write_text("the old one")

    def fail(self: NewArchive) -> None:
        raise StorageError("no")

    monkeypatch.setattr(NewArchive, "close", fail)
    with pytest.raises(StorageError):
        backup.back_up(open_workspace(None, os.environ), str(home / "b.zip"), replace=True)
    assert (home / "b.zip").read_text() == "the old one"
    assert sorted(path.name for path in home.iterdir()) == ["b.zip", "journal"]


def test_an_entry_that_cannot_be_read_is_named_and_the_others_are_kept(
    journal: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Sick(Disk):
        def open(self, path: str, flags: int, mode: int = 0o600) -> int:
            if path.endswith("2018-03-27.md"):
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return super().open(path, flags, mode)

    monkeypatch.setattr(backup, "NewArchive", lambda path: NewArchive(path, Sick()))
    told = backup.back_up(open_workspace(None, os.environ), str(home / "b.zip"))
    assert told.entries == 1
    assert [line.partition(" could ")[0] for line in told.missing] == [str(journal / "2018-03-27.md")]


def test_an_entry_that_fails_in_the_middle_is_named_too(
    journal: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "_CHUNK", 1000)

    class Sick(Disk):
        reads = 0

        def read(self, fd: int, size: int) -> bytes:
            Sick.reads += 1
            if Sick.reads == 3:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return super().read(fd, size)

    monkeypatch.setattr(backup, "NewArchive", lambda path: NewArchive(path, Sick()))
    told = backup.back_up(open_workspace(None, os.environ), str(home / "b.zip"))
    assert (told.entries, len(told.missing)) == (1, 1)
    checked = unpack.check(str(home / "b.zip"), quiet)
    assert not checked.damaged
    assert [line.path for line in checked.sound] == [
        name for name in ("2018-03-27.md", "2018-03-28.md") if name not in told.missing[0]
    ]


def test_text_that_shrinks_a_thousandfold_is_no_bomb(journal: Path, home: Path) -> None:
    (journal / "2018-03-26.md").write_text("a" * 1_900_000)
    path = str(home / "b.zip")
    backup.back_up(open_workspace(None, os.environ), path)
    assert not unpack.check(path, quiet).damaged


@pytest.mark.parametrize(
    ("limit", "value", "message"),
    [("MOST_MEMBERS", 1, "over 1 files"), ("MOST_BYTES", 100, "unpack to"), ("FREE_BYTES", 100, "unpack to")],
)
def test_bombs_are_refused_before_they_are_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, message: str
) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a", b"\0" * 1_000_000)
        made.writestr("b", b"")
    monkeypatch.setattr(archives, limit, value)
    with pytest.raises(Damaged, match=message):
        Archive(str(path))


def test_no_more_is_read_than_a_member_claims(tmp_path: Path) -> None:
    path = tmp_path / "liar.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a", b"\0" * 1_000_000)
    data = path.read_bytes()
    path.write_bytes(data.replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")))
    with Archive(str(path)) as archive, pytest.raises(Damaged):
        assert sum(map(len, archive.pieces("a"))) <= 10


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "twins.zip", "w") as made:
        made.writestr("a", "1")
        with pytest.warns(UserWarning, match="Duplicate"):
            made.writestr("a", "2")
    with pytest.raises(Damaged, match="one name"):
        Archive(str(tmp_path / "twins.zip"))


def test_what_comes_to_be_there_meanwhile_stays(journal: Path, home: Path) -> None:
    path = str(home / "b.zip")
    workspace = open_workspace(None, os.environ)
    backup.back_up(workspace, path)
    (journal / "2018-03-27.md").unlink()
    compared = unpack.compare(workspace, path, quiet)
    (journal / "2018-03-27.md").write_text("written meanwhile")
    restored = unpack.restore_missing(workspace, path, compared.missing, quiet)
    assert (restored.files, len(restored.failed)) == (0, 1)
    assert (journal / "2018-03-27.md").read_text() == "written meanwhile"
