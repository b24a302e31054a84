"""Older versions of an entry, deleted ones included: list them, read one, bring one back, delete an entry.

Nothing here is needed by a capture: it only appends, so that what was there stays there.
"""

from __future__ import annotations

from datetime import UTC

from journal_tui.domain.counting import count_words
from journal_tui.domain.days import short_day
from journal_tui.domain.errors import JournalError, NothingFound, StorageError, UsageError
from journal_tui.services.reading import decode_entry, template_lines
from journal_tui.storage.history import DELETE, LARGE, History, digest_of
from journal_tui.storage.identity import ensure_id, state_dir
from journal_tui.storage.saver import Changed
from journal_tui.storage.trash import Trash, remove

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from journal_tui.services.workspace import Workspace

REASONS = {
    "edit": "",
    "sitting": "a sitting",
    "delete": "it was deleted",
    "merge": "a merge",
    "restore": "a restore",
    "reload": "another program",
    "shrink": "a large cut",
    "replace": "a replacement",
    "template": "a template",
    "draft": "its recovery",
}
"""Why a version was kept, each as what it was kept before; nothing is said of what was kept while writing."""

_SHRINK = 0.7
"""A text that loses more than three tenths of its bytes at once has been cut on purpose, or by accident."""


class Version:
    """One older text of a day, as people see it.

    `number` is 1 for the newest. `at` is when the text was put aside, local time with its offset. `reason` is a
    key of `REASONS`. `words` and `bytes` measure it, `id` is its name for other programs: bytes that are the same
    have the same. `data` are its bytes.
    """

    __slots__ = ("at", "bytes", "data", "id", "number", "reason", "words")

    def __init__(self, at: datetime, digest: str, reason: str, data: bytes) -> None:
        self.number = 0
        self.at = at
        self.id = digest
        self.reason = reason
        self.data = data
        self.bytes = len(data)
        self.words = 0

    @property
    def before(self) -> str:
        """What the text was put aside before, in two or three words."""
        return REASONS.get(self.reason, self.reason)


def history_of(workspace: Workspace, *, to_write: bool = False) -> History:
    """The history of a journal. `to_write` makes the id that names it, if the journal has none yet."""
    return History(_state(workspace, to_write=to_write))


def trash_of(workspace: Workspace, *, to_write: bool = False) -> Trash:
    """The trash of a journal; `to_write` as in `history_of`."""
    return Trash(_state(workspace, to_write=to_write))


def keep(workspace: Workspace, day: date, data: bytes, reason: str) -> None:
    """Keep what a day's entry held until now, before something else takes its place.

    `reason` is a key of `REASONS`; "edit" keeps nothing when a version was kept less than five minutes ago.

    Raises:
        StorageError: it could not be kept.
    """
    history_of(workspace, to_write=True).snapshot(day, data, reason, _now(workspace).astimezone(UTC))


def keep_replaced(workspace: Workspace, day: date, old: bytes, new: bytes, *, reason: str) -> str | None:
    """The same on the way to a save that replaces `old` by `new`: a failure must not stop the newer text.

    Returns:
        Why nothing could be kept, in one line; None when all is well.
    """
    if reason == "edit" and len(new) < len(old) * _SHRINK:
        reason = "shrink"
    try:
        keep(workspace, day, old, reason)
    except JournalError as error:
        return str(error)
    return None


def list_versions(workspace: Workspace, day: date) -> list[Version]:
    """All versions of a day's entry, newest first; what only the trash has is among them.

    Raises:
        StorageError: the history cannot be read.
    """
    history, trash = history_of(workspace), trash_of(workspace)
    found = [
        Version(version.at.astimezone(), version.digest, version.reason, data)
        for version in history.versions(day)
        if (data := history.read(version)) is not None
    ]
    known = {version.id for version in found}
    for item in trash.items(day):
        data = trash.read(item)
        if data is not None and (digest := digest_of(data)) not in known:
            found.append(Version(item.at.astimezone(), digest, DELETE, data))
    found.sort(key=lambda version: version.at, reverse=True)
    ignored = template_lines(workspace, day)
    for number, version in enumerate(found, 1):
        version.number = number
        version.words = count_words(decode_entry(version.data), ignored)
    return found


def find_version(versions: list[Version], wanted: str) -> Version:
    """The version that somebody names by its number or its id.

    Raises:
        UsageError: there is none of this name.
    """
    for version in versions:
        if wanted in (str(version.number), version.id):
            return version
    raise UsageError(f'there is no version "{wanted}"; journal history tells which there are')


def version_before(versions: list[Version], current: bytes | None) -> Version | None:
    """The newest version that is not what the entry holds now (None: there is no entry)."""
    return next((version for version in versions if version.data != current), None)


def version_to_offer(versions: list[Version], current: bytes | None) -> Version | None:
    """The version that somebody most likely wants back: as it was before the last sitting, merge or other event,
    else the one before.
    """
    told = [version for version in versions if version.reason != "edit"]
    return version_before(told, current) or version_before(versions, current)


def restore(workspace: Workspace, day: date, data: bytes, current: bytes | None) -> None:
    """Make `data` the day's entry again, byte for byte. What it replaces, `current`, is kept first.

    Raises:
        StorageError: nothing was replaced: the entry is not `current` any more, or a file cannot be written.
    """
    if current is not None:
        keep(workspace, day, current, "restore")
    try:
        workspace.journal.write(day, data, current)
    except Changed:
        raise _changed(workspace, day, "restored") from None


def delete(workspace: Workspace, day: date) -> None:
    """Move a day's entry to the trash; the history has it too, so that `restore` finds it.

    Raises:
        NothingFound: there is no entry.
        StorageError: the entry could not be kept or not be removed; it is where it was.
    """
    data = workspace.journal.read(day)
    if data is None:
        raise NothingFound(f"there is no entry on {short_day(day)}")
    path = workspace.journal.path_of(day)
    with workspace.journal.lock():
        keep(workspace, day, data, DELETE)
        original = path.removeprefix(workspace.journal.root.rstrip("/") + "/")
        trash_of(workspace, to_write=True).keep(day, data, original, "deleted", _now(workspace))
        try:
            remove(path, data)
        except Changed:
            raise _changed(workspace, day, "deleted") from None


def empty_trash(workspace: Workspace) -> int:
    """Delete for good what has been in the trash for 90 days or longer. Only for a command that says so.

    Returns how many texts went.

    Raises:
        StorageError: something could not be deleted.
    """
    return trash_of(workspace).empty(_now(workspace))


def tidy(workspace: Workspace, rest: Callable[[], None] = lambda: None) -> str | None:
    """Thin out old versions, a few hundred at a time; for a thread that has time.

    `rest` is called now and then, to leave time to others. Returns a line for the writer when the history has
    become large: it is never cut for that.
    """
    try:
        pruned = history_of(workspace).prune(_now(workspace).astimezone(UTC), rest=rest)
    except JournalError:
        return None
    if pruned.kept_bytes <= LARGE:
        return None
    return f"The history has {pruned.kept_bytes // 1_000_000} MB in {history_of(workspace).folder}"


def _now(workspace: Workspace) -> datetime:
    return workspace.clock.now().astimezone()


def _state(workspace: Workspace, *, to_write: bool) -> str:
    root = workspace.journal.root
    if to_write:
        try:
            ensure_id(root)
        except StorageError:
            pass  # a journal that cannot be written is known by its path
    return state_dir(workspace.locations, root)


def _changed(workspace: Workspace, day: date, what: str) -> StorageError:
    path = workspace.journal.path_of(day)
    return StorageError(f"{path} was not {what}: another program has just written it. Look at it again.")
