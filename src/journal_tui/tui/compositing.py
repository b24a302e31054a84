"""Frames that cost what has changed.

Textual's compositor asks every visible widget for all of its rows to paint one row anew, which takes more of a key's
time than all that the page does. This one asks only for rows that are painted, and only where nothing in front of
them fills the row. It leans on one private method; what comes out is the same, and a test compares it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip

_Chops = dict[int, Strip | None]


class RowCompositor(Compositor):
    """A compositor for a screen whose frames change few rows."""

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        """The pieces of all rows that are painted, by the column that they begin in. What is not needed is None."""
        cuts = self.cuts
        chops: list[_Chops] = [dict.fromkeys(cut[:-1]) for cut in cuts]
        rows = [y for y in range(len(cuts)) if is_rendered_line(y)]
        # Those in front come first, and what they fill stays.
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if not seen or not seen.overlaps(crop):
                continue
            wanted = [
                (y, open_cuts)
                for y in rows[bisect_left(rows, seen.y) : bisect_left(rows, seen.bottom)]
                if (open_cuts := _open_cuts(chops[y], cuts[y], seen, crop))
            ]
            if not wanted:
                continue
            first, last = wanted[0][0], wanted[-1][0]
            part = Region(seen.x - region.x, first - region.y, seen.width, last - first + 1)
            strips = widget.render_lines(part)
            for y, ours in wanted:
                _fill(chops[y], ours, strips[y - first].divide([cut - seen.x for cut in ours[1:]]))
        return chops  # type: ignore[return-value]


def _open_cuts(chops: _Chops, cuts: list[int], seen: Region, crop: Region) -> list[int]:
    """The columns where a widget's row is cut, its end included; none where nothing of it is to be painted."""
    ours = cuts[bisect_left(cuts, seen.x) : bisect_right(cuts, seen.right)]
    left, right = crop.x, crop.right
    for cut, end in pairwise(ours):
        if cut < right and end > left and chops[cut] is None:
            return ours
    return []


def _fill(chops: _Chops, cuts: list[int], strips: Sequence[Strip]) -> None:
    for cut, strip in zip(cuts, strips, strict=False):
        if chops[cut] is None:
            chops[cut] = strip
