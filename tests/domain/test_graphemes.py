"""Characters as people see them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journal_tui.domain import graphemes

FAMILY, FLAGS, ACCENT, THUMB, KEYCAP = "👨‍👩‍👧‍👦", ["🇩🇪", "🇫🇷"], "e\u0301", "👍🏽", "1\ufe0f\u20e3"
CLUSTERS = ["a", " ", FAMILY, *FLAGS, ACCENT, THUMB, KEYCAP, "東", "é", "’", "각", "ক্ষ্ম", "\u0301", "한"]


@pytest.mark.parametrize("cluster", [FAMILY, *FLAGS, ACCENT, THUMB, KEYCAP, "각", "ক্ষ্ম", "é", "東"])
def test_one_step_is_one_character(cluster: str) -> None:
    line = f"x{cluster}y"
    end = 1 + len(cluster)
    assert graphemes.after(line, 1) == end
    assert graphemes.before(line, end) == 1
    assert {graphemes.begins(line, column) for column in range(1, end)} == {1}


@given(st.lists(st.sampled_from(CLUSTERS), max_size=12).map("".join))
@example("🇩🇪" * 3 + "🇫🇷")
def test_steps_to_the_right_and_to_the_left_meet_the_same_places(line: str) -> None:
    right, column = [0], 0
    while column < len(line):
        following = graphemes.after(line, column)
        assert following > column
        assert graphemes.before(line, following) == column
        assert graphemes.begins(line, following) == following
        column = following
        right.append(column)
    assert right == sorted({graphemes.begins(line, n) for n in range(len(line) + 1)})


@given(st.text(max_size=20), st.integers(0, 20))
def test_nothing_leads_out_of_the_line(line: str, column: int) -> None:
    column = min(column, len(line))
    assert 0 <= graphemes.before(line, column) <= column <= graphemes.after(line, column) <= len(line)
    assert 0 <= graphemes.begins(line, column) <= column


def test_plain_letters_need_no_library() -> None:
    code = (
        "import sys; from journal_tui.domain import graphemes as g; "
        "line = 'l’été — “naïve” … 東京タワー Ελλάδα'; "
        "[(g.after(line, n), g.before(line, n), g.begins(line, n)) for n in range(len(line))]; "
        "sys.exit('wcwidth' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
