"""Days: the boundary of a writing day, and what people call days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_tui.domain.days import (
    WEEKDAYS,
    journal_day,
    long_day,
    parse_day,
    parse_iso_day,
    parse_time_of_day,
    short_day,
)
from journal_tui.domain.errors import UsageError

TODAY = date(2018, 3, 28)  # a Wednesday


@pytest.mark.parametrize(
    ("moment", "starts_at", "day"),
    [
        (datetime(2018, 3, 28, 1, 30), 240, date(2018, 3, 27)),
        (datetime(2018, 3, 28, 3, 59, 59, 999999), 240, date(2018, 3, 27)),
        (datetime(2018, 3, 28, 4, 0), 240, date(2018, 3, 28)),
        (datetime(2018, 3, 28, 0, 0), 0, date(2018, 3, 28)),
        (datetime(2018, 3, 28, 11, 59), 720, date(2018, 3, 27)),
        (datetime(2018, 1, 1, 2, 0), 240, date(2017, 12, 31)),
        # The night in which Paris has 02:30 twice, and the one in which São Paulo has no midnight.
        (datetime(2026, 10, 25, 2, 30, fold=1), 240, date(2026, 10, 24)),
        (datetime(2018, 11, 4, 1, 0), 240, date(2018, 11, 3)),
        (datetime(1, 1, 1, 1, 0), 240, date(1, 1, 1)),
    ],
)
def test_a_day_begins_at_the_hour_that_the_clock_on_the_wall_shows(
    moment: datetime, starts_at: int, day: date
) -> None:
    assert journal_day(moment, starts_at) == day


def test_a_zone_does_not_move_the_wall_clock() -> None:
    assert journal_day(datetime(2018, 3, 28, 4, 0, tzinfo=UTC), 240) == TODAY


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 720), st.integers(0, 86_399_999_999))
def test_every_moment_of_a_day_of_24_hours_belongs_to_it(day: date, starts_at: int, micro: int) -> None:
    start = datetime.combine(day, time()) + timedelta(minutes=starts_at)
    assert journal_day(start + timedelta(microseconds=micro), starts_at) == day


@given(st.dates())
def test_iso_days_are_read_back(day: date) -> None:
    assert parse_iso_day(day.isoformat()) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2018-3-28",
        "2018-02-30",
        "0000-01-01",
        "2018/03/28",
        " 2018-03-28",
        "2018-03-28\n",
        "2018-03-2８",
        "２018-03-28",
        "2018-03-²8",
        "+018-03-28",
        "2018-W13-3",
        "20180328",
        "2018-03-28T21:00",
    ],
)
def test_only_the_exact_form_is_an_iso_day(text: str) -> None:
    assert parse_iso_day(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2018-03-01", date(2018, 3, 1)),
        ("today", TODAY),
        (" Today ", TODAY),
        ("yesterday", date(2018, 3, 27)),
        ("tomorrow", date(2018, 3, 29)),
        ("-0", TODAY),
        ("-3", date(2018, 3, 25)),
        ("3 days ago", date(2018, 3, 25)),
        ("1 day  ago", date(2018, 3, 27)),
        ("friday", date(2018, 3, 23)),
        ("FRI", date(2018, 3, 23)),
        ("last friday", date(2018, 3, 23)),
        ("last tue", date(2018, 3, 27)),
        ("wed", date(2018, 3, 21)),
        ("thursday", date(2018, 3, 22)),
        ("2019-03-28", date(2019, 3, 28)),
    ],
)
def test_what_people_call_days(text: str, day: date) -> None:
    assert parse_day(text, TODAY) == day


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(WEEKDAYS), st.booleans())
def test_a_weekday_is_the_last_one_before_today(today: date, name: str, is_short: bool) -> None:
    day = parse_day(name[:3] if is_short else name, today)
    assert WEEKDAYS[day.weekday()] == name
    assert 1 <= (today - day).days <= 7


@pytest.mark.parametrize(
    "text",
    ["", "someday", "last week", "fr", "frid", "+3", "-", "--3", "3 weeks ago", "x days ago", "last", "²"],
)
def test_an_unknown_day_is_refused_with_examples(text: str) -> None:
    with pytest.raises(UsageError, match=r"2018-03-28, today, yesterday, -3, friday or 3 days ago"):
        parse_day(text, TODAY)


def test_a_date_with_two_readings_is_refused_with_both() -> None:
    with pytest.raises(UsageError, match=r'"03/04/2018" can be 2018-04-03 or 2018-03-04'):
        parse_day("03/04/2018", TODAY)


def test_a_date_in_another_form_is_refused_with_the_right_one() -> None:
    with pytest.raises(UsageError, match="write 2018-03-28"):
        parse_day("28.3.2018", TODAY)


@pytest.mark.parametrize("text", ["2018-02-30", "2018-13-01"])
def test_a_day_that_is_not_in_the_calendar(text: str) -> None:
    with pytest.raises(UsageError, match="not in the calendar"):
        parse_day(text, TODAY)


@pytest.mark.parametrize(
    "text", ["-9999999", "-99999999999999999999", "9999999999 days ago", "-" + "9" * 5000]
)
def test_no_number_is_too_large_to_be_refused(text: str) -> None:
    with pytest.raises(UsageError, match="outside the calendar"):
        parse_day(text, TODAY)


def test_more_than_a_year_ahead_is_refused() -> None:
    with pytest.raises(UsageError, match=r"more than a year ahead \(Fri 29 Mar 2019\)"):
        parse_day("2019-03-29", TODAY)
    assert parse_day("2021-02-28", date(2020, 2, 29)) == date(2021, 2, 28)
    with pytest.raises(UsageError):
        parse_day("2021-03-01", date(2020, 2, 29))


@given(st.text())
def test_a_refusal_is_one_harmless_line(text: str) -> None:
    try:
        parse_day(text, TODAY)
    except UsageError as error:
        assert str(error).isprintable()
        assert len(str(error)) < 500


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("04:00", 240), ("4:00", 240), ("00:00", 0), ("23:59", 1439), (" 12:30 ", 750)],
)
def test_times_of_day(text: str, minutes: int) -> None:
    assert parse_time_of_day(text) == minutes


@pytest.mark.parametrize(
    "text", ["", "4", "24:00", "12:60", "12:5", "004:00", "-1:00", "４:00", "4:00 pm", ":30"]
)
def test_what_is_no_time_of_day(text: str) -> None:
    assert parse_time_of_day(text) is None


def test_days_are_written_out_in_english() -> None:
    assert short_day(TODAY) == "Wed 28 Mar 2018"
    assert long_day(TODAY) == "Wednesday, 28 March 2018"
    assert short_day(date(987, 12, 7)) == "Fri 7 Dec 987"
