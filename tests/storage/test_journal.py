"""A folder of entries: what is found, what is read, what is written."""

from __future__ import annotations

import errno
import os
import signal
import stat
import tarfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest

from journal_tui.domain.errors import StorageError, UsageError
from journal_tui.storage.disk import DISK, Disk
from journal_tui.storage.journal import DayFiles, Journal
from journal_tui.storage.locations import Locations
from journal_tui.storage.saver import Changed, NotRegular, Unconfirmed

from .faults import FaultyDisk, WatchedDisk

DAY = date(2018, 3, 28)
NAME = "2018-03-28.md"
not_root = pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not bind root")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "journal"
    root.mkdir()
    return root


def with_state(root: Path, disk: Disk = DISK) -> Journal:
    base = str(root.parent)
    return Journal(str(root), locations=Locations(base, base, f"{base}/state", base), disk=disk)


def everything(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


# --- scan


def test_a_missing_folder_is_an_empty_journal(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path / "nowhere"))
    assert journal.scan() == {}
    assert journal.read(DAY) is None
    assert journal.stamp(DAY) is None
    assert not journal.not_downloaded(DAY)
    assert os.listdir(tmp_path) == []


def test_days_and_their_siblings(root: Path) -> None:
    names = [
        NAME,
        "2018-03-28 (conflicted copy).md",
        "2018-03-28.sync-conflict-20180329-101010-ABCDEFG.md",
        "2018-03-28 2.md",
        "2018-03-29 2.md",
        "1666-09-02.md",
        "0999-01-01.md",
        "2018-3-1.md",
        "2018-02-30.md",
        "2018-03-28.txt",
        "notes.md",
        "settings.toml",
        ".2018-03-30.md.icloud",
        ".~2018-03-28.md.0badcafe.tmp",
        ".2018-03-27.md.swp",
    ]
    for name in names:
        (root / name).write_bytes(b"x")
    assert Journal(str(root)).scan() == {
        DAY: DayFiles(
            NAME,
            (
                "2018-03-28 (conflicted copy).md",
                "2018-03-28 2.md",
                "2018-03-28.sync-conflict-20180329-101010-ABCDEFG.md",
            ),
        ),
        date(2018, 3, 29): DayFiles(None, ("2018-03-29 2.md",)),
        date(1666, 9, 2): DayFiles("1666-09-02.md"),
    }


def test_only_entries_that_can_be_read_as_files_have_a_row(root: Path) -> None:
    outside = root.parent / "secret.md"
    outside.write_bytes(b"secret")
    os.mkfifo(root / "2018-03-01.md")
    (root / "2018-03-02.md").mkdir()
    (root / "2018-03-03.md").symlink_to(outside)
    (root / "2018-03-04.md").symlink_to("nowhere.md")
    (root / "2018-03-05.md").symlink_to("2018-03-05.md")
    (root / "2018-03-06.md").symlink_to("2018-03-02.md")
    (root / "kept elsewhere").mkdir()
    (root / "kept elsewhere" / "text").write_bytes(b"inside")
    (root / "2018-03-07.md").symlink_to("kept elsewhere/text")
    (root / "2018-03-07 2.md").symlink_to(outside)
    assert Journal(str(root)).scan() == {date(2018, 3, 7): DayFiles("2018-03-07.md")}


def test_folders_are_walked_only_where_the_pattern_has_them(root: Path) -> None:
    for path in (
        "2018/03/2018-03-28.md",
        "2018/03/2018-03-28 2.md",
        "2018/04/2018-03-29.md",
        "2018/notes/2018-03-30.md",
        "2018/03/deeper/2018-03-31.md",
        "2018-03-27.md",
        "attachments/2018-03-26.md",
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(b"x")
    assert Journal(str(root), "%Y/%m/%Y-%m-%d.md").scan() == {
        DAY: DayFiles("2018/03/2018-03-28.md", ("2018/03/2018-03-28 2.md",)),
        date(2018, 3, 29): DayFiles(None, ("2018/04/2018-03-29.md",)),
        date(2018, 3, 27): DayFiles(None, ("2018-03-27.md",)),
    }
    assert Journal(str(root)).scan() == {date(2018, 3, 27): DayFiles("2018-03-27.md")}


def test_a_linked_folder_is_walked_inside_the_journal_only(root: Path) -> None:
    (root.parent / "outside" / "03").mkdir(parents=True)
    (root.parent / "outside" / "03" / "28.md").write_bytes(b"secret")
    (root / "archive" / "03").mkdir(parents=True)
    (root / "archive" / "03" / "28.md").write_bytes(b"mine")
    (root / "2017").symlink_to("../outside")
    (root / "2018").symlink_to("archive")
    (root / "2019").symlink_to(".")
    assert Journal(str(root), "%Y/%m/%d.md").scan() == {DAY: DayFiles("2018/03/28.md")}


def test_a_root_that_is_a_link_is_followed(root: Path) -> None:
    (root / NAME).write_bytes(b"text")
    (root.parent / "link").symlink_to("journal")
    journal = Journal(str(root.parent / "link"))
    assert journal.scan() == {DAY: DayFiles(NAME)}
    assert journal.read(DAY) == b"text"
    journal.write(DAY, b"new", b"text")
    assert (root / NAME).read_bytes() == b"new"


def test_a_name_that_is_no_text_is_no_trouble(root: Path) -> None:
    try:
        (Path(os.fsdecode(os.fsencode(root) + b"/2018-03-28 \xff.md"))).write_bytes(b"x")
    except OSError:
        pytest.skip("this file system takes text names only")
    (root / "2018-03-28 \n\x1b[2J.md").write_bytes(b"x")
    assert len(Journal(str(root)).scan()[DAY].siblings) == 2


@not_root
def test_a_folder_that_may_not_be_read_is_an_error(root: Path) -> None:
    root.chmod(0)
    try:
        with pytest.raises(StorageError, match="could not be read: permission denied"):
            Journal(str(root)).scan()
    finally:
        root.chmod(0o700)


def test_a_folder_that_cannot_be_read_is_an_error(root: Path) -> None:
    class Refusing(WatchedDisk):
        def scandir(self, folder: str) -> AbstractContextManager[Iterator[os.DirEntry[str]]]:
            raise PermissionError(errno.EACCES, "no", folder)

    with pytest.raises(StorageError, match="journal could not be read: permission denied"):
        Journal(str(root), disk=Refusing()).scan()


def test_a_file_for_a_root_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match="not a folder"):
        Journal(str(tmp_path / "file")).scan()


def test_a_scan_looks_at_names_only(root: Path) -> None:
    for day in range(1, 29):
        (root / f"2018-02-{day:02}.md").write_bytes(b"x")
    disk = WatchedDisk()
    assert len(Journal(str(root), disk=disk).scan()) == 28
    assert disk.names == ["scandir"]


def test_ten_years_of_a_real_diary(root: Path, pepys_archive: Path) -> None:
    with tarfile.open(pepys_archive) as archive:
        names = [os.path.basename(member.name) for member in archive if member.isfile()]
    for name in names:
        os.link(root / names[0], root / name) if name != names[0] else (root / name).touch()
    days = Journal(str(root)).scan()
    assert len(days) == 3410
    assert all(files.name == f"{day.isoformat()}.md" for day, files in days.items())


# --- read


def test_what_is_read_is_what_is_there(root: Path) -> None:
    data = b"\xef\xbb\xbf# T\r\n\x00\xff\x0c\xe2\x80\xa8"
    (root / NAME).write_bytes(data)
    assert Journal(str(root)).read(DAY) == data


@pytest.mark.parametrize("kind", ["fifo", "folder"])
def test_what_is_no_file_is_not_read_or_written(root: Path, kind: str) -> None:
    path = root / NAME
    os.mkfifo(path) if kind == "fifo" else path.mkdir()
    journal = Journal(str(root))
    signal.alarm(5)
    try:
        with pytest.raises(NotRegular, match=NAME):
            journal.read(DAY)
        with pytest.raises(NotRegular, match=NAME):
            journal.write(DAY, b"text", None)
    finally:
        signal.alarm(0)


def test_a_link_out_of_the_journal_is_neither_read_nor_written(root: Path) -> None:
    secret = root.parent / "secret.md"
    secret.write_bytes(b"secret")
    (root / NAME).symlink_to(secret)
    journal = with_state(root)
    with pytest.raises(StorageError, match="outside the journal"):
        journal.read(DAY)
    for expected in (b"secret", None):
        with pytest.raises(StorageError, match="outside the journal"):
            journal.write(DAY, b"text", expected)
    assert secret.read_bytes() == b"secret"
    assert not (root / ".journal").exists()


def test_a_neighbour_whose_name_begins_alike_is_outside(root: Path) -> None:
    neighbour = root.parent / "journal-of-another"
    neighbour.mkdir()
    (neighbour / NAME).write_bytes(b"secret")
    (root / NAME).symlink_to(neighbour / NAME)
    with pytest.raises(StorageError, match="outside the journal"):
        Journal(str(root)).read(DAY)


def test_a_linked_entry_inside_is_written_through(root: Path) -> None:
    (root / "real").mkdir()
    (root / "real" / "text.md").write_bytes(b"old")
    (root / NAME).symlink_to("real/text.md")
    Journal(str(root)).write(DAY, b"new", b"old")
    assert (root / NAME).is_symlink()
    assert (root / "real" / "text.md").read_bytes() == b"new"


def test_a_day_that_is_still_in_the_cloud_is_not_taken_for_missing(root: Path) -> None:
    stub = root / f".{NAME}.icloud"
    stub.write_bytes(b"stub")
    journal = with_state(root)
    assert journal.not_downloaded(DAY)
    assert not journal.not_downloaded(date(2018, 3, 29))
    with pytest.raises(StorageError, match="not downloaded"):
        journal.read(DAY)
    with pytest.raises(StorageError, match="not downloaded"):
        journal.write(DAY, b"text", None)
    assert os.listdir(root) == [stub.name]
    (root / NAME).write_bytes(b"here")
    assert not journal.not_downloaded(DAY)
    assert journal.read(DAY) == b"here"


def test_an_error_of_reading_names_the_file(root: Path) -> None:
    (root / NAME).write_bytes(b"text")
    disk = WatchedDisk()
    Journal(str(root), disk=disk).read(DAY)
    at = disk.names.index("read")
    with pytest.raises(StorageError, match=rf"{NAME} could not be read: the disk reported an error"):
        Journal(str(root), disk=FaultyDisk(at, errno.EIO)).read(DAY)


def test_years_of_three_digits_are_no_entries(root: Path) -> None:
    with pytest.raises(UsageError, match="0999-12-31"):
        Journal(str(root)).path_of(date(999, 12, 31))
    with pytest.raises(UsageError):
        Journal(str(root)).write(date(1, 1, 1), b"text", None)


# --- write


def test_the_first_write_makes_what_is_needed_and_all_of_it_private(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with_state(tmp_path / "data" / "journal").write(DAY, b"text\n", None)
    finally:
        os.umask(before)
    made = list(tmp_path.rglob("*"))
    assert {p.name for p in made if p.is_file()} == {NAME, "id", "lock"}
    for path in made:
        assert stat.S_IMODE(path.lstat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_folders_of_the_pattern_are_made(root: Path) -> None:
    journal = Journal(str(root), "%Y/%m/%Y-%m-%d.md")
    journal.write(DAY, b"text", None)
    assert (root / "2018" / "03" / NAME).read_bytes() == b"text"
    assert journal.scan() == {DAY: DayFiles(f"2018/03/{NAME}")}


def test_opening_browsing_and_writing_nothing_new_leave_no_trace(root: Path) -> None:
    for number in range(1, 29):
        (root / f"2018-02-{number:02}.md").write_bytes(b"%d" % number)
    before, folder = everything(root.parent), root.stat().st_mtime_ns
    journal = with_state(root)
    for day in journal.scan():
        data = journal.read(day)
        assert data is not None
        journal.stamp(day)
        journal.write(day, data, data)
    assert everything(root.parent) == before
    assert root.stat().st_mtime_ns == folder


def test_equal_bytes_of_a_changed_file_are_a_change(root: Path) -> None:
    (root / NAME).write_bytes(b"theirs")
    with pytest.raises(Changed) as caught:
        Journal(str(root)).write(DAY, b"seen", b"seen")
    assert caught.value.actual == b"theirs"


def test_a_change_by_another_is_told_and_stays(root: Path) -> None:
    journal = with_state(root)
    journal.write(DAY, b"one", None)
    (root / NAME).write_bytes(b"theirs")
    with pytest.raises(Changed) as caught:
        journal.write(DAY, b"two", b"one")
    assert caught.value.actual == b"theirs"
    assert (root / NAME).read_bytes() == b"theirs"


def test_a_stamp_tells_any_change(root: Path) -> None:
    journal = Journal(str(root))
    journal.write(DAY, b"one", None)
    first = journal.stamp(DAY)
    assert first == journal.stamp(DAY)
    journal.write(DAY, b"two", b"one")
    second = journal.stamp(DAY)
    assert second != first
    found = (root / NAME).stat()
    assert second == (found.st_ino, found.st_size, found.st_mtime_ns)


def test_a_save_that_was_not_confirmed_is_written_again(root: Path) -> None:
    (root / NAME).write_bytes(b"old")
    counting = WatchedDisk()
    Journal(str(root), disk=counting).write(DAY, b"new", b"old")
    folder_sync = max(i for i, name in enumerate(counting.names) if name == "fsync")
    (root / NAME).write_bytes(b"old")
    journal = Journal(str(root), disk=FaultyDisk(folder_sync, errno.EIO))
    with pytest.raises(Unconfirmed):
        journal.write(DAY, b"new", b"old")
    inode = (root / NAME).stat().st_ino
    journal.write(DAY, b"new", b"new")
    assert (root / NAME).stat().st_ino != inode
    inode = (root / NAME).stat().st_ino
    journal.write(DAY, b"new", b"new")
    assert (root / NAME).stat().st_ino == inode


def test_a_folder_that_cannot_be_written_is_told_once_and_nothing_is_made(root: Path) -> None:
    class ReadOnly(WatchedDisk):
        def open(self, path: str, flags: int, mode: int = 0o600) -> int:
            if flags & os.O_CREAT and path.startswith(str(root)):
                raise OSError(errno.EROFS, os.strerror(errno.EROFS))
            return os.open(path, flags, mode)

        def mkdir(self, path: str, mode: int) -> None:
            if path.startswith(str(root)):
                raise OSError(errno.EROFS, os.strerror(errno.EROFS))
            os.mkdir(path, mode)

    with pytest.raises(StorageError, match=rf"{NAME} was not saved: the file system is read-only"):
        with_state(root, disk=ReadOnly()).write(DAY, b"text", None)
    assert os.listdir(root) == []


def test_the_lock_may_be_held_around_reading_and_writing(root: Path) -> None:
    journal = with_state(root)
    with journal.lock() as lock:
        assert lock.held
        journal.write(DAY, b"one", journal.read(DAY))
        assert lock.held
    assert not lock.held
