"""A journal's own words: `words.txt` in its folder, a word a line, for everybody to edit.

Lines that begin with # are comments. New words are added at the end; nothing else in the file is touched.
"""

from __future__ import annotations

import os

from journal_tui.domain.errors import StorageError
from journal_tui.storage.disk import DISK, why
from journal_tui.storage.saver import Changed, Unconfirmed, read, save

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal_tui.storage.disk import Disk

WORDS = "words.txt"
_HEAD = b"# Words that the spelling takes as right, one a line.\n"
_BOM = b"\xef\xbb\xbf"
_TRIES = 5
_MOST = 4_000_000
"""Bytes. A larger file is no list of anybody's own words."""


class WordList:
    """The words of the journal in the folder `root`. Reading writes nothing."""

    def __init__(self, root: str, disk: Disk = DISK) -> None:
        self.path = os.path.join(root, WORDS)
        self._disk = disk

    def stamp(self) -> tuple[int, int, int] | None:
        """Inode, size in bytes and mtime in nanoseconds; None when there is no such file."""
        try:
            found = self._disk.stat(self.path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise StorageError(f"{self.path} could not be read: {why(error)}.") from error
        return found.st_ino, found.st_size, found.st_mtime_ns

    def words(self) -> list[str]:
        """The words in the file's order; bytes that are not UTF-8 make no word.

        StorageError when it is no regular file, cannot be read or is over 4 MB.
        """
        data = self._read() or b""
        lines = data.removeprefix(_BOM).decode("utf-8", "replace").splitlines()
        words = [line.strip() for line in lines if not line.lstrip().startswith("#")]
        return [word for word in words if word and "\ufffd" not in word]

    def add(self, word: str) -> None:
        """Put a word at the end, unless it is there; what others add meanwhile stays.

        StorageError, with a line that says why, when it could not be written.
        """
        again = False
        for _ in range(_TRIES):
            data = self._read()
            new = self._with(data, word)
            try:
                save(self.path, new, data, rewrite=again, disk=self._disk)
            except Changed:
                continue
            except Unconfirmed:
                if again:
                    raise
                again = True
                continue
            return
        raise StorageError(f"{self.path} was not saved: others keep changing it. Try again.")

    def _with(self, data: bytes | None, word: str) -> bytes:
        if data is None:
            return _HEAD + word.encode() + b"\n"
        try:
            lines = data.removeprefix(_BOM).decode("utf-8").splitlines()
        except UnicodeDecodeError as error:
            raise StorageError(f"{self.path} is not UTF-8: nothing was added to it.") from error
        if word in map(str.strip, lines):
            return data
        end = b"\r\n" if b"\r\n" in data else b"\n"
        gap = b"" if not data.removeprefix(_BOM) or data.endswith(b"\n") else end
        return data + gap + word.encode() + end

    def _read(self) -> bytes | None:
        stamp = self.stamp()
        if stamp is not None and stamp[1] > _MOST:
            raise StorageError(f"{self.path} is over 4 MB: too long for a list of words.")
        return read(self.path, self._disk)
