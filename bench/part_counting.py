"""Counting words: after a key, and the whole of a long text."""

from __future__ import annotations

from statistics import median

from bench.table import Part, Row, compared, within
from bench.workbench import Workbench

_BUDGET = 0.0001


def measure(bench: Workbench) -> Part:
    """Rows for the budget of the count."""
    part = Part("Counting words")
    figures = bench.probe("counting", str(bench.rounds(40, 10)))
    for size in (1_000, 10_000, 100_000):
        part.rows.append(_after_a_key(size, figures[str(size)]))
    whole = figures["whole"]
    part.rows.append(
        compared("count of 100,000 words, all at once", whole["ours"], "len(str.split())", whole["split"])
    )
    part.rows.append(
        compared("tally of 100,000 words, first count", whole["tally"], "len(str.split())", whole["split"])
    )
    part.notes.append("After a key: one line of 100 words changed, counted by the tally that the page keeps.")
    return part


def _after_a_key(size: int, figures: dict[str, list[float]]) -> Row:
    what = f"count after a key, {size:,} words"
    judged = within(what, median(figures["ours"]), _BUDGET)
    beside = compared(what, figures["ours"], "len(str.split())", figures["split"])
    return Row(what, judged.measured, beside.against, beside.ratio, judged.budget, judged.met)
