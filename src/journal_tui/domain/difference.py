"""Two texts compared for a reader: whole lines with a sign, and in them the words that differ."""

from __future__ import annotations

from itertools import zip_longest
from typing import NamedTuple

from journal_tui.domain.merge import changes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

NEAR = 2
"""Unchanged lines shown around a change."""
_NEAR_WORDS = 12
"""Unchanged words shown around a changed one; prose has paragraphs of one line and many hundred words."""
_ALIKE = 0.4
"""The share of their words that two lines must have in common to be shown as one that changed."""
_COUPLES_LIMIT = 900
"""Lines of one text times lines of the other up to which it is looked for what became of which; each pair
costs the time to count their words."""


class Line(NamedTuple):
    """A line for the reader.

    `sign` is "-" for what only the first text has, "+" for what only the second has, "~" for a line that both
    have but for some words, " " for one that is the same, and "…" where such are left out (the one part says how
    many). `parts` are the line's pieces, each with its own "-", "+" or " ".
    """

    sign: str
    parts: tuple[tuple[str, str], ...]


class Pair(NamedTuple):
    """What stands beside each other in the two texts: a line of each.

    `kind` is " " for a line that both have, "~" for one that both have but for some words, "!" for lines that have
    nothing to do with each other, or stand alone, and "…" where lines that both have are left out. `first` and
    `second` are the line in each text, in pieces, each with whether the other side lacks it; None for no line.
    """

    kind: str
    first: tuple[tuple[str, bool], ...] | None
    second: tuple[tuple[str, bool], ...] | None


def beside(first: str, second: str) -> list[Pair]:
    """The two texts side by side, with a few lines around each difference; empty when they are the same."""
    pairs: list[Pair] = []
    alone: dict[str, list[str]] = {"-": [], "+": []}
    for line in compare(first, second):
        if line.sign in alone:
            alone[line.sign].append(line.parts[0][0])
            continue
        pairs += _alone(alone)
        mine = tuple((text, sign == "-") for text, sign in line.parts if sign != "+")
        theirs = tuple((text, sign == "+") for text, sign in line.parts if sign != "-")
        pairs.append(Pair(line.sign, mine, theirs))
    return [*pairs, *_alone(alone)]


def _alone(lines: dict[str, list[str]]) -> Iterator[Pair]:
    """The lines since the last one that both have; they are taken out of `lines`."""
    for mine, theirs in zip_longest(lines["-"], lines["+"]):
        yield Pair(
            "!",
            None if mine is None else ((mine, True),),
            None if theirs is None else ((theirs, True),),
        )
    for side in lines.values():
        side.clear()


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
    """A block of lines in the place of another; lines that are alike are compared word by word."""
    shown: list[Line] = []
    for before, after in _couples(old, new):
        if before is None:
            shown += [_whole("+", after)] if after is not None else []
        elif after is None:
            shown.append(_whole("-", before))
        else:
            shown += [_same(before)] if before == after else _pair(before, after)
    return shown


def _couples(old: list[str], new: list[str]) -> Iterator[tuple[str | None, str | None]]:
    """What became of each line: pairs of lines that are alike, in order, and between them lines of one side."""
    i = j = 0
    for at, to in (*_alike(old, new), (len(old), len(new))):
        yield from ((line, None) for line in old[i:at])
        yield from ((None, line) for line in new[j:to])
        if at < len(old):
            yield old[at], new[to]
        i, j = at + 1, to + 1


def _alike(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """The places of lines that are alike, rising on both sides, so that most words have a partner."""
    if len(old) * len(new) > _COUPLES_LIMIT:
        return [(n, n) for n in range(min(len(old), len(new)))]
    bags = [_bag(line) for line in new]
    likeness = [[_likeness(bag, other) for other in bags] for bag in map(_bag, old)]
    best = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], likeness[i][j] + best[i + 1][j + 1])
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if likeness[i][j] and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _bag(line: str) -> dict[str, int]:
    """How often each word is in a line."""
    bag: dict[str, int] = {}
    for word in line.split(" "):
        bag[word] = bag.get(word, 0) + 1
    return bag


def _likeness(one: dict[str, int], other: dict[str, int]) -> int:
    """How many words two lines have in common; 0 when they are too few for one line that changed."""
    common = sum(min(count, other.get(word, 0)) for word, count in one.items())
    return common if 2 * common >= _ALIKE * (sum(one.values()) + sum(other.values())) else 0


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
