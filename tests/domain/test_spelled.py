"""Which words are judged, and where they stand."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journal_tui.domain.counting import count_words
from journal_tui.domain.markup import FRONT
from journal_tui.domain.spelled import Spelled, forms, in_the_manner_of, misspelt, spelled_words


def judged(line: str, state: str = "", symbols: str = "#") -> list[str]:
    """The texts of the words."""
    return [word.text for word in spelled_words(line, state, symbols)]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Plain words, here.", ["Plain", "words", "here"]),
        ("don’t and don't", ["don't", "and", "don't"]),
        ("well-known l'été", ["well-known", "l'été"]),
        ("the dogs' tails", ["the", "dogs'", "tails"]),
        ("“quoted” and ‘so’ — on", ["quoted", "and", "so'", "on"]),
        ("*very* **much** _so_", ["very", "much", "so"]),
        ("wait...what—now–then", ["wait", "what", "now", "then"]),
        ("either/or", ["either", "or"]),
        ("cafe\u0301 and soft\u00adhyphen", ["café", "and", "softhyphen"]),
        ("हिन्दी शब्द", ["हिन्दी", "शब्द"]),
        ("# Heading of words", ["Heading", "of", "words"]),
        ("- [x] done thing", ["done", "thing"]),
    ],
)
def test_words_are_judged(line: str, words: list[str]) -> None:
    assert judged(line) == words


@pytest.mark.parametrize(
    "line",
    [
        "https://exampel.org/wrods",
        "www.exampel.org",
        "<https://exampel.org>",
        "writer@exampel.org",
        "#taggg",
        "<!-- commment -->",
        "%%commment%%",
        "B2B 21st 1660s covid19",
        "NATO USA NASA's CDs",
        "a I x",
        "src/jurnal_tui ~/jurnal /usr/bin/pyhton notes.markdwon",
        "e.g. i.e.",
        "&nbsp;",
        "漢字 かな カナ ไทย",
        "[^footnot]",
        "[id]: https://exampel.org 'titel'",
        "x" * 200,
        "",
    ],
)
def test_what_is_no_word_is_not(line: str) -> None:
    assert judged(line) == []


def test_a_links_text_is_prose_its_target_is_not() -> None:
    assert judged("see [the txet](http://exampel.org/a 'titel') here") == ["see", "the", "txet", "here"]


def test_code_fences_and_front_matter_are_left_out() -> None:
    assert judged("some `codde` here") == ["some", "here"]
    assert judged("pritn", "```") == []
    assert judged("titel: %% wrod", FRONT) == []


def test_tags_begin_with_the_journals_own_symbols() -> None:
    assert judged("+taggg and #taggg", symbols="+") == ["and", "taggg"]


def test_acronyms_end_at_five_letters() -> None:
    assert judged("UNESCO NATOS") == ["UNESCO"]


def test_columns_are_those_of_the_line() -> None:
    assert spelled_words("«naïve» ‘tis", "")[0] == Spelled(1, 6, "naïve")
    (word,) = spelled_words("  re-elekt", "")
    assert (word.start, word.end) == (2, 10)
    assert word.parts == (Spelled(2, 4, "re"), Spelled(5, 10, "elekt"))


def test_of_a_compound_only_the_wrong_part_is_wrong() -> None:
    (word,) = spelled_words("well-knwon", "")
    assert misspelt(word, {"well", "known"}.__contains__) == ((5, 10),)
    assert misspelt(word, {"well-knwon"}.__contains__) == ()
    (word,) = spelled_words("knwon", "")
    assert misspelt(word, {"known"}.__contains__) == ((0, 5),)


def test_a_word_is_known_without_what_stands_around_it() -> None:
    assert forms("'Creed's") == ("'Creed's", "Creed's", "Creed")
    assert forms("word") == ("word",)


@pytest.mark.parametrize(
    ("word", "suggestion", "shown"),
    [
        ("teh", "the", "the"),
        ("Teh", "the", "The"),
        ("TEH", "the", "THE"),
        ("Iphone", "iPhone", "iPhone"),
        ("dont’s", "don't", "don’t"),
        ("pepys", "Pepys", "Pepys"),
    ],
)
def test_capitals_and_apostrophes_are_kept(word: str, suggestion: str, shown: str) -> None:
    assert in_the_manner_of(word, suggestion) == shown


LINES = st.text(st.sampled_from("ab ÉéÄ'’-–—.…#@/\\`<>[]()*_1\t漢\u0301\u00ad&;:%~"), max_size=40) | st.text(
    max_size=40
)


@given(LINES, st.sampled_from(["", "```", "<!--", "%%", FRONT]))
@example("a\u0301'’--#", "")
def test_words_lie_in_order_inside_the_line(line: str, state: str) -> None:
    at = 0
    for word in spelled_words(line.replace("\n", " "), state):
        assert at <= word.start < word.end <= len(line)
        at = word.end
        inside = [(part.start, part.end) for part in word.parts]
        assert all(word.start <= start < end <= word.end for start, end in inside)
        assert word.text
        assert " " not in word.text


@given(LINES)
def test_what_holds_no_word_holds_none_to_judge(line: str) -> None:
    line = "".join(line.splitlines())
    if count_words(line) == 0:
        assert spelled_words(line, "") == []
