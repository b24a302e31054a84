"""Somebody who types numbered words until the program dies under the fingers."""

from __future__ import annotations

import os
import re
import select
import signal
import time

from tests.terminal import PATIENCE

from .scale import dice
from .session import Home, numbered_words, wait_until_read

KILL = "kill"
"""How a session ends at a random moment."""
ENDS = (
    "kill at a save",
    "TERM",
    "HUP",
    "close",
    "frozen, then TERM",
    "frozen, then kill",
    "burst, then TERM",
    "burst, then HUP",
    "burst, then close",
)
"""Other ends: at a bad moment, in order, while nobody reads the terminal, and behind many keys at once."""
LENIENCY = 2.0
"""Seconds of typing that may be missing at the most, after a kill; after any other end, nothing that was typed."""

_SIGNALS = {"TERM": signal.SIGTERM, "HUP": signal.SIGHUP}


class Typist:
    """A session with its terminal. Everything about it follows from its seed."""

    def __init__(self, seed: int, home: Home, end: str) -> None:
        chance = dice(seed, "typist")
        self.home = home
        self.seed = seed
        self.end = end
        self.old = chance.choice(
            [None, "Rain all day.\n", "# A heading\n\nA thought\u2028or two,\r\nkept.\n"]
        )
        self.before = "" if self.old is None else self.old.removesuffix("\n") + "\n"
        self.life = chance.uniform(0.1, 5.0)
        self.saves = chance.uniform(0.0, 3.0) if chance.random() < 0.5 else None
        self._pause = chance.choice([0.01, 0.03, 0.08])
        self._chance = chance
        self._words = numbered_words("w")
        self._waiting = "" if self.old is None else "\r"
        self.typed = ""
        self.shown: list[tuple[float, int]] = []
        self.over = False
        self.ended = 0.0

    def __str__(self) -> str:
        return f"JOURNAL_TEST_SEED={self.seed}: {self.end} after {self.life:.2f} s"

    @property
    def killed(self) -> bool:
        """Whether the program dies without a chance to do anything."""
        return "kill" in self.end

    def launch(self) -> None:
        """Start the program."""
        self.home.journal.mkdir(parents=True)
        if self.old is not None:
            self.home.entry.write_bytes(self.old.encode())
        self.terminal = self.home.launch()

    def begin(self) -> None:
        """Begin to type, into a page that is there."""
        self.begun = self._next = time.monotonic()

    @property
    def frozen(self) -> bool:
        """Whether nobody reads the terminal any more, although keys go on."""
        return self.end.startswith("frozen") and time.monotonic() > self.begun + self.life / 2

    def act(self) -> float:
        """Do what is due; the moment of the next deed."""
        now = time.monotonic()
        if now >= self.begun + self.life:
            self._finish()
            return now
        if self.saves is not None and now >= self.begun + self.saves:
            self.terminal.send("\x13")
            self.saves = None
        if now >= self._next:
            self._waiting = self._waiting or next(self._words)
            self.terminal.send(self._waiting[0])
            self.typed += self._waiting[0].replace("\r", "\n")
            self._waiting = self._waiting[1:]
            self._next = now + self._chance.uniform(0.2, 1.8) * self._pause
        return min(self._next, self.begun + self.life)

    def look(self) -> None:
        """Note which word is on the screen."""
        numbers = re.findall(r"w(\d{4})", self.terminal.text)
        self.shown.append((time.monotonic(), int(max(numbers, default=0))))

    def _finish(self) -> None:
        pid = self.terminal.pid
        if self.end.startswith("burst"):
            self._burst()
        if not self.killed:
            # What is still in the terminal when the program ends is nobody's; what it has read is the page's.
            wait_until_read(self.terminal, painting=not self.frozen)
        if self.end == "kill at a save":
            self._save_and_kill()
        elif self.killed:
            os.kill(pid, signal.SIGKILL)
        elif self.end.endswith("close"):
            self.terminal.close()
        else:
            os.kill(pid, _SIGNALS[self.end[-4:].strip()])
        self.over, self.ended = True, time.monotonic()
        if self.end.startswith("frozen"):
            self.terminal.wait_unread()
        else:
            self.terminal.wait_for_end()
        self.terminal.__exit__(None, None, None)

    def _burst(self) -> None:
        """Type faster than any program can paint, as a macro does, or a line that hung."""
        keys = self._waiting + "".join(next(self._words) for _ in range(self._chance.randint(10, 60)))
        self._waiting = ""
        self.terminal.send(keys)
        self.typed += keys.replace("\r", "\n")

    def _save_and_kill(self) -> None:
        """The worst moment: the entry has the text, and the draft, which is older, has not gone yet."""
        before = self._stamp()
        self.terminal.send("\x13")
        deadline = time.monotonic() + PATIENCE
        while self._stamp() == before:
            assert time.monotonic() < deadline, f"{self}: nothing was saved\n{self.terminal.text}"
            self.terminal.read(0)
        os.kill(self.terminal.pid, signal.SIGKILL)

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = self.home.entry.stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns

    @property
    def owed(self) -> int:
        """The number of the last word that a kill must leave there: it stood on the screen long enough."""
        latest = self.ended - LENIENCY
        return max((number for at, number in self.shown if at <= latest), default=0)


def drive(typists: list[Typist]) -> None:
    """Let them all type at once, each at its pace, until the last one's program has ended."""
    while at_work := [typist for typist in typists if not typist.over]:
        due = min(typist.act() for typist in at_work)
        seen = {t.terminal.fd: t for t in at_work if not t.over and not t.frozen}
        left = max(0.0, due - time.monotonic())
        for fd in select.select(list(seen), [], [], min(left, 0.05))[0]:
            seen[fd].terminal.read(0)
            seen[fd].look()
