"""`journal history`, `restore` and `delete`."""

from __future__ import annotations

from journal_tui.cli.ask import DECLINED, confirmed
from journal_tui.cli.output import with_output
from journal_tui.cli.talk import say
from journal_tui.domain.counting import count_words
from journal_tui.domain.days import parse_day, short_day
from journal_tui.domain.errors import NothingFound, UsageError
from journal_tui.services import history
from journal_tui.services.reading import decode_entry, template_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from journal_tui.cli.options import Parsed
    from journal_tui.cli.output import Output
    from journal_tui.services.history import Version
    from journal_tui.services.workspace import Workspace


def list_versions(workspace: Workspace, parsed: Parsed) -> int:
    """Print one row for each version; exit code 1 when there is none."""
    if len(parsed.words) != 1:
        raise UsageError("history takes one day: journal history yesterday")
    day = parse_day(parsed.words[0], workspace.today())
    versions = history.list_versions(workspace, day)
    if "--json" in parsed:
        return with_output(lambda out: _list_json(out, versions))
    if not versions:
        raise NothingFound(f"there is no older version of {short_day(day)}")
    return with_output(lambda out: _list_rows(out, versions))


def restore(workspace: Workspace, parsed: Parsed) -> int:
    """Make an older version the entry again; exit code 1 when there is none, or after a no."""
    if not 1 <= len(parsed.words) <= 2:
        raise UsageError("restore takes a day, and perhaps a version: journal restore yesterday 2")
    day = parse_day(parsed.words[0], workspace.today())
    current = workspace.journal.read(day)
    version = _chosen(workspace, day, parsed.words[1:], current)
    history.refuse_damaged(version)
    if version.data == current:
        say(f"{short_day(day)} is already this version")
        return 0
    if not confirmed(_question(workspace, day, current, version), yes="--yes" in parsed):
        return DECLINED
    history.restore(workspace, day, version.data, current)
    replaced = "" if current is None else "; what it replaced is in the history"
    say(f"Restored {short_day(day)} with {_words(version.words)}{replaced}")
    return 0


def delete(workspace: Workspace, parsed: Parsed) -> int:
    """Move entries to the trash; exit code 1 when a day has none, or after a no."""
    if not parsed.words:
        raise UsageError("delete takes one day or more: journal delete yesterday")
    today = workspace.today()
    days = list(dict.fromkeys(parse_day(word, today) for word in parsed.words))
    found = {day: data for day in days if (data := workspace.journal.read(day)) is not None}
    for day in days:
        if day not in found:
            say(f"journal: there is no entry on {short_day(day)}")
    if not found:
        return NothingFound.exit_code
    listed = ", ".join(f"{short_day(day)} ({_count(workspace, day, data)})" for day, data in found.items())
    if not confirmed(f"Move to the trash: {listed}?", yes="--yes" in parsed):
        return DECLINED
    for day in found:
        history.delete(workspace, day)
        say(f"Moved {short_day(day)} to the trash; journal restore {day.isoformat()} brings it back")
    return 0 if len(found) == len(days) else NothingFound.exit_code


def _chosen(workspace: Workspace, day: date, wanted: list[str], current: bytes | None) -> Version:
    versions = history.list_versions(workspace, day)
    if not versions:
        raise NothingFound(f"there is no older version of {short_day(day)}")
    if wanted:
        return history.find_version(versions, wanted[0])
    version = history.version_before(versions, current)
    if version is None:
        for damaged in versions:
            history.refuse_damaged(damaged)
        raise NothingFound(f"there is no version of {short_day(day)} but the one that it has")
    return version


def _question(workspace: Workspace, day: date, current: bytes | None, version: Version) -> str:
    kept = f"kept {version.at:%Y-%m-%d %H:%M}{', before ' + version.before if version.before else ''}"
    if current is None:
        return f"{short_day(day)} has no entry. Bring back {_words(version.words)} ({kept})?"
    now = _count(workspace, day, current)
    return f"{short_day(day)}: replace {now} by {_words(version.words)} ({kept})?"


def _count(workspace: Workspace, day: date, data: bytes) -> str:
    return _words(count_words(decode_entry(data), template_lines(workspace, day)))


def _words(number: int) -> str:
    return f"{number:,} word{'' if number == 1 else 's'}"


def _list_rows(out: Output, versions: list[Version]) -> int:
    width = len(str(versions[-1].number))
    for version in versions:
        number = f"{version.number:>{width}}"
        when = f"{version.at:%Y-%m-%d %H:%M}"
        before = f"before {version.before}" if version.before else ""
        before = "damaged" if version.damaged else before
        out.text(f"{out.bold(number)}  {when}  {version.words:>6}  {before:<22}  {out.dim(version.id)}\n")
    return 0


def _list_json(out: Output, versions: list[Version]) -> int:
    from journal_tui.cli.as_json import dumps

    rows = [
        {
            "version": version.number,
            "at": version.at.isoformat(timespec="seconds"),
            "words": version.words,
            "bytes": version.bytes,
            "reason": version.reason,
            "id": version.id,
            "damaged": version.damaged,
        }
        for version in versions
    ]
    out.text("[\n" + ",\n".join(map(dumps, rows)) + "\n]\n" if rows else "[]\n")
    return 0 if rows else NothingFound.exit_code
