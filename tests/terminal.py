"""A real terminal for tests: a pty, a process on it, and what its screen shows."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import threading
import time
from collections.abc import Callable
from types import TracebackType

import pyte

PATIENCE = 20.0
"""Seconds after which a test gives up waiting; generous, because a machine may be busy."""


class Terminal:
    """`python -m journal_tui …` on a pty of its own.

    Nothing sleeps: `wait` reads until the screen shows what is expected, or fails when PATIENCE is over.
    """

    def __init__(self, *arguments: str, env: dict[str, str], size: tuple[int, int] = (100, 30)) -> None:
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self.output = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execve(sys.executable, [sys.executable, "-m", "journal_tui", *arguments], env)
        # Else the next process would hold this terminal open after its window is closed.
        os.set_inheritable(self.fd, False)
        columns, rows = size
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        if self.fd >= 0:
            os.close(self.fd)

    def send(self, text: str | bytes) -> None:
        """Type."""
        os.write(self.fd, text.encode() if isinstance(text, str) else text)

    def read(self, seconds: float) -> bool:
        """Take in what the program has written, waiting at most so long for the first byte of it.

        Returns:
            False at the end of the program's output.
        """
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if ready:
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                return False
            if not data:
                return False
            self.output += data
            self._stream.feed(data)
        return True

    @property
    def text(self) -> str:
        """The screen, a line a row."""
        return "\n".join(self.screen.display)

    def wait(self, shown: str | Callable[[str], bool]) -> str:
        """Read until the screen shows a text, or satisfies a condition; returns the screen."""
        holds = shown if callable(shown) else lambda screen: shown in screen
        deadline = time.monotonic() + PATIENCE
        while not holds(self.text):
            if time.monotonic() > deadline or not self.read(0.2):
                raise AssertionError(f"the screen never showed {shown!r}:\n{self.text}")
        return self.text

    def wait_for_end(self) -> int:
        """Read to the end of the program; its exit status, 128 + the signal's number where one killed it."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            alive = self.read(0.1) if self.fd >= 0 else True
            pid, status = os.waitpid(self.pid, 0 if not alive else os.WNOHANG)
            if pid:
                while self.fd >= 0 and self.read(0):
                    if not select.select([self.fd], [], [], 0)[0]:
                        break
                return _exit_status(status)
        raise AssertionError(f"the program never ended:\n{self.text}")

    def wait_unread(self) -> int:
        """The same, while nobody reads what the program writes."""
        ended: list[int] = []
        waiting = threading.Thread(target=lambda: ended.append(os.waitpid(self.pid, 0)[1]), daemon=True)
        waiting.start()
        waiting.join(PATIENCE)
        assert ended, f"the program never ended:\n{self.text}"
        return _exit_status(ended[0])

    def close(self) -> None:
        """Close the terminal's window."""
        os.close(self.fd)
        self.fd = -1

    def echoes(self) -> bool:
        """Whether the terminal is back in the state in which a shell leaves it."""
        flags = termios.tcgetattr(self.fd)[3]
        return bool(flags & termios.ECHO and flags & termios.ICANON)


def _exit_status(status: int) -> int:
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code
