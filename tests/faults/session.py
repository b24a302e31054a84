"""Sessions in a real terminal: their surroundings, and what is typed in them."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.terminal import Terminal

NOW = "2018-03-28T21:14"
NAME = "2018-03-28.md"


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

    def open(self, **more: str) -> Terminal:
        """The app on today's page, ready for keys."""
        terminal = Terminal(env={**self.env, **more})
        try:
            terminal.wait("words today")
        except BaseException:
            terminal.__exit__(None, None, None)
            raise
        return terminal


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
