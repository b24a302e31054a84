"""The commands but `add`: what each takes, and the way to it."""

from __future__ import annotations

import os

from journal_tui.cli.options import Command, Option, Parsed, parse
from journal_tui.cli.talk import complain, say
from journal_tui.domain.errors import JournalError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from journal_tui.services.workspace import Workspace

_JOURNAL = Option("-j", "NAME", "another journal of config.toml")
_JSON = Option("--json", "", "for programs: JSON")
_YES = Option("--yes", "", "do it without asking")

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
EDIT = Command(
    "edit",
    "[DATE]",
    "Open a day's entry (today's, without a date) in your editor: the file, no copy.\n"
    "What it held before is in journal history, unless you only added to it.",
    (_JOURNAL,),
    ("journal edit", "journal edit yesterday", "EDITOR=nano journal edit 2018-03-28"),
    'The editor is the one of config.toml (editor = "…"), else VISUAL, else EDITOR.',
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
HISTORY = Command(
    "history",
    "DATE",
    "List the older versions of a day's entry, newest first: number, when it was put\n"
    "aside, words, before what, and an id that never changes.",
    (_JSON, _JOURNAL),
    ("journal history today", "journal history 2018-03-28 --json"),
)
RESTORE = Command(
    "restore",
    "DATE [VERSION]",
    "Bring back a deleted entry, or the version before the one there is; with VERSION\n"
    "(a number or an id from journal history) that one. What it replaces is kept.",
    (
        Option("--from", "FILE", "from a backup: bring back what is missing, overwrite nothing"),
        Option("--check", "", "with --from: only see whether the backup is whole"),
        _YES,
        _JOURNAL,
    ),
    (
        "journal restore yesterday",
        "journal restore 2018-03-28 3",
        "journal restore today 1a2b3c4d --yes",
        "journal restore --from journal.zip --check",
    ),
)
DELETE = Command(
    "delete",
    "DATE...",
    "Move the entries of these days to the trash. journal restore brings them back.",
    (_YES, _JOURNAL),
    ("journal delete yesterday", "journal delete 2018-03-27 2018-03-28 --yes"),
)
DOCTOR = Command(
    "doctor",
    "",
    "Look at everything that belongs to the journal: what is wrong, and what to\n"
    "do about it. Exit code 1 when something needs you.",
    (Option("--fix", "", "also do what is safe: no text is ever lost by it"), _JSON, _JOURNAL),
    ("journal doctor", "journal doctor --fix", "journal doctor --json"),
)
BACKUP = Command(
    "backup",
    "FILE",
    "Write the journal into one zip file, and read it again to be sure.",
    (
        Option("--with-history", "", "older versions, trash and drafts too"),
        Option("--yes", "", "replace a file of this name without asking"),
        _JOURNAL,
    ),
    ("journal backup /media/stick/journal.zip", "journal backup --with-history ~/everything.zip"),
    "journal restore --from FILE brings back from it what is missing.",
)
COMMANDS = {
    command.name: command
    for command in (ADD, OPEN, EDIT, LIST, SHOW, PATH, HISTORY, RESTORE, DELETE, BACKUP, DOCTOR)
}


def run(name: str, args: list[str]) -> int:
    """Run any command but `add` and `open`; returns the exit code."""
    command = COMMANDS[name]
    try:
        if _asks_help(args):
            return _help(command)
        parsed = parse(command, args)
        # The doctor tells the problems of the settings among all others.
        return _body(name, parsed)(_open(parsed, tell=name != "doctor"), parsed)
    except JournalError as error:
        return complain(error)


def _body(name: str, parsed: Parsed) -> Callable[[Workspace, Parsed], int]:
    """What a command does; only what it needs is imported."""
    if name == "doctor":
        from journal_tui.cli.doctor import doctor

        return doctor
    if name == "edit":
        from journal_tui.cli.edit import edit

        return edit
    if name == "backup" or (name == "restore" and ("--from" in parsed or "--check" in parsed)):
        from journal_tui.cli import backup

        return backup.backup if name == "backup" else backup.restore_from
    if name in ("history", "restore", "delete"):
        from journal_tui.cli import history

        return {"history": history.list_versions, "restore": history.restore, "delete": history.delete}[name]
    from journal_tui.cli import reading

    return {"list": reading.list_days, "show": reading.show_days, "path": reading.show_paths}[name]


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


def _open(parsed: Parsed, *, tell: bool = True) -> Workspace:
    from journal_tui.services.workspace import open_workspace

    workspace = open_workspace(parsed.get("-j"), os.environ)
    for problem in workspace.problems if tell else ():
        say(f"journal: {problem}")
    return workspace


def _asks_help(args: list[str]) -> bool:
    before = args[: args.index("--")] if "--" in args else args
    return "--help" in before or "-h" in before


def _help(command: Command) -> int:
    from journal_tui.cli.help import show_help

    return show_help(command)
