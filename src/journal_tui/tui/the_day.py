"""What happens when the day ends while the app is open: midnight, a suspended computer, a clock that was set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal_tui.domain.days import short_day
from journal_tui.tui.habit import count_in_background
from journal_tui.tui.widgets.banner import Banner

if TYPE_CHECKING:
    from journal_tui.tui.app import JournalApp
    from journal_tui.tui.screens.writing import WritingScreen


class TheDay:
    """Watches the clock of the wall: timers do not count the time in which a computer sleeps.

    What was typed stays on the day that it was typed on.
    """

    def __init__(self, room: WritingScreen) -> None:
        self._room = room
        self._banner: Banner | None = None

    def look(self, *, zone: bool = True) -> None:
        """See whether it is another day. A dialog is about the page below it, which then stays for now.

        `zone` looks at the computer's time zone too, which is too slow to do for each key.
        """
        room, sitting = self._room, self._room.sitting
        app: JournalApp = room.app  # type: ignore[assignment]
        if app.screen is not room:
            return
        before = sitting.today
        if not sitting.look_at_clock(zone=zone):
            return
        if sitting.page.day == before and not sitting.touched:
            room.open_day(sitting.today)
        room.show_today()
        if sitting.page.day == sitting.today:
            self.opened()
        elif sitting.page.day == before or self._banner is not None:
            self._show_banner()
        doubt = sitting.clock_doubt()
        if doubt is not None:
            room.status.say(doubt, "warning")
        count_in_background(app, sitting)

    def opened(self) -> None:
        """Another page was opened by somebody who looked at the days: no need to tell which day it is."""
        if self._banner is not None:
            self._banner.remove()
            self._banner = None

    def _show_banner(self) -> None:
        day = short_day(self._room.sitting.today).rpartition(" ")[0]
        text = f"It is now {day} · {self._room.key_of('today')} opens its page"
        if self._banner is not None:
            self._banner.say(text)
            return
        self._banner = Banner(text, id="banner")
        self._room.mount(self._banner, before=self._room.prose)
