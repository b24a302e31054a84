"""From a link to where it leads: shown first, opened when the writer says so."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

from journal_tui.domain.errors import JournalError
from journal_tui.domain.links import link_near, link_to
from journal_tui.tui.screens.ask_link import AskLink

if TYPE_CHECKING:
    from journal_tui.domain.links import Link
    from journal_tui.tui.screens.writing import WritingScreen


class LinkOpener:
    """Opens links in the writer's own browser or mail program."""

    def __init__(self, room: WritingScreen) -> None:
        self._room = room

    def open_at_cursor(self) -> None:
        """Open the link at the cursor of the page, else the next one of its line."""
        prose = self._room.prose
        row, column = prose.cursor_location
        address = link_near(prose.document.get_line(row), column)
        if address is None:
            self._room.status.say("There is no link in this line.")
        else:
            self.ask(address)

    def ask(self, address: str) -> None:
        """Show where an address leads; what may not be opened is one line that says so."""
        try:
            link = link_to(address)
        except JournalError as error:
            self._room.status.say(str(error), "warning")
            return

        def decided(choice: str | None) -> None:
            if choice == "open":
                self._room.status.say(f"Opening {link.host or link.target}")
                threading.Thread(target=self._browse, args=(link,), name="browse", daemon=True).start()
            elif choice == "copy":
                self._room.clipboard.copy(link.target)

        self._room.app.push_screen(AskLink(link), decided)

    def _browse(self, link: Link) -> None:
        from journal_tui.services.browse import open_address

        try:
            open_address(link.target, dict(os.environ))
        except JournalError as error:
            if self._room.app.is_running:
                self._room.call_later(self._room.status.say, str(error), "warning")
