"""A lock that makes writers of one journal take turns. Politeness only: no text depends on it."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from _thread import RLock, get_ident

from journal_tui.storage.disk import DISK
from journal_tui.storage.staging import close_quietly, make_folders

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal_tui.storage.disk import Disk

_FIRST_NAP, _LONGEST_NAP = 0.0005, 0.005  # seconds
_TAKEN = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EINTR)


class JournalLock:
    """`with lock:` holds flock(2) on `path`, which is made (0600, folders 0700) when it is missing.

    After `patience` seconds, or where no lock can be had (`path` None, no such folder possible, a file system
    without locks), the block runs without it. May be entered again by the thread that holds it.
    """

    def __init__(self, path: str | None, *, patience: float = 5.0, disk: Disk = DISK) -> None:
        self._path = path
        self._patience = patience
        self._disk = disk
        self._turn = RLock()
        self._owner = 0
        self._depth = 0
        self._fd: int | None = None

    def __enter__(self) -> JournalLock:
        if self._turn.acquire(timeout=self._patience):
            self._owner = get_ident()
            self._depth += 1
            if self._depth == 1:
                self._fd = self._take()
        return self

    def __exit__(self, *_: object) -> None:
        if self._owner != get_ident():
            return  # this thread had waited long enough and went on without
        self._depth -= 1
        if self._depth == 0:
            self._owner = 0
            fd, self._fd = self._fd, None
            if fd is not None:
                close_quietly(fd, self._disk)  # which gives the lock back
        self._turn.release()

    @property
    def held(self) -> bool:
        """Is the lock on the file really ours just now?"""
        return self._fd is not None

    def _take(self) -> int | None:
        if self._path is None:
            return None
        try:
            make_folders(os.path.dirname(self._path), self._disk)
            fd = self._disk.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError:
            return None
        try:
            if take(fd, self._patience, self._disk):
                return fd
        except BaseException:
            close_quietly(fd, self._disk)
            raise
        close_quietly(fd, self._disk)
        return None


def take(fd: int, patience: float, disk: Disk) -> bool:
    """Lock an open file or folder for this descriptor alone, waiting at most `patience` seconds.

    False when others hold it all the time, or where there are no locks.
    """
    end, nap = time.monotonic() + patience, _FIRST_NAP
    while True:
        try:
            disk.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except OSError as error:
            if error.errno not in _TAKEN or time.monotonic() >= end:
                return False
        time.sleep(nap)
        nap = min(nap * 2, _LONGEST_NAP)


def release(fd: int, disk: Disk) -> None:
    """Unlock before the descriptor is closed, which does it at the latest."""
    try:
        disk.flock(fd, fcntl.LOCK_UN)
    except OSError:
        pass
