"""What time it is, and who says so."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from journal_tui.domain.errors import UsageError
from journal_tui.services.clock import Clock, make_clock


def test_without_the_variable_it_is_the_real_time() -> None:
    for env in ({}, {"JOURNAL_NOW": ""}):
        clock = make_clock(env)
        before = datetime.now()
        assert before <= clock.now() <= datetime.now()
        assert not clock.is_set


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2018-03-28T21:00", datetime(2018, 3, 28, 21)),
        ("2018-03-28T21:00:59", datetime(2018, 3, 28, 21, 0, 59)),
        ("2018-03-28 00:00", datetime(2018, 3, 28)),
        ("2018-03-28", datetime(2018, 3, 28, 12)),
    ],
)
def test_the_variable_sets_the_moment(text: str, moment: datetime) -> None:
    clock = make_clock({"JOURNAL_NOW": text})
    assert timedelta() <= clock.now() - moment < timedelta(seconds=20)
    assert clock.is_set


def test_a_clock_that_was_set_ticks_on() -> None:
    seconds = iter((100.0, 100.0, 103.5, 90_100.0))
    clock = Clock(datetime(2018, 3, 28, 21), monotonic=lambda: next(seconds))
    assert clock.now() == datetime(2018, 3, 28, 21)
    assert clock.now() == datetime(2018, 3, 28, 21, 0, 3, 500_000)
    assert clock.now() == datetime(2018, 3, 29, 22)


@pytest.mark.parametrize(
    "text",
    [
        *("tea time", "21:00", "2018-03-28T", "2018-03-28T21", "2018-03-28T24:00", "2018-03-28T21:60"),
        *("2018-02-30T21:00", "2018-03-28T21:00:61", "2018-03-28T21:00Z", "2018-03-28T21:00+01:00"),
        *("20180328T2100", "2018-03-28X21:00", "2018-03-28T9:00", "2018-03-28T٢١:00", " 2018-03-28T21:00"),
        *("0001-01-01T00:00", "9999-12-31T23:59", "now", "-1", "2018-03-28T21:00:00.5"),
    ],
)
def test_nonsense_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="JOURNAL_NOW"):
        make_clock({"JOURNAL_NOW": text})
