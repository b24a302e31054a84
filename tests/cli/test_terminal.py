"""What a person at a real terminal sees and types."""

from __future__ import annotations

import re
import signal
import sys
from typing import TYPE_CHECKING

import pexpect
import pytest

from tests.cli.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    Terminal: TypeAlias = pexpect.spawn[bytes]


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    """Whatever was spawned ends with the test."""
    spawned: list[Terminal] = []
    yield spawned
    for terminal in spawned:
        terminal.close(force=True)


def spawn(
    shell: Shell,
    terminals: list[Terminal],
    *words: str,
    columns: int = 80,
    program: str = "",
    env: dict[str, str] | None = None,
) -> Terminal:
    """`journal` with these words on a terminal; or another `program` with them."""
    terminal: Terminal = pexpect.spawn(
        program or sys.executable,
        list(words) if program else ["-m", "journal_tui", *words],
        env={**shell.env, "TERM": "xterm-256color", **(env or {})},
        cwd=str(shell.home),
        dimensions=(24, columns),
        timeout=20,
    )
    terminal.delaybeforesend = None
    terminal.delayafterclose = terminal.delayafterterminate = 0
    terminals.append(terminal)
    return terminal


def rest_of(terminal: Terminal) -> tuple[int | None, str]:
    """The exit code (negative: the signal) and all that was printed."""
    text = terminal.read().decode(errors="replace")
    terminal.wait()
    code = terminal.exitstatus if terminal.signalstatus is None else -terminal.signalstatus
    return code, text.replace("\r\n", "\n")


# The prompt


def test_text_is_typed_until_ctrl_d(shell: Shell, terminals: list[Terminal]) -> None:
    terminal = spawn(shell, terminals, "add")
    terminal.expect("Ctrl-D")
    terminal.sendline("one é")
    terminal.sendline("")
    terminal.sendline("two")
    terminal.sendeof()
    code, text = rest_of(terminal)
    assert code == 0
    assert "Added 3 words to Wed 28 Mar 2018, 14:05" in text
    assert shell.entry().read_text() == "**14:05** one é\n\ntwo\n"


def test_the_prompt_is_no_output(shell: Shell, terminals: list[Terminal]) -> None:
    words = ["-c", '"$@" > out', "sh", sys.executable, "-m", "journal_tui", "add"]
    terminal = spawn(shell, terminals, *words, program="/bin/sh")
    terminal.expect("Ctrl-D")
    terminal.sendline("text")
    terminal.sendeof()
    assert rest_of(terminal)[0] == 0
    assert (shell.home / "out").read_bytes() == b""


def test_ctrl_c_adds_nothing(shell: Shell, terminals: list[Terminal]) -> None:
    terminal = spawn(shell, terminals, "add")
    terminal.expect("Ctrl-D")
    terminal.sendline("never mind")
    terminal.sendintr()
    code, text = rest_of(terminal)
    assert code == 130
    assert "Traceback" not in text
    assert not shell.journal.exists()


def test_ctrl_d_at_once_is_exit_2(shell: Shell, terminals: list[Terminal]) -> None:
    terminal = spawn(shell, terminals, "add")
    terminal.expect("Ctrl-D")
    terminal.sendeof()
    assert rest_of(terminal)[0] == 2
    assert not shell.journal.exists()


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_terminal_that_goes_away_loses_no_line(
    shell: Shell, terminals: list[Terminal], number: signal.Signals
) -> None:
    terminal = spawn(shell, terminals, "add")
    terminal.expect("Ctrl-D")
    terminal.sendline("a line")
    terminal.sendline("and another")
    terminal.expect("and another")  # it is the terminal that echoes: the program may not have it yet
    terminal.kill(number)
    assert rest_of(terminal)[0] == 0
    assert shell.entry().read_text() == "**14:05** a line\nand another\n"


def test_a_mistake_is_found_before_anything_is_typed(shell: Shell, terminals: list[Terminal]) -> None:
    for words in (["add", "--date", "banana"], ["add", "-j", "nowhere"]):
        code, text = rest_of(spawn(shell, terminals, *words))
        assert code == 2
        assert "Ctrl-D" not in text


def test_typed_bytes_that_are_no_text_are_kept(shell: Shell, terminals: list[Terminal]) -> None:
    terminal = spawn(shell, terminals, "add")
    terminal.expect("Ctrl-D")
    terminal.send(b"half a letter \xc3\n")
    terminal.sendeof()
    code, text = rest_of(terminal)
    (parked,) = shell.parked()
    assert code == 2
    assert str(parked) in text.replace("\n", "")
    assert parked.read_bytes() == b"half a letter \xc3\n"


def test_a_line_that_the_terminal_may_have_cut_is_told(shell: Shell, terminals: list[Terminal]) -> None:
    terminal = spawn(shell, terminals, "add")
    terminal.expect("Ctrl-D")
    for _ in range(45):
        terminal.send("x" * 100)
        terminal.expect("x" * 100)
    terminal.sendline("")
    terminal.sendeof()
    code, text = rest_of(terminal)
    assert (code, "4095" in text) == (0, True)


# Reading

NASTY = "\x1b]0;title\x07 \x1b]52;c;eA==\x07 \x1b[2J \x9b2J \x90q \u202e [/] [@click=app.quit]x[/]"


def is_harmless(text: str) -> bool:
    """Whether nothing but colours can come of printing this."""
    return not re.search(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", re.sub(r"\x1b\[[012]m", "", text)
    )


@pytest.mark.parametrize("words", [["show"], ["show", "--json"], ["list"], ["list", "--json"]])
def test_control_characters_are_shown_as_signs(
    shell: Shell, terminals: list[Terminal], words: list[str]
) -> None:
    shell.write(f"# Title {NASTY}\r\n\r\n{NASTY}\n")
    code, text = rest_of(spawn(shell, terminals, *words, columns=400))
    assert code == 0
    assert "[@click=app.quit]x[/]" in text
    assert is_harmless(text)


def test_a_file_name_cannot_act_on_the_terminal(shell: Shell, terminals: list[Terminal]) -> None:
    shell.write("x", "2018-03-28 \x1b]0;x\x07")
    shell.env["JOURNAL_DIR"] = str(shell.journal)
    assert is_harmless(rest_of(spawn(shell, terminals, "list"))[1])
    assert is_harmless(
        rest_of(spawn(shell, terminals, "path", env={"JOURNAL_DIR": "/nowhere/\x1b]0;x\x07"}))[1]
    )


def test_what_a_command_line_holds_cannot_either(shell: Shell, terminals: list[Terminal]) -> None:
    for words in (["x\x1b]0;x\x07"], ["list", "--x\x1b[2J"], ["show", "\x1b[2J"], ["-j", "\x1b[2J", "list"]):
        code, text = rest_of(spawn(shell, terminals, *words))
        assert (code, is_harmless(text)) == (2, True)


def test_rows_fit_the_terminal(shell: Shell, terminals: list[Terminal]) -> None:
    shell.write("# " + "日本語" * 30, "2018-03-28")
    shell.write("# " + "wide " * 30, "2018-03-27")
    _, text = rest_of(spawn(shell, terminals, "list", columns=50, env={"NO_COLOR": "1"}))
    first, second = text.splitlines()
    assert first == "2018-03-28 Wed      90   " + "日本語" * 4 + "…"
    assert second == "2018-03-27 Tue      30   wide wide wide wide wide…"
    assert len(second) == 50


def test_colour_only_where_it_is_wanted(shell: Shell, terminals: list[Terminal]) -> None:
    shell.write("# Title\n")
    _, coloured = rest_of(spawn(shell, terminals, "list"))
    assert coloured == "\x1b[2m2018-03-28 Wed\x1b[0m       1   \x1b[1mTitle\x1b[0m\n"
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in rest_of(spawn(shell, terminals, "list", env=env))[1]
    assert "\x1b" in rest_of(spawn(shell, terminals, "list", env={"NO_COLOR": ""}))[1]


def test_several_entries_are_told_apart(shell: Shell, terminals: list[Terminal]) -> None:
    shell.write("one", "2018-03-28")
    shell.write("two\n", "2018-03-27")
    _, text = rest_of(spawn(shell, terminals, "show", "today", "yesterday", env={"NO_COLOR": "1"}))
    assert text == "Wed 28 Mar 2018\n\none\n\nTue 27 Mar 2018\n\ntwo\n"
    assert rest_of(spawn(shell, terminals, "show"))[1] == "one\n"


# The page


@pytest.mark.parametrize("words", [[], ["open", "yesterday"]])
def test_a_dumb_terminal_gets_one_line(shell: Shell, terminals: list[Terminal], words: list[str]) -> None:
    code, text = rest_of(spawn(shell, terminals, *words, env={"TERM": "dumb"}))
    assert (code, text.count("\n")) == (2, 1)
