"""Another editor on the page's own file: in a real terminal, with editors that do what editors do."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import struct
import termios
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.terminal import PATIENCE, Terminal
from tests.tui.conftest import OpenApp, app_of, painted

NAME = "2018-03-28.md"
F2 = "\x1bOQ"

Fake = Callable[[str, str], None]


@pytest.fixture
def env(env: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """The same with a folder for programs in front of all others."""
    (tmp_path / "bin").mkdir()
    return {**env, "PATH": f"{tmp_path / 'bin'}{os.pathsep}{env['PATH']}", "EDITOR": "nano"}


@pytest.fixture
def fake(tmp_path: Path) -> Fake:
    """`fake(name, script)` makes a program; its last word is `$f`, all its words are in the file `words`."""

    def make(name: str, script: str) -> None:
        path = tmp_path / "bin" / name
        path.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/words\nfor f; do :; done\n{script}\n')
        path.chmod(0o755)

    return make


@pytest.fixture
def words(tmp_path: Path) -> Callable[[], list[str]]:
    """What the editor was started with."""
    return lambda: (tmp_path / "words").read_text().splitlines()


def until(holds: Callable[[], object]) -> None:
    """Wait for something that happens outside of the terminal."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        select.select([], [], [], 0.01)


def leave(terminal: Terminal) -> None:
    terminal.send("\x11")
    assert terminal.wait_for_end() == 0
    assert terminal.echoes()


def test_the_page_is_saved_edited_and_read_again(
    fake: Fake, terminal: Terminal, entry: Path, words: Callable[[], list[str]]
) -> None:
    fake("nano", 'printf "in the editor: "; cat "$f"; read answer; printf "%s\\n" "$answer" >> "$f"')
    terminal.send("one\rtwo words")
    terminal.wait("3 of 300")
    terminal.send("\x1b[A" + F2)
    terminal.wait("in the editor: one")
    assert words() == ["+1,4", str(entry)]
    assert terminal.echoes(), "the terminal is the editor's"
    terminal.send("and three more\r")
    terminal.wait("6 of 300")
    terminal.wait("Back from nano")
    terminal.send("!\x13")
    terminal.wait("Saved 21:14")
    assert entry.read_text() == "one!\ntwo words\nand three more\n"
    leave(terminal)


def test_undo_takes_the_editors_changes_back(fake: Fake, terminal: Terminal, entry: Path) -> None:
    fake("nano", 'echo "all new" > "$f"')
    terminal.send("the old words")
    terminal.wait("3 of 300")
    terminal.send(F2)
    terminal.wait("all new")
    terminal.send("\x1a")
    terminal.wait("the old words")
    terminal.send("\x13")
    terminal.wait("Saved 21:14")
    assert entry.read_text().startswith("the old words")
    leave(terminal)


def test_an_editor_that_fails_or_writes_elsewhere(fake: Fake, terminal: Terminal, entry: Path) -> None:
    terminal.send("my words")
    terminal.wait("2 of 300")
    for script, said in [
        ("exit 1", "nano ended with exit code 1 · the page is as it was"),
        ('echo else > "${f%/*}/notes.txt"', "Back from nano: the page is as it was"),
        ('echo more >> "$f"; exit 3', "nano ended with exit code 3 · its changes are here"),
    ]:
        fake("nano", script)
        terminal.send(F2)
        terminal.wait(said)
    assert entry.read_text() == "my words\nmore\n"
    terminal.wait("3 of 300")
    leave(terminal)


@pytest.mark.parametrize(("script", "done"), [(": > $f", "emptied"), ("rm $f", "deleted")])
def test_an_editor_that_leaves_no_text_takes_none_away(
    fake: Fake, terminal: Terminal, entry: Path, script: str, done: str
) -> None:
    fake("nano", script)
    terminal.send("my words" + F2)
    terminal.wait(f"Another program {done} the file. The text is still here")
    terminal.send("\x13")
    terminal.wait("Saved 21:14")
    assert entry.read_text() == "my words\n"
    leave(terminal)


def test_a_killed_editor_leaves_no_raw_terminal_to_the_next(fake: Fake, terminal: Terminal) -> None:
    fake("nano", "stty raw -echo; kill -9 $$")
    terminal.send("my words" + F2)
    terminal.wait("nano was ended by a signal (9)")
    fake("nano", "stty -a | tr ' ' '\\n' | grep -x echo; read answer")
    terminal.send(F2)
    terminal.wait("echo")
    terminal.send("\r")
    terminal.wait("Back from nano")
    leave(terminal)


def test_an_editor_that_is_not_there_is_one_line(env: dict[str, str], entry: Path) -> None:
    with Terminal(env={**env, "VISUAL": "no-such-editor -x"}) as terminal:
        terminal.wait("words today")
        terminal.send("kept" + F2)
        terminal.wait('The editor "no-such-editor" (VISUAL) was not found')
        assert entry.read_text() == "kept\n"
        leave(terminal)


def test_a_page_without_a_file_leaves_none_behind(
    fake: Fake, terminal: Terminal, entry: Path, words: Callable[[], list[str]]
) -> None:
    fake("nano", 'test -e "$f" && echo there; true')
    terminal.send(F2)
    terminal.wait("Back from nano: the page is as it was")
    assert not entry.exists()
    assert words() == [str(entry)]
    fake("nano", 'touch "$f"')
    terminal.send(F2)
    terminal.wait("Back from nano: nothing was written")
    assert not entry.exists()
    fake("nano", 'echo "# Begun there" > "$f"')
    terminal.send(F2)
    terminal.wait("# Begun there")
    assert entry.stat().st_mode & 0o777 == 0o600
    leave(terminal)


def test_the_command_runs_it_where_there_is_a_terminal(fake: Fake, env: dict[str, str], entry: Path) -> None:
    fake("nano", 'echo "two words" > "$f"')
    with Terminal("edit", env=env) as terminal:
        terminal.wait("Wed 28 Mar 2018 has 2 words now")
        assert terminal.wait_for_end() == 0
    assert entry.read_text() == "two words\n"


def test_a_page_that_cannot_be_saved_stays(
    fake: Fake, terminal: Terminal, entry: Path, tmp_path: Path
) -> None:
    fake("nano", "true")
    terminal.send("words")
    terminal.wait("1 of 300")
    entry.mkdir()
    terminal.send(F2)
    terminal.wait("Not saved.")
    assert not (tmp_path / "words").exists(), "the editor was started"
    entry.rmdir()
    leave(terminal)


def test_interrupt_and_quit_are_the_editors_own(fake: Fake, terminal: Terminal, entry: Path) -> None:
    fake("nano", 'trap "echo caught" INT QUIT; echo ready; read a; read b; read c; echo out >> "$f"')
    terminal.send("mine" + F2)
    terminal.wait("ready")
    terminal.send("\x03")
    terminal.wait("caught")
    terminal.send("\r\r\r")
    terminal.wait("Back from nano")
    terminal.wait("out")
    leave(terminal)


def test_what_stops_the_editor_gives_the_shell_its_turn_once(fake: Fake, terminal: Terminal) -> None:
    fake("nano", "echo ready; kill -STOP $$; echo 'went on'; read a; echo 'and on'; read b")
    terminal.send("mine" + F2)
    terminal.wait("ready")
    _, status = os.waitpid(terminal.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status), "it stopped itself: so did we"
    os.kill(terminal.pid, signal.SIGCONT)
    terminal.wait("went on")
    group = os.tcgetpgrp(terminal.fd)
    os.killpg(group, signal.SIGTSTP)  # as ctrl+z does, and as some editors do
    _, status = os.waitpid(terminal.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    os.killpg(group, signal.SIGCONT)
    terminal.send("\r")
    terminal.wait("and on")
    terminal.send("\r")
    terminal.wait("Back from nano")
    leave(terminal)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_end_ends_both(fake: Fake, terminal: Terminal, entry: Path, number: signal.Signals) -> None:
    fake("nano", f'trap "echo asked >> $f; exit" {number.name[3:]}; echo ready; read a; read b; read c')
    terminal.send("mine" + F2)
    terminal.wait("ready")
    os.kill(terminal.pid, number)
    assert terminal.wait_for_end() == 128 + number
    assert entry.read_text() == "mine\nasked\n"
    assert terminal.echoes()


def test_what_a_third_program_writes_meanwhile_is_there_too(
    fake: Fake, terminal: Terminal, entry: Path
) -> None:
    fake("nano", 'echo ready; read a; echo "from the editor" >> "$f"')
    terminal.send("mine" + F2)
    terminal.wait("ready")
    with entry.open("a") as other:
        other.write("\n**21:14** captured\n")
    terminal.send("\r")
    terminal.wait("from the editor")
    assert "captured" in terminal.text
    leave(terminal)
    assert entry.read_text() == "mine\n\n**21:14** captured\nfrom the editor\n"


def test_the_window_may_change_its_size_meanwhile(fake: Fake, terminal: Terminal) -> None:
    fake("nano", "echo ready; read a")
    terminal.send("mine" + F2)
    terminal.wait("ready")
    terminal.screen.resize(40, 120)
    fcntl.ioctl(terminal.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    terminal.send("\r")
    terminal.wait("Back from nano")
    # The footer's last word ends where the screen does, and the wide screen has the goal beside the page.
    terminal.wait(lambda screen: screen.splitlines()[-1].rstrip().endswith("quit"))
    leave(terminal)


async def test_a_cursor_stays_at_its_words_and_an_old_text_in_the_history(
    open_app: OpenApp, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from journal_tui.services.history import list_versions

    editor = tmp_path / "ed"
    editor.write_text('#!/bin/sh\nprintf "a line above\\nalpha beta\\n" > "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    (folder / NAME).write_text("alpha beta gamma\n")
    async with open_app() as pilot:
        app = app_of(pilot)
        monkeypatch.setattr(app, "suspend", nullcontext)
        prose = app.room.prose
        prose.move_cursor((0, 6))
        await pilot.press("f2")
        while prose.text == "alpha beta gamma":  # a file that has become shorter is looked at twice
            await pilot.pause(0.02)
        assert prose.text == "a line above\nalpha beta"
        assert prose.cursor_location == (1, 6)
        versions = list_versions(app.sitting.workspace, app.sitting.page.day)
        assert [version.data for version in versions] == [b"alpha beta gamma\n"]


@pytest.mark.parametrize("length", [3, 300])
async def test_an_editor_that_writes_no_text_makes_the_page_read_only_and_says_so(
    open_app: OpenApp, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    editor = tmp_path / "ed"
    editor.write_text(f'#!/bin/sh\nhead -c {length} /dev/zero > "$1"\nprintf "\\377" >> "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    async with open_app() as pilot:
        room = app_of(pilot).room
        monkeypatch.setattr(app_of(pilot), "suspend", nullcontext)
        await pilot.press(*"alpha beta", "ctrl+s")
        assert room.status.message.startswith("Saved")
        await pilot.press("f2")
        while not room.prose.read_only:  # a file that has become shorter is looked at twice
            await pilot.pause(0.02)
        why = room.sitting.page.read_only
        assert why is not None
        assert room.status.message == f"Read-only: {why.rstrip('.')} · the text before is in the history (F4)"
        await pilot.press("ctrl+s")
        assert room.status.message == f"Read-only: {why}"


async def test_a_read_only_page_answers_who_writes_on_it(
    open_app: OpenApp, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / NAME).write_bytes(b"a\xff\xfe\x00b\n")
    async with open_app() as pilot:
        room = app_of(pilot).room
        said = f"Read-only: {room.sitting.page.read_only}"
        for key in ("x", "enter", "ctrl+v", "ctrl+s"):
            room.status.say("")
            await pilot.press(key)
            assert (room.status.message, room.status.kind) == (said, "warning"), key
        room.status.say("")
        await pilot.press("down", "right")
        assert room.status.message == ""


async def test_where_nothing_can_be_suspended_it_says_so(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    async with open_app() as pilot:
        await pilot.press("f2")
        await pilot.pause()
        assert "Another editor cannot have this terminal" in painted(pilot)
