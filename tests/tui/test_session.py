"""The timed writing session, from the question to the row in the ledger."""

from __future__ import annotations

import csv
import os
import signal
import sys
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from journal_tui.services.stopwatch import Stopwatch
from journal_tui.tui.screens.ask_session import AskSession
from journal_tui.tui.screens.ask_yes import AskYes
from journal_tui.tui.widgets.session_bar import SessionBar
from tests.terminal import Terminal
from tests.tui.conftest import OpenApp, app_of, focused, painted


class Time:
    """The seconds of both clocks, moved by hand."""

    def __init__(self) -> None:
        self.steady = self.wall = 0.0

    def pass_(self, seconds: float) -> None:
        """Let time pass."""
        self.steady += seconds
        self.wall += seconds

    def watch(self) -> Stopwatch:
        """A stopwatch on it."""
        return Stopwatch(lambda: self.steady, lambda: self.wall)


@pytest.fixture
def time() -> Time:
    """A time that stands still unless it is told to pass."""
    return Time()


async def begin(pilot: Pilot[int], time: Time, answer: str = "") -> None:
    """Begin a session by its key."""
    app_of(pilot).room.session.new_watch = time.watch
    await pilot.press("ctrl+n", *answer, "enter")
    await pilot.pause()


async def pass_(pilot: Pilot[int], time: Time, minutes: float) -> None:
    """Let minutes pass and the session look at the time."""
    time.pass_(minutes * 60)
    app_of(pilot).room.session.look()
    await pilot.pause()


def recorded(folder: Path) -> list[dict[str, str]]:
    """The rows of the ledger."""
    files = sorted((folder / "progress").glob("*.csv"))
    return [row for file in files for row in csv.DictReader(file.read_text().splitlines())]


async def test_a_session_of_minutes_from_beginning_to_end(
    open_app: OpenApp, folder: Path, time: Time
) -> None:
    (folder / "2018-03-28.md").write_text("Old words of mine.\n")
    async with open_app() as pilot:
        await pilot.press("ctrl+n")
        assert isinstance(pilot.app.screen, AskSession)
        assert "25 minutes, until 21:39" in painted(pilot)
        await pilot.press("escape")
        assert not app_of(pilot).room.session.running
        await begin(pilot, time)
        assert focused(pilot) == "prose"
        assert "  25 minutes" in painted(pilot)
        await pilot.press(*" a b c d e")
        await pass_(pilot, time, 1)
        await pilot.press(*" f")
        await pass_(pilot, time, 6.5)
        assert "  18 minutes" in painted(pilot)
        assert "━━━━" in painted(pilot)
        await pass_(pilot, time, 17.5)
        told = "25 minutes, 6 words. Keep going as long as you like."
        assert app_of(pilot).room.status.message == told
        assert "  25 minutes, 6 words" in painted(pilot)
        await pilot.press(*" on")
        assert app_of(pilot).room.prose.text.endswith("e f on")
        await pilot.press("ctrl+q")
    assert len(recorded(folder)) == 1
    row = recorded(folder)[0]
    assert (row["day"], row["project"], row["source"]) == ("2018-03-28", "journal", "typed")
    assert (row["net"], row["added"], row["cut"], row["minutes"]) == ("6", "6", "0", "1")
    assert row["at"].startswith("2018-03-28T21:14")


async def test_a_session_of_words_ends_with_its_last_word(
    open_app: OpenApp, folder: Path, time: Time
) -> None:
    async with open_app() as pilot:
        await begin(pilot, time, "5 words")
        assert "  5 words" in painted(pilot)
        await pilot.press(*"a b")
        await pilot.pause()
        assert "  3 words" in painted(pilot)
        time.pass_(110)
        await pilot.press(*" c d e")
        await pilot.pause()
        assert app_of(pilot).room.status.message == "5 words in 2 minutes. Keep going as long as you like."
    assert [(row["added"], row["minutes"]) for row in recorded(folder)] == [("5", "2")]


@pytest.mark.parametrize("nonsense", ["soon", "0", "25 pages"])
async def test_nonsense_is_explained_in_place(open_app: OpenApp, time: Time, nonsense: str) -> None:
    async with open_app(size=(40, 12)) as pilot:
        await begin(pilot, time, nonsense)
        assert isinstance(pilot.app.screen, AskSession)
        answer = " ".join(painted(pilot).split())
        assert "500 words" in answer or "From 1 to 600 minutes" in answer
        assert not app_of(pilot).room.session.running


async def test_only_what_hands_typed_counts(open_app: OpenApp, folder: Path, time: Time) -> None:
    (folder / "2018-03-28.md").write_text("Old words of mine here.\n")
    (folder / "2018-03-27.md").write_text("yesterday\n")
    async with open_app() as pilot:
        room = app_of(pilot).room
        await begin(pilot, time)
        pilot.app.post_message(events.Paste(" a pasted text of seven words altogether"))
        await pilot.pause()
        await pilot.press("ctrl+z", "ctrl+y", "ctrl+z")
        await pilot.press(*" x y")
        await pilot.press("ctrl+z", "ctrl+y")
        room.prose.adopt("From another program. " + room.prose.text)
        await pilot.press("ctrl+pagedown")
        await pilot.press(*" z")
        await pilot.press("ctrl+w", "ctrl+w")
        room.prose.action_text_start()
        await pilot.press("ctrl+q")
    (row,) = recorded(folder)
    assert (row["added"], row["cut"], row["net"]) == ("2", "1", "1")


async def test_long_pauses_are_not_writing(open_app: OpenApp, folder: Path, time: Time) -> None:
    async with open_app() as pilot:
        await begin(pilot, time, "1 h")
        await pilot.press("a")
        for minutes in (1.5, 1.5, 12, 1.9):
            await pass_(pilot, time, minutes)
            await pilot.press("b")
        await pilot.press("ctrl+q")
    assert recorded(folder)[0]["minutes"] == "5"


async def test_the_key_again_offers_to_stop(open_app: OpenApp, folder: Path, time: Time) -> None:
    async with open_app() as pilot:
        await begin(pilot, time)
        await pilot.press(*"a b")
        await pass_(pilot, time, 2)
        await pilot.press("ctrl+n")
        assert isinstance(pilot.app.screen, AskYes)
        assert "So far: 2 minutes, 2 words." in painted(pilot)
        await pilot.press("escape")
        assert app_of(pilot).room.session.running
        await pilot.press("ctrl+n", "enter")
        await pilot.pause()
        assert not app_of(pilot).room.session.running
        assert app_of(pilot).room.status.message == "2 minutes, 2 words."
        assert not app_of(pilot).room.query(SessionBar)
        await begin(pilot, time)
        assert app_of(pilot).room.session.running
    assert len(recorded(folder)) == 1


async def test_a_session_goes_on_over_days_dialogs_and_the_night(
    open_app: OpenApp, folder: Path, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "2018-03-27.md").write_text("yesterday\n")
    async with open_app() as pilot:
        room = app_of(pilot).room
        await begin(pilot, time)
        await pilot.press(*"a b", "ctrl+pagedown", *" three", "f1")
        await pass_(pilot, time, 1)
        await pilot.press("escape")
        monkeypatch.setattr(
            type(room.sitting.workspace), "today", lambda self: room.sitting.today.replace(day=29)
        )
        room.day.look()
        await pilot.press(*" d")
        assert room.session.running
        time.steady += 1
        time.wall += 8 * 3600
        room.session.look()
        assert room.status.message.startswith("481 minutes, 4 words.")
    (row,) = recorded(folder)
    assert (row["day"], row["added"], row["minutes"]) == ("2018-03-28", "4", "1")


async def test_leaving_records_and_a_session_without_a_word_does_not(
    open_app: OpenApp, folder: Path, time: Time
) -> None:
    async with open_app() as pilot:
        await begin(pilot, time)
        await pass_(pilot, time, 3)
        await pilot.press("ctrl+q")
    assert recorded(folder) == []
    assert not (folder / "progress").exists()


async def test_a_ledger_that_cannot_be_written_is_told(open_app: OpenApp, folder: Path, time: Time) -> None:
    (folder / "progress").write_text("in the way")
    async with open_app() as pilot:
        await begin(pilot, time)
        await pilot.press(*"a ")
        await pass_(pilot, time, 25)
        room = app_of(pilot).room
        assert room.status.message.startswith("25 minutes, 1 word. Keep going as long as you like.")
        assert "progress" in room.status.message
        assert room.status.kind == "warning"
        await begin(pilot, time)
        await pilot.press(*"b ")
        await pilot.press("ctrl+q")
    assert "progress" in app_of(pilot).farewell
    assert "the row was not written" in app_of(pilot).farewell


@pytest.mark.parametrize("size", [(140, 40), (80, 24), (40, 12)])
async def test_the_bar_takes_one_row_in_every_mode(
    open_app: OpenApp, time: Time, size: tuple[int, int]
) -> None:
    async with open_app(size=size) as pilot:
        await begin(pilot, time)
        for _ in range(2):
            bar = app_of(pilot).room.query_one(SessionBar).region
            assert bar.height == 1
            assert "25 minutes" in painted(pilot)
            assert bar.x == app_of(pilot).room.prose.region.x
            await pilot.press("ctrl+l")
            await pilot.pause()


async def test_replacing_everywhere_is_not_typing(open_app: OpenApp, folder: Path, time: Time) -> None:
    (folder / "2018-03-28.md").write_text("red and red\n")
    async with open_app() as pilot:
        await begin(pilot, time)
        room = app_of(pilot).room
        room.prose.replace_many([((0, 0), (0, 3), "deep dark red"), ((0, 8), (0, 11), "")])
        assert room.prose.text == "deep dark red and "
        await pilot.press(*"blue", "ctrl+q")
    assert [(row["added"], row["cut"]) for row in recorded(folder)] == [("1", "0")]


def test_a_signal_ends_a_session_and_records_it(tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    journal.mkdir()
    env = {
        "HOME": str(tmp_path),
        "PATH": os.environ["PATH"],
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "JOURNAL_DIR": str(journal),
        "JOURNAL_NOW": "2018-03-28T21:14",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    with Terminal(env=env) as terminal:
        terminal.wait("words today")
        terminal.send("\x0e")
        terminal.wait("until 21:39")
        terminal.send("\r")
        terminal.wait("─  25 minutes")
        terminal.send("two words")
        terminal.wait("two words")
        os.kill(terminal.pid, signal.SIGTERM)
        terminal.wait_for_end()
    assert [(row["added"], row["minutes"]) for row in recorded(journal)] == [("2", "1")]


async def test_a_session_begun_in_the_list_goes_to_the_page(open_app: OpenApp, time: Time) -> None:
    async with open_app(size=(40, 12)) as pilot:
        await pilot.press("escape")
        await begin(pilot, time)
        await pilot.press("a")
        assert app_of(pilot).room.prose.text == "a"
        assert "25 minutes" in painted(pilot)
