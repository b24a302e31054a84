"""A small question: yes or no?"""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from journal_tui.tui.commands import DIALOG, bindings_of


class AskYes(ModalScreen[bool]):
    """Enter or y says yes, Escape or n says no."""

    BINDINGS = [*bindings_of(DIALOG), ("y", "accept"), ("n", "dismiss")]
    CSS_PATH = "../dialogs.tcss"

    def __init__(self, title: str, question: str, comfort: str) -> None:
        """`comfort` says, more quietly, how it can be undone."""
        super().__init__()
        self._title = title
        self.question = question
        self.comfort = comfort

    def compose(self) -> ComposeResult:
        """The question, and which key means what."""
        keys = Text.assemble(("Enter", "bold"), " yes   ", ("Esc", "bold"), " no")
        with Vertical(classes="dialog question"):
            yield Static(Text(self._title), classes="dialog-title")
            yield Static(Text(self.question))
            yield Static(Text(self.comfort), classes="quiet")
            yield Static(keys, classes="dialog-keys")

    def action_accept(self) -> None:
        """Yes."""
        self.dismiss(True)

    def action_dismiss(self) -> None:  # type: ignore[override]
        """No."""
        self.dismiss(False)
