"""Can other accounts of this computer read what is private?"""

from __future__ import annotations

import os
import stat

from journal_tui.domain.errors import StorageError
from journal_tui.services.checks.finding import OK, WARNING, Finding, count, some
from journal_tui.services.where import config_path
from journal_tui.storage.mending import make_private

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from journal_tui.services.checks.finding import Patient

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def check(patient: Patient) -> Iterator[Finding]:
    """Everything of the journal and of our own folders has mode 0600, a folder 0700."""
    locations = patient.workspace.locations
    places = (
        ("the journal", patient.root, _of_journal(patient)),
        ("the safety copies", locations.state, _below(locations.state)),
        ("the settings", locations.config, iter([locations.config, config_path(locations)])),
        ("the cache", locations.cache, _below(locations.cache)),
    )
    open_ones = 0
    for name, folder, paths in places:
        found = [path for path in paths if _is_open(path)]
        open_ones += len(found)
        if found:
            yield _open_finding(patient, name, folder, found)
    if not open_ones:
        yield Finding(OK, "Only you can read the journal and its safety copies", patient.root)


def _open_finding(patient: Patient, name: str, folder: str, found: list[str]) -> Finding:
    shown = [os.path.relpath(path, folder) for path in found]
    shown = ["the folder itself" if path == "." else path for path in shown]
    return Finding(
        WARNING,
        f"Other accounts of this computer are let in to {count(len(found), 'file or folder', 'files and folders')} "
        f"of {name}: {some(shown)}",
        found[0] if len(found) == 1 else folder,
        f"{patient.command('doctor --fix')} makes them yours alone (0600, folders 0700)",
        lambda: _mend(name, found),
    )


def _mend(name: str, paths: list[str]) -> str:
    refused = []
    for path in paths:
        try:
            make_private(path)
        except StorageError:
            refused.append(path)
    done = f"Of {name}, {count(len(paths) - len(refused), 'file or folder', 'files and folders')} made yours alone"
    return (
        f"{done}; {some(refused)} kept the mode: somebody else's, or a disk without modes"
        if refused
        else done
    )


def _of_journal(patient: Patient) -> Iterator[str]:
    folder = patient.folder
    yield from (patient.path(name) if name else patient.root for name in folder.folders)
    yield patient.path(".journal")
    for names in (folder.entries, folder.siblings, folder.kept, folder.temps):
        yield from map(patient.path, names)


def _below(folder: str) -> Iterator[str]:
    for path, _, names in os.walk(folder):
        yield path
        yield from (os.path.join(path, name) for name in names)


def _is_open(path: str) -> bool:
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        return False
    return bool(mode & _OTHERS) and (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
