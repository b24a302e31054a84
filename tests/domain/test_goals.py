"""Which days are for writing, and what keeps a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from journal_tui.domain.goals import (
    EVERY_DAY,
    WORKDAYS,
    DailyGoal,
    OffRange,
    capacity_on,
    keeps_day,
    writes_on,
)

MONDAY = date(2018, 3, 26)
SATURDAY = MONDAY + timedelta(days=5)


def test_the_goal_of_a_new_journal() -> None:
    goal = DailyGoal()
    assert (goal.words, goal.minutes, goal.minimum, goal.days) == (300, None, 50, EVERY_DAY)
    assert all(writes_on(goal, (), MONDAY + timedelta(days=n)) for n in range(7))


def test_weekdays_are_counted_from_monday() -> None:
    goal = DailyGoal(days=WORKDAYS)
    assert [writes_on(goal, (), MONDAY + timedelta(days=n)) for n in range(7)] == [True] * 5 + [False] * 2


def test_a_range_holds_on_both_its_ends_and_nowhere_else() -> None:
    off = [OffRange(MONDAY, MONDAY + timedelta(days=2))]
    days = [MONDAY + timedelta(days=n) for n in range(-1, 4)]
    assert [writes_on(DailyGoal(), off, day) for day in days] == [True, False, False, False, True]


def test_a_range_wins_over_the_weekdays_both_ways() -> None:
    goal = DailyGoal(days=WORKDAYS)
    assert not writes_on(goal, [OffRange(MONDAY, MONDAY)], MONDAY)
    assert writes_on(goal, [OffRange(SATURDAY, SATURDAY, capacity=1.5)], SATURDAY)


def test_the_later_of_two_ranges_wins() -> None:
    wide = OffRange(MONDAY, MONDAY + timedelta(days=9), capacity=0.0, why="leave")
    narrow = OffRange(MONDAY, MONDAY, capacity=0.5)
    assert writes_on(DailyGoal(), [wide, narrow], MONDAY)
    assert not writes_on(DailyGoal(), [narrow, wide], MONDAY)


@pytest.mark.parametrize("capacity", [0.1, 0.5, 1.0, 1.5])
def test_any_capacity_makes_a_writing_day(capacity: float) -> None:
    off = [OffRange(MONDAY, MONDAY, capacity)]
    assert writes_on(DailyGoal(), off, MONDAY)
    assert capacity_on(DailyGoal(), off, MONDAY) == capacity


def test_the_minimum_keeps_a_day_and_a_blank_page_never_does() -> None:
    assert keeps_day(DailyGoal(minimum=50), 50)
    assert not keeps_day(DailyGoal(minimum=50), 49)
    assert keeps_day(DailyGoal(minimum=0), 1)
    assert not keeps_day(DailyGoal(minimum=0), 0)
