"""Looks at everything that belongs to a journal, says what is wrong, and mends what is safe to mend."""

from __future__ import annotations

from journal_tui.domain.errors import JournalError
from journal_tui.services.checks import (
    clock,
    drafts,
    entries,
    history,
    identity,
    modes,
    names,
    settings,
    temps,
)
from journal_tui.services.checks.finding import ERROR, LEVELS, WARNING, Finding, Patient

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from journal_tui.services.workspace import Workspace

__all__ = ["LEVELS", "Finding", "examine", "is_well", "mend"]

CHECKS = (entries, names, drafts, temps, history, identity, modes, settings, clock)


def examine(workspace: Workspace, env: Mapping[str, str]) -> list[Finding]:
    """All findings, the worst first. Changes nothing.

    Raises:
        StorageError: the journal's folder cannot be read.
    """
    patient = Patient(workspace, env)
    found = [finding for check in CHECKS for finding in check.check(patient)]
    found.sort(key=lambda finding: LEVELS.index(finding.level), reverse=True)
    return found


def is_well(findings: list[Finding]) -> bool:
    """Whether nothing needs anybody's attention."""
    return not any(finding.level in (WARNING, ERROR) for finding in findings)


def mend(findings: list[Finding]) -> list[str]:
    """Do for each finding what is safe, and say what was done, a line each. No text is lost by it."""
    done = []
    for finding in findings:
        if finding.mend is not None:
            try:
                done.append(finding.mend())
            except JournalError as error:
                done.append(str(error).rstrip("."))
    return done
