"""What the end of a day does to an open app."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from journal_tui.services.clock import Clock
from journal_tui.services.sitting import Sitting
from journal_tui.services.themes import Themes
from journal_tui.services.workspace import open_workspace
from journal_tui.tui.app import JournalApp
from tests.tui.conftest import app_of, painted


class WallClock(Clock):
    """A clock on the wall that a test can set; nobody else has set it."""

    def __init__(self, start: datetime) -> None:
        super().__init__()
        self.time = start

    @property
    def is_set(self) -> bool:
        return False

    def now(self) -> datetime:
        return self.time


Open = Callable[..., AbstractAsyncContextManager[Pilot[int]]]


@pytest.fixture
def folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = home / "journal"
    root.mkdir()
    monkeypatch.setenv("JOURNAL_DIR", str(root))
    return root


@pytest.fixture
def clock() -> WallClock:
    return WallClock(datetime(2018, 3, 28, 22, 50))


@pytest.fixture
def open_at(folder: Path, clock: WallClock) -> Open:
    @asynccontextmanager
    async def opened(size: tuple[int, int] = (120, 36)) -> AsyncIterator[Pilot[int]]:
        workspace = open_workspace(None, os.environ)
        workspace.clock = clock
        app = JournalApp(Sitting(workspace), Themes(workspace))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield pilot

    return opened


async def test_an_untouched_page_becomes_the_new_day(open_at: Open, folder: Path, clock: WallClock) -> None:
    async with open_at() as pilot:
        app = app_of(pilot)
        clock.time = datetime(2018, 3, 29, 3, 59)
        app.room.day.look()
        assert app.room.sitting.page.day.isoformat() == "2018-03-28"
        clock.time = datetime(2018, 3, 29, 4, 0)
        app.room.day.look()
        await pilot.pause()
        assert "Thursday, 29 March 2018" in painted(pilot)
        assert "It is now" not in painted(pilot)
        await pilot.press(*"morning", "ctrl+q")
    assert [path.name for path in folder.glob("*.md")] == ["2018-03-29.md"]


async def test_typed_text_stays_and_a_line_names_the_new_day(
    open_at: Open, folder: Path, clock: WallClock
) -> None:
    async with open_at() as pilot:
        app = app_of(pilot)
        await pilot.press(*"late", "ctrl+s")
        clock.time = datetime(2018, 3, 29, 7, 10)
        app.room.day.look()
        await pilot.pause()
        screen = painted(pilot)
        assert "Wednesday, 28 March 2018" in screen
        assert "It is now Thu 29 Mar · ^t opens its page" in screen
        await pilot.press(*" still", "ctrl+t")
        await pilot.pause()
        assert "Thursday, 29 March 2018" in painted(pilot)
        assert "It is now" not in painted(pilot)
        await pilot.press(*"early", "ctrl+q")
    assert (folder / "2018-03-28.md").read_text() == "late still\n"
    assert (folder / "2018-03-29.md").read_text() == "early\n"


async def test_the_first_key_after_a_night_is_on_the_new_day(
    open_at: Open, folder: Path, clock: WallClock
) -> None:
    (folder / "2018-03-28.md").write_text("yesterday's\n")
    async with open_at() as pilot:
        clock.time = datetime(2018, 3, 29, 7, 10)  # the computer slept: no timer knows
        await pilot.press(*"morning", "ctrl+q")
    assert (folder / "2018-03-28.md").read_text() == "yesterday's\n"
    assert (folder / "2018-03-29.md").read_text() == "morning\n"


async def test_coming_back_to_the_window_looks_at_the_clock(open_at: Open, clock: WallClock) -> None:
    async with open_at() as pilot:
        app = app_of(pilot)
        clock.time = datetime(2018, 4, 2, 9, 0)
        app.post_message(events.AppBlur())
        app.post_message(events.AppFocus())
        await pilot.pause()
        assert app.sitting.page.day.isoformat() == "2018-04-02"


async def test_text_that_is_not_saved_yet_stays_on_its_day(
    open_at: Open, folder: Path, clock: WallClock
) -> None:
    async with open_at() as pilot:
        await pilot.press(*"one ")
        clock.time = datetime(2018, 3, 29, 7, 10)
        await pilot.press(*"two", "ctrl+q")
    assert (folder / "2018-03-28.md").read_text() == "one two\n"
    assert not (folder / "2018-03-29.md").exists()


async def test_a_clock_that_is_set_back_goes_back(open_at: Open, folder: Path, clock: WallClock) -> None:
    async with open_at() as pilot:
        app = app_of(pilot)
        await pilot.press(*"x")
        clock.time = datetime(2018, 3, 29, 7, 10)
        app.room.day.look()
        await pilot.pause()
        assert "It is now Thu 29 Mar" in painted(pilot)
        clock.time = datetime(2018, 3, 28, 23, 0)
        app.room.day.look()
        await pilot.pause()
        assert "It is now" not in painted(pilot)
        assert "today" in painted(pilot)


async def test_another_day_that_is_open_stays_open(open_at: Open, folder: Path, clock: WallClock) -> None:
    (folder / "2018-03-20.md").write_text("older\n")
    async with open_at() as pilot:
        app = app_of(pilot)
        await pilot.press("ctrl+pagedown")
        clock.time = datetime(2018, 3, 29, 7, 10)
        app.room.day.look()
        await pilot.pause()
        assert app.room.prose.text == "older"
        assert app.room.entries.today == app.sitting.today
        assert "It is now" not in painted(pilot)


async def test_a_dialog_keeps_its_page(open_at: Open, folder: Path, clock: WallClock) -> None:
    async with open_at() as pilot:
        app = app_of(pilot)
        await pilot.press("ctrl+g")
        clock.time = datetime(2018, 3, 29, 7, 10)
        await pilot.press("x")
        assert app.sitting.page.day.isoformat() == "2018-03-28"
        await pilot.press("escape", "y", "ctrl+q")
    assert (folder / "2018-03-29.md").read_text() == "y\n"


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="no time zones to change here")
async def test_a_changed_time_zone_changes_the_day(
    open_at: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Travelling(Clock):
        def now(self) -> datetime:
            return datetime.fromtimestamp(1522270200)  # 2018-03-28T20:50Z

    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    try:
        async with open_at() as pilot:
            app = app_of(pilot)
            app.sitting.workspace.clock = Travelling()
            app.room.day.look()
            assert app.sitting.page.day.isoformat() == "2018-03-28"
            monkeypatch.setenv("TZ", "Pacific/Auckland")
            app.room.day.look()
            assert app.sitting.page.day.isoformat() == "2018-03-29"
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()


@pytest.mark.parametrize(
    ("newest", "warned"),
    [("2018-03-30", False), ("2018-03-31", True), ("2016-03-29", False), ("2016-03-27", True), (None, False)],
)
async def test_a_clock_that_does_not_fit_the_journal_is_told(
    open_at: Open, folder: Path, newest: str | None, warned: bool
) -> None:
    if newest is not None:
        (folder / f"{newest}.md").write_text("x\n")
    async with open_at() as pilot:
        told = app_of(pilot).room.status.message
    assert told.startswith("The clock says Wed 28 Mar 2018") == warned


async def test_a_clock_set_on_purpose_is_right(open_at: Open, folder: Path, clock: WallClock) -> None:
    (folder / "2019-03-28.md").write_text("x\n")
    async with open_at() as pilot:
        sitting = app_of(pilot).sitting
        assert sitting.clock_doubt() is not None
        sitting.workspace.clock = Clock(datetime(2018, 3, 28))
        assert sitting.clock_doubt() is None


@pytest.mark.parametrize("size", [(140, 40), (80, 24), (40, 12)])
async def test_the_line_fits(open_at: Open, clock: WallClock, size: tuple[int, int]) -> None:
    async with open_at(size) as pilot:
        await pilot.press(*"late")
        clock.time = datetime(2018, 3, 29, 7, 10)
        await pilot.press("r")
        await pilot.pause()
        assert "It is now Thu 29 Mar · ^t" in painted(pilot)
        assert "later" in painted(pilot)
