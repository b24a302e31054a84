"""What a writing session aims at, how far it is, which minutes count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_tui.domain.errors import UsageError
from journal_tui.domain.sessions import PAUSE, ActiveTime, Aim, Progress, parse_aim


@pytest.mark.parametrize(
    ("text", "aim"),
    [
        ("", Aim(minutes=25)),
        ("  ", Aim(minutes=25)),
        ("25", Aim(minutes=25)),
        ("1", Aim(minutes=1)),
        ("45m", Aim(minutes=45)),
        (" 45  Min. ", Aim(minutes=45)),
        ("10 minutes", Aim(minutes=10)),
        ("1 h", Aim(minutes=60)),
        ("10 hours", Aim(minutes=600)),
        ("500 words", Aim(words=500)),
        ("500w", Aim(words=500)),
        ("1,200 words", Aim(words=1200)),
        ("1 word", Aim(words=1)),
    ],
)
def test_what_is_understood(text: str, aim: Aim) -> None:
    assert parse_aim(text) == aim


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("0", "From 1 to 600 minutes"),
        ("601", "From 1 to 600 minutes"),
        ("11h", "From 1 to 10 hours"),
        ("0 words", "From 1 to 100,000 words"),
        ("1000000 words", "From 1 to 100,000 words"),
        ("-5", "25, 45 minutes, 1 hour or 500 words"),
        ("25 pages", "Minutes or words?"),
        ("a while", "25, 45 minutes, 1 hour or 500 words"),
        ("٢٥", "25, 45 minutes, 1 hour or 500 words"),
        ("9" * 5000, "25, 45 minutes, 1 hour or 500 words"),
        ("2.5", "25, 45 minutes, 1 hour or 500 words"),
    ],
)
def test_nonsense_is_explained(text: str, why: str) -> None:
    with pytest.raises(UsageError, match=why.replace("?", r"\?")):
        parse_aim(text)


@given(st.text())
def test_any_text_is_understood_or_explained(text: str) -> None:
    try:
        aim = parse_aim(text)
    except UsageError:
        return
    assert bool(aim.minutes) != bool(aim.words)


def test_pauses_are_no_writing() -> None:
    active = ActiveTime(1000.0)
    for at in (1010.0, 1060.0, 1060.0 + PAUSE, 1181.0 + PAUSE + 0.1, 1190.0 + PAUSE + 0.1):
        active.key(at)
    assert active.seconds == pytest.approx(60 + PAUSE + 9)
    assert active.minutes == 3


def test_a_moment_of_typing_is_a_minute_and_none_is_none() -> None:
    active = ActiveTime(0.0)
    assert active.minutes == 0
    active.key(2.0)
    assert active.minutes == 1


@given(st.lists(st.floats(0, 10_000)))
def test_active_time_is_never_more_than_the_time(times: list[float]) -> None:
    active = ActiveTime(0.0)
    for at in times:
        active.key(at)
    assert 0 <= active.seconds <= max([0.0, *times])


@pytest.mark.parametrize(
    ("progress", "rest", "share", "told"),
    [
        (Progress(Aim(minutes=25), 0.0, 0), "25 minutes", 0.0, "Under a minute, 0 words"),
        (Progress(Aim(minutes=25), 1.0, 0), "25 minutes", 1 / 1500, "Under a minute, 0 words"),
        (Progress(Aim(minutes=25), 60.0, 1), "24 minutes", 0.04, "1 minute, 1 word"),
        (Progress(Aim(minutes=25), 1441.0, 400), "1 minute", 1441 / 1500, "24 minutes, 400 words"),
        (Progress(Aim(minutes=25), 1500.0, 412), "0 minutes", 1.0, "25 minutes, 412 words"),
        (Progress(Aim(minutes=25), 1501.0, 412), "0 minutes", 1.0, "25 minutes, 412 words"),
        (Progress(Aim(words=500), 60.0, 212), "288 words", 0.424, "1 minute, 212 words"),
        (Progress(Aim(words=5), 29.0, 6), "0 words", 1.0, "6 words in under a minute"),
        (Progress(Aim(words=500), 2280.0, 501), "0 words", 1.0, "501 words in 38 minutes"),
    ],
)
def test_how_far_it_is(progress: Progress, rest: str, share: float, told: str) -> None:
    assert (progress.rest, progress.told()) == (rest, told)
    assert progress.share == pytest.approx(share)
    assert progress.reached == (share == 1.0)
