"""Which lines are headings."""

from __future__ import annotations

import pytest

from journal_tui.domain.counting import WordTally
from journal_tui.domain.headings import Heading, headings_of


def of(text: str) -> list[Heading]:
    lines = text.split("\n")
    return headings_of(lines, WordTally(lines).state)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# One\n\n## Two ##\n###### Six", [(0, 1, "One"), (2, 2, "Two"), (3, 6, "Six")]),
        ("   # Indented\n    # code", [(0, 1, "Indented")]),
        ("#tag\n#\n# \n####### seven", []),
        ("# C#\n# a # b", [(0, 1, "C#"), (1, 1, "a # b")]),
        ("```\n# no\n```\n# yes", [(3, 1, "yes")]),
        ("<!--\n# no\n-->\n# yes", [(3, 1, "yes")]),
        ("---\ntitle: x\n# no\n---\n# yes", [(4, 1, "yes")]),
        ("Title\n=====\n\nA paragraph\n---", [(0, 1, "Title")]),
        ("- item\n===\n\n===", []),
        ("> # quoted", []),
        ("", []),
    ],
)
def test_headings(text: str, found: list[tuple[int, int, str]]) -> None:
    assert of(text) == found


def test_a_hostile_line_costs_no_time() -> None:
    assert of("# " + "# " * 50_000 + "x")[0].level == 1
    assert of("# " + " \t" * 50_000 + "x")[0].title == "x"
