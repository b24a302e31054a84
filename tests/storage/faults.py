"""Disks that misbehave on purpose."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from journal_tui.storage.disk import Disk

# Calls that cannot fail by contract, or whose failure is an answer and not an error.
_NO_ERRORS = {"realpath", "geteuid", "copy_user_attributes", "access", "prepare_exchange"}
CALLS = sorted(name for name in vars(Disk) if not name.startswith("_") and name not in _NO_ERRORS)


class Kill(BaseException):
    """The process is gone: from here on nothing reaches the disk."""


class WatchedDisk(Disk):
    """Calls `around(number, name, call)` for every call, counted from 0, in place of the call itself."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.written: set[int] = set()
        self.failed_syncs: set[int] = set()

    def around(self, number: int, name: str, call: Callable[[], Any], args: tuple[Any, ...]) -> Any:
        return call()


def _watched(name: str) -> Callable[..., Any]:
    def method(self: WatchedDisk, *args: Any) -> Any:
        number = len(self.names)
        self.names.append(name)
        if name == "open":
            fd = self.around(number, name, lambda: getattr(Disk, name)(self, *args), args)
            self.written.discard(fd)
            self.failed_syncs.discard(fd)
            return fd
        if name == "write":
            self.written.add(args[0])
        if name == "fsync":
            assert args[0] not in self.failed_syncs, "an fsync was repeated on the same descriptor"
        return self.around(number, name, lambda: getattr(Disk, name)(self, *args), args)

    return method


for _name in CALLS:
    setattr(WatchedDisk, _name, _watched(_name))


class FaultyDisk(WatchedDisk):
    """Fails call number `at` with `code`; with `lasting` every later one of the same name too.

    `late`: calls that give or take names are carried out all the same, as a network file system does whose
    answer was lost. A failing close closes, as Linux does.
    """

    LATE = ("exchange", "replace", "link", "unlink")

    def __init__(self, at: int, code: int, *, lasting: bool = False, late: bool = False) -> None:
        super().__init__()
        self.at = at
        self.code = code
        self.lasting = lasting
        self.late = late
        self.hit: str | None = None
        self.hit_written = False

    def around(self, number: int, name: str, call: Callable[[], Any], args: tuple[Any, ...]) -> Any:
        again = self.lasting and name == self.hit and number > self.at
        if number != self.at and not again:
            return call()
        self.hit = name
        if name == "close":
            self.hit_written = args[0] in self.written
            call()
        elif self.late and name in self.LATE:
            call()
        elif name == "fsync":
            self.failed_syncs.add(args[0])
        raise OSError(self.code, os.strerror(self.code))


class DyingDisk(WatchedDisk):
    """The process is killed just before call number `at`, or just after it: no later call has any effect."""

    def __init__(self, at: int, *, after: bool = False) -> None:
        super().__init__()
        self.at = at
        self.after = after

    def around(self, number: int, name: str, call: Callable[[], Any], args: tuple[Any, ...]) -> Any:
        if number == self.at and self.after:
            call()
        if number >= self.at:
            if name == "close" and number > self.at:
                call()  # the kernel closes what a dead process had open
            raise Kill
        return call()


class HookedDisk(WatchedDisk):
    """Runs `hooks[name]` functions in turn, each once, just before a call of that name."""

    def __init__(self, **hooks: list[Callable[[], None]]) -> None:
        super().__init__()
        self.hooks = hooks

    def around(self, number: int, name: str, call: Callable[[], Any], args: tuple[Any, ...]) -> Any:
        waiting = self.hooks.get(name)
        if waiting:
            waiting.pop(0)()
        return call()


class _NoExchange:
    def exchange(self, a: str, b: str) -> bool:
        return False


class _NoLinks:
    def link(self, source: str, target: str) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))


def without(kind: type[WatchedDisk], *, exchange: bool = False, links: bool = False) -> type[Any]:
    """The same disk on a file system that has no exchange, or no hard links."""
    lacks = [*([_NoExchange] if exchange else []), *([_NoLinks] if links else [])]
    return type(kind.__name__, (*lacks, kind), {})


def temps(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob(".~*"))


def replace_with(path: Path, data: bytes) -> Callable[[], None]:
    """Another program that saves atomically and looks at nothing."""

    def write() -> None:
        other = path.with_name("other-program")
        other.write_bytes(data)
        other.replace(path)

    return write
