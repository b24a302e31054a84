"""What saves left behind that were cut off: files that nobody sees, and that may hold the only copy of a text."""

from __future__ import annotations

import os
from datetime import date, datetime

from journal_tui.domain.errors import JournalError
from journal_tui.services.checks.finding import NOTE, OK, WARNING, Finding, count, some
from journal_tui.services.folder import temps_below
from journal_tui.services.history import trash_of
from journal_tui.storage.mending import drop_copy
from journal_tui.storage.pattern import iso_day
from journal_tui.storage.saver import Changed, read
from journal_tui.storage.trash import remove

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from journal_tui.services.checks.finding import Patient

_SURELY_OVER = 3600
"""Seconds. A save takes far less than one; a temporary file that is so old has no writer any more."""
_TAIL = len(".12345678.tmp")


def check(patient: Patient) -> Iterator[Finding]:
    """Temporary files in the journal and in the folder of its safety copies."""
    paths = [patient.path(name) for name in patient.folder.temps] + [
        path for state in patient.states for path in sorted(temps_below(state))
    ]
    old = [path for path in paths if patient.now - _time(path) >= _SURELY_OVER]
    young = [path for path in paths if path not in set(old)]
    if young:
        yield Finding(
            NOTE,
            f"{count(len(young), 'save')} at work or just cut off: {some(list(map(os.path.basename, young)))}",
            os.path.dirname(young[0]),
            "Look again in an hour; what is still there then is left over",
        )
    for path in old:
        yield _leftover(patient, path)
    if not paths:
        yield Finding(OK, "Nothing is left over from a save", patient.root)


def _leftover(patient: Patient, path: str) -> Finding:
    original = _original(path)
    same = _bytes(path) is not None and _bytes(path) == _bytes(original)
    what = "A save was cut off; what it left equals the file, so that nothing is lost"
    if not same:
        what = f"A save was cut off and left text that is not in {os.path.basename(original)}"
    does = "removes it" if same else "moves it to the trash, where nothing is lost"
    return Finding(
        NOTE if same else WARNING,
        what,
        path,
        f"{patient.command('doctor --fix')} {does}",
        lambda: _mend(patient, path),
    )


def _mend(patient: Patient, path: str) -> str:
    """Both steps compare once more: in the meantime somebody may have written."""
    with patient.workspace.journal.lock():
        if drop_copy(path, _original(path)):
            return f"Removed {path}, which equalled its file"
        data = read(path)
        if data is None:
            return f"{path} is gone by now"
        now = patient.workspace.clock.now().astimezone()
        shown = path.removeprefix(patient.root.rstrip("/") + "/")
        kept = trash_of(patient.workspace, to_write=True).keep(
            _day(path), data, shown, "left by a save that was cut off", now
        )
        try:
            remove(path, data, now=patient.workspace.clock.now)
        except Changed:
            raise JournalError(f"{path} is being written just now, and stays") from None
    return f"Moved {path} to the trash: {kept.path}"


def _original(path: str) -> str:
    """The file that a temporary one was to become."""
    folder, name = os.path.split(path)
    return os.path.join(folder, name[2:-_TAIL])


def _day(path: str) -> date:
    """The day in the file's name, else the one on which it was left."""
    return iso_day(os.path.basename(path)[2:12]) or datetime.fromtimestamp(_time(path)).date()


def _bytes(path: str) -> bytes | None:
    try:
        return read(path)
    except JournalError:
        return None


def _time(path: str) -> float:
    try:
        return os.lstat(path).st_mtime
    except OSError:
        return 0.0
