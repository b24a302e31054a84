"""The ends that nobody asked for: a signal, a closed window. The text is written first, whatever dies."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journal_tui.tui.app import JournalApp

_PATIENCE = 2.0
"""Seconds that the app has to leave in order after a signal."""

_RESET = b"\x1b[?1049l\x1b[?25h\x1b[<u\x1b[0m" + b"".join(
    b"\x1b[?%dl" % mode for mode in (1000, 1002, 1003, 1004, 1006, 1015, 1016, 2004, 2048)
)
"""Leave the alternate screen, show the cursor, end mouse, focus, paste and key reports (xterm, kitty)."""


class Endings:
    """Handlers for TERM, HUP, QUIT and INT.

    `signal.signal` and not the event loop's own handlers: a terminal that reads no more blocks the loop, and
    these run all the same.
    """

    def __init__(self, app: JournalApp, release_terminal: Callable[[], None]) -> None:
        self.app = app
        self.signal = 0
        """The signal that ended the app, if one did."""
        self._release_terminal = release_terminal
        self._watchdog: threading.Timer | None = None
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._end)

    def done(self) -> None:
        """The app has left in order."""
        if self._watchdog is not None:
            self._watchdog.cancel()

    def _end(self, number: int, frame: FrameType | None) -> None:
        if self.signal:
            return
        self.signal = number
        self._watchdog = threading.Timer(_PATIENCE, self._force)
        self._watchdog.daemon = True
        self._watchdog.start()
        self.app.rescue()
        try:
            self.app.call_later(self.app.exit, 128 + number)
        except Exception:
            self._force()

    def _force(self) -> None:
        """The loop is stuck, most likely because nobody reads the terminal: leave without it."""
        try:
            self._release_terminal()
            fd = sys.__stderr__.fileno() if sys.__stderr__ is not None else 2
            os.set_blocking(fd, False)
            os.write(fd, _RESET)
        except (OSError, ValueError):
            pass
        os._exit(128 + self.signal)
