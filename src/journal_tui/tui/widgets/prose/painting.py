"""One row of the page as styled segments."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from journal_tui.domain import graphemes

Mark = tuple[int, int, str]
"""Start column, end column (exclusive) and the name of a style in `PageStyles.marks`."""
_BEHIND = 1 << 60
DIM = "dim"
"""The style of what is not in the paragraph that has the focus."""


class PageStyles(NamedTuple):
    """How the page is painted: the theme's colours as styles, `marks` by the names that `highlight.spans_of` and the
    owners of `ProseArea.marks` give."""

    base: Style = Style()
    cursor: Style = Style(reverse=True)
    selection: Style = Style(reverse=True)
    hint: Style = Style(dim=True)
    marks: Mapping[str, Style] = MappingProxyType({})


class Row(NamedTuple):
    """All that a row of the screen depends on but for the styles. Columns count from the row's first character."""

    text: str
    spans: tuple[Mark, ...]
    cursor: int | None
    selected: tuple[int, int] | None
    ends_line: bool
    width: int
    """Cells."""
    dimmed: bool = False


def within(spans: Sequence[Mark], start: int, end: int) -> tuple[Mark, ...]:
    """What `spans`, which are in order and do not overlap, mark between two columns, counted from the first."""
    if not spans:
        return ()
    found = []
    for at in range(max(0, bisect_right(spans, (start, _BEHIND, "")) - 1), len(spans)):
        left, right, name = spans[at]
        if left >= end:
            break
        if right > start:
            found.append((max(left, start) - start, min(right, end) - start, name))
    return tuple(found)


def clipped(marks: Sequence[Mark], start: int, end: int) -> tuple[Mark, ...]:
    """The same for marks in any order."""
    return tuple(
        (max(left, start) - start, min(right, end) - start, name)
        for left, right, name in marks
        if left < end and start < right
    )


def paint(row: Row, styles: PageStyles, tab_width: int) -> Strip:
    """The row as it is shown: highlighting at the bottom, then marks, selection and cursor."""
    text, size = row.text, len(row.text)
    marks = styles.marks
    layers = [(left, right, marks[name]) for left, right, name in row.spans if name in marks]
    if row.dimmed and DIM in marks:
        layers.append((0, size, marks[DIM]))
    if row.selected is not None:
        layers.append((*row.selected, styles.selection))
    if row.cursor is not None:
        layers.append(
            (row.cursor, graphemes.after(text, row.cursor) if row.cursor < size else size + 1, styles.cursor)
        )
    # The cursor, or a selection that goes on below, stands in the cell behind the last character.
    if row.ends_line and (row.cursor == size or (row.selected is not None and row.selected[1] > size)):
        text += " "
    segments = _segments(text, layers, styles.base)
    if "\t" in text:
        segments = _expand_tabs(segments, tab_width)
    return Strip(segments).adjust_cell_length(row.width, styles.base)


def _segments(text: str, layers: Sequence[tuple[int, int, Style]], base: Style) -> list[Segment]:
    """Cut `text` where a layer begins or ends; later layers lie on top."""
    cuts = {0, len(text)}
    for left, right, _ in layers:
        cuts.update(cut for cut in (left, right) if 0 < cut < len(text))
    if not text.isascii():
        # A character cut in two would be measured as two, and the row would be too wide.
        cuts = {graphemes.begins(text, cut) for cut in cuts}
    segments = []
    for left, right in pairwise(sorted(cuts)):
        style = base
        for begin, end, layer in layers:
            if begin < right and left < end:
                style += layer
        segments.append(Segment(text[left:right], style))
    return segments


def _expand_tabs(segments: list[Segment], tab_width: int) -> list[Segment]:
    """Tabs as spaces up to the next stop of the row."""
    expanded, column = [], 0
    for text, style, _ in segments:
        parts = []
        for character in text:
            shown = " " * (tab_width - column % tab_width) if character == "\t" else character
            column += Segment(shown).cell_length
            parts.append(shown)
        expanded.append(Segment("".join(parts), style))
    return expanded
