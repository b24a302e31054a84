"""The disk as one object: thin methods over `os`, so that a test can make any single call fail."""

from __future__ import annotations

import errno
import fcntl
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    Swap = Callable[[bytes, bytes], int]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h; renamex_np's RENAME_SWAP has the same value
_RENAMEAT2_NUMBER = {"x86_64": 316, "aarch64": 276, "riscv64": 276}
# What a kernel or a file system answers that has no exchange. EPERM is the answer of some sandboxes; where it
# is meant as a refusal, the plain rename that follows is refused as well.
_NO_EXCHANGE = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM})
_FULLFSYNC_FAILED = frozenset({errno.EIO, errno.ENOSPC, errno.EDQUOT})

_swap: Swap | None = None
_swap_sought = False


class Disk:
    """Calls as in `os`, each raising `OSError`. File descriptors are never inherited by other programs."""

    __slots__ = ()

    def open(self, path: str, flags: int, mode: int = 0o600) -> int:
        return os.open(path, flags | os.O_CLOEXEC, mode)

    def read(self, fd: int, size: int) -> bytes:
        return os.read(fd, size)

    def write(self, fd: int, data: memoryview) -> int:
        return os.write(fd, data)

    def fsync(self, fd: int) -> None:
        """Down to the medium. On macOS that takes F_FULLFSYNC: plain fsync stops at the drive's cache."""
        full = getattr(fcntl, "F_FULLFSYNC", None)
        if full is not None:
            try:
                fcntl.fcntl(fd, full)
                return
            except OSError as error:
                # A second sync after a real failure would report success: the kernel has dropped the pages.
                if error.errno in _FULLFSYNC_FAILED:
                    raise
        os.fsync(fd)

    def close(self, fd: int) -> None:
        os.close(fd)

    def replace(self, source: str, target: str) -> None:
        os.replace(source, target)

    def link(self, source: str, target: str) -> None:
        os.link(source, target)

    def unlink(self, path: str) -> None:
        os.unlink(path)

    def stat(self, path: str) -> os.stat_result:
        return os.stat(path)

    def lstat(self, path: str) -> os.stat_result:
        return os.lstat(path)

    def fstat(self, fd: int) -> os.stat_result:
        return os.fstat(fd)

    def fchmod(self, fd: int, mode: int) -> None:
        os.fchmod(fd, mode)

    def fchown(self, fd: int, uid: int, gid: int) -> None:
        os.fchown(fd, uid, gid)

    def access(self, path: str, mode: int) -> bool:
        return os.access(path, mode)

    def mkdir(self, path: str, mode: int) -> None:
        os.mkdir(path, mode)

    def realpath(self, path: str) -> str:
        return os.path.realpath(path)

    def geteuid(self) -> int:
        return os.geteuid()

    def flock(self, fd: int, operation: int) -> None:
        fcntl.flock(fd, operation)

    def scandir(self, folder: str) -> AbstractContextManager[Iterator[os.DirEntry[str]]]:
        return os.scandir(folder)

    def copy_user_attributes(self, source: str, fd: int) -> None:
        """Give `fd` the `user.*` extended attributes of `source`. What cannot be copied is left out."""
        if sys.platform == "linux":
            try:
                for name in os.listxattr(source):
                    if name.startswith("user."):
                        os.setxattr(fd, name, os.getxattr(source, name))
            except OSError:
                pass

    def prepare_exchange(self) -> None:
        """Do beforehand what the first exchange of a process needs: it takes milliseconds."""
        global _swap, _swap_sought
        if not _swap_sought:
            _swap, _swap_sought = _find_swap(), True

    def exchange(self, a: str, b: str) -> bool:
        """Let two existing names trade files in one step, so that at no moment one of them is missing.

        False, and nothing done, where the kernel or the file system cannot. renameat2(2) with RENAME_EXCHANGE
        on Linux, renamex_np(2) with RENAME_SWAP on macOS.
        """
        self.prepare_exchange()
        if _swap is None:
            return False
        failed = _swap(os.fsencode(a), os.fsencode(b))
        if not failed:
            return True
        if failed in _NO_EXCHANGE:
            return False
        raise OSError(failed, os.strerror(failed), a, None, b)


DISK = Disk()


def _find_swap() -> Swap | None:
    """The C library's exchange as a function that returns an errno, 0 for done."""
    try:
        import ctypes  # only here: a process that saves nothing does not pay for it

        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            call = library.renamex_np
            call.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_uint]
            return lambda a, b: call(a, b, _RENAME_EXCHANGE) and ctypes.get_errno()
        if not sys.platform.startswith("linux"):
            return None
        named = getattr(library, "renameat2", None)
        if named is None:
            return swap_by_number(library)
        named.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
        return lambda a, b: named(_AT_FDCWD, a, _AT_FDCWD, b, _RENAME_EXCHANGE) and ctypes.get_errno()
    except (ImportError, AttributeError, OSError):
        return None


def swap_by_number(library: object) -> Swap | None:
    """The same by system call number, for a C library that does not know renameat2 (musl before 1.2.6)."""
    import ctypes

    number = _RENAMEAT2_NUMBER.get(os.uname().machine)
    if number is None or sys.maxsize < 2**32:
        return None
    call = library.syscall  # type: ignore[attr-defined]
    here, flag = ctypes.c_long(_AT_FDCWD), ctypes.c_long(_RENAME_EXCHANGE)
    call.restype = ctypes.c_long
    return lambda a, b: (
        call(ctypes.c_long(number), here, ctypes.c_char_p(a), here, ctypes.c_char_p(b), flag)
        and ctypes.get_errno()
    )


_WORDS = {
    errno.ENOSPC: "no space left on the disk",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EIO: "the disk reported an error",
    errno.ENOENT: "its folder does not exist",
    errno.ENOTDIR: "a part of its path is not a folder",
    errno.ELOOP: "its symbolic links lead in a circle",
    errno.ENAMETOOLONG: "its name is too long",
    errno.ESTALE: "the network file system lost it",
    errno.EFBIG: "it is too large for the file system",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
}


def why(error: OSError, denied: str = "permission denied") -> str:
    """The cause in plain words, without a name or a full stop. `denied` words a refused permission."""
    if error.errno in (errno.EACCES, errno.EPERM):
        return denied
    return _WORDS.get(error.errno or 0) or error.strerror or "unknown error"
