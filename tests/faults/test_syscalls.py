"""Every system call of a save fails, or is the process's last one: the file is the old text or the new one.

The same is shown with a faulty disk in `tests/storage/test_saver_faults.py`, on any system; here the kernel
itself refuses, with nothing of ours between.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import journal_tui

from .scale import LONG

STRACE = shutil.which("strace")
SOURCES = os.path.dirname(next(iter(journal_tui.__path__)))
OLD, NEW = b"the old text\n" * 20, b"the old text\nand a new line\n" * 20
NAME = "2018-03-28.md"
ERRORS = ("ENOSPC", "EIO", "EACCES")

SAVED, REFUSED, UNCONFIRMED, CHANGED = 0, 30, 31, 32
SAVE = f"""
import os
import sys
sys.path.insert(0, sys.argv[1])
from journal_tui.domain.errors import StorageError
from journal_tui.storage.disk import DISK
from journal_tui.storage.saver import Changed, Unconfirmed, save
if len(sys.argv) > 5:
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[5]), resource.RLIM_INFINITY))
DISK.prepare_exchange()
old = {OLD!r} if sys.argv[4] == "existing" else None
os.chdir(sys.argv[2])
try:
    save(sys.argv[3], {NEW!r}, old)
    code = {SAVED}
except Unconfirmed:
    code = {UNCONFIRMED}
except StorageError:
    code = {REFUSED}
except Changed:
    code = {CHANGED}
os._exit(code)
"""
"""A process that saves once. Its change of folder marks the beginning: what comes before is Python's own."""

SCENES = {"existing": ".", "new": ".", "in new folders": "2018/03"}
all_scenes = pytest.mark.parametrize("scene", SCENES)

needs_strace = pytest.mark.skipif(STRACE is None, reason="needs strace, which is not installed")


class Stage:
    """A folder with the file to be saved, and the command that saves it."""

    def __init__(self, root: Path, scene: str) -> None:
        self.root = root
        self.scene = scene
        self.path = root / SCENES[scene] / NAME
        self.log = root.with_suffix(".log")
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(parents=True)
        if scene == "existing":
            self.path.write_bytes(OLD)

    @property
    def old(self) -> bytes | None:
        return OLD if self.scene == "existing" else None

    @property
    def found(self) -> bytes | None:
        return self.path.read_bytes() if self.path.exists() else None

    def save(self, *before: str, limit: int | None = None) -> int:
        """Run the saving process, perhaps under another program; its exit status, negative for a signal."""
        command = [*before, sys.executable, "-I", "-S", "-B", "-c", SAVE, SOURCES]
        command += [str(self.root), str(self.path), self.scene]
        command += [] if limit is None else [str(limit)]
        ran = subprocess.run(
            command, env={"PYTHONHASHSEED": "0"}, capture_output=True, check=False, timeout=60
        )
        assert ran.stderr == b"", ran.stderr.decode()
        return ran.returncode

    def trace(self, *options: str) -> tuple[int, list[str]]:
        """The same under strace; the exit status and the calls."""
        assert STRACE is not None
        code = self.save(STRACE, "-o", str(self.log), *options)
        return code, self.log.read_text().splitlines()


def called(line: str) -> str:
    return line.partition("(")[0]


def calls_of_a_save(root: Path, scene: str) -> list[tuple[str, int]]:
    """Name and number (among all of the process's calls of that name, from 1) of each call."""
    stage = Stage(root, scene)
    code, lines = stage.trace()
    assert code == SAVED
    assert stage.found == NEW
    seen: dict[str, int] = {}
    calls = []
    begun = False
    for line in lines:
        name = called(line)
        if not re.fullmatch(r"\w+", name) or name == "exit_group":
            continue
        seen[name] = seen.get(name, 0) + 1
        if begun:
            calls.append((name, seen[name]))
        begun = begun or name == "chdir"
    assert {"write", "fsync", "close", "openat"} <= {name for name, _ in calls}
    return calls


def inject(root: Path, scene: str, name: str, number: int, what: str) -> tuple[Stage, int]:
    stage = Stage(root, scene)
    code, lines = stage.trace("-e", f"trace={name},chdir", "-e", f"inject={name}:{what}:when={number}")
    begun = [called(line) for line in lines].index("chdir")
    hit = [n for n, line in enumerate(lines) if "(INJECTED)" in line or "killed by" in line]
    assert hit, "nothing was injected"
    assert hit[0] > begun, "Python itself was hit, not the save"
    return stage, code


@needs_strace
@all_scenes
def test_every_call_is_refused(tmp_path: Path, scene: str) -> None:
    refused = set()
    for turn, (name, number) in enumerate(calls_of_a_save(tmp_path / "count", scene)):
        for error in ERRORS if LONG else ERRORS[turn % 3 :][:1]:
            case = f"{name}, call {number}, {error}"
            stage, code = inject(tmp_path / "case", scene, name, number, f"error={error}")
            assert code in (SAVED, REFUSED, UNCONFIRMED), case
            assert stage.found == (stage.old if code == REFUSED else NEW), case
            assert not list(stage.root.rglob(".~*")), case
            refused |= {name} if code != SAVED else set()
    assert {"openat", "write", "fsync", "close"} <= refused


@needs_strace
@all_scenes
def test_every_call_is_the_last(tmp_path: Path, scene: str) -> None:
    ends = set()
    for name, number in calls_of_a_save(tmp_path / "count", scene):
        stage, code = inject(tmp_path / "case", scene, name, number, "signal=SIGKILL")
        case = f"killed at {name}, call {number}"
        assert code == -signal.SIGKILL, case
        assert stage.found in (stage.old, NEW), case
        for left in stage.root.rglob(".~*"):
            assert NEW.startswith(left.read_bytes()) or left.read_bytes() == OLD, case
        ends.add(stage.found)
    assert ends == {stage.old, NEW}


@pytest.mark.parametrize("scene", ["existing", "new"])
def test_a_disk_with_room_for_a_part_of_the_text(tmp_path: Path, scene: str) -> None:
    """The kernel takes a part of a write and refuses the rest, as a full disk does."""
    step = 10 if LONG else 100
    for room in itertools.chain(range(0, len(NEW), step), [len(NEW) - 1, len(NEW)]):
        stage = Stage(tmp_path / "case", scene)
        code = stage.save(limit=room)
        fits = room >= len(NEW)
        assert code == (SAVED if fits else REFUSED), room
        assert stage.found == (NEW if fits else stage.old), room
        assert not list(stage.root.rglob(".~*")), room
