"""The page's own file in the writer's other editor, while the app steps aside and gives it the terminal."""

from __future__ import annotations

import os
import sys
import termios
from typing import TYPE_CHECKING, Any

from textual.app import SuspendNotSupported

from journal_tui.domain.display import one_line
from journal_tui.domain.errors import JournalError
from journal_tui.services.editors import find_editor
from journal_tui.services.open_outside import drop_empty, edit_file

if TYPE_CHECKING:
    from journal_tui.services.editors import Editor
    from journal_tui.services.open_outside import Edited
    from journal_tui.tui.app import JournalApp
    from journal_tui.tui.screens.writing import WritingScreen

_TIDY = "\x1b[?1049l\x1b[?1000;1002;1003;1006l\x1b[?1l\x1b>\x1b[r\x1b[0m\x1b(B\x1b[?25h"
"""Leave the alternate screen, end mouse reports and keypad modes, the whole screen scrolls, plain letters."""


class OutsideEditor:
    """Lets another editor have the file of the open page, and takes in what it made of it.

    The page is saved before, so that there is one text; it takes in the file as it does what any program writes:
    as one change that undo takes back, with the old text in the history.
    """

    def __init__(self, room: WritingScreen) -> None:
        self._room = room

    def edit(self) -> None:
        """Save, go there, come back."""
        room = self._room
        # `wanted` writes a file again that was deleted under the page: the writer sees its text and means it.
        if not room.save(wanted=True):
            return
        try:
            editor = find_editor(room.sitting.workspace.config.editor, os.environ)
            edited = self._leave_to(editor)
        except JournalError as error:
            room.status.say(str(error), "error")
        except SuspendNotSupported:
            room.status.say("Another editor cannot have this terminal.", "warning")
        else:
            self._come_back(edited)

    def _leave_to(self, editor: Editor) -> Edited:
        room = self._room
        app: JournalApp = room.app  # type: ignore[assignment]
        app.drafts.flush()
        line, column = room.prose.cursor_location
        path = room.sitting.workspace.journal.path_of(room.sitting.page.day)
        failed: JournalError | None = None
        with app.suspend():
            # Nothing may be raised in here: the app would never get its terminal back.
            before = _attributes()
            if editor.has_window:
                _write(f"{one_line(editor.name)} has the page; journal waits until it is closed there.\n")
            try:
                edited = edit_file(editor, path, line + 1, column + 1)
            except JournalError as error:
                failed = error
            _restore(before)
            if failed is not None or edited.code:
                _write(_TIDY)
        if failed is not None:
            raise failed
        return edited

    def _come_back(self, edited: Edited) -> None:
        """Take in what the editor wrote, and say what happened."""
        room, name = self._room, edited.editor.name
        sitting, prose = room.sitting, room.prose
        try:
            seen = sitting.look_outside()
        except JournalError as error:
            room.status.say(str(error), "error")
            return
        was_made = seen is not None and seen.exists and not sitting.page.exists
        if was_made and drop_empty(sitting.workspace, sitting.page.day):
            seen = None
        if seen is None:
            said = f"Back from {name}: " + ("nothing was written" if was_made else "the page is as it was")
        else:
            emptied = bool(prose.text.strip()) and not seen.document.text.strip()
            # What the writer wrote there was written on this page: it stays open after midnight.
            sitting.touched = True
            room.keeper.look_outside()
            if emptied or (seen.read_only and edited.trouble is None):
                return  # what that means is told when it is sure
            said = f"Back from {name} · {room.key_of('undo', plain=True)} takes its changes back"
        if edited.trouble is not None:
            became = "the page is as it was" if seen is None else seen.read_only or "its changes are here"
            said = f"{edited.trouble} · {became}"
        room.status.say(one_line(said), "text" if edited.trouble is None else "warning")


def _attributes() -> list[Any] | None:
    try:
        return termios.tcgetattr(sys.__stdin__.fileno()) if sys.__stdin__ is not None else None
    except (termios.error, OSError, ValueError):
        return None


def _restore(attributes: list[Any] | None) -> None:
    """An editor that was killed leaves the terminal raw; the next one, or the shell, would find it so."""
    if attributes is None or sys.__stdin__ is None:
        return
    try:
        termios.tcsetattr(sys.__stdin__.fileno(), termios.TCSANOW, attributes)
    except (termios.error, OSError, ValueError):
        pass


def _write(text: str) -> None:
    """Write to the terminal, whose the app is not just now."""
    if sys.__stderr__ is None:
        return
    try:
        sys.__stderr__.write(text)
        sys.__stderr__.flush()
    except (OSError, ValueError):
        pass
