"""Small dictionaries, and a stand-in for the library that reads them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

AFFIXES = """SET UTF-8
TRY esianrtolcdugmphbyfvkw
REP 1
REP ie ei
SFX S Y 1
SFX S 0 s .
"""

LIBRARY = """
import difflib, os, time
class Hunspell:
    def __init__(self, lang, hunspell_data_dir=None, system_encoding=None):
        with open(os.path.join(hunspell_data_dir, lang + ".dic"), encoding="utf-8") as file:
            self.words = file.read().split()[1:]
    def spell(self, word):
        if word == "diediedie":
            os._exit(3)
        return word in self.words or word.lower() in self.words
    def suggest(self, word):
        if word == "slowslow":
            time.sleep(60)
        return tuple(difflib.get_close_matches(word.lower(), self.words, 9, 0.6))
"""
"""Knows just the words of the list. Two words of no language make it slow, or end it."""


def write_dictionary(folder: Path, name: str, words: Iterable[str], affixes: str = AFFIXES) -> None:
    """A dictionary that hunspell can read."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = list(words)
    (folder / f"{name}.aff").write_text(affixes, "utf-8")
    (folder / f"{name}.dic").write_text("\n".join([str(len(lines)), *lines]) + "\n", "utf-8")


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process and its children find the stand-in below `folder` before any real library."""
    package = folder / "hunspell"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(LIBRARY)
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv(
        "PYTHONPATH", os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")]).rstrip(":")
    )


def no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a computer without it."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr("journal_tui.services.spelling.find_spec", lambda name: None)
