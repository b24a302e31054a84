"""What a run of the bench works with: journals of several sizes in a temporary folder, and commands for them."""

from __future__ import annotations

import json
import os
import sys
from datetime import date, datetime, timedelta
from typing import Any

from bench import corpus, rival
from bench.process import Command, Failed

REPOSITORY = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_RIVALS = os.path.join(REPOSITORY, ".venv-bench")


class Workbench:
    """Makes what the parts ask for, once. `folder` is an empty one that is thrown away afterwards."""

    def __init__(self, folder: str, *, quick: bool) -> None:
        self.quick = quick
        self._folder = folder
        self._journals: dict[int, str] = {}
        self._rival: str | None = None
        self._rival_version = ""
        self._why_no_rival = ""
        # The writing day begins at four; the newest entry must be today's page for all of the run.
        self._today: date = (datetime.now() - timedelta(hours=4)).date()

    def rounds(self, full: int, quick: int) -> int:
        """How many rounds this run does."""
        return quick if self.quick else full

    @property
    def has_rival(self) -> bool:
        """Whether jrnl is there; installs it at the first question."""
        if self._rival is None and not self._why_no_rival:
            try:
                self._rival = rival.install(os.path.join(_RIVALS, "jrnl"))
                self._rival_version = rival.version(self._rival)
            except Failed as error:
                self._rival, self._why_no_rival = None, str(error)
        return self._rival is not None

    @property
    def rival_note(self) -> str:
        """Which jrnl it is, or why there is none."""
        if self.has_rival:
            return f"jrnl {self._rival_version}"
        return f"{self._why_no_rival}: rows against jrnl are left out"

    def journal_folder(self, size: int) -> str:
        """A folder of `size` entries, the newest of today; jrnl gets a journal with the same text."""
        if size not in self._journals:
            folder = os.path.join(self._folder, f"journal-{size}")
            journal = rival.furnish(self._rival_home(size), self._rival_version) if self.has_rival else None
            corpus.write_journals(size, self._today, folder, journal)
            self._journals[size] = folder
        return self._journals[size]

    def today_file(self, size: int) -> str:
        """The file of today's page."""
        return os.path.join(self.journal_folder(size), f"{self._today.isoformat()}.md")

    def python(self, *args: str) -> Command:
        """The Python that runs the bench, which is the one that `journal` runs on."""
        return Command((sys.executable, *args), self._env())

    def journal(self, size: int, *args: str) -> Command:
        """`journal` on the folder of `size` entries."""
        program = os.path.join(os.path.dirname(sys.executable), "journal")
        return Command((program, *args), self._env(JOURNAL_DIR=self.journal_folder(size)))

    def jrnl(self, size: int, *args: str) -> Command:
        """`jrnl` on the same text; only where `has_rival`."""
        self.journal_folder(size)
        return Command((self._rival or "", *args), self._env(HOME=self._rival_home(size)))

    def jrnl_file(self, size: int) -> str:
        """The one file of jrnl's journal with this text."""
        return rival.journal_file(self._rival_home(size))

    def probe(self, name: str, *args: str) -> Any:
        """Run `bench.probe_<name>` in an interpreter of its own and return what it reports.

        Raises:
            Failed: it stopped with an error.
        """
        command = self.python("-m", f"bench.probe_{name}", *args)
        return json.loads(Command(command.args, {**command.env, "PYTHONPATH": REPOSITORY}).output())

    def scratch(self, name: str) -> str:
        """An empty folder."""
        folder = os.path.join(self._folder, name)
        os.makedirs(folder, exist_ok=True)
        return folder

    def _rival_home(self, size: int) -> str:
        return os.path.join(self._folder, f"jrnl-{size}")

    def _env(self, **more: str) -> dict[str, str]:
        plain = {
            "PATH": os.defpath,
            "HOME": self.scratch("home"),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            # Keeps a venv that has setuptools from importing it at every start, which would flatter our ratios.
            "SETUPTOOLS_USE_DISTUTILS": "stdlib",
        }
        return {**plain, **more}
