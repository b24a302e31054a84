"""Crash copies of text that is not in its entry yet, outside the journal, so that no sync engine carries them.

`<state>/<journal>/drafts/2026-10-07.<session>.draft` is a readable header, an empty line and the whole text:

    journal-draft 1
    entry: 2026-10-07
    journal: /home/me/journal
    base-sha256: what the entry held when it was read, or "none" where there was no entry
    base-length: its bytes
    saved-at: 2026-10-07T23:58:12+02:00
    length: bytes of the text
    sha256: of the text

A session holds flock(2) on `<session>.lock` beside its drafts for as long as it lives, and the kernel gives the
lock back however it dies: a draft whose session is not locked was left by a crash. (The draft itself could not
be locked: each time it is replaced it is another file.)
"""

from __future__ import annotations

import errno
import fcntl
import os
from datetime import datetime

from journal_tui.domain.days import parse_iso_day
from journal_tui.domain.errors import StorageError
from journal_tui.storage.disk import DISK, why
from journal_tui.storage.identity import ensure_id, read_id, state_by_path, state_dir
from journal_tui.storage.saver import Changed, read, save
from journal_tui.storage.staging import close_quietly, discard, make_folders, random_hex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from journal_tui.storage.disk import Disk
    from journal_tui.storage.locations import Locations

MAGIC = b"journal-draft 1\n"
NONE = "none"
_SUFFIX, _LOCK, _DISCARDED = ".draft", ".lock", ".discarded"
_TRIES = 5


class Draft:
    """One draft as it was found.

    `base` is the SHA-256 in hex of the bytes that the entry had then, None where there was no entry;
    `base_length` is how many they were. `saved_at` carries its offset. A `damaged` draft is not what was written,
    by its own header; its text may be cut, and `base` and `saved_at` are None.
    """

    __slots__ = ("base", "base_length", "damaged", "day", "path", "saved_at", "session", "text")

    def __init__(self, path: str, day: date, session: str, text: str) -> None:
        self.path = path
        self.day = day
        self.session = session
        self.text = text
        self.base: str | None = None
        self.base_length = 0
        self.saved_at: datetime | None = None
        self.damaged = False


class Drafts:
    """The drafts of one journal as one session sees them: it writes its own, and reads those of dead sessions.

    Nothing is made before the first draft is written. Not for two threads at once.
    """

    def __init__(self, locations: Locations, root: str, disk: Disk = DISK) -> None:
        self._locations = locations
        self._root = os.path.abspath(root)
        self._disk = disk
        self.session = random_hex()
        self._folder: str | None = None
        self._locks: dict[str, int] = {}

    # This session's

    def path_of(self, day: date) -> str:
        """Where this session keeps the draft of a day."""
        folder = self._folder or os.path.join(state_dir(self._locations, self._root, self._disk), "drafts")
        return os.path.join(folder, f"{day.isoformat()}.{self.session}{_SUFFIX}")

    def write(self, day: date, text: str, base: bytes | None, saved_at: datetime) -> str:
        """Keep `text`, based on an entry with the bytes `base` (None: on none); returns the path.

        Returns when it would survive a power cut.

        Raises:
            StorageError: it could not be written; what was kept before is as it was.
        """
        self._begin()
        path = self.path_of(day)
        data = _pack(day, _one_line(self._root), text, base, saved_at)
        for _ in range(_TRIES):
            try:
                save(path, data, read(path, self._disk), disk=self._disk)
                return path
            except Changed:
                continue
        raise StorageError(f"{path} keeps changing and was left alone.")

    def remove(self, day: date) -> None:
        """Forget this session's draft of a day. What cannot be removed stays; it will be found and compared."""
        self._discard(self.path_of(day))

    def close(self, *, keep: bool = False) -> None:
        """The session is over; with `keep` its drafts wait for the next one, as after a crash."""
        for session, fd in self._locks.items():
            if self._folder and session == self.session and not keep:
                self._discard(os.path.join(self._folder, session + _LOCK))
            close_quietly(fd, self._disk)
        self._locks.clear()

    # Those of sessions that died

    def left_behind(self) -> list[Draft]:
        """The drafts of sessions that live no more, newest first; from now on they are this session's to settle,
        and no other session sees them.
        """
        found = []
        for folder in self._folders():
            self._clear_locks(folder)
            for day, session, path in list(drafts_in(folder, self._disk)):
                if session == self.session or not self._claim(folder, session):
                    continue
                draft, root = self._read(path, day, session)
                if draft is not None and self._belongs_here(root):
                    found.append(draft)
        found.sort(key=lambda draft: draft.saved_at.timestamp() if draft.saved_at else 0.0, reverse=True)
        return found

    def drop(self, draft: Draft) -> None:
        """Remove a draft whose text is in its entry, or kept elsewhere."""
        self._discard(draft.path)
        folder = os.path.dirname(draft.path)
        if not any(session == draft.session for _, session, _ in drafts_in(folder, self._disk)):
            self._discard(os.path.join(folder, draft.session + _LOCK))

    def put_aside(self, draft: Draft) -> str:
        """Rename a draft so that it is never offered again but its text is there; returns its path.

        Raises:
            StorageError: it could not be renamed.
        """
        path = draft.path + _DISCARDED
        try:
            self._disk.replace(draft.path, path)
        except OSError as error:
            raise StorageError(f"{draft.path} could not be renamed: {why(error)}.") from error
        return path

    def parked(self) -> list[str]:
        """Paths of texts that could not be put into their entry by a capture; they are the person's to move."""
        return sorted(
            os.path.join(folder, name)
            for folder in self._folders()
            for name in _names(folder, self._disk)
            if parse_iso_day(name[:10]) is not None and name[10:19] == ".capture-" and name.endswith(".md")
        )

    def _begin(self) -> None:
        """Have a folder and the lock that tells others that this session lives."""
        if self._folder is None:
            try:
                ensure_id(self._root, self._disk)
            except (StorageError, OSError):
                pass  # a journal that cannot be written is known by its path
            folder = os.path.join(state_dir(self._locations, self._root, self._disk), "drafts")
            try:
                make_folders(folder, self._disk)
            except OSError as error:
                raise StorageError(f"{folder} could not be made: {why(error)}.") from error
            self._folder = folder
        if self.session not in self._locks:
            self._claim(self._folder, self.session)

    def _claim(self, folder: str, session: str) -> bool:
        """Lock a session. False when it lives, in whatever process."""
        if session in self._locks:
            return True
        path = os.path.join(folder, session + _LOCK)
        for _ in range(_TRIES):
            try:
                fd = self._disk.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
            except OSError:
                return True  # a folder that cannot be written: reading harms nobody
            # Where there are no locks two sessions may offer the same draft, and none loses it.
            if _lock(fd, self._disk) is False:
                close_quietly(fd, self._disk)
                return False
            if _is_at(fd, path, self._disk):
                self._locks[session] = fd
                return True
            close_quietly(fd, self._disk)  # another session has cleared it away meanwhile
        return True

    def _clear_locks(self, folder: str) -> None:
        """Remove the locks of dead sessions that left no draft."""
        names = _names(folder, self._disk)
        left = {session for _, session, _ in drafts_in(folder, self._disk)}
        for name in names:
            session = name[: -len(_LOCK)]
            if not name.endswith(_LOCK) or session in left or session in self._locks:
                continue
            if self._claim(folder, session):
                self._discard(os.path.join(folder, name))
                fd = self._locks.pop(session, None)
                if fd is not None:
                    close_quietly(fd, self._disk)

    def _folders(self) -> list[str]:
        states = [state_dir(self._locations, self._root, self._disk)]
        by_path = state_by_path(self._locations, self._root, self._disk)
        if by_path not in states:
            states.append(by_path)
        return [os.path.join(state, "drafts") for state in states]

    def _read(self, path: str, day: date, session: str) -> tuple[Draft | None, str]:
        try:
            data = read(path, self._disk)
        except StorageError:
            data = None
        return (None, "") if data is None else _unpack(data, path, day, session)

    def _belongs_here(self, root: str) -> bool:
        """A journal that was copied has the same id as the copy: each gets its own drafts. One that was moved
        gets those from where it was."""
        if not root or root == _one_line(self._root):
            return True
        other = read_id(root, self._disk)
        return other is None or other != read_id(self._root, self._disk)

    def _discard(self, path: str) -> None:
        try:
            discard(path, self._disk)
        except OSError:
            pass


def drafts_in(folder: str, disk: Disk = DISK) -> Iterator[tuple[date, str, str]]:
    """Day, session and path of every draft in a folder, in no order; none where there is no such folder."""
    for name in _names(folder, disk):
        day = parse_iso_day(name[:10])
        session = name[11 : -len(_SUFFIX)]
        if day is not None and name[10] == "." and name.endswith(_SUFFIX) and session:
            yield day, session, os.path.join(folder, name)


def is_alive(folder: str, session: str, disk: Disk = DISK) -> bool:
    """Whether the session of a draft in this folder is running. Changes nothing."""
    try:
        fd = disk.open(os.path.join(folder, session + _LOCK), os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return False
    alive = _lock(fd, disk) is False
    close_quietly(fd, disk)
    return alive


def fingerprint(data: bytes) -> str:
    """What tells one state of an entry from another."""
    from hashlib import sha256  # not before the first frame: OpenSSL takes its time

    return sha256(data).hexdigest()


def _lock(fd: int, disk: Disk) -> bool | None:
    """Lock a file. False when another session holds it, None where there are no locks."""
    try:
        disk.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except OSError as error:
        return False if error.errno in (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES) else None


def _is_at(fd: int, path: str, disk: Disk) -> bool:
    """Is the open file still the one with this name?"""
    try:
        mine, there = disk.fstat(fd), disk.lstat(path)
    except OSError:
        return False
    return (mine.st_dev, mine.st_ino) == (there.st_dev, there.st_ino)


def _names(folder: str, disk: Disk) -> list[str]:
    try:
        with disk.scandir(folder) as entries:
            return [entry.name for entry in entries]
    except OSError:
        return []


def _pack(day: date, root: str, text: str, base: bytes | None, saved_at: datetime) -> bytes:
    body = text.encode("utf-8", "surrogatepass")
    fields = {
        "entry": day.isoformat(),
        "journal": root,
        "base-sha256": NONE if base is None else fingerprint(base),
        "base-length": str(0 if base is None else len(base)),
        "saved-at": saved_at.isoformat(timespec="seconds"),
        "length": str(len(body)),
        "sha256": fingerprint(body),
    }
    header = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return MAGIC + header.encode("utf-8", "surrogateescape") + b"\n" + body


def _unpack(data: bytes, path: str, day: date, session: str) -> tuple[Draft, str]:
    """The draft, and the root of the journal that it was made in ("" when that is not known)."""
    head, gap, body = data.partition(b"\n\n")
    fields: dict[str, str] = {}
    if data.startswith(MAGIC) and gap:
        for line in head[len(MAGIC) :].decode("utf-8", "surrogateescape").split("\n"):
            name, _, value = line.partition(": ")
            fields[name] = value
    whole = fields.get("length") == str(len(body)) and fields.get("sha256") == fingerprint(body)
    if not fields:
        body = data  # whatever this is, the person's words may be in it
    draft = Draft(path, day, session, body.decode("utf-8", "surrogatepass" if whole else "replace"))
    try:
        if not whole or fields["entry"] != day.isoformat():
            raise ValueError(path)
        draft.base = None if fields["base-sha256"] == NONE else fields["base-sha256"]
        draft.base_length = int(fields["base-length"])
        draft.saved_at = datetime.fromisoformat(fields["saved-at"])
    except (KeyError, ValueError):
        draft.damaged, draft.base, draft.saved_at = True, None, None
    return draft, fields.get("journal", "")


def _one_line(path: str) -> str:
    return path.replace("\n", "?").replace("\r", "?")
