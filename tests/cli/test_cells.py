"""How wide text is on a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_tui.cli.cells import cut, width_of


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("abc", 3),
        ("é", 1),
        ("e\u0301", 1),
        ("日本", 4),
        ("ﾊ", 1),
        ("\N{ROCKET}", 2),
        ("a\u200db", 2),
        ("–", 1),
    ],
)
def test_width(text: str, columns: int) -> None:
    assert width_of(text) == columns


@given(st.text(), st.integers(-2, 30))
def test_what_is_cut_fits(text: str, columns: int) -> None:
    shown = cut(text, columns)
    assert width_of(shown) <= max(0, columns)
    assert shown == text or columns < 1 or (shown.endswith("…") and text.startswith(shown[:-1]))
