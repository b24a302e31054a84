"""Paired rounds and their statistics: machines drift, so things are compared only within a round."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median

Samples = list[float]
"""One figure a round, in the order of the rounds; seconds where it is a time."""


def interleave(
    timers: Mapping[str, Callable[[], float]], rounds: int, warm_ups: int = 1
) -> dict[str, Samples]:
    """Call every timer once a round, A B C A B C …, and keep what they return.

    Args:
        timers: name and a callable that measures once and returns the figure.
        rounds: how many rounds are kept.
        warm_ups: rounds before those, whose figures are thrown away.
    """
    figures: dict[str, Samples] = {name: [] for name in timers}
    for number in range(warm_ups + rounds):
        for name, timer in timers.items():
            figure = timer()
            if number >= warm_ups:
                figures[name].append(figure)
    return figures


def ratio(ours: Sequence[float], base: Sequence[float]) -> float:
    """Median of the ratios taken round by round, which a slow moment of the machine hardly moves."""
    return median(a / b for a, b in zip(ours, base, strict=True))


def percentile(figures: Sequence[float], share: float) -> float:
    """The smallest figure that at least `share` (0 to 1) of the figures do not exceed (nearest rank)."""
    if not figures:
        raise ValueError("no figures")
    ordered = sorted(figures)
    rank = -int(-share * len(ordered) // 1)
    return ordered[max(0, min(len(ordered), rank) - 1)]
