"""Where a text is after everything that can happen to it: in the journal and its safety copies, nowhere else."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import pytest

from tests.terminal import Terminal

from .session import NAME, Home, leave
from .witness import files_below

DAY = NAME.removesuffix(".md")
BROKEN = """
import sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "journal_tui.tui.endings":
            sys.meta_path.remove(self)
            from journal_tui.tui.screens.writing import WritingScreen
            def fails(self):
                secret = self.prose.text
                raise RuntimeError(secret)
            WritingScreen.action_today = fails
sys.meta_path.insert(0, Finder())
"""
"""A program that fails with the page's text in its hands when ^t is pressed."""


class Surroundings(Home):
    """A person whose folders are all in different places, and who protects nothing by a umask."""

    def __init__(self, root: Path, marker: str) -> None:
        super().__init__(root / "home")
        self.world = root
        self.marker = marker
        self.output = b""
        self.folders = {
            "XDG_CONFIG_HOME": root / "config",
            "XDG_DATA_HOME": root / "data",
            "XDG_STATE_HOME": root / "state",
            "XDG_CACHE_HOME": root / "cache",
            "XDG_RUNTIME_DIR": root / "runtime",
            "TMPDIR": root / "temporary",
        }
        for name in ("runtime", "temporary", "here", "broken"):
            (root / name).mkdir()
        (root / "broken" / "sitecustomize.py").write_text(BROKEN)
        self.made_by_us = set(root.rglob("*"))

    @property
    def env(self) -> dict[str, str]:
        env = super().env | {name: str(path) for name, path in self.folders.items()}
        return env | {"PYTHONDONTWRITEBYTECODE": "1"}

    def run(self, *words: str, text: str | None = None) -> str:
        """A command of the shell; what it says on standard error."""
        command = [sys.executable, "-m", "journal_tui", *words]
        ran = subprocess.run(
            command, env=self.env, input=text, capture_output=True, text=True, check=False, timeout=60
        )
        assert ran.returncode == 0, (words, ran.returncode, ran.stderr)
        return ran.stderr

    def look_at(self, terminal: Terminal) -> None:
        """What others on this machine see of a running program."""
        for name in ("cmdline", "environ", "comm"):
            path = Path(f"/proc/{terminal.pid}/{name}")
            if path.exists():
                assert self.marker.encode() not in path.read_bytes(), name
        self.output += terminal.output


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Surroundings]:
    """Surroundings under umask 000, with a working folder of their own."""
    place = Surroundings(tmp_path, f"marker{token_hex(8)}")
    monkeypatch.chdir(tmp_path / "here")
    before = os.umask(0)
    yield place
    os.umask(before)


def write_and_save(place: Surroundings) -> None:
    with place.open() as terminal:
        terminal.send(f"# A title with {place.marker}\r\rfirst {place.marker} ")
        terminal.wait("words today")
        terminal.wait(f"first {place.marker}")
        terminal.send("\x13")
        terminal.wait("Saved")
        terminal.send("\x1b")  # the list: the row and the heading show the title
        place.look_at(terminal)
        leave(terminal)
        place.look_at(terminal)


def crash(place: Surroundings) -> None:
    path = f"{place.world / 'broken'}{os.pathsep}{place.env['PYTHONPATH']}"
    with place.open(PYTHONPATH=path) as terminal:
        terminal.send(f"\rcrash {place.marker}")
        terminal.wait(f"crash {place.marker}")
        terminal.send("\x14")
        assert terminal.wait_for_end() == 1
        place.look_at(terminal)
        after = terminal.output.split(b"\x1b[?1049l")[-1]
    assert place.marker.encode() not in after


def die_and_recover(place: Surroundings) -> None:
    with place.open() as terminal:
        terminal.send(f"\rkill {place.marker} ")
        terminal.wait(lambda _: any(place.marker in text for text in drafts_of(place)))
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.wait_for_end()
    with place.open() as terminal:
        terminal.wait("Recovered")
        leave(terminal)
        place.look_at(terminal)


def drafts_of(place: Surroundings) -> list[str]:
    texts = []
    for path in place.folders["XDG_STATE_HOME"].rglob("*.draft"):
        try:
            texts.append(path.read_text())
        except FileNotFoundError:
            continue
    return texts


def live_through_everything(place: Surroundings) -> None:
    write_and_save(place)
    said = place.run("add", text=f"captured {place.marker}\n")
    crash(place)
    said += place.run("delete", DAY, "--yes")
    said += place.run("restore", DAY, "--yes")
    die_and_recover(place)
    said += place.run("list") + place.run("show") + place.run("history", DAY)
    assert place.marker not in said


def allowed(place: Surroundings, path: Path) -> bool:
    """Whether a text may be in this file: the journal, the drafts, the history, the trash, and the index."""
    if path.is_relative_to(place.journal):
        return True
    own = place.folders["XDG_STATE_HOME"] / "journal-tui"
    if path.is_relative_to(own):
        parts = path.relative_to(own).parts
        return len(parts) > 2 and parts[1] in ("drafts", "history", "trash")
    cache = place.folders["XDG_CACHE_HOME"] / "journal-tui"
    return path.is_relative_to(cache) and path.name.startswith("index.sqlite3")


def assert_text_is_nowhere_else(place: Surroundings) -> None:
    marker = place.marker.encode()
    holding = [path for path in files_below(place.world) if marker in path.read_bytes()]
    assert place.entry in holding
    kinds = {kind for kind in ("history", "trash") for path in holding if kind in path.parts}
    assert kinds == {"history", "trash"}, "the session left no copies: does it still do everything?"
    assert [path for path in holding if not allowed(place, path)] == []
    assert [path for path in place.world.rglob("*") if place.marker in path.name] == []


def assert_terminal_was_only_painted(place: Surroundings) -> None:
    """Nothing went into a title, the clipboard or any other string that a terminal keeps."""
    strings = re.findall(rb"\x1b[\]PX^_]([^\x07\x1b]*)", place.output)
    assert [string for string in strings if place.marker.encode() in string] == []


def assert_all_is_private(place: Surroundings) -> None:
    made = [path for path in place.world.rglob("*") if path not in place.made_by_us]
    assert len(made) > 10
    open_to_others = [
        f"{path.lstat().st_mode & 0o777:o} {path.relative_to(place.world)}"
        for path in made
        if path.lstat().st_mode & 0o777 != (0o700 if path.is_dir() else 0o600)
    ]
    assert open_to_others == []


def test_a_text_is_where_it_belongs_and_private(place: Surroundings) -> None:
    live_through_everything(place)
    assert_text_is_nowhere_else(place)
    assert_terminal_was_only_painted(place)
    assert_all_is_private(place)
