"""The page while the disk fails: "Saved" is said of nothing that is not on it, and the text stays."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from textual.pilot import Pilot

from journal_tui.services.sitting import Sitting
from journal_tui.storage.disk import DISK, Disk
from tests.storage.faults import FaultyDisk, WatchedDisk
from tests.tui.conftest import app_of

from .conftest import OpenApp
from .scale import LONG
from .witness import texts_below

ENTRY = "2018-03-28.md"
ERRORS = [errno.ENOSPC, errno.EIO, errno.EACCES] if LONG else [errno.ENOSPC]
OLD = "Rain all day.\n"
PATIENCE = 10.0
"""Seconds after which a draft that is not there will not come."""


def put_under(sitting: Sitting, disk: Disk) -> None:
    """Let the journal stand on another disk from now on."""
    sitting.workspace.journal._disk = disk


class ShortDisk(WatchedDisk):
    """Takes seven bytes a time, and from some moment on nothing."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self.room = room

    def write(self, fd: int, data: memoryview) -> int:
        if self.room <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = os.write(fd, data[: min(7, self.room)])
        self.room -= written
        return written


class Writer:
    """Somebody at the page who types a word a time and looks at what is said."""

    def __init__(self, pilot: Pilot[int], entry: Path, state: Path) -> None:
        self.pilot = pilot
        self.app = app_of(pilot)
        self.entry = entry
        self.state = state
        self.words = 0

    async def type_a_word(self) -> str:
        self.words += 1
        word = f" word{self.words}"
        prose = self.app.room.prose
        prose.move_cursor(prose.document.end)
        prose.insert(word)
        await self.pilot.pause()
        assert self.app.sitting.dirty
        return word.strip()

    async def save(self) -> str:
        """Press the key; what the status line says then."""
        await self.pilot.press("ctrl+s")
        await self.pilot.pause()
        return self.app.room.status.message

    async def see_draft(self, text: str, case: object) -> None:
        """Wait for the draft to hold this text: it may be a second behind, whatever the file's disk does."""
        deadline = monotonic() + PATIENCE
        while not any(text in found for found in texts_below(self.state)):
            assert monotonic() < deadline, f"{case}: no draft holds the text"
            await self.pilot.pause(0.02)

    async def save_on(self, disk: Disk, case: object) -> bool:
        """Type a word and save it on a bad disk, then on a good one. Whether the bad one took it."""
        before = self.entry.read_text()
        word = await self.type_a_word()
        put_under(self.app.sitting, disk)
        message = await self.save()
        put_under(self.app.sitting, DISK)
        shown = self.app.room.prose.text
        found = self.entry.read_text()
        assert word in shown, case
        assert found in (before, shown + "\n"), case
        saved = message.startswith("Saved")
        if saved:
            assert found == shown + "\n", case
        else:
            assert message.startswith("Not saved"), (case, message)
            assert self.app.sitting.dirty, case
            if LONG or self.words % 8 == 1:
                await self.see_draft(shown, case)
            assert (await self.save()).startswith("Saved"), case
            assert self.entry.read_text() == shown + "\n", case
        return saved


@pytest.fixture
def entry(folder: Path) -> Path:
    path = folder / ENTRY
    path.write_text(OLD)
    return path


def each_call(code: int, **how: Any) -> Iterator[FaultyDisk]:
    """A disk that fails at its first call, one that fails at its second … until none fails any more."""
    at = 0
    while True:
        disk = FaultyDisk(at, code, **how)
        yield disk
        if disk.hit is None:
            return
        at += 1


@pytest.mark.parametrize("code", ERRORS, ids=lambda code: errno.errorcode[code])
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
async def test_what_is_said_of_a_save_is_true(
    open_app: OpenApp, entry: Path, home: Path, code: int, lasting: bool
) -> None:
    failed = set()
    async with open_app() as pilot:
        writer = Writer(pilot, entry, home / ".local" / "state")
        for disk in each_call(code, lasting=lasting):
            saved = await writer.save_on(disk, (disk.at, disk.names))
            failed |= {disk.hit} if not saved else set()
    assert {"open", "write", "fsync", "close"} <= failed


async def test_a_disk_that_fills_up(open_app: OpenApp, entry: Path, home: Path) -> None:
    async with open_app() as pilot:
        writer = Writer(pilot, entry, home / ".local" / "state")
        length = len(OLD) + 6
        for room in (0, 1, length // 2, length - 1):
            assert not await writer.save_on(ShortDisk(room), room)
        assert await writer.save_on(ShortDisk(10_000), "room enough")


async def test_leaving_while_nothing_can_be_saved_keeps_the_text(
    open_app: OpenApp, entry: Path, home: Path
) -> None:
    class Full(WatchedDisk):
        def around(self, number: int, name: str, call: Callable[[], Any], args: tuple[Any, ...]) -> Any:
            if name == "write":
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return call()

    async with open_app() as pilot:
        writer = Writer(pilot, entry, home / ".local" / "state")
        word = await writer.type_a_word()
        put_under(writer.app.sitting, Full())
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert entry.read_text() == OLD
        assert any(word in text for text in texts_below(writer.state))
        assert word not in writer.app.farewell
