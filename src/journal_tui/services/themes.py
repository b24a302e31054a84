"""The themes there are: those that come with the program, and the writer's own over them by name."""

from __future__ import annotations

import os
from collections.abc import Iterator

from journal_tui.domain.errors import JournalError
from journal_tui.services.config_file import keep_choice
from journal_tui.services.workspace import Workspace
from journal_tui.settings.model import DEFAULT_THEME
from journal_tui.settings.problem import Problem
from journal_tui.settings.theme import ThemeColors, fallback_theme, parse_theme, shipped_dir
from journal_tui.storage.saver import read


class Themes:
    """The themes that there are, by name. A file is read when its theme is asked for: the app opens in one.

    What is wrong with a theme is added to the workspace's problems.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._problems = workspace.problems
        self._folders = (os.path.join(workspace.locations.config, "themes"), shipped_dir())
        self._read: dict[str, ThemeColors | None] = {}
        self._by_name: dict[str, ThemeColors] | None = None

    def wanted(self, name: str) -> ThemeColors:
        """The theme that the settings ask for, else the default one, else colours that need no file."""
        for folder in self._folders:
            colors = self._load(os.path.join(folder, f"{name}.toml"))
            if colors is not None and colors.name == name:
                return colors
        if name in self:
            return self[name]
        if name != DEFAULT_THEME:
            self._problems.append(_unknown(name, self._all()))
            return self.wanted(DEFAULT_THEME)
        return fallback_theme()._replace(name=DEFAULT_THEME)

    def __getitem__(self, name: str) -> ThemeColors:
        return self._all()[name]

    def __contains__(self, name: str) -> bool:
        return name in self._all()

    def __iter__(self) -> Iterator[ThemeColors]:
        return iter(self._all().values())

    def _all(self) -> dict[str, ThemeColors]:
        """Own themes before those that come with the program, which they replace by name; sorted by title."""
        if self._by_name is None:
            found: dict[str, ThemeColors] = {}
            for folder in self._folders:
                for file in _toml_files(folder):
                    colors = self._load(os.path.join(folder, file))
                    if colors is not None:
                        found.setdefault(colors.name, colors)
            self._by_name = dict(sorted(found.items(), key=lambda item: item[1].title))
        return self._by_name

    def _load(self, path: str) -> ThemeColors | None:
        if path not in self._read:
            self._read[path] = _load(path, self._problems)
        return self._read[path]


def save_theme(workspace: Workspace, name: str) -> str | None:
    """Write the theme's name into config.toml, comments and order kept.

    Returns:
        A line to tell when that was not possible.
    """
    return keep_choice(workspace, None, "theme", name, "the theme")


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
    if data is None:
        return None
    colors, found = parse_theme(data, path)
    problems.extend(found)
    return colors


def _unknown(wanted: str, themes: dict[str, ThemeColors]) -> Problem:
    import difflib

    near = difflib.get_close_matches(wanted, themes, 1)
    return Problem("config.toml", None, "theme", f'there is no theme "{wanted}"', near[0] if near else None)
