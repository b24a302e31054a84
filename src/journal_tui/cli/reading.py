"""`journal list`, `show` and `path`: plain text for people, JSON and bytes for programs."""

from __future__ import annotations

from journal_tui.cli.output import with_output
from journal_tui.cli.talk import say
from journal_tui.domain.days import WEEKDAYS, parse_day, short_day
from journal_tui.domain.display import one_line, visible
from journal_tui.domain.errors import NothingFound, UsageError
from journal_tui.services.reading import list_entries, read_entries
from journal_tui.services.where import config_path, settings_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from journal_tui.cli.options import Parsed
    from journal_tui.cli.output import Output
    from journal_tui.services.reading import Entry
    from journal_tui.services.workspace import Workspace

_UNREADABLE = 3


def list_days(workspace: Workspace, parsed: Parsed) -> int:
    """Print one row for each entry; exit code 1 when there is none, 3 when one could not be read."""
    first, last = _span(parsed, workspace.today())
    entries = list_entries(
        workspace,
        limit=_limit(parsed.get("-n")),
        first=first,
        last=last,
        tag=parsed.get("--tag"),
        starred="--starred" in parsed,
        reverse="--reverse" in parsed,
    )
    tally = _Tally()
    with_json = "--json" in parsed
    return with_output(
        lambda out: _list_json(out, entries, tally) if with_json else _list_rows(out, entries, tally, parsed)
    )


def show_days(workspace: Workspace, parsed: Parsed) -> int:
    """Print whole entries; exit code 1 when a day has none, 3 when one could not be read."""
    today = workspace.today()
    days = [parse_day(word, today) for word in dict.fromkeys(parsed.words)] or [today]
    entries = read_entries(workspace, days)
    for day in days:
        if all(entry.day != day for entry in entries):
            say(f"journal: there is no entry on {short_day(day)}")
    tally = _Tally(missing=len(days) - len(entries))
    if "--json" in parsed:
        entries.sort(key=lambda entry: entry.day, reverse=True)
        return with_output(lambda out: _list_json(out, entries, tally, with_text=True))
    return with_output(lambda out: _show(out, entries, tally))


def show_paths(workspace: Workspace, parsed: Parsed) -> int:
    """Print where the journal is; with --json where its settings are too."""
    root = workspace.journal.root

    def body(out: Output) -> int:
        if "--json" in parsed:
            from journal_tui.cli.as_json import dumps

            config = config_path(workspace.locations)
            out.text(dumps({"path": root, "settings": settings_path(root), "config": config}) + "\n")
        else:
            out.text((visible(root) if out.terminal else root) + "\n")
        return 0

    return with_output(body)


class _Tally:
    """What was met on the way: it decides the exit code."""

    __slots__ = ("failed", "found", "missing")

    def __init__(self, missing: int = 0) -> None:
        self.found = 0
        self.failed = 0
        self.missing = missing

    def readable(self, entries: Iterable[Entry]) -> Iterable[Entry]:
        """The entries that could be read; the others are told on standard error."""
        for entry in entries:
            if entry.problem is None:
                self.found += 1
                yield entry
            else:
                self.failed += 1
                say(f"journal: {entry.problem}")

    def code(self) -> int:
        if self.failed:
            return _UNREADABLE
        return NothingFound.exit_code if self.missing or not self.found else 0


def _list_rows(out: Output, entries: Iterable[Entry], tally: _Tally, parsed: Parsed) -> int:
    row = _row_writer(out)
    for entry in tally.readable(entries):
        out.text(row(entry) + "\n")
    if not tally.found and not tally.failed:
        chosen = any(flag in parsed for flag in ("--from", "--to", "--on", "--tag", "--starred"))
        say("journal: no entry matches" if chosen else "journal: there are no entries yet")
    return tally.code()


def _row_writer(out: Output) -> Callable[[Entry], str]:
    columns = out.width if out.terminal else None

    def row(entry: Entry) -> str:
        summary = entry.summary
        day = f"{entry.day.isoformat()} {WEEKDAYS[entry.day.weekday()][:3]}"
        words, heading = str(summary.words), summary.title or summary.opening
        if entry.path is None:
            words, heading = "-", f"only {', '.join(entry.siblings)}"
        left = f"  {words:>6} {'*' if summary.starred else ' '}"
        if out.terminal:
            heading = one_line(heading)
            if columns is not None:
                from journal_tui.cli.cells import cut

                heading = cut(heading, columns - len(day) - len(left) - 1)
        else:
            heading = heading.replace("\r", " ").replace("\n", " ")
        shown = out.bold(heading) if summary.title is not None else heading
        return f"{out.dim(day)}{left} {shown}".rstrip()

    return row


def _list_json(out: Output, entries: Iterable[Entry], tally: _Tally, *, with_text: bool = False) -> int:
    from journal_tui.cli.as_json import dumps

    between = "[\n"
    for entry in tally.readable(entries):
        out.text(between + dumps(_values(entry, with_text)))
        between = ",\n"
    out.text("\n]\n" if tally.found else "[]\n")
    return tally.code()


def _values(entry: Entry, with_text: bool) -> dict[str, object]:
    summary = entry.summary
    values: dict[str, object] = {
        "date": entry.day.isoformat(),
        "number": entry.number,
        "title": summary.title,
        "words": summary.words,
        "tags": list(summary.tags),
        "starred": summary.starred,
        "path": entry.path,
    }
    if with_text:
        values["text"] = entry.text
    return values


def _show(out: Output, entries: list[Entry], tally: _Tally) -> int:
    for entry in tally.readable(entries):
        if not out.terminal:
            out.raw(entry.data or b"")
            continue
        if len(entries) > 1:
            space = "\n" if tally.found > 1 else ""
            out.text(f"{space}{out.dim(short_day(entry.day))}\n\n")
        text = visible(entry.text.replace("\r\n", "\n"), keep_newlines=True)
        out.text(text if text.endswith("\n") or not text else text + "\n")
    return tally.code()


def _span(parsed: Parsed, today: date) -> tuple[date | None, date | None]:
    on, first, last = (
        None if text is None else parse_day(text, today)
        for text in (parsed.get("--on"), parsed.get("--from"), parsed.get("--to"))
    )
    if on is not None:
        if first is not None or last is not None:
            raise UsageError("--on means one day: leave out --from and --to")
        return on, on
    if first is not None and last is not None and first > last:
        raise UsageError(f"--from {short_day(first)} is after --to {short_day(last)}")
    return first, last


def _limit(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text) > 9 or int(text) < 1:
        raise UsageError(f'-n needs a number of entries from 1 on, not "{text}"')
    return int(text)
