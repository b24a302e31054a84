"""The door: what the words of a command line mean, and what each of them may cost."""

from __future__ import annotations

import json
import sys
import types
from typing import TYPE_CHECKING

import pytest

from journal_tui import __version__, main
from journal_tui.cli.names import COMMANDS, RESERVED
from journal_tui.domain.errors import StorageError
from tests.cli.shell import NOW, Shell, is_one_line

if TYPE_CHECKING:
    from pathlib import Path

FORBIDDEN_ON_CAPTURE = {
    *("argparse", "contextlib", "dataclasses", "enum", "functools", "hashlib", "inspect", "json", "logging"),
    *("pathlib", "platformdirs", "pygments", "re", "rich", "subprocess", "tempfile", "textual", "tomllib"),
    *("typing", "importlib.metadata", "sqlite3", "shutil", "signal", "threading", "difflib", "locale"),
}


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "home")


# What words mean


def test_version_and_help_go_to_standard_output(shell: Shell) -> None:
    assert shell("--version").out == f"journal-tui {__version__}\n"
    for flag in ("--help", "-h"):
        result = shell(flag)
        assert (result.code, result.err) == (0, "")
        for command in sorted(COMMANDS):
            assert f"\n  {command} " in result.out


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(shell: Shell, command: str) -> None:
    result = shell(command, "--help")
    assert (result.code, result.err) == (0, "")
    assert f"journal {command} " in result.out
    assert "Examples" in result.out
    assert max(map(len, result.out.splitlines())) <= 80
    assert not shell.journal.exists()


@pytest.mark.parametrize(
    "words",
    [
        ["Rain", "all", "day."],
        ["Rain all day."],
        ["Lists", "of", "things"],  # capitalised: text, whatever it resembles
        ["List", "of", "things"],
        ["May: the force"],
        ["may", "the", "force"],
        ["lst", "of", "things"],  # three letters are too few for a slip
        ["last night I dreamt"],  # one word of the shell that has spaces is no command
        ["- milk"],
        ["-", "milk"],
        ["8", "hours", "of", "sleep"],
    ],
)
def test_two_words_or_more_are_text(shell: Shell, words: list[str]) -> None:
    result = shell(*words)
    assert (result.code, result.raw) == (0, b"")
    assert shell.entry().read_text() == f"**14:05** {' '.join(words)}\n"


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["hello"], "journal add hello"),
        (["hello "], "journal add hello"),
        (["lsit"], '"list"'),
        (["List"], '"list"'),
        (["shwo"], '"show"'),
        (["pth"], '"path"'),
        (["sttas"], '"stats"'),
        (["x" * 500], "…"),
        (["lsit", "of", "things"], '"list"'),
        (["last", "night"], '"list"'),
        (["shows", "me"], '"show"'),
        (["calender", "of", "events"], '"calendar"'),
        (["on-this-dya", "x"], '"on-this-day"'),
        (["--", "hello"], "journal add hello"),
        (["-on", "banana"], "--"),
        (["--frobnicate", "now"], "--"),
        (["some", "text", "--dat", "yesterday"], "--date"),
        (["-j"], "-j needs"),
        (["--date"], "--date needs"),
        (["--date", "", "some", "text"], "--date needs"),
        ([""], "empty"),
        ([" \n\t "], "empty"),
        (["add", ""], "empty"),
    ],
)
def test_what_is_not_clearly_text_is_refused_with_a_way_out(
    shell: Shell, words: list[str], hint: str
) -> None:
    result = shell(*words)
    assert (result.code, result.raw) == (2, b"")
    assert is_one_line(result.err)
    assert hint in result.err
    assert not shell.journal.exists()


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_commands_to_come_are_no_text_today(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], word: str
) -> None:
    monkeypatch.setattr(main, "_capture", None)
    assert enter(monkeypatch, word, "the", "garden") == 2
    told = capfd.readouterr()
    assert told.out == ""
    assert is_one_line(told.err)
    assert f"journal add {word}" in told.err


def test_two_dashes_end_the_options(shell: Shell) -> None:
    assert shell("--", "--date", "is a flag").code == 0
    assert shell("add", "--", "--help", "is another").code == 0
    assert shell("add", "it", "was", "long", "--", "too long").code == 0
    assert shell.entry().read_text() == (
        "**14:05** --date is a flag\n\n**14:05** --help is another\n\n**14:05** it was long -- too long\n"
    )


def test_what_comes_through_a_pipe_is_text(shell: Shell) -> None:
    assert shell(stdin=b"one\n\ntwo\n").code == 0
    assert shell("--date", "yesterday", stdin=b"three").code == 0
    assert shell.entry().read_text() == "**14:05** one\n\ntwo\n"
    assert shell.entry("2018-03-27").read_text() == "three\n"


def test_an_empty_pipe_is_told_and_does_not_open_the_page(shell: Shell) -> None:
    result = shell(stdin=b"")
    assert result.code == 2
    assert is_one_line(result.err)
    assert "empty" in result.err


def test_another_journal_may_be_named_before_or_after_the_command(shell: Shell) -> None:
    shell.config.parent.mkdir(parents=True)
    shell.config.write_text('[journals]\nwork = "~/work"\n')
    lines = [
        ["-j", "work", "add", "one", "x"],
        ["add", "-j", "work", "two"],
        ["three", "words", "-j", "work"],
    ]
    for line in [*lines, ["-j", "work", "four", "words"]]:
        result = shell(*line)
        assert (result.code, result.err[-9:]) == (0, " in work\n")
    assert (shell.home / "work" / "2018-03-28.md").read_text().count("**14:05**") == 4
    assert len(json.loads(shell("list", "--json", "-j", "work").out)) == 1
    assert len(json.loads(shell("-j", "work", "list", "--json").out)) == 1
    assert not shell.journal.exists()


# The page needs a terminal


@pytest.mark.parametrize("words", [["open", "yesterday"], ["open"]])
def test_without_a_terminal_there_is_no_page(shell: Shell, words: list[str]) -> None:
    result = shell(*words)
    assert result.code == 2
    assert is_one_line(result.err)
    assert "terminal" in result.err


@pytest.fixture
def on_a_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[str | None, str | None]]:
    """Whatever the door would open, written down instead."""
    opened: list[tuple[str | None, str | None]] = []

    def run(name: str | None, day: str | None) -> int:
        if name == "broken":
            raise StorageError("it is broken")
        opened.append((name, day))
        return 0

    start = types.ModuleType("journal_tui.tui.start")
    start.run = run  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "journal_tui.tui.start", start)
    monkeypatch.setattr("os.isatty", lambda fd: True)
    for name, value in {"TERM": "xterm", "HOME": str(tmp_path), "JOURNAL_NOW": NOW}.items():
        monkeypatch.setenv(name, value)
    for name in ("JOURNAL_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    return opened


def enter(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["journal", *words])
    return main.main()


@pytest.mark.parametrize(
    ("words", "opened"),
    [
        ([], (None, None)),
        (["-j", "work"], ("work", None)),
        (["open"], (None, None)),
        (["open", "yesterday"], (None, "2018-03-27")),
        (["open", "-3"], (None, "2018-03-25")),
        (["open", "last friday"], (None, "2018-03-23")),
    ],
)
def test_the_page_opens(
    monkeypatch: pytest.MonkeyPatch,
    on_a_terminal: list[tuple[str | None, str | None]],
    words: list[str],
    opened: tuple[str | None, str | None],
) -> None:
    assert enter(monkeypatch, *words) == 0
    assert on_a_terminal == [opened]


@pytest.mark.parametrize(
    "words", [["open", "banana"], ["open", "2018-02-30"], ["open", "a", "b"], ["open", "-x"]]
)
def test_a_day_that_is_none_opens_nothing(
    monkeypatch: pytest.MonkeyPatch, on_a_terminal: list[object], words: list[str]
) -> None:
    assert enter(monkeypatch, *words) == 2
    assert on_a_terminal == []


@pytest.mark.parametrize("term", ["dumb", "", None, "unknown"])
def test_a_terminal_that_cannot_draw_is_told_so(
    monkeypatch: pytest.MonkeyPatch,
    on_a_terminal: list[object],
    capfd: pytest.CaptureFixture[str],
    term: str | None,
) -> None:
    if term is None:
        monkeypatch.delenv("TERM")
    else:
        monkeypatch.setenv("TERM", term)
    assert enter(monkeypatch) == 2
    assert is_one_line(capfd.readouterr().err)
    assert on_a_terminal == []


def test_the_app_draws_on_standard_error_so_that_must_be_a_terminal(
    monkeypatch: pytest.MonkeyPatch, on_a_terminal: list[object], capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.isatty", lambda fd: fd != 2)
    assert enter(monkeypatch) == 2
    assert is_one_line(capfd.readouterr().err)
    assert on_a_terminal == []


@pytest.mark.usefixtures("on_a_terminal")
def test_trouble_in_the_app_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert enter(monkeypatch, "-j", "broken") == 3
    assert capfd.readouterr().err == "journal: it is broken\n"


def test_ctrl_c_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(words: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(main, "_enter", interrupted)
    monkeypatch.setattr("os.isatty", lambda fd: False)
    assert enter(monkeypatch) == 130


# What the door may import

_SHOW_MODULES = """
import sys
before = set(sys.modules)
sys.argv = ["journal", *{words!r}]
from journal_tui.main import main
code = main()
sys.stdout.flush()
sys.stderr.write("\\nMODULES " + " ".join(sorted(set(sys.modules) - before)))
sys.exit(code)
"""


def imported(shell: Shell, *words: str, stdin: bytes | None = None) -> set[str]:
    """What a run imports beyond what the bare interpreter of this environment has."""
    result = shell(command=[sys.executable, "-c", _SHOW_MODULES.format(words=list(words))], stdin=stdin)
    assert result.code == 0, result.err
    return set(result.err.rpartition("MODULES ")[2].split())


@pytest.mark.parametrize(
    ("words", "stdin"),
    [
        (["add", "some", "text"], None),
        (["some", "text"], None),
        ([], b"text"),
        (["add", "--date", "-1", "x"], None),
    ],
)
def test_a_capture_imports_next_to_nothing(shell: Shell, words: list[str], stdin: bytes | None) -> None:
    shell.write("what was there\n")
    modules = imported(shell, *words, stdin=stdin)
    assert "journal_tui.services.capture" in modules
    assert modules & FORBIDDEN_ON_CAPTURE == set()
    assert not any(name.startswith(("journal_tui.tui", "textual", "rich")) for name in modules)


def test_a_capture_reads_toml_only_when_it_has_changed(shell: Shell) -> None:
    shell.journal.mkdir()
    (shell.journal / "settings.toml").write_text('day_starts_at = "05:00"\n')
    assert "tomllib" in imported(shell, "add", "once")
    assert imported(shell, "add", "twice") & FORBIDDEN_ON_CAPTURE == set()


@pytest.mark.parametrize("words", [["list", "-n", "3"], ["show"], ["path"], ["--version"], ["--help"]])
def test_reading_imports_only_what_it_needs(shell: Shell, words: list[str]) -> None:
    shell.write("# A title\n\ntext\n")
    modules = imported(shell, *words)
    heavy = {"argparse", "dataclasses", "json", "pathlib", "re", "textual", "tomllib", "typing"}
    assert modules & heavy == set()
    assert "journal_tui.services.capture" not in modules
