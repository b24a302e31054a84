"""Reading one file whole, and nothing that is not a file."""

from __future__ import annotations

import errno
import os
import stat

from journal_tui.domain.errors import StorageError
from journal_tui.storage.disk import DISK, why
from journal_tui.storage.staging import close_quietly

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal_tui.storage.disk import Disk


class NotRegular(StorageError):
    """A folder, FIFO, socket or device where a file should be."""


def read(path: str, disk: Disk = DISK) -> bytes | None:
    """All bytes of a regular file; None when there is no such file. Never waits for a FIFO.

    `NotRegular` for anything that is no regular file, `StorageError` when it cannot be read.
    """
    try:
        return read_raw(path, disk)
    except OSError as error:
        raise StorageError(f"{path} could not be read: {why(error)}.") from error


def read_raw(path: str, disk: Disk) -> bytes | None:
    """As `read`, but the system's own `OSError` for the caller to word."""
    try:
        # O_NONBLOCK: to open a FIFO must not wait for a writer that never comes.
        fd = disk.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno == errno.ENXIO:  # a socket
            raise _not_regular(path) from error
        raise
    try:
        found = disk.fstat(fd)
        if not stat.S_ISREG(found.st_mode):
            raise _not_regular(path)
        parts = []
        while part := disk.read(fd, max(found.st_size + 1, 65536)):
            parts.append(part)
    finally:
        close_quietly(fd, disk)
    return b"".join(parts)


def glance(path: str, disk: Disk) -> bytes | None:
    """What lies at `path`; None also when it cannot be read."""
    try:
        return read_raw(path, disk)
    except (OSError, NotRegular):
        return None


def _not_regular(path: str) -> NotRegular:
    return NotRegular(f"{path} is not a regular file and is left alone.")
