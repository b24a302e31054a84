"""A small question: which day?"""

from __future__ import annotations

from datetime import date

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from journal_tui.domain.days import long_day, parse_day
from journal_tui.domain.errors import UsageError
from journal_tui.tui.commands import DIALOG, bindings_of


class AskDate(ModalScreen[date | None]):
    """Asks for a date; shows what it understood while one types."""

    BINDINGS = bindings_of(DIALOG)
    CSS_PATH = "../dialogs.tcss"

    def __init__(self, today: date) -> None:
        super().__init__()
        self.today = today

    def compose(self) -> ComposeResult:
        """A field and an answer below it."""
        with Vertical(classes="dialog"):
            yield Static("Go to date", classes="dialog-title")
            yield Input(placeholder="2018-03-28, yesterday, -3, monday", compact=True)
            yield Static(" ", id="answer")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say which day the words mean."""
        answer = self.query_one("#answer", Static)
        text = event.value.strip()
        if not text:
            answer.update(" ")
            return
        try:
            answer.update(Text(long_day(parse_day(text, self.today))))
        except UsageError as error:
            answer.update(Text(str(error)))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go there; nonsense keeps the dialog open with the reason."""
        try:
            self.dismiss(parse_day(event.value.strip(), self.today))
        except UsageError:
            self.app.bell()

    def action_dismiss(self) -> None:  # type: ignore[override]
        """Close without going anywhere."""
        self.dismiss(None)
