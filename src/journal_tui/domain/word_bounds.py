"""Where the words of a line begin and end, for moving and selecting by words.

A word here is what the rule of `counting` counts, with two differences that a cursor needs: it is taken without
the marks around it ("(don't)," gives "don't"), and Han, Hiragana and Katakana go by runs of one script, since a
stop at each character would be the arrow key's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

Bounds = tuple[int, int]
"""Start column, end column (exclusive)."""

_PIECE = re.compile(
    r"(?:(?!--|\.\.\.)[^\s\u2013\u2014\u2015\u2e3a\u2e3b\u2026\u200b]|(?<=\d)\u2013(?=\d))+", re.UNICODE
)
_LINK_BORDERS = re.compile(r"\]\(|\]\[|<|>|\]\]|\[\[")
_HAN = re.compile(
    r"[\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_HIRAGANA = re.compile(r"[\u3041-\u309f\U0001b001-\U0001b11f]+")
_KATAKANA = re.compile(r"[\u30a0-\u30ff\u31f0-\u31ff\uff66-\uff9d]+")
_SCRIPTS = (_HAN, _HIRAGANA, _KATAKANA)
_EAST = re.compile("|".join(script.pattern for script in _SCRIPTS))
_FAR = 400
"""Characters around the cursor that are looked at first: a paragraph may be a line of thousands of words."""


def word_at(line: str, column: int) -> Bounds | None:
    """The word that the column is in or, between two characters, touches; None where there is none."""
    left = None
    for start, end in _words_from(line, column):
        if start <= column < end:
            return start, end
        if end == column:
            left = (start, end)
        if start > column:
            break
    return left


def word_end_after(line: str, column: int) -> int:
    """Where the first word ends that ends behind `column`; the line's end if there is none."""
    return next((end for _, end in _words_from(line, column) if end > column), len(line))


def word_start_before(line: str, column: int) -> int:
    """Where the last word begins that begins before `column`; 0 if there is none."""
    reach = _FAR
    while True:
        begin = _restart(line, column - reach)
        starts = [start for start, _ in _words(line, begin, column) if start < column]
        if starts:
            return starts[-1]
        if begin == 0:
            return 0
        reach *= 4


def _words_from(line: str, column: int) -> Iterator[Bounds]:
    """Words from the piece that touches `column` on."""
    return _words(line, _restart(line, column - 1), len(line))


def _restart(line: str, column: int) -> int:
    """The nearest column at or before `column` where a piece surely begins."""
    if column <= 0:
        return 0
    return max(line.rfind(" ", 0, column), 0)


def _words(line: str, begin: int, end: int) -> Iterator[Bounds]:
    for piece in _PIECE.finditer(line, begin):
        if piece.start() > end:
            return
        yield from _words_of_piece(line, piece.start(), piece.end())


def _words_of_piece(line: str, start: int, end: int) -> Iterator[Bounds]:
    """One word as a rule; more where scripts meet, or a link's text meets its target."""
    at = start
    for border in _LINK_BORDERS.finditer(line, start, end):
        yield from _words_of_part(line, at, border.start())
        at = border.end()
    yield from _words_of_part(line, at, end)


def _words_of_part(line: str, start: int, end: int) -> Iterator[Bounds]:
    if line.isascii() or not _EAST.search(line, start, end):
        yield from _trimmed(line, start, end)
        return
    at = start
    while run := _EAST.search(line, at, end):
        yield from _trimmed(line, at, run.start())
        begin = run.start()
        script = next(script for script in _SCRIPTS if script.match(line, begin, end))
        found = script.match(line, begin, end)
        at = found.end() if found else begin + 1
        yield begin, at
    yield from _trimmed(line, at, end)


def _trimmed(line: str, start: int, end: int) -> Iterator[Bounds]:
    """The part from its first letter or digit to its last, with the accents that belong to that one."""
    while start < end and not line[start].isalnum():
        start += 1
    stop = end
    while stop > start and not line[stop - 1].isalnum():
        stop -= 1
    if start == stop:
        return
    while stop < end and unicodedata.category(line[stop]).startswith("M"):
        stop += 1
    yield start, stop
