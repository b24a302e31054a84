"""Keeps the page on the screen and the page on the disk the same, and says what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic

from journal_tui.domain.errors import JournalError
from journal_tui.services.pages import SETTLING, Page, Saved
from journal_tui.services.sitting import Sitting
from journal_tui.tui.draft_keeper import DraftKeeper
from journal_tui.tui.widgets.prose_area import ProseArea

Say = Callable[[str, str], None]
"""Shows a message: its text, and whether it is "text", a "warning" or an "error"."""
Later = Callable[[float, Callable[[], None]], object]
"""Calls something after so many seconds."""


class Keeper:
    """Between the sitting, which knows files, and the page, which knows keys."""

    def __init__(
        self,
        sitting: Sitting,
        prose: ProseArea,
        drafts: DraftKeeper,
        *,
        say: Say,
        settled: Callable[[], None],
        turned: Callable[[], None],
        later: Later,
    ) -> None:
        """`settled` is called when the list of days may look different, `turned` when the page must be shown
        anew, because it can or cannot be edited now."""
        self._sitting = sitting
        self._prose = prose
        self._drafts = drafts
        self._say = say
        self._settled = settled
        self._turned = turned
        self._later = later
        self.compare_key = "compare"
        """The key that shows two texts of one day, as people write it."""
        self.history_key = "history"
        """The key that shows the older versions of a day."""
        self._seen: bytes | None = None
        self._seen_at = 0.0
        self._told_of_drafts = False

    def typed(self, lines: Sequence[str], much: bool = False) -> None:
        """The page has these lines now, by the writer's hand; `much` came in one go. At once safe in a thread."""
        self._sitting.edited(monotonic())
        self._drafts.take(self._sitting.page, lines, at_once=much)

    def put(self, text: str) -> None:
        """Make `text` the page by one edit that undo takes back, unsaved as if it had been typed."""
        if text != self._prose.text:
            self._prose.adopt(text)
            self.typed(self._prose.document.lines, much=True)

    def save(self, *, wanted: bool = False) -> bool:
        """Save the page now. False when the text is not on the disk; why is on the screen."""
        was_dirty, day = self._sitting.dirty, self._sitting.page.day
        if was_dirty:
            # A kill between the save and the end of the draft must not leave an older draft than the file.
            self._drafts.flush()
        try:
            saved = self._sitting.save(self._prose.text, monotonic(), wanted=wanted)
        except JournalError as error:
            self._drafts.hurry()
            self._say(f"Not saved. {error}", "error")
            return False
        if was_dirty:
            self._drafts.settle(day)
        if saved is not None:
            self._show(saved)
        return True

    def save_when_due(self) -> None:
        """Save the page if it has waited long enough, and no other program is in the middle of writing it."""
        self._tell_of_drafts()
        if self._sitting.due(monotonic()) and not self._is_being_written():
            self.save()

    def look_outside(self) -> None:
        """Show what another program wrote to the open page. A page with unsaved words waits for its save."""
        if self._sitting.dirty:
            return
        try:
            page = self._sitting.look_outside()
        except JournalError as error:
            self._tell_unreadable(str(error))
            return
        if page is None or not self._is_settled(page):
            return
        if self._prose.text.strip() and not page.document.text.strip():
            self._sitting.forget_file(page)
            what = "emptied" if page.exists else "deleted"
            self._say(
                f"Another program {what} the file. The text is still here: save it to keep it.", "warning"
            )
            return
        old = self._sitting.page.document.data
        self._sitting.adopt(page)
        if page.read_only or self._prose.read_only:
            self._turned()
            if page.read_only and not page.document.data.startswith(old):
                where = f"the text before is in the history ({self.history_key})"
                self._say(f"Read-only: {page.read_only.rstrip('.')} · {where}", "warning")
        else:
            self._prose.adopt(page.text)
            self._settled()

    def _tell_unreadable(self, trouble: str) -> None:
        if not self._sitting.lost:
            self._sitting.lose_file()
            self._say(f"{trouble} The text is still here, and in the history.", "warning")

    def _is_being_written(self) -> bool:
        try:
            page = self._sitting.look_outside()
        except JournalError:
            return False
        return page is not None and not self._is_settled(page)

    def _is_settled(self, page: Page) -> bool:
        """Whether a file that another program has changed is whole: it lost nothing, or lost it for good."""
        data, now = page.document.data, monotonic()
        if len(data) >= len(self._sitting.page.document.data):
            self._seen = None
            return True
        if self._seen == data and now - self._seen_at >= SETTLING:
            self._seen = None
            return True
        if self._seen != data:
            self._seen, self._seen_at = data, now
        self._later(SETTLING, self.look_outside)
        return False

    def _tell_of_drafts(self) -> None:
        trouble = self._drafts.trouble
        if trouble is not None and not self._told_of_drafts:
            self._told_of_drafts = True
            self._say(f"The text has no safety copy until it is saved: {trouble}", "warning")

    def _show(self, saved: Saved) -> None:
        if saved.merged:
            self._prose.adopt(saved.page.text)
        message = f"Saved {saved.at:%H:%M}"
        if saved.sibling:
            message += f" · {self.compare_key} shows another program's text, kept beside it"
        elif saved.merged:
            message += " · with what another program wrote"
        elif saved.gone:
            message += f" · another program had {saved.gone} the file"
        if saved.unkept:
            message += f" · no older version was kept: {saved.unkept}"
        odd = saved.sibling or saved.gone or saved.unkept
        self._say(message, "warning" if odd else "text")
        self._settled()
