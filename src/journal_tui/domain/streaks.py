"""Days kept in a row.

One rule for all figures here: today, while unfinished, never breaks anything, and a day that is not for
writing neither breaks nor extends. `kept` may be dear (it may read a file), so it is asked only about days
that decide the answer, and `writes` is always asked first.
"""

from __future__ import annotations

from datetime import timedelta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date


_ONE_DAY = timedelta(days=1)


def current_streak(
    today: date, kept: Callable[[date], bool], writes: Callable[[date], bool], first: date
) -> int:
    """Writing days kept in a row up to today, or up to yesterday while today is not kept yet.

    `first` is the first day of the journal: no day before it is asked about.
    """
    streak = 0
    for day in _writing_days_back(today, writes, first):
        if kept(day):
            streak += 1
        elif day != today:
            break
    return streak


def kept_of_last(
    n: int, today: date, kept: Callable[[date], bool], writes: Callable[[date], bool], first: date
) -> tuple[int, int]:
    """How many of the last `n` writing days were kept, and out of how many: (kept, of).

    Today is one of the `n` only when it is kept. `of` is below `n` in a journal that is younger than that.
    """
    count = of = 0
    for day in _writing_days_back(today, writes, first):
        if of >= n:
            break
        is_kept = kept(day)
        if is_kept or day != today:
            of += 1
            count += is_kept
    return count, of


def best_streak(
    today: date, kept: Callable[[date], bool], writes: Callable[[date], bool], first: date
) -> int:
    """The longest run of kept writing days from `first` to today. Asks about every writing day."""
    best = streak = 0
    for day in _writing_days_back(today, writes, first):
        if kept(day):
            streak += 1
            best = max(best, streak)
        else:
            streak = 0
    return best


def _writing_days_back(today: date, writes: Callable[[date], bool], first: date) -> Iterator[date]:
    """The writing days from today back to `first`, newest first."""
    # Counting down by number: a subtraction past the first day of the calendar would overflow.
    for back in range((today - first).days + 1):
        day = today - back * _ONE_DAY
        if writes(day):
            yield day
