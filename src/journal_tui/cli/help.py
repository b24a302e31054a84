"""The help texts and the version."""

from __future__ import annotations

from journal_tui import __version__
from journal_tui.cli.output import Output, with_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from journal_tui.cli.options import Command

_ABOUT = "Write every day: today's page in the terminal, and quick capture from the shell."
_USES = (
    ("journal", "open today's page"),
    ("journal TEXT...", "add a paragraph to today (two words or more)"),
    ("... | journal", "the same, with what comes through the pipe"),
)
_COMMANDS = (
    ("add [TEXT...]", "add a paragraph to a day, from words or standard input"),
    ("open [DATE]", "open the page of another day"),
    ("edit [DATE]", "open a day's entry in your editor"),
    ("list", "list entries, newest first"),
    ("show [DATE...]", "print entries, today's without a date"),
    ("path", "print the journal's folder"),
    ("history DATE", "list the older versions of an entry"),
    ("restore DATE", "bring back a deleted entry, or an older version"),
    ("delete DATE...", "move entries to the trash"),
    ("backup FILE", "write the journal into one file; restore --from FILE brings it back"),
    ("doctor", "look for what is wrong, and say what to do"),
)
_OPTIONS = (
    ("-j NAME", "use another journal of config.toml"),
    ("--date DATE", "with text: add it to another day"),
    ("--json", "with list, show, path, history and doctor: for programs"),
    ("--", "what follows is text, whatever it begins with"),
    ("--yes", "with restore, delete and backup: do it without asking"),
    ("--version", "print the version"),
    ("--help", "print this; after a command, more about that command"),
)
_DATES = 'DATE is 2018-03-28, today, yesterday, -3, friday, "last friday" or "3 days ago".'
_EXAMPLES = (
    "journal Rain all day. Stayed in and wrote.",
    'journal add --date yesterday "Called home."',
    "fortune | journal",
    "journal open yesterday",
    "journal list -n 10",
    "journal show 2018-03-28 | wc -w",
)


def version() -> int:
    """Print the version."""
    return with_output(lambda out: _write(out, [f"journal-tui {__version__}"]))


def overview() -> int:
    """Print what `journal --help` says."""

    def body(out: Output) -> int:
        lines = [_ABOUT, "", out.bold("Usage"), *_table(_USES), "", out.bold("Commands"), *_table(_COMMANDS)]
        lines += ["", out.bold("Options"), *_table(_OPTIONS), "", _DATES, "", out.bold("Examples")]
        return _write(out, lines + _indented(_EXAMPLES))

    return with_output(body)


def show_help(command: Command) -> int:
    """Print the help of one command."""

    def body(out: Output) -> int:
        usage = f"journal {command.name} [OPTIONS] {command.words}".rstrip()
        options = [(str(option), option.help) for option in command.options]
        lines = [command.about, *([command.notes] if command.notes else [])]
        lines += ["", out.bold("Usage"), f"  {usage}", "", out.bold("Options"), *_table(options)]
        if any("DATE" in text for text in (command.words, *map(str, command.options))):
            lines += ["", _DATES]
        return _write(out, [*lines, "", out.bold("Examples"), *_indented(command.examples)])

    return with_output(body)


def command_help(name: str) -> int:
    """Print the help of the command called `name`."""
    from journal_tui.cli.app import COMMANDS

    return show_help(COMMANDS[name])


def _table(rows: Iterable[tuple[str, str]]) -> list[str]:
    return [f"  {left:<17} {right}" for left, right in rows]


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _write(out: Output, lines: list[str]) -> int:
    out.text("\n".join(lines) + "\n")
    return 0
