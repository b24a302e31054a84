"""Writers take turns where they can, and go on where they cannot."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import threading
from pathlib import Path

import pytest

from journal_tui.storage.lock import JournalLock

from .faults import WatchedDisk


def is_free(path: Path) -> bool:
    fd = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(fd)
    return True


def test_held_inside_and_free_after(tmp_path: Path) -> None:
    path = tmp_path / "state" / "id" / "lock"
    lock = JournalLock(str(path))
    assert not path.exists()
    with lock:
        assert [lock.held] == [True]
        assert not is_free(path)
    assert [lock.held] == [False]
    assert is_free(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_free_after_an_error_too(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    lock = JournalLock(str(path))
    with pytest.raises(ZeroDivisionError), lock:
        _ = 1 / 0
    assert is_free(path)


def test_may_be_entered_again(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    lock = JournalLock(str(path))
    with lock:
        with lock:
            assert lock.held
        assert lock.held
        assert not is_free(path)
    assert is_free(path)


def test_whoever_waits_too_long_goes_on_without(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with JournalLock(str(path)):
        impatient = JournalLock(str(path), patience=0.01)
        with impatient:
            assert not impatient.held
        assert not is_free(path)


def test_waits_until_the_other_is_done(tmp_path: Path) -> None:
    path = str(tmp_path / "lock")
    first, second = JournalLock(path), JournalLock(path, patience=30)
    inside, seen = threading.Event(), []

    def wait() -> None:
        inside.wait()
        with second:
            seen.append((first.held, second.held))

    thread = threading.Thread(target=wait)
    thread.start()
    with first:
        inside.set()
        assert seen == []
    thread.join()
    assert seen == [(False, True)]


def test_threads_that_share_a_lock_take_turns_too(tmp_path: Path) -> None:
    lock = JournalLock(str(tmp_path / "lock"), patience=30)
    inside = 0
    most = 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(20):
            with lock:
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert is_free(tmp_path / "lock")


def test_a_thread_that_waited_too_long_gives_nothing_back(tmp_path: Path) -> None:
    lock = JournalLock(str(tmp_path / "lock"), patience=0.01)
    with lock:
        done = threading.Thread(target=lambda: lock.__enter__().__exit__())
        done.start()
        done.join()
        assert lock.held
        assert not is_free(tmp_path / "lock")


def test_where_no_lock_can_be_had_the_block_runs_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "link").symlink_to("file")
    for path in (
        None,
        str(tmp_path / "file" / "lock"),
        str(tmp_path),
        str(tmp_path / "link"),
        "/proc/no/lock",
    ):
        with JournalLock(path) as lock:
            assert not lock.held


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.ENOTSUP, errno.EIO])
def test_a_file_system_without_locks(tmp_path: Path, code: int) -> None:
    class NoLocks(WatchedDisk):
        def flock(self, fd: int, operation: int) -> None:
            raise OSError(code, os.strerror(code))

    with JournalLock(str(tmp_path / "lock"), disk=NoLocks()) as lock:
        assert not lock.held
