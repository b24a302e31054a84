"""Files whose names are nearly those of entries: somebody took them for days, and they get no row."""

from __future__ import annotations

import os
import re
from datetime import date

from journal_tui.services.checks.finding import NOTE, WARNING, Finding, count, some

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from journal_tui.services.checks.finding import Patient

_TEXT = (".md", ".markdown", ".mdown", ".mkd")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-_. ]?([0-9]{1,2})[-_. ]?([0-9]{1,2})(?![0-9])")
_YEAR_LAST = re.compile(r"[0-9]{1,2}[-_. ][0-9]{1,2}[-_. ][0-9]{4}(?![0-9])")


def check(patient: Patient) -> Iterator[Finding]:
    """The Markdown files in the folders of entries that are none."""
    files = [name for name in patient.folder.others if name.casefold().endswith(_TEXT)]
    near = {name: wish for name in files if (wish := _wish(patient, name)) is not None}
    if near:
        first = next(iter(near))
        looks = "looks like an entry and is" if len(near) == 1 else "look like entries and are"
        yield Finding(
            WARNING,
            f"{_told(list(near), 'file')} {looks} none: no row, no count, no backup",
            patient.path(first) if len(near) == 1 else patient.root,
            near[first],
        )
    others = [name for name in files if name not in near]
    if others:
        yield Finding(
            NOTE,
            f"{_told(others, 'other Markdown file')} {'is' if len(others) == 1 else 'are'} no part of the journal",
            patient.path(others[0]) if len(others) == 1 else patient.root,
            "Nothing, if that is how you want it; a day's entry is called as 2018-03-28.md",
        )


def _told(names: list[str], what: str) -> str:
    return names[0] if len(names) == 1 else f"{count(len(names), what)} ({some(names)})"


def _wish(patient: Patient, name: str) -> str | None:
    """What to do so that a file becomes an entry; None when nobody can have meant that."""
    stem = os.path.basename(name)
    found = _YEAR_FIRST.match(stem)
    if found is None:
        looks = _YEAR_LAST.match(stem)
        return f"{name}: an entry's name begins with the year, as 2018-03-28.md" if looks else None
    day = _day(*found.groups())
    if day is None:
        return f"{name}: there is no such day; give it the name of the one that was meant"
    own = os.path.relpath(patient.workspace.journal.path_of(day), patient.root)
    if own in patient.folder.days:
        return f"{name}: {own} is there already, so compare them and keep what you need in that one"
    return f"{name}: rename it, to {own}"


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
