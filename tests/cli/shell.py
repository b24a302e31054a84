"""The program as a shell runs it: a process of its own, a home of its own, bytes in and bytes out."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

COMMAND = [sys.executable, "-m", "journal_tui"]
NOW = "2018-03-28T14:05"
TODAY = "2018-03-28"


@dataclass(frozen=True)
class Result:
    """What a run left behind."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        return self.raw.decode()


class Shell:
    """Runs `journal` with `home` as HOME at 14:05 on Wednesday, 28 March 2018, in `journal` as its journal."""

    def __init__(self, home: Path) -> None:
        self.home = home
        home.mkdir(exist_ok=True)
        self.journal = home / "journal"
        self.config = home / ".config" / "journal-tui" / "config.toml"
        self.env = {
            "HOME": str(home),
            "PATH": os.environ.get("PATH", ""),
            "LANG": "C.UTF-8",
            "JOURNAL_DIR": str(self.journal),
            "JOURNAL_NOW": NOW,
            **{name: value for name, value in os.environ.items() if name.startswith("COVERAGE")},
        }

    def __call__(
        self, *args: str | bytes, stdin: bytes | None = None, command: list[str] | None = None, **env: str
    ) -> Result:
        done = subprocess.run(
            [*(command or COMMAND), *args],
            env={**self.env, **env},
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            cwd=self.home,
            timeout=60,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr.decode())

    def entry(self, day: str = TODAY) -> Path:
        return self.journal / f"{day}.md"

    def write(self, text: str | bytes, day: str = TODAY) -> Path:
        """Put an entry into the journal, byte for byte."""
        path = self.entry(day)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def parked(self) -> list[Path]:
        """The texts that could not be added and are kept outside the journal."""
        return sorted((self.home / ".local" / "state" / "journal-tui").glob("*/drafts/*"))


def is_one_line(text: str) -> bool:
    return text.count("\n") == 1 and text.endswith("\n")
