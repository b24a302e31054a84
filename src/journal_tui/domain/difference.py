"""Two texts compared for a reader: whole lines with a sign, and in them the words that differ."""

from __future__ import annotations

from typing import NamedTuple

from journal_tui.domain.merge import changes

NEAR = 2
"""Unchanged lines shown around a change."""
_NEAR_WORDS = 12
"""Unchanged words shown around a changed one; prose has paragraphs of one line and many hundred words."""
_ALIKE = 0.4
"""The share of their words that two lines must have in common to be shown as one that changed."""


class Line(NamedTuple):
    """A line for the reader.

    `sign` is "-" for what only the first text has, "+" for what only the second has, "~" for a line that both
    have but for some words, " " for one that is the same, and "…" where such are left out (the one part says how
    many). `parts` are the line's pieces, each with its own "-", "+" or " ".
    """

    sign: str
    parts: tuple[tuple[str, str], ...]


def compare(first: str, second: str) -> list[Line]:
    """What makes `second` of `first`, with a few lines around; empty when they are the same."""
    old, new = first.split("\n") if first else [], second.split("\n") if second else []
    shown: list[Line] = []
    done = 0
    for i1, i2, j1, j2 in changes(old, new):
        shown += _between(old[done:i1], at_start=done == 0)
        shown += _changed(old[i1:i2], new[j1:j2])
        done = i2
    return shown + _between(old[done:], at_start=False, at_end=True) if shown else []


def _between(lines: list[str], *, at_start: bool, at_end: bool = False) -> list[Line]:
    """Lines that both have: those near a change, and how many are left out."""
    before, after = (0 if at_start else NEAR), (0 if at_end else NEAR)
    left_out = len(lines) - before - after
    if left_out <= 1:
        return [_same(line) for line in lines]
    note = f"{left_out:,} unchanged lines"
    head, tail = lines[:before], lines[len(lines) - after :]
    return [*map(_same, head), Line("…", ((note, " "),)), *map(_same, tail)]


def _same(line: str) -> Line:
    return Line(" ", ((_shorten(line), " "),))


def _shorten(text: str) -> str:
    """An unchanged line's beginning; it is there for orientation only."""
    words = text.split(" ", _NEAR_WORDS * 2)
    return text if len(words) <= _NEAR_WORDS * 2 else " ".join(words[:-1]) + " …"


def _changed(old: list[str], new: list[str]) -> list[Line]:
    """A block of lines in the place of another; lines of the same place are compared word by word."""
    shown: list[Line] = []
    both = min(len(old), len(new))
    for before, after in zip(old[:both], new[:both], strict=True):
        shown += [_same(before)] if before == after else _pair(before, after)
    shown += (_whole("-", line) for line in old[both:])
    shown += (_whole("+", line) for line in new[both:])
    return shown


def _whole(sign: str, line: str) -> Line:
    return Line(sign, ((line, sign),))


def _pair(before: str, after: str) -> list[Line]:
    old, new = before.split(" "), after.split(" ")
    found = changes(old, new)
    common = len(old) - sum(i2 - i1 for i1, i2, _, _ in found)
    if 2 * common < _ALIKE * (len(old) + len(new)):
        return [_whole("-", before), _whole("+", after)]
    parts: list[tuple[str, str]] = []
    done = 0
    for i1, i2, j1, j2 in (*found, (len(old), len(old), 0, 0)):
        same = _near(old[done:i1], first=done == 0, last=i1 == len(old))
        runs = ((same, " "), (old[i1:i2], "-"), (new[j1:j2], "+"))
        parts += [(" ".join(words), sign) for words, sign in runs if words]
        done = i2
    return [Line("~", tuple(parts))]


def _near(words: list[str], *, first: bool, last: bool) -> list[str]:
    """Words that both lines have: all of them, or those near the changes."""
    before, after = (0 if first else _NEAR_WORDS), (0 if last else _NEAR_WORDS)
    if len(words) <= before + after + _NEAR_WORDS:
        return words
    return [*words[:before], "…", *words[len(words) - after :]]
