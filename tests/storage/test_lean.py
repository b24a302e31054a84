"""What the way of a capture may not import, because every import is paid at every start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import journal_tui.storage

FORBIDDEN = {
    "argparse", "asyncio", "contextlib", "dataclasses", "enum", "functools", "hashlib", "inspect", "json",
    "logging", "pathlib", "platformdirs", "pygments", "random", "re", "rich", "shutil", "string", "subprocess",
    "tempfile", "textual", "threading", "tomllib", "typing", "uuid",
}  # fmt: skip
SOURCE = Path(journal_tui.storage.__file__).parents[2]
ON_OTHER_WAYS = {"ledger"}
"""What no capture needs: a capture writes no row of progress."""
MODULES = sorted(
    f"journal_tui.storage.{path.stem}"
    for path in Path(journal_tui.storage.__file__).parent.glob("[!_]*.py")
    if path.stem not in ON_OTHER_WAYS
)

USE = """
from datetime import date
from journal_tui.storage import journal, locations, parked, saver
found = locations.locate({"HOME": sys.argv[1]}, "linux")
book = journal.Journal(found.data + "/journal", locations=found)
day = date(2018, 3, 28)
with book.lock():
    book.write(day, b"one", book.read(day))
    book.write(day, b"two", b"one")
try:
    book.write(day, b"three", b"one")
except saver.Changed:
    parked.park(found.state, "2018-03-28", b"three")
book.scan()
"""


def loaded_by(code: str, *arguments: str) -> set[str]:
    """Modules that `code` loads in an interpreter of its own, without the site's start-up files."""
    program = f"import sys; sys.path.insert(0, {str(SOURCE)!r})\n{code}\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_importing_every_module() -> None:
    assert "journal_tui.storage.saver" in MODULES
    loaded = loaded_by("\n".join(f"import {name}" for name in MODULES))
    assert not loaded & FORBIDDEN
    assert "ctypes" not in loaded


def test_a_whole_save(tmp_path: Path) -> None:
    loaded = loaded_by(USE, str(tmp_path))
    assert not loaded & FORBIDDEN
    assert (tmp_path / ".local/share/journal-tui/journal/2018-03-28.md").read_bytes() == b"two"


def test_nothing_happens_at_import(tmp_path: Path) -> None:
    code = "\n".join(f"import {name}" for name in MODULES)
    subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"HOME": str(tmp_path), "PATH": os.defpath},
        check=True,
    )
    assert os.listdir(tmp_path) == []
