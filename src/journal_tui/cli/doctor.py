"""`journal doctor`."""

from __future__ import annotations

import os

from journal_tui.cli.output import with_output
from journal_tui.cli.talk import say
from journal_tui.domain.display import one_line
from journal_tui.services.doctor import LEVELS, examine, is_well, mend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal_tui.cli.options import Parsed
    from journal_tui.cli.output import Output
    from journal_tui.services.doctor import Finding
    from journal_tui.services.workspace import Workspace

_WIDTH = max(map(len, LEVELS)) + 2
_WARNS = 1


def doctor(workspace: Workspace, parsed: Parsed) -> int:
    """Print what was found, the worst last, where a terminal still shows it; exit code 1 for warnings, errors."""
    findings = examine(workspace, os.environ)
    if "--fix" in parsed:
        done = mend(findings)
        for line in done or ["There was nothing that can be mended without you"]:
            say(line)
        findings = examine(workspace, os.environ)
    code = 0 if is_well(findings) else _WARNS
    write = _write_json if "--json" in parsed else _write_text
    return with_output(lambda out: write(out, findings, code))


def _write_json(out: Output, findings: list[Finding], code: int) -> int:
    from journal_tui.cli.as_json import dumps

    rows = [
        {"level": found.level, "what": found.what, "where": found.where, "fix": found.fix}
        for found in findings
    ]
    out.text("[\n" + ",\n".join(map(dumps, rows)) + "\n]\n")
    return code


def _write_text(out: Output, findings: list[Finding], code: int) -> int:
    space = " " * _WIDTH
    for found in sorted(findings, key=lambda found: LEVELS.index(found.level)):
        out.text(f"{_level(out, found.level)}{one_line(found.what)}\n")
        if found.fix:
            out.text(
                "".join(f"{space}{out.dim(one_line(_short(text)))}\n" for text in (found.where,) if text)
            )
            out.text(f"{space}{one_line(found.fix)}\n")
    out.text("\n" + _sum(findings) + "\n")
    return code


def _level(out: Output, level: str) -> str:
    padding = " " * (_WIDTH - len(level))
    return (out.dim(level) if level in LEVELS[:2] else out.bold(level)) + padding


def _sum(findings: list[Finding]) -> str:
    told = []
    for level in reversed(LEVELS[1:]):
        number = sum(found.level == level for found in findings)
        if number:
            told.append(f"{number:,} {level}{'' if number == 1 else 's'}")
    if not told:
        return "All is well."
    mendable = any(found.mend is not None for found in findings)
    return f"{', '.join(told)}." + (" journal doctor --fix does what is safe." if mendable else "")


def _short(path: str) -> str:
    home = os.environ.get("HOME", "").rstrip("/")
    return "~" + path[len(home) :] if home and path.startswith(home + "/") else path
