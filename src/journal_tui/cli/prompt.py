"""The prompt of `journal add` alone on a terminal: text is typed until Ctrl-D, line by line."""

from __future__ import annotations

import os
import signal

from journal_tui.cli.talk import say
from journal_tui.domain.errors import UsageError
from journal_tui.services.capture import keep_input
from journal_tui.services.paragraph import clean, decode_input

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType

    from journal_tui.services.capture import Inbox

_LONGEST_LINE = 4095
"""Bytes of a line that a terminal hands over; Linux drops what is typed beyond (termios(3), N_TTY)."""


def read_typed(inbox: Inbox) -> str:
    """What somebody types up to Ctrl-D, as a clean text. Ctrl-C gives it up.

    A terminal that goes away ends the text like Ctrl-D: what was typed is added, not lost.

    Raises:
        UsageError: nothing was typed, or no UTF-8; then the bytes are kept in a file that the message names.
    """
    data = _read_until_end()
    if any(len(line) >= _LONGEST_LINE for line in data.split(b"\n")):
        say("A line reached the longest that a terminal takes (4095 bytes): look at its end, please.")
    try:
        return clean(decode_input(data))
    except UsageError as error:
        if not data.strip():
            raise
        raise UsageError(f"{error}; what you typed is kept in {keep_input(inbox, data)}") from error


def _read_until_end() -> bytes:
    def end(number: int, frame: FrameType | None) -> None:
        # The read that was interrupted goes on, takes what is there, and no longer waits for more.
        os.set_blocking(0, False)

    # One that is ignored, as under nohup, stays so.
    usual = [name for name in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(name) == signal.SIG_DFL]
    for number in usual:
        signal.signal(number, end)
    data = bytearray()
    try:
        say("Write, then press Enter and Ctrl-D to add it; Ctrl-C adds nothing.")
        while chunk := os.read(0, 65536):
            data += chunk
    except OSError:
        pass  # asked to end, or the terminal has gone: what was typed is all there is
    finally:
        # A terminal that closes may say so twice; what is typed has yet to reach its file.
        for number in usual:
            signal.signal(number, signal.SIG_IGN)
        os.set_blocking(0, True)
    return bytes(data)
