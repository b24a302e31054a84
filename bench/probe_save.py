"""In a process of its own: save a page again and again, and do the same the plain way."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from time import perf_counter

from bench.corpus import entry
from bench.rounds import Samples, interleave
from journal_tui.storage.journal import Journal
from journal_tui.storage.locations import locate

_DAY = date(2018, 3, 28)


class _Saves:
    """The same two texts in turns, one file for each way of saving."""

    def __init__(self, folder: str) -> None:
        texts = (entry(0).encode(), entry(0).encode().replace(b"a", b"e", 1))
        self._old, self._new = texts
        self._folder = folder
        self._journal = Journal(os.path.join(folder, "journal"), locations=locate({"HOME": folder}))
        self._journal.write(_DAY, self._old, None)

    def turn(self) -> float:
        """The other text from now on; costs nothing."""
        self._old, self._new = self._new, self._old
        return 0.0

    def ours(self) -> float:
        """Seconds for the saver that everything uses."""
        start = perf_counter()
        self._journal.write(_DAY, self._new, self._old)
        return perf_counter() - start

    def plain(self) -> float:
        """Seconds for write, fsync and rename."""
        start = perf_counter()
        self._write()
        return perf_counter() - start

    def both(self) -> float:
        """The same and the fsync of the directory, without which the new name can be lost."""
        start = perf_counter()
        self._write()
        folder = os.open(self._folder, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        return perf_counter() - start

    def _write(self) -> None:
        path = os.path.join(self._folder, "plain.md")
        file = os.open(f"{path}.tmp", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        os.write(file, self._new)
        os.fsync(file)
        os.close(file)
        os.rename(f"{path}.tmp", path)


def measure(folder: str, rounds: int) -> dict[str, Samples]:
    """Seconds of each way, round by round."""
    saves = _Saves(folder)
    timers = {"ours": saves.ours, "plain": saves.plain, "both": saves.both, "turn": saves.turn}
    return interleave(timers, rounds, warm_ups=10)


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
