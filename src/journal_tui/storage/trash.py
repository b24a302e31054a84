"""What was deleted: moved out of the journal, whole, and kept until somebody empties the trash.

`<state>/<journal>/trash/2018-03-28-20180328T191402Z-1a2b3c4d/` holds `entry.md`, the bytes as they were, and
`about.txt`, which says in plain words what they were, and their SHA-256.
"""

from __future__ import annotations

import os
from datetime import UTC, timedelta

from journal_tui.domain.days import parse_iso_day
from journal_tui.domain.display import one_line
from journal_tui.domain.errors import StorageError
from journal_tui.storage.contest import sibling_path
from journal_tui.storage.disk import DISK, why
from journal_tui.storage.history import parse_stamp, stamp_of
from journal_tui.storage.lock import take
from journal_tui.storage.reading import glance, read, read_raw
from journal_tui.storage.saver import Changed, save
from journal_tui.storage.staging import (
    close_quietly,
    discard,
    open_folder,
    random_hex,
    sync_folder,
    temp_name,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date, datetime

    from journal_tui.storage.contest import Now
    from journal_tui.storage.disk import Disk

KEPT_FOR = timedelta(days=90)
"""The least time that anything stays in the trash."""

_ENTRY, _ABOUT = "entry.md", "about.txt"
_SHA = "sha256: "
_PATIENCE = 0.5  # seconds, as a save waits for another one in the same folder


class Trashed:
    """One deleted text. `at` is UTC; `folder` holds the text and the note about it."""

    __slots__ = ("at", "day", "folder")

    def __init__(self, day: date, at: datetime, folder: str) -> None:
        self.day = day
        self.at = at
        self.folder = folder

    @property
    def path(self) -> str:
        """The file that holds the bytes."""
        return os.path.join(self.folder, _ENTRY)


class Trash:
    """The trash of one journal. `state` is its state directory, of which nothing need exist."""

    def __init__(self, state: str, disk: Disk = DISK) -> None:
        self.folder = os.path.join(state, "trash")
        self._disk = disk

    def keep(self, day: date, data: bytes, original: str, why_deleted: str, now: datetime) -> Trashed:
        """Put a copy of `data` into the trash; it would survive a power cut. Nothing is deleted by this.

        `original` is the path that it has, relative to the journal; `now` carries its zone.

        Raises:
            StorageError: it could not be kept.
        """
        at = now.astimezone(UTC).replace(microsecond=0)
        folder = os.path.join(self.folder, f"{day.isoformat()}-{stamp_of(at)}-{random_hex()}")
        trashed = Trashed(day, at, folder)
        about = (
            "journal-trash 1\n"
            f"path: {one_line(original)}\n"
            f"day: {day.isoformat()}\n"
            f"when: {now.isoformat(timespec='seconds')}\n"
            f"why: {one_line(why_deleted)}\n"
            f"{_SHA}{_sha_of(data)}\n"
        )
        save(trashed.path, data, None, disk=self._disk)
        save(os.path.join(folder, _ABOUT), about.encode("utf-8", "backslashreplace"), None, disk=self._disk)
        return trashed

    def items(self, day: date | None = None) -> list[Trashed]:
        """What lies in the trash, newest first; with `day` only that day's.

        Raises:
            StorageError: the folder is there and cannot be read.
        """
        found = [item for _, item in self._look() if item is not None and (day is None or item.day == day)]
        found.sort(key=lambda item: (item.at, item.folder), reverse=True)
        return found

    def read(self, item: Trashed) -> bytes | None:
        """The bytes of a deleted text, whatever they are by now (see `is_whole`); None when there are none.

        Raises:
            StorageError: they cannot be read.
        """
        return read(item.path, self._disk)

    def is_whole(self, item: Trashed, data: bytes) -> bool:
        """Whether `data`, read from this item, is what was put there, as far as its note can tell."""
        about = glance(os.path.join(item.folder, _ABOUT), self._disk) or b""
        told = [line for line in about.decode("utf-8", "replace").splitlines() if line.startswith(_SHA)]
        return not told or told[-1].removeprefix(_SHA) == _sha_of(data)

    def strangers(self) -> list[str]:
        """Paths in the trash that nothing here made, sorted.

        Raises:
            StorageError: the folder is there and cannot be read.
        """
        return sorted(path for path, item in self._look() if item is None)

    def withdraw(self, item: Trashed) -> None:
        """Take back what was just put here, because the text is not deleted after all. What cannot be removed
        stays."""
        try:
            self._discard(item)
        except OSError:
            pass

    def empty(self, now: datetime, older_than: timedelta = KEPT_FOR) -> int:
        """Delete for good what has been here for `older_than` or longer; only ever by somebody's command.

        Returns how many texts went. A folder that holds anything else than what we put there stays.

        Raises:
            StorageError: something could not be deleted.
        """
        gone = [item for item in self.items() if now - item.at >= max(older_than, KEPT_FOR)]
        for item in gone:
            try:
                self._discard(item)
            except OSError as error:
                raise StorageError(f"{item.folder} could not be deleted: {why(error)}.") from error
        return len(gone)

    def _look(self) -> list[tuple[str, Trashed | None]]:
        try:
            with self._disk.scandir(self.folder) as entries:
                return [(entry.path, _parse(entry.path, entry.name)) for entry in entries]
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise StorageError(f"The trash in {self.folder} could not be read: {why(error)}.") from error

    def _discard(self, item: Trashed) -> None:
        for name in (_ENTRY, _ABOUT):
            discard(os.path.join(item.folder, name), self._disk)
        os.rmdir(item.folder)


def remove(path: str, expected: bytes, disk: Disk = DISK, now: Now = None) -> None:
    """Delete a file of which `expected` is kept elsewhere, if these are still its bytes.

    It gets a temporary name before the last look, so that another program that writes under the old name
    meanwhile makes a file of its own. A symbolic link is deleted, not what it leads to. `now` as in `saver.save`.

    Raises:
        Changed: the file holds something else, and stays.
        StorageError: it could not be deleted, and stays.
    """
    try:
        if not disk.access(path, os.W_OK) and glance(path, disk) is not None:
            raise StorageError(f"{path} was not deleted: it is read-only.")
        folder = open_folder(os.path.dirname(path), disk)
        try:
            take(folder, _PATIENCE, disk)
            _remove(path, expected, disk, now)
            try:
                sync_folder(folder, disk)
            except OSError:
                pass  # a power cut may bring the file back, which is no loss
        finally:
            close_quietly(folder, disk)
    except OSError as error:
        raise StorageError(
            f"{path} was not deleted: {why(error, 'not writable (permission denied)')}."
        ) from error


def _remove(path: str, expected: bytes, disk: Disk, now: Now) -> None:
    actual = read_raw(path, disk)
    if actual != expected:
        raise Changed(actual)
    temp = os.path.join(os.path.dirname(path), temp_name(os.path.basename(path)))
    try:
        disk.replace(path, temp)
    except OSError:
        if _is_there(temp, disk):  # a network file system may fail after the fact
            _give_back(temp, path, disk, now)
        raise
    found = glance(temp, disk)
    if found == expected:
        try:
            discard(temp, disk)
        except OSError:
            if _is_there(temp, disk):
                _give_back(temp, path, disk, now)
                raise
        return
    # Somebody wrote between the two looks: theirs goes back, or beside what has taken its name by now.
    kept = _give_back(temp, path, disk, now)
    raise Changed(found if kept is None else glance(path, disk), kept)


def _give_back(temp: str, path: str, disk: Disk, now: Now) -> str | None:
    """Bring a file back under its name; the path beside it where the name is taken by now."""
    try:
        disk.link(temp, path)
    except OSError:
        kept = (
            sibling_path(path, now) if _is_there(path, disk) else path
        )  # no hard links, or the name is taken
        disk.replace(temp, kept)
        return None if kept == path else kept
    discard(temp, disk)
    return None


def _is_there(path: str, disk: Disk) -> bool:
    try:
        disk.lstat(path)
    except FileNotFoundError:
        return False
    except OSError:
        pass
    return True


def _sha_of(data: bytes) -> str:
    from hashlib import sha256  # not on the way to a first frame

    return sha256(data).hexdigest()


def _parse(path: str, name: str) -> Trashed | None:
    day, stamp = parse_iso_day(name[:10]), parse_stamp(name[11:27])
    if day is None or stamp is None or name[10:11] != "-" or name[27:28] != "-" or len(name) != 36:
        return None
    return Trashed(day, stamp, path)
