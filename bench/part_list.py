"""The list of entries with ten thousand days: filled and painted."""

from __future__ import annotations

from statistics import median

from bench.table import Part, within
from bench.workbench import Workbench

_SIZE = 10_000
_BUDGET = 0.1


def measure(bench: Workbench) -> Part:
    """Rows for the budget of the list."""
    part = Part(f"The list of entries: {_SIZE:,} days, 40 rows on the screen")
    folder = bench.journal_folder(_SIZE)
    times = bench.probe("list", folder, str(bench.rounds(15, 5)))
    filled, painted, names = (median(times[name]) for name in ("filled", "painted", "names"))
    part.rows = [
        within("names of the folder read", names, None),
        within("list filled, every visible row rendered (its files read)", filled, _BUDGET),
        within("list filled until it is painted (waits for Textual's next frame)", painted, _BUDGET),
    ]
    return part
