"""Markdown as rows: what is shown of it, what is not, and that parts alone look as they do in their place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from journal_tui.domain.counting import WordTally
from journal_tui.tui.preview_flow import Piece, Row, cut, flow
from journal_tui.tui.preview_parts import definitions_of, parts_of
from journal_tui.tui.preview_text import Picture, picture


def painted(lines: Sequence[str], definitions: Sequence[str] = (), width: int = 40) -> Picture:
    """The picture of a part, all at once."""
    steps = picture(lines, definitions, width)
    while True:
        try:
            next(steps)
        except StopIteration as done:
            found: Picture = done.value
            return found


def text_of(rows: Sequence[Row]) -> list[str]:
    return ["".join(piece.text for piece in row).rstrip() for row in rows]


def shown(text: str, width: int = 40) -> list[str]:
    """A whole page as it would be shown."""
    lines = text.split("\n")
    rows: list[str] = []
    definitions = definitions_of(lines)
    for part in parts_of(lines, WordTally(lines).state):
        found = text_of(painted(part.lines, definitions, width).rows)
        rows += ([""] if rows and found else []) + found
    return rows


def pieces(text: str) -> list[Piece]:
    return [piece for row in painted(text.split("\n")).rows for piece in row]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("# One\ntext *here*\n**and** there", ["One", "", "text here and there"]),
        ("one  \ntwo", ["one", "two"]),
        ("- a\n- b\n  - c\n    1. d", ["• a", "• b", "  ◦ c", "    1. d"]),
        ("9. a\n10. b", [" 9. a", "10. b"]),
        ("- a\n\n- b", ["• a", "", "• b"]),
        ("- [ ] open\n- [x] done", ["☐ open", "☑ done"]),
        ("> said\n> - so", ["▎ said", "▎", "▎ • so"]),
        ("```py\nif x:\n    y\n```", ["  if x:", "      y"]),
        ("---", ["                 * * *"]),
        ("a `b  c` ~~d~~", ["a b c d"]),
        ("![alt](p.png) [l](https://a.b)", ["▣ alt l"]),
        ("| a | b |\n|---|--:|\n| x | 12 |\n| y | 3 |", ["a   b", "─────", "x  12", "y   3"]),
        ("<b>bold</b> & &amp;", ["<b>bold</b> & &"]),
        ("", []),
    ],
)
def test_what_is_shown(text: str, rows: list[str]) -> None:
    assert shown(text) == rows


def test_what_is_not_shown() -> None:
    assert shown("---\ntitle: x\n---\ntext") == ["text"]
    assert shown("one <!-- two --> three") == ["one three"]
    assert shown("one\n\n<!--\ntwo\n\nthree -->\n\nfour %% five %%") == ["one", "", "four"]
    assert shown("`<!-- code -->`") == ["<!-- code -->"]
    assert shown("[a]: https://a.b") == []


def test_links_know_where_they_lead() -> None:
    assert [(p.text, p.address) for p in pieces("[a](javascript:x) b <https://c.d> https://e.f.") if p.address] == [
        ("a", "javascript:x"),
        ("https://c.d", "https://c.d"),
        ("https://e.f", "https://e.f"),
    ]  # fmt: skip
    lines = ["[one][r]", "", "[r]: https://far.away"]
    assert painted(lines[:1], definitions_of(lines)).rows[0][0].address == "https://far.away"


def test_styles_have_the_names_of_the_page() -> None:
    found = {piece.text: piece.styles for piece in pieces("**s** *e* `c` #tag [l](u) ~~x~~")}
    assert found["s"] == ("strong",)
    assert found["e"] == ("emphasis",)
    assert found["c"] == ("code",)
    assert found["#tag"] == ("tag",)
    assert found["l"] == ("link",)
    assert found["x"] == ("struck",)
    assert pieces("# H")[0].styles == ("heading", "first")


def test_blocks_know_their_lines() -> None:
    blocks = painted(["# a", "b", "", "- c", "- d"]).blocks
    assert [(block.first, block.last, block.rows) for block in blocks] == [(0, 1, 1), (1, 2, 1), (3, 5, 2)]


def test_words_break_where_they_may() -> None:
    assert text_of(list(flow([Piece("one two three")], 7))) == ["one two", "three"]
    assert text_of(list(flow([Piece("a"), Piece("b", ("strong",)), Piece("c d")], 3))) == ["abc", "d"]
    assert text_of(list(flow([Piece("abcdefgh ij")], 4))) == ["abcd", "efgh", "ij"]
    assert text_of(list(flow([Piece("日本語の本")], 5))) == ["日本", "語の", "本"]
    assert cut("日本", 1) == ["日", "本"]


@given(st.text(alphabet="ab 日é\u200d.", max_size=80), st.integers(2, 12))
def test_no_row_is_too_wide_and_no_letter_is_lost(text: str, width: int) -> None:
    rows = text_of(list(flow([Piece(text)], width)))
    assert all(cell_len(row) <= width for row in rows)
    assert re.sub(r"\s", "", "".join(rows)) == re.sub(r"\s", "", text)


MARKS = st.sampled_from(
    [*("", "", "text", "# h", "- a", "  b", "1. c", "> d", "```", "    e", "***", "a|b", "-|-", "x  ", "<!-- f"),
     *("-->", "[g]: h", "[g]", "---", "k: v", "* *i", "\tj", "~~~")]
)  # fmt: skip


@given(st.lists(MARKS, max_size=14), st.integers(8, 40))
def test_any_page_is_shown_within_its_width(lines: list[str], width: int) -> None:
    rows = shown("\n".join(lines), width)
    assert all(cell_len(row) <= max(width, 16) for row in rows)


def test_a_real_diary_looks_in_parts_as_in_one_piece(pepys_unpacked: Path) -> None:
    entries = sorted(pepys_unpacked.rglob("*.md"))[:60]
    text = "\n\n".join(path.read_text() for path in entries)
    assert shown(text, 60) == text_of(painted(text.split("\n"), width=60).rows)
