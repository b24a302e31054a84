"""What is found in lines, and what replacing makes of them, held against the standard library."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from journal_tui.domain.counting import count_words
from journal_tui.domain.finding import LONGEST_PATTERN, BadPattern, Matcher, Query, TooSlow, escaped
from journal_tui.domain.findings import Findings, Place

TEXT = st.text("abAB é'’-.—日 \t1", max_size=40)
WORDS = st.lists(
    st.sampled_from(["don't", "well-known", "a", "on", "日", "don", "1–2", "…", "é", "--"]), max_size=12
)
PATTERNS = [
    "a",
    "[ab]+",
    "a*",
    "^",
    "$",
    r"\b",
    "(a)(b)?",
    "(?P<x>b)|a",
    "a|ab",
    r"\s",
    "(?i)AB",
    "[^a]",
    "日.",
]


def spans(query: Query, line: str) -> list[str]:
    return [line[start:end] for start, end in Matcher(query).spans(line)]


def replaced(query: Query, line: str, by: str) -> str:
    for start, end, text in reversed(Matcher(query).replacements(line, by)):
        line = line[:start] + text + line[end:]
    return line


# Literal


@given(TEXT, TEXT, TEXT)
def test_replacing_all_that_is_exact_is_what_str_replace_does(line: str, sought: str, by: str) -> None:
    assume(sought)
    assert replaced(Query(sought, exact=True), line, by) == line.replace(sought, by)


@given(TEXT, st.text("ab.*(1 -", min_size=1, max_size=3))
@example("a.b", ".")
def test_a_literal_query_in_small_letters_is_what_re_finds_in_any_case(line: str, sought: str) -> None:
    found = [match.span() for match in re.finditer(re.escape(sought), line, re.IGNORECASE)]
    assert list(Matcher(Query(sought)).spans(line)) == found


@pytest.mark.parametrize(
    ("sought", "line", "found"),
    [
        ("king", "King king KING", ["King", "king", "KING"]),
        ("King", "King king KING", ["King"]),
        ("don't", "don't don’t Don’t", ["don't", "don’t", "Don’t"]),
        ('"so"', "“so” \"so\"", ["“so”", '"so"']),
        ("a b", "a b a\u00a0b", ["a b", "a\u00a0b"]),
        ("caf\u00e9", "caf\u00e9 cafe\u0301 cafe", ["caf\u00e9", "cafe\u0301"]),
        ("cafe", "caf\u00e9 cafe\u0301 cafe", ["cafe"]),
        ("\\1", "\\1 1", ["\\1"]),
    ],
)  # fmt: skip
def test_a_query_finds_its_equals(sought: str, line: str, found: list[str]) -> None:
    assert spans(Query(sought), line) == found


def test_exact_finds_nothing_but_the_query() -> None:
    assert spans(Query("don't", exact=True), "don't don’t Don't") == ["don't"]


def test_a_literal_replacement_is_literal() -> None:
    assert replaced(Query("(a)"), "(a)", r"\1\n{}") == r"\1\n{}"


# Whole words


@given(
    WORDS,
    st.sampled_from(["", " ", ", ", "—", "..."]),
    st.sampled_from(["don", "on", "a", "日", "é", "1", "don't"]),
)
def test_whole_words_are_those_of_the_counting_rule(words: list[str], between: str, sought: str) -> None:
    """A match is whole exactly if no word is counted twice when the line is cut at its ends."""
    line = between.join(words)
    total = count_words("x " + line)

    def is_whole(column: int) -> bool:
        # An "x " in front keeps a line from beginning with a list mark.
        return count_words("x " + line[:column]) + count_words("x " + line[column:]) == total + 1

    found = Matcher(Query(sought, exact=True)).spans(line)
    whole = [span for span in found if is_whole(span[0]) and is_whole(span[1])]
    assert list(Matcher(Query(sought, exact=True, words=True)).spans(line)) == whole


@pytest.mark.parametrize(
    ("sought", "line", "count"),
    [
        ("don", "don't don", 1),
        ("known", "well-known, known; *known*", 2),
        ("é", "été, é", 1),
        ("日", "日本", 1),
        ("so to bed", "and so to bed.", 1),
        ("king", "[king](http://example.org)", 1),
        ("x", "x" * 10_000 + " x", 1),
    ],
)
def test_whole_words(sought: str, line: str, count: int) -> None:
    assert len(spans(Query(sought, words=True), line)) == count


# Patterns


@given(st.sampled_from(PATTERNS), TEXT, st.sampled_from(["", "-", r"<\g<0>>", r"\n", r"\\"]))
def test_replacing_all_of_a_pattern_is_what_re_sub_does(pattern: str, line: str, by: str) -> None:
    query = Query(pattern, exact=True, pattern=True)
    assert replaced(query, line, by) == re.sub(pattern, by, line)


@given(TEXT, TEXT)
def test_an_escaped_text_finds_just_itself(line: str, sought: str) -> None:
    assume(sought)
    exact = Query(sought, exact=True)
    assert Matcher(Query(escaped(sought), exact=True, pattern=True)).spans(line) == Matcher(exact).spans(line)


@given(st.text(r"ab()[]{}|*+?.\^$1,-<>P=!:p" + "#", max_size=12), TEXT)
def test_any_pattern_is_found_or_told_to_be_bad(pattern: str, line: str) -> None:
    try:
        found = Matcher(Query(pattern, pattern=True)).spans(line)
    except (BadPattern, TooSlow) as error:
        assert "\n" not in str(error)
        return
    assert all(0 <= start <= end <= len(line) for start, end in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("pattern", "line", "count"),
    [("king", "King", 1), ("King", "king", 0), (r"\Sing", "KING", 1), (r"\p{Lu}", "Ab", 2), ("(?P<a>x)", "X", 1)],
)  # fmt: skip
def test_the_capitals_of_escapes_do_not_make_the_case_count(pattern: str, line: str, count: int) -> None:
    assert len(spans(Query(pattern, pattern=True), line)) == count


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("(king", "Pattern: missing ) at character 6"),
        ("a**", "Pattern: multiple repeat at character 3"),
        ("[a", "Pattern: unterminated character set at character 3"),
        ("x" * (LONGEST_PATTERN + 1), "at most 500 characters"),
    ],
)
def test_a_bad_pattern_says_where(pattern: str, told: str) -> None:
    with pytest.raises(BadPattern) as caught:
        Matcher(Query(pattern, pattern=True))
    assert told in str(caught.value)


def test_brackets_without_end_are_told() -> None:
    with pytest.raises(BadPattern, match=r"missing \)|too many brackets"):
        Matcher(Query("(" * LONGEST_PATTERN, pattern=True))


@pytest.mark.parametrize(
    ("by", "told"), [(r"\2", "a group that the pattern does not have"), (r"\g<x", "Replacement: missing >")]
)
def test_a_bad_replacement_says_why(by: str, told: str) -> None:
    with pytest.raises(BadPattern) as caught:
        Matcher(Query("(a)", pattern=True)).replacements("a", by)
    assert told in str(caught.value)


def test_groups_go_into_the_replacement_and_control_characters_do_not() -> None:
    assert replaced(Query(r"(\w+) (\w+)", pattern=True), "to bed", r"\2\0\033[31m \1\r\n") == "bed[31m to\n"


def test_a_pattern_without_an_end_is_stopped() -> None:
    with pytest.raises(TooSlow):
        Matcher(Query("(a|aa)+$", pattern=True)).spans("a" * 60 + "!")


# A whole text

LINES = st.lists(st.text("ab ", max_size=6), min_size=1, max_size=8)


def all_of(lines: list[str], sought: str) -> list[tuple[int, int, int]]:
    return [
        (row, match.start(), match.end())
        for row, line in enumerate(lines)
        for match in re.finditer(re.escape(sought), line)
    ]


@given(LINES, st.sampled_from(["a", "ab", " "]), st.integers(0, 7), st.integers(0, 7))
def test_onwards_and_backwards_find_the_nearest(lines: list[str], sought: str, row: int, column: int) -> None:
    row %= len(lines)
    everything = all_of(lines, sought)
    findings = Findings(Matcher(Query(sought)), lines)
    behind = [one for one in everything if one[:2] >= (row, column)]
    before = [one for one in everything if one[:2] < (row, column)]

    def first(found: list[Place | None]) -> tuple[int, int, int, bool] | None:
        assert None not in found[-1:] or everything == []
        return tuple(found[-1]) if found and found[-1] else None  # type: ignore[return-value]

    onwards = (*(behind or before)[0], not behind) if everything else None
    backwards = (*(before or behind)[-1], not before) if everything else None
    assert first(list(findings.onwards(row, column))) == onwards
    assert first(list(findings.backwards(row, column))) == backwards


@given(LINES, LINES, st.data())
def test_what_is_known_stays_right_when_the_text_changes(
    old: list[str], new: list[str], data: st.DataObject
) -> None:
    # Lines that an edit left alone are the same objects, as on the page.
    head = data.draw(st.integers(0, len(old)))
    tail = data.draw(st.integers(0, len(old) - head))
    lines = [*old[:head], *(line[:1] + line[1:] for line in new), *old[len(old) - tail :]]
    findings = Findings(Matcher(Query("a")), old)
    for row in data.draw(st.lists(st.integers(0, len(old) - 1), max_size=4)):
        findings.line(row)
    findings.renew(lines)
    assert not findings.is_complete or all(findings.line(row) is not None for row in range(len(lines)))
    list(findings.count())
    everything = all_of(lines, "a")
    assert findings.is_complete
    assert findings.total == len(everything)
    for rank, one in enumerate(everything, 1):
        assert findings.rank(Place(*one)) == rank


def test_only_changed_lines_are_looked_at_again() -> None:
    looked: list[str] = []

    class Counting(Matcher):
        def spans(self, line: str) -> tuple[tuple[int, int], ...]:
            looked.append(line)
            return super().spans(line)

    lines = [f"line a {number}" for number in range(1000)]
    findings = Findings(Counting(Query("a")), lines)
    list(findings.count())
    looked.clear()
    findings.renew([*lines[:500], "new", *lines[501:]])
    list(findings.count())
    assert looked == ["new"]
    assert findings.total == 999
    looked.clear()
    assert findings.of(3, lines[3]) == ((5, 6),)
    assert looked == []


def test_a_search_gives_way_after_each_line() -> None:
    findings = Findings(Matcher(Query("z")), ["a"] * 50 + ["z"])
    assert list(findings.onwards(0, 0)) == [None] * 50 + [Place(50, 0, 1)]
    findings = Findings(Matcher(Query("z")), ["a"] * 50)
    assert len(list(findings.count())) == 50
