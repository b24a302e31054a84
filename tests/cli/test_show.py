"""`journal show` and `journal path`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.shell import Result, Shell, is_one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., Result]


@pytest.mark.parametrize(
    "data",
    [
        b"text\n",
        b"no end",
        b"\xef\xbb\xbfa\r\nb\rc\n",
        b"caf\xe9 \xff\n",
        b"\x1b]52;c;x\x07 \x00 \xc2\x9b \xe2\x80\xa8 \x0c",
        b"",
        b"x" * 1_000_000,
    ],
    ids=["plain", "no end", "mixed", "latin-1", "controls", "empty", "long line"],
)
def test_a_pipe_gets_the_bytes_as_they_are(run: Run, shell: Shell, data: bytes) -> None:
    path = shell.write(data)
    before = path.stat()
    assert run("show") == Result(0, data, "")
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (data, before.st_mtime_ns)


def test_through_the_real_door(shell: Shell) -> None:
    shell.write(b"\x1b[2J\xff\r\n")
    assert shell("show", "today") == Result(0, b"\x1b[2J\xff\r\n", "")


def test_several_days_in_the_order_they_were_asked_for(run: Run, shell: Shell) -> None:
    shell.write("two\n", "2018-03-27")
    shell.write("one\n", "2018-03-28")
    assert run("show", "yesterday", "today", "yesterday").out == "two\none\n"
    rows = json.loads(run("show", "--json", "-1", "today").out)
    assert [(row["date"], row["text"]) for row in rows] == [("2018-03-28", "one\n"), ("2018-03-27", "two\n")]
    assert list(rows[0]) == ["date", "number", "title", "words", "tags", "starred", "path", "text"]


def test_a_day_without_an_entry_is_exit_1(run: Run, shell: Shell) -> None:
    shell.write("one\n")
    assert run("show", "yesterday") == Result(1, b"", "journal: there is no entry on Tue 27 Mar 2018\n")
    assert run("show", "yesterday", "--json").raw == b"[]\n"
    both = run("show", "yesterday", "today")
    assert (both.code, both.out) == (1, "one\n")
    assert is_one_line(both.err)


@pytest.mark.parametrize("words", [["banana"], ["2018-02-30"], ["03/04/2018"], ["--all"], ["0001-01-01"]])
def test_what_is_no_day_is_exit_2(run: Run, shell: Shell, words: list[str]) -> None:
    shell.write("one\n")
    result = run("show", *words)
    assert (result.code, result.raw) == (2, b"")
    assert is_one_line(result.err)


@pytest.mark.parametrize("kind", ["folder", "outside"])
def test_what_is_no_entry_is_exit_3(run: Run, shell: Shell, kind: str) -> None:
    shell.journal.mkdir()
    secret = shell.home / "secret"
    secret.write_text("secret\n")
    if kind == "folder":
        shell.entry().mkdir()
    else:
        shell.entry().symlink_to(secret)
    result = run("show")
    assert (result.code, result.raw) == (3, b"")
    assert is_one_line(result.err)


def test_bytes_that_are_not_utf_8_are_text_in_json_all_the_same(run: Run, shell: Shell) -> None:
    shell.write(b"\xef\xbb\xbfplain")
    shell.write(b"caf\xe9 \x93quoted\x94", "2018-03-27")
    shell.write(b"\x81", "2018-03-26")
    rows = json.loads(run("show", "--json", "today", "-1", "-2").out)
    assert [row["text"] for row in rows] == ["plain", "café “quoted”", "\x81"]


def test_the_path_is_that_of_the_journal(run: Run, shell: Shell) -> None:
    assert run("path") == Result(0, f"{shell.journal}\n".encode(), "")
    assert json.loads(run("path", "--json").out) == {
        "path": str(shell.journal),
        "settings": str(shell.journal / "settings.toml"),
        "config": str(shell.config),
    }
    assert not shell.journal.exists()


def test_a_relative_journal_is_told_in_full(shell: Shell) -> None:
    assert shell("path", JOURNAL_DIR="journal/../notes").out == f"{shell.home / 'notes'}\n"


def test_a_folder_that_is_not_utf_8_keeps_its_name(shell: Shell) -> None:
    shell.env["JOURNAL_DIR"] = str(shell.home) + "/caf\udce9"
    assert shell("path").raw == str(shell.home).encode() + b"/caf\xe9\n"
    assert shell("add", "x").code == 0
    assert shell("show").raw == b"**14:05** x\n"
