"""Is there anything in the settings, the themes or the cache that is not taken as written?"""

from __future__ import annotations

import os

from journal_tui.services.checks.finding import NOTE, OK, WARNING, Finding
from journal_tui.services.settings_cache import SettingsCache
from journal_tui.services.themes import Themes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from journal_tui.services.checks.finding import Patient
    from journal_tui.settings.problem import Problem


def check(patient: Patient) -> Iterator[Finding]:
    """The problems that every command tells, those of themes, and a cache that is in the way."""
    workspace = patient.workspace
    themes = Themes(workspace)
    themes.wanted(workspace.config.theme)
    for _ in themes:
        pass  # to be asked for all is what makes it read all
    for problem in dict.fromkeys(workspace.problems):
        yield _of(problem, patient)
    if not workspace.problems:
        yield Finding(OK, "The settings are sound", workspace.locations.config)
    yield from _cache(workspace.locations.cache, patient)


def _of(problem: Problem, patient: Patient) -> Finding:
    home = patient.env.get("HOME", "").rstrip("/")
    file = home + problem.file[1:] if problem.file.startswith("~/") else problem.file
    where = file if problem.line is None else f"{file} line {problem.line}"
    what = problem.message if problem.key is None else f"{problem.key}: {problem.message}"
    near = f': "{problem.nearest}" was probably meant' if problem.nearest else ""
    return Finding(
        WARNING, what, where, f"Change that line{near}" if problem.line else f"Change the file{near}"
    )


def _cache(folder: str, patient: Patient) -> Iterator[Finding]:
    path = SettingsCache(patient.workspace.locations).path
    if os.path.lexists(path) and not (os.path.isfile(path) and os.access(path, os.R_OK | os.W_OK)):
        yield Finding(
            NOTE,
            "The cache of parsed settings cannot be used, which costs some time at every start",
            path,
            "Remove it: it comes back by itself",
        )
    elif os.path.isdir(folder) and not os.access(folder, os.W_OK | os.X_OK):
        yield Finding(NOTE, "The cache folder cannot be written", folder, "chmod u+rwx, or remove it")
