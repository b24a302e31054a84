"""`journal edit`: the real file of a day in the writer's own editor."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.shell import COMMAND, TODAY, Shell, is_one_line


@pytest.fixture
def editor(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that is EDITOR; write its script, in which `$f` is the file.

    By its name it has a window of its own, so that it needs no terminal.
    """
    path = shell.home / "mate"
    shell.env["EDITOR"] = str(path)
    return path


def script(path: Path, text: str) -> None:
    path.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {path}.words\nfor f; do :; done\n{text}\n')
    path.chmod(0o755)


def test_a_new_entry_is_made_by_the_editor_and_private(shell: Shell, editor: Path) -> None:
    script(editor, 'test -e "$f" && exit 9; echo "three new words" > "$f"')
    result = shell("edit")
    assert (result.code, result.out, result.err) == (0, "", "Wed 28 Mar 2018 has 3 words now\n")
    assert shell.entry().read_text() == "three new words\n"
    assert shell.entry().stat().st_mode & 0o777 == 0o600
    assert Path(f"{editor}.words").read_text() == f"--wait\n{shell.entry()}\n"


def test_nothing_written_leaves_no_entry(shell: Shell, editor: Path) -> None:
    script(editor, "true")
    result = shell("edit", "yesterday")
    assert (result.code, result.err) == (0, "Tue 27 Mar 2018 has no entry\n")
    assert not shell.entry("2018-03-27").exists()


def test_an_empty_file_where_none_was_is_taken_away(shell: Shell, editor: Path) -> None:
    script(editor, 'touch "$f"')
    result = shell("edit", "2018-03-21")
    said = "Nothing was written: Wed 21 Mar 2018 has no entry\n"
    assert (result.code, result.err) == (0, said)
    assert not shell.entry("2018-03-21").exists()


def test_an_empty_file_that_was_there_stays(shell: Shell, editor: Path) -> None:
    shell.write("")
    script(editor, 'touch "$f"')
    assert shell("edit").err == "Wed 28 Mar 2018 is unchanged\n"
    assert shell.entry().exists()


def test_a_link_that_led_nowhere_stays(shell: Shell, editor: Path) -> None:
    shell.journal.mkdir()
    shell.entry().symlink_to(shell.journal / "elsewhere.md")
    script(editor, 'touch "$f"')
    assert shell("edit").code == 0
    assert shell.entry().is_symlink()


def test_an_editor_for_the_terminal_is_not_started_without_one(shell: Shell, editor: Path) -> None:
    script(editor, "true")
    other = editor.with_name("vi")
    script(other, "true")
    result = shell("edit", EDITOR=str(other))
    assert (result.code, is_one_line(result.err)) == (2, True)
    assert result.err.startswith("journal: vi was not started: it needs a terminal")
    assert not Path(f"{other}.words").exists()


def test_what_was_there_is_in_the_history_unless_it_is_still_there(shell: Shell, editor: Path) -> None:
    shell.write("old words\n")
    script(editor, 'echo more >> "$f"')
    assert shell("edit").code == 0
    assert shell("history", "today").code == 1
    script(editor, 'echo new > "$f"')
    assert shell("edit", "today").err == "Wed 28 Mar 2018 has 1 word now\n"
    assert "before another program" in shell("history", "today").out
    shell("restore", "today", "--yes")
    assert shell.entry().read_text() == "old words\nmore\n"


def test_a_deleted_entry_can_be_brought_back(shell: Shell, editor: Path) -> None:
    shell.write("old words\n")
    script(editor, 'rm "$f"')
    result = shell("edit")
    assert (result.code, is_one_line(result.err)) == (0, True)
    assert "journal restore 2018-03-28" in result.err
    assert shell("restore", TODAY, "--yes").code == 0
    assert shell.entry().read_text() == "old words\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("exit 3", "mate ended with exit code 3; Wed 28 Mar 2018 is unchanged"),
        ('echo x >> "$f"; kill -9 $$', "mate was ended by a signal (9); Wed 28 Mar 2018 has 2 words now"),
    ],
)
def test_an_editor_that_fails_is_one_line_and_exit_3(
    shell: Shell, editor: Path, text: str, said: str
) -> None:
    shell.write("word\n")
    script(editor, text)
    result = shell("edit")
    assert (result.code, result.err) == (3, f"journal: {said}\n")


def test_a_missing_editor_is_one_line_and_exit_2(shell: Shell) -> None:
    shell.write("word\n")
    result = shell("edit", VISUAL="no-such-editor")
    assert (result.code, is_one_line(result.err)) == (2, True)
    assert '"no-such-editor" (VISUAL)' in result.err
    shell.config.parent.mkdir(parents=True)
    shell.config.write_text('editor = "also-none -w"\n')
    assert "editor in config.toml" in shell("edit", VISUAL="true").err


def test_what_cannot_be_read_is_not_edited(shell: Shell, editor: Path, tmp_path: Path) -> None:
    script(editor, "touch started")
    (tmp_path / "elsewhere.md").write_text("not the journal's\n")
    shell.journal.mkdir()
    shell.entry().symlink_to(tmp_path / "elsewhere.md")
    result = shell("edit")
    assert (result.code, is_one_line(result.err)) == (3, True)
    assert not (shell.home / "started").exists()


def test_it_takes_one_day(shell: Shell) -> None:
    assert shell("edit", "last", "friday").code == 2
    assert shell("edit", "03/04/2018").code == 2
    assert "journal edit yesterday" in shell("edit", "--help").out
    assert "edit [DATE]" in shell("--help").out


def test_an_end_from_outside_is_passed_on(shell: Shell, editor: Path) -> None:
    shell.write("word\n")
    script(editor, 'trap "echo asked >> $f; exit" TERM; echo ready; while :; do sleep 0.05; done')
    with subprocess.Popen(
        [*COMMAND, "edit"], env=shell.env, stdout=subprocess.PIPE, cwd=shell.home
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait() == -signal.SIGTERM
    assert shell.entry().read_text() == "word\nasked\n"


def test_the_app_is_not_loaded(shell: Shell, editor: Path) -> None:
    script(editor, "true")
    code = "import sys; from journal_tui.main import main; main(); print('textual' in sys.modules)"
    result = shell("edit", command=[sys.executable, "-c", code])
    assert result.out == "False\n"
