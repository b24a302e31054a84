"""Can every entry be read, and what lies in the folder that is left alone?"""

from __future__ import annotations

import os

from journal_tui.domain.errors import StorageError
from journal_tui.services.checks.finding import ERROR, NOTE, OK, WARNING, Finding, count, some
from journal_tui.services.paragraph import refusal
from journal_tui.storage.saver import read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from journal_tui.services.checks.finding import Patient


def check(patient: Patient) -> Iterator[Finding]:
    """Every entry is read whole; nothing else is opened."""
    folder = patient.folder
    unreadable = 0
    for name in folder.entries:
        trouble = _trouble(patient, name)
        if trouble is not None:
            unreadable += trouble.level == ERROR
            yield trouble
    if not unreadable:
        entries = count(len(folder.entries), "entry", "entries")
        yield Finding(
            OK, f"{entries}, all of them readable" if folder.entries else "No entries yet", patient.root
        )
    yield from _left_alone(patient)


def _trouble(patient: Patient, name: str) -> Finding | None:
    path = patient.path(name)
    try:
        data = read(path)
    except StorageError as error:
        return Finding(
            ERROR,
            _reason(error),
            path,
            "Look at its mode and its owner with ls -l; if the disk is failing, take the text from a backup "
            f"or from {patient.command('history', patient.folder.days[name].isoformat())}",
        )
    reason = refusal(data) if data is not None else None
    if reason is None:
        return None
    return Finding(
        NOTE,
        f"{name} {reason}; it is shown, but never written",
        path,
        "Nothing, if that is how you want it; any other editor can change it",
    )


def _reason(error: StorageError) -> str:
    return str(error).rstrip(".")


def _left_alone(patient: Patient) -> Iterator[Finding]:
    for name, reason in patient.folder.odd:
        yield Finding(
            WARNING,
            f"{name} {reason} and is left alone: never read, written or backed up",
            patient.path(name),
            "Put a plain file in its place, or give it another name",
        )
    for name in patient.folder.absent:
        yield Finding(
            WARNING,
            f"{name} is in the cloud and not downloaded: it can be neither read nor backed up",
            patient.path(os.path.join(os.path.dirname(name), f".{os.path.basename(name)}.icloud")),
            "Download it in the program of your cloud",
        )
    loud = [name for name in patient.folder.siblings if "conflict" in name.casefold()]
    for day, names in _by_day(patient, loud).items():
        yield Finding(
            WARNING,
            f"{day} has {count(len(names), 'copy', 'copies')} from a conflict beside it: {some(names)}",
            patient.path(names[0]),
            f"F8 on the page compares and settles them: {patient.command('open', day)}",
        )
    quiet = [name for name in patient.folder.siblings if name not in set(loud)]
    for day, names in _by_day(patient, quiet).items():
        yield Finding(
            NOTE,
            f"{day} has {count(len(names), 'more file', 'more files')}, whose words are not the day's: {some(names)}",
            patient.path(names[0]),
            "Nothing, if they are yours; a copy that a sync program left can be compared and removed",
        )


def _by_day(patient: Patient, names: list[str]) -> dict[str, list[str]]:
    days: dict[str, list[str]] = {}
    for name in names:
        days.setdefault(patient.folder.days[name].isoformat(), []).append(name)
    return days
