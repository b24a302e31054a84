"""Characters as people see them: an emoji of seven code points, a letter with its accent, a flag are one.

The rules of Unicode change every year, so a library has them. It is loaded when the first line needs it: where
there is nothing but plain letters on both sides, whatever their script, each is a character.
"""

from __future__ import annotations

_PLAIN = (
    (0x20, 0x7E),
    (0xA0, 0xAC),  # not the soft hyphen
    (0xAE, 0x2FF),
    (0x370, 0x482),  # Greek, Cyrillic
    (0x48A, 0x52F),
    (0x1E00, 0x1FFE),  # more Latin and Greek
    (0x2010, 0x2027),  # dashes, quotes, the ellipsis
    (0x3000, 0x3029),  # Chinese, Japanese and Korean from here on
    (0x3041, 0x3096),
    (0x30A0, 0x30FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),
    (0xFF01, 0xFF9D),
)
"""Code points that neither join what stands before them nor, among themselves, what follows."""
_NEAR = 64
"""Code points before a place that may decide where a character begins; longer ones are no writing."""


def after(line: str, column: int) -> int:
    """Where the character ends that begins at `column`; the line's length at its end."""
    if column >= len(line) - 1 or _are_plain(line, column):
        return min(column + 1, len(line))
    stop = column + _NEAR
    for cluster in _clusters(line, column, stop):
        return column + len(cluster)
    return column + 1


def before(line: str, column: int) -> int:
    """Where the character begins that ends at `column`; 0 at the line's start."""
    if column <= 1 or _are_plain(line, column - 2):
        return max(0, column - 1)
    return begins(line, column - 1)


def begins(line: str, column: int) -> int:
    """Where the character begins that the code point at `column` belongs to."""
    if column <= 0 or column >= len(line) or _are_plain(line, column - 1):
        return max(0, min(column, len(line)))
    at = _sure(line, column)
    for cluster in _clusters(line, at, column + _NEAR):
        if at + len(cluster) > column:
            return at
        at += len(cluster)
    return column


def _are_plain(line: str, column: int) -> bool:
    """Whether the two code points from `column` on are characters by themselves."""
    return _is_plain(line[column]) and _is_plain(line[column + 1])


def _is_plain(char: str) -> bool:
    if char.isascii():
        return True
    code = ord(char)
    return any(low <= code <= high for low, high in _PLAIN)


def _sure(line: str, column: int) -> int:
    """A place at or before `column` where a character surely begins."""
    for at in range(column, max(0, column - _NEAR), -1):
        if _is_plain(line[at]) and _is_plain(line[at - 1]):
            return at
    return max(0, column - _NEAR)


def _clusters(line: str, start: int, stop: int) -> list[str]:
    from wcwidth import iter_graphemes

    return list(iter_graphemes(line[start:stop]))
