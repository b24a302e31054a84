"""The wheel as a stranger gets it: built, installed into an environment of its own, used."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
import venv
import zipfile
from pathlib import Path

import pexpect
import pyte
import pytest

CHECKOUT = Path(__file__).parents[1]
PATIENCE = 30.0
"""Seconds that the app may take to show a text before the test gives up; it is never waited for in full."""


def run(*command: str, env: dict[str, str], cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command to its good end."""
    ran = subprocess.run(
        command,
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, f"{' '.join(command)}\n{ran.stdout}\n{ran.stderr}"
    return ran


def own_environment() -> dict[str, str]:
    """Ours, without what would let the environment that runs the tests shine through."""
    hidden = ("PYTHON", "VIRTUAL_ENV", "JOURNAL_", "XDG_", "TEXTUAL", "COVERAGE", "COV_")
    return {name: value for name, value in os.environ.items() if not name.startswith(hidden)}


def build_wheel(folder: Path) -> Path:
    """Build the wheel of the checkout into `folder`."""
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(CHECKOUT)]
    if importlib.util.find_spec("hatchling"):
        command.append("--no-isolation")
    run(*command, env=own_environment(), cwd=folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


def install(wheel: Path, folder: Path) -> Path:
    """Install the wheel into a new environment; returns the folder of its programs."""
    venv.create(folder, with_pip=True)
    programs = folder / "bin"
    run(
        str(programs / "python"), "-m", "pip", "install", "--quiet", str(wheel),
        env=own_environment(), cwd=folder,
    )  # fmt: skip
    return programs


class Terminal:
    """A program on a terminal, and what stands on its screen."""

    def __init__(
        self, program: Path, env: dict[str, str], cwd: Path, size: tuple[int, int] = (30, 120)
    ) -> None:
        rows, columns = size
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.child: pexpect.spawn[bytes] = pexpect.spawn(
            str(program), env=env, cwd=str(cwd), dimensions=size, timeout=PATIENCE
        )

    @property
    def text(self) -> str:
        """The screen as lines."""
        return "\n".join(self.screen.display)

    def wait_for(self, text: str) -> None:
        """Read until `text` stands on the screen."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.text:
            assert time.monotonic() < deadline, f"{text!r} never came:\n{self.text}"
            try:
                self.stream.feed(self.child.read_nonblocking(65536, timeout=1))
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                pytest.fail(f"the program left before {text!r} came:\n{self.text}")

    def end(self) -> int | None:
        """Wait for the program's end; returns its exit code."""
        self.child.expect(pexpect.EOF)
        self.child.close()
        return self.child.exitstatus


def shell_works(programs: Path, env: dict[str, str], folder: Path) -> None:
    """Catch a thought, find it in its file and in the list."""
    journal = str(programs / "journal")
    import journal_tui

    assert run(journal, "--version", env=env, cwd=folder).stdout.split()[-1] == journal_tui.__version__
    added = run(journal, "add", "Written by", "a stranger", env=env, cwd=folder)
    assert added.stdout == ""
    assert "Wed 28 Mar 2018" in added.stderr
    text = (folder / "journal" / "2018-03-28.md").read_text(encoding="utf-8")
    assert text == "**14:05** Written by a stranger\n"
    (row,) = json.loads(run(journal, "list", "--json", env=env, cwd=folder).stdout)
    assert row["date"] == "2018-03-28"
    assert row["words"] == 5


def app_works(programs: Path, env: dict[str, str], folder: Path) -> None:
    """Open today's page, write a line, leave with ctrl+q."""
    terminal = Terminal(programs / "journal", env, folder)
    terminal.wait_for("Written by a stranger")
    terminal.child.send(" who stays")
    terminal.wait_for("a stranger who stays")
    terminal.child.send("\x11")
    assert terminal.end() == 0
    text = (folder / "journal" / "2018-03-28.md").read_text(encoding="utf-8")
    assert text == "**14:05** Written by a stranger who stays\n"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")
def test_the_wheel_works_where_nothing_else_is_installed(tmp_path: Path) -> None:
    """One test and not five, so that the wheel is built and installed once, also on several processes."""
    wheel = build_wheel(tmp_path)
    names = zipfile.ZipFile(wheel).namelist()
    shipped = sorted(path.name for path in (CHECKOUT / "themes").glob("*.toml"))
    assert [name for name in shipped if f"journal_tui/themes/{name}" not in names] == []
    assert len(shipped) >= 4
    assert "journal_tui/tui/journal.tcss" in names
    assert "journal_tui/py.typed" in names
    assert [name for name in names if not name.startswith("journal_tui")] == []

    programs = install(wheel, tmp_path / "environment")
    folder = tmp_path / "home"
    folder.mkdir()
    env = {
        "HOME": str(folder),
        "JOURNAL_DIR": str(folder / "journal"),
        "JOURNAL_NOW": "2018-03-28T14:05",
        "LANG": "C.UTF-8",
        "PATH": os.defpath,
        "TERM": "xterm-256color",
    }
    shell_works(programs, env, folder)
    app_works(programs, env, folder)
