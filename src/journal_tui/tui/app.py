"""The terminal app: themes, keys, the ways in and out. What it does for the writer lives in its screens."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Sequence

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.filter import LineFilter, Monochrome, NoColor
from textual.screen import Screen

from journal_tui.services.sitting import Sitting
from journal_tui.services.themes import Themes, save_theme
from journal_tui.tui import farewell, palette
from journal_tui.tui.control_filter import ControlFilter
from journal_tui.tui.draft_keeper import DraftKeeper
from journal_tui.tui.habit import count_in_background
from journal_tui.tui.key_gate import KeyGate
from journal_tui.tui.keymap import keymap_of
from journal_tui.tui.screens.writing import WritingScreen
from journal_tui.tui.theming import look_of, textual_theme
from journal_tui.tui.tidy import tidy_in_background


class JournalApp(App[int], inherit_bindings=False):
    """The app on one sitting. Returns the exit code of the process."""

    CSS_PATH = "journal.tcss"
    TITLE = "journal"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    _measure = 72
    BINDINGS = [Binding("ctrl+q", "leave", "quit", show=False, priority=True, id="quit-anywhere")]

    def __init__(
        self,
        sitting: Sitting,
        themes: Themes,
        *,
        terminal: Callable[[App[int]], None] | None = None,
    ) -> None:
        """`terminal` is called once the driver runs, to put right what it found in the terminal."""
        super().__init__()
        self.sitting = sitting
        self.themes = themes
        self.drafts = DraftKeeper(sitting.workspace)
        self.farewell = ""
        """What to tell on standard error once the terminal is back."""
        self.quick_exit: Callable[[int], object] | None = None
        """Ends the process at once with a code; None where the app is not alone in its process."""
        self._terminal = terminal
        self._filter = ControlFilter()
        self._measure = sitting.workspace.config.page.measure
        colors = themes.wanted(sitting.workspace.config.theme)
        self.look = look_of(colors, no_color=self.no_color)
        self.register_theme(textual_theme(colors))
        self.theme = colors.name
        self.keys = keymap_of(sitting.workspace)
        self.set_keymap(self.keys)
        self.gate = KeyGate(self, self.keys, self._let_in)
        self._room: WritingScreen | None = None

    @property
    def room(self) -> WritingScreen:
        """The writing room, below whatever dialog is open."""
        assert self._room is not None
        return self._room

    def get_default_screen(self) -> Screen[None]:
        """The app opens in the writing room."""
        self._room = WritingScreen(self.sitting, self.drafts, self.look, self.keys, self.size.width)
        return self._room

    def get_css_variables(self) -> dict[str, str]:
        """What the stylesheets may use: the theme's colours, and `$page-width` in cells."""
        return {**super().get_css_variables(), "page-width": str(self._measure + 2)}

    def set_measure(self, cells: int) -> None:
        """Show the page's text in lines of at most so many cells."""
        self._measure = cells
        self.refresh_css(animate=False)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Whatever is painted passes here last: no control character of a text reaches the terminal."""
        filters = super().get_line_filters()
        if self.no_color and self.native_ansi_color:
            # Textual chose before it knew the theme: grey for the terminal's own colours would be black on black.
            filters = [NoColor() if isinstance(one, Monochrome) else one for one in filters]
        return [*filters, self._filter]

    def on_mount(self) -> None:
        """Put the terminal right."""
        if self._terminal is not None:
            self._terminal(self)

    async def on_event(self, event: events.Event) -> None:
        """Keys come in through the gate, everything else as it comes."""
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            await self.gate.take(event)
        else:
            await super().on_event(event)

    async def _let_in(self, event: events.Event) -> None:
        self.room.day.look(zone=False)  # what is typed after a night belongs to the morning
        await super().on_event(event)

    async def on_ready(self) -> None:
        """Put back what a crash left, let the keys in that were typed since the launch, and look at the rest."""
        self.room.recovering.begin()
        await self.gate.open()
        # Full collections of what start-up left behind would be the longest pauses between two keys.
        gc.enable()
        gc.freeze()
        count_in_background(self, self.sitting)
        tidy_in_background(self)
        self.room.speller.begin()

    def on_app_blur(self) -> None:
        """The writer looks at another window: this may be the last moment."""
        self.drafts.hurry()

    def on_app_focus(self) -> None:
        """The writer is back, perhaps on another day."""
        self.room.day.look()

    # Leaving

    def action_leave(self) -> None:
        """Save and leave, from any screen."""
        farewell.leave(self)

    def action_suspend_process(self) -> None:
        """Save, then let the shell have the terminal."""
        self.room.save()
        super().action_suspend_process()

    def _fatal_error(self) -> None:
        """Save, and say what happened in a line; Textual would print entry text with the locals."""
        self.farewell = self.farewell or farewell.last_words(self)
        self._return_code = 1
        self._close_messages_no_wait()

    def panic(self, *_: object) -> None:
        """The same for errors of threads."""
        self._fatal_error()

    # Themes and commands

    def wear(self, name: str) -> None:
        """Change the theme now and for the next time."""
        self.look = look_of(self.themes[name], no_color=self.no_color)
        self.register_theme(textual_theme(self.themes[name]))
        self.theme = name
        self.room.wear(self.look)
        problem = save_theme(self.sitting.workspace, name)
        if problem:
            self.room.status.say(problem, "warning")

    def action_command_palette(self) -> None:
        """Open the palette."""
        from journal_tui.tui.screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette offers."""
        return palette.offered(self)
