"""Bringing back from a backup what is missing. Nothing that is there is ever overwritten."""

from __future__ import annotations

import os
import re

from journal_tui.domain.errors import JournalError
from journal_tui.services import manifest
from journal_tui.services.folder import ID
from journal_tui.services.verify import read_line, verify
from journal_tui.storage.archive import Archive
from journal_tui.storage.identity import state_by_path, state_dir
from journal_tui.storage.mending import set_time
from journal_tui.storage.reading import read
from journal_tui.storage.saver import Changed, save

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from journal_tui.services.manifest import Line
    from journal_tui.services.verify import Checked
    from journal_tui.services.workspace import Workspace

    Progress = Callable[[str, int, int], None]

_UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


class Compared:
    """A backup beside the journal: files that are `missing` there, the `same`, and paths that are `different`.

    `checked` is what the archive itself is worth.
    """

    __slots__ = ("checked", "different", "missing", "same")

    def __init__(self, checked: Checked) -> None:
        self.checked = checked
        self.missing: list[Line] = []
        self.same = 0
        self.different: list[str] = []


class Restored:
    """What was done: how many `files`, and sentences about those that could not be brought back."""

    __slots__ = ("failed", "files")

    def __init__(self) -> None:
        self.files = 0
        self.failed: list[str] = []


def check(path: str, progress: Progress) -> Checked:
    """Read a backup whole and compare every hash.

    Raises:
        StorageError: it cannot be read, or is no backup; `Damaged` if it is a broken one.
    """
    with Archive(path) as archive:
        return verify(archive, progress)


def compare(workspace: Workspace, path: str, progress: Progress) -> Compared:
    """The same, and what of it the journal lacks. Nothing is written."""
    with Archive(path) as archive:
        compared = Compared(verify(archive, progress))
        state = _state(workspace, archive, compared.checked.sound)
        for line in compared.checked.sound:
            target = _target(workspace, line, state)
            if not os.path.lexists(target):
                target = _before_the_id(workspace, line) or target
            if not os.path.lexists(target):
                compared.missing.append(line)
            elif _holds(archive, line, target):
                compared.same += 1
            else:
                compared.different.append(target)
    return compared


def restore_missing(workspace: Workspace, path: str, lines: list[Line], progress: Progress) -> Restored:
    """Bring back these files, private (0600) and with their old times. Each is compared once more, and written
    only if there is still nothing in its place.
    """
    restored = Restored()
    with Archive(path) as archive:
        state = _state(workspace, archive, lines)
        for number, line in enumerate(lines):
            progress("Restoring", number, len(lines))
            target = _target(workspace, line, state)
            try:
                _refuse_outside(workspace, line, target, state)
                save(target, read_line(archive, line), None)
            except Changed:
                restored.failed.append(f"{target} has come to be there by now, and stays as it is")
            except JournalError as error:
                restored.failed.append(str(error).rstrip("."))
            else:
                set_time(target, line.mtime_ns)
                restored.files += 1
    return restored


def _state(workspace: Workspace, archive: Archive, lines: list[Line]) -> str:
    """The folder of the safety copies, also of a journal that has yet to get its id from the backup."""
    own = next((line for line in lines if line.path == ID), None)
    if own is not None and not os.path.lexists(os.path.join(workspace.journal.root, ID)):
        text = read_line(archive, own).decode("ascii", "replace").strip()
        if re.fullmatch(_UUID, text):
            return os.path.join(workspace.locations.state, text)
    return state_dir(workspace.locations, workspace.journal.root)


def _base(workspace: Workspace, line: Line, state: str) -> str:
    return state if line.path.startswith(manifest.STATE) else workspace.journal.root


def _target(workspace: Workspace, line: Line, state: str) -> str:
    return os.path.join(_base(workspace, line, state), line.path.removeprefix(manifest.STATE))


def _before_the_id(workspace: Workspace, line: Line) -> str | None:
    """Where a safety copy lies that is from before the journal had its id."""
    old = state_by_path(workspace.locations, workspace.journal.root)
    path = _target(workspace, line, old)
    return path if line.path.startswith(manifest.STATE) and os.path.lexists(path) else None


def _refuse_outside(workspace: Workspace, line: Line, target: str, state: str) -> None:
    """A folder in the journal may be a link to elsewhere."""
    base = os.path.realpath(_base(workspace, line, state)).rstrip("/") + "/"
    if not (os.path.realpath(os.path.dirname(target)) + "/").startswith(base):
        raise JournalError(f"{target} would lie outside of the journal, and was not written")


def _holds(archive: Archive, line: Line, target: str) -> bool:
    try:
        if os.stat(target).st_size != line.size:
            return False
        return read(target) == read_line(archive, line)
    except (JournalError, OSError):
        return False
