"""What today's goal looks like: words against the goal, and the days kept so far."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from journal_tui.domain.goals import writes_on
from journal_tui.domain.streaks import current_streak, kept_of_last
from journal_tui.services.workspace import Workspace


class Habit(NamedTuple):
    """How regularly the writer writes."""

    streak: int
    """Writing days kept in a row."""
    kept: int
    of: int
    """Of the last `of` writing days, `kept` were kept."""


class Habits(NamedTuple):
    """The habit as it stands on a day that is not over."""

    so_far: Habit
    """Without the day itself."""
    if_kept: Habit
    """With it, once it is kept."""


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


def goal_report(workspace: Workspace, day: date, words: int, habits: Habits | None = None) -> GoalReport:
    """The goal of `day` with `words` written on it."""
    goal = workspace.settings.goal
    writing_day = writes_on(goal, workspace.settings.off, day)
    report = GoalReport(day, words, goal.words or 0, goal.minimum, writing_day)
    if habits is None:
        return report
    return report._replace(habit=habits.if_kept if report.kept else habits.so_far)


def habits_of(workspace: Workspace, today: date, words_of: Callable[[date], int], first: date) -> Habits:
    """Count back from `today` with `words_of` giving a day's words; `first` is the journal's oldest day.

    Reads no further back than the streak goes, and at least fourteen writing days; never `today` itself.
    """
    goal, off = workspace.settings.goal, workspace.settings.off
    least = max(1, goal.minimum)

    def kept(day: date) -> bool:
        return day != today and words_of(day) >= least

    def kept_with_today(day: date) -> bool:
        return day == today or kept(day)

    def writes(day: date) -> bool:
        return writes_on(goal, off, day)

    streak = current_streak(today, kept, writes, first)
    so_far = Habit(streak, *kept_of_last(14, today, kept, writes, first))
    with_today = Habit(streak + writes(today), *kept_of_last(14, today, kept_with_today, writes, first))
    return Habits(so_far, with_today)
