"""The part of a save that comes before anybody can see it: folders, and a complete temporary file."""

from __future__ import annotations

import errno
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal_tui.storage.disk import Disk

# Sync programs ignore names of this kind, so half a file never reaches another device.
_PREFIX, _SUFFIX = ".~", ".tmp"
_NAME_BYTES = 180  # of the file's own name; with prefix, hex and suffix it stays under 200 (the limit is 255)
_UNSUPPORTED = frozenset({errno.EPERM, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
_NO_FOLDER_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})


def random_hex() -> str:
    """Eight hex digits that nobody can guess."""
    return os.urandom(4).hex()


def temp_name(name: str) -> str:
    """`.~<name>.<8 hex>.tmp`, with a long name cut so that the whole has less than 200 bytes."""
    while len(os.fsencode(name)) > _NAME_BYTES:
        name = name[:-1]
    return f"{_PREFIX}{name}.{random_hex()}{_SUFFIX}"


class Staged:
    """A temporary file that is complete and on the disk. Device and inode tell it from any other file."""

    __slots__ = ("device", "inode", "path")

    def __init__(self, path: str, made: os.stat_result) -> None:
        self.path = path
        self.device = made.st_dev
        self.inode = made.st_ino

    def is_at(self, path: str, disk: Disk) -> bool:
        """Is it this very file that lies at `path`?"""
        try:
            there = disk.lstat(path)
        except OSError:
            return False
        return (there.st_dev, there.st_ino) == (self.device, self.inode)

    def drop(self, disk: Disk) -> None:
        """Clean up after a failure. Never removes anything but this file, whatever now has its name."""
        if self.is_at(self.path, disk):
            try:
                discard(self.path, disk)
            except OSError:
                pass  # the failure that led here is the one to tell


def stage(real: str, data: bytes, like: os.stat_result | None, disk: Disk) -> Staged:
    """Write `data` into a temporary file beside `real` and see it to the disk.

    `like` is the file to be replaced: owner, mode and `user.*` attributes are taken over. Without it the
    file is private (0600). `OSError` when anything fails; then no temporary file is left.
    """
    folder, name = os.path.split(real)
    path = os.path.join(folder, temp_name(name))
    fd = disk.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        try:
            made = disk.fstat(fd)
            _write_all(fd, data, disk)
            _take_over(fd, made, real, like, disk)
            disk.fsync(fd)
        except BaseException:
            close_quietly(fd, disk)
            raise
        disk.close(fd)  # some network file systems report a full disk only here
    except BaseException:
        try:
            discard(path, disk)
        except OSError:
            pass
        raise
    return Staged(path, made)


def _write_all(fd: int, data: bytes, disk: Disk) -> None:
    rest = memoryview(data)
    while rest:
        written = disk.write(fd, rest)
        if written <= 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        rest = rest[written:]


def _take_over(fd: int, made: os.stat_result, real: str, like: os.stat_result | None, disk: Disk) -> None:
    if like is None:
        mode = 0o600
        _give_to_owner(fd, os.path.dirname(real), disk)
    else:
        mode = _keep_owner(fd, made, like, disk)
        disk.copy_user_attributes(real, fd)
    if made.st_mode & 0o777 != mode:
        try:
            disk.fchmod(fd, mode)
        except OSError as error:
            if error.errno not in _UNSUPPORTED:  # FAT and its like have no modes
                raise


def _keep_owner(fd: int, made: os.stat_result, like: os.stat_result, disk: Disk) -> int:
    """Give `fd` the owner of the file it replaces, as far as allowed. Returns the mode that then is right."""
    mode = like.st_mode & 0o777
    if made.st_uid != like.st_uid and _chown(fd, like.st_uid, like.st_gid, disk):
        return mode
    if made.st_gid == like.st_gid or _chown(fd, -1, like.st_gid, disk):
        return mode
    # Another group must not inherit what this one was allowed: it gets what everybody has.
    return mode & 0o707 | (mode & 0o007) << 3


def _chown(fd: int, uid: int, gid: int, disk: Disk) -> bool:
    try:
        disk.fchown(fd, uid, gid)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
        return False
    return True


def _give_to_owner(fd: int, folder: str, disk: Disk) -> None:
    """What root makes in another person's folder belongs to that person, who could not read it otherwise."""
    if disk.geteuid() == 0:
        owner = disk.stat(folder)
        if owner.st_uid != 0:
            _chown(fd, owner.st_uid, owner.st_gid, disk)


def make_folders(folder: str, disk: Disk) -> None:
    """Make a folder and its missing parents, private (0700), each made known to the disk in its parent."""
    try:
        disk.stat(folder)
        return
    except FileNotFoundError:
        parent = os.path.dirname(folder)
        if parent == folder:
            raise
    make_folders(parent, disk)
    try:
        disk.mkdir(folder, 0o700)
    except FileExistsError:
        pass  # made by another process just now, which may not have reached its own sync yet
    else:
        if disk.geteuid() == 0:
            fd = open_folder(folder, disk, os.O_NOFOLLOW)
            try:
                _give_to_owner(fd, parent, disk)
            finally:
                close_quietly(fd, disk)
    fd = open_folder(parent, disk)
    try:
        sync_folder(fd, disk)
    finally:
        close_quietly(fd, disk)


def open_folder(folder: str, disk: Disk, flags: int = 0) -> int:
    """A descriptor to sync a folder by."""
    return disk.open(folder, os.O_RDONLY | os.O_DIRECTORY | flags)


def sync_folder(fd: int, disk: Disk) -> None:
    """Make the names in a folder survive a power cut. Where a file system has no such call, nothing."""
    try:
        disk.fsync(fd)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise


def discard(path: str, disk: Disk) -> None:
    """Unlink, trying a second time: an unlink, unlike an fsync, may be repeated."""
    try:
        disk.unlink(path)
    except FileNotFoundError:
        pass
    except OSError:
        disk.unlink(path)


def close_quietly(fd: int, disk: Disk) -> None:
    """Close what was only read, or what is given up: an error tells nothing about any text."""
    try:
        disk.close(fd)
    except OSError:
        pass
