"""What sessions and captures left behind: text that is not in its entry yet."""

from __future__ import annotations

import os
import shlex

from journal_tui.domain.days import short_day
from journal_tui.domain.document import Document
from journal_tui.domain.errors import StorageError
from journal_tui.services.checks.finding import NOTE, OK, WARNING, Finding, count
from journal_tui.storage.drafts import drafts_in, is_alive
from journal_tui.storage.mending import drop_lock
from journal_tui.storage.pattern import iso_day
from journal_tui.storage.saver import read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from journal_tui.services.checks.finding import Patient

_LOCK, _CAPTURE, _ASIDE = ".lock", ".capture-", ".discarded"


def check(patient: Patient) -> Iterator[Finding]:
    """Drafts of dead sessions, captures that could not be added, locks of nobody."""
    troubles: list[Finding] = []
    living = 0
    for state in patient.states:
        folder = os.path.join(state, "drafts")
        sessions = set()
        for day, session, path in sorted(drafts_in(folder)):
            sessions.add(session)
            if is_alive(folder, session):
                living += 1
            else:
                troubles.append(_draft(patient, day, path))
        troubles += _others(patient, folder, sessions)
    yield from troubles
    if not any(finding.level == WARNING for finding in troubles):
        what = f"; {count(living, 'draft')} of a page that is open" if living else ""
        yield Finding(OK, f"No text waits outside of its entry{what}", os.path.join(patient.state, "drafts"))


def _draft(patient: Patient, day: date, path: str) -> Finding:
    command = patient.command("open", day.isoformat())
    if _is_saved(patient, day, path):
        what = f"There is a draft of {short_day(day)} that equals the entry, so that nothing is lost"
        return Finding(NOTE, what, path, f"Nothing; it goes when you open the page: {command}")
    return Finding(
        WARNING,
        f"There is a draft of {short_day(day)} from a session that did not end well",
        path,
        f"Open the page, which takes it back or shows it beside: {command}",
    )


def _is_saved(patient: Patient, day: date, path: str) -> bool:
    """Whether the draft's text, behind its header and an empty line, is what the entry holds."""
    try:
        draft, entry = read(path), patient.workspace.journal.read(day)
    except StorageError:
        return False
    if draft is None or entry is None:
        return False
    return draft.partition(b"\n\n")[2].decode("utf-8", "replace") == Document.from_bytes(entry).text


def _others(patient: Patient, folder: str, sessions: set[str]) -> Iterator[Finding]:
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return
    stale = []
    for name in names:
        path = os.path.join(folder, name)
        day = iso_day(name[:10])
        if name.endswith(_ASIDE):
            yield Finding(
                NOTE, "A draft that was put aside is still kept", path, "Nothing; remove it if you like"
            )
        elif day is not None and name[10:].startswith(_CAPTURE):
            yield _capture(patient, day, path)
        elif name.endswith(_LOCK) and not (
            name[: -len(_LOCK)] in sessions or is_alive(folder, name[: -len(_LOCK)])
        ):
            stale.append(path)
    if stale:
        yield Finding(
            NOTE,
            f"{count(len(stale), 'lock')} of sessions that are gone; they do no harm",
            stale[0] if len(stale) == 1 else folder,
            f"{patient.command('doctor --fix')} removes them",
            lambda: _unlock(stale),
        )


def _capture(patient: Patient, day: date, path: str) -> Finding:
    add = patient.command("add --date", day.isoformat())
    return Finding(
        WARNING,
        f"A text for {short_day(day)} could not be added to its page",
        path,
        f"Add it, and then it can go: {add} < {shlex.quote(path)} && rm {shlex.quote(path)}",
    )


def _unlock(paths: list[str]) -> str:
    removed = 0
    for path in paths:
        try:
            removed += drop_lock(path)
        except StorageError:
            continue
    return f"Removed {count(removed, 'lock')} of sessions that are gone"
