"""The app in a real terminal: what is typed from the first moment on, how it ends, what never reaches the screen."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.terminal import Terminal


def leave(terminal: Terminal) -> int:
    terminal.send("\x11")
    return terminal.wait_for_end()


def test_a_page_is_written_saved_and_left(terminal: Terminal, entry: Path) -> None:
    terminal.send("I wrote less than 200 words today.")
    terminal.wait("7 of 300 words today")
    terminal.send("\x13")
    terminal.wait("Saved 21:14")
    assert entry.read_text() == "I wrote less than 200 words today.\n"
    assert leave(terminal) == 0
    assert terminal.echoes()
    assert b"\x1b[?1049l" in terminal.output


@pytest.mark.parametrize("delay", [0.0, 0.005, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4])
def test_what_is_typed_after_launch_is_on_the_page(env: dict[str, str], entry: Path, delay: float) -> None:
    with Terminal(env=env) as terminal:
        launched = time.monotonic()
        while (left := launched + delay - time.monotonic()) > 0:
            select.select([terminal.fd], [], [], left)
            terminal.read(0)
        terminal.send("The first thought,\rand")
        terminal.send(" the second.")
        terminal.wait("6 of 300 words today")
        assert leave(terminal) == 0
    assert entry.read_text() == "The first thought,\nand the second.\n"


def test_keys_behind_the_first_text_do_their_work(env: dict[str, str], entry: Path) -> None:
    with Terminal(env=env) as terminal:
        terminal.send("mistake\x17right\x13")
        terminal.wait("Saved 21:14")
        assert entry.read_text() == "right\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_signal_loses_no_text(terminal: Terminal, entry: Path, number: signal.Signals) -> None:
    terminal.send("not saved yet")
    terminal.wait("3 of 300")
    assert not entry.exists()
    os.kill(terminal.pid, number)
    assert terminal.wait_for_end() == 128 + number
    assert entry.read_text() == "not saved yet\n"
    assert terminal.echoes()
    assert b"\x1b[?1049l" in terminal.output


def test_a_closed_window_loses_no_text(terminal: Terminal, entry: Path) -> None:
    terminal.send("not saved yet")
    terminal.wait("3 of 300")
    terminal.close()
    assert terminal.wait_for_end() == 128 + signal.SIGHUP
    assert entry.read_text() == "not saved yet\n"


def test_a_frozen_terminal_loses_no_text(terminal: Terminal, entry: Path) -> None:
    terminal.send("not saved yet")
    terminal.wait("3 of 300")
    for _ in range(400):  # fill the terminal's buffer: nobody reads what the app paints
        try:
            terminal.send("more words ")
        except BlockingIOError:
            break
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.wait_unread() == 128 + signal.SIGTERM
    assert entry.read_text().startswith("not saved yet")


def test_latin1_bytes_from_the_keyboard_end_nothing(terminal: Terminal) -> None:
    terminal.send(b"caf\xe9 \xff\xfe ok")
    terminal.wait("ok")
    terminal.send("still here")
    terminal.wait("still here")
    assert leave(terminal) == 0


def test_an_entry_cannot_act_on_the_terminal(env: dict[str, str], entry: Path) -> None:
    hostile = (
        "# a [/] b [@click=app.quit]x[/] \x1b]0;owned\x07\n\n\x1b[2J \x9b31m \x1b]52;c;eA==\x07 \u202eevil\n"
    )
    entry.write_text(hostile)
    (entry.parent / "2018-03-27 \x1b]0;owned\x07.md").write_text("x")
    with Terminal(env=env, size=(140, 40)) as terminal:
        terminal.wait("a [/] b [@click=app.quit]x[/]")
        terminal.wait("␛]0;owned␇")
        terminal.send("\x1bjk")
        terminal.wait("Wednesday, 28 March 2018")
        assert leave(terminal) == 0
    for sequence in (b"\x1b]0;owned", b"\x1b]52;c;eA", "\x9b31m".encode(), "\u202e".encode()):
        assert sequence not in terminal.output
    assert entry.read_bytes() == hostile.encode()


@pytest.mark.parametrize(
    ("change", "words"),
    [({"TERM": "dumb"}, "terminal"), ({"TERM": ""}, "terminal"), ({"JOURNAL_NOW": "soon"}, "JOURNAL_NOW")],
)
def test_an_impossible_terminal_is_one_line_and_exit_2(
    env: dict[str, str], change: dict[str, str], words: str
) -> None:
    with Terminal(env={**env, **change}) as terminal:
        assert terminal.wait_for_end() == 2
        assert words in terminal.text
        assert len([line for line in terminal.screen.display if line.strip()]) <= 2
        assert "Traceback" not in terminal.text


def test_without_a_terminal_nothing_starts(env: dict[str, str], entry: Path) -> None:
    program = [sys.executable, "-m", "journal_tui"]
    piped = subprocess.run(
        program, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert piped.returncode == 2
    assert piped.stdout == ""
    assert piped.stderr.count("\n") == 1
    opened = [*program, "open", "2018-03-27"]
    no_input = subprocess.run(
        opened, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert no_input.returncode == 2
    assert "terminal" in no_input.stderr


def test_without_colours_it_works(env: dict[str, str]) -> None:
    with Terminal(env={**env, "NO_COLOR": "1"}) as terminal:
        terminal.send("grey words")
        terminal.wait("2 of 300 words today")
        assert leave(terminal) == 0


def test_an_error_in_the_program_saves_and_shows_no_text(
    env: dict[str, str], entry: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "site" / "sitecustomize.py"
    broken.parent.mkdir()
    broken.write_text(
        "import sys\n"
        "def install():\n"
        "    from journal_tui.tui.screens.writing import WritingScreen\n"
        "    def fails(self):\n"
        "        secret = self.prose.text\n"
        "        raise RuntimeError(secret)\n"
        "    WritingScreen.action_today = fails\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'journal_tui.tui.endings':\n"
        "            sys.meta_path.remove(self)\n"
        "            install()\n"
        "sys.meta_path.insert(0, Finder())\n"
    )
    env = {**env, "PYTHONPATH": f"{broken.parent}{os.pathsep}{env['PYTHONPATH']}"}
    with Terminal(env=env) as terminal:
        terminal.wait("words today")
        terminal.send("a secret thought")
        terminal.wait("3 of 300")
        terminal.send("\x14")
        assert terminal.wait_for_end() == 1
        after = terminal.output.split(b"\x1b[?1049l")[-1].decode()
    assert "Your text is saved." in after
    assert "secret" not in after
    assert "Traceback" not in after
    assert entry.read_text() == "a secret thought\n"


@pytest.mark.parametrize("count", [5, 400, 3000])
def test_quitting_waits_for_what_was_typed_before_it(terminal: Terminal, entry: Path, count: int) -> None:
    terminal.send("y" * count + "\x11")
    assert terminal.wait_for_end() == 0
    assert entry.read_text() == "y" * count + "\n"


def test_saving_and_turning_the_page_wait_too(env: dict[str, str], entry: Path) -> None:
    (entry.parent / "2018-03-27.md").write_text("yesterday\n")
    with Terminal(env=env) as terminal:
        terminal.wait("words today")
        terminal.send("m" * 60 + "\x1b[6;5~")
        terminal.wait("Tuesday, 27 March 2018")
        terminal.send("z" * 200 + "\x13")
        terminal.wait("Saved 21:14")
    assert entry.read_text() == "m" * 60 + "\n"
    assert (entry.parent / "2018-03-27.md").read_text() == "yesterday" + "z" * 200 + "\n"


def test_escape_a_letter_and_enter_at_once(env: dict[str, str], entry: Path) -> None:
    (entry.parent / "2018-03-27.md").write_text("yesterday\n")
    with Terminal(env=env) as terminal:
        terminal.wait("words today")
        terminal.send("hello\x1bj\r")
        terminal.wait("Tuesday, 27 March 2018")
        terminal.send("!\x11")
        assert terminal.wait_for_end() == 0
    assert entry.read_text() == "hello\n"
    assert (entry.parent / "2018-03-27.md").read_text() == "yesterday!\n"


def test_escape_and_many_letters_in_one_read(env: dict[str, str], entry: Path) -> None:
    for day in range(10, 28):
        (entry.parent / f"2018-03-{day}.md").write_text(f"day {day}\n")
    with Terminal(env=env) as terminal:
        terminal.wait("words today")
        terminal.send("x\x1b" + "j" * 40 + "\r!\x11")
        assert terminal.wait_for_end() == 0
    assert entry.read_text() == "x\n"
    assert (entry.parent / "2018-03-10.md").read_text() == "day 10!\n"


def test_commands_among_letters_work_where_they_were_typed(terminal: Terminal, entry: Path) -> None:
    terminal.send("one twoo\x7f\x1b[D\x1b[D\x1b[DX\x1b[1;5F\rend\x17END\x11")
    assert terminal.wait_for_end() == 0
    assert entry.read_text() == "one Xtwo\nEND\n"


def test_an_interrupt_from_outside_loses_no_text(terminal: Terminal, entry: Path) -> None:
    terminal.send("not saved yet")
    terminal.wait("3 of 300")
    os.kill(terminal.pid, signal.SIGINT)
    assert terminal.wait_for_end() == 130
    assert entry.read_text() == "not saved yet\n"


def test_what_cannot_be_saved_at_the_end_is_kept_and_told(env: dict[str, str], entry: Path) -> None:
    with Terminal(env=env) as terminal:
        terminal.wait("words today")
        entry.mkdir()  # no file can take this name now
        terminal.send("mine")
        terminal.wait("1 of 300")
        terminal.send("\x11")
        terminal.wait("Leave; the draft keeps it")
        terminal.send("\r")
        assert terminal.wait_for_end() == 3
        after = terminal.output.split(b"\x1b[?1049l")[-1].decode()
    assert "Your text is kept in" in after
    kept = after.split("Your text is kept in ")[1].split()[0]
    assert Path(kept).read_text().endswith("\n\nmine")


def test_where_nothing_can_be_written_the_text_is_printed(
    env: dict[str, str], entry: Path, tmp_path: Path
) -> None:
    nowhere = tmp_path / "nowhere"
    nowhere.write_text("a file, not a folder")
    with Terminal(env={**env, "XDG_STATE_HOME": str(nowhere)}) as terminal:
        terminal.wait("words today")
        entry.mkdir()
        terminal.send("my last words")
        terminal.wait("3 of 300")
        terminal.send("\x11")
        terminal.wait("Leave, and print the text")
        terminal.send("\x1b[B\x1b[B")
        terminal.send("\r")
        assert terminal.wait_for_end() == 3
        after = terminal.output.split(b"\x1b[?1049l")[-1].decode()
    assert "my last words" in after


def test_a_c_locale_shows_the_same_signs(env: dict[str, str]) -> None:
    plain = {**env, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    with Terminal(env=plain) as terminal:
        terminal.wait("────")
        terminal.send("größe")
        terminal.wait("größe")
        assert leave(terminal) == 0
