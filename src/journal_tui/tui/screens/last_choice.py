"""Leaving with a page that cannot be saved: what shall become of its text?"""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from journal_tui.tui.commands import DIALOG, bindings_of
from journal_tui.tui.widgets.choices import Choice, Choices

_KEPT = [
    Choice("draft", "Leave; the draft keeps it"),
    Choice("again", "Try to save again"),
    Choice("copy", "Save a copy elsewhere…"),
    Choice("discard", "Leave; it goes to the trash"),
]
_NOT_KEPT = [
    Choice("again", "Try to save again"),
    Choice("copy", "Save a copy elsewhere…"),
    Choice("print", "Leave, and print the text"),
]


class LastChoice(ModalScreen[str | None]):
    """Returns the id of the choice; None stays. No choice loses the text."""

    BINDINGS = bindings_of(DIALOG)
    CSS_PATH = "../dialogs.tcss"
    AUTO_FOCUS = "Choices"

    def __init__(self, trouble: str, no_draft: str | None) -> None:
        """`trouble` is why the save failed, `no_draft` why there is no draft either (None: there is one)."""
        super().__init__()
        self._trouble = trouble
        self._no_draft = no_draft

    def compose(self) -> ComposeResult:
        """The choices above the reason: a long path may be cut off in a small terminal, they may not."""
        with Vertical(classes="dialog question"):
            yield Static(Text("The page is not saved"), classes="dialog-title")
            keys = Text.assemble(("Enter", "bold"), " do it   ", ("Esc", "bold"), " stay")
            yield Choices(_KEPT if self._no_draft is None else _NOT_KEPT, upright=True)
            yield Static(keys, classes="dialog-keys")
            if self._no_draft is not None:
                yield Static(Text(f"There is no draft of it either: {self._no_draft}"))
            yield Static(Text(self._trouble), classes="quiet")

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Done."""
        self.dismiss(event.choice)

    def action_accept(self) -> None:
        """What is chosen, wherever the focus is."""
        self.query_one(Choices).action_choose()

    def action_dismiss(self) -> None:  # type: ignore[override]
        """Stay."""
        self.dismiss(None)


class AskPath(ModalScreen[str | None]):
    """Asks for the path of a new file."""

    BINDINGS = bindings_of(DIALOG)
    CSS_PATH = "../dialogs.tcss"

    def compose(self) -> ComposeResult:
        """A field."""
        with Vertical(classes="dialog"):
            yield Static(Text("Save a copy as"), classes="dialog-title")
            yield Input(placeholder="~/my-text.md", compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go."""
        path = event.value.strip()
        if path:
            self.dismiss(path)
        else:
            self.app.bell()

    def action_dismiss(self) -> None:  # type: ignore[override]
        """Back to the choices."""
        self.dismiss(None)
