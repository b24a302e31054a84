"""What the keys of the writing room do: one short method a command."""

from __future__ import annotations

from datetime import date

from textual.screen import Screen

from journal_tui.services.sitting import Sitting
from journal_tui.tui.widgets.entry_list import EntryList
from journal_tui.tui.widgets.prose_area import ProseArea
from journal_tui.tui.widgets.status_bar import StatusBar


class DayActions(Screen[None]):
    """Actions by their names in the table of commands. `WritingScreen` adds what is shown."""

    sitting: Sitting
    keymap: dict[str, str]
    entries: EntryList
    prose: ProseArea
    status: StatusBar

    def save(self, *, wanted: bool = False) -> bool:
        """Save the page now; False when its text is not on the disk."""
        raise NotImplementedError

    def open_day(self, day: date) -> None:
        """Turn to another day."""
        raise NotImplementedError

    def action_save(self) -> None:
        """Save now."""
        if self.save(wanted=True) and not self.status.message.startswith("Saved"):
            at = self.sitting.saved_at
            self.status.say(f"Saved {at:%H:%M}" if at else "Nothing to save yet.")

    def action_go_to_date(self) -> None:
        """Ask for a date and open its page."""
        from journal_tui.tui.screens.ask_date import AskDate

        def opened(day: date | None) -> None:
            if day is not None:
                self.open_day(day)

        self.app.push_screen(AskDate(self.sitting.today), opened)

    def action_today(self) -> None:
        """Open today's page."""
        self.open_day(self.sitting.today)

    def action_older_entry(self) -> None:
        """Open the entry before this one."""
        self._open_neighbour(self.sitting.listing.older(self.sitting.page.day), "This is the oldest entry.")

    def action_newer_entry(self) -> None:
        """Open the entry after this one."""
        self._open_neighbour(self.sitting.listing.newer(self.sitting.page.day), "This is the newest entry.")

    def _open_neighbour(self, day: date | None, otherwise: str) -> None:
        if day is None:
            self.status.say(otherwise)
        else:
            self.open_day(day)

    def action_show_list(self) -> None:
        """Show or hide the list."""
        if self.size.width < 70:
            opened = self.has_class("-list-open")
            self.set_class(not opened, "-list-open")
            self.set_focus(self.prose if opened else self.entries)
        elif self.toggle_class("-list-hidden").has_class("-list-hidden"):
            self.set_focus(self.prose)

    def action_help(self) -> None:
        """Show what every key does."""
        from journal_tui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.keymap))
