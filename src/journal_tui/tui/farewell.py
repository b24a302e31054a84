"""Leaving: in order, by a signal, after an error in the program. The text comes first."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING

from journal_tui.domain.errors import JournalError

if TYPE_CHECKING:
    from journal_tui.tui.app import JournalApp

_COMES_BACK = "It comes back when that day is opened next."


def leave(app: JournalApp) -> None:
    """Save and leave. Where the page cannot be saved, the writer decides what becomes of its text."""
    if app.room.save():
        app.farewell = ""
        _go(app, 0)
        return
    from journal_tui.tui.screens.last_choice import LastChoice

    if isinstance(app.screen, LastChoice):
        return
    kept = app.drafts.flush()
    trouble = app.sitting.trouble or ""

    def decided(choice: str | None) -> None:
        if choice is not None:
            _act(app, choice)

    app.push_screen(LastChoice(trouble, app.drafts.trouble if not kept else None), decided)


def end_session(app: JournalApp) -> None:
    """A writing session ends when its writer leaves; what cannot be recorded is told at the end."""
    session = app.room.__dict__.get("session")  # made only if there ever was one
    problem = session.leave() if session is not None else None
    if problem and not app.farewell:
        app.farewell = f"journal: {problem}"


def _go(app: JournalApp, code: int) -> None:
    end_session(app)
    (app.quick_exit or app.exit)(code)


def _act(app: JournalApp, choice: str) -> None:
    if choice == "again":
        leave(app)
    elif choice == "draft":
        app.farewell = f"journal: not saved. {app.sitting.trouble} {_kept_line(app)}"
        _go(app, 3)
    elif choice == "print":
        app.farewell = app.room.prose.text
        _go(app, 3)
    elif choice == "copy":
        from journal_tui.tui.screens.last_choice import AskPath

        app.push_screen(AskPath(), lambda path: _copy(app, path))
    elif choice == "discard":
        _discard(app)


def _copy(app: JournalApp, path: str | None) -> None:
    if path is None:
        leave(app)
        return
    from journal_tui.services.recovery import save_copy

    try:
        target = save_copy(path, app.room.prose.text)
    except JournalError as error:
        app.room.status.say(str(error), "error")
        return
    _forget(app)
    app.farewell = f"journal: not saved. {app.sitting.trouble} Your text is in {target}"
    _go(app, 3)


def _discard(app: JournalApp) -> None:
    from journal_tui.services.recovery import discard_text

    sitting = app.sitting
    path = app.drafts.path_of(sitting.page.day)
    try:
        discard_text(sitting.workspace, sitting.page.day, app.room.prose.text, path)
    except JournalError as error:
        app.room.status.say(str(error), "error")
        return
    _forget(app)
    _go(app, 0)


def _forget(app: JournalApp) -> None:
    """The text of the page is somewhere else now: no draft is needed."""
    app.sitting.give_up()
    app.drafts.settle(app.sitting.page.day)


def rescue(app: JournalApp) -> None:
    """Write what is unsaved, from inside a signal's handler; paints nothing, raises nothing.

    What is written is the text after the last whole key: the handler may have interrupted the next one.
    """
    unsaved = app.drafts.unsaved
    if unsaved is None:
        return
    app.drafts.flush()
    if app.sitting.saving:
        return
    try:
        app.sitting.save_blindly(unsaved.text, monotonic())
    except Exception:
        app.farewell = f"journal: not saved. {app.sitting.trouble or ''} {_kept_line(app)}".rstrip()
        return
    app.farewell = ""
    if not app.sitting.dirty and app.drafts.unsaved is unsaved:
        app.drafts.settle(unsaved.day)


def last_words(app: JournalApp) -> str:
    """Save what can be saved after an error in the program; what to print, without a word of the entry."""
    what = f"journal: stopped by an error in the program ({told(sys.exc_info()[1])})."
    try:
        if app.room.save():
            return f"{what} Your text is saved."
    except Exception:
        pass
    rescue(app)
    if app.drafts.unsaved is None:
        return f"{what} Your text is saved."
    return f"{what} Not saved. {_kept_line(app)}"


def told(error: BaseException | None) -> str:
    """An error as its class and the place where it happened; its message might quote the text."""
    where = ""
    trace = error.__traceback__ if error is not None else None
    while trace is not None:
        where = f" at {trace.tb_frame.f_code.co_name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__}{where}"


def _kept_line(app: JournalApp) -> str:
    """Where the draft is; nothing when it could not be written."""
    if not app.drafts.flush():
        return ""
    return f"Your text is kept in {app.drafts.path_of(app.sitting.page.day)} {_COMES_BACK}"
