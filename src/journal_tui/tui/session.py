"""The timed writing session: asked for, shown by a quiet bar, told when it is over, recorded in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal_tui.domain.errors import JournalError
from journal_tui.domain.sessions import ActiveTime, Aim, Progress
from journal_tui.domain.typed import TypedWords
from journal_tui.services.progress import record_typed
from journal_tui.services.stopwatch import Stopwatch
from journal_tui.tui.widgets.session_bar import SessionBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

    from journal_tui.domain.typed import Place
    from journal_tui.tui.screens.writing import WritingScreen

_LINGERS = 120.0
"""Seconds for which the bar shows what came of a session: who writes on does not look up at once."""


class _Run:
    """One session from its beginning to its end."""

    def __init__(self, aim: Aim, watch: Stopwatch, room: WritingScreen) -> None:
        self.aim = aim
        self.watch = watch
        self.day = room.sitting.today
        self.typed = TypedWords()
        self.active = ActiveTime(watch.look())

    def progress(self) -> Progress:
        """How far it is."""
        return Progress(self.aim, self.watch.look(), self.typed.added)


class Session:
    """At most one session at a time. It belongs to the writer and not to a page: turning to another day, a dialog
    or a suspended computer do not end it, leaving does."""

    def __init__(self, room: WritingScreen) -> None:
        self._room = room
        self.new_watch: Callable[[], Stopwatch] = Stopwatch
        self._run: _Run | None = None
        self._bar: SessionBar | None = None
        self._timer: Timer | None = None

    @property
    def running(self) -> bool:
        """Whether a session is under way."""
        return self._run is not None

    def ask(self) -> None:
        """Ask how long or how much; while a session runs, whether to stop it."""
        if self._run is not None:
            self._offer_to_stop(self._run)
            return
        from journal_tui.tui.screens.ask_session import AskSession

        def chosen(aim: Aim | None) -> None:
            if aim is not None:
                self.begin(aim)

        self._room.app.push_screen(AskSession(self._room.sitting.workspace.clock.now), chosen)

    def begin(self, aim: Aim) -> None:
        """Begin one now."""
        self._hide()
        self._run = _Run(aim, self.new_watch(), self._room)
        self._room.prose.by_hand = self._typed
        self._bar = SessionBar(lambda: self._room.look.goal)
        self._room.mount(self._bar, after=self._room.prose)
        self._timer = self._room.set_interval(1.0, self.look)
        self._show()
        self._room.on_entry_list_chosen()  # on a small screen the list may be in the page's place

    def look(self) -> None:
        """See how far it is, and tell when it is over."""
        run = self._run
        if run is None:
            return
        progress = run.progress()
        if not progress.reached:
            self._show()
            return
        self._end(run, f"{progress.told()}. Keep going as long as you like.")
        if self._bar is not None:
            self._bar.show(1.0, progress.told())
            bar = self._bar
            self._room.set_timer(_LINGERS, lambda: self._hide(bar))

    def leave(self) -> str | None:
        """End it because the writer leaves; a line to tell if it could not be recorded."""
        run, self._run = self._run, None
        return self._record(run) if run is not None else None

    def _offer_to_stop(self, run: _Run) -> None:
        from journal_tui.tui.screens.ask_yes import AskYes

        def answered(sure: bool | None) -> None:
            if sure and self._run is run:
                self._end(run, f"{run.progress().told()}.")
                self._hide()

        question = f"Stop it here? So far: {run.progress().told()}."
        comfort = "They are recorded either way."
        self._room.app.push_screen(AskYes("Writing session", question, comfort), answered)

    def _typed(self, top: Place, bottom: Place, end: Place, before: int, after: int) -> None:
        run = self._run
        if run is None:
            return
        run.active.key(run.watch.look())
        added = run.typed.added
        run.typed.edit(top, bottom, end, before, after)
        if run.aim.words and run.typed.added != added:
            self._show()
            if run.progress().reached:
                self._room.call_after_refresh(self.look)  # not inside a key: it writes to the disk

    def _end(self, run: _Run, told: str) -> None:
        self._run = None
        self._room.prose.by_hand = None
        if self._timer is not None:
            self._timer.stop()
        problem = self._record(run)
        self._room.status.say(f"{told} {problem}" if problem else told, "warning" if problem else "text")

    def _record(self, run: _Run) -> str | None:
        run.active.key(run.watch.look())
        typed = run.typed
        if not (typed.added or typed.cut):
            return None
        try:
            record_typed(self._room.sitting.workspace, run.day, typed.added, typed.cut, run.active.minutes)
        except JournalError as error:
            return str(error)
        return None

    def _show(self) -> None:
        if self._run is not None and self._bar is not None:
            progress = self._run.progress()
            self._bar.show(progress.share, progress.rest)

    def _hide(self, bar: SessionBar | None = None) -> None:
        """Take the bar away; with `bar` only if it is still that one."""
        if self._bar is not None and bar in (None, self._bar):
            self._bar.remove()
            self._bar = None
