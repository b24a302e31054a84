"""Is every older version still what was kept?"""

from __future__ import annotations

import os

from journal_tui.domain.errors import StorageError
from journal_tui.services.checks.finding import ERROR, NOTE, OK, Finding, count
from journal_tui.storage.history import LARGE, History, digest_of
from journal_tui.storage.trash import Trash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from journal_tui.services.checks.finding import Patient
    from journal_tui.storage.history import Version


def check(patient: Patient) -> Iterator[Finding]:
    """The hash in the name of every version against its bytes; what lies in the trash."""
    history = History(patient.state)
    versions = size = troubles = 0
    try:
        for day in sorted(history.days()):
            for version in history.versions(day):
                versions += 1
                trouble, length = _compare(patient, history, version)
                size += length
                if trouble is not None:
                    troubles += 1
                    yield trouble
    except StorageError as error:
        troubles += 1
        yield Finding(ERROR, str(error).rstrip("."), history.folder, "Look at its mode with ls -ld")
    if size > LARGE:
        yield Finding(
            NOTE,
            f"The history has grown to {size / 1e6:,.0f} MB",
            history.folder,
            "Nothing goes by itself that is worth keeping; old years can be moved to another disk by hand",
        )
    if not troubles:
        yield Finding(OK, f"History: {_told(versions)}; trash: {_trashed(patient)}", history.folder)


def _told(versions: int) -> str:
    return f"{count(versions, 'version')}, each as it was kept" if versions else "nothing yet"


def _trashed(patient: Patient) -> str:
    try:
        items = Trash(patient.state).items()
    except StorageError:
        return "cannot be read"
    return count(len(items), "text") if items else "empty"


def _compare(patient: Patient, history: History, version: Version) -> tuple[Finding | None, int]:
    day = version.day.isoformat()
    try:
        data = history.read(version)
    except StorageError as error:
        return Finding(ERROR, str(error).rstrip("."), version.path, "Look at its mode with ls -l"), 0
    if data is None or digest_of(data) == version.digest:
        return None, len(data or b"")
    what = f"A version of {day} in the history is not what was kept: {os.path.basename(version.path)}"
    fix = f"See the others with {patient.command('history', day)}; if several are damaged, the disk may be failing"
    return Finding(ERROR, what, version.path, fix), len(data)
