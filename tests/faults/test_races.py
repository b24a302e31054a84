"""Many writers at once: captures from the shell, another editor, and somebody at the page. No edit is lost."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from journal_tui.storage.disk import Disk
from tests.terminal import Terminal

from .scale import LONG, rounds
from .session import Home, leave, numbered_words, watch
from .witness import texts_below

CAPTURER = """
import os
import sys
from journal_tui.services.capture import add, open_inbox
writer, rounds = sys.argv[1], int(sys.argv[2])
sys.stdin.readline()
for number in range(rounds):
    add(open_inbox(None, os.environ), f"<capture{writer}.{number}>")
    sys.stdout.write(f"<capture{writer}.{number}>\\n")
"""
"""Captures one after the other; writes down each that was said to be added."""

REPLACER = """
import os
import sys
import time
path, rounds, other = sys.argv[1], int(sys.argv[2]), sys.argv[1] + ".other-editor"
burst, each = 100, float(sys.argv[3]) / int(sys.argv[2])
sys.stdin.readline()
begun = time.monotonic()
for number in range(rounds):
    if number % burst == 0:
        time.sleep(max(0, begun + (number + burst) * each - time.monotonic()))
    try:
        with open(path, "rb") as file:
            data = file.read()
    except FileNotFoundError:
        data = b""
    with open(other, "wb") as file:
        file.write(b"<other.%d>\\n" % number + data)
    os.replace(other, path)
    sys.stdout.write(f"<other.{number}>\\n")
"""
"""An editor that saves by an atomic replace and looks at nothing: it may overwrite us, never we it.

It writes in bursts, as fast as it can, that fill some seconds at least.
"""

LASTS = 31.0 if LONG else 0.0
"""Seconds that the other editor writes at least."""

SAVER = """
import sys
import time
from datetime import date
from journal_tui.storage.journal import Journal
from journal_tui.storage.saver import Changed
journal, rounds, day = Journal(sys.argv[1]), int(sys.argv[2]), date(2018, 3, 28)
each = float(sys.argv[3]) / rounds
sys.stdin.readline()
begun = time.monotonic()
for number in range(rounds):
    time.sleep(max(0, begun + number * each - time.monotonic()))
    before = journal.read(day)
    while True:
        try:
            journal.write(day, (before or b"") + b"<ours.%d>\\n" % number, before)
            break
        except Changed as changed:
            before = changed.actual
"""


class Racer:
    """A process and what it says that it has done."""

    def __init__(self, process: subprocess.Popen[str], report: IO[str]) -> None:
        assert process.stdin is not None
        self.process = process
        self.pipe = process.stdin
        self.report = report

    @property
    def runs(self) -> bool:
        return self.process.poll() is None

    def done(self) -> set[str]:
        """Wait for its end; the words that it wrote."""
        assert self.process.wait(timeout=600) == 0
        self.report.seek(0)
        return set(self.report.read().split())

    def remove(self) -> None:
        if self.runs:
            self.process.kill()
        self.process.wait()
        self.pipe.close()
        self.report.close()


def start(program: str, *arguments: object, env: dict[str, str] | None = None) -> Racer:
    """A process that waits for `go`."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    report = tempfile.TemporaryFile("w+")  # a pipe that nobody empties would stop it
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=report, text=True, env=env)
    return Racer(process, report)


def go(*racers: Racer) -> None:
    for racer in racers:
        racer.pipe.write("go\n")
        racer.pipe.flush()


def type_beside(terminal: Terminal, racers: list[Racer]) -> list[str]:
    """Type a word, save it at times, and so on until the others have ended; the words that were typed."""
    typed = []
    words = numbered_words("typed")
    while any(racer.runs for racer in racers):
        word = next(words)
        terminal.send(word)
        typed.append(word.strip())
        assert watch(terminal, time.monotonic() + 0.05), terminal.text  # a fast writer's pace
        if len(typed) % 4 == 0:
            terminal.send("\x13")
    return typed


def missing(tokens: set[str], text: str) -> set[str]:
    """The tokens that a text does not hold as words of their own."""
    return tokens - set(re.findall(r"<[a-z]+\d*\.\d+>|typed\d+", text))


@contextmanager
def race(*racers: Racer) -> Iterator[None]:
    """Leave no process behind, whatever happens."""
    try:
        yield
    finally:
        for racer in racers:
            racer.remove()


def test_captures_beside_a_page_that_is_being_written(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    writers, each = rounds(4, 8), rounds(20, 200)
    racers = [start(CAPTURER, writer, each, env=home.env) for writer in range(writers)]
    with race(*racers), home.open() as terminal:
        go(*racers)
        typed = type_beside(terminal, racers)
        captured = {token for racer in racers for token in racer.done()}
        leave(terminal)
    assert len(captured) == writers * each
    entry = home.entry.read_text()
    assert missing(captured, entry) == set()
    everywhere = "\n".join(texts_below(home.journal, home.state))
    assert missing(set(typed), everywhere) == set()
    assert missing(set(typed), "\n".join(texts_below(home.journal))) == set()
    assert "<<<<<<<" not in entry


def needs_exchange(folder: Path) -> None:
    probe = folder / "probe"
    probe.write_bytes(b"")
    if not Disk().exchange(str(probe), str(probe)):
        pytest.skip("without an exchange what another program writes within microseconds can be lost")


def test_no_edit_of_another_editor_is_overwritten(tmp_path: Path) -> None:
    needs_exchange(tmp_path)
    folder = tmp_path / "journal"
    folder.mkdir()
    turns = rounds(1000, 20_000)
    other = start(REPLACER, folder / "2018-03-28.md", turns, LASTS)
    ours = start(SAVER, folder, turns, LASTS)
    with race(other, ours):
        begun = time.monotonic()
        go(other, ours)
        theirs = other.done()
        assert time.monotonic() - begun >= min(LASTS, 30.0)
        ours.done()
    assert len(theirs) == turns
    assert missing(theirs, "\n".join(texts_below(folder))) == set()


def test_another_editor_beside_a_page_that_is_being_written(tmp_path: Path) -> None:
    """What the page said was saved is somewhere, even where the other editor wrote over it; its own edits too."""
    needs_exchange(tmp_path)
    home = Home(tmp_path / "home")
    home.journal.mkdir()
    other = start(REPLACER, home.entry, rounds(2000, 6000), LASTS)
    with race(other), home.open() as terminal:
        begun = time.monotonic()
        go(other)
        typed = type_beside(terminal, [other])
        theirs = other.done()
        assert time.monotonic() - begun >= min(LASTS, 30.0)
        leave(terminal)
    everywhere = "\n".join(texts_below(home.journal, home.state))
    assert missing(theirs, everywhere) == set()
    assert missing(set(typed), everywhere) == set()
    assert not [name for name in os.listdir(home.journal) if name.startswith(".~")]
