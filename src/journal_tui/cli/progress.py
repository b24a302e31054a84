"""How far something is that takes long: one line on a terminal, rewritten in place, gone in the end."""

from __future__ import annotations

import os
import time

from journal_tui.cli.talk import print_error

_QUIET = 0.5  # seconds; what is done sooner needs no progress
_EACH = 0.1


class Progress:
    """`with Progress() as progress:` and then `progress(doing, done, of)` as often as one likes."""

    def __init__(self) -> None:
        self._shown = os.isatty(2)
        self._due = time.monotonic() + _QUIET
        self._width = 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._width:
            print_error(f"\r{' ' * self._width}\r")

    def __call__(self, doing: str, done: int, of: int) -> None:
        """`doing` is a word of our own; `done` of `of` files are done."""
        if self._shown and time.monotonic() >= self._due:
            line = f"{doing} {done:,} of {of:,} files"
            print_error(f"\r{line:<{self._width}}")
            self._width = max(self._width, len(line))
            self._due = time.monotonic() + _EACH
