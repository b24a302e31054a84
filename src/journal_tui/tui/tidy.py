"""Thins out the history once a session, off the path of the keys."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from journal_tui.services.history import tidy

if TYPE_CHECKING:
    from journal_tui.tui.app import JournalApp

_REST = 0.005
"""Seconds between two days, in which the keys have the interpreter for themselves."""


def tidy_in_background(app: JournalApp) -> None:
    """Let old versions go, and say so in the status line when the history has become large."""
    threading.Thread(target=_tidy, args=(app,), name="tidy", daemon=True).start()


def _tidy(app: JournalApp) -> None:
    warning = tidy(app.sitting.workspace, rest=lambda: time.sleep(_REST))
    if warning and app.is_running:
        app.call_later(app.room.status.say, warning, "warning")
