"""The ends that nobody asked for: a signal, a closed window. The text is written first, whatever dies."""

from __future__ import annotations

import contextlib
import errno
import os
import queue
import signal
import sys
import termios
import threading
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING, Any

from journal_tui.tui.farewell import end_session, rescue

if TYPE_CHECKING:
    from journal_tui.tui.app import JournalApp

_PATIENCE = 2.0
"""Seconds that the app has to leave in order after a signal."""
_PATIENCE_WITH_SCREEN = 0.1
"""Seconds between two looks whether the terminal takes what is painted after a signal."""
_LAST_KEYS = 0.1
"""Seconds that keys which were read already have to reach the app."""
_LOOK = 0.5
"""Seconds between two looks whether the terminal is still there."""

_RESET = b"\x1b[?1049l\x1b[?25h\x1b[<u\x1b[0m" + b"".join(
    b"\x1b[?%dl" % mode for mode in (1000, 1002, 1003, 1004, 1006, 1015, 1016, 2004, 2048)
)
"""Leave the alternate screen, show the cursor, end mouse, focus, paste and key reports (xterm, kitty)."""

_ENDING = ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT")


class Endings:
    """Handlers for TERM, HUP, QUIT and INT, one for TSTP, and a thread that watches the terminal.

    `signal.signal` and not the event loop's own handlers: a terminal that reads no more blocks the loop, and
    these run all the same.
    """

    def __init__(self, app: JournalApp, release_terminal: Callable[[], None]) -> None:
        self.app = app
        self.signal = 0
        """The signal that ended the app, if one did."""
        self._release_terminal = release_terminal
        self._watchdog: threading.Timer | None = None
        self._over = threading.Event()
        for name in _ENDING:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._end)
        # What the watching thread sends: only the main thread may touch the page.
        signal.signal(signal.SIGUSR1, lambda *_: self._end(signal.SIGHUP, None))
        self._fd = sys.__stdin__.fileno() if sys.__stdin__ is not None else 0
        threading.Thread(target=self._watch, name="terminal", daemon=True).start()

    def hook_suspend(self) -> None:
        """Write before the process stops. Textual has a handler of its own since its driver was made."""
        stop = signal.getsignal(signal.SIGTSTP)

        def write_and_stop(number: int, frame: FrameType | None) -> None:
            rescue(self.app)
            if callable(stop):
                stop(number, frame)

        if callable(stop):
            signal.signal(signal.SIGTSTP, write_and_stop)

    def done(self) -> None:
        """The app has left in order. The watchdog stays: the last lines may find a terminal that takes none."""
        self._over.set()
        if not self.signal and self._is_gone():
            self.signal = signal.SIGHUP

    def _watch(self) -> None:
        """A window that is closed is told by HUP, unless that is ignored (nohup) or reaches only a shell; then
        reading and painting would go on for ever, with nobody there."""
        while not self._over.wait(_LOOK):
            if self._is_gone():
                os.kill(os.getpid(), signal.SIGUSR1)
                return

    def _is_gone(self) -> bool:
        try:
            termios.tcgetattr(self._fd)
        except termios.error as error:
            return error.args[0] in (errno.EIO, errno.ENXIO, errno.EBADF)
        except (OSError, ValueError):
            return False
        return False

    def _end(self, number: int, frame: FrameType | None) -> None:
        if self.signal:
            return
        self.signal = number
        self._watchdog = threading.Timer(_PATIENCE, self._force)
        self._watchdog.daemon = True
        self._watchdog.start()
        threading.Thread(target=self._unblock, name="unblock", daemon=True).start()
        rescue(self.app)
        try:
            loop = self.app._loop
            self.app.call_later(self._leave)
            if loop is not None:
                loop.call_soon_threadsafe(lambda: None)  # it may be waiting for a timer
        except Exception:
            self._force()

    def _leave(self) -> None:
        # The thread at the keyboard may be about to hand on what it has read: that was typed.
        self.app.set_timer(_LAST_KEYS, lambda: self.app.gate.let_all_in(self._exit))

    def _exit(self) -> None:
        rescue(self.app)
        end_session(self.app)
        self.app.exit(128 + self.signal)

    def _unblock(self) -> None:
        """A terminal that takes nothing any more holds up the loop, and with it the keys that were read: what is
        painted from now on goes nowhere."""
        writer: Any = getattr(self.app._driver, "_writer_thread", None)
        while writer is not None and not self._over.wait(_PATIENCE_WITH_SCREEN):
            # Only then: what is sent last puts the terminal in order.
            if writer._queue.full():
                with contextlib.suppress(queue.Empty):
                    while True:
                        writer._queue.get_nowait()

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
