"""A terminal of our own: runs a program in it, notes when what was painted, and finds the first full frame."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

import pyte

from bench.process import Command, Failed

COLUMNS, ROWS = 120, 40
QUIET = 0.6
"""Seconds without output after which a screen counts as settled."""
_PATIENCE = 20.0

Chunk = tuple[float, bytes]
"""When some bytes arrived, in seconds since the program was started, and the bytes."""

# What pyte would print instead of skipping: sequences with private markers, and strings for the terminal.
_FOREIGN = re.compile(
    rb"\x1b\[[<=>][0-9;:]*[ -/]*[@-~]|\x1b\[\??[0-9;]*\$[@-~]|\x1b[P_^X].*?\x1b\\", re.DOTALL
)
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*|[P_^X][^\x1b]*(?:\x1b)?)?\Z")
_RESTORED = b"\x1b[?1049l"


class Screen:
    """What a terminal shows after some output."""

    def __init__(self, columns: int = COLUMNS, rows: int = ROWS) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._waiting = b""

    def feed(self, data: bytes) -> None:
        """Take output in; a chunk may end anywhere, even inside a sequence or a character."""
        data = self._waiting + data
        tail = _UNFINISHED.search(data)
        cut = tail.start() if tail else len(data)
        self._waiting = data[cut:]
        self._stream.feed(_FOREIGN.sub(b"", data[:cut]))

    @property
    def text(self) -> tuple[str, ...]:
        """The rows as text, without colours."""
        return tuple(self._screen.display)


def settled(chunks: Sequence[Chunk], columns: int = COLUMNS, rows: int = ROWS) -> tuple[str, ...]:
    """The screen after all output."""
    screen = Screen(columns, rows)
    for _, data in chunks:
        screen.feed(data)
    return screen.text


def first_full_frame(chunks: Sequence[Chunk], columns: int = COLUMNS, rows: int = ROWS) -> float:
    """The first moment at which the text on the screen equals the settled screen's.

    Raises:
        ValueError: nothing was ever painted.
    """
    last = settled(chunks, columns, rows)
    if not any(row.strip() for row in last):
        raise ValueError("the screen stayed empty")
    screen = Screen(columns, rows)
    for moment, data in chunks:
        screen.feed(data)
        if screen.text == last:
            return moment
    raise AssertionError("the last chunk makes the settled screen")


@dataclass(frozen=True)
class Recording:
    """One run of a full-screen program, from its start until it was gone. Times are in seconds."""

    chunks: tuple[Chunk, ...]
    """Output until the screen had settled."""
    peak: float | None
    """Most memory held until then, in megabytes; None where the system does not tell."""
    restored: float | None
    """From the quit key until the normal screen was back; None when it never was."""
    gone: float
    """From the quit key until the process was gone."""


def record(command: Command, quit_key: bytes) -> Recording:
    """Run the command in a terminal of 120x40, wait until its screen settles, and press the quit key.

    Raises:
        Failed: it ended by itself, ended with another code than 0, or did not end.
    """
    start = perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        _become(command)
    try:
        chunks = _read_until_quiet(terminal, start, command)
        peak = _peak_of(pid)
        pressed = perf_counter()
        os.write(terminal, quit_key)
        restored = _read_until_gone(terminal, pressed, command)
        _, status = os.waitpid(pid, 0)
        gone = perf_counter() - pressed
    except Failed:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        raise
    finally:
        os.close(terminal)
    if os.waitstatus_to_exitcode(status):
        raise Failed(f"{command.name}: exit code {os.waitstatus_to_exitcode(status)}")
    return Recording(tuple(chunks), peak, restored, gone)


def _become(command: Command) -> None:
    """In the child: turn into the program."""
    try:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        os.execve(command.args[0], command.args, command.env)
    finally:
        os._exit(127)


def _read(terminal: int, timeout: float) -> bytes | None:
    """Output that is there or comes in time; empty when the other end is closed, None when none came."""
    if not select.select([terminal], [], [], timeout)[0]:
        return None
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # Linux says EIO where others say end of file
        return b""


def _read_until_quiet(terminal: int, start: float, command: Command) -> list[Chunk]:
    chunks: list[Chunk] = []
    while (waited := perf_counter() - start) < _PATIENCE:
        data = _read(terminal, QUIET if chunks else _PATIENCE - waited)
        if data == b"":
            last = b"".join(data for _, data in chunks)[-200:].decode("utf-8", "replace")
            raise Failed(f"{command.name}: ended by itself: {' '.join(last.split())}")
        if data is None:
            break
        chunks.append((perf_counter() - start, data))
    return chunks


def _read_until_gone(terminal: int, pressed: float, command: Command) -> float | None:
    restored, seen = None, b""
    while (data := _read(terminal, max(0.0, pressed + _PATIENCE - perf_counter()))) != b"":
        if data is None:
            raise Failed(f"{command.name}: still there {_PATIENCE:.0f} s after its quit key")
        seen += data
        if restored is None and _RESTORED in seen:
            restored = perf_counter() - pressed
    return restored


def _peak_of(pid: int) -> float | None:
    try:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as status:
            lines = [line.split() for line in status if line.startswith("VmHWM:")]
    except OSError:
        return None
    return int(lines[0][1]) * 1024 / 1e6 if lines else None
