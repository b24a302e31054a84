"""Is every older version, and every text in the trash, still what was kept?"""

from __future__ import annotations

import os

from journal_tui.domain.errors import StorageError
from journal_tui.services.checks.finding import ERROR, NOTE, OK, WARNING, Finding, count, some
from journal_tui.storage.history import LARGE, History, is_whole
from journal_tui.storage.trash import Trash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from journal_tui.services.checks.finding import Patient
    from journal_tui.storage.history import Version
    from journal_tui.storage.trash import Trashed


def check(patient: Patient) -> Iterator[Finding]:
    """The hash in the name of every version against its bytes; what lies in the trash."""
    tally = _Tally()
    for state in patient.states:
        yield from _versions(patient, History(state), tally)
        yield from _trashed(patient, Trash(state), tally)
    if tally.size > LARGE:
        yield Finding(
            NOTE,
            f"The history has grown to {tally.size / 1e6:,.0f} MB",
            os.path.join(patient.state, "history"),
            "Nothing goes by itself that is worth keeping; old years can be moved to another disk by hand",
        )
    if not tally.troubles:
        versions = (
            f"{count(tally.versions, 'version')}, each as it was kept" if tally.versions else "nothing yet"
        )
        items = count(tally.items, "text") if tally.items else "empty"
        yield Finding(OK, f"History: {versions}; trash: {items}", os.path.join(patient.state, "history"))


class _Tally:
    """What was found in all places: numbers of versions, of texts in the trash, of troubles, and bytes."""

    def __init__(self) -> None:
        self.versions = self.items = self.troubles = self.size = 0

    def trouble(self, finding: Finding) -> Finding:
        """Count it."""
        self.troubles += 1
        return finding


def _versions(patient: Patient, history: History, tally: _Tally) -> Iterator[Finding]:
    try:
        for day in sorted(history.days()):
            for version in history.versions(day):
                tally.versions += 1
                trouble, length = _compare(patient, history, version)
                tally.size += length
                if trouble is not None:
                    yield tally.trouble(trouble)
    except StorageError as error:
        told = Finding(ERROR, str(error).rstrip("."), history.folder, "Look at its mode with ls -ld")
        yield tally.trouble(told)


def _trashed(patient: Patient, trash: Trash, tally: _Tally) -> Iterator[Finding]:
    try:
        items, strangers = trash.items(), trash.strangers()
    except StorageError as error:
        told = Finding(ERROR, str(error).rstrip("."), trash.folder, "Look at its mode with ls -ld")
        yield tally.trouble(told)
        return
    for item in items:
        tally.items += 1
        trouble = _trouble(patient, trash, item)
        if trouble is not None:
            yield tally.trouble(trouble)
    if strangers:
        yield Finding(
            NOTE,
            f"The trash holds what no delete put there: {some([os.path.basename(path) for path in strangers])}",
            strangers[0] if len(strangers) == 1 else trash.folder,
            "Nothing, if it is yours; it is never shown, restored or removed",
        )


def _trouble(patient: Patient, trash: Trash, item: Trashed) -> Finding | None:
    day = item.day.isoformat()
    try:
        data = trash.read(item)
    except StorageError as error:
        return Finding(ERROR, str(error).rstrip("."), item.path, "Look at its mode with ls -l")
    others = f"See whether the history has it: {patient.command('history', day)}"
    if data is None:
        what = (
            f"The trash has a text of {day} without its {os.path.basename(item.path)}: only its note is left"
        )
        return Finding(WARNING, what, item.folder, f"{others}; else the folder can go")
    if not trash.is_whole(item, data):
        return Finding(ERROR, f"A text of {day} in the trash is not what was deleted", item.path, others)
    return None


def _compare(patient: Patient, history: History, version: Version) -> tuple[Finding | None, int]:
    day = version.day.isoformat()
    try:
        data = history.read(version)
    except StorageError as error:
        return Finding(ERROR, str(error).rstrip("."), version.path, "Look at its mode with ls -l"), 0
    if data is None or is_whole(version, data):
        return None, len(data or b"")
    what = f"A version of {day} in the history is not what was kept: {os.path.basename(version.path)}"
    fix = f"See the others with {patient.command('history', day)}; if several are damaged, the disk may be failing"
    return Finding(ERROR, what, version.path, fix), len(data)
