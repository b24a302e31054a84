"""Does the clock fit the journal? A wrong one puts text on the wrong day."""

from __future__ import annotations

from datetime import timedelta

from journal_tui.domain.days import short_day
from journal_tui.services.checks.finding import NOTE, OK, WARNING, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from journal_tui.services.checks.finding import Patient

_BEHIND = timedelta(days=2)
_AHEAD = timedelta(days=2 * 365)
_FIRST_YEAR = 2020  # this program is younger


def check(patient: Patient) -> Iterator[Finding]:
    """The clock against the newest entry; nothing when the time was set by hand."""
    workspace = patient.workspace
    if workspace.clock.is_set:
        return
    now, today = workspace.clock.now(), workspace.today()
    shown = f"{short_day(now.date())}, {now:%H:%M}"
    newest = max((patient.folder.days[name] for name in patient.folder.entries), default=None)
    advice = "See what date says, and set the clock or TZ if it is wrong"
    if now.year < _FIRST_YEAR:
        yield Finding(WARNING, f"The clock says {shown}", "", advice)
    elif newest is not None and newest - today > _BEHIND:
        yield Finding(
            WARNING,
            f"The clock says {shown}, but there is an entry on {short_day(newest)}",
            workspace.journal.path_of(newest),
            f"{advice}; an entry of a day to come is fine",
        )
    elif newest is not None and today - newest > _AHEAD:
        yield Finding(
            NOTE,
            f"The clock says {shown}; the newest entry is of {short_day(newest)}",
            workspace.journal.path_of(newest),
            f"{advice}; welcome back if it is right",
        )
    else:
        yield Finding(OK, f"The clock says {shown}")
