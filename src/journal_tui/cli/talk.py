"""What the program says to a person: one line at a time, on standard error. On the capture path."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal_tui.domain.errors import JournalError


def say(line: str) -> None:
    """Print one line. Nothing in it can act on the terminal, and nothing happens when nobody can read it."""
    if not line.isprintable():
        from journal_tui.domain.display import one_line

        line = one_line(line)
    print_error(line + "\n")


def print_error(text: str) -> None:
    """Bring text to standard error as it is."""
    # A closed stream's number may by now belong to another file, so that the number alone is no address.
    if sys.stderr is None:
        return
    data = text.encode(sys.stderr.encoding or "utf-8", "backslashreplace")
    try:
        # Not through the stream: what it cannot get rid of, it tries again at the very end, and fails us then.
        while data:
            data = data[os.write(2, data) :]
    except OSError:
        pass


def complain(error: JournalError) -> int:
    """Say what went wrong; returns the exit code that belongs to it."""
    say(f"journal: {error}")
    return error.exit_code
