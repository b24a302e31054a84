"""Three versions of a text made one, by whole lines, or not at all.

The rule: hunks that do not overlap are both taken. Where both sides only inserted at the same place, both
blocks are kept whole, ours first. The same change on both sides is taken once. Everything else is a conflict:
there are no markers, and lines of two blocks are never mixed.

Touching hunks: an insertion at the edge of lines that the other side changed is taken (its place is certain,
and it is what a capture does to somebody who types in the last line); changes of two neighbouring lines, one
by each side, are a conflict, for they may be one sentence.
"""

from __future__ import annotations

from itertools import pairwise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Change = tuple[int, int, int, int]

# difflib compares every pair of equal lines, again for each match found: 10,000 pairs take up to 60 ms.
_PAIRS_LIMIT = 10_000
_REACH = 64


def merge(base: str, ours: str, theirs: str) -> str | None:
    """`base` with the changes of both sides, or None where they conflict: then both must be kept.

    Texts are lines joined by "\\n", without a final newline; an empty text has no lines. A blank `theirs`
    over a `base` with text is a conflict whatever `ours` is: a half-written or lost file looks like that.
    Where blocks of the two sides meet, one that stood after a blank line in its own text, or at its start,
    gets a blank line before it if there is none: a paragraph stays a paragraph.
    """
    if base.strip() and not theirs.strip():
        return None
    if theirs in (base, ours):
        return ours
    if ours == base:
        return theirs
    lines = _lines(base)
    left, right = _Side(lines, ours), _Side(lines, theirs)
    woven = _Woven(lines)
    while left.change or right.change:
        if not _step(woven, left, right):
            return None
    merged = "\n".join(woven.finish())
    # Each side removed what the other left: nobody asked for an empty page.
    return None if ours.strip() and not merged.strip() else merged


def changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Where `old` became `new`: (i1, i2, j1, j2) says that old[i1:i2] is now new[j1:j2]. In order; between
    two changes lies at least one item that both have.

    Items that are the same at both ends are taken first, then (as in Bram Cohen's patience diff) items that
    occur once on both sides, and `difflib` sees only what lies between: long texts stay fast.
    """
    found: list[Change] = []
    i = j = 0
    for old_at, new_at, size in (*sorted(_blocks(old, new)), (len(old), len(new), 0)):
        if i < old_at or j < new_at:
            found.append((i, old_at, j, new_at))
        i, j = old_at + size, new_at + size
    return found


class _Side:
    """One side's text and its changes, taken one by one."""

    __slots__ = ("_changes", "change", "lines")

    def __init__(self, base: list[str], text: str) -> None:
        self.lines = _lines(text)
        self._changes = iter(changes(base, self.lines))
        self.change = next(self._changes, None)

    def advance(self) -> None:
        self.change = next(self._changes, None)

    @property
    def block(self) -> list[str]:
        return self.lines[self.change[2] : self.change[3]] if self.change else []


class _Woven:
    """The result as it grows."""

    __slots__ = ("_base", "_done", "_lines")

    def __init__(self, base: list[str]) -> None:
        self._base = base
        self._lines: list[str] = []
        self._done = 0

    def take(self, side: _Side) -> None:
        """Add the base up to the side's next change, and the change."""
        change, block = side.change, side.block
        assert change is not None
        start, end, at, _ = change
        self._lines += self._base[self._done : start]
        # Only where blocks of the two sides meet does another line come before this block than in its own text.
        alone = at == 0 or not side.lines[at - 1].strip()
        if alone and block and block[0].strip() and self._lines and self._lines[-1].strip():
            self._lines.append("")
        self._lines += block
        self._done = end
        side.advance()

    def finish(self) -> list[str]:
        return self._lines + self._base[self._done :]


def _step(woven: _Woven, left: _Side, right: _Side) -> bool:
    """Take the next change, or the two that belong together. False is a conflict."""
    x, y = left.change, right.change
    if x is None or y is None:
        woven.take(left if y is None else right)
    elif x[:2] == y[:2]:
        return _take_both(woven, left, right)
    elif _goes_before(x, y):
        woven.take(left)
    elif _goes_before(y, x):
        woven.take(right)
    else:
        return False
    return True


def _take_both(woven: _Woven, left: _Side, right: _Side) -> bool:
    assert left.change is not None
    ours, theirs = left.block, right.block
    only_inserted = left.change[0] == left.change[1]
    if ours != theirs and not only_inserted:
        return False
    # A block that begins with the whole of the other holds both: somebody wrote on after a save.
    if ours[: len(theirs)] == theirs:
        right.advance()
        woven.take(left)
    elif theirs[: len(ours)] == ours:
        left.advance()
        woven.take(right)
    else:
        woven.take(left)
        woven.take(right)
    return True


def _goes_before(x: Change, y: Change) -> bool:
    """Whether x lies before y in the base; they may only touch where one of them is an insertion."""
    if x[1] < y[0]:
        return True
    return x[1] == y[0] and (x[0] == x[1] or y[0] == y[1])


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _blocks(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Matching blocks (start in old, start in new, size), in no order."""
    found: list[tuple[int, int, int]] = []
    todo = [(0, len(old), 0, len(new))]
    while todo:
        i1, i2, j1, j2 = todo.pop()
        start = i1
        while i1 < i2 and j1 < j2 and old[i1] == new[j1]:
            i1, j1 = i1 + 1, j1 + 1
        found.append((start, j1 - i1 + start, i1 - start))
        end = i2
        while i1 < i2 and j1 < j2 and old[i2 - 1] == new[j2 - 1]:
            i2, j2 = i2 - 1, j2 - 1
        found.append((i2, j2, end - i2))
        if i1 == i2 or j1 == j2:
            continue
        anchors = _anchors(old[i1:i2], new[j1:j2])
        if anchors:
            corners = [(i1, j1), *((i1 + i, j1 + j) for i, j in anchors), (i2, j2)]
            for (a, b), (c, d) in pairwise(corners[1:]):
                if c - a == 1:
                    found.append((a, b, 1))
                else:
                    todo.append((a, c, b, d))
            todo.append((i1, corners[1][0], j1, corners[1][1]))
        else:
            found += [(i1 + i, j1 + j, n) for i, j, n in _common(old[i1:i2], new[j1:j2])]
    return [block for block in found if block[2]]


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The longest run, rising on both sides, of items that occur exactly once on both."""
    from bisect import bisect_left

    in_old, in_new = _once(old), _once(new)
    pairs = [(i, in_new[item]) for item, i in in_old.items() if i >= 0 and in_new.get(item, -1) >= 0]
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (_, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        before.append(ends[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(j)
            ends.append(at)
        else:
            tops[pile], ends[pile] = j, at
    run: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        run.append(pairs[at])
        at = before[at]
    return run[::-1]


def _once(items: Sequence[str]) -> dict[str, int]:
    """Item -> its index, or -1 when it occurs more than once."""
    seen: dict[str, int] = {}
    for index, item in enumerate(items):
        seen[item] = -1 if item in seen else index
    return seen


def _common(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Matching blocks of items of which none is single on both sides."""
    counts: dict[str, int] = {}
    for item in old:
        counts[item] = counts.get(item, 0) + 1
    if sum(counts.get(item, 0) for item in new) <= _PAIRS_LIMIT:
        from difflib import SequenceMatcher

        matcher = SequenceMatcher(None, old, new, autojunk=False)
        return [(block.a, block.b, block.size) for block in matcher.get_matching_blocks()]
    # Thousands of equal lines (blank ones): the next equal line close by is good, and found in linear time.
    found: list[tuple[int, int, int]] = []
    at = 0
    for j, item in enumerate(new):
        near = old[at : at + _REACH]
        if item in near:
            at += near.index(item) + 1
            found.append((at - 1, j, 1))
    return found
