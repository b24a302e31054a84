"""The few repairs that are safe without asking: none of them can lose a text."""

from __future__ import annotations

import fcntl
import os
import stat

from journal_tui.domain.errors import StorageError
from journal_tui.storage.disk import DISK, why
from journal_tui.storage.reading import glance
from journal_tui.storage.staging import close_quietly, discard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal_tui.storage.disk import Disk


def make_private(path: str, disk: Disk = DISK) -> None:
    """Take from a file or folder what its group and all others may do with it. Links are not followed.

    Raises:
        StorageError: that was refused; most often it belongs to somebody else.
    """
    try:
        fd = disk.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY)
        try:
            disk.fchmod(fd, stat.S_IMODE(disk.fstat(fd).st_mode) & 0o700)
        finally:
            close_quietly(fd, disk)
    except OSError as error:
        raise StorageError(f"{path} keeps its mode: {why(error)}.") from error


def drop_copy(path: str, original: str, disk: Disk = DISK) -> bool:
    """Remove the file at `path` if it holds the same bytes as `original`, which stays. False: it was left.

    Raises:
        StorageError: it could not be removed.
    """
    copy = glance(path, disk)
    if copy is None or copy != glance(original, disk) or os.path.samefile(path, original):
        return False
    _discard(path, disk)
    return True


def drop_lock(path: str, disk: Disk = DISK) -> bool:
    """Remove a file on which nobody holds flock(2). False: it was left.

    Raises:
        StorageError: it could not be removed.
    """
    fd = _lock(path, disk)
    if fd is None:
        return False
    try:
        if disk.fstat(fd).st_ino != disk.lstat(path).st_ino:
            return False
        _discard(path, disk)
    except FileNotFoundError:
        return False
    finally:
        close_quietly(fd, disk)
    return True


def _lock(path: str, disk: Disk) -> int | None:
    """A descriptor that holds the lock; None when it cannot be had."""
    try:
        fd = disk.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        disk.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        close_quietly(fd, disk)
        return None
    return fd


def _discard(path: str, disk: Disk) -> None:
    try:
        discard(path, disk)
    except OSError as error:
        raise StorageError(f"{path} was not removed: {why(error)}.") from error


def set_time(path: str, mtime_ns: int) -> None:
    """Give a file back the time of its last change, in nanoseconds since 1970. Where that is refused, nothing."""
    try:
        os.utime(path, ns=(mtime_ns, mtime_ns), follow_symlinks=False)
    except (OSError, OverflowError, ValueError):
        pass
