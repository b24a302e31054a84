"""Captures through the real door: what is in the file afterwards, and what is said."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.shell import Shell, is_one_line

if TYPE_CHECKING:
    from pathlib import Path

AS_ROOT = pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write whatever the modes say")


def settings(shell: Shell, text: str | bytes) -> Path:
    path = shell.journal / "settings.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


# The paragraph


def test_the_echo_says_what_was_understood(shell: Shell) -> None:
    assert shell("add", "five", "words", "in", "all,", "yes.").err == (
        "Added 5 words to Wed 28 Mar 2018, 14:05\n"
    )
    assert shell("add", "one").err == "Added 1 word to Wed 28 Mar 2018, 14:05\n"
    assert shell("add", "--date", "yesterday", "one").err == "Added 1 word to Tue 27 Mar 2018\n"


def test_a_day_begins_at_four_in_the_morning(shell: Shell) -> None:
    assert shell("add", "late", JOURNAL_NOW="2018-03-29T03:59").err.endswith("Wed 28 Mar 2018, 03:59\n")
    assert shell("add", "early", JOURNAL_NOW="2018-03-29T04:00").err.endswith("Thu 29 Mar 2018, 04:00\n")
    assert shell.entry().read_text() == "**03:59** late\n"


def test_every_capture_is_a_paragraph_of_its_own(shell: Shell) -> None:
    shell("add", "one")
    shell("add", "two", JOURNAL_NOW="2018-03-28T21:00:59")
    shell("add", "--date", "2018-03-28", "three")
    assert shell.entry().read_bytes() == b"**14:05** one\n\n**21:00** two\n\nthree\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"text\n", b"text\n\n**14:05** x\n"),
        (b"text", b"text\n\n**14:05** x\n"),
        (b"text\n\n", b"text\n\n**14:05** x\n"),
        (b"text\n\n\n", b"text\n\n\n**14:05** x\n"),
        (b"text\n  \t\n", b"text\n  \t\n**14:05** x\n"),
        (b"", b"**14:05** x\n"),
        (b"\n", b"\n**14:05** x\n"),
        (b"\xef\xbb\xbf", b"\xef\xbb\xbf**14:05** x\n"),
        (b"\xef\xbb\xbfa\r\nb", b"\xef\xbb\xbfa\r\nb\r\n\r\n**14:05** x\r\n"),
        (b"a\r\nb\nc\r\n", b"a\r\nb\nc\r\n\r\n**14:05** x\r\n"),
        (b"a\rb\r", b"a\rb\r\r**14:05** x\r"),
        (b"a\x00b\x1b[2J\xe2\x80\xa8c", b"a\x00b\x1b[2J\xe2\x80\xa8c\n\n**14:05** x\n"),
    ],
)
def test_what_was_there_stays_byte_for_byte(shell: Shell, before: bytes, after: bytes) -> None:
    shell.write(before)
    assert shell("add", "x").code == 0
    assert shell.entry().read_bytes() == after


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (b"one\n\ntwo\n\n\n", "one\n\ntwo\n"),
        (b"one\r\ntwo\rthree", "one\ntwo\nthree\n"),
        (b"\n \n  indented\n    more\n", "  indented\n    more\n"),
        (b"\xef\xbb\xbfone", "one\n"),
        ("tab\t, bell\x07, line\u2028separator, page\x0cbreak".encode(), None),
        (b"trailing spaces  \n", "trailing spaces  \n"),
    ],
)
def test_text_of_standard_input_is_kept_as_typed(shell: Shell, typed: bytes, kept: str | None) -> None:
    assert shell("add", "--date", "today", stdin=typed).code == 0
    assert shell.entry().read_bytes() == (kept.encode() if kept is not None else typed + b"\n")


def test_new_lines_of_a_text_become_those_of_the_file(shell: Shell) -> None:
    shell.write(b"a\r\nb\r\n")
    shell("add", stdin=b"one\n\ntwo\n")
    assert shell.entry().read_bytes() == b"a\r\nb\r\n\r\n**14:05** one\r\n\r\ntwo\r\n"


@pytest.mark.parametrize("code", [b"```py\nx = 1\n```\n", b"    x = 1\n    y = 2\n"])
def test_a_stamp_does_not_break_a_block_of_code(shell: Shell, code: bytes) -> None:
    shell("add", stdin=code)
    assert shell.entry().read_bytes() == b"**14:05**\n\n" + code


@pytest.mark.parametrize(
    "text",
    [
        r"path C:\new\notes",
        "[2020-01-01] x",
        "May: the force",
        "    leading spaces",
        "100 % {text} {time} %s $HOME `id`",
        "a [/] b [@click=app.quit]x[/]",
        "\x1b]0;title\x07 and \x9b2J",
        "日本語 ß é ‮",
    ],
)
def test_text_is_data(shell: Shell, text: str) -> None:
    assert shell("add", text).code == 0
    assert shell.entry().read_bytes() == f"**14:05** {text}\n".encode()


def test_a_capture_comes_without_the_template(shell: Shell) -> None:
    settings(shell, '[journal]\ntemplate = "daily"\n')
    (shell.journal / "templates").mkdir()
    (shell.journal / "templates" / "daily.md").write_text("# Today\n")
    shell("add", "x")
    assert shell.entry().read_text() == "**14:05** x\n"


# What is no text, and days that are none


@pytest.mark.parametrize(
    ("words", "stdin", "hint"),
    [
        (["a\0b"], b"a\0b", "NUL"),
        ([], b"caf\xe9\n", "UTF-8"),
        ([b"caf\xe9 cr\xe8me"], None, "UTF-8"),
        ([], b"", "empty"),
        ([], b" \n\t\n", "empty"),
        (["  "], None, "empty"),
        (["x", "--date", "banana"], None, "banana"),
        (["x", "--date=03/04/2018"], None, "03/04/2018"),
        (["x", "--date", "2018-02-30"], None, "2018-02-30"),
        (["x", "--date", "2019-04-01"], None, "year ahead"),
        (["x", "--date", "0999-01-01"], None, "0999"),
        (["x", "-j", "nowhere"], None, "nowhere"),
    ],
)
def test_bad_input_is_exit_2_and_changes_nothing(
    shell: Shell, words: list[str | bytes], stdin: bytes | None, hint: str
) -> None:
    words = [] if stdin is not None else words
    result = shell("add", *words, stdin=stdin)
    assert (result.code, result.raw) == (2, b"")
    assert is_one_line(result.err)
    assert hint in result.err
    assert not shell.journal.exists()


def test_a_clock_that_is_none_is_exit_2(shell: Shell) -> None:
    result = shell("add", "x", JOURNAL_NOW="tea time")
    assert (result.code, is_one_line(result.err)) == (2, True)
    assert "JOURNAL_NOW" in result.err


# Files and folders


def test_what_is_made_is_private(shell: Shell) -> None:
    shell("add", "x")
    settings(shell, "")
    shell("add", "y")
    made = [path for path in shell.home.rglob("*") if path.name not in ("settings.toml",)]
    assert {stat.S_IMODE(path.stat().st_mode) for path in made if path.is_file()} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in made if path.is_dir()} == {0o700}


def test_without_settings_nothing_is_cached(shell: Shell) -> None:
    shell("add", "x")
    assert not (shell.home / ".cache").exists()


def test_the_usual_journal_is_in_the_data_directory(shell: Shell) -> None:
    del shell.env["JOURNAL_DIR"]
    shell("add", "x")
    folder = shell.home / ".local" / "share" / "journal-tui" / "journal"
    assert (folder / "2018-03-28.md").read_text() == "**14:05** x\n"


def test_the_name_wins_over_the_variable_and_that_over_the_default(shell: Shell) -> None:
    shell.config.parent.mkdir(parents=True)
    shell.config.write_text('journal = "home"\n[journals]\nwork = "~/work"\nhome = "~/at home"\n')
    shell("add", "variable")
    shell("add", "-j", "work", "name")
    del shell.env["JOURNAL_DIR"]
    shell("add", "default")
    texts = {"journal": "variable", "work": "name", "at home": "default"}
    for folder, text in texts.items():
        assert (shell.home / folder / "2018-03-28.md").read_text() == f"**14:05** {text}\n"


# Settings


def test_settings_hold_for_captures_and_changes_are_seen(shell: Shell) -> None:
    settings(
        shell, 'day_starts_at = "06:00"\ncapture_format = "- {time}: {text}"\nentry_path = "%Y/%Y-%m-%d.md"\n'
    )
    for text in ("one", "two"):
        shell("add", text, JOURNAL_NOW="2018-03-29T05:30")
    assert (shell.journal / "2018" / "2018-03-28.md").read_text() == "- 05:30: one\n\n- 05:30: two\n"
    path = shell.journal / "settings.toml"
    path.write_text(path.read_text().replace("06:00", "05:00"))  # neither size nor inode tells
    shell("add", "three", JOURNAL_NOW="2018-03-29T05:30")
    assert (shell.journal / "2018" / "2018-03-29.md").read_text() == "- 05:30: three\n"


@pytest.mark.parametrize(
    "broken", [b"day_starts_at = [", b"\xff\xfe", b'day_starts_at = "99:00"\n', b"capture_format = 3\n"]
)
def test_broken_settings_never_stop_a_capture(shell: Shell, broken: bytes) -> None:
    path = settings(shell, broken)
    shell.config.parent.mkdir(parents=True)
    shell.config.write_bytes(broken)
    for _ in range(2):
        result = shell("add", "x")
        assert (result.code, result.err) == (0, "Added 1 word to Wed 28 Mar 2018, 14:05\n")
    assert path.read_bytes() == broken
    assert shell.entry().read_text() == "**14:05** x\n\n**14:05** x\n"


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\x1e", b"\xff" * 200])
def test_a_damaged_cache_is_made_anew(shell: Shell, damage: bytes) -> None:
    settings(shell, 'capture_format = "{text} ({time})"\n')
    shell("add", "one")
    cache = shell.home / ".cache" / "journal-tui" / "capture-settings"
    good = cache.read_bytes()
    cache.write_bytes(damage)
    shell("add", "two")
    assert shell.entry().read_text() == "one (14:05)\n\ntwo (14:05)\n"
    assert cache.read_bytes() == good


def test_where_no_cache_can_be_settings_are_read_every_time(shell: Shell) -> None:
    settings(shell, 'capture_format = "{text} ({time})"\n')
    assert shell("add", "one", XDG_CACHE_HOME="/dev/null/nowhere").code == 0
    assert shell.entry().read_text() == "one (14:05)\n"


# When the day cannot take it


def refused(shell: Shell, *words: str, stdin: bytes | None = None, text: str = "x") -> str:
    """A capture that must end with 3 and its text parked; returns what was said."""
    result = shell("add", *words, stdin=stdin)
    assert (result.code, result.raw) == (3, b"")
    assert is_one_line(result.err)
    (parked,) = shell.parked()
    assert result.err.endswith(f"your text is kept in {parked}\n")
    assert parked.read_text() == f"**14:05** {text}\n"
    assert stat.S_IMODE(parked.stat().st_mode) == 0o600
    return result.err


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"caf\xe9\n", "not UTF-8"),
        (b"x" * 60_000, "50,000 characters"),
        (b"word \n" * 400_000, "2 MB"),
    ],
    ids=["latin-1", "long line", "long"],
)
def test_what_is_only_read_is_not_written(shell: Shell, data: bytes, reason: str) -> None:
    path = shell.write(data)
    before = path.stat()
    assert reason in refused(shell, "x")
    assert path.read_bytes() == data
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_text_does_not_make_a_file_that_is_only_read(shell: Shell) -> None:
    line = "y" * 50_001
    assert "50,000 characters" in refused(shell, stdin=line.encode(), text=line)
    assert not shell.entry().exists()


def test_an_entry_in_the_cloud_is_not_begun_anew(shell: Shell) -> None:
    shell.journal.mkdir()
    (shell.journal / ".2018-03-28.md.icloud").write_bytes(b"stub")
    assert "not downloaded" in refused(shell, "x")
    assert not shell.entry().exists()


@pytest.mark.parametrize("kind", ["folder", "fifo", "outside"])
def test_what_only_has_the_name_of_an_entry_is_left_alone(shell: Shell, kind: str) -> None:
    shell.journal.mkdir()
    secret = shell.home / "secret"
    secret.write_text("secret\n")
    if kind == "folder":
        shell.entry().mkdir()
    elif kind == "fifo":
        os.mkfifo(shell.entry())
    else:
        shell.entry().symlink_to(secret)
    refused(shell, "x")
    assert secret.read_text() == "secret\n"


@AS_ROOT
def test_a_folder_that_cannot_be_written(shell: Shell) -> None:
    shell.write("old\n")
    shell.journal.chmod(0o500)
    try:
        refused(shell, "x")
    finally:
        shell.journal.chmod(0o700)
    assert shell.entry().read_text() == "old\n"


def test_a_file_in_the_place_of_the_journal(shell: Shell) -> None:
    shell.journal.write_text("I am a file\n")
    refused(shell, "x")
    assert shell.journal.read_text() == "I am a file\n"


def test_a_text_that_can_be_kept_nowhere_is_handed_back(shell: Shell) -> None:
    shell.write(b"caf\xe9\n")
    result = shell("add", stdin=b"precious\n\nwords\n", XDG_STATE_HOME="/dev/null/nowhere")
    assert result.code == 3
    assert result.err.count("\n") == 4
    assert result.err.endswith("\n**14:05** precious\n\nwords\n")


# The rest of the world


@pytest.mark.parametrize("end", ["2>&-", "1>&-", "2>/dev/full", "1>&- 2>&- 0<&-"])
def test_closed_streams_do_not_stop_a_capture(shell: Shell, end: str) -> None:
    line = f'exec "$@" {end}'
    result = shell("-c", line, "sh", sys.executable, "-m", "journal_tui", "add", "x", command=["/bin/sh"])
    assert result.code == 0
    assert shell.entry().read_text() == "**14:05** x\n"


def test_input_that_cannot_be_read_is_exit_3(shell: Shell) -> None:
    line = 'exec "$@" 0>/dev/null'
    result = shell("-c", line, "sh", sys.executable, "-m", "journal_tui", "add", command=["/bin/sh"])
    assert (result.code, is_one_line(result.err)) == (3, True)


def test_endless_input_comes_to_an_end(shell: Shell) -> None:
    line = 'yes | "$@"'
    result = shell("-c", line, "sh", sys.executable, "-m", "journal_tui", "add", command=["/bin/sh"])
    assert (result.code, is_one_line(result.err)) == (2, True)


_MANY = """
import sys
from journal_tui.main import main
writer = sys.argv[1]
for number in range(25):
    sys.argv = ["journal", "add", f"text {writer}.{number} end"]
    assert main() == 0
"""
_EXPECTED = sorted(f"**14:05** text {writer}.{number} end" for writer in range(8) for number in range(25))


def add_from_eight_processes(shell: Shell) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", _MANY, str(number)], env=shell.env, stderr=subprocess.PIPE)
        for number in range(8)
    ]
    told = b"".join(writer.communicate(timeout=60)[1] for writer in writers)
    assert [writer.returncode for writer in writers] == [0] * 8, told.decode()


def test_two_hundred_captures_at_once_are_all_there_once(shell: Shell) -> None:
    shell.write("what was there\n")
    add_from_eight_processes(shell)
    first, *rest = shell.entry().read_text().split("\n\n")
    assert first == "what was there"
    assert sorted(text.rstrip("\n") for text in rest) == _EXPECTED
    assert [path.name for path in shell.journal.iterdir() if path.is_file()] == ["2018-03-28.md"]


def test_where_writers_cannot_take_turns_no_text_is_lost(shell: Shell) -> None:
    """Without a lock two may displace each other; then a text may stand in a copy beside the entry."""
    shell.env["XDG_STATE_HOME"] = "/dev/null/nowhere"
    add_from_eight_processes(shell)
    everything = "".join(path.read_text() for path in shell.journal.glob("2018-03-28*.md"))
    assert [text for text in _EXPECTED if text not in everything] == []
