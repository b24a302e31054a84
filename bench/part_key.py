"""What one typed key costs the processor, against Textual's own text area."""

from __future__ import annotations

from bench.rounds import Samples, percentile
from bench.table import Part, Row, show_ratio, show_time
from bench.workbench import Workbench

_BUDGETS = {1_000: 0.008, 100_000: 0.016}
_SHARE = 1 / 3
_NAMES = {"page": "the page alone", "app": "the whole app"}

_Figures = dict[str, dict[str, Samples]]
"""App, then `painted` or `rested`, then CPU seconds of every key."""


def measure(bench: Workbench) -> Part:
    """Rows for the budgets of a key."""
    part = Part("A key in the middle of the text: CPU time until it is painted")
    for size, budget in _BUDGETS.items():
        figures = _collect(bench, size)
        for which, name in _NAMES.items():
            title = f"{name}, {size:,} words"
            part.rows.append(_row(f"{title}, p50", figures, which, 0.5, None))
            part.rows.append(_row(f"{title}, p99", figures, which, 0.99, budget))
            part.rows.append(_row(f"{title}, p99 with what follows", figures, which, 0.99, None, "rested"))
    part.notes.append(
        "Stock is Textual's TextArea, soft-wrapped, without a border or a language. Paragraphs of 100 words; headless, "
        "120x40, painting turned into terminal output; garbage collection frozen in all. Percentiles are of the "
        "keys of all rounds together. What follows: all work in the two frames after the first painting."
    )
    return part


def _collect(bench: Workbench, size: int) -> _Figures:
    """Every round is a process of its own for each app."""
    found: _Figures = {which: {"painted": [], "rested": []} for which in ("stock", *_NAMES)}
    for number in range(bench.rounds(3, 1)):
        for which, samples in found.items():
            folder = bench.scratch(f"key-{which}-{size}-{number}")
            reported = bench.probe("key", which, str(size), str(bench.rounds(80, 40)), folder)
            for name, seconds in reported.items():
                samples[name] += seconds
    return found


def _row(
    what: str, figures: _Figures, which: str, share: float, budget: float | None, when: str = "painted"
) -> Row:
    ours, stock = (percentile(figures[name][when], share) for name in (which, "stock"))
    against = (f"stock: {show_time(stock)}", show_ratio(ours / stock))
    if budget is None:
        return Row(what, show_time(ours), *against)
    met = ours <= budget and ours <= stock * _SHARE
    return Row(what, show_time(ours), *against, f"≤ {budget * 1000:g} ms, ≤ 1/3 ×", met)
