"""The few things that the disk object does beyond passing calls on."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from journal_tui.storage import disk as disk_module
from journal_tui.storage.disk import Disk, swap_by_number, why


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    a, b = tmp_path / "a", tmp_path / "b"
    a.write_bytes(b"A")
    b.write_bytes(b"B")
    return a, b


def test_exchange_trades_two_files(two: tuple[Path, Path]) -> None:
    a, b = two
    if not Disk().exchange(str(a), str(b)):
        pytest.skip("no exchange on this system")
    assert (a.read_bytes(), b.read_bytes()) == (b"B", b"A")


def test_exchange_with_a_name_that_does_not_exist_is_an_error(two: tuple[Path, Path]) -> None:
    a, b = two
    if not Disk().exchange(str(a), str(a)):
        pytest.skip("no exchange on this system")
    b.unlink()
    with pytest.raises(FileNotFoundError):
        Disk().exchange(str(a), str(b))
    assert a.read_bytes() == b"A"


@pytest.mark.skipif(sys.platform != "linux", reason="system calls by number are Linux's")
def test_exchange_by_number_is_the_same(two: tuple[Path, Path]) -> None:
    a, b = two
    swap = swap_by_number(ctypes.CDLL(None, use_errno=True))
    if swap is None:
        pytest.skip("no number known for this machine")
    failed = swap(os.fsencode(a), os.fsencode(b))
    if failed in (errno.EINVAL, errno.ENOSYS):
        pytest.skip("no exchange on this system")
    assert failed == 0
    assert (a.read_bytes(), b.read_bytes()) == (b"B", b"A")
    b.unlink()
    assert swap(os.fsencode(a), os.fsencode(b)) == errno.ENOENT


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM])
def test_no_exchange_is_an_answer(code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_module, "_swap_sought", True)
    monkeypatch.setattr(disk_module, "_swap", lambda a, b: code)
    assert Disk().exchange("a", "b") is False


@pytest.mark.parametrize("code", [errno.EIO, errno.EACCES, errno.EROFS, errno.ENOSPC])
def test_a_failed_exchange_is_an_error(code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_module, "_swap_sought", True)
    monkeypatch.setattr(disk_module, "_swap", lambda a, b: code)
    with pytest.raises(OSError) as caught:
        Disk().exchange("a", "b")
    assert caught.value.errno == code


class FullSync:
    """fcntl of macOS, with a call that fails as told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, code: int | None) -> None:
        self.calls: list[str] = []

        def control(fd: int, command: int, *_: Any) -> int:
            self.calls.append(f"fcntl {command}")
            if code is not None:
                raise OSError(code, os.strerror(code))
            return 0

        monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
        monkeypatch.setattr(fcntl, "fcntl", control)
        monkeypatch.setattr(os, "fsync", lambda fd: self.calls.append("fsync"))


def test_macos_syncs_down_to_the_medium(monkeypatch: pytest.MonkeyPatch) -> None:
    sync = FullSync(monkeypatch, None)
    Disk().fsync(3)
    assert sync.calls == ["fcntl 51"]


def test_where_that_is_unknown_plain_fsync_does(monkeypatch: pytest.MonkeyPatch) -> None:
    sync = FullSync(monkeypatch, errno.ENOTSUP)
    Disk().fsync(3)
    assert sync.calls == ["fcntl 51", "fsync"]


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC])
def test_but_a_real_failure_is_never_tried_again(code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    sync = FullSync(monkeypatch, code)
    with pytest.raises(OSError) as caught:
        Disk().fsync(3)
    assert caught.value.errno == code
    assert sync.calls == ["fcntl 51"]


def test_descriptors_are_not_inherited(tmp_path: Path) -> None:
    fd = Disk().open(str(tmp_path / "a"), os.O_WRONLY | os.O_CREAT)
    try:
        assert not os.get_inheritable(fd)
    finally:
        os.close(fd)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "no space left on the disk"),
        (errno.EROFS, "the file system is read-only"),
        (errno.EACCES, "permission denied"),
        (errno.EPERM, "permission denied"),
        (errno.EIO, "the disk reported an error"),
        (errno.EBUSY, os.strerror(errno.EBUSY)),
    ],
)
def test_causes_in_plain_words(code: int, words: str) -> None:
    assert why(OSError(code, os.strerror(code), "/some/path")) == words


def test_a_cause_without_a_number_has_words_too() -> None:
    assert why(OSError()) == "unknown error"
