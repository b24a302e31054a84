"""How the page is shown: everything else away, other paragraphs dimmed, the line in the middle, its width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal_tui.domain.days import long_day, short_day
from journal_tui.domain.sessions import counted
from journal_tui.services.config_file import keep_choice
from journal_tui.settings.load import NARROWEST, WIDEST
from journal_tui.tui.widgets.heading import selected_of
from journal_tui.tui.widgets.status_bar import Foot

if TYPE_CHECKING:
    from journal_tui.services.goal import GoalReport
    from journal_tui.settings.edit import Value
    from journal_tui.tui.app import JournalApp
    from journal_tui.tui.screens.writing import WritingScreen

STEP = 4
"""Cells by which the page becomes wider or narrower."""
BESIDE = 2
"""Cells of the page beside its measure: one for the cursor behind the last character, one for the scroll bar."""
_HINT_FOR = 5.0
"""Seconds for which the way out of the focus mode is shown."""
_NAMES = {
    "paragraph_focus": "Paragraph focus is",
    "typewriter": "Typewriter scrolling is",
    "typography": "Typographic quotes and dashes are",
}


class Modes:
    """Changes what is on the screen at once, and config.toml with it for the next time."""

    def __init__(self, room: WritingScreen) -> None:
        self._room = room
        self.measure = room.sitting.workspace.config.page.measure
        """Width of the text in cells, as wanted: there may be less room."""
        self._hint = ""

    def begin(self) -> None:
        """Make the page as config.toml asks for. (Its measure is in the stylesheet from the start.)"""
        prose, page = self._room.prose, self._room.sitting.workspace.config.page
        prose.typography = page.typography
        prose.paragraph_focus = page.paragraph_focus
        prose.typewriter = page.typewriter

    def toggle(self, name: str) -> None:
        """Turn `paragraph_focus`, `typewriter` or `typography` on or off."""
        prose = self._room.prose
        on = not getattr(prose, name)
        setattr(prose, name, on)
        self._keep(name, on, f"{_NAMES[name]} {'on' if on else 'off'}")

    # The focus mode

    @property
    def focused(self) -> bool:
        """Whether there is nothing but the page."""
        return self._room.has_class("-focus")

    def toggle_focus(self) -> None:
        """Leave only the page and one line, or bring everything back."""
        room = self._room
        if self.focused:
            room.remove_class("-focus")
            if room.focused is not room.entries:
                room.remove_class("-list-open")
            room.status.show_foot(None)
            self._take_back(self._hint)
            return
        room.add_class("-focus")
        room.remove_class("-list-open")
        room.set_focus(room.prose)
        room.call_after_refresh(room.show_goal)
        self._hint = f"{room.key_of('focus-mode')} shows everything again"
        room.status.say(self._hint)
        room.set_timer(_HINT_FOR, lambda: self._take_back(self._hint))

    def show_foot(self, report: GoalReport) -> None:
        """Show the day of the page and the goal in the line at the foot."""
        room = self._room
        day, selected = room.sitting.page.day, room.selected_words
        if selected:
            right = selected_of(selected, room.prose.tally.total)
        elif report.goal and report.writing_day:
            words = f"{report.words:,} of {report.goal:,}"
            right = (f"{words} words today", f"{words} words", words)
        else:
            right = (f"{counted(report.words, 'word')} today",)
        room.status.show_foot(Foot((long_day(day), short_day(day)), right, *self._text_columns()))

    def _text_columns(self) -> tuple[int, int]:
        """Where the page's text begins and how wide it may be; all of the screen while it is hidden."""
        page = self._room.prose.region
        return (
            (page.x, page.width - BESIDE) if page.width > BESIDE else (1, max(0, self._room.size.width - 2))
        )

    def _take_back(self, message: str) -> None:
        if self._room.status.message == message:
            self._room.status.say("")

    # The measure

    def widen(self, steps: int) -> None:
        """Widen the page by so many steps, or narrow it. What there is no room for is told and not done."""
        measure, room = self.measure, self._there_is()
        if steps > 0 and min(measure, WIDEST) >= min(room, WIDEST):
            why = "can be" if room >= WIDEST else "there is room for"
            self._room.status.say(f"The page is as wide as {why}: {min(measure, room)} columns")
            return
        wanted = max(NARROWEST, min(WIDEST, (measure if steps > 0 else min(measure, room)) + steps * STEP))
        if wanted == measure or wanted >= measure > room:
            self._room.status.say(f"The page is as narrow as can be: {min(measure, room)} columns")
            return
        self.measure = wanted
        app: JournalApp = self._room.app  # type: ignore[assignment]
        app.set_measure(wanted)
        self._room.call_after_refresh(self._room.show_goal)
        self._keep("measure", wanted, f"The page is {min(wanted, room)} columns wide")

    def _there_is(self) -> int:
        """The widest measure that has room now, in cells."""
        return max(1, self._room.query_one("#sheet").content_size.width - BESIDE)

    def _keep(self, name: str, value: Value, told: str) -> None:
        problem = keep_choice(self._room.sitting.workspace, "page", name, value, "the choice")
        self._room.status.say(problem or told, "warning" if problem else "text")
