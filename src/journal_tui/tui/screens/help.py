"""What every key does, from the table of commands."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from journal_tui.tui.commands import (
    COMPARISON,
    DIALOG,
    EVERYWHERE,
    FIND,
    LIST,
    PAGE,
    PREVIEW,
    SELECT,
    SUGGESTIONS,
    VERSIONS,
    bindings_of,
    commands_of,
    first_keys,
)


class HelpScreen(ModalScreen[None]):
    """A page of keys; any of Escape, Enter, F1 closes it."""

    BINDINGS = bindings_of(DIALOG)
    CSS_PATH = "../dialogs.tcss"

    def __init__(self, keymap: dict[str, str]) -> None:
        super().__init__()
        self.keymap = keymap

    def compose(self) -> ComposeResult:
        """One table a part of the screen."""
        with Vertical(classes="dialog help"):
            yield Static("Keys", classes="dialog-title")
            yield Static(
                "The names on the right are for [keys] in config.toml. ^p runs what has no key.",
                classes="quiet",
                markup=False,
            )
            with VerticalScroll():
                for where in (
                    EVERYWHERE,
                    LIST,
                    PAGE,
                    SELECT,
                    FIND,
                    SUGGESTIONS,
                    PREVIEW,
                    VERSIONS,
                    COMPARISON,
                ):
                    yield Static(where, classes="help-part", markup=False)
                    yield Static(self._table(where))

    def _table(self, where: str) -> Table:
        table = Table.grid(padding=(0, 2), expand=True)
        table.add_column(no_wrap=True, width=16)
        table.add_column(ratio=1)
        table.add_column(no_wrap=True, width=20)
        for command in commands_of(where):
            keys = first_keys(command, self.keymap, most=3)
            shown = Text(keys, style="bold") if keys else Text("no key", style="dim")
            table.add_row(shown, Text(command.help), Text(command.id, style="dim"))
        return table

    def action_accept(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_dismiss(self) -> None:  # type: ignore[override]
        """Close."""
        self.dismiss(None)
