"""What today's goal looks like: words against the goal, and the days kept so far."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from journal_tui.domain.goals import writes_on
from journal_tui.domain.streaks import current_streak, kept_of_last
from journal_tui.services.workspace import Workspace


class Habit(NamedTuple):
    """How regularly the writer writes, up to the day before and without it."""

    streak: int
    """Writing days kept in a row, counting the day itself if it is kept."""
    kept: int
    of: int
    """Of the last `of` writing days, `kept` were kept."""


class GoalReport(NamedTuple):
    """One day against its goal."""

    day: date
    words: int
    goal: int
    """Words wanted in a day; 0 when the goal is counted in minutes."""
    minimum: int
    """Words that keep the day."""
    writing_day: bool
    """Whether the settings ask for writing on this day."""
    habit: Habit | None = None
    """None while it is still being counted."""

    @property
    def share(self) -> float:
        """How much of the goal is reached, 0 to 1."""
        return min(1.0, self.words / self.goal) if self.goal else 1.0

    @property
    def kept(self) -> bool:
        """Whether the day counts as kept."""
        return self.words >= max(1, self.minimum)


def goal_report(workspace: Workspace, day: date, words: int, habit: Habit | None = None) -> GoalReport:
    """The goal of `day` with `words` written on it."""
    goal = workspace.settings.goal
    return GoalReport(
        day, words, goal.words or 0, goal.minimum, writes_on(goal, workspace.settings.off, day), habit
    )


def habit_of(workspace: Workspace, today: date, words_of: Callable[[date], int], first: date) -> Habit:
    """Count back from `today` with `words_of` giving a day's words; `first` is the journal's oldest day.

    Reads no further back than the streak goes, and at least fourteen writing days.
    """
    goal, off = workspace.settings.goal, workspace.settings.off
    least = max(1, goal.minimum)

    def kept(day: date) -> bool:
        return words_of(day) >= least

    def writes(day: date) -> bool:
        return writes_on(goal, off, day)

    streak = current_streak(today, kept, writes, first)
    of_kept, of = kept_of_last(14, today, kept, writes, first)
    return Habit(streak, of_kept, of)
