"""What a person means to write in a day, and which days are for writing."""

from __future__ import annotations

from typing import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

EVERY_DAY = frozenset(range(7))
WORKDAYS = frozenset(range(5))


class DailyGoal(NamedTuple):
    """The goal of a writing day.

    `words` and `minutes` are what is wanted (None: not asked for); `minimum` is the number of words that
    keeps the day; `days` are the weekdays for writing, 0 is Monday.
    """

    words: int | None = 300
    minutes: int | None = None
    minimum: int = 50
    days: frozenset[int] = EVERY_DAY


class OffRange(NamedTuple):
    """Dates, both ends included, with a capacity of their own.

    `capacity` is how much of a day can be given: 0 off, 0.5 half, 1 normal, 1.5 push. `declared` is the day
    on which the range was set; None means before it began.
    """

    first: date
    last: date
    capacity: float = 0.0
    why: str = ""
    declared: date | None = None


def capacity_on(goal: DailyGoal, off_ranges: Iterable[OffRange], day: date) -> float:
    """How much of `day` can be given to writing.

    A range wins over the weekdays of the goal, so that it can also open a day that is usually free; of
    overlapping ranges the later one wins.
    """
    capacity = 1.0 if day.weekday() in goal.days else 0.0
    for off in off_ranges:
        if off.first <= day <= off.last:
            capacity = off.capacity
    return capacity


def writes_on(goal: DailyGoal, off_ranges: Iterable[OffRange], day: date) -> bool:
    """Whether `day` is a writing day: one with any capacity at all."""
    return capacity_on(goal, off_ranges, day) > 0


def keeps_day(goal: DailyGoal, words: int) -> bool:
    """Whether so many words keep a day. A minimum of 0 still wants one word: a blank day is never kept."""
    return words >= max(goal.minimum, 1)
