"""Moving through the days, with a real diary."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual import events

from tests.tui.conftest import OpenApp, app_of, focused, painted


@pytest.fixture
def folder(pepys_unpacked: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ten years of Pepys, on the evening of his last entry."""
    monkeypatch.setenv("JOURNAL_DIR", str(pepys_unpacked))
    monkeypatch.setenv("JOURNAL_NOW", "2025-06-10T21:14")
    return pepys_unpacked


def fingerprint(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Inode, mtime and size of every file."""
    found = {}
    for entry in os.scandir(folder):
        status = entry.stat()
        found[entry.name] = (status.st_ino, status.st_mtime_ns, status.st_size)
    return found


async def test_all_days_are_there_on_the_first_frame(open_app: OpenApp) -> None:
    async with open_app(size=(120, 36)) as pilot:
        room = app_of(pilot).room
        assert len(room.entries.days) == 3410
        screen = painted(pilot)
        assert "June 2025" in screen
        assert "Tuesday, 10 June 2025" in screen
        assert "I betake myself to that course" in screen
        await pilot.press("escape", "G")
        assert room.sitting.page.day.isoformat() == "2016-01-11"
        assert "January 2016" in painted(pilot)
        await pilot.press("g")
        assert room.sitting.page.day.isoformat() == "2025-06-10"


async def test_browsing_touches_no_file(open_app: OpenApp, folder: Path) -> None:
    before = fingerprint(folder)
    async with open_app() as pilot:
        await pilot.press("escape")
        for _ in range(50):
            await pilot.press("j")
        assert app_of(pilot).room.sitting.page.day == app_of(pilot).room.entries.days[50]
        await pilot.press("ctrl+q")
    assert fingerprint(folder) == before


async def test_editing_one_line_changes_that_line_only(
    open_app: OpenApp, pepys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNAL_DIR", str(pepys))
    path = pepys / "2025-06-10.md"
    before = path.read_bytes().split(b"\n")
    async with open_app() as pilot:
        await pilot.press("ctrl+home", *"Well. ", "ctrl+q")
    after = path.read_bytes().split(b"\n")
    assert after == [b"Well. " + before[0], *before[1:]]


async def test_keys_of_the_list(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        room = app_of(pilot).room

        async def day_after(*keys: str) -> str:
            await pilot.press(*keys)
            return room.sitting.page.day.isoformat()

        assert await day_after("escape", "j") == "2025-06-09"
        assert await day_after("k") == "2025-06-10"
        assert await day_after("N") == "2025-06-09"
        assert await day_after("n") == "2025-06-10"
        assert await day_after("l") == "2025-06-11"  # no entry there: an empty page, a row for it
        assert "nothing yet" in painted(pilot)
        assert await day_after("h", "h") == "2025-06-09"
        assert await day_after("t") == "2025-06-10"
        assert await day_after("s", *"2016-09-12", "enter") == "2016-09-12"
        assert await day_after("ctrl+pageup") == "2016-09-13"
        assert await day_after("ctrl+pagedown", "ctrl+pagedown") == "2016-09-11"


async def test_enter_goes_to_the_page_and_escape_back(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        room = app_of(pilot).room
        assert focused(pilot) == "prose"
        await pilot.press("escape")
        assert focused(pilot) == "entries"
        await pilot.press("j", "enter")
        assert focused(pilot) == "prose"
        assert room.sitting.page.day.isoformat() == "2025-06-09"


async def test_a_click_selects_and_keeps_the_focus_in_the_list(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        room = app_of(pilot).room
        await pilot.click(room.entries, offset=(8, 4))
        assert room.sitting.page.day.isoformat() == "2025-06-08"
        assert focused(pilot) == "entries"
        await pilot.click(room.prose, offset=(5, 2))
        assert focused(pilot) == "prose"


@pytest.mark.parametrize(
    "size", [(140, 40), (109, 30), (80, 24), (69, 20), (40, 12), (20, 5), (1, 1), (250, 70)]
)
async def test_every_size_works(open_app: OpenApp, size: tuple[int, int]) -> None:
    async with open_app(size=size) as pilot:
        room = app_of(pilot).room
        assert room.goal.display == (size[0] >= 110)
        assert room.goal_line.display == (size[0] < 110)
        assert room.entries.display == (size[0] >= 70)
        await pilot.press("escape")
        assert room.entries.display
        await pilot.press("j", "enter")
        assert focused(pilot) == "prose"
        await pilot.resize_terminal(1, 1)
        await pilot.pause()
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert "Monday, 9 June 2025" in painted(pilot)


async def test_keys_in_one_burst_go_where_they_were_meant(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        room = app_of(pilot).room
        for key in ("alt+j", "j", "j"):  # how a terminal sends a quick Escape and three j
            pilot.app.post_message(events.Key(key, key[-1]))
        await pilot.pause(0.5)
        assert room.sitting.page.day.isoformat() == "2025-06-07"
        assert room.prose.tally.total > 0
        for key, character in (("enter", "\r"), ("escape", None), ("k", "k"), ("k", "k"), ("enter", "\r")):
            pilot.app.post_message(events.Key(key, character))
        await pilot.pause(0.5)
        assert room.sitting.page.day.isoformat() == "2025-06-09"
        assert focused(pilot) == "prose"
        assert not room.sitting.dirty
