"""A journal in one file: made, and proved by reading it again before anybody is told that it is there."""

from __future__ import annotations

import os

from journal_tui.domain.errors import StorageError, UsageError
from journal_tui.services import manifest
from journal_tui.services.folder import look_into, temps_below
from journal_tui.services.verify import Checked, verify
from journal_tui.storage.archive import Archive, Damaged, NewArchive, Unreadable
from journal_tui.storage.identity import read_id, state_dirs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from journal_tui.services.folder import Folder
    from journal_tui.services.workspace import Workspace
    from journal_tui.storage.archive import Taken

    Progress = Callable[[str, int, int], None]
    """Is told what is being done, how many files are done, and how many there are."""

_STATE_FOLDERS = ("history", "trash", "drafts")


def no_progress(doing: str, done: int, of: int) -> None:
    """For a caller who does not want to know."""


class BackedUp:
    """What a backup holds: `entries`, the `others` (copies, settings and the like), their `size` in bytes.

    `missing` names what belongs to the journal and could not be read, with the reason, `left_out` what lies in
    its folder and is no part of it.
    """

    __slots__ = ("entries", "left_out", "missing", "others", "size")

    def __init__(self) -> None:
        self.entries = 0
        self.others = 0
        self.size = 0
        self.missing: list[str] = []
        self.left_out: list[str] = []


def back_up(
    workspace: Workspace,
    path: str,
    *,
    with_history: bool = False,
    replace: bool = False,
    progress: Progress = no_progress,
) -> BackedUp:
    """Write the journal into a new zip file at `path` and read it again: every hash is right when this returns.

    The journal is not locked meanwhile: each file is as it was when its turn came. `replace` allows that a file
    of this name goes, once the new one is whole.

    Raises:
        UsageError: `path` cannot be the name of a backup.
        StorageError: it could not be written, or not be read again as it was written; no file was made.
    """
    check_target(workspace, path)
    folder = look_into(workspace.journal)
    told = BackedUp()
    told.left_out = folder.others
    told.missing = [f"{name} {why}" for name, why in folder.odd]
    told.missing += [f"{name} is in the cloud and not downloaded" for name in folder.absent]
    sources = list(_sources(workspace, folder, with_history=with_history))
    archive = NewArchive(path)
    try:
        archive.begin()
        taken = _take(archive, sources, told, progress)
        archive.add_bytes(manifest.NAME, _manifest(workspace, taken))
        archive.close()
        _prove(archive.temporary, path, taken, progress)
        archive.publish(replace=replace)
    finally:
        archive.drop()
    _count(told, taken, set(folder.entries))
    return told


def check_target(workspace: Workspace, path: str) -> None:
    """Whether a backup may be called so, before anybody is asked anything.

    Raises:
        UsageError: it may not.
        StorageError: there is no folder to put it into.
    """
    if os.path.isdir(path):
        today = workspace.today().isoformat()
        raise UsageError(
            f"{path} is a folder: name a file, such as {os.path.join(path, f'journal-{today}.zip')}"
        )
    if os.path.lexists(path) and not os.path.isfile(path):
        raise UsageError(f"{path} is no regular file")
    parent = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(parent):
        raise StorageError(f"There is no folder {parent} to put a backup into.")
    real, root = os.path.realpath(parent) + "/", os.path.realpath(workspace.journal.root).rstrip("/") + "/"
    if real.startswith(root):
        raise UsageError(
            f"{path} lies in the journal itself: a backup belongs elsewhere, best on another disk"
        )


def _sources(workspace: Workspace, folder: Folder, *, with_history: bool) -> Iterator[tuple[str, str]]:
    """Where each file belongs, and where it is. The id comes first: a restore needs it first."""
    for names in (folder.kept, folder.entries, folder.siblings):
        for name in sorted(names, key=lambda name: name != ".journal/id"):
            yield name, os.path.join(workspace.journal.root, name)
    if with_history:
        yield from dict(_copies(workspace)).items()


def _copies(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """The safety copies. Those of before the journal had its id come first: of two with one name, which is made
    of time and hash or drawn by lot, the later one counts.
    """
    for state in reversed(state_dirs(workspace.locations, workspace.journal.root)):
        for name in _STATE_FOLDERS:
            top = os.path.join(state, name)
            skipped = set(temps_below(top))
            for path in _files_below(top):
                if path not in skipped and not path.endswith(".lock"):
                    yield manifest.STATE + os.path.relpath(path, state), path


def _files_below(folder: str) -> Iterator[str]:
    for path, folders, names in os.walk(folder):
        folders.sort()
        yield from (os.path.join(path, name) for name in sorted(names))


def _take(
    archive: NewArchive, sources: list[tuple[str, str]], told: BackedUp, progress: Progress
) -> list[tuple[str, str, Taken]]:
    taken = []
    for number, (name, source) in enumerate(sources):
        progress("Packing", number, len(sources))
        member = manifest.member_name(name, number)
        try:
            found = archive.add_file(member, source)
        except Unreadable as error:
            told.missing.append(str(error).rstrip("."))
            continue
        if found is not None:
            taken.append((member, name, found))
    return taken


def _manifest(workspace: Workspace, taken: list[tuple[str, str, Taken]]) -> bytes:
    return manifest.dump(
        taken,
        made=workspace.clock.now().astimezone().isoformat(timespec="seconds"),
        journal=read_id(workspace.journal.root),
        entry_path=workspace.journal.pattern.text,
    )


def _prove(temporary: str, path: str, taken: list[tuple[str, str, Taken]], progress: Progress) -> None:
    with Archive(temporary) as archive:
        checked: Checked = verify(archive, progress)
    known = {line.member: line.sha256 for line in checked.sound}
    if checked.damaged or known != {member: found.sha256 for member, _, found in taken}:
        raise Damaged(f"{path} was not made: what was read again is not what was written. Try another disk.")


def _count(told: BackedUp, taken: list[tuple[str, str, Taken]], entries: set[str]) -> None:
    told.entries = sum(path in entries for _, path, _ in taken)
    told.others = len(taken) - told.entries
    told.size = sum(found.size for _, _, found in taken)
