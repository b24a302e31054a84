"""Take one safeguard away at a time and see that a test notices: `make mutants`.

Each mutant is a change to a copy of the sources in a temporary folder; the named tests run there and must fail.
The checkout itself is never touched. Exit status 1 when a mutant survives, or when its place is not found.
`python scripts/mutants.py synced draft` tries those whose names contain one of the words.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

CHECKOUT = Path(__file__).resolve().parents[1]
COPIED = ("src", "tests", "themes", "pyproject.toml")
PATIENCE = 300
"""Seconds after which a mutant that hangs its tests counts as noticed."""

SAVER = "storage/test_power_cut.py storage/test_saver.py storage/test_saver_faults.py"

# A name, a file of the package, tests, lines that are there exactly once (-), and what comes instead (+).
TABLE = f"""
the text is not synced
storage/staging.py
{SAVER}
-            disk.fsync(fd)
+            pass

the folder is not synced
storage/saver.py
{SAVER}
-        try:
-            sync_folder(folder, self.disk)
-        except OSError as error:
-            trouble = error

new folders are not synced
storage/staging.py
{SAVER}
-    fd = open_folder(parent, disk)
-    try:
-        sync_folder(fd, disk)
+    fd = open_folder(parent, disk)
+    try:
+        pass

nobody compares before a save
storage/saver.py
{SAVER}
-            if current != expected:
-                raise Changed(current)
+            expected = current

nobody looks at what was displaced
storage/saver.py
{SAVER}
-        if displaced == expected:
+        if True:

nobody looks a last time before a rename
storage/saver.py
{SAVER}
-            self.still(expected)
-            exchanged = self.exchange(staged)
+            exchanged = self.exchange(staged)

a temporary file may be somebody else's
storage/staging.py
{SAVER}
-    fd = disk.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
+    fd = disk.open(path, os.O_WRONLY | os.O_CREAT, 0o600)

a new file overwrites one that is there
storage/saver.py
{SAVER}
-            self.disk.link(staged.path, self.real)
+            self.disk.replace(staged.path, self.real)

a short write is taken for a whole one
storage/staging.py
{SAVER}
-        rest = rest[written:]
+        rest = rest[len(rest) :]

new files are for everybody to read
storage/staging.py
storage/test_saver.py faults/test_leaks.py
-        mode = 0o600
+        mode = 0o644

the journal's writers do not take turns
storage/lock.py
storage/test_lock.py
-            if take(fd, self._patience, self._disk):
-                return fd
+            return fd

a draft is not written in one step
storage/drafts.py
faults/test_power_cut.py
-                save(path, data, read(path, self._disk), disk=self._disk)
-                return path
+                fd = self._disk.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
+                self._disk.write(fd, memoryview(data))
+                self._disk.fsync(fd)
+                self._disk.close(fd)
+                return path

drafts wait far too long
tui/draft_keeper.py
faults/test_kills.py
-DELAY = 0.7
+DELAY = 9.0

TERM and HUP write nothing
tui/farewell.py
tui/test_terminal.py
-    unsaved = app.drafts.unsaved
-    if unsaved is None:
-        return
-    app.drafts.flush()
+    unsaved = None
+    if unsaved is None:
+        return

a failed save says Saved
tui/keeper.py
faults/test_page_on_a_bad_disk.py
-            self._say(f"Not saved. {{error}}", "error")
-            return False
+            self._say("Saved 21:14", "text")
+            return False

a merge takes one side
services/pages.py
faults/test_any_order.py tui/test_writing.py
-        joined = None if theirs.read_only else merge(self._base, self.text, theirs.text)
+        joined = None if theirs.read_only else self.text

what another program drops is not kept
services/sitting.py
faults/test_any_order.py
-            keep_replaced(self.workspace, self.page.day, old, new, reason="reload")
+            pass

what is deleted goes nowhere
services/history.py
services/test_history.py
-        self._version = self._history.snapshot(self._day, self._data, DELETE, now)
-        self._item = self._trash.keep(self._day, self._data, original, "deleted", self._now)

a capture does not look again
services/capture.py
services/test_capture.py
-                old = changed.actual
+                pass
"""


class Mutant(NamedTuple):
    """A safeguard that is missing."""

    name: str
    path: str
    tests: list[str]
    old: str
    new: str


def read_table(table: str) -> list[Mutant]:
    """The mutants of the table above."""
    found = []
    for block in table.strip().split("\n\n"):
        name, path, tests, *change = block.splitlines()
        old, new = ("".join(f"{line[1:]}\n" for line in change if line[0] == sign) for sign in "-+")
        found.append(Mutant(name, path, [f"tests/{test}" for test in tests.split()], old, new))
    return found


def copy_the_tree(folder: Path) -> None:
    """Put the sources and tests into a folder of their own."""
    for name in COPIED:
        source = CHECKOUT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)


def tests_pass(tree: Path, tests: list[str]) -> bool:
    """Whether the tests pass in a tree; the first failure ends them."""
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-x", "--no-header", *tests]
    env = {**os.environ, "PYTHONPATH": str(tree / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ran = subprocess.run(command, cwd=tree, env=env, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return False
    if ran.returncode not in (0, 1):
        sys.exit(f"pytest could not run:\n{ran.stdout.decode()}{ran.stderr.decode()}")
    return ran.returncode == 0


def try_out(mutant: Mutant, tree: Path) -> str | None:
    """Why a mutant is not noticed; None when a test turned red."""
    path = tree / "src" / "journal_tui" / mutant.path
    source = path.read_text(encoding="utf-8")
    if source.count(mutant.old) != 1:
        return f"its place was found {source.count(mutant.old)} times in {mutant.path}"
    path.write_text(source.replace(mutant.old, mutant.new), encoding="utf-8")
    try:
        return "all tests passed" if tests_pass(tree, mutant.tests) else None
    finally:
        path.write_text(source, encoding="utf-8")


def main(words: list[str]) -> int:
    """Try all mutants, or those whose names contain one of the words."""
    chosen = [m for m in read_table(TABLE) if not words or any(word in m.name for word in words)]
    survived = 0
    with tempfile.TemporaryDirectory(prefix="journal-mutants-") as folder:
        tree = Path(folder)
        copy_the_tree(tree)
        for test in sorted({test for mutant in chosen for test in mutant.tests}):
            if not tests_pass(tree, [test]):
                sys.exit(f"{test} fails without any mutant: see whether `make test` is green, and try again")
        for mutant in chosen:
            begun = time.monotonic()
            trouble = try_out(mutant, tree)
            survived += trouble is not None
            result = "red, as it must be" if trouble is None else f"SURVIVED: {trouble}"
            print(f"{time.monotonic() - begun:6.1f} s  {mutant.name}: {result}", flush=True)
    print(f"{len(chosen) - survived} of {len(chosen)} mutants were noticed")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
