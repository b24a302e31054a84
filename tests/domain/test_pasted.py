"""Pasted text is plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_tui.domain.pasted import plain_text


@pytest.mark.parametrize(
    ("pasted", "plain"),
    [
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("a\u2028b\u2029c\x0cd", "a\nb\nc\nd"),
        ("\x1b]0;title\x07text", "]0;titletext"),
        ("tab\tstays", "tab\tstays"),
        ("zero\x00byte \x9b2J", "zerobyte 2J"),
        ("", ""),
    ],
)
def test_line_ends_become_newlines_and_controls_go(pasted: str, plain: str) -> None:
    assert plain_text(pasted) == plain


@given(st.text())
def test_what_is_plain_stays_as_it_is(text: str) -> None:
    once = plain_text(text)
    assert plain_text(once) == once
    assert once.split("\n") == [*once.splitlines(), *([""] if once.endswith("\n") or not once else [])]
