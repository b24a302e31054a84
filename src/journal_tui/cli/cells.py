"""How wide text is on a terminal, and how to cut it."""

from __future__ import annotations

import unicodedata


def width_of(text: str) -> int:
    """Columns that `text` takes: 2 for a wide character, 0 for one that joins the one before."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def cut(text: str, columns: int) -> str:
    """`text` in at most `columns` columns; where something is left out, the last one is "…"."""
    if width_of(text) <= columns:
        return text
    if columns < 1:
        return ""
    used = 0
    for at, char in enumerate(text):
        used += _cells(char)
        if used > columns - 1:
            return text[:at].rstrip() + "…"
    return text


def _cells(char: str) -> int:
    if char < "\u0300":
        return 1
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
