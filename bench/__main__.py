"""Measures every budget that can be measured yet, prints the report and writes it to RESULTS.md."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import sysconfig
import tempfile
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from time import monotonic

from bench import part_capture, part_counting, part_key, part_list, part_save, part_shell, part_start
from bench.process import Failed
from bench.table import Part, markdown, verdict
from bench.workbench import REPOSITORY, Workbench

PARTS: dict[str, Callable[[Workbench], Part]] = {
    "capture": part_capture.measure,
    "shell": part_shell.measure,
    "start": part_start.measure,
    "list": part_list.measure,
    "counting": part_counting.measure,
    "save": part_save.measure,
    "key": part_key.measure,
}


def main() -> int:
    """Measure. Returns 1 when a part could not be measured; a missed budget is told, not punished."""
    chosen = _arguments()
    began, load = monotonic(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="journal-bench-") as folder:
        bench = Workbench(folder, quick=chosen.quick)
        parts = [_measure(name, bench) for name in chosen.only or PARTS]
        how = _how(chosen.quick, folder, load, monotonic() - began)
    report = f"# What the bench measured\n\n{verdict(parts)}\n\n{how}\n\n{markdown(parts)}"
    print(report)
    if not chosen.only:
        with open(os.path.join(REPOSITORY, "bench", "RESULTS.md"), "w", encoding="utf-8") as file:
            file.write(report)
    return int(any(part.broken for part in parts))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds: to see that everything runs")
    parser.add_argument(
        "--only",
        action="append",
        choices=PARTS,
        metavar="NAME",
        help=f"this part only, nothing written: {', '.join(PARTS)}",
    )
    return parser.parse_args()


def _measure(name: str, bench: Workbench) -> Part:
    print(f"measuring {name} …", file=sys.stderr, flush=True)
    began = monotonic()
    try:
        part = PARTS[name](bench)
    except Failed as error:
        part = Part(name.capitalize(), notes=[f"Not measured. {error}"], broken=True)
    print(f"  {monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return part


def _how(quick: bool, folder: str, load: float, taken: float) -> str:
    optimised = "--enable-optimizations" in (sysconfig.get_config_var("CONFIG_ARGS") or "")
    build = "" if optimised else ", built without profile-guided optimisation"
    machine = (
        f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}; load {load:.1f} at the start"
    )
    beside = ", other work beside it" if load > 0.5 else ""
    return (
        f"Taken on {date.today().isoformat()} by {'a quick run (few rounds)' if quick else 'a full run'} of "
        f"`python -m bench` in {taken:.0f} s. Machine: {machine}{beside}; "
        f"temporary folder on {_file_system(folder)}. {platform.python_implementation()} {platform.python_version()}"
        f"{build}; journal-tui {version('journal-tui')}, Textual {version('textual')}.\n\n"
        "Everything in a row was run in turns, A B A B …; times are medians, and the ratio is the median of the ratios "
        "taken round by round: trust ratios, not milliseconds. Whole processes are timed from before their start until "
        "they are gone, with warm caches, compiled modules and a bare environment. The text is made up, "
        "500 words a day, one file a day, the same for jrnl; its words are as rare as those of real prose. Budgets: "
        "see the design. Budgets of parts that are not built yet are not in the tables."
    )


def _file_system(folder: str) -> str:
    """The kind of file system that `folder` is on; what fsync costs depends on it."""
    best, kind = "", "an unknown file system"
    try:
        with open("/proc/mounts", encoding="utf-8", errors="replace") as mounts:
            for line in mounts:
                _, point, found = line.split()[:3]
                if os.path.realpath(folder).startswith(point.rstrip("/") + "/") and len(point) > len(best):
                    best, kind = point, found
    except OSError:
        pass
    return kind


if __name__ == "__main__":
    sys.exit(main())
