"""From the shell to a full screen and back, against the least that a Textual app can be."""

from __future__ import annotations

import os
from collections.abc import Callable
from statistics import median

from bench.process import Command, Failed
from bench.rounds import Samples, interleave
from bench.table import Part, Row, compared, level, memory
from bench.terminal import COLUMNS, ROWS, Recording, first_full_frame, record
from bench.workbench import REPOSITORY, Workbench

_CTRL_Q = b"\x11"
_HELLO = "Textual hello"


def measure(bench: Workbench) -> Part:
    """Rows for the budgets of starting and quitting."""
    part = Part(f"Start to the first full frame, and quit: a terminal of {COLUMNS}x{ROWS}")
    hello = bench.python(os.path.join(REPOSITORY, "bench", "hello.py"))
    runs = {_HELLO: _Runs(hello), "10": _Runs(bench.journal(10)), "10000": _Runs(bench.journal(10_000))}
    timers: dict[str, Callable[[], float]] = {name: run.once for name, run in runs.items()}
    interleave(timers, bench.rounds(12, 4))
    frames = {name: run.frames() for name, run in runs.items()}
    for size in (10, 10_000):
        what = f"start to full frame, {size:,} entries"
        part.rows.append(compared(what, frames[str(size)], _HELLO, frames[_HELLO], 1.4))
    what = "start to full frame, 10,000 entries, for flatness"
    part.rows.append(level(what, frames["10000"], "10 entries", frames["10"], 0.1))
    part.rows += _ends(runs)
    part.rows += _peaks(runs)
    part.notes.append(
        "A full frame is the first moment at which the emulated terminal shows the text of the settled screen; "
        "what is counted in the background and painted later is not in it."
    )
    return part


class _Runs:
    """All runs of one program."""

    def __init__(self, command: Command) -> None:
        self._command = command
        self.recordings: list[Recording] = []

    def once(self) -> float:
        """Run it; how long it took to leave."""
        self.recordings.append(record(self._command, _CTRL_Q))
        return self.recordings[-1].gone

    @property
    def kept(self) -> list[Recording]:
        """All but the first, which warmed up."""
        return self.recordings[1:]

    def frames(self) -> Samples:
        """Seconds to the first full frame, a figure a run."""
        return [first_full_frame(recording.chunks) for recording in self.kept]


def _ends(runs: dict[str, _Runs]) -> list[Row]:
    gone = {name: [recording.gone for recording in run.kept] for name, run in runs.items()}
    rows = [compared("ctrl+q to process gone, 10,000 entries", gone["10000"], _HELLO, gone[_HELLO], 1)]
    back = {name: [r.restored for r in run.kept if r.restored is not None] for name, run in runs.items()}
    if not all(len(back[name]) == len(gone[name]) for name in runs):
        raise Failed("an app left without giving the normal screen back")
    rows.append(compared("ctrl+q to terminal back, 10,000 entries", back["10000"], _HELLO, back[_HELLO], 1))
    return rows


def _peaks(runs: dict[str, _Runs]) -> list[Row]:
    rows = []
    for name, size in (("10", "10 entries"), ("10000", "10,000 entries")):
        peaks = [recording.peak for recording in runs[name].kept if recording.peak is not None]
        if peaks:
            rows.append(memory(f"peak memory, {size}", median(peaks), 45))
    return rows
