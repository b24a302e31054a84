"""All that lies in a journal's folder, also what gets no row in the list: for the doctor and for backups."""

from __future__ import annotations

import os
import stat

from journal_tui.storage.pattern import NOTHING_KNOWN
from journal_tui.storage.wordlist import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from journal_tui.storage.journal import Journal
    from journal_tui.storage.pattern import Known

SETTINGS = "settings.toml"
ID = ".journal/id"
FOLDERS = ("progress", "templates", "attachments")
"""Folders that belong to a journal whole."""

OUTSIDE = "is a link that leads out of the journal"
NOWHERE = "is a link that leads nowhere"


class Folder:
    """What was found, as paths within the journal, "/" between folders, each list sorted.

    `days` tells whose day a file is. `entries` are the days' own files, `siblings` the other files of days,
    `kept` what else belongs to the journal (settings, own words, templates …). `odd` have the name or place of
    one of these but are left alone, with the reason; `absent` are entries that a cloud has not downloaded;
    `temps` are left from saves; `others` are no part of the journal. `folders` are those that were looked into,
    the journal's own first.
    """

    __slots__ = ("absent", "days", "entries", "folders", "kept", "odd", "others", "siblings", "temps")

    def __init__(self) -> None:
        self.days: dict[str, date] = {}
        self.entries: list[str] = []
        self.siblings: list[str] = []
        self.kept: list[str] = []
        self.odd: list[tuple[str, str]] = []
        self.absent: list[str] = []
        self.temps: list[str] = []
        self.others: list[str] = []
        self.folders: list[str] = []


def look_into(journal: Journal) -> Folder:
    """Look at every name, and open nothing. `StorageError` when the journal's folder cannot be read."""
    found = Folder()
    for day, files in journal.scan().items():
        if files.name is not None:
            found.entries.append(files.name)
            found.days[files.name] = day
        found.siblings += files.siblings
        found.days.update(dict.fromkeys(files.siblings, day))
    _Walk(journal, found).run()
    for names in (found.entries, found.siblings, found.kept, found.odd, found.absent, found.temps):
        names.sort()
    found.others.sort()
    return found


def is_temp(name: str) -> bool:
    """Whether a save gives such names to files that are not whole yet: `.~<name>.<8 hex>.tmp`."""
    return name.startswith(".~") and name.endswith(".tmp")


def temps_below(folder: str) -> Iterator[str]:
    """Paths of the temporary files in a folder and the folders below, links not followed."""
    for path, _, names in os.walk(folder):
        yield from (os.path.join(path, name) for name in names if is_temp(name))


class _Walk:
    def __init__(self, journal: Journal, found: Folder) -> None:
        self._pattern = journal.pattern
        self._root = journal.root
        self._real = os.path.realpath(journal.root).rstrip("/") + "/"
        self._found = found
        self._rows = {*found.entries, *found.siblings}

    def run(self) -> None:
        self._look("", 0, NOTHING_KNOWN)
        for name in (SETTINGS, WORDS, ID):
            self._keep(name)
        for name in FOLDERS:
            self._keep_all(name)
        self._look_for_temps(".journal")

    def _look(self, folder: str, depth: int, known: Known) -> None:
        """Look at the names in a folder in which entries may lie; as `Journal.scan` does, for all the rest."""
        self._found.folders.append(folder.rstrip("/"))
        for entry in self._entries(folder):
            path = folder + entry.name
            if entry.name.startswith("."):
                self._hidden(path, entry.name, folder, known, depth)
            elif path in self._rows or (not folder and entry.name in (SETTINGS, WORDS, *FOLDERS)):
                continue
            else:
                self._visible(entry, path, folder, depth, known)

    def _hidden(self, path: str, name: str, folder: str, known: Known, depth: int) -> None:
        if is_temp(name):
            self._found.temps.append(path)
            return
        meant = name[1:-7]
        if (
            name.endswith(".icloud")
            and folder + meant not in self._rows
            and self._is_day(meant, folder, known, depth)
        ):
            self._found.absent.append(folder + meant)

    def _visible(self, entry: os.DirEntry[str], path: str, folder: str, depth: int, known: Known) -> None:
        deepest = depth == len(self._pattern.folders)
        told = None if deepest else self._pattern.folders[depth].read(entry.name, known, whole=True)
        if told is not None and entry.is_dir(follow_symlinks=False):
            self._look(f"{path}/", depth + 1, told)
        elif told is not None and entry.is_symlink() and os.path.isdir(entry.path):
            if self._leaves(entry.path):
                self._found.odd.append((path, OUTSIDE))
            else:
                self._look(f"{path}/", depth + 1, told)
        elif self._is_day(entry.name, folder, known, depth):
            self._found.odd.append((path, self._why(entry)))
        else:
            self._found.others.append(path + "/" * entry.is_dir(follow_symlinks=False))

    def _is_day(self, name: str, folder: str, known: Known, depth: int) -> bool:
        deepest = depth == len(self._pattern.folders)
        return self._pattern.classify(name, folder, known, deepest=deepest) is not None

    def _why(self, entry: os.DirEntry[str]) -> str:
        if entry.is_symlink():
            if not os.path.exists(entry.path):
                return NOWHERE
            if self._leaves(entry.path):
                return OUTSIDE
        return "is a folder with an entry's name" if entry.is_dir() else "is no regular file"

    def _leaves(self, path: str) -> bool:
        return not os.path.realpath(path).startswith(self._real)

    def _keep(self, name: str) -> None:
        path = os.path.join(self._root, name)
        try:
            is_link, mode = os.path.islink(path), os.stat(path).st_mode
        except OSError:
            if os.path.islink(path):
                self._found.odd.append((name, NOWHERE))
            return
        if is_link and self._leaves(path):
            self._found.odd.append((name, OUTSIDE))
        elif not stat.S_ISREG(mode):
            self._found.odd.append((name, "is no regular file"))
        else:
            self._found.kept.append(name)

    def _keep_all(self, folder: str) -> None:
        if os.path.islink(os.path.join(self._root, folder)):
            self._found.odd.append((folder, "is a link, and links to folders are not followed here"))
            return
        entries = list(self._entries(f"{folder}/"))
        if entries:
            self._found.folders.append(folder)
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if is_temp(entry.name):
                self._found.temps.append(path)
            elif entry.name.startswith("."):
                self._found.others.append(path)
            elif entry.is_symlink() and os.path.isdir(entry.path):
                self._found.odd.append((path, "is a link, and links to folders are not followed here"))
            elif entry.is_dir():
                self._keep_all(path)
            else:
                self._keep(path)

    def _look_for_temps(self, folder: str) -> None:
        self._found.temps += (f"{folder}/{e.name}" for e in self._entries(f"{folder}/") if is_temp(e.name))

    def _entries(self, folder: str) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(os.path.join(self._root, folder)) as entries:
                yield from entries
        except OSError:
            return  # for the folders of entries, the scan before has told
