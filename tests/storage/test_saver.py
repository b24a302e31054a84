"""A save on a healthy disk: what it changes, and what it leaves alone."""

from __future__ import annotations

import os
import signal
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal_tui.domain.errors import StorageError
from journal_tui.storage.disk import DISK, Disk
from journal_tui.storage.saver import Changed, NotRegular, read, save
from journal_tui.storage.staging import temp_name

from .faults import WatchedDisk, temps, without

DISKS = [
    pytest.param(WatchedDisk, id="exchange"),
    pytest.param(without(WatchedDisk, exchange=True, links=True), id="plain"),
]
not_root = pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not bind root")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to others")


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.parametrize("disk", DISKS)
@pytest.mark.parametrize(
    "old", [None, b"", b"old\n", b"\xff\x00\r\n" * 50_000], ids=["missing", "empty", "short", "long"]
)
@pytest.mark.parametrize("new", [b"", b"new\n", bytes(range(256)) * 5_000], ids=["empty", "short", "long"])
def test_the_bytes_are_the_new_ones(tmp_path: Path, disk: type[Disk], old: bytes | None, new: bytes) -> None:
    path = tmp_path / "2018-03-28.md"
    if old is not None:
        path.write_bytes(old)
    save(str(path), new, old, disk=disk())
    assert path.read_bytes() == new
    assert os.listdir(tmp_path) == ["2018-03-28.md"]


@settings(max_examples=40)
@given(texts=st.lists(st.binary(max_size=300), min_size=1, max_size=5))
def test_any_bytes_come_back(tmp_path_factory: pytest.TempPathFactory, texts: list[bytes]) -> None:
    path = str(tmp_path_factory.mktemp("any") / "entry.md")
    before = None
    for text in texts:
        save(path, text, before)
        assert read(path) == text
        before = text


@pytest.mark.parametrize("disk", DISKS)
def test_equal_bytes_touch_nothing(tmp_path: Path, disk: type[Disk]) -> None:
    path = tmp_path / "entry.md"
    path.write_bytes(b"as it is")
    before, folder = path.stat(), tmp_path.stat()
    save(str(path), b"as it is", b"as it is", disk=disk())
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_ctime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
        before.st_ctime_ns,
    )
    assert tmp_path.stat().st_mtime_ns == folder.st_mtime_ns


def test_equal_bytes_are_written_again_on_request(tmp_path: Path) -> None:
    path = tmp_path / "entry.md"
    path.write_bytes(b"as it is")
    before = path.stat().st_ino
    save(str(path), b"as it is", b"as it is", rewrite=True)
    assert path.read_bytes() == b"as it is"
    assert path.stat().st_ino != before


@pytest.mark.usefixtures("open_umask")
def test_what_is_made_is_private_whatever_the_umask(tmp_path: Path) -> None:
    save(str(tmp_path / "a" / "b" / "entry.md"), b"text", None)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "a" / "b" / "entry.md").stat().st_mode) == 0o600


@pytest.mark.usefixtures("open_umask")
def test_a_temporary_file_is_private_while_it_is_filled(tmp_path: Path) -> None:
    modes = []

    class Watching(WatchedDisk):
        def write(self, fd: int, data: memoryview) -> int:
            modes.append(stat.S_IMODE(os.fstat(fd).st_mode))
            return os.write(fd, data)

    path = tmp_path / "entry.md"
    path.write_bytes(b"old")
    path.chmod(0o644)
    save(str(path), b"new", b"old", disk=Watching())
    assert modes == [0o600]


@pytest.mark.parametrize("disk", DISKS)
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664, 0o755])
def test_an_existing_file_keeps_its_mode(tmp_path: Path, disk: type[Disk], mode: int) -> None:
    path = tmp_path / "entry.md"
    path.write_bytes(b"old")
    path.chmod(mode)
    save(str(path), b"new", b"old", disk=disk())
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_user_attributes_are_taken_along(tmp_path: Path) -> None:
    path = tmp_path / "entry.md"
    path.write_bytes(b"old")
    try:
        os.setxattr(path, "user.mood", b"fine")
    except (AttributeError, OSError):
        pytest.skip("no extended attributes here")
    save(str(path), b"new", b"old")
    assert os.getxattr(path, "user.mood") == b"fine"


@as_root
def test_root_leaves_a_file_to_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "entry.md"
    path.write_bytes(b"old")
    os.chown(path, 12345, 23456)
    save(str(path), b"new", b"old")
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 23456)


@as_root
def test_what_root_makes_belongs_to_the_owner_of_the_folder(tmp_path: Path) -> None:
    os.chown(tmp_path, 12345, 23456)
    save(str(tmp_path / "2018" / "entry.md"), b"new", None)
    for made in (tmp_path / "2018", tmp_path / "2018" / "entry.md"):
        assert (made.stat().st_uid, made.stat().st_gid) == (12345, 23456)


def test_a_group_that_cannot_be_kept_gives_its_rights_to_nobody_else(tmp_path: Path) -> None:
    class OtherOwner(WatchedDisk):
        def stat(self, path: str) -> os.stat_result:
            found = list(os.stat(path))
            found[stat.ST_UID], found[stat.ST_GID] = 12345, 23456
            return os.stat_result(found)

        def fchown(self, fd: int, uid: int, gid: int) -> None:
            raise PermissionError(1, "not allowed")

    path = tmp_path / "entry.md"
    path.write_bytes(b"old")
    path.chmod(0o664)
    save(str(path), b"new", b"old", disk=OtherOwner())
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


@not_root
def test_a_read_only_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "entry.md"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(StorageError, match="read-only"):
        save(str(path), b"new", b"old")
    assert path.read_bytes() == b"old"


def test_a_file_that_may_not_be_written_is_refused(tmp_path: Path) -> None:
    class Refusing(WatchedDisk):
        def access(self, path: str, mode: int) -> bool:
            assert mode == os.W_OK
            return False

    path = tmp_path / "entry.md"
    path.write_bytes(b"old")
    before = path.stat().st_ino
    with pytest.raises(StorageError, match=r"entry\.md was not saved: it is read-only\. .*unchanged"):
        save(str(path), b"new", b"old", disk=Refusing())
    assert (path.read_bytes(), path.stat().st_ino) == (b"old", before)
    assert not temps(tmp_path)


@not_root
def test_a_folder_that_may_not_be_written_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "entry.md"
    path.write_bytes(b"old")
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(StorageError, match="not writable"):
            save(str(path), b"new", b"old")
    finally:
        tmp_path.chmod(0o700)
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("disk", DISKS)
def test_a_symbolic_link_is_written_through(tmp_path: Path, disk: type[Disk]) -> None:
    (tmp_path / "there").mkdir()
    target = tmp_path / "there" / "real.md"
    target.write_bytes(b"old")
    link = tmp_path / "entry.md"
    link.symlink_to("there/real.md")
    save(str(link), b"new", b"old", disk=disk())
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize("disk", DISKS)
@pytest.mark.parametrize(
    ("there", "expected"), [(b"theirs", b"ours"), (b"theirs", None), (None, b"ours"), (b"new", b"ours")]
)
def test_what_the_caller_has_not_seen_is_not_overwritten(
    tmp_path: Path, disk: type[Disk], there: bytes | None, expected: bytes | None
) -> None:
    path = tmp_path / "entry.md"
    if there is not None:
        path.write_bytes(there)
    with pytest.raises(Changed) as caught:
        save(str(path), b"new", expected, disk=disk())
    assert caught.value.actual == there
    assert read(str(path)) == there
    assert not temps(tmp_path)


@pytest.mark.parametrize("length", [1, 100, 199, 200, 255])
@pytest.mark.parametrize("letter", ["x", "ß", "日", "\udcff"])
def test_a_temporary_name_fits(length: int, letter: str) -> None:
    name = temp_name(letter * length)
    assert len(os.fsencode(name)) < 200
    assert name.startswith(".~")
    assert name.endswith(".tmp")


def test_the_longest_name_can_be_saved(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 252 + ".md")
    save(str(path), b"old", None)
    save(str(path), b"new", b"old")
    assert path.read_bytes() == b"new"


def test_a_planted_temporary_file_is_never_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    path = tmp_path / "entry.md"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "urandom", lambda n: b"\xab" * n)
    planted = tmp_path / ".~entry.md.abababab.tmp"
    for plant in (planted.symlink_to, planted.hardlink_to):
        plant(secret)
        with pytest.raises(StorageError):
            save(str(path), b"new", b"old")
        assert secret.read_bytes() == b"secret"
        assert path.read_bytes() == b"old"
        assert planted.exists()
        planted.unlink()


def test_reading_what_is_not_there(tmp_path: Path) -> None:
    assert read(str(tmp_path / "nothing.md")) is None
    assert read(str(tmp_path / "no folder" / "nothing.md")) is None


@pytest.mark.parametrize("kind", ["fifo", "folder", "socket", "device"])
def test_what_is_no_file_is_left_alone_without_waiting(tmp_path: Path, kind: str) -> None:
    path = str(tmp_path / "2018-03-28.md")
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        os.mkdir(path)
    elif kind == "socket":
        place = os.getcwd()
        os.chdir(tmp_path)  # a socket's path may not be long
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("2018-03-28.md")
        os.chdir(place)
    else:
        path = "/dev/null"
    signal.alarm(5)  # ends the whole run instead of waiting for ever
    try:
        with pytest.raises(NotRegular, match="not a regular file"):
            read(path)
        with pytest.raises(NotRegular, match="not a regular file"):
            save(path, b"new", None)
    finally:
        signal.alarm(0)


def test_a_circle_of_links_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to("b.md")
    (tmp_path / "b.md").symlink_to("a.md")
    with pytest.raises(StorageError, match="circle"):
        read(str(tmp_path / "a.md"))


def test_a_file_in_the_place_of_a_folder_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match="not a folder"):
        save(str(tmp_path / "file" / "entry.md"), b"new", None)


def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    if not os.path.isdir("/proc/self/fd"):
        pytest.skip("needs /proc")
    path = str(tmp_path / "entry.md")
    before = len(os.listdir("/proc/self/fd"))
    save(path, b"one", None, disk=DISK)
    save(path, b"two", b"one")
    with pytest.raises(Changed):
        save(path, b"three", b"one")
    assert len(os.listdir("/proc/self/fd")) == before
