"""Where a line breaks into rows: always where Textual's own wrapping breaks it, found without measuring each word.

A row takes as many pieces, words with the white space behind them, as fit; a piece that is wider than a row begins
a row and is cut. So what follows a row's start depends on nothing before it, and an edit inside a long line needs
only the rows around it until the breaks fall into step with the old ones.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from textual._wrap import compute_wrap_offsets
from textual.expand_tabs import get_tab_widths

_LONG = 2_000
"""Characters from which a line is worth wrapping in part."""
_NOT_NARROW = re.compile(
    r"[^ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u0391-\u03a1\u03a3-\u0482"
    r"\u2010-\u2015\u2018-\u2022\u2026]|  "
)
"""What needs measuring: characters that may not be one cell wide, white space other than single spaces."""


class Change(NamedTuple):
    """A replacement inside one line: `removed` characters from column `at` on made way for `added` others."""

    at: int
    removed: int
    added: int


def breaks_of(line: str, width: int, tab_width: int) -> list[int]:
    """The columns at which the rows of `line` begin, but for the first; `width` is in cells, 0 for no wrapping."""
    if not width or (len(line) <= width and line.isascii() and "\t" not in line):
        return []
    if _NOT_NARROW.search(line):
        return compute_wrap_offsets(line, width, tab_width, True, get_tab_widths(line, tab_width))
    return _narrow_breaks(line, width)


def _narrow_breaks(line: str, width: int) -> list[int]:
    """The same for a line whose characters are a cell wide, with single spaces between its words."""
    breaks: list[int] = []
    start, size = 0, len(line)
    while size - start > width:
        word = line.rfind(" ", start, start + width) + 1
        word = max(word, start)
        end = line.find(" ", word) + 1 or size
        if word:
            breaks.append(word)
        start = word
        while end - start > width:
            start += width
            breaks.append(start)
    return breaks


def rewrapped(
    line: str, old: list[int], change: Change, width: int, tab_width: int
) -> tuple[list[int], tuple[int, int]]:
    """The breaks of `line` as it is after `change`, when before they were `old`, and the rows that are not as
    they were, the first and the one behind the last (rows of the new line)."""
    if width < 2 or len(line) < _LONG or "\t" in line:
        new = breaks_of(line, width, tab_width)
        return new, _changed(old, new, change)
    kept = _safe_row(line, old, change.at)
    begin = old[kept - 1] if kept else 0
    stop, delta = change.at + change.added, change.added - change.removed
    window = 4 * width
    while True:
        limit = stop + window
        part = [begin + found for found in breaks_of(line[begin:limit], width, tab_width)]
        if limit >= len(line):
            new = old[:kept] + part
            break
        step = _in_step(part, old, stop, delta)
        if step is not None:
            rest = old[bisect_right(old, part[step] - delta) :]
            new = old[:kept] + part[: step + 1] + [found + delta for found in rest]
            break
        window *= 4
    return new, _changed(old, new, change)


def _safe_row(line: str, old: list[int], column: int) -> int:
    """The row from which to wrap anew: the one before that of the piece which the edit touches."""
    while column and line[column - 1].isspace():
        column -= 1
    while column and not line[column - 1].isspace():
        column -= 1
    return max(0, bisect_right(old, column) - 1)


def _in_step(part: list[int], old: list[int], stop: int, delta: int) -> int | None:
    """The first of the new breaks behind the edit that was one before."""
    for number in range(bisect_right(part, stop), len(part)):
        was = part[number] - delta
        at = bisect_left(old, was)
        if at < len(old) and old[at] == was:
            return number
    return None


def _changed(old: list[int], new: list[int], change: Change) -> tuple[int, int]:
    first = bisect_right(new, change.at)
    while first and old[first - 1 : first] != new[first - 1 : first]:
        first -= 1
    delta, tail = change.added - change.removed, 0
    most = min(len(old) - bisect_right(old, change.at + change.removed), len(new) - first)
    while (
        tail < most and new[-1 - tail] - delta == old[-1 - tail] and new[-1 - tail] > change.at + change.added
    ):
        tail += 1
    return first, len(new) + 1 - tail
