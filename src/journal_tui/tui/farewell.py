"""Leaving: in order, by a signal, after an error in the program. The text comes first."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journal_tui.tui.app import JournalApp


def leave(app: JournalApp) -> None:
    """Save and leave. A page that cannot be saved is kept elsewhere; where that fails too, the writer is told
    first, and a second time its text is printed."""
    code = 0
    if not app.room.save():
        kept = _park(app)
        if kept is None and not app.farewell:
            app.farewell = app.room.prose.text
            app.room.status.say("Not saved, nor anywhere else. ^q again prints the text and leaves.", "error")
            return
        app.farewell = kept or app.room.prose.text
        code = 3
    (app.quick_exit or app.exit)(code)


def rescue(app: JournalApp) -> None:
    """Write the page from inside a signal's handler; paints nothing, raises nothing."""
    if app.sitting.saving:
        return
    try:
        app.sitting.save(app.room.prose.text, monotonic())
    except Exception:
        app.farewell = _park(app) or app.room.prose.text


def last_words(app: JournalApp) -> str:
    """Save what can be saved after an error in the program; what to print, without a word of the entry."""
    error = sys.exc_info()[1]
    where = ""
    trace = error.__traceback__ if error is not None else None
    while trace is not None:
        where = f" at {trace.tb_frame.f_code.co_name}:{trace.tb_lineno}"
        trace = trace.tb_next
    what = f"journal: stopped by an error in the program ({type(error).__name__}{where})."
    try:
        if app.room.save():
            return f"{what} Your text is saved."
    except Exception:
        pass
    return f"{what} {_park(app) or ''}".rstrip()


def _park(app: JournalApp) -> str | None:
    """Keep the text in the state directory; the line that says where, None where that failed too."""
    try:
        path = app.sitting.park(app.room.prose.text)
    except Exception:
        return None
    why = f" {app.sitting.trouble}" if app.sitting.trouble else ""
    return f"journal: not saved.{why} Your text is kept in {path}"
