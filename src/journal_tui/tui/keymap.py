"""`[keys]` in config.toml, checked against the table of commands."""

from __future__ import annotations

from textual.keys import KEY_ALIASES, Keys

from journal_tui.services.workspace import Workspace
from journal_tui.settings.problem import Problem
from journal_tui.tui.commands import COMMANDS

_MODIFIERS = frozenset({"ctrl", "shift", "alt", "super", "meta", "hyper"})


def keymap_of(workspace: Workspace) -> dict[str, str]:
    """The user's keys by command id. What cannot be is left out and added to the workspace's problems."""
    if not workspace.config.keys:
        return {}
    import difflib

    known = {command.id for command in COMMANDS}
    keymap = {}
    for name, keys in workspace.config.keys.items():
        wrong = [key for key in keys.split(",") if not is_key(key.strip())]
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            workspace.problems.append(_problem(name, "there is no such command", near[0] if near else None))
        elif wrong:
            near = difflib.get_close_matches(wrong[0].strip(), [key.value for key in Keys], 1)
            message = f'"{wrong[0].strip()}" is no key'
            workspace.problems.append(_problem(name, message, near[0] if near else None))
        else:
            keymap[name] = ",".join(key.strip() for key in keys.split(","))
    return keymap


def is_key(key: str) -> bool:
    """Whether a terminal can send this: `ctrl+s`, `f2`, `J`, `pagedown`."""
    *modifiers, last = key.split("+") if key != "+" else ["plus"]
    if not set(modifiers) <= _MODIFIERS:
        return False
    return len(last) == 1 or last in {one.value for one in Keys} or last in KEY_ALIASES or last == "plus"


def _problem(name: str, message: str, nearest: str | None) -> Problem:
    return Problem("config.toml", None, f"keys.{name}", message, nearest)
