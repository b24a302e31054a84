"""`journal backup FILE` and `journal restore --from FILE`."""

from __future__ import annotations

import os

from journal_tui.cli.ask import DECLINED, confirmed
from journal_tui.cli.endings import ended_in_order
from journal_tui.cli.progress import Progress
from journal_tui.cli.talk import say
from journal_tui.domain.errors import StorageError, UsageError
from journal_tui.services import unpack
from journal_tui.services.backup import back_up, check_target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from journal_tui.cli.options import Parsed
    from journal_tui.services.unpack import Compared
    from journal_tui.services.verify import Checked
    from journal_tui.services.workspace import Workspace

_INCOMPLETE = StorageError.exit_code
_MOST_NAMES = 20


def backup(workspace: Workspace, parsed: Parsed) -> int:
    """Write the journal into one file; exit code 3 when something of it is not in there."""
    path = _one_word(parsed, "backup takes one file: journal backup ~/journal.zip")
    check_target(workspace, path)
    replace = os.path.lexists(path)
    if replace and not confirmed(f"There is a {path}. Replace it?", yes="--yes" in parsed):
        return DECLINED
    with ended_in_order(), Progress() as progress:
        told = back_up(
            workspace, path, with_history="--with-history" in parsed, replace=replace, progress=progress
        )
    others = f" and {_count(told.others, 'other file')}" if told.others else ""
    entries = _count(told.entries, "entry", "entries")
    say(f"Backed up {entries}{others}, {_bytes(told.size)} to {path}")
    if told.left_out:
        say(f"Left out, as no part of the journal: {_names(told.left_out)}")
    _each("Not in the backup: ", told.missing)
    return _INCOMPLETE if told.missing else 0


def restore_from(workspace: Workspace, parsed: Parsed) -> int:
    """Bring back what is missing, or only look with --check; exit code 3 when the backup is damaged."""
    path = parsed.get("--from")
    if path is None or parsed.words:
        raise UsageError("--from and --check go with a backup: journal restore --from journal.zip --check")
    if not os.path.lexists(path):
        raise UsageError(f"there is no file {path}")
    if "--check" in parsed:
        with Progress() as progress:
            checked = unpack.check(path, progress)
        return _report(path, checked)
    with Progress() as progress:
        compared = unpack.compare(workspace, path, progress)
    code = _report(path, compared.checked)
    return _restore(workspace, path, compared, code, yes="--yes" in parsed)


def _restore(workspace: Workspace, path: str, compared: Compared, code: int, *, yes: bool) -> int:
    _each("Different, and left as it is: ", compared.different)
    if not compared.missing:
        whole = not compared.checked.damaged
        say("Nothing was missing." if whole else "Nothing of what can be trusted was missing in the journal.")
        return code
    files = _count(len(compared.missing), "missing file")
    if not confirmed(f"Bring back {files} into {workspace.journal.root}?", yes=yes):
        return DECLINED
    with ended_in_order(), Progress() as progress:
        restored = unpack.restore_missing(workspace, path, compared.missing, progress)
    files = _count(restored.files, "file") if restored.files else "nothing"
    say(f"Brought back {files} into {workspace.journal.root}")
    _each("Not brought back: ", restored.failed)
    return _INCOMPLETE if restored.failed else code


def _report(path: str, checked: Checked) -> int:
    size = sum(line.size for line in checked.sound)
    sound = f"{_count(len(checked.sound), 'file')}, {_bytes(size)}"
    if checked.unlisted:
        say(f"In {path} but not in its manifest, and left alone: {_names(checked.unlisted)}")
    if not checked.damaged:
        say(f"{path} is whole: {sound}, each as it was backed up")
        return 0
    say(f"journal: {path} is damaged: {_count(len(checked.damaged), 'file')} cannot be trusted; {sound} can")
    _each("Damaged: ", checked.damaged)
    return _INCOMPLETE


def _one_word(parsed: Parsed, usage: str) -> str:
    if len(parsed.words) != 1:
        raise UsageError(usage)
    return parsed.words[0]


def _each(start: str, lines: Iterable[str]) -> None:
    told = list(lines)
    for line in told[:_MOST_NAMES]:
        say(start + line)
    if len(told) > _MOST_NAMES:
        say(f"... and {len(told) - _MOST_NAMES:,} more")


def _names(names: list[str]) -> str:
    more = f" and {len(names) - 5:,} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _bytes(size: int) -> str:
    for unit, scale in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= scale:
            return f"{size / scale:.1f} {unit}"
    return _count(size, "byte")
