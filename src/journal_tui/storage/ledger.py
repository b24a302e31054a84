"""The ledger's files: one a device, only ever appended to, so that no sync program meets a conflict."""

from __future__ import annotations

import errno
import os
import stat

from journal_tui.domain.errors import StorageError
from journal_tui.domain.ledger import HEADER, line_of, rows_of
from journal_tui.storage.device import device_name
from journal_tui.storage.disk import DISK, why
from journal_tui.storage.lock import take
from journal_tui.storage.reading import NotRegular, read_raw
from journal_tui.storage.staging import close_quietly, make_folders, open_folder, sync_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal_tui.domain.ledger import Row
    from journal_tui.storage.disk import Disk
    from journal_tui.storage.locations import Locations

FOLDER = "progress"
_PATIENCE = 0.5
"""Seconds to wait for another process that appends; it holds the file for one write."""


class Ledger:
    """The rows below `root`: those of all devices to read, those of this one to add to."""

    __slots__ = ("_disk", "_locations", "folder", "root")

    def __init__(self, root: str, locations: Locations, disk: Disk = DISK) -> None:
        self.root = root
        self.folder = os.path.join(root, FOLDER)
        self._locations = locations
        self._disk = disk

    def add(self, row: Row) -> str:
        """Append a row to this device's file, which is made with its folder if need be; returns its path.

        What is there stays as it is; a last line that a crash has cut short is ended first. Returns when the
        row would survive a power cut. `StorageError`: the row is not there, or not for good.
        """
        path = os.path.join(self.folder, f"{device_name(self._locations, self._disk)}.csv")
        try:
            make_folders(self.folder, self._disk)
            self._check_folder(path)
            self._append(path, line_of(row).encode("utf-8") + b"\n")
        except OSError as error:
            cause = why(error, denied="not writable (permission denied)")
            raise StorageError(f"{path}: the row was not written: {cause}.") from error
        return path

    def rows(self) -> list[Row]:
        """The rows of all devices, each file's in its order, the files by name. What cannot be read has none."""
        rows: list[Row] = []
        for path in self.files():
            try:
                data = read_raw(path, self._disk)
            except (OSError, NotRegular):
                continue
            rows += rows_of((data or b"").decode("utf-8", "replace"))
        return rows

    def files(self) -> list[str]:
        """The ledger files that there are."""
        try:
            with self._disk.scandir(self.folder) as entries:
                names = [entry.name for entry in entries]
        except OSError:
            return []
        return [
            os.path.join(self.folder, name)
            for name in sorted(names)
            if name.endswith(".csv") and not name.startswith(".")
        ]

    def _check_folder(self, path: str) -> None:
        folder, root = self._disk.realpath(self.folder), self._disk.realpath(self.root)
        if os.path.dirname(folder) != root.rstrip("/"):
            raise StorageError(f"{path}: its folder leads outside the journal and is left alone.")

    def _append(self, path: str, line: bytes) -> None:
        disk = self._disk
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY
        fd = disk.open(path, flags, 0o600)
        try:
            take(fd, _PATIENCE, disk)
            found = disk.fstat(fd)
            if not stat.S_ISREG(found.st_mode):
                raise NotRegular(f"{path} is not a regular file and is left alone.")
            head = HEADER.encode() + b"\n" if not found.st_size else _end_of_torn(fd, found.st_size)
            _write_whole(fd, head + line, disk)
            disk.fsync(fd)
        finally:
            close_quietly(fd, disk)
        if not found.st_size:
            self._sync_folder()

    def _sync_folder(self) -> None:
        fd = open_folder(self.folder, self._disk)
        try:
            sync_folder(fd, self._disk)
        finally:
            close_quietly(fd, self._disk)


def _end_of_torn(fd: int, size: int) -> bytes:
    return b"" if os.pread(fd, 1, size - 1) == b"\n" else b"\n"


def _write_whole(fd: int, data: bytes, disk: Disk) -> None:
    """In one call where the disk takes it, so that rows of two processes never mix."""
    rest = memoryview(data)
    while rest:
        written = disk.write(fd, rest)
        if written <= 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        rest = rest[written:]
