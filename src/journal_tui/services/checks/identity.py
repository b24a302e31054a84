"""Does the journal know its safety copies, and are they its own?"""

from __future__ import annotations

import os
import shlex

from journal_tui.services.checks.finding import ERROR, OK, WARNING, Finding
from journal_tui.services.folder import ID
from journal_tui.services.where import find_root
from journal_tui.storage.identity import read_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from journal_tui.services.checks.finding import Patient

_ROOM = 20_000_000
"""Bytes of free space below which a save may soon fail."""


def check(patient: Patient) -> Iterator[Finding]:
    """The id, who else has it, and whether the state folder can be written."""
    known = read_id(patient.root)
    path = patient.path(ID)
    troubles: list[Finding] = []
    if known is None and os.path.lexists(path):
        troubles.append(
            Finding(
                WARNING,
                "The journal's id is damaged, so that drafts and history are looked for by the folder's path",
                path,
                f"Write the old one back (it is the name of a folder in {patient.workspace.locations.state}); "
                "else the next save makes a new one",
            )
        )
    if known is not None:
        troubles += _twins(patient, known)
    yield from troubles
    if not troubles:
        what = "The journal has an id" if known else "The journal gets its id with the first thing you write"
        yield Finding(OK, f"{what}, and its safety copies a folder of their own", patient.state)
    yield from _room(patient)


def _twins(patient: Patient, known: str) -> Iterator[Finding]:
    """Other journals of config.toml with the same id: one is a copy of the other."""
    workspace = patient.workspace
    journals = workspace.config.journals
    roots = {name: find_root(name, patient.env, workspace.locations, journals, None) for name in journals}
    roots["the default journal"] = os.path.join(workspace.locations.data, "journal")
    here = os.path.realpath(patient.root)
    for name, root in roots.items():
        if os.path.realpath(root) != here and read_id(root) == known:
            copy = os.path.join(root, ID)
            yield Finding(
                WARNING,
                f"{name} has the same id as this journal, so they share drafts, history and trash",
                copy,
                f"Whichever of the two is the copy should get its own, with its next entry: rm {shlex.quote(copy)}",
            )


def _room(patient: Patient) -> Iterator[Finding]:
    for folder, level, what in (
        (patient.root, ERROR, "The journal's folder cannot be written: nothing can be saved"),
        (patient.state, ERROR, "The folder of the safety copies cannot be written: there will be no drafts"),
    ):
        there = _existing(folder)
        if not os.access(there, os.W_OK | os.X_OK):
            yield Finding(level, what, there, f"Give yourself the right to: chmod u+rwx {shlex.quote(there)}")
        elif _free(there) < _ROOM:
            yield Finding(WARNING, f"Less than {_ROOM // 10**6} MB are free on this disk", there, "Make room")


def _existing(folder: str) -> str:
    while not os.path.exists(folder) and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    return folder


def _free(folder: str) -> int:
    try:
        disk = os.statvfs(folder)
    except OSError:
        return _ROOM
    return disk.f_bavail * disk.f_frsize
