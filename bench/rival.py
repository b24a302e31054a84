"""jrnl, the program that the shell commands are held against: its own venv, its own journals."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from bench.process import Command, Failed

# The shortest time format that jrnl reads without guessing; its own default makes it a tenth slower.
_CONFIG = """\
colors: {body: none, date: black, tags: yellow, title: cyan}
default_hour: 9
default_minute: 0
editor: ''
encrypt: false
highlight: true
indent_character: '|'
journals: {default: {journal: JOURNAL}}
linewrap: 79
tagsymbols: '#@'
template: false
timeformat: '%Y-%m-%d %H:%M'
version: 'VERSION'
"""


def install(folder: str) -> str:
    """Make a venv in `folder` with jrnl in it, if it is not there yet; returns the program's path.

    Raises:
        Failed: it cannot be installed here.
    """
    program = os.path.join(folder, "bin", "jrnl")
    if os.path.exists(program):
        return program
    python, uv = os.path.join(folder, "bin", "python"), shutil.which("uv")
    if uv:
        steps = [[uv, "venv", folder], [uv, "pip", "install", "--python", python, "jrnl"]]
    else:
        steps = [[sys.executable, "-m", "venv", folder], [python, "-m", "pip", "install", "jrnl"]]
    print("installing jrnl …", file=sys.stderr)
    try:
        for step in steps:
            subprocess.run(step, check=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=240)
    except (OSError, subprocess.SubprocessError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise Failed(f"jrnl cannot be installed ({type(error).__name__})") from error
    return program


def version(program: str) -> str:
    """Which jrnl it is, such as `4.6`."""
    said = Command((program, "--version"), {"PATH": os.defpath, "HOME": "/nowhere"}).output()
    return said.split()[1].lstrip("v")


def journal_file(home: str) -> str:
    """Where jrnl keeps its journal in a home of ours."""
    return os.path.join(home, "journal.txt")


def furnish(home: str, number: str) -> str:
    """Make a home with settings for jrnl of version `number`; returns where its journal belongs."""
    folder = os.path.join(home, ".config", "jrnl")
    os.makedirs(folder)
    journal = journal_file(home)
    with open(os.path.join(folder, "jrnl.yaml"), "w", encoding="utf-8") as file:
        file.write(_CONFIG.replace("JOURNAL", journal).replace("VERSION", number))
    return journal
