"""The commands that read: what each takes, and the way to it."""

from __future__ import annotations

import os

from journal_tui.cli.options import Command, Option, Parsed, parse
from journal_tui.cli.talk import complain, say
from journal_tui.domain.errors import JournalError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal_tui.services.workspace import Workspace

_JOURNAL = Option("-j", "NAME", "another journal of config.toml")
_JSON = Option("--json", "", "for programs: JSON")

LIST = Command(
    "list",
    "",
    "List entries, newest first: date, words, and the title or the first words.",
    (
        Option("-n", "N", "only the newest N"),
        Option("--from", "DATE", "from this day on"),
        Option("--to", "DATE", "up to this day"),
        Option("--on", "DATE", "only this day"),
        Option("--tag", "TAG", "only entries with this tag"),
        Option("--starred", "", "only starred entries"),
        Option("--reverse", "", "oldest first"),
        _JSON,
        _JOURNAL,
    ),
    (
        "journal list -n 10",
        "journal list --from 2018-03-01 --to 2018-03-31",
        "journal list --tag travel --json",
    ),
)
SHOW = Command(
    "show",
    "[DATE...]",
    "Print the entries of these days, today's without a date.\nA pipe or a file gets their bytes as they are.",
    (_JSON, _JOURNAL),
    ("journal show", "journal show yesterday", "journal show 2018-03-27 2018-03-28 > two-days.md"),
)
OPEN = Command(
    "open",
    "[DATE]",
    "Open the page of a day, today's without a date.",
    (_JOURNAL,),
    ("journal open yesterday", "journal open -3", 'journal open "last friday"'),
)
PATH = Command(
    "path",
    "",
    "Print the journal's folder.",
    (Option("--json", "", "with the settings files too, as JSON"), _JOURNAL),
    ('cd "$(journal path)"',),
)
ADD = Command(
    "add",
    "[TEXT...]",
    "Add a paragraph to the end of a day's page, today's without a date.\n"
    "Without TEXT it is read from standard input; on a terminal it is typed and ends\nwith Ctrl-D.",
    (
        Option("--date", "DATE", "another day than today; such a paragraph gets no time"),
        _JOURNAL,
        Option("--", "", "what follows is text, whatever it begins with"),
    ),
    (
        "journal add Rain all day. Stayed in and wrote.",
        'journal add --date yesterday "Called home."',
        "fortune | journal add",
    ),
    "journal TEXT... is the same, for two words or more.",
)
COMMANDS = {command.name: command for command in (ADD, OPEN, LIST, SHOW, PATH)}


def run(name: str, args: list[str]) -> int:
    """Run `list`, `show` or `path`; returns the exit code."""
    command = COMMANDS[name]
    try:
        if _asks_help(args):
            return _help(command)
        parsed = parse(command, args)
        workspace = _open(parsed)
        from journal_tui.cli import reading

        return {"list": reading.list_days, "show": reading.show_days, "path": reading.show_paths}[name](
            workspace, parsed
        )
    except JournalError as error:
        return complain(error)


def read_open(args: list[str]) -> tuple[str | None, str | None] | int:
    """Which journal and which day (ISO; None: today) to open; an exit code when there is nothing to open."""
    try:
        if _asks_help(args):
            return _help(OPEN)
        parsed = parse(OPEN, args)
        if len(parsed.words) > 1:
            raise UsageError('open takes one day, in quotes if it has spaces: journal open "last friday"')
        name = parsed.get("-j")
        if not parsed.words:
            return name, None
        from journal_tui.domain.days import parse_day
        from journal_tui.services.workspace import open_workspace

        today = open_workspace(name, os.environ).today()
        return name, parse_day(parsed.words[0], today).isoformat()
    except JournalError as error:
        return complain(error)


def _open(parsed: Parsed) -> Workspace:
    from journal_tui.services.workspace import open_workspace

    workspace = open_workspace(parsed.get("-j"), os.environ)
    for problem in workspace.problems:
        say(f"journal: {problem}")
    return workspace


def _asks_help(args: list[str]) -> bool:
    before = args[: args.index("--")] if "--" in args else args
    return "--help" in before or "-h" in before


def _help(command: Command) -> int:
    from journal_tui.cli.help import show_help

    return show_help(command)
