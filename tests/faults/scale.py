"""How long the loops of this room run: seconds in `make test`, as long as it takes in `make faults`."""

from __future__ import annotations

import os
import random

LONG = os.environ.get("JOURNAL_TEST_FAULTS") == "long"
"""Whether this is `make faults`."""


def rounds(short: int, long: int) -> int:
    """A number of rounds by the scale of this run."""
    return long if LONG else short


def seeds(short: int, long: int) -> list[int]:
    """Seeds for that many runs: always the same ones, so that a failure can be run again.

    JOURNAL_TEST_SEED=N runs nothing but N.
    """
    only = os.environ.get("JOURNAL_TEST_SEED")
    return [int(only)] if only else list(range(rounds(short, long)))


def dice(seed: int, what: str) -> random.Random:
    """Chance that depends on nothing but a run's seed and what it is for."""
    return random.Random(f"{what} {seed}")
