"""The writer's own editor: which one it is, and the words that open a file in it at a place.

No shell reads these words, and no text of the journal is part of them.
"""

from __future__ import annotations

import os
from typing import NamedTuple

from journal_tui.domain.errors import UsageError
from journal_tui.services.programs import find_program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_COLUMN = {
    **dict.fromkeys(("emacs", "emacsclient", "kak", "micro"), "+{line}:{column}"),
    **dict.fromkeys(("nano", "rnano"), "+{line},{column}"),
}
_LINE = frozenset(
    {
        *("elvis", "ex", "gvim", "mvim", "nvi", "nvim", "rvim", "vi", "view", "vim", "vimx"),
        *("dte", "gedit", "jed", "joe", "jmacs", "jpico", "mcedit", "mg", "ne", "pico", "xed", "zile"),
    }
)
"""Editors that take `+LINE`; those of `_COLUMN` take the column too, and these take `FILE:LINE:COLUMN`:"""
_BEHIND = frozenset({"helix", "hx", "sublime_text", "subl", "zed", "zeditor"})
_GOTO = frozenset(
    {"code", "code-insiders", "code-oss", "codium", "cursor", "positron", "vscodium", "windsurf"}
)
"""Visual Studio Code and its kin: `--goto FILE:LINE:COLUMN`."""
_WAIT = {
    **dict.fromkeys((*_GOTO, "sublime_text", "subl", "zed", "zeditor"), "--wait"),
    **dict.fromkeys(("atom", "bbedit", "gedit", "mate", "pulsar", "xed"), "--wait"),
    **dict.fromkeys(("gvim", "mvim"), "--nofork"),
    "kate": "--block",
}
"""Editors with a window that come back at once unless they are told to wait for the end of the file."""
_WAITING = frozenset({"--wait", "-w", "--nofork", "-f", "--block", "-b"})


class Editor(NamedTuple):
    """An editor that is there."""

    command: tuple[str, ...]
    """The path of the program, then its options."""

    @property
    def name(self) -> str:
        """The program's name as people know it."""
        return os.path.basename(self.command[0])

    @property
    def kind(self) -> str:
        """The name without what distributions add: `vim.basic` is vim."""
        name = self.name.lower()
        known = (_LINE, _BEHIND, _GOTO, _COLUMN, _WAIT)
        short = name.partition(".")[0]
        return short if any(short in names for names in known) else short.partition("-")[0]

    @property
    def has_window(self) -> bool:
        """Whether it opens a window of its own, so that the terminal has nothing to show meanwhile."""
        return self.kind in _WAIT


def find_editor(wanted: str | None, env: Mapping[str, str]) -> Editor:
    """The writer's editor: what config.toml says (`wanted`), else VISUAL, else EDITOR, else nano or vi.

    Raises:
        UsageError: what they say is not there, or nothing says anything and there is none.
    """
    said = (("editor in config.toml", wanted), ("VISUAL", env.get("VISUAL")), ("EDITOR", env.get("EDITOR")))
    for source, value in said:
        if value and value.strip():
            return _editor(source, value, env)
    for name in ("nano", "vi"):
        path = find_program(name, env)
        if path is not None:
            return Editor((path,))
    raise UsageError('There is no editor: set EDITOR, or editor = "…" in config.toml.')


def _editor(source: str, value: str, env: Mapping[str, str]) -> Editor:
    import shlex

    try:
        words = shlex.split(value)
    except ValueError as error:
        raise UsageError(f"{source} is no command ({error}): {value}") from None
    path = find_program(words[0], env) if words else None
    if path is None:
        name = words[0] if words else value
        raise UsageError(f'The editor "{name}" ({source}) was not found: set editor = "…" in config.toml.')
    return Editor((path, *words[1:]))


def command_line(editor: Editor, path: str, line: int = 1, column: int = 1) -> list[str]:
    """The words that open `path` at a place, both counted from 1, as far as the editor is known to take them."""
    kind, words = editor.kind, list(editor.command)
    if kind in _WAIT and not _WAITING.intersection(words):
        words.append(_WAIT[kind])
    if line <= 1 and column <= 1:
        return [*words, path]
    place = f"{path}:{line}:{column}"
    if kind in _GOTO:
        return [*words, "--goto", place]
    if kind in _BEHIND:
        return [*words, place]
    if kind in _COLUMN:
        return [*words, _COLUMN[kind].replace("{line}", str(line)).replace("{column}", str(column)), path]
    return [*words, f"+{line}", path] if kind in _LINE else [*words, path]
