"""A sitting at the journal: which page is open, whether it needs a save, and when one is due."""

from __future__ import annotations

import time
from bisect import insort
from datetime import date, datetime, timedelta

from journal_tui.domain.days import short_day
from journal_tui.domain.document import Document
from journal_tui.domain.errors import JournalError
from journal_tui.services.history import delete, keep_replaced, restore
from journal_tui.services.listing import Listing
from journal_tui.services.pages import Page, Saved, has_changed_outside, open_page, save_page
from journal_tui.services.workspace import Workspace

IDLE_SAVE = 10.0
"""Seconds without a key after which the page saves itself."""
LONGEST_UNSAVED = 60.0
"""Seconds after which it saves itself even while somebody types."""
LONGEST_RETRY = 60.0
"""Seconds between tries while saving fails; the first retry comes after five."""

_BEHIND, _AHEAD = timedelta(days=2), timedelta(days=2 * 365)
"""How far the clock may be off the newest entry before somebody is told."""


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
        self.touched = False
        """Whether somebody typed on the open page since it was opened, saved or not."""
        self.draft_days: frozenset[date] = frozenset()
        """Days of which a session that died has left a draft."""
        self.trouble: str | None = None
        """Why the last save failed; None after a good one."""
        self.saved_at: datetime | None = None
        """When the open page was last made safe in this sitting."""
        self.saving = False
        """Whether a save is under way, so that a signal's handler does not start another inside it."""
        self._begun: set[date] = set()
        """Days that were saved in this sitting; the history has what they held before it."""
        self._last_edit = 0.0
        self._first_edit = 0.0
        self._next_try = 0.0
        self._pause = 0.0

    @property
    def days(self) -> list[date]:
        """The days of the list, newest first: those with files or drafts, today, and the open one."""
        days = list(self.listing.days)
        for day in {self.today, self.page.day} | self.draft_days:
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
        self.touched = False
        return self.page

    def edited(self, now: float) -> None:
        """Somebody typed."""
        if not self.dirty:
            self._first_edit = now
        self.dirty, self._last_edit = True, now
        self.touched = True

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
            saved = save_page(self.workspace, self.page, text, first=self.page.day not in self._begun)
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
            self._begun.add(self.page.day)
            try:
                self.listing.refresh()
            except JournalError:
                pass  # the page is saved; that the folder cannot be listed is told when somebody lists it
            self.listing.put(self.page.day, self.listing.describe(self.page.day, self.page.text))
        return saved

    def save_blindly(self, text: str, now: float) -> None:
        """Save while nothing can be shown, as inside a signal's handler; does nothing inside another save.

        What another program wrote goes into the file, but not onto the screen: as far as the page knows, the file
        holds what the writer sees, so that the next look or save finds the other text as a change from outside.

        Raises:
            StorageError: it is not saved.
        """
        if self.saving:
            return
        before = self.page
        saved = self.save(text, now)
        if saved is not None and saved.merged:
            seen = Document.from_bytes(before.document.to_bytes(text))
            self.page = saved.page._replace(document=seen, stamp=None)

    def give_up(self) -> None:
        """The writer wants what was typed and not saved to be dropped."""
        self.dirty = False

    def look_at_clock(self, *, zone: bool = False) -> bool:
        """Whether another writing day has begun, or somebody has set the clock; then `today` is the new one.

        `zone` looks whether the computer's time zone has changed, too.
        """
        if zone and hasattr(time, "tzset"):
            time.tzset()  # else the zone stays what it was when the program began
        today = self.workspace.today()
        if today == self.today:
            return False
        self.today = today
        return True

    def clock_doubt(self) -> str | None:
        """Why the clock is probably wrong, in one line; None when it fits the journal, or was set by hand."""
        newest = self.listing.days[0] if self.listing.days else None
        if newest is None or self.workspace.clock.is_set:
            return None
        off = newest - self.today
        if -_AHEAD <= off <= _BEHIND:
            return None
        return f"The clock says {short_day(self.today)}, the newest entry is of {short_day(newest)}: is it right?"

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
        if page.exists:
            self._keep_old(page.document.data)
        self.page = page
        self.listing.refresh()
        self.listing.forget(page.day)

    def forget_file(self, now_there: Page) -> None:
        """The file vanished or was emptied under an open page: what is typed next, or a save, writes it anew."""
        self._keep_old(b"")
        self.page = now_there._replace(template="")
        self.lost = True

    def lose_file(self) -> None:
        """Something that cannot be read has the file's name: what the page shows may be nowhere else."""
        self._keep_old(b"")
        self.lost = True

    def _keep_old(self, new: bytes) -> None:
        """Keep what the page's file held, when another program made `new` of it; not when that only added."""
        old = self.page.document.data
        if self.page.exists and not new.startswith(old):
            keep_replaced(self.workspace, self.page.day, old, new, reason="reload")

    def restore(self, data: bytes) -> Page:
        """Make an older version the page; what was typed must have been saved. What it replaces is kept.

        Raises:
            StorageError: the page is as it was.
        """
        day = self.page.day
        restore(self.workspace, day, data, self.page.document.data if self.page.exists else None)
        self.page = open_page(self.workspace, day)
        self.dirty, self.trouble = False, None
        self.listing.refresh()
        self.listing.forget(day)
        return self.page

    def delete(self) -> date:
        """Move the page's entry to the trash; what was typed must have been saved.

        Returns:
            The day that comes next in the list: the one before in time, else the one after, else today.

        Raises:
            JournalError: there is no entry, or it could not be moved.
        """
        day, listing = self.page.day, self.listing
        following = listing.older(day) or listing.newer(day) or self.today
        delete(self.workspace, day)
        self.dirty, self.trouble = False, None
        listing.refresh()
        listing.forget(day)
        self.page = open_page(self.workspace, day)
        return following
