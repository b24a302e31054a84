"""What is really loaded: the static import graph cannot see an import inside a function or a library."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "src" / "journal_tui"

BELOW = {
    "domain": set[str](),
    "storage": {"domain"},
    "settings": {"domain"},
    "services": {"domain", "storage", "settings"},
    "cli": {"domain", "storage", "settings", "services"},
    "tui": {"domain", "storage", "settings", "services"},
}
"""For each room the rooms that it may know."""

TERMINAL_LIBRARIES = {"textual", "rich", "pygments"}

IMPORT = """
import importlib, os, sys
here, names, known = os.getcwd(), sys.argv[1].split(","), set(sys.modules)
changes = []
def watch(event, args):
    writing = event == "open" and (args[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if writing or event in ("os.mkdir", "os.rename", "os.remove", "os.link", "os.symlink", "os.truncate"):
        changes.append(f"{event} {args[0]!r}")
sys.dont_write_bytecode = True
sys.addaudithook(watch)
for name in names:
    importlib.import_module(name)
    loaded, known = set(sys.modules) - known, known | set(sys.modules)
    print(name, *sorted(loaded))
print("changed:", *changes)
"""
"""Imports the modules one after the other; prints what each of them loaded that was not there before, and
what the imports changed on the disk."""

RUN = """
import sys
before = set(sys.modules)
from journal_tui.main import main
code = main()
print("LOADED", *sorted(set(sys.modules) - before), file=sys.stderr)
sys.exit(code)
"""
"""Runs `journal` with the arguments of the process."""


def modules_of(room: str) -> list[str]:
    """Dotted names of all modules of a room, the room's own first."""
    files = sorted((ROOT / room).rglob("*.py"))
    parts = [path.relative_to(ROOT.parent).with_suffix("").parts for path in files]
    return [".".join(part[:-1] if part[-1] == "__init__" else part) for part in parts]


def room_of(module: str) -> str:
    """`journal_tui.storage.saver` -> `storage`."""
    return module.split(".")[1] if module.startswith("journal_tui.") else ""


def python(script: str, *args: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a script in a fresh interpreter with an empty home that is nobody's."""
    environment = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    environment |= {"HOME": str(home), "JOURNAL_NOW": "2018-03-28T14:05", "TERM": "xterm-256color"}
    return subprocess.run(
        [sys.executable, "-I", "-c", script, *args],
        cwd=home,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("room", BELOW)
def test_a_room_loads_only_what_lies_below(room: str, home: Path) -> None:
    ran = python(IMPORT, ",".join(modules_of(room)), home=home)
    assert ran.returncode == 0, ran.stderr
    *imports, changed = ran.stdout.splitlines()
    allowed = BELOW[room] | {room, ""}
    wrong = []
    for line in imports:
        module, *loaded = line.split()
        wrong += [f"{module} loads {name}" for name in loaded if room_of(name) not in allowed]
        if room != "tui":
            libraries = {name.partition(".")[0] for name in loaded} & TERMINAL_LIBRARIES
            wrong += [f"{module} loads {name}" for name in libraries]
    assert wrong == []
    assert changed == "changed:", "importing is no reason to touch the disk"


def test_the_door_alone_loads_nothing_of_the_house(home: Path) -> None:
    ran = python(IMPORT, "journal_tui.main", home=home)
    assert ran.returncode == 0, ran.stderr
    loaded = ran.stdout.splitlines()[0].split()[1:]
    assert [name for name in loaded if name.startswith("journal_tui.") and name != "journal_tui.main"] == []


COMMAND_LINES = {
    "--version": 0,
    "--help": 0,
    "add --help": 0,
    "add a thought": 0,
    "a bare thought": 0,
    "list": 1,
    "list --json": 1,
    "show": 1,
    "path": 0,
    "lsit": 2,
    "open yesterday": 2,
    "": 2,
}
"""What is typed after `journal`, and the exit code in an empty journal without a terminal."""


@pytest.mark.parametrize("line", COMMAND_LINES)
def test_the_shell_never_waits_for_the_app(line: str, home: Path) -> None:
    ran = python(RUN, *line.split(), home=home)
    assert ran.returncode == COMMAND_LINES[line], ran.stderr
    report = [line for line in ran.stderr.splitlines() if line.startswith("LOADED ")]
    loaded = {name.partition(".")[0] for name in report[0].split()}
    assert loaded & TERMINAL_LIBRARIES == set()
    assert "journal_tui" in loaded


def test_reading_a_written_journal_loads_no_app(home: Path) -> None:
    assert python(RUN, "add", "# A title #tag\n\nand *text*", home=home).returncode == 0
    for words in (["list"], ["list", "--json"], ["show"], ["show", "2018-03-28", "--json"]):
        ran = python(RUN, *words, home=home)
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout != ""
        loaded = {name.partition(".")[0] for name in ran.stderr.split("LOADED ")[1].split()}
        assert loaded & TERMINAL_LIBRARIES == set()
