"""Older versions of an entry, deleted ones included: list them, read one, bring one back, delete an entry.

Nothing here is needed by a capture: it only appends, so that what was there stays there.
"""

from __future__ import annotations

from datetime import UTC

from journal_tui.domain.counting import count_words
from journal_tui.domain.days import short_day
from journal_tui.domain.errors import JournalError, NothingFound, StorageError, UsageError
from journal_tui.services.reading import decode_entry, template_lines
from journal_tui.storage.history import DELETE, LARGE, History, digest_of, is_whole
from journal_tui.storage.identity import ensure_id, state_dir, state_dirs
from journal_tui.storage.saver import Changed
from journal_tui.storage.trash import Trash, remove

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date, datetime

    from journal_tui.services.workspace import Workspace
    from journal_tui.storage.history import Version as Kept
    from journal_tui.storage.trash import Trashed

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
    have the same. `data` are its bytes, as they lie in the file `path`. A `damaged` version is not what was kept:
    it is shown and never restored.
    """

    __slots__ = ("at", "bytes", "damaged", "data", "id", "number", "path", "reason", "words")

    def __init__(
        self, at: datetime, digest: str, reason: str, data: bytes, path: str = "", *, damaged: bool = False
    ) -> None:
        self.number = 0
        self.at = at
        self.id = digest
        self.reason = reason
        self.data = data
        self.path = path
        self.damaged = damaged
        self.bytes = len(data)
        self.words = 0

    @property
    def before(self) -> str:
        """What the text was put aside before, in two or three words."""
        return REASONS.get(self.reason, self.reason)


def history_of(workspace: Workspace, *, to_write: bool = False) -> History:
    """Where new versions of a journal's entries go. `to_write` makes the id that names it, if there is none yet."""
    return History(_state(workspace, to_write=to_write))


def trash_of(workspace: Workspace, *, to_write: bool = False) -> Trash:
    """Where deleted texts of a journal go; `to_write` as in `history_of`."""
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
    """All versions of a day's entry, newest first; what only the trash has is among them. Each is read and
    compared with its hash.

    Raises:
        StorageError: the history cannot be read.
    """
    states = state_dirs(workspace.locations, workspace.journal.root)
    found = list(_once(version for state in states for version in _in_history(History(state), day)))
    known = {version.id for version in found if not version.damaged}
    for state in states:
        trash = Trash(state)
        trashed = (_in_trash(trash, item) for item in trash.items(day))
        found += (version for version in trashed if version is not None and version.id not in known)
    found.sort(key=lambda version: version.at, reverse=True)
    ignored = template_lines(workspace, day)
    for number, version in enumerate(found, 1):
        version.number = number
        version.words = count_words(decode_entry(version.data), ignored)
    return found


def _in_history(history: History, day: date) -> Iterator[Version]:
    for kept in history.versions(day):
        at = kept.at.astimezone()
        try:
            data = history.read(kept)
        except StorageError:  # one that cannot be read must not hide the others
            yield Version(at, kept.digest, kept.reason, b"", kept.path, damaged=True)
            continue
        if data is not None:
            whole = is_whole(kept, data)
            yield Version(at, kept.digest, kept.reason, data, kept.path, damaged=not whole)


def _in_trash(trash: Trash, item: Trashed) -> Version | None:
    at = item.at.astimezone()
    try:
        data = trash.read(item)
    except StorageError:
        return Version(at, digest_of(b""), DELETE, b"", item.path, damaged=True)
    if data is None:
        return None
    return Version(at, digest_of(data), DELETE, data, item.path, damaged=not trash.is_whole(item, data))


def _once(versions: Iterable[Version]) -> Iterator[Version]:
    """Leave out what lies in two places, as it may after a backup was restored."""
    seen = set()
    for version in versions:
        key = version.at, version.id, version.reason, version.data
        if key not in seen:
            seen.add(key)
            yield version


def find_version(versions: list[Version], wanted: str) -> Version:
    """The version that somebody names by its number or its id; of several with the same id one that is whole.

    Raises:
        UsageError: there is none of this name.
    """
    for version in sorted(versions, key=lambda version: version.damaged):
        if wanted in (str(version.number), version.id):
            return version
    raise UsageError(f'there is no version "{wanted}"; journal history tells which there are')


def version_before(versions: list[Version], current: bytes | None) -> Version | None:
    """The newest version that is whole and not what the entry holds now (None: there is no entry)."""
    return next((version for version in versions if not version.damaged and version.data != current), None)


def version_to_offer(versions: list[Version], current: bytes | None) -> Version | None:
    """The version that somebody most likely wants back: as it was before the last sitting, merge or other event,
    else the one before.
    """
    told = [version for version in versions if version.reason != "edit"]
    return version_before(told, current) or version_before(versions, current)


def refuse_damaged(version: Version) -> None:
    """Let nobody take the bytes of a damaged version for the text.

    Raises:
        StorageError: it is damaged; the line tells where it lies.
    """
    if version.damaged:
        kept = f"{version.at:%Y-%m-%d %H:%M}"
        raise StorageError(
            f"The version of {kept} is damaged and was not restored. What is left of it can be copied by hand: "
            f"{version.path}"
        )


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
        copies = _Copies(workspace, day, data)
        try:
            copies.make(path.removeprefix(workspace.journal.root.rstrip("/") + "/"))
            remove(path, data, now=workspace.clock.now)
        except BaseException as error:
            copies.take_back()
            if isinstance(error, Changed):
                raise _changed(workspace, day, "deleted") from None
            raise


class _Copies:
    """What a delete keeps of an entry: in the history and in the trash, both said to be of a deleted one."""

    def __init__(self, workspace: Workspace, day: date, data: bytes) -> None:
        self._history = history_of(workspace, to_write=True)
        self._trash = trash_of(workspace)
        self._now = _now(workspace)
        self._day = day
        self._data = data
        self._before = self._history.versions(day)
        self._version: Kept | None = None
        self._item: Trashed | None = None

    def make(self, original: str) -> None:
        """Keep both. `original` is the entry's path within the journal."""
        now = self._now.astimezone(UTC)
        self._version = self._history.snapshot(self._day, self._data, DELETE, now)
        self._item = self._trash.keep(self._day, self._data, original, "deleted", self._now)

    def take_back(self) -> None:
        """Nothing was deleted: neither may say so. The bytes stay in the history, as an older version."""
        version, before = self._version, self._before
        if version is not None and version.path not in {kept.path for kept in before}:
            like = before[0] if before and before[0].digest == version.digest else None
            version = self._history.relabel(version, like)
        if self._item is not None and (version is None or self._has(version)):
            self._trash.withdraw(self._item)

    def _has(self, version: Kept) -> bool:
        try:
            return self._history.read(version) == self._data
        except StorageError:
            return False


def empty_trash(workspace: Workspace) -> int:
    """Delete for good what has been in the trash for 90 days or longer. Only for somebody who says so.

    Returns how many texts went.

    Raises:
        StorageError: something could not be deleted.
    """
    states = state_dirs(workspace.locations, workspace.journal.root)
    return sum(Trash(state).empty(_now(workspace)) for state in states)


def tidy(workspace: Workspace, rest: Callable[[], None] = lambda: None) -> str | None:
    """Thin out old versions, a few hundred at a time; for a thread that has time.

    `rest` is called now and then, to leave time to others. Returns a line for the writer when the history has
    become large: it is never cut for that.
    """
    now, size = _now(workspace).astimezone(UTC), 0
    for state in state_dirs(workspace.locations, workspace.journal.root):
        try:
            size += History(state).prune(now, rest=rest).kept_bytes
        except JournalError:
            continue
    if size <= LARGE:
        return None
    return f"The history has {size // 1_000_000} MB in {history_of(workspace).folder}"


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
