"""The one way in which this program writes a file: what is on the disk is the old text or the new one, whole.

The order of a save: compare with what the caller has seen; write a complete temporary file beside the target
and sync it; let the two trade names in one step; look at what was displaced; sync the folder. Only then does
`save` return. Another program that wrote in between never loses its text: see `Changed`.

The journal's lock and an older version to keep are the caller's business; no text depends on either.
A hard-linked file is replaced, not written through: its other names keep the old text.
"""

from __future__ import annotations

import errno
import os

from journal_tui.domain.errors import StorageError
from journal_tui.storage.contest import Changed, Contest
from journal_tui.storage.disk import DISK, why
from journal_tui.storage.lock import release, take
from journal_tui.storage.reading import NotRegular, glance, read, read_raw
from journal_tui.storage.staging import (
    Staged,
    close_quietly,
    discard,
    make_folders,
    open_folder,
    stage,
    sync_folder,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal_tui.storage.contest import Now
    from journal_tui.storage.disk import Disk

__all__ = ["Changed", "NotRegular", "Unconfirmed", "read", "save"]

# Seconds. Others hold a folder for less than a millisecond; a save that interrupted another one of the same
# process (in a signal handler) must not wait for it.
_PATIENCE = 0.5
_NO_LINKS = frozenset(
    {
        errno.EPERM,
        errno.EACCES,
        errno.EINVAL,
        errno.ENOSYS,
        errno.ENOTSUP,
        errno.EOPNOTSUPP,
        errno.EMLINK,
        errno.EXDEV,
    }
)


class Unconfirmed(StorageError):
    """The new text is in the file, but the disk reported an error afterwards: a power cut may undo the save.

    Whoever meets it keeps the text elsewhere too, or writes it once more with `rewrite=True`.
    """


def save(
    path: str,
    new: bytes,
    expected: bytes | None,
    *,
    rewrite: bool = False,
    disk: Disk = DISK,
    now: Now = None,
) -> None:
    """Make `new` the content of `path`, if the file still holds `expected` (None: if there is no such file).

    Returns when the bytes would survive a power cut. Bytes that are there already are not written again,
    unless `rewrite` asks for it (after `Unconfirmed`). A symbolic link is written through. An existing file
    keeps its mode, its owner where that is allowed, and its `user.*` attributes; a new one is 0600, missing
    folders 0700. Root is not refused on another person's file but leaves it to that person: under sudo or in
    a container, text that could not be saved would be the greater harm. `now` tells the moment for the name of
    another writer's text, where that has to be kept beside the file; None: the computer's clock.

    `Changed`: the file holds something else. `Unconfirmed`: the new text is there, but perhaps not for good.
    `StorageError`: nothing was changed; one line with the file and the reason.
    """
    _Save(path, new, disk, now).run(expected, rewrite=rewrite)


class _Save:
    """One save on its way. `path` is what people are told, `real` what is written."""

    def __init__(self, path: str, new: bytes, disk: Disk, now: Now) -> None:
        self.path = path
        self.real = disk.realpath(path)
        self.new = new
        self.disk = disk
        self.now = now
        self.outcome = ""

    def run(self, expected: bytes | None, *, rewrite: bool) -> None:
        self.outcome = "No file was made." if expected is None else "The file is unchanged."
        try:
            current = read_raw(self.real, self.disk)
            if current != expected:
                raise Changed(current)
            if current == self.new and not rewrite:
                return
            parent = os.path.dirname(self.real)
            if current is None:
                make_folders(parent, self.disk)
            # Opened beforehand, so that it cannot fail when the new text is live already.
            folder = open_folder(parent, self.disk)
            try:
                if current is None:
                    self.create(folder)
                else:
                    self.update(current, folder)
            finally:
                close_quietly(folder, self.disk)
        except OSError as error:
            cause = why(error, denied="not writable (permission denied)")
            raise StorageError(f"{self.path} was not saved: {cause}. {self.outcome}") from error

    # a new file

    def create(self, folder: int) -> None:
        staged = stage(self.real, self.new, None, self.disk)
        try:
            linked = self.link(staged)
            if not linked:
                self.claim(staged)
        except FileExistsError:
            staged.drop(self.disk)
            raise Changed(read_raw(self.real, self.disk)) from None
        except BaseException:
            staged.drop(self.disk)
            raise
        self.confirm(staged.path if linked else None, folder)

    def link(self, staged: Staged) -> bool:
        """Give the staged file its name unless that is taken (FileExistsError). False: no hard links here."""
        try:
            self.disk.link(staged.path, self.real)
        except OSError as error:
            # A network file system may repeat a request it has carried out, and report the second failure.
            if staged.is_at(self.real, self.disk):
                return True
            if error.errno in _NO_LINKS:
                return False
            raise
        return True

    def claim(self, staged: Staged) -> None:
        """The same on FAT and its like: an empty file takes the name first, so that no file is overwritten.

        Only here a kill can leave something else than nothing or all of the new text: an empty file.
        """
        fd = self.disk.open(self.real, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        claim: Staged | None = None
        try:
            try:
                claim = Staged(self.real, self.disk.fstat(fd))
            finally:
                close_quietly(fd, self.disk)
            self.still(b"")
            self.overwrite(staged)
        except BaseException:
            self.unclaim(claim)
            raise

    def unclaim(self, claim: Staged | None) -> None:
        """Take the empty file away again, unless somebody has begun to use it."""
        try:
            there = self.disk.lstat(self.real)
            if there.st_size == 0 and (claim is None or claim.inode == there.st_ino):
                discard(self.real, self.disk)
        except FileNotFoundError:
            pass
        except OSError:
            self.outcome = "An empty file was left."

    # an existing file

    def update(self, expected: bytes, folder: int) -> None:
        try:
            before = self.disk.stat(self.real)
        except FileNotFoundError:
            raise Changed(None) from None
        if not self.disk.access(self.real, os.W_OK):
            # A rename would replace it all the same: that asks for the folder's permission only.
            raise StorageError(f"{self.path} was not saved: it is read-only. The file is unchanged.")
        self.disk.prepare_exchange()  # not between the last look and the exchange
        staged = stage(self.real, self.new, before, self.disk)
        try:
            # Our own savers take turns for the blink of an eye, so that none of them ever sees text that another
            # may have to take back. Other programs do not know of this: the exchange is for them.
            take(folder, _PATIENCE, self.disk)
            self.still(expected)
            exchanged = self.exchange(staged)
            if not exchanged:
                self.overwrite(staged)
        except FileNotFoundError:
            staged.drop(self.disk)
            self.still(expected)
            raise
        except BaseException:
            staged.drop(self.disk)
            raise
        if exchanged:
            self.settle(staged, expected, folder)
        else:
            self.confirm(None, folder)

    def exchange(self, staged: Staged) -> bool:
        try:
            return self.disk.exchange(staged.path, self.real)
        except OSError:
            if staged.is_at(self.real, self.disk):
                return True
            raise

    def still(self, expected: bytes) -> None:
        """A last look: where there is no exchange, what others write between it and the rename is lost."""
        actual = read_raw(self.real, self.disk)
        if actual != expected:
            raise Changed(actual)

    def overwrite(self, staged: Staged) -> None:
        try:
            self.disk.replace(staged.path, self.real)
        except OSError:
            if not staged.is_at(self.real, self.disk):
                raise

    # the new text is live

    def settle(self, staged: Staged, expected: bytes, folder: int) -> None:
        """Look at what the exchange displaced: it now lies under the temporary name."""
        displaced = glance(staged.path, self.disk)
        if displaced == expected:
            self.confirm(staged.path, folder)
            return
        contest = Contest(self.real, staged, self.new, displaced, self.disk, self.now).give_back()
        live = contest.live
        if not contest.spare and live is not None and self.new in live:
            # The newest writer built upon our text, or nothing let us trade back: ours is saved, theirs kept.
            self.confirm(None, folder)
            return
        try:
            # Before ours goes: else a power cut could undo the trade back, but not the removal.
            sync_folder(folder, self.disk)
            if contest.spare:
                discard(staged.path, self.disk)
            if live is None and (live := read_raw(self.real, self.disk)) == expected:
                raise OSError(errno.EIO, os.strerror(errno.EIO))  # what was displaced could not be read
        except OSError as error:
            if contest.settled:
                raise
            raise self.unconfirmed(error) from error
        raise Changed(live, contest.kept)

    def confirm(self, leftover: str | None, folder: int) -> None:
        """Remove what is no longer needed and see the names to the disk."""
        trouble = None
        try:
            if leftover is not None:
                discard(leftover, self.disk)
        except OSError as error:
            trouble = error
        release(folder, self.disk)
        try:
            sync_folder(folder, self.disk)
        except OSError as error:
            trouble = error
        if trouble is not None:
            raise self.unconfirmed(trouble) from trouble

    def unconfirmed(self, error: OSError) -> Unconfirmed:
        return Unconfirmed(
            f"{self.path}: the new text is in the file, but then {why(error)}; "
            "a power cut may undo it, so save again."
        )
