"""The real file of a day in the writer's own editor, safe against both sides."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from typing import NamedTuple

from journal_tui.domain.errors import StorageError, UsageError
from journal_tui.services.editors import Editor, command_line, find_editor
from journal_tui.services.history import keep_replaced
from journal_tui.storage.disk import DISK, why
from journal_tui.storage.saver import Changed
from journal_tui.storage.staging import make_folders
from journal_tui.storage.trash import remove

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from types import FrameType

    from journal_tui.services.workspace import Workspace

_LOOKS, _LOOK = 5, 0.01
"""How often, and seconds apart, a stopped editor is looked at before we stop too."""


class Edited(NamedTuple):
    """How an editor was left."""

    editor: Editor
    code: int
    """Its exit code, or minus the number of the signal that ended it."""

    @property
    def trouble(self) -> str | None:
        """What went wrong with it, in a few words; None when it ended well."""
        if self.code == 0:
            return None
        if self.code < 0:
            return f"{self.editor.name} was ended by a signal ({-self.code})"
        return f"{self.editor.name} ended with exit code {self.code}"


class Change(NamedTuple):
    """An entry before and after an editor had it: its bytes, None where there was no file."""

    edited: Edited
    before: bytes | None
    after: bytes | None
    dropped: bool = False
    """Whether the editor left an empty file where none was, which is gone again."""


def edit_file(editor: Editor, path: str, line: int = 1, column: int = 1) -> Edited:
    """Run an editor on a file, in our terminal, and wait for its end.

    A file that is not there is left for the editor to make, and is private then; its folder is made.

    Raises:
        UsageError: it could not be started.
        StorageError: the folder could not be made.
    """
    is_new = not os.path.exists(path)
    if is_new:
        try:
            make_folders(os.path.dirname(path), DISK)
        except OSError as error:
            raise StorageError(f"{os.path.dirname(path)} could not be made: {why(error)}.") from error
    words = command_line(editor, path) if is_new else command_line(editor, path, line, column)
    try:
        return Edited(editor, _Watch().run(words, umask=0o077 if is_new else -1))
    except OSError as error:
        raise UsageError(f"{editor.command[0]} could not be started: {why(error)}.") from error


def edit_day(workspace: Workspace, day: date, env: Mapping[str, str]) -> Change:
    """Open the entry of a day in the writer's editor, for callers that have no page of it open.

    What the file held goes to the history when the editor did more than add to it.

    Raises:
        JournalError: the entry cannot be read, or there is no editor, or no terminal for one that needs it;
            nothing was done. Or it cannot be read any more.
    """
    before = workspace.journal.read(day)
    editor = find_editor(workspace.config.editor, env)
    if not (editor.has_window or (os.isatty(0) and os.isatty(1))):
        raise UsageError(
            f"{editor.name} was not started: it needs a terminal, and input or output is not one here."
        )
    edited = edit_file(editor, workspace.journal.path_of(day))
    after = workspace.journal.read(day)
    if before is None and after == b"" and drop_empty(workspace, day):
        return Change(edited, None, None, dropped=True)
    if before is not None and not (after or b"").startswith(before):
        keep_replaced(workspace, day, before, after or b"", reason="reload")
    return Change(edited, before, after)


def drop_empty(workspace: Workspace, day: date) -> bool:
    """Remove the empty file that an editor made where no entry was, if it is still empty; whether it went.

    Only for callers who know that there was no entry before.
    """
    path = workspace.journal.path_of(day)
    try:
        with workspace.journal.lock():
            # A link was there before, and only led nowhere: it is the writer's.
            if os.path.islink(path) or workspace.journal.read(day) != b"":
                return False
            remove(path, b"", now=workspace.clock.now)
    except (Changed, StorageError):
        return False
    return True


class _Watch:
    """Waits for an editor as a shell would: keys that interrupt or stop are the editor's, ends are for both."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._before: dict[int, Callable[[int, FrameType | None], object] | int | None] = {}
        self._asked: list[int] = []
        """Signals that are the editor's too, and came before it was there."""
        self._end: int | None = None

    def run(self, words: list[str], umask: int) -> int:
        """Start an editor and wait; its exit code, or minus the number of the signal that ended it.

        Raises:
            OSError: it could not be started.
        """
        handlers = {
            # Functions and not SIG_IGN: an editor that is starting would inherit that.
            signal.SIGINT: self._leave_alone,
            signal.SIGQUIT: self._leave_alone,
            signal.SIGTERM: self._pass_on,
            signal.SIGHUP: self._pass_on,
        }
        for number, handler in handlers.items():
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, handler)
        try:
            process = self._process = subprocess.Popen(words, umask=umask)
            for asked in self._asked:
                os.kill(process.pid, asked)
            process.returncode = self._wait(process.pid)
        finally:
            self._process = None
            for known, before in self._before.items():
                signal.signal(known, before if before is not None else signal.SIG_DFL)
        if self._end is not None:
            os.kill(os.getpid(), self._end)
        return process.returncode

    def _wait(self, editor: int) -> int:
        while True:
            _, status = os.waitpid(editor, os.WUNTRACED)
            if os.WIFSTOPPED(status):
                later = self._soon(editor)
                if later is None:
                    # It stopped itself alone: so do we, else the shell never gets its turn.
                    os.kill(os.getpid(), signal.SIGSTOP)
                    os.kill(editor, signal.SIGCONT)
                    continue
                status = later
            if not os.WIFCONTINUED(status):
                return os.waitstatus_to_exitcode(status)

    def _soon(self, editor: int) -> int | None:
        """What became of a stopped editor: where a key has stopped both of us, it runs on by the time we do."""
        for _ in range(_LOOKS):
            time.sleep(_LOOK)
            pid, status = os.waitpid(editor, os.WNOHANG | os.WCONTINUED)
            if pid:
                return status
        return None

    def _leave_alone(self, number: int, frame: FrameType | None) -> None:
        """The terminal sends these to the editor as well, which knows what they mean."""

    def _pass_on(self, number: int, frame: FrameType | None) -> None:
        if self._process is None:
            self._asked.append(number)
        elif self._process.returncode is None:
            os.kill(self._process.pid, number)
        before = self._before[number]
        if callable(before):
            before(number, frame)
        else:
            self._end = number
