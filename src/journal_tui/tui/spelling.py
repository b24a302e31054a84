"""Spelling on the page: switched on and off, asked for suggestions.

Dictionaries and words are looked at in a thread that waits for another process, so that no key waits for either.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.geometry import Offset

from journal_tui.tui.underlines import Underlines

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.document._document import Location

    from journal_tui.services.spelling import Wanted
    from journal_tui.tui.screens.suggestions import Answer, Suggestions
    from journal_tui.tui.screens.writing import WritingScreen
    from journal_tui.tui.spelling_thread import Found, SpellingThread


class Speller:
    """The spelling of one writing room."""

    def __init__(self, room: WritingScreen) -> None:
        self._room = room
        self._underlines = Underlines(room)
        self._thread: SpellingThread | None = None
        self._names: tuple[str, ...] = ()
        self._switched: Wanted | None = None
        self._passed: Location | None = None

    # On and off

    @property
    def _wanted(self) -> Wanted:
        if self._switched is not None:
            return self._switched
        return self._room.sitting.workspace.config.page.spelling

    def begin(self) -> None:
        """Read the dictionaries in the background, if there are any and they are wanted. Says nothing."""
        if self._wanted:
            threading.Thread(target=self._begin, name="spelling-begins", daemon=True).start()

    def _begin(self) -> None:
        """What need not be imported is not, and what must be holds up no key."""
        from importlib.util import find_spec

        if find_spec("hunspell") is None:
            return
        from journal_tui.tui import spelling_thread  # noqa: F401

        if self._room.app.is_running:
            self._room.call_later(self._load, lambda trouble: None)

    def toggle(self) -> None:
        """Switch spelling on or off, now and for the next time."""
        if self._names:
            self._switched = False
            self.end()
            self._room.status.say(self._keep(False) or "Spelling is off.")
        else:
            self._switched = self._room.sitting.workspace.config.page.spelling or "auto"
            self._load(self._switched_on)

    def _switched_on(self, trouble: str | None) -> None:
        if trouble is None:
            told = f"Misspelt words are underlined ({', '.join(self._names)})."
            self._room.status.say(self._keep(self._wanted) or told)
        else:
            self._room.status.say(trouble, "warning")

    def failed(self, trouble: str) -> None:
        """The dictionaries do not answer any more: no underlines, and a word only to who has asked."""
        from journal_tui.tui.screens.suggestions import Suggestions

        self.end()
        screen = self._room.app.screen
        if isinstance(screen, Suggestions):
            screen.dismiss(None)
            self._room.status.say(trouble, "warning")

    def end(self) -> None:
        """Let the dictionaries go."""
        if self._thread is not None:
            self._thread.end()
        self._thread, self._names = None, ()
        self._underlines.hide()

    def _load(self, then: Callable[[str | None], None]) -> None:
        """Read the dictionaries; `then` gets why there are none, or None."""
        from journal_tui.tui.spelling_thread import SpellingThread

        if self._thread is None:
            self._thread = SpellingThread(self._room)
        thread = self._thread

        def loaded(names: tuple[str, ...], trouble: str | None) -> None:
            if thread is not self._thread:
                return
            if trouble is not None:
                self.end()
            elif not self._names:
                self._names = names
                self._underlines.show(thread.check)
            then(trouble)

        thread.load(self._wanted, loaded)

    def _keep(self, wanted: Wanted) -> str | None:
        from journal_tui.services.config_file import keep_choice

        return keep_choice(self._room.sitting.workspace, "page", "spelling", wanted, "the spelling")

    # Suggestions

    def suggest(self) -> None:
        """Offer what the misspelt word at the cursor, else the next one, may have meant."""
        if self._room.prose.read_only:
            self._room.status.say("This page is read-only.")
        elif self._names:
            self._look()
        elif self._wanted:
            self._load(self._loaded_to_suggest)  # perhaps they have been installed since
        else:
            self._room.status.say("Spelling is off: “Spelling on or off” in the palette switches it on.")

    def _loaded_to_suggest(self, trouble: str | None) -> None:
        if trouble is None:
            self._look()
        else:
            self._room.status.say(trouble, "warning")

    def _look(self) -> None:
        """Open the list at once, so that it takes the keys from now on; fill it when a word is found."""
        from journal_tui.tui.screens.suggestions import Suggestions

        thread, prose = self._thread, self._room.prose
        if thread is None or self._room.app.screen is not self._room:
            return
        row, column = min(prose.selection)
        if prose.selection.is_empty and (row, column) == self._passed:
            column += 1
        screen = Suggestions(self._room.keymap)
        lines = [(line, prose.tally.state(at)) for at, line in enumerate(prose.document.lines)]
        self._room.app.push_screen(screen, lambda answer: self._answered(screen, answer))
        thread.find(lines, (row, column), lambda found: self._found(screen, found))

    def _found(self, screen: Suggestions, found: Found | None) -> None:
        if not screen.is_current or self._thread is None:
            return
        if found is None:
            screen.dismiss(None)
            self._room.status.say("No misspelt word on this page.")
        elif not self._is_there(found):
            screen.dismiss(None)
        else:
            row, start, end, word = found
            prose = self._room.prose
            prose.select((row, start), (row, end))
            screen.ask(found, lambda: prose.cursor_screen_offset - Offset(cell_len(word), 0))
            self._thread.suggest(word, screen.offer)

    def _is_there(self, found: Found) -> bool:
        row, start, end, word = found
        document = self._room.prose.document
        return row < document.line_count and document.get_line(row)[start:end] == word

    def _answered(self, screen: Suggestions, answer: Answer | None) -> None:
        prose, found = self._room.prose, screen.found
        if found is None:
            return
        if not self._is_there(found):
            self._room.status.say("The text has changed meanwhile; nothing was replaced.", "warning")
            return
        row, start, end, word = found
        what, text = answer or ("leave", "")
        if what == "use":
            prose.replace_many([((row, start), (row, end), text)])
            end = start + len(text)
        elif what == "learn" and self._thread is not None:
            self._thread.learn(word, lambda trouble: self._learned(word, trouble))
        elif what == "ignore" and self._thread is not None:
            self._thread.ignore(word, self._underlines.look_again)
        prose.move_cursor((row, end))
        self._passed = (row, end)
        if what == "next":
            self._look()

    def _learned(self, word: str, trouble: str | None) -> None:
        self._underlines.look_again()
        if trouble is not None:
            self._room.status.say(trouble, "error")
        else:
            self._room.status.say(f"“{word}” is in the journal's words.txt now.")
