"""Ends that nobody asked for, in a real terminal: whatever dies, the text is there."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time
from pathlib import Path

import pytest

from journal_tui.domain.errors import StorageError
from journal_tui.storage.journal import Journal
from tests.terminal import PATIENCE, Terminal
from tests.tui.conftest import OpenApp, app_of, painted

NAME = "2018-03-28.md"


def in_the_way(entry: Path) -> None:
    """No entry can be written from now on, not even by root."""
    entry.mkdir()


def drafts_of(env: dict[str, str]) -> list[str]:
    state = Path(env["HOME"]) / ".local" / "state"
    return [path.read_text().partition("\n\n")[2] for path in state.rglob("*.draft")]


def until(holds: object) -> None:
    """Wait for something that happens outside of the terminal."""
    deadline = time.monotonic() + PATIENCE
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < deadline
        select.select([], [], [], 0.01)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT])
def test_a_signal_with_an_entry_that_cannot_be_saved_leaves_a_draft(
    terminal: Terminal, env: dict[str, str], entry: Path, number: signal.Signals
) -> None:
    in_the_way(entry)
    terminal.send("not saved yet")
    terminal.wait("3 of 300")
    os.kill(terminal.pid, number)
    assert terminal.wait_for_end() == 128 + number
    assert drafts_of(env) == ["not saved yet"]
    assert terminal.echoes()
    after = terminal.output.split(b"\x1b[?1049l")[-1].decode()
    assert "not saved." in after
    assert ".draft" in after
    assert "not saved yet" not in after


def test_sigkill_loses_little_and_it_comes_back(terminal: Terminal, env: dict[str, str], entry: Path) -> None:
    terminal.send("words before the end")
    terminal.wait("4 of 300")
    until(lambda: drafts_of(env) == ["words before the end"])
    os.kill(terminal.pid, signal.SIGKILL)
    assert terminal.wait_for_end() == 128 + signal.SIGKILL
    assert not entry.exists()
    with Terminal(env=env) as again:
        again.wait("Recovered 4 words from 21:14 · ctrl+z undoes")
        again.send("!\x11")
        assert again.wait_for_end() == 0
    assert entry.read_text() == "words before the end!\n"
    assert drafts_of(env) == []


@pytest.mark.parametrize("leaving", ["\x11", "\x13\x11", "\x07\x1b\x11"])
def test_the_last_word_before_leaving_is_saved(terminal: Terminal, entry: Path, leaving: str) -> None:
    terminal.send("the last word" + leaving)
    assert terminal.wait_for_end() == 0
    assert entry.read_text() == "the last word\n"


def test_two_crashes_in_a_row_are_one_text(env: dict[str, str], entry: Path) -> None:
    for number, expected in enumerate(["one ", "one two ", "one two three "], 1):
        with Terminal(env=env) as terminal:
            terminal.wait("words today")
            if number > 1:
                terminal.wait("Recovered")
            terminal.send(expected.split()[-1] + " ")
            until(lambda text=expected: drafts_of(env) == [text])
            os.kill(terminal.pid, signal.SIGKILL)
            terminal.wait_for_end()


def test_a_stopped_process_has_written_first(terminal: Terminal, env: dict[str, str], entry: Path) -> None:
    terminal.send("before the stop")
    terminal.wait("3 of 300")
    os.kill(terminal.pid, signal.SIGTSTP)
    _, status = os.waitpid(terminal.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    assert entry.read_text() == "before the stop\n"
    entry.write_text("before the stop\n\n**21:15** captured\n")
    os.kill(terminal.pid, signal.SIGCONT)
    terminal.send(", after it\x13")
    terminal.wait("captured")
    terminal.send("\x11")
    assert terminal.wait_for_end() == 0
    assert entry.read_text() == "before the stop, after it\n\n**21:15** captured\n"


def test_a_capture_that_a_stop_merges_is_not_undone(
    terminal: Terminal, env: dict[str, str], entry: Path
) -> None:
    terminal.send("mine")
    terminal.wait("1 of 300")
    entry.write_text("theirs\n")
    os.kill(terminal.pid, signal.SIGTSTP)
    _, status = os.waitpid(terminal.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    os.kill(terminal.pid, signal.SIGCONT)
    terminal.send(" again\x13")
    terminal.wait("Saved 21:14")
    terminal.send("\x11")
    assert terminal.wait_for_end() == 0
    assert sorted(entry.read_text().split()) == ["again", "mine", "theirs"]


def test_a_vanished_terminal_is_noticed_when_hup_is_ignored(env: dict[str, str], entry: Path) -> None:
    program = "import signal, runpy; signal.signal(signal.SIGHUP, signal.SIG_IGN); "
    program += "runpy.run_module('journal_tui', run_name='__main__')"
    pid, fd = pty.fork()
    if pid == 0:
        os.execve(sys.executable, [sys.executable, "-c", program], env)
    screen = b""
    deadline = time.monotonic() + PATIENCE
    while b"words today" not in screen and time.monotonic() < deadline:
        if select.select([fd], [], [], 0.2)[0]:
            screen += os.read(fd, 65536)
    os.write(fd, b"not saved yet")
    until(lambda: drafts_of(env) == ["not saved yet"])
    os.close(fd)
    _, status = os.waitpid(pid, 0)  # a program that stays would hang here
    assert os.waitstatus_to_exitcode(status) == 128 + signal.SIGHUP
    assert entry.read_text() == "not saved yet\n"
    assert drafts_of(env) == []


def crashing(tmp_path: Path, env: dict[str, str], body: str) -> dict[str, str]:
    """An environment in which `body` runs when the endings are about to be imported."""
    broken = tmp_path / "site" / "sitecustomize.py"
    broken.parent.mkdir()
    indented = "".join(f"    {line}\n" for line in body.splitlines())
    broken.write_text(
        f"import sys\ndef install():\n{indented}"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'journal_tui.tui.endings':\n"
        "            sys.meta_path.remove(self)\n"
        "            install()\n"
        "sys.meta_path.insert(0, Finder())\n"
    )
    return {**env, "PYTHONPATH": f"{broken.parent}{os.pathsep}{env['PYTHONPATH']}"}


IN_A_HANDLER = """
from journal_tui.tui.screens.writing import WritingScreen
def fails(self):
    secret = self.prose.text
    raise RuntimeError(secret)
WritingScreen.action_today = fails
"""
IN_THE_INPUT_THREAD = """
from textual.drivers.linux_driver import LinuxDriver
before = LinuxDriver.process_message
def fails(self, message):
    if getattr(message, 'key', '') == 'ctrl+t':
        raise ValueError('a secret thought')
    before(self, message)
LinuxDriver.process_message = fails
"""
OUTSIDE_OF_THE_APP = """
from journal_tui.tui.app import JournalApp
from journal_tui.tui.screens.writing import WritingScreen
before = JournalApp.run
def fails(self):
    before(self)
    raise ValueError('a secret thought')
JournalApp.run = fails
WritingScreen.action_today = lambda self: self.app.exit(0)
"""


@pytest.mark.parametrize("body", [IN_A_HANDLER, IN_THE_INPUT_THREAD, OUTSIDE_OF_THE_APP])
def test_an_error_in_the_program_keeps_the_text_and_shows_none_of_it(
    env: dict[str, str], entry: Path, tmp_path: Path, body: str
) -> None:
    with Terminal(env=crashing(tmp_path, env, body)) as terminal:
        terminal.wait("words today")
        in_the_way(entry)
        terminal.send("a secret thought")
        terminal.wait("3 of 300")
        terminal.send("\x14")
        assert terminal.wait_for_end() == 1
        after = terminal.output.split(b"\x1b[?1049l")[-1].decode()
        assert terminal.echoes()
    assert "stopped by an error in the program" in after
    assert "secret" not in after
    assert "Traceback" not in after
    assert drafts_of(env) == ["a secret thought"]


# Leaving in order with a page that cannot be saved


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise StorageError("The disk is gone.")

    monkeypatch.setattr(Journal, "write", fails)


async def test_the_text_is_kept_as_a_draft_by_default(
    open_app: OpenApp, folder: Path, home: Path, broken: None
) -> None:
    async with open_app() as pilot:
        await pilot.press(*"mine", "ctrl+q")
        assert "The page is not saved" in painted(pilot)
        await pilot.press("enter")
        app = app_of(pilot)
        app.drafts.close()
    assert app.return_value == 3
    assert "The disk is gone." in app.farewell
    (draft,) = (home / ".local" / "state").rglob("*.draft")
    assert str(draft) in app.farewell
    assert draft.read_text().endswith("\n\nmine")


async def test_escape_stays_and_a_second_try_may_succeed(
    open_app: OpenApp, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise StorageError("The disk is gone.")

    async with open_app() as pilot:
        app = app_of(pilot)
        with monkeypatch.context() as broken:
            broken.setattr(Journal, "write", fails)
            await pilot.press(*"mine", "ctrl+q", "escape")
            assert app.room.prose.text == "mine"
            await pilot.press("ctrl+q", "ctrl+q", "down", "enter")
            assert "The page is not saved" in painted(pilot)
        await pilot.press("down", "enter")
    assert app.return_value == 0
    assert app.farewell == ""
    assert (folder / NAME).read_text() == "mine\n"


async def test_a_copy_is_saved_elsewhere(open_app: OpenApp, folder: Path, home: Path, broken: None) -> None:
    async with open_app() as pilot:
        await pilot.press(*"mine", "ctrl+q", "down", "down", "enter", *"~/rescued.md", "enter")
        app = app_of(pilot)
        app.drafts.close()
    assert app.return_value == 3
    assert str(home / "rescued.md") in app.farewell
    assert (home / "rescued.md").read_text() == "mine\n"
    assert list((home / ".local" / "state").rglob("*.draft")) == []


async def test_what_is_discarded_is_in_the_trash(
    open_app: OpenApp, folder: Path, home: Path, broken: None
) -> None:
    async with open_app() as pilot:
        await pilot.press(*"mine", "ctrl+q", "up", "enter")
        app = app_of(pilot)
        app.drafts.close()
    assert app.return_value == 0
    (trashed,) = (home / ".local" / "state").rglob("entry.md")
    assert trashed.read_text() == "mine"
    assert list((home / ".local" / "state").rglob("*.draft")) == []


async def test_with_no_place_at_all_the_text_is_printed(
    open_app: OpenApp, folder: Path, home: Path, broken: None
) -> None:
    (home / ".local").mkdir()
    (home / ".local" / "state").write_text("in the way")
    async with open_app() as pilot:
        await pilot.press(*"mine", "ctrl+q")
        assert "no draft of it either" in painted(pilot)
        await pilot.press("up", "enter")
        app = app_of(pilot)
    assert app.return_value == 3
    assert app.farewell == "mine"


@pytest.mark.parametrize("size", [(140, 40), (80, 24), (40, 12)])
async def test_the_question_fits(
    open_app: OpenApp, folder: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    def fails(*_: object) -> None:
        raise StorageError("The disk is gone. " + "/a/very/long/path" * 12)

    monkeypatch.setattr(Journal, "write", fails)
    async with open_app(size) as pilot:
        await pilot.press(*"mine", "ctrl+q")
        screen = painted(pilot)
        assert "The disk is gone." in screen
        assert "the draft keeps it" in screen
        assert "trash" in screen
        assert "Esc stay" in screen
