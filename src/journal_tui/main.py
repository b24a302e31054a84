"""The door: looks at the words of the command line before anything else is imported.

A capture must not wait for what only other commands need, and those must not wait for the app.
"""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run `journal` with the words of the command line; returns the exit code."""
    try:
        return _enter(sys.argv[1:])
    except KeyboardInterrupt:
        if os.isatty(2):
            os.write(2, b"\n")
        return 130


def _enter(args: list[str]) -> int:
    at = 0
    while at < len(args) and args[at].startswith("-"):
        word = args[at]
        if word in ("--version", "--help", "-h"):
            return _about(word)
        if word in ("-j", "--date"):
            at += 2
        elif word.startswith("--date="):
            at += 1
        else:
            break
    if at >= len(args):
        return _without_words(args)
    word, others = args[at], args[:at] + args[at + 1 :]
    if word == "add":
        return _capture(others, bare=False)
    code = _command(word, others)
    return _capture(args, bare=True) if code is None else code


def _command(word: str, args: list[str]) -> int | None:
    """Run the command `word`; None if it is the first word of a text."""
    from journal_tui.cli.names import COMMANDS, RESERVED, near_command

    if word in COMMANDS:
        return _read(word, args)
    from journal_tui.cli.talk import say

    if word in RESERVED:
        say(f'journal: this version has no "{word}". To add text that begins with it: journal add {word} ...')
        return 2
    near = near_command(word)
    if near is not None:
        say(f'journal: "{word}" is no command: did you mean "{near}"? As text: journal add {word} ...')
        return 2
    return None


def _read(command: str, args: list[str]) -> int:
    from journal_tui.cli import app

    if command != "open":
        return app.run(command, args)
    request = app.read_open(args)
    return request if isinstance(request, int) else _write_page(*request)


def _without_words(args: list[str]) -> int:
    """`journal` and perhaps options: the page on a terminal, else what comes through the pipe."""
    if not os.isatty(0) or len(args) % 2 or any(word != "-j" for word in args[::2]):
        return _capture(args, bare=False)
    return _write_page(args[-1] if args else None, None)


def _capture(args: list[str], *, bare: bool) -> int:
    import gc

    # Nothing becomes garbage in so short a life; looking for it costs a tenth of the whole.
    gc.disable()
    from journal_tui.cli.capture import run

    code = run(args, bare=bare)
    gc.freeze()
    return code


def _write_page(name: str | None, day: str | None) -> int:
    """Open the page of `day` (ISO; None: today's) in the journal called `name`."""
    from journal_tui.cli.talk import complain, say

    if not (os.isatty(0) and os.isatty(2)):
        say("journal: the page needs a terminal; without one there are journal add, list and show")
        return 2
    if os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        say("journal: this terminal cannot show the page (see TERM); journal add, list and show work here")
        return 2
    from journal_tui.domain.errors import JournalError
    from journal_tui.tui.start import run

    try:
        return run(name, day)
    except JournalError as error:
        return complain(error)


def _about(word: str) -> int:
    from journal_tui.cli import help as texts

    return texts.version() if word == "--version" else texts.overview()
