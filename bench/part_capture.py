"""`journal add` as a whole process: against a bare Python and against jrnl, in small and large journals."""

from __future__ import annotations

import os
from collections.abc import Callable

from bench.process import Command, Failed
from bench.rounds import interleave
from bench.table import Part, compared, level, memory
from bench.workbench import Workbench

_TEXT = ("add", "A thought to keep for later, caught at the kitchen table.")
_SIZES = {100: 1 / 8, 1_000: 1 / 15, 10_000: 1 / 80}
"""Entries, and how long ours may take against jrnl's."""


def measure(bench: Workbench) -> Part:
    """Rows for the budgets of a capture."""
    part = Part("Capture: `journal add TEXT`, lock and fsyncs included")
    ours = {size: bench.journal(size, *_TEXT) for size in _SIZES}
    for size, command in ours.items():
        _see_that_it_grows(command, bench.today_file(size))
    _against_python(bench, part, ours)
    part.rows.append(memory("journal add, 10,000 entries, peak", ours[10_000].peak(), 14))
    part.notes.append(bench.rival_note)
    if bench.has_rival:
        _against_jrnl(bench, part, ours)
    return part


def _see_that_it_grows(command: Command, path: str) -> None:
    def size() -> int:
        with open(path, "rb") as file:
            return len(file.read())

    before = size()
    command.output()
    if size() <= before:
        raise Failed(f"{command.name}: added nothing to today's page")


def _against_python(bench: Workbench, part: Part, ours: dict[int, Command]) -> None:
    timers: dict[str, Callable[[], float]] = {"pass": bench.python("-c", "pass").seconds}
    timers |= {str(size): command.seconds for size, command in ours.items()}
    times = interleave(timers, bench.rounds(80, 15))
    for size in _SIZES:
        what = f"journal add, {size:,} entries"
        part.rows.append(compared(what, times[str(size)], "python -c pass", times["pass"], 2))
    what = "journal add, 10,000 entries, for flatness"
    part.rows.append(level(what, times["10000"], "100 entries", times["100"], 0.1))


def _against_jrnl(bench: Workbench, part: Part, ours: dict[int, Command]) -> None:
    for size, limit in _SIZES.items():
        theirs = bench.jrnl(size, *_TEXT[1].split())
        rounds = bench.rounds(9, 3) if size < 10_000 else bench.rounds(7, 2)
        timers = {"ours": ours[size].seconds, "jrnl": _then_settle(theirs, bench.jrnl_file(size))}
        times = interleave(timers, rounds, warm_ups=int(size < 10_000))
        what = f"journal add, {size:,} entries, against jrnl"
        part.rows.append(compared(what, times["ours"], "jrnl TEXT", times["jrnl"], limit))
    part.notes.append(
        "jrnl does not wait for the disk; what it left to be written is written, untimed, before ours takes its turn."
    )
    if not bench.quick:
        part.notes.append(f"jrnl TEXT, 10,000 entries, peak: {theirs.peak():.0f} MB.")


def _then_settle(command: Command, path: str) -> Callable[[], float]:
    """A timer of `command` that afterwards waits for what it has written to `path` to be on the disk."""

    def timer() -> float:
        taken = command.seconds()
        with open(path, "rb") as file:
            os.fsync(file)
        return taken

    return timer
