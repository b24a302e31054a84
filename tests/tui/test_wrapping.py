"""Where lines break: always where Textual breaks them, however little of a line is looked at."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import get_character_cell_size
from textual._wrap import compute_wrap_offsets
from textual.document._document import Document
from textual.document._wrapped_document import WrappedDocument
from textual.expand_tabs import get_tab_widths
from textual.geometry import Offset

from journal_tui.tui.widgets.prose import wrapping
from journal_tui.tui.widgets.prose.flowed import FlowedDocument
from journal_tui.tui.widgets.prose.wrapping import Change, breaks_of, rewrapped

PIECES = [
    "word",
    "a",
    " ",
    " ",
    " ",
    "  ",
    "東京タワー",
    "a\tb",
    "long" * 9,
    "—",
    "é",
    "\u00a0",
    "👍🏽",
    "e\u0301",
]
TEXT = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
PLAIN = st.lists(st.sampled_from(["word", "a", " ", " ", "x" * 40, "—"]), max_size=60).map("".join)
WIDTHS = st.sampled_from([2, 5, 13, 30])


def textual_breaks(line: str, width: int) -> list[int]:
    """What Textual says."""
    return compute_wrap_offsets(line, width, 4, True, get_tab_widths(line, 4))


def rows(line: str, breaks: list[int]) -> list[str]:
    """The line as its rows."""
    return [line[start:end] for start, end in zip([0, *breaks], [*breaks, len(line)], strict=True)]


@given(TEXT | PLAIN, WIDTHS)
@example("x" * 13 + " " + "y" * 14, 13)
def test_breaks_are_textuals(line: str, width: int) -> None:
    assert breaks_of(line, width, 4) == textual_breaks(line, width)


def test_what_is_not_measured_is_a_cell_wide() -> None:
    plain = [chr(code) for code in range(0x20, 0x3000) if not wrapping._NOT_NARROW.search(chr(code))]
    assert len(plain) > 500
    assert [char for char in plain if get_character_cell_size(char) != 1] == []
    assert [char for char in plain if char.isspace()] == [" "]
    assert not any(wrapping._NOT_NARROW.search(chr(code)) is None for code in range(0x3000, 0x11000))


@settings(max_examples=500)
@given(TEXT | PLAIN, st.data(), WIDTHS)
def test_an_edit_wraps_as_the_whole_line_does(line: str, data: st.DataObject, width: int) -> None:
    at = data.draw(st.integers(0, len(line)))
    removed = data.draw(st.integers(0, min(20, len(line) - at)))
    come = data.draw(TEXT | PLAIN)
    new = line[:at] + come + line[at + removed :]
    old_breaks, new_breaks = textual_breaks(line, width), textual_breaks(new, width)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wrapping, "_LONG", 0)
        found, (first, end) = rewrapped(new, old_breaks, Change(at, removed, len(come)), width, 4)
    assert found == new_breaks
    before, after = rows(line, old_breaks), rows(new, new_breaks)
    same = len(after) - end
    assert before[:first] == after[:first]
    assert before[len(before) - same :] == after[len(after) - same :]


def test_an_edit_looks_at_little_of_a_long_line(monkeypatch: pytest.MonkeyPatch) -> None:
    line = "some words of a paragraph " * 1200
    old = breaks_of(line, 70, 4)
    looked: list[int] = []
    original = wrapping.breaks_of

    def noted(text: str, width: int, tab_width: int) -> list[int]:
        looked.append(len(text))
        return original(text, width, tab_width)

    monkeypatch.setattr(wrapping, "breaks_of", noted)
    middle = len(line) // 2
    new = line[:middle] + "x" + line[middle:]
    found, (first, end) = rewrapped(new, old, Change(middle, 0, 1), 70, 4)
    assert found == original(new, 70, 4)
    assert sum(looked) < 3_000
    assert end - first < 20


LINES = st.lists(TEXT, min_size=1, max_size=6)


@given(LINES, st.data(), WIDTHS)
def test_the_flowed_document_is_the_wrapped_one(lines: list[str], data: st.DataObject, width: int) -> None:
    document = Document("\n".join(lines))
    ours = FlowedDocument(document, width)
    for _ in range(data.draw(st.integers(1, 3))):
        row = data.draw(st.integers(0, document.line_count - 1))
        last = data.draw(st.integers(row, min(row + 2, document.line_count - 1)))
        start = (row, data.draw(st.integers(0, len(document.get_line(row)))))
        end = (last, len(document.get_line(last)))
        if end < start:
            continue
        y = data.draw(st.integers(0, ours.height))  # somebody has looked this far down
        ours.offset_to_location(Offset(0, y))
        result = document.replace_range(
            start, end, data.draw(st.sampled_from(["", "x", "a b\nc", "\n", "東京 " * 9]))
        )
        ours.wrap_range(start, end, result.end_location)
    stock = WrappedDocument(document, width)
    assert ours.height == stock.height
    for row in range(document.line_count):
        assert ours.get_sections(row) == stock.get_sections(row)
        assert ours.rows_of(row, row) == (stock._line_index_to_offsets[row][0], len(stock.get_sections(row)))
        for column in range(len(document.get_line(row)) + 1):
            assert ours.location_to_offset((row, column)) == stock.location_to_offset((row, column))
    for y in range(ours.height + 1):
        assert ours.offset_to_location(Offset(0, y))[0] == stock.offset_to_location(Offset(0, y))[0]
