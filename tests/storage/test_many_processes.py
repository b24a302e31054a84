"""Eight processes write the same day at once: every text is there once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from journal_tui.storage.disk import Disk

WRITER = """
import errno
import sys
from datetime import date
from journal_tui.storage.disk import Disk
from journal_tui.storage.journal import Journal
from journal_tui.storage.locations import Locations
from journal_tui.storage.saver import Changed

class NoLocks(Disk):
    def flock(self, fd, operation):
        raise OSError(errno.ENOLCK, "no locks here")

class NoExchange(Disk):
    def exchange(self, a, b):
        return False

root, state, writer, rounds, lock = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5]
day = date(2018, 3, 28)
locations = Locations(root, root, state, root) if lock == "journal" else None
disk = {"none": NoLocks, "folder, plain rename": NoExchange}.get(lock, Disk)()
journal = Journal(root, locations=locations, disk=disk)
sys.stdin.readline()
for number in range(rounds):
    token = b"<%s-%d>\\n" % (writer.encode(), number)
    while True:
        with journal.lock():
            before = journal.read(day)
            try:
                journal.write(day, (before or b"") + token, before)
                break
            except Changed:
                pass
"""


WRITERS = 8


def run_writers(root: Path, state: Path, lock: str, rounds: int) -> set[bytes]:
    """Let all of them append their lines, and return what they were told is saved."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(root), str(state), str(writer), str(rounds), lock],
            stdin=subprocess.PIPE,
        )
        for writer in range(WRITERS)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(b"go\n")
        process.stdin.close()
    assert [process.wait() for process in processes] == [0] * WRITERS
    assert not list(root.glob(".~*"))
    return {b"<%d-%d>" % (writer, number) for writer in range(WRITERS) for number in range(rounds)}


@pytest.mark.parametrize(("lock", "rounds"), [("journal", 25), ("folder", 25), ("folder, plain rename", 8)])
def test_every_text_is_there_once(tmp_path: Path, lock: str, rounds: int) -> None:
    """With the journal's lock, and with none but the saver's own."""
    root = tmp_path / "journal"
    saved = run_writers(root, tmp_path / "state", lock, rounds)
    lines = (root / "2018-03-28.md").read_bytes().splitlines()
    assert len(lines) == len(saved)
    assert set(lines) == saved
    assert [path.name for path in root.glob("*.md")] == ["2018-03-28.md"]


def test_without_any_lock_no_text_is_lost(tmp_path: Path) -> None:
    """Three writers within microseconds may leave a text beside the entry, or say it twice."""
    (tmp_path / "probe").write_bytes(b"")
    if not Disk().exchange(str(tmp_path / "probe"), str(tmp_path / "probe")):
        pytest.skip("without locks and without exchange nothing keeps writers apart")
    root = tmp_path / "journal"
    saved = run_writers(root, tmp_path / "state", "none", rounds=15)
    lines = [line for path in root.glob("2018-03-28*.md") for line in path.read_bytes().splitlines()]
    assert set(lines) == saved
