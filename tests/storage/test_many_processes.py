"""Eight processes write the same day at once: every text is there once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from journal_tui.storage.disk import Disk

WRITER = """
import sys
from datetime import date
from journal_tui.storage.journal import Journal
from journal_tui.storage.locations import Locations
from journal_tui.storage.saver import Changed

root, state, writer, rounds, locked = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5]
day = date(2018, 3, 28)
journal = Journal(root, locations=Locations(root, root, state, root) if locked == "locked" else None)
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


@pytest.mark.parametrize("lock", ["locked", "unlocked"])
def test_every_text_is_there_once(tmp_path: Path, lock: str) -> None:
    root = tmp_path / "journal"
    root.mkdir()
    (root / "probe").write_bytes(b"")
    if lock == "unlocked" and not Disk().exchange(str(root / "probe"), str(root / "probe")):
        pytest.skip("without exchange only the lock keeps writers apart")
    writers, rounds = 8, 25
    arguments = [str(root), str(tmp_path / "state")]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, *arguments, str(writer), str(rounds), lock],
            stdin=subprocess.PIPE,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        for writer in range(writers)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(b"go\n")
        process.stdin.close()
    assert [process.wait() for process in processes] == [0] * writers
    expected = {b"<%d-%d>" % (writer, number) for writer in range(writers) for number in range(rounds)}
    entry = (root / "2018-03-28.md").read_bytes().splitlines()
    assert len(entry) == len(set(entry)), "twice"
    # Of three writers within some microseconds one may find its text beside the entry; never without a lock lost.
    beside = [
        line for path in root.glob("2018-03-28.conflict*.md") for line in path.read_bytes().splitlines()
    ]
    assert {*entry, *beside} == expected
    assert not beside or lock == "unlocked"
    assert not list(root.glob(".~*"))
