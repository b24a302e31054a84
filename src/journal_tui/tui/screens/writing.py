"""The writing room: the days on the left, the page in the middle, the goal on the right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from journal_tui.domain.errors import JournalError
from journal_tui.services.goal import Habits, goal_report
from journal_tui.services.listing import Row
from journal_tui.services.sitting import Sitting
from journal_tui.tui.commands import EVERYWHERE, bindings_of, commands_of, first_keys, keys_of
from journal_tui.tui.compositing import RowCompositor
from journal_tui.tui.draft_keeper import DraftKeeper
from journal_tui.tui.habit import HabitCounted
from journal_tui.tui.keeper import Keeper
from journal_tui.tui.recovering import Recovering
from journal_tui.tui.screens.page_actions import PageActions
from journal_tui.tui.the_day import TheDay
from journal_tui.tui.theming import Look
from journal_tui.tui.undoing import Undoing
from journal_tui.tui.widgets.entry_list import EntryList
from journal_tui.tui.widgets.goal_panel import GoalLine, GoalPanel
from journal_tui.tui.widgets.heading import Heading
from journal_tui.tui.widgets.prose_area import ProseArea
from journal_tui.tui.widgets.status_bar import StatusBar

HINT = (
    "Write. Everything saves itself as plain Markdown.",
    "Esc goes to the list of days, Enter comes back here.",
    "F1 tells what every key does.",
)
_LAYOUTS = [(0, "-tiny"), (70, "-narrow"), (110, "-wide"), (160, "-vast")]
"""Classes of the stylesheet by the least width, in cells."""


class WritingScreen(PageActions):
    """Where the hours go. Turns messages of its widgets into calls of the sitting, and shows what came of it."""

    AUTO_FOCUS = "#prose"
    BINDINGS = bindings_of(EVERYWHERE)
    HORIZONTAL_BREAKPOINTS = _LAYOUTS

    def __init__(
        self, sitting: Sitting, drafts: DraftKeeper, look: Look, keymap: dict[str, str], width: int
    ) -> None:
        """`width` is the terminal's: Textual learns it after a frame, which would be in the wrong layout."""
        super().__init__(classes=next(name for least, name in reversed(_LAYOUTS) if width >= least))
        self._compositor = RowCompositor()
        self.sitting = sitting
        self.look = look
        self.keymap = keymap
        self.habits: Habits | None = None
        self.entries = EntryList(self._row_of, id="entries")
        self.heading = Heading(id="heading")
        self.prose = ProseArea(id="prose")
        self.goal = GoalPanel(id="goal")
        self.goal_line = GoalLine(id="goal-line")
        keys = [(first_keys(c, keymap), c.label, c.action_name) for c in commands_of(EVERYWHERE) if c.footer]
        self.status = StatusBar(keys, id="status")
        self.keeper = Keeper(
            sitting,
            self.prose,
            drafts,
            say=self.status.say,
            settled=self.show_days,
            turned=self._show_page,
            later=self.set_timer,
        )
        self.keeper.compare_key, self.keeper.history_key = self.key_of("compare"), self.key_of("history")
        self.prose.typed = self._typed
        self.prose.copied, self.prose.pasted = self.copied, self.pasted
        self.recovering = Recovering(self, drafts)
        self.day = TheDay(self)
        self.undoing = Undoing(self)

    def compose(self) -> ComposeResult:
        """Three columns over two lines; the stylesheet hides what has no room."""
        with Horizontal(id="room"):
            yield self.entries
            with Vertical(id="sheet"):
                yield self.heading
                yield self.prose
            yield self.goal
        yield self.goal_line
        yield self.status

    def on_mount(self) -> None:
        """Fill everything from the open page before the first frame."""
        self.entries.goal = self.sitting.workspace.settings.goal.words or 0
        self.wear(self.look)
        self.dress_page()
        self._show_page()
        self._tell_problems()
        self.set_interval(1.0, self.keeper.save_when_due)
        self.set_interval(2.0, self.keeper.look_outside)
        self.set_interval(10.0, self.look_at_folder)
        self.set_interval(20.0, self.day.look)

    def wear(self, look: Look) -> None:
        """Paint everything in this theme."""
        self.look = look
        self.entries.styles_of_list = look.entries
        self.prose.wear(look.page)
        self.status.styles_of_bar = look.status
        self.status.refresh()
        self.entries.refresh()
        self._show_heading()
        self.show_goal()

    # Showing

    def _row_of(self, day: date) -> Row:
        return self.sitting.listing.row(day)

    def _show_page(self) -> None:
        page = self.sitting.page
        self.prose.hint = HINT if not page.exists else ()
        self.prose.show(
            page.text,
            ignored_lines=page.template_lines,
            read_only=page.read_only is not None,
            from_top=self.entries.has_focus or page.read_only is not None,
        )
        self.search_anew()
        self.entries.today = self.sitting.today
        self.entries.set_days(self.sitting.days, page.day)
        self._show_heading()
        self.show_goal()
        self.tell_read_only()

    def show_goal(self) -> None:
        """Show today against the goal."""
        today = self.sitting.today
        on_today = self.sitting.page.day == today
        words = self.prose.tally.total if on_today else self.sitting.listing.row(today).words
        report = goal_report(self.sitting.workspace, today, words, self.habits)
        self.goal.show(report, self.look.goal)
        self.goal_line.show(report, self.look.goal)
        if self.has_class("-focus"):
            self.modes.show_foot(report)

    def _tell_problems(self) -> None:
        problems = self.sitting.workspace.problems
        if problems:
            more = f"  (and {len(problems) - 1} more: journal path)" if len(problems) > 1 else ""
            self.status.say(f"{problems[0]}{more}", "warning")

    def show_days(self) -> None:
        """Show the days of the list anew."""
        self.entries.set_days(self.sitting.days, self.sitting.page.day)
        self.show_goal()

    def look_at_folder(self) -> None:
        """Show days and copies that have come or gone."""
        if self.sitting.listing.refresh():
            self.show_days()

    def show_drafts(self) -> None:
        """Show which days have drafts."""
        if self.entries.drafts != self.sitting.draft_days:
            self.entries.drafts = self.sitting.draft_days
            self.show_days()

    def show_today(self) -> None:
        """Show that it is another day, around a page that stays."""
        self.entries.today = self.sitting.today
        self._show_heading()
        self.show_days()

    def key_of(self, command: str, *, plain: bool = False) -> str:
        """The key that runs a command now, as people write it, or `plain` as `ctrl+z`."""
        return keys_of(command, self.keymap, plain=plain)

    def save(self, *, wanted: bool = False) -> bool:
        """Save the page now; False when its text is not on the disk."""
        return self.keeper.save(wanted=wanted)

    # What the widgets tell

    def on_prose_area_edited(self) -> None:
        """The text has changed: count it, and save it later."""
        sitting, day, words = self.sitting, self.sitting.page.day, self.prose.tally.total
        row = sitting.listing.row(day)
        head = sitting.listing.describe(day, self.prose.head())
        live = row._replace(words=words, exists=True, title=head.title, opening=head.opening)
        if live != row:
            sitting.listing.put(day, live)
            self.entries.refresh_day(day)
        self._show_heading()
        self.show_goal()

    def _typed(self, lines: Sequence[str], much: bool) -> None:
        self.keeper.typed(lines, much)
        self.undoing.edited()

    def on_prose_area_left(self) -> None:
        """From the page to the list, unless Escape was meant for a search."""
        if self.ends_search():
            return
        self.save()
        self.remove_class("-list-hidden")
        self.add_class("-list-open")
        self.set_focus(self.entries)

    def on_entry_list_chosen(self) -> None:
        """From the list to the page."""
        self.remove_class("-list-open")
        self.set_focus(self.prose)
        self.prose.scroll_cursor_visible(animate=False)

    def on_entry_list_moved(self, event: EntryList.Moved) -> None:
        """Show the selected day's page."""
        self.open_day(event.day)

    def on_habit_counted(self, event: HabitCounted) -> None:
        """Show the days kept."""
        self.habits = event.habits
        self.show_goal()

    def on_status_bar_pressed(self, event: StatusBar.Pressed) -> None:
        """A key's label was clicked."""
        self.call_later(self.run_action, event.action)

    def on_banner_pressed(self) -> None:
        """The banner was clicked."""
        self.action_today()

    def open_day(self, day: date) -> None:
        """Save the open page and turn to another; stays when one of the two fails."""
        if day == self.sitting.page.day:
            return
        if not self.save():
            self.entries.select(self.sitting.page.day)
            return
        try:
            self.sitting.open(day)
        except JournalError as error:
            self.status.say(str(error), "error")
            self.entries.select(self.sitting.page.day)
            return
        self.status.say("")
        self._show_page()
        self.day.opened()
        self.recovering.offer()
