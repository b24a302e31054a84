"""Captures against a journal that does not make it easy."""

from __future__ import annotations

import errno
import os
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from journal_tui.domain.errors import StorageError, UsageError
from journal_tui.services import capture
from journal_tui.services.capture import Added, Inbox, NotAdded, add, day_for, keep_input, open_inbox
from journal_tui.services.clock import Clock
from journal_tui.settings.lean import CaptureSettings
from journal_tui.storage.disk import Disk
from journal_tui.storage.journal import Journal
from journal_tui.storage.locations import locate
from journal_tui.storage.saver import Changed

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2018, 3, 28)


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    locations = locate({"HOME": str(tmp_path)})
    journal = Journal(str(tmp_path / "journal"), locations=locations)
    return Inbox(journal, locations, CaptureSettings(), Clock(datetime(2018, 3, 28, 14, 5)))


def text_of(inbox: Inbox) -> str:
    return (inbox.journal.read(DAY) or b"").decode()


def test_an_editor_that_writes_in_between_keeps_its_text(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox.journal.write(DAY, b"old\n", None)
    real, versions = Journal.write, [b"newer\n", b"newest\n"]

    def write(self: Journal, day: date, new: bytes, expected: bytes | None) -> None:
        if versions:
            with open(self.path_of(day), "wb") as file:
                file.write(versions.pop(0))
        real(self, day, new, expected)

    monkeypatch.setattr(Journal, "write", write)
    add(inbox, "mine")
    assert text_of(inbox) == "newest\n\n**14:05** mine\n"


def test_a_file_that_vanishes_in_between_is_begun_anew(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox.journal.write(DAY, b"old\n", None)
    real, gone = Journal.write, [False]

    def write(self: Journal, day: date, new: bytes, expected: bytes | None) -> None:
        if not gone[0]:
            gone[0] = True
            os.unlink(self.path_of(day))
        real(self, day, new, expected)

    monkeypatch.setattr(Journal, "write", write)
    add(inbox, "mine")
    assert text_of(inbox) == "**14:05** mine\n"


def test_a_file_that_never_rests_is_given_up(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capture, "_TRIES", 3)

    def write(self: Journal, day: date, new: bytes, expected: bytes | None) -> None:
        raise Changed(b"again\n")

    monkeypatch.setattr(Journal, "write", write)
    with pytest.raises(NotAdded, match=r"keep changing .* is kept in ") as caught:
        add(inbox, "mine")
    assert caught.value.exit_code == 3


class FullDisk(Disk):
    """No bytes go onto this disk."""

    def write(self, fd: int, data: memoryview) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("before", [None, b"old\n"])
def test_a_full_disk_leaves_the_file_and_keeps_the_text(inbox: Inbox, before: bytes | None) -> None:
    if before is not None:
        inbox.journal.write(DAY, before, None)
    inbox.journal = Journal(inbox.journal.root, locations=inbox.locations, disk=FullDisk())
    with pytest.raises(NotAdded, match="no space left") as caught:
        add(inbox, "mine")
    path = str(caught.value).rpartition("kept in ")[2]
    with open(path, "rb") as file:
        assert file.read() == b"**14:05** mine\n"
    assert inbox.journal.read(DAY) == before
    assert caught.value.text is None


@pytest.mark.parametrize(
    "error", [TypeError("a mistake"), MemoryError(), PermissionError(errno.EACCES, "no", "f")]
)
def test_a_text_outlives_whatever_goes_wrong(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def write(self: Journal, day: date, new: bytes, expected: bytes | None) -> None:
        raise error

    monkeypatch.setattr(Journal, "write", write)
    with pytest.raises(NotAdded, match="is kept in "):
        add(inbox, "mine")


def test_ctrl_c_while_the_disk_hangs_keeps_the_text(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(self: Journal, day: date, new: bytes, expected: bytes | None) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Journal, "write", write)
    with pytest.raises(NotAdded, match=r"stopped .* is kept in ") as caught:
        add(inbox, "mine")
    assert caught.value.exit_code == 130


def test_a_text_that_can_be_kept_nowhere_comes_back(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise StorageError("this neither.")

    monkeypatch.setattr(Journal, "write", fail)
    monkeypatch.setattr(capture, "_park", fail)
    with pytest.raises(NotAdded, match=r"this neither; nor could .*: this neither") as caught:
        add(inbox, "mine", DAY)
    assert caught.value.text == "mine"
    with pytest.raises(NotAdded) as caught:
        keep_input(inbox, b"caf\xe9")
    assert caught.value.text == "caf\ufffd"


def test_what_is_said(inbox: Inbox) -> None:
    assert str(add(inbox, "a few words")) == "Added 3 words to Wed 28 Mar 2018, 14:05"
    assert str(Added(DAY, 5, 1)) == "Added 1 word to Wed 28 Mar 2018, 00:05"
    assert str(Added(DAY, None, 0)) == "Added 0 words to Wed 28 Mar 2018"


def test_days_are_seen_from_the_writing_day(inbox: Inbox) -> None:
    inbox.clock = Clock(datetime(2018, 3, 29, 3, 59))
    assert day_for(inbox, "today") == DAY
    with pytest.raises(UsageError):
        day_for(inbox, "banana")


def test_nothing_is_made_before_there_is_a_text(tmp_path: Path) -> None:
    open_inbox(None, {"HOME": str(tmp_path)})
    assert list(tmp_path.iterdir()) == []
