"""Where a text can be: who looks for a word after a fault asks here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def files_below(*folders: Path) -> Iterator[Path]:
    """Every regular file, at any depth, hidden ones too. What vanishes meanwhile is left out."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path


def texts_below(*folders: Path) -> Iterator[str]:
    """What each of these files holds."""
    for path in files_below(*folders):
        try:
            yield path.read_bytes().decode("utf-8", "replace")
        except FileNotFoundError:
            continue
