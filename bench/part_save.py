"""A save, against the least that an atomic one can be."""

from __future__ import annotations

from bench.table import Part, compared
from bench.workbench import Workbench


def measure(bench: Workbench) -> Part:
    """The row for the budget of a save."""
    part = Part("A save: one page of 500 words")
    times = bench.probe("save", bench.scratch("save"), str(bench.rounds(300, 80)))
    part.rows.append(
        compared(
            "a save, with lock, checks and both fsyncs",
            times["ours"],
            "write + fsync + rename",
            times["plain"],
            3,
        )
    )
    part.rows.append(
        compared(
            "the same, against the directory's fsync too",
            times["ours"],
            "write + fsync + rename + fsync",
            times["both"],
        )
    )
    return part
