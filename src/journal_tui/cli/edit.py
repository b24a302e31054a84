"""`journal edit`: a day's file in the writer's own editor."""

from __future__ import annotations

import os

from journal_tui.cli.talk import say
from journal_tui.domain.counting import count_words
from journal_tui.domain.days import parse_day, short_day
from journal_tui.domain.errors import StorageError, UsageError
from journal_tui.services.open_outside import edit_day
from journal_tui.services.reading import decode_entry, template_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from journal_tui.cli.options import Parsed
    from journal_tui.services.open_outside import Change
    from journal_tui.services.workspace import Workspace


def edit(workspace: Workspace, parsed: Parsed) -> int:
    """Run the editor and say what became of the entry; exit code 3 when the editor ended badly."""
    if len(parsed.words) > 1:
        raise UsageError('edit takes one day, in quotes if it has spaces: journal edit "last friday"')
    today = workspace.today()
    day = parse_day(parsed.words[0], today) if parsed.words else today
    change = edit_day(workspace, day, os.environ)
    outcome = _outcome(workspace, day, change)
    trouble = change.edited.trouble
    if trouble is not None:
        raise StorageError(f"{trouble}; {outcome}")
    say(f"{outcome[0].upper()}{outcome[1:]}")
    return 0


def _outcome(workspace: Workspace, day: date, change: Change) -> str:
    """What became of the entry, as it stands behind a semicolon."""
    name = short_day(day)
    if change.dropped:
        return f"nothing was written: {name} has no entry"
    if change.before == change.after:
        return f"{name} is unchanged" if change.after is not None else f"{name} has no entry"
    if change.after is None:
        return f"{name} has no entry any more; journal restore {day.isoformat()} brings it back"
    words = count_words(decode_entry(change.after), template_lines(workspace, day))
    return f"{name} has {words:,} word{'' if words == 1 else 's'} now"
