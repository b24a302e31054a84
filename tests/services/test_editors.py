"""Which editor is started, and with which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal_tui.domain.errors import UsageError
from journal_tui.services.editors import Editor, command_line, find_editor
from journal_tui.services.programs import find_program


@pytest.fixture
def bin(tmp_path: Path) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("nano", "vi", "code", "my editor"):
        program(folder / name)
    return folder


def program(path: Path) -> None:
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)


def test_the_settings_come_first_then_visual_then_editor_then_what_is_there(bin: Path) -> None:
    env = {"PATH": str(bin), "VISUAL": "code -n", "EDITOR": "vi"}
    assert find_editor("nano -l", env).command == (f"{bin}/nano", "-l")
    assert find_editor(None, env).command == (f"{bin}/code", "-n")
    assert find_editor(" ", {**env, "VISUAL": ""}).command == (f"{bin}/vi",)
    assert find_editor(None, {"PATH": str(bin)}).command == (f"{bin}/nano",)
    (bin / "nano").unlink()
    assert find_editor(None, {"PATH": str(bin)}).command == (f"{bin}/vi",)


def test_words_are_split_as_a_shell_splits_them_and_read_by_none(bin: Path) -> None:
    editor = find_editor(f"'{bin}/my editor' --title 'a $HOME; rm'", {"PATH": ""})
    assert editor.command == (f"{bin}/my editor", "--title", "a $HOME; rm")


@pytest.mark.parametrize("said", ["gone --wait", "/nowhere/vi", "'", "bin/vi"])
def test_an_editor_that_is_not_there_is_told_and_not_replaced(bin: Path, said: str) -> None:
    with pytest.raises(UsageError, match="EDITOR"):
        find_editor(None, {"PATH": str(bin), "EDITOR": said})
    with pytest.raises(UsageError, match=r"config\.toml"):
        find_editor(None, {"PATH": "/nowhere"})


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("vim", ["+3", "/j/a.md"]),
        ("vim.basic -u NONE", ["-u", "NONE", "+3", "/j/a.md"]),
        ("nano", ["+3,7", "/j/a.md"]),
        ("emacsclient -t", ["-t", "+3:7", "/j/a.md"]),
        ("micro", ["+3:7", "/j/a.md"]),
        ("hx", ["/j/a.md:3:7"]),
        ("code", ["--wait", "--goto", "/j/a.md:3:7"]),
        ("code -w -n", ["-w", "-n", "--goto", "/j/a.md:3:7"]),
        ("subl", ["--wait", "/j/a.md:3:7"]),
        ("gvim", ["--nofork", "+3", "/j/a.md"]),
        ("kate", ["--block", "/j/a.md"]),
        ("myed -x", ["-x", "/j/a.md"]),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(command: str, words: list[str]) -> None:
    name, *options = command.split()
    line = command_line(Editor((f"/usr/bin/{name}", *options)), "/j/a.md", 3, 7)
    assert line == [f"/usr/bin/{name}", *words]


def test_the_first_place_needs_no_words() -> None:
    assert command_line(Editor(("/usr/bin/vim",)), "/j/a.md") == ["/usr/bin/vim", "/j/a.md"]


def test_a_program_is_found_by_what_can_be_run(tmp_path: Path, bin: Path) -> None:
    (bin / "folder").mkdir()
    (bin / "text").write_text("x")
    env = {"PATH": f".:{tmp_path}:{bin}"}
    assert find_program("vi", env) == f"{bin}/vi"
    assert find_program("folder", env) is None
    assert find_program("text", env) is None
    assert find_program("vi", {"PATH": "bin"}) is None
