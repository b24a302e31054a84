"""The commands that read, on ten years of entries: against a bare Python and against jrnl."""

from __future__ import annotations

from collections.abc import Callable

from bench.process import Failed
from bench.rounds import interleave
from bench.table import Part, compared
from bench.workbench import Workbench

_SIZE = 3_650
_COMMANDS = (("list", "-n", "10"), ("show",), ("--version",))


def measure(bench: Workbench) -> Part:
    """Rows for the budgets of `list`, `show` and `--version`."""
    part = Part("Reading in the shell: 3,650 entries")
    ours = {" ".join(args): bench.journal(_SIZE, *args) for args in _COMMANDS}
    listed = ours["list -n 10"].output().splitlines()
    if len(listed) != 10:
        raise Failed(f"journal list -n 10: printed {len(listed)} lines")
    timers: dict[str, Callable[[], float]] = {name: command.seconds for name, command in ours.items()}
    times = interleave({"pass": bench.python("-c", "pass").seconds, **timers}, bench.rounds(40, 12))
    for name in ours:
        part.rows.append(compared(f"journal {name}", times[name], "python -c pass", times["pass"], 4))
    part.notes.append(bench.rival_note)
    if bench.has_rival:
        jrnl = bench.jrnl(_SIZE, "-n", "10")
        times = interleave({**timers, "jrnl": jrnl.seconds}, bench.rounds(7, 2))
        for name in ours:
            part.rows.append(
                compared(f"journal {name}, against jrnl", times[name], "jrnl -n 10", times["jrnl"], 1 / 10)
            )
    return part
