"""What the command palette offers: the table of commands, and the themes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from textual.app import SystemCommand

from journal_tui.settings.theme import ThemeColors
from journal_tui.tui.commands import COMMANDS, PAGE, SELECT, Command

if TYPE_CHECKING:
    from journal_tui.tui.app import JournalApp


def offered(app: JournalApp) -> Iterator[SystemCommand]:
    """All of it, in the table's order."""
    for command in COMMANDS:
        if command.palette:
            yield SystemCommand(command.label.capitalize(), command.help, _runner(app, command))
    for colors in app.themes:
        yield SystemCommand(f"Theme: {colors.title}", _kind(colors), _wearer(app, colors.name))


def _kind(colors: ThemeColors) -> str:
    if colors.ansi:
        return "The terminal's own colours."
    return "Dark colours." if colors.dark else "Light colours."


def _runner(app: JournalApp, command: Command) -> Callable[[], None]:
    def run() -> None:
        place = app.room.prose if command.where in (PAGE, SELECT) else app.room
        app.call_later(app.run_action, command.action_name, place)

    return run


def _wearer(app: JournalApp, name: str) -> Callable[[], None]:
    return lambda: app.wear(name)
