"""Lines that fit: the same thing said in fewer words where the terminal is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.text import Text

_GAP = "   "


def longest(texts: Sequence[str], width: int) -> str:
    """The first of `texts`, which get shorter, that has at most `width` cells; else the last."""
    return next((text for text in texts if cell_len(text) <= width), texts[-1])


def fitted(text: str, width: int) -> str:
    """`text` in exactly `width` cells (at least one), with an ellipsis where it is cut."""
    if cell_len(text) > width:
        text = set_cell_size(text, width - 1).rstrip() + "…"
    return set_cell_size(text, width)


def key_line(keys: Sequence[tuple[str, str]], width: int) -> Text:
    """Keys and what they do in a line of `width` cells; what has no room is left out, beginning with the first."""
    first = 0
    while first < len(keys) - 1 and _size(keys[first:]) > width:
        first += 1
    line = Text(no_wrap=True, overflow="ellipsis")
    for number, (key, label) in enumerate(keys[first:]):
        line.append(_GAP if number else "").append(key, "bold").append(f" {label}")
    return line


def _size(keys: Sequence[tuple[str, str]]) -> int:
    return sum(cell_len(key) + 1 + cell_len(label) for key, label in keys) + len(_GAP) * (len(keys) - 1)
