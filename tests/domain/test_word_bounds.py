"""Words for the cursor."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journal_tui.domain.counting import count_words
from journal_tui.domain.word_bounds import word_at, word_end_after, word_start_before


def words(line: str) -> list[str]:
    """All words, as somebody who goes to the right meets them."""
    found, column = [], 0
    while column < len(line):
        end = word_end_after(line, column)
        bounds = word_at(line, end - 1)
        if bounds is not None and bounds[1] == end:
            found.append(line[slice(*bounds)])
        assert end > column
        column = end
    return found


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("don't stop", ["don't", "stop"]),
        ("l'été, l’été", ["l'été", "l’été"]),
        ("a well-known (and/or) thing.", ["a", "well-known", "and/or", "thing"]),
        ("one—two--three...four…five", ["one", "two", "three", "four", "five"]),
        ("1914–1918 and Paris–Dakar", ["1914–1918", "and", "Paris", "Dakar"]),
        ("**very** _much_ “so”", ["very", "much", "so"]),
        ("cafe\u0301 fin", ["cafe\u0301", "fin"]),
        ("[the label](https://x.org) next", ["the", "label", "https://x.org", "next"]),
        ("東京タワーへ行く", ["東京", "タワー", "へ", "行", "く"]),
        ("한국어 문장", ["한국어", "문장"]),
        ("👍 ☃ --", []),
        ("", []),
    ],
)
def test_words_of_a_line(line: str, expected: list[str]) -> None:
    assert words(line) == expected


def test_a_place_between_two_words_belongs_to_the_one_it_touches() -> None:
    line = "one, two"
    assert [word_at(line, column) for column in (0, 2, 3)] == [(0, 3)] * 3
    assert word_at(line, 4) is None
    assert [word_at(line, column) for column in (5, 8)] == [(5, 8)] * 2


LINES = st.lists(
    st.sampled_from(
        ["word", "don't", " ", "  ", "—", "--", "...", "–", "7", "(", "*", "é", "e\u0301", "/", "-"]
    ),
    max_size=30,
).map("".join)


@given(LINES)
@example("7–8")
def test_what_is_met_is_what_is_counted(line: str) -> None:
    # A line may begin with what is no word but a list's number or mark.
    text = "x " + line
    assert len(words(text)) == count_words(text)


@given(LINES, st.integers(0, 60))
def test_left_and_right_meet_the_same_words(line: str, column: int) -> None:
    column = min(column, len(line))
    start = word_start_before(line, column)
    assert start < column or column == 0
    if start:
        bounds = word_at(line, start)
        assert bounds is not None
        assert bounds[0] == start


def test_a_long_line_is_looked_at_near_the_cursor() -> None:
    line = "some words, " * 5_000
    middle = len(line) // 2
    assert word_end_after(line, middle) - middle < 10
    assert middle - word_start_before(line, middle) < 10
    assert word_start_before(" " * 50_000 + "x", 50_000) == 0
