"""Zip files: one that gets its name only when it is whole, and one that is read without trusting it.

`zipfile` does the format (PKWARE's APPNOTE, deflate). Nothing here decides where a member belongs, and members
are read as streams of bytes: none is ever unpacked by its own name.
"""

from __future__ import annotations

import errno
import io
import os
import stat
import time

from journal_tui.domain.errors import StorageError
from journal_tui.storage.disk import DISK, why
from journal_tui.storage.reading import NotRegular
from journal_tui.storage.staging import (
    Staged,
    close_quietly,
    discard,
    open_folder,
    sync_folder,
    temp_name,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipFile, ZipInfo

    from _typeshed import ReadableBuffer as Buffer

    from journal_tui.storage.disk import Disk

MOST_MEMBERS = 200_000
"""Members of an archive; five centuries of days."""
MOST_BYTES = 10_000_000_000
"""Unpacked size of all members together."""
MOST_RATIO = 200
"""How much larger than the archive its members may claim to be, once they claim more than `FREE_BYTES`.

Text that repeats itself shrinks a thousandfold, so that a small archive proves nothing.
"""
FREE_BYTES = 100_000_000

_CHUNK = 1 << 20
_FIRST_YEAR, _LAST_YEAR = 1980, 2107  # what the DOS time of a zip can say
_REGULAR = 0o100600 << 16
_ENCRYPTED = 0x1
_NO_LINKS = frozenset(
    {errno.EPERM, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK}
)


class Damaged(StorageError):
    """The archive, or one member of it, is not what was once written."""


class Unreadable(StorageError):
    """A file that was to be put into an archive could not be read."""


class Taken:
    """What was put into an archive: `size` in bytes, `sha256` in hex, `mtime_ns` and the permission bits."""

    __slots__ = ("mode", "mtime_ns", "sha256", "size")

    def __init__(self, size: int, sha256: str, mtime_ns: int, mode: int) -> None:
        self.size = size
        self.sha256 = sha256
        self.mtime_ns = mtime_ns
        self.mode = mode


class NewArchive:
    """A zip on its way to `path`, private (0600), under a temporary name beside it until `publish`.

    Nothing is made before `begin`. Every method raises `StorageError` in one line when the disk refuses; then, and
    at whatever moment a signal ended one of them, `drop` leaves nothing behind.
    """

    def __init__(self, path: str, disk: Disk = DISK) -> None:
        self.path = path
        self._disk = disk
        folder, name = os.path.split(os.path.abspath(path))
        self.temporary = os.path.join(folder, temp_name(name))
        self._staged: Staged | None = None
        self._begun = self._open = False

    def begin(self) -> None:
        """Make the file, still without its name."""
        from zipfile import ZIP_DEFLATED, ZipFile

        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        try:
            self._begun = True
            self._fd = self._disk.open(self.temporary, flags, 0o600)
        except OSError as error:
            self._begun = False
            raise self._refused(error) from error
        self._raw = _Sink(self._fd, self._disk)
        self._open = True
        self._staged = Staged(self.temporary, self._disk.fstat(self._fd))
        self._sink = io.BufferedWriter(self._raw, _CHUNK)
        self._zip: ZipFile = ZipFile(self._sink, "w", ZIP_DEFLATED)

    def add_file(self, member: str, source: str) -> Taken | None:
        """Copy a regular file; None when there is none any more.

        `Unreadable` when it cannot be read; what was copied of it by then is a member that nobody lists.
        """
        try:
            fd = self._disk.open(source, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Unreadable(f"{source} could not be read: {why(error)}.") from error
        try:
            found = self._disk.fstat(fd)
            if not stat.S_ISREG(found.st_mode):
                raise Unreadable(f"{source} is not a regular file.")
            first = self._read(fd, source)  # before anything is written: most unreadable files fail here
            size, digest = self._copy(member, found, first, fd, source)
        finally:
            close_quietly(fd, self._disk)
        return Taken(size, digest, found.st_mtime_ns, stat.S_IMODE(found.st_mode))

    def add_bytes(self, member: str, data: bytes) -> None:
        """Add what is known already."""
        try:
            self._zip.writestr(_info(member, time.time()), data)
        except OSError as error:
            raise self._refused(error) from error

    def close(self) -> None:
        """Bring everything to the disk, still under the temporary name."""
        try:
            self._zip.close()
            self._sink.flush()
            self._disk.fsync(self._fd)
            self._open = False
            self._raw.gone = True
            self._disk.close(self._fd)
        except OSError as error:
            raise self._refused(error) from error

    def publish(self, *, replace: bool) -> None:
        """Give the closed archive its name. Without `replace` a file that has the name by now stays."""
        try:
            if replace or not self._link():
                if not replace and os.path.lexists(self.path):
                    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
                self._disk.replace(self.temporary, self.path)
            else:
                discard(self.temporary, self._disk)
            folder = open_folder(os.path.dirname(os.path.abspath(self.path)), self._disk)
            try:
                sync_folder(folder, self._disk)
            finally:
                close_quietly(folder, self._disk)
        except OSError as error:
            raise self._refused(error) from error

    def drop(self) -> None:
        """Leave nothing behind. After `publish` nothing is left to drop."""
        if self._open:
            self._open = False
            self._raw.gone = True
            close_quietly(self._fd, self._disk)
        if self._staged is not None:
            self._staged.drop(self._disk)
        elif self._begun:
            try:
                # Ended before the first look at it: nobody else draws this name.
                discard(self.temporary, self._disk)
            except OSError:
                pass

    def _link(self) -> bool:
        try:
            self._disk.link(self.temporary, self.path)
        except OSError as error:
            if error.errno in _NO_LINKS:
                return False
            raise
        return True

    def _copy(
        self, member: str, found: os.stat_result, first: bytes, fd: int, source: str
    ) -> tuple[int, str]:
        import hashlib

        digest, size, piece = hashlib.sha256(), 0, first
        try:
            with self._zip.open(_info(member, found.st_mtime), "w", force_zip64=True) as target:
                while piece:
                    target.write(piece)
                    digest.update(piece)
                    size += len(piece)
                    piece = self._read(fd, source)
        except OSError as error:
            raise self._refused(error) from error
        return size, digest.hexdigest()

    def _read(self, fd: int, source: str) -> bytes:
        try:
            return self._disk.read(fd, _CHUNK)
        except OSError as error:
            raise Unreadable(f"{source} could not be read: {why(error)}.") from error

    def _refused(self, error: OSError) -> StorageError:
        cause = "there is such a file by now" if isinstance(error, FileExistsError) else why(error)
        return StorageError(f"{self.path} was not written: {cause}. No file was made.")


class Archive:
    """A zip that somebody hands over. `Damaged` when it is none, or larger than any backup may be."""

    def __init__(self, path: str, disk: Disk = DISK) -> None:
        from zipfile import ZipFile

        self.path = path
        try:
            fd = disk.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
        except OSError as error:
            raise StorageError(f"{path} could not be read: {why(error)}.") from error
        try:
            found = disk.fstat(fd)
            if not stat.S_ISREG(found.st_mode):
                raise NotRegular(f"{path} is not a regular file.")
        except BaseException:
            close_quietly(fd, disk)
            raise
        self._file = open(fd, "rb")
        try:
            self._zip = ZipFile(self._file)
        except Exception as error:  # a hostile file meets many kinds of exceptions in a parser
            self._file.close()
            raise Damaged(f"{path} is no zip file, or a damaged one.") from error
        try:
            self._members = self._checked(found.st_size)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()
        self._file.close()

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __contains__(self, member: object) -> bool:
        return member in self._members

    def why_not(self, member: str) -> str | None:
        """The reason why this member can be no file of a backup; None if there is none."""
        info = self._members[member]
        kind = info.external_attr >> 16
        if stat.S_IFMT(kind) not in (0, stat.S_IFREG) or info.is_dir():
            return "is no regular file"
        if info.flag_bits & _ENCRYPTED:
            return "is encrypted"
        if info.compress_type not in (0, 8):  # stored, deflated
            return "is packed in an unknown way"
        return None

    def size(self, member: str) -> int:
        """Bytes that the member claims to have. No more are ever read from it."""
        return self._members[member].file_size

    def pieces(self, member: str) -> Iterator[bytes]:
        """The bytes of a member, a piece at a time. `Damaged` when they cannot be had."""
        try:
            with self._zip.open(self._members[member]) as source:
                while piece := source.read(_CHUNK):
                    yield piece
        except Exception as error:  # as above; zlib.error, EOFError, BadZipFile, NotImplementedError …
            raise Damaged(f"{member} is damaged in {self.path}.") from error

    def _checked(self, size: int) -> dict[str, ZipInfo]:
        infos = self._zip.infolist()
        claimed = sum(info.file_size for info in infos)
        if len(infos) > MOST_MEMBERS:
            raise Damaged(f"{self.path} holds over {MOST_MEMBERS:,} files: that is no backup of a journal.")
        if claimed > MOST_BYTES or (claimed > FREE_BYTES and claimed > MOST_RATIO * size):
            raise Damaged(f"{self.path} would unpack to {claimed:,} bytes: that is no backup of a journal.")
        members = {info.filename: info for info in infos}
        if len(members) != len(infos):
            raise Damaged(f"{self.path} holds several files of one name.")
        return members


class _Sink(io.RawIOBase):
    """A file that can only be written on, through the disk as everything else.

    Once it is `gone` its number may belong to another file: what buffers still bring then is dropped.
    """

    def __init__(self, fd: int, disk: Disk) -> None:
        super().__init__()
        self.gone = False
        self._fd = fd
        self._disk = disk

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer, /) -> int:
        view = memoryview(data)
        return len(view) if self.gone else self._disk.write(self._fd, view)


def _info(member: str, moment: float) -> ZipInfo:
    from zipfile import ZIP_DEFLATED, ZipInfo

    shown = time.localtime(max(moment, 0))
    fits = _FIRST_YEAR <= shown.tm_year <= _LAST_YEAR
    info = ZipInfo(member, shown[:6] if fits else (_FIRST_YEAR, 1, 1, 0, 0, 0))
    info.compress_type = ZIP_DEFLATED
    info.external_attr = _REGULAR
    return info
