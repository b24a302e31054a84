"""Older versions of entries, outside of the journal, each a file of its own that any program can read.

`<state>/<journal>/history/2018/2018-03-28/20180328T191402Z-1a2b3c4d-restore.md`: when it was put here (UTC), the
first eight hex digits of the SHA-256 of its bytes, and why. No reason stands for the usual one: somebody wrote on.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

from journal_tui.domain.days import parse_iso_day
from journal_tui.domain.errors import StorageError
from journal_tui.storage.disk import DISK, why
from journal_tui.storage.reading import glance, read
from journal_tui.storage.saver import Changed, save

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from journal_tui.storage.disk import Disk

EDIT = "edit"
"""The usual reason: such a version is due only when the last one is older than `PAUSE`."""
DELETE = "delete"
"""What an entry was before it was deleted: never pruned."""
PAUSE = timedelta(minutes=5)
MOST_PER_RUN = 200
"""Versions that one `prune` removes at most."""
LARGE = 500_000_000
"""Bytes of history from which on the writer should be told."""
CLOCK_SLACK = timedelta(days=2)
"""A clock further ahead of the newest version may be wrong, and a wrong clock must not empty the history."""

_BURST = timedelta(minutes=1)
"""A version this far from the future is one of several made within a second, not one of a wrong clock."""
_STAMP = "%Y%m%dT%H%M%SZ"
_HEX = frozenset("0123456789abcdef")


class Version:
    """One older text of a day. `at` is UTC, `digest` the start of its SHA-256 (8 hex), `reason` a word."""

    __slots__ = ("at", "day", "digest", "path", "reason")

    def __init__(self, day: date, at: datetime, digest: str, reason: str, path: str) -> None:
        self.day = day
        self.at = at
        self.digest = digest
        self.reason = reason
        self.path = path


class Pruned:
    """What a run of `prune` did: how many versions went, and the bytes of those that stay."""

    __slots__ = ("kept_bytes", "removed")

    def __init__(self) -> None:
        self.removed = 0
        self.kept_bytes = 0


def digest_of(data: bytes) -> str:
    """The first eight hex digits of the SHA-256 of some bytes."""
    from hashlib import sha256  # not on the way to a first frame, which reads no history

    return sha256(data).hexdigest()[:8]


def is_whole(version: Version, data: bytes) -> bool:
    """Whether `data`, read from a version's file, is what was kept there."""
    return digest_of(data) == version.digest


def stamp_of(at: datetime) -> str:
    """A UTC moment as it stands in file names."""
    return at.strftime(_STAMP)


def parse_stamp(text: str) -> datetime | None:
    """The UTC moment that `stamp_of` wrote."""
    if len(text) != 16 or not (text.isascii() and text[:8].isdecimal() and text[9:15].isdecimal()):
        return None
    try:
        return datetime.strptime(text, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


class History:
    """The versions of one journal. `state` is its state directory, of which nothing need exist."""

    def __init__(self, state: str, disk: Disk = DISK) -> None:
        self.folder = os.path.join(state, "history")
        self._disk = disk

    def versions(self, day: date) -> list[Version]:
        """All versions of a day, newest first; by names alone, no file is read.

        Raises:
            StorageError: the folder is there and cannot be read.
        """
        folder = self._folder_of(day)
        found = [version for name in self._names(folder) if (version := _parse(day, folder, name))]
        found.sort(key=lambda version: (version.at, version.path), reverse=True)
        return found

    def days(self) -> Iterator[date]:
        """The days that have versions, in no order."""
        for year in self._names(self.folder):
            for name in self._names(os.path.join(self.folder, year)):
                day = parse_iso_day(name)
                if day is not None and name[:4] == year:
                    yield day

    def read(self, version: Version) -> bytes | None:
        """The bytes of a version, whatever they are by now (see `is_whole`); None when it has been pruned.

        Raises:
            StorageError: it cannot be read.
        """
        return read(version.path, self._disk)

    def snapshot(self, day: date, data: bytes, reason: str, now: datetime) -> Version | None:
        """Keep `data`, what a day's entry held until now.

        For the reason `EDIT` only when the newest version is at least `PAUSE` old; for any other (a word of
        lower-case letters) at once. Bytes that are the newest version already are not kept twice, but a weighty
        reason takes the place of a lighter one. Empty texts are not kept. `now` is UTC.

        Returns the version that holds the bytes, None when none was due. It would survive a power cut.

        Raises:
            StorageError: it could not be kept.
        """
        if not _is_word(reason):
            raise ValueError(reason)
        if not data:
            return None
        now = now.astimezone(UTC).replace(microsecond=0)
        newest = next(iter(self.versions(day)), None)
        # A version from the future is one of a wrong clock: it must not keep others from being made.
        if newest is not None and reason == EDIT and timedelta(0) <= now - newest.at < PAUSE:
            return None
        digest = digest_of(data)
        same = newest is not None and newest.digest == digest and glance(newest.path, self._disk) == data
        if newest is not None and same and not _outweighs(reason, newest.reason):
            return newest
        if newest is not None and timedelta(0) <= newest.at - now < _BURST:
            now = newest.at + timedelta(seconds=1)  # names in the order of their making, within a second too
        version = self._write(day, data, digest, reason, now)
        if newest is not None and same:
            self._remove(newest)
        return version

    def relabel(self, version: Version, like: Version | None) -> Version:
        """What this version was put here before did not happen: call it what it was called before, `like`, or
        else as if somebody had written on. Its bytes stay, whatever fails.
        """
        name = f"{stamp_of(version.at)}-{version.digest}.md" if like is None else os.path.basename(like.path)
        found = _parse(version.day, os.path.dirname(version.path), name)
        if found is None or found.path == version.path:
            return version
        try:
            self._disk.link(version.path, found.path)
        except FileExistsError:
            return version
        except OSError:
            try:  # no hard links here
                self._disk.replace(version.path, found.path)
            except OSError:
                return version
            return found
        self._remove(version)
        return found

    def prune(
        self, now: datetime, *, most: int = MOST_PER_RUN, rest: Callable[[], None] = lambda: None
    ) -> Pruned:
        """Remove what `domain.retention` lets go, `most` versions at most. `now` is UTC.

        Nothing is removed while the clock is over two days ahead of the newest version. `rest` is called between
        days, for a caller who wants to leave time to others. What cannot be read or removed stays.
        """
        from journal_tui.domain.retention import expired

        pruned = Pruned()
        days = {day: versions for day in self._days_or_none() if (versions := self._versions_or_none(day))}
        newest = max((versions[0].at for versions in days.values()), default=now)
        for versions in days.values():
            rest()
            going: list[int] = []
            if now - newest <= CLOCK_SLACK:
                going = expired([(version.at, version.reason == DELETE) for version in versions], now)
            gone = {index for index in going[: most - pruned.removed] if self._remove(versions[index])}
            pruned.removed += len(gone)
            pruned.kept_bytes += sum(map(self._size, (v for i, v in enumerate(versions) if i not in gone)))
        return pruned

    def _write(self, day: date, data: bytes, digest: str, reason: str, at: datetime) -> Version:
        suffix = "" if reason == EDIT else f"-{reason}"
        while True:
            path = os.path.join(self._folder_of(day), f"{stamp_of(at)}-{digest}{suffix}.md")
            try:
                save(path, data, None, disk=self._disk)
            except Changed as changed:
                if changed.actual != data:
                    at += timedelta(seconds=1)  # the name is taken by other bytes
                    continue
            return Version(day, at, digest, reason, path)

    def _remove(self, version: Version) -> bool:
        try:
            self._disk.unlink(version.path)
        except OSError:
            return False
        return True

    def _size(self, version: Version) -> int:
        try:
            return self._disk.lstat(version.path).st_size
        except OSError:
            return 0

    def _folder_of(self, day: date) -> str:
        iso = day.isoformat()
        return os.path.join(self.folder, iso[:4], iso)

    def _names(self, folder: str) -> list[str]:
        try:
            with self._disk.scandir(folder) as entries:
                return [entry.name for entry in entries]
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise StorageError(f"The history in {folder} could not be read: {why(error)}.") from error

    def _days_or_none(self) -> list[date]:
        try:
            return list(self.days())
        except StorageError:
            return []

    def _versions_or_none(self, day: date) -> list[Version]:
        try:
            return self.versions(day)
        except StorageError:
            return []


def _is_word(reason: str) -> bool:
    return reason.isascii() and reason.isalpha() and reason.islower()


def _outweighs(reason: str, other: str) -> bool:
    """Whether the same bytes are worth a new name for this reason."""
    return reason != other and (reason == DELETE or other == EDIT)


def _parse(day: date, folder: str, name: str) -> Version | None:
    stem, extension = os.path.splitext(name)
    parts = stem.split("-")
    at = parse_stamp(parts[0])
    if extension != ".md" or at is None or len(parts) not in (2, 3):
        return None
    digest, reason = parts[1], parts[2] if len(parts) == 3 else EDIT
    if len(digest) != 8 or not _HEX.issuperset(digest):
        return None
    if not _is_word(reason):
        return None
    return Version(day, at, digest, reason, os.path.join(folder, name))
