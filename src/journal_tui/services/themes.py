"""The themes there are: those that come with the program, and the writer's own over them by name."""

from __future__ import annotations

import dataclasses
import difflib
import os
from collections.abc import Iterator

from journal_tui.domain.errors import JournalError
from journal_tui.services.workspace import Workspace
from journal_tui.settings.edit import set_value
from journal_tui.settings.problem import Problem
from journal_tui.settings.theme import ThemeColors, fallback_theme, parse_theme, shipped_dir
from journal_tui.storage.saver import read, save

DEFAULT = "journal-dark"


class Themes:
    """The themes by name, and the name of the one that the settings ask for (or the default in its stead)."""

    def __init__(self, by_name: dict[str, ThemeColors], wanted: str) -> None:
        self.by_name = by_name
        self.wanted = wanted

    def __getitem__(self, name: str) -> ThemeColors:
        return self.by_name[name]

    def __iter__(self) -> Iterator[ThemeColors]:
        return iter(self.by_name.values())


def load_themes(workspace: Workspace) -> Themes:
    """All themes, the default first. What is wrong with one is added to the workspace's problems."""
    themes: dict[str, ThemeColors] = {}
    for folder in (shipped_dir(), os.path.join(workspace.locations.config, "themes")):
        for name in _toml_files(folder):
            colors = _load(os.path.join(folder, name), workspace.problems)
            if colors is not None:
                themes[colors.name] = colors
    wanted = workspace.config.theme
    if DEFAULT not in themes:
        themes[DEFAULT] = dataclasses.replace(fallback_theme(), name=DEFAULT)
    if wanted not in themes:
        workspace.problems.append(_unknown(wanted, themes))
        wanted = DEFAULT
    return Themes(dict(sorted(themes.items(), key=lambda item: (item[0] != DEFAULT, item[0]))), wanted)


def save_theme(workspace: Workspace, name: str) -> str | None:
    """Write the theme's name into config.toml, comments and order kept.

    Returns:
        A line to tell when that was not possible.
    """
    path = os.path.join(workspace.locations.config, "config.toml")
    try:
        data = read(path)
        save(path, set_value(data, None, "theme", name), data)
    except JournalError as error:
        return str(error)
    except (OSError, ValueError) as error:
        return f"{path}: the theme could not be written there ({error}); it holds until you leave."
    return None


def _toml_files(folder: str) -> list[str]:
    try:
        return sorted(
            name for name in os.listdir(folder) if name.endswith(".toml") and not name.startswith(".")
        )
    except OSError:
        return []


def _load(path: str, problems: list[Problem]) -> ThemeColors | None:
    try:
        data = read(path)
    except (JournalError, OSError) as error:
        problems.append(Problem(path, None, None, f"cannot be read ({error})", None))
        return None
    colors, found = parse_theme(data or b"", path)
    problems.extend(found)
    return colors


def _unknown(wanted: str, themes: dict[str, ThemeColors]) -> Problem:
    near = difflib.get_close_matches(wanted, themes, 1)
    return Problem("config.toml", None, "theme", f'there is no theme "{wanted}"', near[0] if near else None)
