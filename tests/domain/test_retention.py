"""Which older versions may go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from journal_tui.domain.retention import ALL_FOR, DAILY_FOR, HOURLY_FOR, NEWEST_KEPT, expired

NOW = datetime(2018, 3, 28, 21, 14, tzinfo=UTC)

AGES = st.one_of(
    st.integers(-86_400, 3 * 86_400),
    st.integers(0, 35 * 86_400),
    st.integers(0, 400 * 86_400),
    st.integers(0, 3000 * 86_400),
).map(lambda seconds: timedelta(seconds=seconds))
VERSIONS = st.lists(st.tuples(AGES.map(lambda age: NOW - age), st.booleans()), max_size=120)


def left(versions: list[tuple[datetime, bool]], now: datetime) -> list[tuple[datetime, bool]]:
    """The versions that stay."""
    gone = set(expired(versions, now))
    return [version for index, version in enumerate(versions) if index not in gone]


def span(at: datetime) -> str | None:
    """The form of the span whose newest version stays, written down a second time; None where all stay."""
    age = NOW - at
    if age <= ALL_FOR:
        return None
    return "%Y%m%d%H" if age <= HOURLY_FOR else ("%Y%m%d" if age <= DAILY_FOR else "%Y%m")


def is_newest(at: datetime, versions: list[tuple[datetime, bool]]) -> bool:
    """Whether a version is the newest of its hour, day or month."""
    form = span(at)
    return form is None or at == max(
        other for other, _ in versions if other.strftime(form) == at.strftime(form)
    )


@given(VERSIONS)
def test_what_must_stay_stays(versions: list[tuple[datetime, bool]]) -> None:
    stays = left(versions, NOW)
    newest = sorted((at for at, _ in versions), reverse=True)[:NEWEST_KEPT]
    assert sorted((at for at, _ in stays), reverse=True)[:NEWEST_KEPT] == newest
    for at, marked in versions:
        if marked or is_newest(at, versions):
            assert at in [other for other, _ in stays]


@given(VERSIONS)
def test_nothing_stays_without_a_reason(versions: list[tuple[datetime, bool]]) -> None:
    stays = sorted(left(versions, NOW), reverse=True)
    for at, marked in stays[NEWEST_KEPT:]:
        assert marked or is_newest(at, versions)


@given(VERSIONS, st.lists(st.integers(0, 400 * 86_400), max_size=5))
def test_pruning_often_and_once_end_the_same(versions: list[tuple[datetime, bool]], waits: list[int]) -> None:
    often, now = versions, NOW
    for wait in sorted(waits):
        now = NOW + timedelta(seconds=wait)
        often = left(often, now)
    at_once = left(versions, now) if waits else versions
    assert sorted(often) == sorted(at_once)


def test_the_oldest_go_first() -> None:
    versions = [(NOW - timedelta(days=800, minutes=minute), False) for minute in range(30)]
    gone = expired(versions, NOW)
    assert len(gone) == 20
    assert [versions[index][0] for index in gone] == sorted(versions[index][0] for index in gone)


def test_a_year_of_writing() -> None:
    versions = [(NOW - timedelta(minutes=10 * step), False) for step in range(6 * 24 * 500)]
    ages = [NOW - at for at, _ in left(versions, NOW)]
    assert sum(age <= ALL_FOR for age in ages) == 48 * 6 + 1
    assert sum(ALL_FOR < age <= HOURLY_FOR for age in ages) == 28 * 24
    assert 335 <= sum(HOURLY_FOR < age <= DAILY_FOR for age in ages) <= 336
    assert 4 <= sum(age > DAILY_FOR for age in ages) <= 6
