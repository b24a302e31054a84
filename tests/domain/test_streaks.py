"""Days kept in a row."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from journal_tui.domain.streaks import best_streak, current_streak, kept_of_last

TODAY = date(2018, 3, 28)

# A day per character, the last one is today: k kept, m missed, o not for writing, x not for writing but kept.
histories = st.text("kkmox", max_size=40)


class Past:
    """A history that remembers which days it was asked about."""

    def __init__(self, history: str) -> None:
        self.history = history
        self.asked: list[date] = []
        self.first = TODAY - timedelta(days=max(len(history) - 1, 0))

    def _at(self, day: date) -> str:
        back = (TODAY - day).days
        assert 0 <= back < max(len(self.history), 1), f"asked about {day}, outside the journal"
        return self.history[-1 - back] if self.history else "m"

    def kept(self, day: date) -> bool:
        self.asked.append(day)
        return self._at(day) in "kx"

    def writes(self, day: date) -> bool:
        return self._at(day) in "km"

    def current(self) -> int:
        return current_streak(TODAY, self.kept, self.writes, self.first)

    def best(self) -> int:
        return best_streak(TODAY, self.kept, self.writes, self.first)

    def last(self, n: int) -> tuple[int, int]:
        return kept_of_last(n, TODAY, self.kept, self.writes, self.first)


def test_days_kept_up_to_today() -> None:
    assert Past("mkkk").current() == 3


def test_today_unfinished_breaks_nothing() -> None:
    assert Past("mkkm").current() == 2
    assert Past("m").current() == 0


def test_a_missed_day_breaks() -> None:
    assert Past("kkkmk").current() == 1
    assert Past("kkkmm").current() == 0


def test_off_days_neither_break_nor_extend() -> None:
    assert Past("mkokoo").current() == 2
    assert Past("mkxk").current() == 2
    assert Past("kko").current() == 2
    assert Past("ooo").current() == 0


def test_nothing_is_asked_beyond_the_day_that_decides() -> None:
    past = Past("kkkkkmkm")
    assert past.current() == 1
    assert past.asked == [TODAY, TODAY - timedelta(days=1), TODAY - timedelta(days=2)]


def test_off_days_are_not_asked_whether_they_were_kept() -> None:
    past = Past("mxxk")
    past.current()
    assert TODAY - timedelta(days=1) not in past.asked


def test_a_journal_that_begins_after_today_has_no_streak() -> None:
    later = TODAY + timedelta(days=1)
    assert current_streak(TODAY, lambda day: True, lambda day: True, later) == 0
    assert kept_of_last(14, TODAY, lambda day: True, lambda day: True, later) == (0, 0)


def test_the_calendar_has_a_first_day() -> None:
    always = lambda day: True  # noqa: E731
    assert current_streak(date(1, 1, 3), always, always, date.min) == 3


def test_of_the_last_fourteen_today_counts_only_when_kept() -> None:
    assert Past("k" * 20 + "m").last(14) == (14, 14)
    assert Past("m" * 20 + "k").last(14) == (1, 14)
    assert Past("km").last(14) == (1, 1)
    assert Past("kmomxk").last(3) == (1, 3)
    assert Past("kkk").last(0) == (0, 0)


def test_of_the_last_asks_no_further_than_n() -> None:
    past = Past("k" * 40)
    past.last(5)
    assert len(past.asked) == 5


@given(histories)
def test_against_a_plain_reading_of_the_history(history: str) -> None:
    days = [day for day in history if day in "km"]
    if history.endswith("m"):
        days.pop()
    runs = [len(list(run)) if day == "k" else 0 for day, run in groupby(days)]
    assert Past(history).current() == (runs[-1] if runs else 0)
    assert Past(history).best() == max(runs, default=0)


@given(histories, st.integers(0, 20))
def test_of_the_last_against_a_plain_reading(history: str, n: int) -> None:
    days = [day for day in history if day in "km"]
    if history.endswith("m"):
        days.pop()
    last = days[max(len(days) - n, 0) :]
    assert Past(history).last(n) == (last.count("k"), len(last))
