"""Lists that go on, quotes and dashes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_tui.domain.markup import FRONT
from journal_tui.domain.typing_aids import Enter, enter, typographic


@pytest.mark.parametrize(
    ("line", "following"),
    [
        ("- milk", "- "),
        ("  * milk", "  * "),
        ("+\tmilk", "+\t"),
        ("9. milk", "10. "),
        ("3) milk", "4) "),
        ("- [x] done", "- [ ] "),
        ("- [ ] open", "- [ ] "),
        ("> said", "> "),
        ("> > said", "> > "),
        ("> - milk", "> - "),
        ("plain", ""),
        ("-milk", ""),
        ("1984. What a year", ""),
        ("- - -", ""),
        ("***", ""),
        ("# Heading", ""),
    ],
)
def test_enter_goes_on(line: str, following: str) -> None:
    assert enter(line, len(line)) == Enter(following)


@pytest.mark.parametrize(
    ("line", "becomes"), [("- ", ""), ("2. ", ""), ("- [ ] ", ""), ("> ", ""), ("> - ", "> "), ("- [x]", "")]
)
def test_enter_in_an_empty_item_ends_it(line: str, becomes: str) -> None:
    assert enter(line, len(line)) == Enter(becomes, ends=True)


def test_enter_before_the_text_of_an_item_is_plain() -> None:
    assert enter("- milk", 0) == enter("- milk", 1) == Enter("")


@pytest.mark.parametrize("state", ["```", "<!--", FRONT])
def test_enter_is_plain_where_no_prose_is(state: str) -> None:
    assert enter("- milk", 6, state) == Enter("")


def typed(text: str, state: str = "") -> str:
    """The line after typing `text` key by key."""
    line = ""
    for char in text:
        line += char
        change = typographic(line, len(line), state)
        if change is not None:
            line = line[: len(line) - change[0]] + change[1]
    return line


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ('He said "yes".', "He said “yes”."),
        ("don't 'quote'", "don’t ‘quote’"),
        ("the '90s", "the ’90s"),
        ("wait -- what", "wait — what"),
        ("wait--what", "wait—what"),
        ("wait --- what", "wait — what"),
        ("wait---what", "wait—what"),
        ("--- what", "--- what"),
        ("well...", "well…"),
        ('("so")', "(“so”)"),
        ("“'nested'", "“‘nested’"),
        ("---", "---"),
        ("- - -", "- - -"),
        ("|--|--|", "|--|--|"),
        ("<!-- a", "<!-- a"),
        ('`"code"`', '`"code"`'),
        ('a `x` "b"', "a `x` “b”"),
        ('<a href="x">', '<a href="x">'),
        ("https://x.org/a--b'c", "https://x.org/a--b'c"),
        ('[a](x "t")', '[a](x "t")'),
        ("a@b.org--", "a@b.org--"),
    ],
)
def test_quotes_and_dashes(keys: str, line: str) -> None:
    assert typed(keys) == line


@pytest.mark.parametrize("state", ["```", "<!--", FRONT])
def test_nothing_changes_where_no_prose_is(state: str) -> None:
    assert typed('"--" ...', state) == '"--" ...'


@given(st.text(st.sampled_from("ab \"'-.`<>[](0"), max_size=15))
def test_only_marks_change(keys: str) -> None:
    plain = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "--", "…": "..."})
    assert _dashes(typed(keys).translate(plain)) == _dashes(keys)


def _dashes(text: str) -> str:
    """Two hyphens and more are one dash."""
    return re.sub("-{2,}", "--", text)
