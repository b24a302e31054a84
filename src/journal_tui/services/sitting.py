"""A sitting at the journal: which page is open, whether it needs a save, and when one is due."""

from __future__ import annotations

from bisect import insort
from datetime import date, datetime

from journal_tui.domain.errors import JournalError
from journal_tui.services.listing import Listing
from journal_tui.services.pages import Page, Saved, has_changed_outside, open_page, save_page
from journal_tui.services.workspace import Workspace
from journal_tui.storage.identity import state_dir
from journal_tui.storage.parked import park

IDLE_SAVE = 10.0
"""Seconds without a key after which the page saves itself."""
LONGEST_UNSAVED = 60.0
"""Seconds after which it saves itself even while somebody types."""
LONGEST_RETRY = 60.0
"""Seconds between tries while saving fails; the first retry comes after five."""


def _backwards(day: date) -> int:
    return -day.toordinal()


class Sitting:
    """One writer at one journal. Knows no widgets: the text is handed in, times are seconds of any clock that
    only goes forward.
    """

    def __init__(self, workspace: Workspace, day: date | None = None) -> None:
        self.workspace = workspace
        self.listing = Listing(workspace)
        self.today = workspace.today()
        self.page: Page = open_page(workspace, day or self.today)
        self.dirty = False
        self.lost = False
        """Whether the file vanished or was emptied under the page. Only an edit or the save key brings it back:
        whoever deleted it may have meant it."""
        self.trouble: str | None = None
        """Why the last save failed; None after a good one."""
        self.saved_at: datetime | None = None
        """When the open page was last made safe in this sitting."""
        self.saving = False
        """Whether a save is under way, so that a signal's handler does not start another inside it."""
        self._last_edit = 0.0
        self._first_edit = 0.0
        self._next_try = 0.0
        self._pause = 0.0

    @property
    def days(self) -> list[date]:
        """The days of the list, newest first: those with files, today, and the open one."""
        days = list(self.listing.days)
        for day in {self.today, self.page.day}:
            if day not in self.listing:
                insort(days, day, key=_backwards)
        return days

    def open(self, day: date) -> Page:
        """Turn to another day; what was typed before must have been saved.

        Raises:
            StorageError: the day's file cannot be read; the old page stays open.
        """
        self.page = open_page(self.workspace, day)
        self.dirty, self.lost, self.trouble, self._pause = False, False, None, 0.0
        self.saved_at = None
        return self.page

    def edited(self, now: float) -> None:
        """Somebody typed."""
        if not self.dirty:
            self._first_edit = now
        self.dirty, self._last_edit = True, now

    def due(self, now: float) -> bool:
        """Whether the page should save itself."""
        if not self.dirty or (self.trouble and now < self._next_try):
            return False
        return now - self._last_edit >= IDLE_SAVE or now - self._first_edit >= LONGEST_UNSAVED

    def save(self, text: str, now: float, *, wanted: bool = False) -> Saved | None:
        """Save the page; None when nothing needed saving. `wanted`: by the save key, which also brings a lost
        file back.

        Raises:
            StorageError: it is not saved; the page stays dirty and `due` waits longer from try to try.
        """
        if not (self.dirty or (self.lost and wanted)):
            return None
        self.saving = True
        try:
            saved = save_page(self.workspace, self.page, text)
        except JournalError as error:
            self.trouble = str(error)
            self._pause = min(LONGEST_RETRY, self._pause * 2 or 5.0)
            self._next_try = now + self._pause
            raise
        finally:
            self.saving = False
        self.dirty, self.lost, self.trouble, self._pause = False, False, None, 0.0
        if saved is not None:
            self.page, self.saved_at = saved.page, saved.at
            self.listing.refresh()
            self.listing.put(self.page.day, self.listing.describe(self.page.day, self.page.text))
        return saved

    def look_outside(self) -> Page | None:
        """What another program made of the open page's file.

        Returns:
            None when it is as we know it; else the page as it is on the disk now. It is not adopted: call
            `adopt` with it when its text is on the screen.
        """
        if not has_changed_outside(self.workspace, self.page):
            return None
        return open_page(self.workspace, self.page.day)

    def adopt(self, page: Page) -> None:
        """The disk's page is the one on the screen now."""
        self.page = page
        self.listing.refresh()
        self.listing.forget(page.day)

    def forget_file(self, now_there: Page) -> None:
        """The file vanished or was emptied under an open page: what is typed next, or a save, writes it anew."""
        self.page = now_there._replace(template="")
        self.lost = True

    def park(self, text: str) -> str:
        """Keep the text outside the journal, for when the page cannot be saved at the end.

        Returns:
            The path of the copy.

        Raises:
            StorageError: not even that was possible.
        """
        folder = state_dir(self.workspace.locations, self.workspace.journal.root)
        return park(folder, self.page.day.isoformat(), text.encode("utf-8", "surrogatepass"))
