"""What keys cost the processor in the whole app, against Textual's own text area."""

from __future__ import annotations

from typing import Any

from bench.rounds import percentile
from bench.table import Part, Row, show_ratio, show_time
from bench.workbench import Workbench

_LINES = {1_000: (30, 100, 1_000), 10_000: (30, 100, 1_000, 5_000), 100_000: (30, 100, 1_000, 5_000)}
"""Words of a line by the words of the text. A text of 1,000 words has no longer line."""
_BUDGETS = {(1_000, 100): 0.008, (100_000, 100): 0.016, (100_000, 5_000): 0.030}
"""Seconds for typing, p99, by words of the text and of a line."""
_SHARE = 1 / 3
_OPENING = 1.2
_KINDS = {
    "type": "a letter",
    "enter": "Enter",
    "paste": "paste of 5,000 words",
    "undo": "undo of it",
    "scroll": "a screen up or down",
}

_Figures = dict[str, Any]
"""By the length of lines and the kind of key, two lists of CPU seconds: until painted, and with what followed."""


def measure(bench: Workbench) -> Part:
    """Rows for the budgets of a key, and what else keys cost."""
    part = Part("Keys in the middle of a text, in the whole app: CPU time until it is painted, p50 / p99")
    for words, lines in _LINES.items():
        stock, ours = (_probe(bench, which, words, lines) for which in ("stock", "app"))
        for length in lines:
            text = f"{words:,} words, lines of {length:,}"
            for kind, name in _KINDS.items():
                budget = _BUDGETS.get((words, length)) if kind == "type" else None
                when = int(kind in ("paste", "undo"))  # their first painting may be of the cursor alone
                figures = ours[str(length)][kind][when], stock[str(length)][kind][when]
                part.rows.append(_row(f"{text}: {name}", *figures, budget))
            if (words, length) in _BUDGETS:
                figures = ours[str(length)]["type"][1], stock[str(length)]["type"][1]
                part.rows.append(_row(f"{text}: a letter and what follows", *figures, None))
            part.rows.append(_opening(f"{text}: opening", ours[str(length)], stock[str(length)], words))
    part.notes.append(
        "Stock is Textual's TextArea alone, soft-wrapped, without a border or a language; ours is the whole app, in "
        "which opening reads the entry's file. Headless, 120x40, painting turned into terminal output; garbage "
        "collection frozen in both. What follows: all work in the frame after the first painting; paste and undo are "
        "with it. Of keys that were pressed fewer than a hundred times the p99 is the longest."
    )
    return part


def _probe(bench: Workbench, which: str, words: int, lines: tuple[int, ...]) -> _Figures:
    """One process for all texts of a length; stock, which is slow, types less where no budget is at stake."""
    few = bench.rounds(8 if which == "stock" else 24, 4)
    many = {length: bench.rounds(30 if which == "stock" and length > 100 else 80, 12) for length in lines}
    typed = {length: many[length] if (words, length) in _BUDGETS else few for length in lines}
    pairs = [f"{length}:{keys}" for length, keys in typed.items()]
    found: _Figures = bench.probe("key", which, str(words), bench.scratch(f"key-{which}-{words}"), *pairs)
    return found


def _row(what: str, ours: list[float], stock: list[float], budget: float | None) -> Row:
    middle, longest = percentile(ours, 0.5), percentile(ours, 0.99)
    measured = f"{show_time(middle)} / {show_time(longest)}"
    against = f"stock: {show_time(percentile(stock, 0.5))} / {show_time(percentile(stock, 0.99))}"
    ratio = show_ratio(longest / percentile(stock, 0.99))
    if budget is None:
        return Row(what, measured, against, ratio)
    met = longest <= budget and longest <= percentile(stock, 0.99) * _SHARE
    return Row(what, measured, against, ratio, f"p99 ≤ {budget * 1000:g} ms, ≤ 1/3 ×", met)


def _opening(what: str, ours: _Figures, stock: _Figures, words: int) -> Row:
    mine, theirs = ours["open"][0][0], stock["open"][0][0]
    if words < max(_LINES):
        return Row(what, show_time(mine), f"stock: {show_time(theirs)}", show_ratio(mine / theirs))
    met = mine <= theirs * _OPENING
    return Row(
        what,
        show_time(mine),
        f"stock: {show_time(theirs)}",
        show_ratio(mine / theirs),
        f"≤ {_OPENING:g} ×",
        met,
    )
