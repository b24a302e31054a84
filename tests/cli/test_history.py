"""`journal history`, `restore` and `delete`."""

from __future__ import annotations

import json
import shutil
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pytest

from journal_tui.services.history import REASONS
from tests.cli.shell import Result, Shell, is_one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Run = Callable[..., Result]
    Terminal = pexpect.spawn[bytes]


def at(time: str) -> str:
    return f"2018-03-28T{time}"


@pytest.fixture
def two_versions(shell: Shell) -> Shell:
    """Today's entry was "one one", then was deleted, and is "two" now; then it was restored over."""
    shell.write("one one\n")
    assert shell("delete", "today", "--yes", JOURNAL_NOW=at("14:05")).code == 0
    shell.write("two\n")
    assert shell("restore", "today", "--yes", JOURNAL_NOW=at("14:10")).code == 0
    return shell


def test_versions_are_listed_newest_first(two_versions: Shell) -> None:
    result = two_versions("history", "today")
    assert (result.code, result.err) == (0, "")
    rows = [line.split(maxsplit=4) for line in result.out.splitlines()]
    assert [row[:4] for row in rows] == [
        ["1", "2018-03-28", "14:10", "1"],
        ["2", "2018-03-28", "14:05", "2"],
    ]
    assert rows[0][4].startswith("before a restore ")
    assert rows[1][4].startswith("before it was deleted ")


def test_versions_as_json(two_versions: Shell) -> None:
    rows = json.loads(two_versions("history", "2018-03-28", "--json").out)
    assert [list(row) for row in rows] == [["version", "at", "words", "bytes", "reason", "id", "damaged"]] * 2
    assert [(row["version"], row["words"], row["bytes"], row["reason"]) for row in rows] == [
        (1, 1, 4, "restore"),
        (2, 2, 8, "delete"),
    ]
    moment = datetime.fromisoformat(rows[0]["at"])
    assert moment.utcoffset() is not None
    assert (moment.hour, moment.minute) == (14, 10)


def test_the_schema_is_that_of_the_rows(two_versions: Shell) -> None:
    rows = json.loads(two_versions("history", "2018-03-28", "--json").out)
    schema = json.loads((Path(__file__).parents[2] / "docs" / "schemas" / "history.json").read_text())
    assert list(rows[0]) == schema["items"]["required"] == list(schema["items"]["properties"])
    assert schema["items"]["properties"]["reason"]["enum"] == list(REASONS)


def test_no_version_is_exit_1(run: Run, shell: Shell) -> None:
    shell.write("one\n")
    assert run("history", "today") == Result(
        1, b"", "journal: there is no older version of Wed 28 Mar 2018\n"
    )
    assert run("history", "today", "--json") == Result(1, b"[]\n", "")
    assert run("restore", "today", "--yes").code == 1
    assert not (shell.home / ".local").exists()


def test_a_deleted_entry_comes_back_byte_for_byte(shell: Shell) -> None:
    data = b"\xef\xbb\xbfa\r\n\xff\x00"
    path = shell.write(data)
    result = shell("delete", "today", "--yes")
    assert (result.code, result.raw) == (0, b"")
    assert "journal restore 2018-03-28" in result.err
    assert not path.exists()
    assert shell("restore", "today", "--yes").code == 0
    assert path.read_bytes() == data


def test_restore_takes_the_version_before_and_then_the_one_after(two_versions: Shell) -> None:
    shell = two_versions
    assert shell.entry().read_text() == "one one\n"
    assert shell("restore", "today", "--yes", JOURNAL_NOW=at("14:20")).code == 0
    assert shell.entry().read_text() == "two\n"
    assert shell("restore", "today", "--yes", JOURNAL_NOW=at("14:30")).code == 0
    assert shell.entry().read_text() == "one one\n"


def test_a_version_is_named_by_number_or_id(two_versions: Shell) -> None:
    shell = two_versions
    rows = json.loads(shell("history", "today", "--json").out)
    assert shell("restore", "today", "1", "--yes", JOURNAL_NOW=at("14:20")).code == 0
    assert shell.entry().read_text() == "two\n"
    assert shell("restore", "today", rows[1]["id"], "--yes", JOURNAL_NOW=at("14:30")).code == 0
    assert shell.entry().read_text() == "one one\n"
    again = shell("restore", "today", rows[1]["id"])
    assert (again.code, again.err) == (0, "Wed 28 Mar 2018 is already this version\n")


@pytest.mark.parametrize(
    "words",
    [
        ["history"],
        ["history", "today", "yesterday"],
        ["history", "banana"],
        ["restore"],
        ["restore", "today", "9"],
        ["restore", "today", "1", "2"],
        ["restore", "today"],
        ["delete"],
        ["delete", "today"],
        ["delete", "banana", "--yes"],
    ],
)
def test_wrong_words_and_questions_nobody_hears_are_exit_2(two_versions: Shell, words: list[str]) -> None:
    shell = two_versions
    shell.write("three\n")
    result = shell(*words)
    assert (result.code, result.raw) == (2, b"")
    assert is_one_line(result.err)
    assert shell.entry().read_text() == "three\n"


def test_days_without_an_entry_are_told(shell: Shell) -> None:
    shell.write("one\n")
    result = shell("delete", "yesterday", "today", "--yes")
    assert result.code == 1
    assert "there is no entry on Tue 27 Mar 2018" in result.err
    assert not shell.entry().exists()
    assert shell("delete", "today", "--yes").code == 1


def test_the_safety_copies_are_private(shell: Shell) -> None:
    shell.write("one\n")
    shell("delete", "today", "--yes")
    state = shell.home / ".local" / "state" / "journal-tui"
    for path in state.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0
    assert {path.name for path in next(state.iterdir()).iterdir()} == {"history", "lock", "trash"}


def test_a_capture_keeps_no_history(shell: Shell) -> None:
    for word in ("one", "two"):
        assert shell("add", word).code == 0
    assert not list((shell.home / ".local" / "state" / "journal-tui").glob("*/history"))


def version_files(shell: Shell) -> list[Path]:
    return sorted((shell.home / ".local/state/journal-tui").glob("*/history/*/*/*.md"))


def test_a_damaged_version_is_marked_and_the_whole_one_restored(shell: Shell) -> None:
    shell.write("good words\n")
    assert shell("delete", "today", "--yes").code == 0
    [path] = version_files(shell)
    path.write_text("tampered")
    rows = shell("history", "today").out.splitlines()
    assert sorted("damaged" in row for row in rows) == [False, True]
    number = next(row.split()[0] for row in rows if "damaged" in row)
    refused = shell("restore", "today", number, "--yes")
    assert refused.code == 3
    assert is_one_line(refused.err)
    assert "is damaged and was not restored" in refused.err
    assert str(path) in refused.err
    assert not shell.entry().exists()
    damaged = [row["damaged"] for row in json.loads(shell("history", "today", "--json").out)]
    assert sorted(damaged) == [False, True]
    assert shell("restore", "today", "--yes").code == 0
    assert shell.entry().read_text() == "good words\n"


def test_damage_alone_is_never_restored(two_versions: Shell) -> None:
    shell = two_versions
    shutil.rmtree(next((shell.home / ".local/state/journal-tui").glob("*/trash")))
    for path in version_files(shell):
        path.write_text("tampered")
    refused = shell("restore", "today", "--yes")
    assert (refused.code, shell.entry().read_text()) == (3, "one one\n")
    assert str(version_files(shell)[-1]) in refused.err


def test_what_was_deleted_before_the_journal_had_its_id_comes_back(shell: Shell) -> None:
    shell.write("one\n")
    (shell.journal / ".journal").write_text("in the way")
    assert shell("delete", "today", "--yes").code == 0
    (shell.journal / ".journal").unlink()
    assert shell("add", "--date", "yesterday", "two").code == 0
    assert len(list((shell.home / ".local/state/journal-tui").iterdir())) == 2
    assert "before it was deleted" in shell("history", "today").out
    assert shell("restore", "today", "--yes").code == 0
    assert shell.entry().read_text() == "one\n"
    assert "all of them" in shell("doctor").out
    assert "before the journal had its id" not in shell("doctor").out


# Questions


@pytest.fixture
def ask(shell: Shell) -> Iterator[Callable[..., tuple[int | None, str]]]:
    """Run a command on a terminal, answer its question; the exit code and all that was printed."""
    spawned: list[Terminal] = []

    def asked(*words: str, answer: str) -> tuple[int | None, str]:
        terminal: Terminal = pexpect.spawn(
            sys.executable,
            ["-m", "journal_tui", *words],
            env={**shell.env, "TERM": "xterm"},
            cwd=str(shell.home),
            dimensions=(24, 200),
            timeout=20,
        )
        spawned.append(terminal)
        terminal.expect(r"\[y/N\] ")
        before = terminal.before or b""
        terminal.sendline(answer)
        text = before + terminal.read()
        terminal.wait()
        return terminal.exitstatus, text.decode()

    yield asked
    for terminal in spawned:
        terminal.close(force=True)


def test_delete_asks(shell: Shell, ask: Callable[..., tuple[int | None, str]]) -> None:
    shell.write("one two three\n")
    code, text = ask("delete", "today", answer="n")
    assert (code, shell.entry().exists()) == (1, True)
    assert "Wed 28 Mar 2018 (3 words)" in text
    assert "nothing was changed" in text
    assert ask("delete", "today", answer="")[0] == 1
    assert ask("delete", "today", answer="y")[0] == 0
    assert not shell.entry().exists()


def test_restore_says_what_it_replaces(shell: Shell, ask: Callable[..., tuple[int | None, str]]) -> None:
    shell.write("one two three\n")
    shell("delete", "today", "--yes")
    code, text = ask("restore", "today", answer="no")
    assert (code, shell.entry().exists()) == (1, False)
    assert "Bring back 3 words (kept 2018-03-28 14:05, before it was deleted)?" in text
    shell.write("four\n")
    code, text = ask("restore", "today", answer="yes")
    assert (code, shell.entry().read_text()) == (0, "one two three\n")
    assert "replace 1 word by 3 words" in text
