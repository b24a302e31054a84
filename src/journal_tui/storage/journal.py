"""A folder of entries, one file a day."""

from __future__ import annotations

import os
import stat

from journal_tui.domain.errors import StorageError, UsageError
from journal_tui.storage.disk import DISK, why
from journal_tui.storage.identity import ensure_id, state_dir
from journal_tui.storage.lock import JournalLock
from journal_tui.storage.pattern import DEFAULT_PATTERN, FIRST_YEAR, NOTHING_KNOWN, Pattern, iso_day
from journal_tui.storage.saver import Changed, Unconfirmed, read, save

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from journal_tui.storage.contest import Now
    from journal_tui.storage.disk import Disk
    from journal_tui.storage.locations import Locations
    from journal_tui.storage.pattern import Known

__all__ = ["DEFAULT_PATTERN", "DayFiles", "Journal"]


class DayFiles:
    """What lies in a journal for one day: paths within the journal, "/" between folders.

    `name`: the day's own file, None when there is none. `siblings`: others that belong to the day, such as
    the conflict copies of sync programs, sorted.
    """

    __slots__ = ("name", "siblings")

    def __init__(self, name: str | None, siblings: tuple[str, ...] = ()) -> None:
        self.name = name
        self.siblings = siblings

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DayFiles):
            return NotImplemented
        return (self.name, self.siblings) == (other.name, other.siblings)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"DayFiles({self.name!r}, {self.siblings!r})"


class Journal:
    """The entries below `root`, which need not exist yet: a missing folder is an empty journal.

    `pattern`: where an entry lies, see `Pattern` (UsageError). With `locations`, writers take turns by a lock
    in this journal's state directory. `now` tells the moment for the names of conflict copies; None: the
    computer's clock. Reading writes nothing, nowhere.
    """

    def __init__(
        self,
        root: str,
        pattern: str = DEFAULT_PATTERN,
        *,
        locations: Locations | None = None,
        disk: Disk = DISK,
        now: Now = None,
    ) -> None:
        self.root = os.path.abspath(root)
        self.pattern = Pattern(pattern)
        self.now = now
        self._locations = locations
        self._disk = disk
        self._lock: JournalLock | None = None
        self._unconfirmed: set[date] = set()

    def path_of(self, day: date) -> str:
        """The path of a day's own file, whether there is one or not. UsageError before the year 1000."""
        if day.year < FIRST_YEAR:
            raise UsageError(f"{day.isoformat()}: entries begin with the year {FIRST_YEAR}.")
        return os.path.join(self.root, self.pattern.path(day))

    def scan(self) -> dict[date, DayFiles]:
        """All days that have files, in no order, by names alone: no file is opened or looked up."""
        days: dict[date, DayFiles] = {}
        self._scan(self.root, "", 0, NOTHING_KNOWN, days)
        return days

    def read(self, day: date) -> bytes | None:
        """The bytes of a day's entry; None when there is none.

        StorageError when it is no regular file, leads outside the journal, cannot be read, or is known to
        exist but not downloaded.
        """
        data = read(self._resolve(day), self._disk)
        if data is None and self.not_downloaded(day):
            raise self._absent(day)
        return data

    def write(self, day: date, new: bytes, expected: bytes | None) -> None:
        """Save a day's entry: see `saver.save`, whose errors are these. Folders are made as needed.

        After `Unconfirmed` the next write of the same day writes, whether or not the bytes are there.
        """
        again = day in self._unconfirmed
        if new == expected and not again:
            current = self.read(day)
            if current != expected:
                raise Changed(current)
            return
        real = self._resolve(day)
        if expected is None and self.not_downloaded(day):
            raise self._absent(day)
        with self.lock():
            try:
                save(real, new, expected, rewrite=again, disk=self._disk, now=self.now)
            except Unconfirmed:
                self._unconfirmed.add(day)
                raise
        self._unconfirmed.discard(day)

    def lock(self) -> JournalLock:
        """The lock that every write takes, for whoever reads, thinks and writes. Makes the journal's id."""
        if self._lock is None:
            self._lock = JournalLock(self._lock_path(), disk=self._disk)
        return self._lock

    def stamp(self, day: date) -> tuple[int, int, int] | None:
        """Inode, size in bytes and mtime in nanoseconds of a day's entry; None when there is none."""
        path = self.path_of(day)
        try:
            found = self._disk.stat(path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise StorageError(f"{path} could not be read: {why(error)}.") from error
        return found.st_ino, found.st_size, found.st_mtime_ns

    def not_downloaded(self, day: date) -> bool:
        """Has a cloud (iCloud Drive) put the placeholder `.NAME.icloud` where the day's entry belongs?"""
        path = self.path_of(day)
        folder, name = os.path.split(path)
        return self._is_there(os.path.join(folder, f".{name}.icloud")) and not self._is_there(path)

    def _is_there(self, path: str) -> bool:
        try:
            self._disk.lstat(path)
        except OSError:
            return False
        return True

    def _absent(self, day: date) -> StorageError:
        return StorageError(f"{self.path_of(day)} is in the cloud and not downloaded yet: download it first.")

    def _lock_path(self) -> str | None:
        if self._locations is None:
            return None
        try:
            ensure_id(self.root, self._disk)
        except StorageError:
            pass  # a journal that cannot be written is known by its path; the save itself will tell why
        return os.path.join(state_dir(self._locations, self.root, self._disk), "lock")

    def _resolve(self, day: date) -> str:
        path = self.path_of(day)
        real = self._disk.realpath(path)
        if not self._is_within(real):
            raise StorageError(f"{path} leads outside the journal and is left alone.")
        return real

    def _is_within(self, real: str) -> bool:
        return real.startswith(self._disk.realpath(self.root).rstrip("/") + "/")

    def _scan(self, path: str, folder: str, depth: int, known: Known, days: dict[date, DayFiles]) -> None:
        deepest = depth == len(self.pattern.folders)
        flat_tail = self.pattern.flat_tail
        try:
            with self._disk.scandir(path) as entries:
                for entry in entries:
                    name = entry.name
                    if name[0] == ".":
                        continue
                    if name[10:] == flat_tail and entry.is_file(follow_symlinks=False):
                        day = iso_day(name[:10])
                        if day is not None and day not in days:
                            days[day] = DayFiles(name)
                            continue
                    mine = self.pattern.classify(name, folder, known, deepest=deepest)
                    if mine is not None and self._is_file(entry):
                        _add(days, mine[0], folder + name, own=mine[1])
                    elif not deepest:
                        told = self.pattern.folders[depth].read(name, known, whole=True)
                        if told is not None and self._is_folder(entry):
                            self._scan(entry.path, f"{folder}{name}/", depth + 1, told, days)
        except FileNotFoundError:
            return
        except OSError as error:
            raise StorageError(f"The folder {path} could not be read: {why(error)}.") from error

    def _is_file(self, entry: os.DirEntry[str]) -> bool:
        if entry.is_file(follow_symlinks=False):
            return True
        return entry.is_symlink() and self._leads_to(entry, stat.S_IFREG)

    def _is_folder(self, entry: os.DirEntry[str]) -> bool:
        if entry.is_dir(follow_symlinks=False):
            return True
        return entry.is_symlink() and self._leads_to(entry, stat.S_IFDIR)

    def _leads_to(self, entry: os.DirEntry[str], kind: int) -> bool:
        """Does a symbolic link lead to such a thing inside the journal?"""
        try:
            found = self._disk.stat(entry.path)
        except OSError:
            return False
        return stat.S_IFMT(found.st_mode) == kind and self._is_within(self._disk.realpath(entry.path))


def _add(days: dict[date, DayFiles], day: date, path: str, *, own: bool) -> None:
    there = days.get(day)
    if there is None:
        days[day] = DayFiles(path) if own else DayFiles(None, (path,))
    elif own:
        there.name = path
    else:
        there.siblings = tuple(sorted((*there.siblings, path)))
