"""A question that is answered with yes or no."""

from __future__ import annotations

import os
import sys

from journal_tui.cli.talk import print_error, say
from journal_tui.domain.display import one_line
from journal_tui.domain.errors import UsageError

DECLINED = 1
"""Exit code after a no."""


def confirmed(question: str, *, yes: bool) -> bool:
    """Ask on standard error; anything but y or yes is no. `yes` answers without asking.

    Raises:
        UsageError: there is nobody to ask.
    """
    if yes:
        return True
    if not (os.isatty(0) and os.isatty(2)):
        raise UsageError("this asks before it does anything, and here is no terminal: add --yes")
    print_error(f"{one_line(question)} [y/N] ")
    answer = sys.stdin.buffer.readline().decode("utf-8", "replace") if sys.stdin else ""
    if not answer.endswith("\n"):
        print_error("\n")
    if answer.strip().casefold() in ("y", "yes"):
        return True
    say("journal: nothing was changed")
    return False
