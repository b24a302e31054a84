"""`journal doctor` as people and programs meet it: what it finds, says, mends and leaves alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.shell import TODAY, Result, Shell

ROOT = Path(__file__).parents[2]
JOURNAL_ID = "01234567-89ab-4cde-8f01-23456789abcd"
LONG_AGO = 1_500_000_000


def findings(result: Result) -> list[dict[str, str]]:
    """What needs somebody, as JSON told it."""
    rows: list[dict[str, str]] = json.loads(result.out)
    assert all(list(row) == ["level", "what", "where", "fix"] for row in rows)
    return [row for row in rows if row["level"] != "ok"]


def only(result: Result) -> dict[str, str]:
    """The one thing that was found."""
    found = findings(result)
    assert len(found) == 1, found
    return found[0]


@pytest.fixture
def journal(shell: Shell) -> Path:
    """A sound journal of two days, with an id."""
    for path in (shell.journal, shell.journal / ".journal"):
        path.mkdir(0o700)
    for name, text in ((TODAY + ".md", "one\n"), ("2018-03-27.md", "two\n"), (".journal/id", JOURNAL_ID)):
        make(shell.journal / name, text)
    return shell.journal


@pytest.fixture
def state(shell: Shell) -> Path:
    """Where the safety copies of that journal are."""
    folder = shell.home / ".local" / "state" / "journal-tui" / JOURNAL_ID
    folder.mkdir(0o700, parents=True)
    folder.parent.chmod(0o700)
    return folder


def make(path: Path, text: str | bytes, mode: int = 0o600) -> Path:
    """A private file with private folders."""
    missing = [folder for folder in path.parents if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(0o700)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    path.chmod(mode)
    return path


def snapshot(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Everything below a folder: mode, mtime, bytes."""
    found = {}
    for path in sorted(folder.rglob("*")):
        info = path.lstat()
        data = path.read_bytes() if path.is_file() else b""
        found[str(path)] = (info.st_mode, info.st_mtime_ns, data)
    return found


# Nothing wrong


def test_a_sound_journal_is_well(shell: Shell, journal: Path, state: Path) -> None:
    before = snapshot(shell.home)
    told = shell("doctor")
    assert told.code == 0
    assert told.err == ""
    assert told.out.endswith("\nAll is well.\n")
    assert "2 entries, all of them readable" in told.out
    assert snapshot(shell.home) == before, "looking changes nothing"


def test_a_journal_that_does_not_exist_yet_is_well(shell: Shell) -> None:
    told = shell("doctor")
    assert (told.code, told.err) == (0, "")
    assert list(shell.home.iterdir()) == []


def test_nothing_to_mend_changes_nothing(shell: Shell, journal: Path, state: Path) -> None:
    before = snapshot(shell.home)
    told = shell("doctor", "--fix")
    assert told.code == 0
    assert "nothing that can be mended" in told.err
    assert snapshot(shell.home) == before


def test_json_follows_its_schema(shell: Shell, journal: Path) -> None:
    schema = json.loads((ROOT / "docs" / "schemas" / "doctor.json").read_text())
    levels = schema["items"]["properties"]["level"]["enum"]
    rows = json.loads(shell("doctor", "--json").out)
    assert rows
    for row in rows:
        assert list(row) == schema["items"]["required"]
        assert row["level"] in levels
        assert all(isinstance(value, str) for value in row.values())


# Modes


def test_what_others_may_read_is_told_and_mended(shell: Shell, journal: Path, state: Path) -> None:
    (journal / "2018-03-27.md").chmod(0o644)
    (journal / ".journal").chmod(0o755)
    drafts = state / "history"
    drafts.mkdir(0o750)
    told = shell("doctor", "--json")
    assert told.code == 1
    assert [row["level"] for row in findings(told)] == ["warning", "warning"]
    fixed = shell("doctor", "--fix", "--json")
    assert fixed.code == 0
    assert findings(fixed) == []
    assert "made yours alone" in fixed.err
    modes = [
        path.stat().st_mode & 0o777 for path in (journal / "2018-03-27.md", journal / ".journal", drafts)
    ]
    assert modes == [0o600, 0o700, 0o700]


def test_files_that_are_not_ours_keep_their_modes(shell: Shell, journal: Path, state: Path) -> None:
    make(journal / "shopping.txt", "milk", 0o644)
    assert shell("doctor", "--fix").code == 0
    assert (journal / "shopping.txt").stat().st_mode & 0o777 == 0o644


# What saves leave


def leftover(path: Path, text: str, age: int | None = LONG_AGO) -> Path:
    """A temporary file as a save makes it for `path`."""
    temp = make(path.with_name(f".~{path.name}.0a1b2c3d.tmp"), text)
    if age is not None:
        os.utime(temp, (age, age))
    return temp


def test_a_copy_that_a_save_left_is_removed(shell: Shell, journal: Path, state: Path) -> None:
    temp = leftover(journal / f"{TODAY}.md", "one\n")
    found = only(shell("doctor", "--json"))
    assert (found["level"], found["where"]) == ("note", str(temp))
    assert shell("doctor", "--fix").code == 0
    assert not temp.exists()
    assert list(state.rglob("*.md")) == []


def test_other_text_that_a_save_left_goes_to_the_trash(shell: Shell, journal: Path, state: Path) -> None:
    temp = leftover(journal / f"{TODAY}.md", "the only copy\n")
    told = shell("doctor", "--json")
    assert told.code == 1
    assert only(told)["where"] == str(temp)
    fixed = shell("doctor", "--fix")
    assert fixed.code == 0
    assert not temp.exists()
    [kept] = (state / "trash").rglob("entry.md")
    assert kept.read_text() == "the only copy\n"
    assert kept.parent.name.startswith(TODAY)
    assert str(kept) in fixed.err
    assert (journal / f"{TODAY}.md").read_text() == "one\n"


def test_a_leftover_without_its_file_is_kept_too(shell: Shell, journal: Path, state: Path) -> None:
    leftover(journal / "2018-03-26.md", "never got its name\n")
    assert shell("doctor", "--fix").code == 0
    assert [path.read_text() for path in state.rglob("entry.md")] == ["never got its name\n"]


def test_a_save_at_work_is_left_alone(shell: Shell, journal: Path, state: Path) -> None:
    temp = leftover(journal / f"{TODAY}.md", "half", age=None)
    found = only(shell("doctor", "--json", "--fix"))
    assert found["level"] == "note"
    assert temp.read_text() == "half"


# Drafts, captures, locks


def test_a_draft_of_a_crashed_session_is_told_and_stays(shell: Shell, journal: Path, state: Path) -> None:
    draft = make(state / "drafts" / f"{TODAY}.deadbeef.draft", "journal-draft 1\n\ntext")
    make(state / "drafts" / "deadbeef.lock", "")
    told = shell("doctor", "--fix", "--json")
    found = only(told)
    assert (told.code, found["level"], found["where"]) == (1, "warning", str(draft))
    assert f"journal open {TODAY}" in found["fix"]
    assert draft.exists()


def test_a_draft_that_was_saved_is_only_noted(shell: Shell, journal: Path, state: Path) -> None:
    make(state / "drafts" / f"{TODAY}.deadbeef.draft", "journal-draft 1\nentry: x\n\none")
    told = shell("doctor", "--json")
    assert (told.code, only(told)["level"]) == (0, "note")


def test_a_draft_of_an_open_page_is_no_trouble(shell: Shell, journal: Path, state: Path) -> None:
    make(state / "drafts" / f"{TODAY}.cafebabe.draft", "journal-draft 1\n\ntext")
    lock = make(state / "drafts" / "cafebabe.lock", "")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    try:
        told = shell("doctor", "--fix")
        assert told.code == 0, told.out
        assert "1 draft of a page that is open" in told.out
        assert lock.exists()
    finally:
        holder.stdin.close()
        holder.wait(10)
        holder.stdout.close()


HOLD = """
import fcntl, sys
file = open(sys.argv[1])
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


def test_a_lock_of_nobody_is_removed(shell: Shell, journal: Path, state: Path) -> None:
    lock = make(state / "drafts" / "deadbeef.lock", "")
    assert only(shell("doctor", "--json"))["level"] == "note"
    assert shell("doctor", "--fix").code == 0
    assert not lock.exists()


def test_the_advice_for_a_parked_capture_works(shell: Shell, journal: Path, state: Path) -> None:
    parked = make(state / "drafts" / "2018-03-27.capture-0a1b2c3d.md", "it's a $HOME of 'quotes'\n")
    told = shell("doctor", "--json")
    found = only(told)
    assert (told.code, found["where"]) == (1, str(parked))
    line = found["fix"].partition(": ")[2].replace("journal add", f"{sys.executable} -m journal_tui add")
    subprocess.run(["/bin/sh", "-c", line], env=shell.env, check=True, capture_output=True)
    assert "it's a $HOME of 'quotes'" in (journal / "2018-03-27.md").read_text()
    assert not parked.exists()
    assert shell("doctor").code == 0


# Files of all kinds


def test_conflict_copies_warn_and_other_siblings_are_noted(shell: Shell, journal: Path, state: Path) -> None:
    make(journal / f"{TODAY}.conflict-20180328T191402Z-1a2b3c4d.md", "theirs")
    make(journal / "2018-03-27 trip.md", "mine")
    told = findings(shell("doctor", "--json"))
    assert [row["level"] for row in told] == ["warning", "note"]
    assert f"journal open {TODAY}" in told[0]["fix"]


def test_odd_files_are_named_and_left_alone(shell: Shell, journal: Path, state: Path) -> None:
    secret = make(shell.home / "secret", "secret")
    (journal / "2018-03-01.md").symlink_to(secret)
    (journal / "2018-03-02.md").symlink_to("nowhere")
    os.mkfifo(journal / "2018-03-03.md", 0o600)
    (journal / "2018-03-04.md").mkdir(0o700)
    make(journal / ".2018-03-05.md.icloud", "")
    before = snapshot(journal)
    told = shell("doctor", "--json", "--fix")
    assert told.code == 1
    assert {(row["level"], row["what"].split(" and ")[0].split(":")[0]) for row in findings(told)} == {
        ("warning", "2018-03-01.md is a link that leads out of the journal"),
        ("warning", "2018-03-02.md is a link that leads nowhere"),
        ("warning", "2018-03-03.md is no regular file"),
        ("warning", "2018-03-04.md is a folder with an entry's name"),
        ("warning", "2018-03-05.md is in the cloud"),
    }
    assert snapshot(journal) == before


def test_pages_that_are_only_shown_are_noted(shell: Shell, journal: Path, state: Path) -> None:
    make(journal / "2018-03-01.md", b"caf\xe9")
    make(journal / "2018-03-02.md", "x" * 2_000_001)
    make(journal / "2018-03-03.md", "x" * 50_001)
    told = shell("doctor", "--json")
    assert told.code == 0
    assert [row["level"] for row in findings(told)] == ["note"] * 3


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read whatever the modes say")
def test_an_entry_that_cannot_be_read_is_an_error(shell: Shell, journal: Path, state: Path) -> None:
    (journal / "2018-03-27.md").chmod(0)
    told = shell("doctor", "--json")
    assert (told.code, only(told)["level"]) == (1, "error")


def test_a_sub_folder_pattern_is_understood(shell: Shell, journal: Path, state: Path) -> None:
    make(journal / "settings.toml", 'entry_path = "%Y/%m/%Y-%m-%d.md"\n')
    make(journal / "2018" / "02" / "2018-02-01.md", "deep\n")
    os.mkfifo(journal / "2018" / "02" / "2018-02-02.md", 0o600)
    found = {
        row["what"].split(" is ")[0] for row in findings(shell("doctor", "--json")) if " is " in row["what"]
    }
    assert "2018/02/2018-02-02.md" in found


# History


def test_a_version_that_is_not_what_was_kept_is_an_error(shell: Shell, journal: Path, state: Path) -> None:
    assert shell("delete", TODAY, "--yes").code == 0
    [version] = (state / "history").rglob("*.md")
    assert shell("doctor").code == 0
    version.write_text("onE\n")
    told = shell("doctor", "--json")
    assert (told.code, only(told)["level"], only(told)["where"]) == (1, "error", str(version))


# The id


def test_a_damaged_id_warns(shell: Shell, journal: Path) -> None:
    (journal / ".journal" / "id").write_text("../../etc\n")
    told = shell("doctor", "--json")
    assert (told.code, only(told)["where"]) == (1, str(journal / ".journal" / "id"))


def test_two_journals_of_one_id_warn(shell: Shell, journal: Path, state: Path) -> None:
    copy = make(shell.home / "copy" / ".journal" / "id", JOURNAL_ID)
    make(shell.config, f'[journals]\nold = "{shell.home}/copy"\n')
    told = shell("doctor", "--json")
    assert (told.code, only(told)["where"]) == (1, str(copy))
    assert only(told)["what"].startswith("old has the same id")


# Settings, themes, the clock


def test_problems_of_settings_and_themes_are_told_once(shell: Shell, journal: Path, state: Path) -> None:
    make(journal / "settings.toml", "[journal]\nmininum = 50\n")
    make(shell.config.parent / "themes" / "mine.toml", "name = 3\n")
    told = shell("doctor", "--json")
    assert told.code == 1
    assert told.err == ""
    found = findings(told)
    assert found[0]["where"] == f"{journal}/settings.toml line 2"
    assert '"minimum"' in found[0]["fix"]
    assert any("mine.toml" in row["where"] for row in found)
    assert len({tuple(row.values()) for row in found}) == len(found)


def test_a_clock_that_is_behind_the_journal_warns(shell: Shell, journal: Path, state: Path) -> None:
    make(journal / "2950-01-01.md", "from a year to come")
    shell.env.pop("JOURNAL_NOW")
    told = shell("doctor", "--json")
    assert (told.code, only(told)["level"]) == (1, "warning")
    assert "The clock says" in only(told)["what"]


def test_a_clock_that_was_set_by_hand_is_not_judged(shell: Shell, journal: Path, state: Path) -> None:
    make(journal / "2950-01-01.md", "from a year to come")
    assert shell("doctor").code == 0


def test_names_cannot_act_on_the_terminal_or_break_a_line(shell: Shell, journal: Path, state: Path) -> None:
    make(journal / f"{TODAY} \x1b]0;x\x07\n.md", "odd")
    told = shell("doctor")
    assert told.code == 0
    assert "\x1b" not in told.out
    assert "\x07" not in told.out


def test_the_advice_names_the_journal_that_was_asked_for(shell: Shell, journal: Path, state: Path) -> None:
    (journal / f"{TODAY}.md").chmod(0o644)
    make(shell.config, f'[journals]\nlab = "{journal}"\n')
    assert "journal -j lab doctor --fix" in shell("-j", "lab", "doctor").out


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("2018-02-30.md", "there is no such day"),
        ("2018-3-1.md", "to 2018-03-01.md"),
        ("20180301.md", "to 2018-03-01.md"),
        ("2018_03_01 Walk.md", "to 2018-03-01.md"),
        ("2018-3-28.md", "2018-03-28.md is there already"),
        ("28.3.2018.md", "begins with the year"),
    ],
)
def test_a_name_that_is_nearly_an_entrys_warns(
    shell: Shell, journal: Path, state: Path, name: str, advice: str
) -> None:
    path = make(journal / name, "words\n")
    result = shell("doctor", "--json")
    found = only(result)
    assert (result.code, found["level"], found["where"]) == (1, "warning", str(path))
    assert found["what"].startswith(f"{name} looks like an entry")
    assert advice in found["fix"]
    assert path.read_text() == "words\n"


def test_many_odd_names_are_counted_not_listed(shell: Shell, journal: Path, state: Path) -> None:
    for day in range(1, 29):
        make(journal / f"201802{day:02}.md", "words\n")
    for name in ("a.md", "b.MD", "README.markdown", "todo.md", "z.md", "photo.jpg", "20180301.txt"):
        make(journal / name, "words\n")
    near, others = findings(shell("doctor", "--json"))
    assert (near["level"], others["level"]) == ("warning", "note")
    assert "28 files (20180201.md, 20180202.md, 20180203.md and 25 more)" in near["what"]
    assert "5 other Markdown files (README.markdown, a.md, b.MD and 2 more)" in others["what"]


def test_what_is_wrong_in_the_trash_is_told(shell: Shell, journal: Path, state: Path) -> None:
    for day in (TODAY, "2018-03-27"):
        assert shell("delete", day, "--yes").code == 0
    second, first = sorted((state / "trash").iterdir(), reverse=True)
    (first / "entry.md").write_text("tampered")
    (second / "entry.md").unlink()
    make(state / "trash" / "mine" / "notes.txt", "mine")
    found = findings(shell("doctor", "--json"))
    assert [(row["level"], row["where"]) for row in found] == [
        ("error", str(first / "entry.md")),
        ("warning", str(second)),
        ("note", str(state / "trash" / "mine")),
    ]
