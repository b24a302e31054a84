"""Copy and paste beyond the app: which way a copy goes, what a paste brings, and in which order keys stay."""

from __future__ import annotations

import base64
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from journal_tui.services import clipboard as desktop
from journal_tui.tui import clipboard
from journal_tui.tui.clipboard import MOST_BY_TERMINAL, terminal_sequence, told
from tests.terminal import Terminal
from tests.tui.conftest import OpenApp, app_of

SESSION = ("DISPLAY", "WAYLAND_DISPLAY", "TMUX", "STY", "WSL_DISTRO_NAME", "SSH_CONNECTION")

Fake = Callable[[str, str], Path]


@pytest.fixture(autouse=True)
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No desktop but the one that a test makes, and a folder for its programs."""
    for name in SESSION:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    bin = tmp_path / "bin"
    bin.mkdir()
    monkeypatch.setenv("PATH", f"{bin}{os.pathsep}{os.environ['PATH']}")
    return bin


@pytest.fixture
def fake(session: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """`fake(name, script)` makes a program of a Wayland desktop; it runs in the folder that is returned."""

    def make(name: str, script: str) -> Path:
        monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
        path = session / name
        path.write_text(f"#!/bin/sh\ncd {tmp_path}\n{script}\n")
        path.chmod(0o755)
        return tmp_path

    return make


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A paste asks the programs at once after a copy, and a busy machine may take its time."""
    monkeypatch.setattr(clipboard, "MOMENT", 0.0)
    monkeypatch.setattr(desktop, "LONGEST_PASTE", 20.0)


async def said(pilot: Pilot[int], words: str) -> str:
    status = app_of(pilot).room.status
    while words not in status.message:
        await pilot.pause(0.01)
    return status.message


async def test_a_copy_says_which_program_took_it(open_app: OpenApp, folder: Path, fake: Fake) -> None:
    desk = fake("wl-copy", "cat > got")
    (folder / "2018-03-28.md").write_text("don't count\nfour well-known words here\n")
    async with open_app() as pilot:
        await pilot.press("f7", "ctrl+c")
        assert await said(pilot, "Copied") == "Copied 6 words · wl-copy"
        assert (desk / "got").read_text() == "don't count\nfour well-known words here"
        await pilot.press("ctrl+x")
        assert app_of(pilot).room.prose.text == ""


async def test_without_a_program_the_terminal_takes_it(
    open_app: OpenApp, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "2018-03-28.md").write_text("läßt\n")
    async with open_app() as pilot:
        app: Any = app_of(pilot)
        written: list[str] = []
        monkeypatch.setattr(app._driver, "write", written.append)
        await pilot.press("f7", "ctrl+c")
        assert await said(pilot, "Copied") == "Copied 1 word · by the terminal (OSC 52)"
        assert written == [f"\x1b]52;c;{base64.b64encode('läßt'.encode()).decode()}\x07"]


def test_each_multiplexer_is_told_in_its_own_way() -> None:
    plain = terminal_sequence("x", {"TERM": "xterm"})
    assert plain == "\x1b]52;c;eA==\x07"
    in_tmux = terminal_sequence("x", {"TMUX": "/tmp/t,1,0"})
    assert in_tmux == f"{plain}\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\"
    in_screen = terminal_sequence("x" * 600, {"STY": "1.pts"})
    assert in_screen is not None
    pieces = re.findall(r"\x1bP(.*?)\x1b\\", in_screen, re.S)
    assert "".join(pieces) == terminal_sequence("x" * 600, {})
    assert max(map(len, pieces)) <= 250


def test_what_the_terminal_would_cut_off_is_not_sent() -> None:
    assert terminal_sequence("x" * MOST_BY_TERMINAL, {}) is not None
    assert terminal_sequence("x" * (MOST_BY_TERMINAL + 1), {}) is None
    assert terminal_sequence("ä" * (MOST_BY_TERMINAL // 2 + 1), {}) is None
    assert terminal_sequence("x", {"TERM": "linux"}) is None


def test_what_is_said_is_true() -> None:
    long = "word " * 20_000
    assert told("one", "xclip", True, {}) == ("Copied 1 word · xclip", "text")
    assert told("--", None, True, {}) == ("Copied 2 characters · by the terminal (OSC 52)", "text")
    message, kind = told(long, None, False, {"WAYLAND_DISPLAY": "w"})
    assert kind == "warning"
    assert "inside the journal only: too long for the terminal · wl-copy" in message
    assert "no clipboard" in told("x", None, False, {})[0]


@pytest.mark.usefixtures("unhurried")
async def test_a_paste_brings_plain_text_from_the_desktop_as_one_step(open_app: OpenApp, fake: Fake) -> None:
    fake("wl-copy", "exit 1")
    fake("wl-paste", 'printf "from\\r\\nelsewhere\\033[2J\\n"')
    async with open_app() as pilot:
        prose = app_of(pilot).room.prose
        await pilot.press("a", "ctrl+v")
        assert prose.text == "afrom\nelsewhere[2J\n"
        await pilot.press("ctrl+z")
        assert prose.text == "a"


@pytest.mark.usefixtures("unhurried")
async def test_keys_behind_a_slow_paste_stay_behind_it(open_app: OpenApp, fake: Fake, tmp_path: Path) -> None:
    """The screen goes on meanwhile: only keys wait."""
    os.mkfifo(tmp_path / "gate")
    fake("wl-copy", "exit 1")
    fake("wl-paste", "cat gate")
    async with open_app() as pilot:
        app = app_of(pilot)
        ticks: list[int] = []

        def let_go() -> None:
            ticks.append(1)
            if len(ticks) == 5:
                (tmp_path / "gate").write_text("PASTED")

        timer = app.room.set_interval(0.02, let_go)
        await pilot.press("a", "ctrl+v", "b", "c", "enter", "d")
        while "d" not in app.room.prose.text:
            await pilot.pause(0.01)
        timer.stop()
        assert app.room.prose.text == "aPASTEDbc\nd"


async def test_what_was_copied_a_moment_ago_is_pasted_whatever_the_desktop_says(
    open_app: OpenApp, folder: Path, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "MOMENT", 1000.0)
    fake("wl-copy", "cat > got")
    fake("wl-paste", "printf older")
    (folder / "2018-03-28.md").write_text("mine\n")
    async with open_app() as pilot:
        await pilot.press("f7", "ctrl+c", "ctrl+end", "ctrl+v")
        assert app_of(pilot).room.prose.text == "minemine"


@pytest.mark.parametrize("script", ["exit 1", "exec sleep 20"])
async def test_without_an_answer_what_was_copied_here_is_pasted(
    open_app: OpenApp, folder: Path, fake: Fake, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    monkeypatch.setattr(clipboard, "MOMENT", 0.0)
    fake("wl-copy", "cat > got")
    fake("wl-paste", script)
    (folder / "2018-03-28.md").write_text("mine\n")
    async with open_app() as pilot:
        await pilot.press("f7", "ctrl+c")
        await said(pilot, "Copied")
        await pilot.press("ctrl+end", "ctrl+v")
        while app_of(pilot).room.prose.text != "minemine":
            await pilot.pause(0.01)


async def test_a_clipboard_that_does_not_answer_is_told(open_app: OpenApp, folder: Path, fake: Fake) -> None:
    fake("wl-copy", "exit 1")
    fake("wl-paste", "exec sleep 20")
    async with open_app() as pilot:
        app = app_of(pilot)
        await pilot.press("ctrl+v")
        assert await said(pilot, "wl-paste") == "wl-paste did not answer; nothing was pasted"
        assert (app.room.prose.text, app.room.status.kind) == ("", "warning")
        app._clipboard = "mine"
        await pilot.press("ctrl+v")
        assert await said(pilot, "copied here") == "wl-paste did not answer: pasted what was copied here"
        assert (app.room.prose.text, app.room.status.kind) == ("mine", "warning")


async def test_the_last_of_two_copies_stays(open_app: OpenApp, folder: Path, fake: Fake) -> None:
    desk = fake("wl-copy", "cat > part; sleep 0.05; mv part got")
    (folder / "2018-03-28.md").write_text("one two\n")
    async with open_app() as pilot:
        room = app_of(pilot).room
        for text in ("first", "second", "the third"):
            room.clipboard.copy(text)
        assert await said(pilot, "Copied 2 words") == "Copied 2 words · wl-copy"
        assert (desk / "got").read_text() == "the third"


def test_in_a_real_terminal_the_sequence_arrives(tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    journal.mkdir()
    (journal / "2018-03-28.md").write_text("in the clipboard\n")
    env = {
        "HOME": str(tmp_path / "home"),
        "PATH": os.environ["PATH"],
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "JOURNAL_DIR": str(journal),
        "JOURNAL_NOW": "2018-03-28T21:14",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    with Terminal(env=env, size=(120, 36)) as terminal:
        terminal.wait("in the clipboard")
        terminal.send("\x1b[18~\x03")
        terminal.wait("Copied 3 words · by the terminal (OSC 52)")
        terminal.send("\x11")
        assert terminal.wait_for_end() == 0
    assert b"\x1b]52;c;" + base64.b64encode(b"in the clipboard") + b"\x07" in terminal.output
