"""Sessions in a real terminal: their surroundings, and what is typed in them."""

from __future__ import annotations

import ctypes
import fcntl
import os
import select
import struct
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

from tests.terminal import PATIENCE, Terminal

NOW = "2018-03-28T21:14"
NAME = "2018-03-28.md"
LOOKS, PAUSE = 4, 0.01
"""Looks at a terminal's queue that must find it empty, and the seconds between two of them."""


class Home:
    """A person's folders, in which nothing is yet, and the environment that leads there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.journal = root / "journal"
        self.entry = self.journal / NAME
        self.state = root / ".local" / "state"
        root.mkdir(parents=True, exist_ok=True)

    @property
    def env(self) -> dict[str, str]:
        """A bare environment."""
        return {
            "HOME": str(self.root),
            "PATH": os.environ["PATH"],
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "JOURNAL_DIR": str(self.journal),
            "JOURNAL_NOW": NOW,
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        }

    def launch(self, **more: str) -> Terminal:
        """The app on its way to today's page."""
        return Terminal(env={**self.env, **more})

    def open(self, **more: str) -> Terminal:
        """The app on today's page, ready for keys."""
        terminal = self.launch(**more)
        try:
            terminal.wait("words today")
        except BaseException:
            terminal.__exit__(None, None, None)
            raise
        return terminal


def unread(terminal: Terminal) -> int:
    """How many bytes of what was typed the program has not read yet, by the terminal's own account."""
    name = _ptsname(terminal.fd)
    other_end = os.open(name, os.O_RDWR | os.O_NOCTTY)
    try:
        found = fcntl.ioctl(other_end, termios.FIONREAD, struct.pack("i", 0))
    finally:
        os.close(other_end)
    return int(struct.unpack("i", found)[0])


def _ptsname(fd: int) -> str:
    library = ctypes.CDLL(None, use_errno=True)  # os.ptsname came with Python 3.13
    library.ptsname.restype = ctypes.c_char_p
    name: bytes | None = library.ptsname(fd)
    assert name is not None, os.strerror(ctypes.get_errno())
    return name.decode()


def wait_until_read(terminal: Terminal, *, painting: bool = True) -> None:
    """Wait until the program has taken in all that was typed. With `painting`, what it paints is read meanwhile.

    What was typed reaches the terminal's queue a moment after it was sent, so that one empty queue proves nothing.
    """
    empty, deadline = 0, time.monotonic() + PATIENCE
    while empty < LOOKS:
        assert time.monotonic() < deadline, f"{unread(terminal)} bytes were never read\n{terminal.text}"
        until = time.monotonic() + PAUSE
        while (left := until - time.monotonic()) > 0:
            if painting:
                terminal.read(left)
            else:
                time.sleep(left)
        empty = empty + 1 if unread(terminal) == 0 else 0


def leave(terminal: Terminal) -> None:
    """Quit by its key."""
    terminal.send("\x11")
    code = terminal.wait_for_end()
    assert code == 0, (code, terminal.text)


def numbered_words(prefix: str) -> Iterator[str]:
    """`prefix0001 `, `prefix0002 ` …, a line end after every ninth."""
    number = 0
    while True:
        number += 1
        yield f"{prefix}{number:04}" + ("\r" if number % 9 == 0 else " ")


def watch(terminal: Terminal, until: float) -> bool:
    """Read what the app paints until a moment of the monotonic clock. False when it has ended."""
    while (left := until - time.monotonic()) > 0:
        ready, _, _ = select.select([terminal.fd], [], [], left)
        if ready and not terminal.read(0):
            return False
    return True
