"""Counts the days kept, off the path of the keys."""

from __future__ import annotations

import threading
import time
from datetime import date
from typing import TYPE_CHECKING

from textual.message import Message

from journal_tui.services.goal import Habits, habits_of

if TYPE_CHECKING:
    from journal_tui.services.sitting import Sitting
    from journal_tui.tui.app import JournalApp

_WORK, _REST = 0.004, 0.012
"""Seconds of counting, then seconds in which the keys have the interpreter for themselves."""


class HabitCounted(Message):
    """The days kept so far have been counted."""

    def __init__(self, habits: Habits) -> None:
        super().__init__()
        self.habits = habits


def count_in_background(app: JournalApp, sitting: Sitting) -> None:
    """Count the days kept and post `HabitCounted` to the writing room."""
    threading.Thread(target=_count, args=(app, sitting), name="habit", daemon=True).start()


def _count(app: JournalApp, sitting: Sitting) -> None:
    listing, today = sitting.listing, sitting.today
    oldest = listing.days[-1] if listing.days else today
    rested = time.monotonic()

    def words_of(day: date) -> int:
        nonlocal rested
        if time.monotonic() - rested > _WORK:
            time.sleep(_REST)
            rested = time.monotonic()
        return listing.words(day)

    habits = habits_of(sitting.workspace, today, words_of, min(oldest, today))
    if app.is_running:
        app.room.post_message(HabitCounted(habits))
