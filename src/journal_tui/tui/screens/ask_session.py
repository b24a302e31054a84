"""A small question: how long, or how many words?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from journal_tui.domain.errors import UsageError
from journal_tui.domain.sessions import USUAL_MINUTES, Aim, parse_aim
from journal_tui.tui.commands import DIALOG, bindings_of


class AskSession(ModalScreen[Aim | None]):
    """Asks what a writing session is to reach; shows what it understood while one types."""

    BINDINGS = bindings_of(DIALOG)
    CSS_PATH = "../dialogs.tcss"

    def __init__(self, now: Callable[[], datetime]) -> None:
        """`now` gives the local time, to say when the minutes will be over."""
        super().__init__()
        self._now = now

    def compose(self) -> ComposeResult:
        """A field and an answer below it."""
        with Vertical(classes="dialog"):
            yield Static("Writing session", classes="dialog-title")
            yield Input(placeholder=f"{USUAL_MINUTES} minutes, or 500 words", compact=True)
            yield Static(self._answer(""), id="answer")

    def _answer(self, text: str) -> Text:
        try:
            aim = parse_aim(text)
        except UsageError as error:
            return Text(str(error))
        if aim.words:
            return Text(f"{aim}, as long as it takes")
        return Text(f"{aim}, until {self._now() + timedelta(minutes=aim.minutes):%H:%M}")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what the words mean, or why they mean nothing."""
        self.query_one("#answer", Static).update(self._answer(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Begin; nonsense keeps the dialog open with the reason."""
        try:
            self.dismiss(parse_aim(event.value))
        except UsageError:
            self.app.bell()

    def action_dismiss(self) -> None:  # type: ignore[override]
        """Close without beginning."""
        self.dismiss(None)
