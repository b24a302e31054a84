"""Keeps the page on the screen and the page on the disk the same, and says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from journal_tui.domain.errors import JournalError
from journal_tui.services.pages import Saved
from journal_tui.services.sitting import Sitting
from journal_tui.tui.widgets.prose_area import ProseArea

Say = Callable[[str, str], None]
"""Shows a message: its text, and whether it is "text", a "warning" or an "error"."""


class Keeper:
    """Between the sitting, which knows files, and the page, which knows keys."""

    def __init__(
        self,
        sitting: Sitting,
        prose: ProseArea,
        say: Say,
        settled: Callable[[], None],
        turned: Callable[[], None],
    ) -> None:
        """`settled` is called when the list of days may look different, `turned` when the page must be shown
        anew, because it can or cannot be edited now."""
        self._sitting = sitting
        self._prose = prose
        self._say = say
        self._settled = settled
        self._turned = turned

    def save(self, *, wanted: bool = False) -> bool:
        """Save the page now. False when the text is not on the disk; why is on the screen."""
        try:
            saved = self._sitting.save(self._prose.text, monotonic(), wanted=wanted)
        except JournalError as error:
            self._say(f"Not saved. {error}", "error")
            return False
        if saved is not None:
            self._show(saved)
        return True

    def save_when_due(self) -> None:
        """Save the page if it has waited long enough."""
        if self._sitting.due(monotonic()):
            self.save()

    def look_outside(self) -> None:
        """Show what another program wrote to the open page. A page with unsaved words waits for its save."""
        if self._sitting.dirty:
            return
        try:
            page = self._sitting.look_outside()
        except JournalError:
            return
        if page is None:
            return
        if self._prose.text.strip() and not page.document.text.strip():
            self._sitting.forget_file(page)
            what = "emptied" if page.exists else "deleted"
            self._say(
                f"Another program {what} the file. The text is still here: save it to keep it.", "warning"
            )
            return
        self._sitting.adopt(page)
        if page.read_only or self._prose.read_only:
            self._turned()
        else:
            self._prose.adopt(page.text)
            self._settled()

    def _show(self, saved: Saved) -> None:
        if saved.merged:
            self._prose.adopt(saved.page.text)
        message = f"Saved {saved.at:%H:%M}"
        if saved.sibling:
            message += f" · another program's text is beside it in {saved.sibling}"
        elif saved.merged:
            message += " · with what another program wrote"
        self._say(message, "warning" if saved.sibling else "text")
        self._settled()
