"""`journal list`: rows for people, JSON for programs."""

from __future__ import annotations

import json
import sys
import tarfile
from typing import TYPE_CHECKING

import pytest

from tests.cli.shell import Result, Shell, is_one_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Result]


@pytest.fixture
def three(shell: Shell) -> Shell:
    """A journal of three entries."""
    shell.write("# On the Brink\n\nOne two three #travel\n", "2018-03-28")
    shell.write("---\nstarred: true\ntags: [Travel, home]\n---\nFirst words of prose.\n", "2018-03-27")
    shell.write("", "2018-01-01")
    return shell


def dates(result: Result) -> list[str]:
    return [line[:10] for line in result.out.splitlines()]


@pytest.mark.usefixtures("three")
def test_rows_are_aligned_and_newest_first(run: Run) -> None:
    result = run("list")
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "2018-03-28 Wed       7   On the Brink\n"
        "2018-03-27 Tue       4 * First words of prose.\n"
        "2018-01-01 Mon       0\n"
    )


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["-n", "2"], ["2018-03-28", "2018-03-27"]),
        (["-n1"], ["2018-03-28"]),
        (["-n", "99"], ["2018-03-28", "2018-03-27", "2018-01-01"]),
        (["--reverse"], ["2018-01-01", "2018-03-27", "2018-03-28"]),
        (["-n", "2", "--reverse"], ["2018-03-27", "2018-03-28"]),
        (["--from", "2018-03-27"], ["2018-03-28", "2018-03-27"]),
        (["--from=yesterday", "--to=yesterday"], ["2018-03-27"]),
        (["--to", "2018-03-27"], ["2018-03-27", "2018-01-01"]),
        (["--on", "-1"], ["2018-03-27"]),
        (["--tag", "travel"], ["2018-03-28", "2018-03-27"]),
        (["--tag", "#TRAVEL", "-n", "1"], ["2018-03-28"]),
        (["--starred"], ["2018-03-27"]),
        (["--starred", "--tag", "home"], ["2018-03-27"]),
    ],
)
def test_rows_can_be_chosen(run: Run, words: list[str], expected: list[str]) -> None:
    assert dates(run("list", *words)) == expected


@pytest.mark.usefixtures("three")
def test_json_is_what_scripts_rely_on(run: Run, shell: Shell) -> None:
    newest, middle, oldest = json.loads(run("list", "--json").out)
    assert newest == {
        "date": "2018-03-28",
        "number": None,
        "title": "On the Brink",
        "words": 7,
        "tags": ["travel"],
        "starred": False,
        "path": str(shell.entry("2018-03-28")),
    }
    assert list(newest) == ["date", "number", "title", "words", "tags", "starred", "path"]
    assert (middle["title"], middle["starred"], middle["tags"]) == (None, True, ["Travel", "home"])
    assert (oldest["words"], oldest["title"]) == (0, None)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("words", [["--tag", "nowhere"], ["--from", "2018-04-01"], ["--on", "2018-03-01"]])
def test_nothing_found_is_exit_1(run: Run, words: list[str]) -> None:
    result = run("list", *words)
    assert (result.code, result.raw) == (1, b"")
    assert is_one_line(result.err)
    assert run("list", "--json", *words) == Result(1, b"[]\n", "")


def test_a_journal_that_does_not_exist_yet_is_empty(run: Run, shell: Shell) -> None:
    assert run("list", "--json") == Result(1, b"[]\n", "")
    assert run("list") == Result(1, b"", "journal: there are no entries yet\n")
    assert not shell.journal.exists()


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["-n", "0"], "-n"),
        (["-n", "-3"], "-n"),
        (["-n", "many"], "-n"),
        (["-n"], "-n N"),
        (["--from", "03/04/2018"], "03/04/2018"),
        (["--on", "banana"], "banana"),
        (["-on", "banana"], "--on"),
        (["--form", "today"], "--from"),
        (["--fro", "today"], "--from"),  # no abbreviations
        (["--starred=yes"], "no value"),
        (["--tag"], "--tag TAG"),
        (["of", "things"], "journal add list"),
        (["--", "-n"], "journal add list"),
        (["--from", "today", "--to", "yesterday"], "after"),
        (["--on", "today", "--from", "today"], "--on"),
        (["-j", "nowhere"], "nowhere"),
    ],
)
def test_what_makes_no_sense_is_exit_2(run: Run, words: list[str], hint: str) -> None:
    result = run("list", *words)
    assert (result.code, result.raw) == (2, b"")
    assert is_one_line(result.err)
    assert hint in result.err


def test_a_row_stays_one_line_and_json_harmless(run: Run, shell: Shell) -> None:
    title = "a [/] b \x1b]0;x\x07\x9b2J \u202e reversed"
    shell.write(f"# {title}\n")
    assert run("list").out.splitlines()[0].endswith(title)
    raw = run("list", "--json").raw
    assert json.loads(raw)[0]["title"] == title
    assert not any(sign in raw for sign in (b"\x1b", b"\x07", "\x9b".encode(), "\u202e".encode()))


def test_letters_of_all_scripts_stay_letters_in_json(run: Run, shell: Shell) -> None:
    shell.write("# Größe 日本 \N{ROCKET}\n")
    assert "Größe 日本 \N{ROCKET}" in run("list", "--json").out


def test_a_day_with_only_a_copy_has_a_row(run: Run, shell: Shell) -> None:
    shell.write("x y z", "2018-03-28.sync-conflict-1")
    assert run("list").out == "2018-03-28 Wed       -   only 2018-03-28.sync-conflict-1.md\n"
    (row,) = json.loads(run("list", "--json").out)
    assert (row["path"], row["words"], row["title"]) == (None, 0, None)


def test_what_cannot_be_read_is_told_and_does_not_hide_the_rest(
    run: Run, three: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    from journal_tui.domain.errors import StorageError
    from journal_tui.storage.journal import Journal

    real = Journal.read

    def read(self: Journal, day: object) -> bytes | None:
        if str(day) == "2018-03-27":
            raise StorageError("it could not be read")
        return real(self, day)  # type: ignore[arg-type]

    monkeypatch.setattr(Journal, "read", read)
    result = run("list")
    assert result.code == 3
    assert dates(result) == ["2018-03-28", "2018-01-01"]
    assert result.err == "journal: it could not be read\n"
    assert [row["date"] for row in json.loads(run("list", "--json").out)] == ["2018-03-28", "2018-01-01"]


def test_only_the_newest_entries_are_read(run: Run, three: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    from journal_tui.storage.journal import Journal

    days: list[str] = []
    real = Journal.read

    def read(self: Journal, day: object) -> bytes | None:
        days.append(str(day))
        return real(self, day)  # type: ignore[arg-type]

    monkeypatch.setattr(Journal, "read", read)
    assert dates(run("list", "-n", "1")) == ["2018-03-28"]
    assert days == ["2018-03-28"]


def test_the_words_of_a_template_do_not_count(run: Run, shell: Shell) -> None:
    shell.write("# Wednesday\n\nWhat was good?\n\nTea.\n")
    (shell.journal / "templates").mkdir()
    (shell.journal / "templates" / "daily.md").write_text("# {weekday}\n\nWhat was good?\n")
    (shell.journal / "settings.toml").write_text('[journal]\ntemplate = "daily"\n')
    assert run("list").out == "2018-03-28 Wed       1   Wednesday\n"


def test_problems_in_settings_are_told(run: Run, three: Shell) -> None:
    (three.journal / "settings.toml").write_text(
        'day_starts_at = "4"\n[journal]\ntemplate = "none"\nwrods = 3\n'
    )
    three.config.parent.mkdir(parents=True)
    three.config.write_text("theme = \n")
    result = run("list")
    assert result.code == 0
    assert len(dates(result)) == 3
    told = result.err.splitlines()
    assert [line.split(":")[0] for line in told] == ["journal"] * 4
    assert "~/.config/journal-tui/config.toml line 1" in told[0]
    assert "~/journal/settings.toml line 1: day_starts_at" in told[1]
    assert 'did you mean "words"?' in result.err
    assert "templates/none.md" in told[3]


def test_numbers_of_a_series_are_those_in_the_titles(run: Run, shell: Shell) -> None:
    shell.write("# Entry 75: Why\n", "2018-03-28")
    shell.write("# Entry x: Why not\n", "2018-03-27")
    (shell.journal / "settings.toml").write_text("[series]\n")
    assert [row["number"] for row in json.loads(run("list", "--json").out)] == [75, None]


def test_a_reader_that_has_enough_ends_the_list_in_silence(shell: Shell) -> None:
    for day in range(1, 29):
        shell.write("# " + "long title " * 400, f"2018-02-{day:02}")
    line = '"$@" list | head -1; "$@" list --json | head -0'
    result = shell("-c", line, "sh", sys.executable, "-m", "journal_tui", command=["/bin/sh"])
    assert result.err == ""
    assert result.out.count("\n") == 1


@pytest.mark.parametrize(("end", "hint"), [(">/dev/full", "No space left"), (">&-", "closed")])
def test_output_that_cannot_be_written_is_exit_3(shell: Shell, end: str, hint: str) -> None:
    shell.write("text")
    line = f'exec "$@" list {end}'
    result = shell("-c", line, "sh", sys.executable, "-m", "journal_tui", command=["/bin/sh"])
    assert (result.code, is_one_line(result.err)) == (3, True)
    assert hint in result.err


def test_a_year_of_a_real_diary(run: Run, shell: Shell, pepys_archive: Path) -> None:
    with tarfile.open(pepys_archive) as archive:
        year = [member for member in archive if member.name.split("/")[-1].startswith("2017-")]
        archive.extractall(shell.journal, year, filter="data")
    (folder,) = {path.parent for path in shell.journal.rglob("2017-*.md")}
    shell.env["JOURNAL_DIR"] = str(folder)
    rows = json.loads(run("list", "--json").out)
    assert len(rows) == len(year) > 300
    assert sum(row["words"] for row in rows) > 50_000
    assert [row["date"] for row in rows] == sorted((row["date"] for row in rows), reverse=True)
