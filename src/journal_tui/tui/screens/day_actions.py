"""What the keys of the writing room do: one short method a command."""

from __future__ import annotations

from datetime import date

from textual import events
from textual.screen import Screen

from journal_tui.domain.days import short_day
from journal_tui.domain.errors import JournalError
from journal_tui.services.history import Version
from journal_tui.services.sitting import Sitting
from journal_tui.tui.theming import Look
from journal_tui.tui.undoing import Undoing
from journal_tui.tui.widgets.entry_list import EntryList
from journal_tui.tui.widgets.prose_area import ProseArea
from journal_tui.tui.widgets.status_bar import StatusBar


class DayActions(Screen[None]):
    """Actions by their names in the table of commands. `WritingScreen` adds what is shown."""

    sitting: Sitting
    keymap: dict[str, str]
    look: Look
    entries: EntryList
    prose: ProseArea
    status: StatusBar
    undoing: Undoing

    def save(self, *, wanted: bool = False) -> bool:
        """Save the page now; False when its text is not on the disk."""
        raise NotImplementedError

    def open_day(self, day: date) -> None:
        """Turn to another day."""
        raise NotImplementedError

    def _show_page(self) -> None:
        """Show the open page and its days."""
        raise NotImplementedError

    def tell_read_only(self) -> bool:
        """Whether the page is read-only; if so, say why."""
        why = self.sitting.page.read_only
        if why is not None:
            self.status.say(f"Read-only: {why}", "warning")
        return why is not None

    def on_key(self, event: events.Key) -> None:
        """A letter that the page did not take."""
        if self.focused is self.prose and (event.is_printable or event.key == "enter"):
            self.tell_read_only()

    def action_save(self) -> None:
        """Save now."""
        if not self.save(wanted=True) or self.tell_read_only():
            return
        if not self.status.message.startswith("Saved"):
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
        if self.size.width < 70 or self.has_class("-focus"):
            opened = self.has_class("-list-open")
            self.set_class(not opened, "-list-open")
            self.set_focus(self.prose if opened else self.entries)
        elif self.toggle_class("-list-hidden").has_class("-list-hidden"):
            self.set_focus(self.prose)

    def action_history(self) -> None:
        """Show the older versions of the open page, and put one of them on it."""
        from journal_tui.tui.screens.history import HistoryScreen

        if not self.save():
            return
        page = self.sitting.page
        try:
            screen = HistoryScreen(self.sitting.workspace, page, self.keymap, self.look)
        except JournalError as error:
            self.status.say(str(error), "error")
            return
        if not screen.versions:
            self.status.say(f"{short_day(page.day)} has no older versions yet.")
            return
        self.app.push_screen(screen, self._restore)

    def _restore(self, version: Version | None) -> None:
        if version is None:
            return
        was_read_only = self.sitting.page.read_only
        try:
            page = self.sitting.restore(version.data)
        except JournalError as error:
            self.status.say(str(error), "error")
            return
        if was_read_only or page.read_only:
            self._show_page()
        else:
            self.prose.adopt(page.text)
            self.entries.set_days(self.sitting.days, page.day)
        undo = "" if page.read_only else " · ctrl+z takes it back"
        self.status.say(f"Restored the version of {version.at:%Y-%m-%d %H:%M}{undo}")

    def on_prose_area_nothing_to_undo(self) -> None:
        """Undo goes on before the sitting."""
        self.undoing.further_back()

    def action_delete_entry(self) -> None:
        """Ask, then move the open entry to the trash and go on in the list."""
        from journal_tui.tui.screens.ask_yes import AskYes

        if not self.save():
            return
        page = self.sitting.page
        if not page.exists:
            self.status.say("There is no entry to delete.")
            return
        words = f"{self.prose.tally.total:,} word{'' if self.prose.tally.total == 1 else 's'}"
        question = f"Move {short_day(page.day)} ({words}) to the trash?"
        comfort = "The history of that day brings it back."
        self.app.push_screen(AskYes("Delete entry", question, comfort), self._delete)

    def _delete(self, sure: bool | None) -> None:
        if not sure:
            return
        day = self.sitting.page.day
        try:
            following = self.sitting.delete()
        except JournalError as error:
            self.status.say(str(error), "error")
            return
        self._show_page()
        self.open_day(following)
        self.status.say(f"{short_day(day)} is in the trash; the history of that day brings it back")

    def action_help(self) -> None:
        """Show what every key does."""
        from journal_tui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.keymap))
