"""The terminal app: themes, keys, the ways in and out. What it does for the writer lives in its screens."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Sequence
from time import monotonic

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.filter import LineFilter
from textual.screen import Screen

from journal_tui.services.sitting import Sitting
from journal_tui.services.themes import ThemeColors, save_theme
from journal_tui.tui.commands import COMMANDS
from journal_tui.tui.control_filter import ControlFilter
from journal_tui.tui.habit import count_in_background
from journal_tui.tui.key_gate import KeyGate
from journal_tui.tui.screens.writing import WritingScreen
from journal_tui.tui.theming import look_of, textual_theme


class JournalApp(App[int], inherit_bindings=False):
    """The app on one sitting. Returns the exit code of the process."""

    CSS_PATH = "journal.tcss"
    TITLE = "journal"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS = [Binding("ctrl+q", "leave", "quit", show=False, priority=True, id="quit-anywhere")]

    def __init__(
        self,
        sitting: Sitting,
        themes: dict[str, ThemeColors],
        *,
        terminal: Callable[[App[int]], None] | None = None,
    ) -> None:
        """`terminal` is called once the driver runs, to put right what it found in the terminal."""
        super().__init__()
        self.sitting = sitting
        self.themes = themes
        self.farewell = ""
        """What to tell on standard error once the terminal is back."""
        self._terminal = terminal
        self._filter = ControlFilter()
        self._gate = KeyGate(self, super().on_event)
        for colors in themes.values():
            self.register_theme(textual_theme(colors))
        config = sitting.workspace.config
        self.look = look_of(themes[config.theme])
        self.theme = config.theme
        self.set_keymap(dict(config.keys))

    @property
    def room(self) -> WritingScreen:
        """The writing room, below whatever dialog is open."""
        return next(screen for screen in self.screen_stack if isinstance(screen, WritingScreen))

    def get_default_screen(self) -> Screen[None]:
        """The app opens in the writing room."""
        return WritingScreen(self.sitting, self.look, dict(self.sitting.workspace.config.keys))

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Whatever is painted passes here last: no control character of a text reaches the terminal."""
        return [*super().get_line_filters(), self._filter]

    def on_mount(self) -> None:
        """Put the terminal right."""
        if self._terminal is not None:
            self._terminal(self)

    async def on_event(self, event: events.Event) -> None:
        """Keys come in through the gate, everything else as it comes."""
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            await self._gate.take(event)
        else:
            await super().on_event(event)

    async def on_ready(self) -> None:
        """Let the keys in that were typed since the launch, then look at everything that could wait."""
        await self._gate.open()
        # Full collections of what start-up left behind would be the longest pauses between two keys.
        gc.enable()
        gc.freeze()
        count_in_background(self, self.sitting)

    # Leaving

    def action_leave(self) -> None:
        """Save and leave, from any screen."""
        self.leave()

    def leave(self, code: int = 0) -> None:
        """Save and leave; where the page cannot be saved, keep its text elsewhere and say where."""
        if not self.room.save():
            kept = self._park()
            if kept is None and not self.farewell:
                self.farewell = self.room.prose.text
                self.room.status.say(
                    "Not saved, and no other place either. ^q again prints the text and leaves.", "error"
                )
                return
            self.farewell = kept or self.farewell
            code = 3
        self.exit(code)

    def rescue(self) -> None:
        """Write the page from inside a signal's handler; paints nothing, raises nothing."""
        if self.sitting.saving:
            return
        try:
            self.sitting.save(self.room.prose.text, monotonic())
        except Exception:
            self.farewell = self._park() or self.farewell

    def _park(self) -> str | None:
        try:
            path = self.sitting.park(self.room.prose.text)
        except Exception:
            return None
        return f"journal: not saved. {self.sitting.trouble} Your text is kept in {path}"

    def _fatal_error(self) -> None:
        """Save, and say what happened in a line; Textual would print entry text with the locals."""
        self.farewell = last_words(self)
        self._close_messages_no_wait()

    # Themes

    def wear(self, name: str) -> None:
        """Change the theme now and for the next time."""
        self.look = look_of(self.themes[name])
        self.theme = name
        self.room.wear(self.look)
        problem = save_theme(self.sitting.workspace, name)
        if problem:
            self.room.status.say(problem, "warning")

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette offers: the table of commands, and the themes."""
        for command in COMMANDS:
            if command.palette:
                yield SystemCommand(
                    command.label.capitalize(), command.help, self._runner(command.action_name)
                )
        for colors in self.themes.values():
            yield SystemCommand(
                f"Theme: {colors.title}", "Change the colours.", lambda name=colors.name: self.wear(name)
            )

    def _runner(self, action: str) -> Callable[[], None]:
        def run() -> None:
            room = self.room
            namespace = room.prose if hasattr(room.prose, f"action_{action}") else room
            if not hasattr(namespace, f"action_{action}"):
                self.call_later(self.run_action, action)
                return
            self.call_later(self.run_action, action, namespace)

        return run


def last_words(app: JournalApp) -> str:
    """Save what can be saved after an error in the program; what to print, without a word of the entry."""
    import sys

    error = sys.exc_info()[1]
    where = ""
    trace = error.__traceback__ if error is not None else None
    while trace is not None:
        where = f" at {trace.tb_frame.f_code.co_name}:{trace.tb_lineno}"
        trace = trace.tb_next
    what = f"journal: stopped by an error in the program ({type(error).__name__}{where})."
    try:
        if app.room.save():
            return f"{what} Your text is saved."
    except Exception:
        pass
    return f"{what} {app._park() or ''}".rstrip()
