"""What a misspelt word may have meant: a small list beside the word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.geometry import Offset
from textual.screen import ModalScreen
from textual.widgets import Static

from journal_tui.tui.commands import SUGGESTIONS, bindings_of, commands_of, first_keys
from journal_tui.tui.widgets.choices import Choice, Choices

if TYPE_CHECKING:
    from collections.abc import Callable

    from journal_tui.tui.spelling_thread import Found

Answer = tuple[str, str]
"""`use` and the text to put in the word's place, or `learn`, `ignore`, `next` and nothing."""


class Suggestions(ModalScreen[Answer | None]):
    """Choose by number or by arrows; returns None when the word shall stay as it is.

    Opened before a word is found, so that it takes the keys from then on: see `ask` and `offer`.
    """

    BINDINGS = [
        *bindings_of(SUGGESTIONS),
        *(Binding(str(number), f"number({number})", show=False) for number in range(1, 10)),
    ]
    CSS_PATH = ["../dialogs.tcss", "../suggestions.tcss"]

    def __init__(self, keymap: dict[str, str]) -> None:
        super().__init__()
        self.found: Found | None = None
        """The word that is asked about."""
        self._keymap = keymap
        self._texts: list[str] | None = None
        self._early: Answer | int | None = None
        self._word_at: Callable[[], Offset] = Offset

    def compose(self) -> ComposeResult:
        """Room for the suggestions, and the keys."""
        with Vertical(id="suggestions"):
            yield Static("Looking…", id="suggestions-note", markup=False)
            yield Static(self._keys(), id="suggestions-keys")

    def ask(self, found: Found, word_at: Callable[[], Offset]) -> None:
        """Ask about this word; `word_at` tells where on the screen it begins once the page has scrolled there."""
        self.found = found
        if isinstance(self._early, tuple):
            self.dismiss(self._early)
            return
        self._word_at = word_at
        self.call_after_refresh(self._place)

    def offer(self, texts: list[str]) -> None:
        """Show the suggestions."""
        if self.is_current:
            self.call_later(self._show, texts)

    async def _show(self, texts: list[str]) -> None:
        box = self.query_one("#suggestions")
        y = self._word_at().y
        # As many as there is room for above or below the word, which stays in sight.
        room = max(y, self.size.height - y - 1) - box.gutter.height - 1
        texts = texts[: max(room, 0)]
        self._texts = texts
        note = self.query_one("#suggestions-note", Static)
        if texts:
            choices = [Choice(text, f"{number} {text}") for number, text in enumerate(texts, 1)]
            await box.mount(Choices(choices, upright=True), before=note)
            await note.remove()
            self.query_one(Choices).focus()
        else:
            note.update("Nothing like it in the dictionaries.")
        self.call_after_refresh(self._place)
        if isinstance(self._early, int):
            self.action_number(self._early)

    def _place(self) -> None:
        """Below the word, or above it where there is no room, never on it."""
        box = self.query_one("#suggestions")
        x, y = self._word_at()
        texts = self._texts or [str(self.query_one("#suggestions-note", Static).content)]
        # Reckoned, since what was just put in is not laid out yet.
        height = len(texts) + 1 + box.gutter.height
        width = max(self._keys().cell_len, *(cell_len(text) + 4 for text in texts)) + box.gutter.width
        down = y + 1 if y + 1 + height <= self.size.height else max(y - height, 0)
        box.styles.offset = (max(0, min(x - 3 - box.gutter.left, self.size.width - width)), down)
        box.visible = True

    def _keys(self) -> Text:
        parts: list[str | tuple[str, str]] = []
        for command in commands_of(SUGGESTIONS):
            if command.footer:
                gap = "  " if parts else ""
                parts += [gap, (first_keys(command, self._keymap), "bold"), f" {command.label}"]
        return Text.assemble(*parts)

    # Keys

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Put it in the word's place."""
        self.dismiss(("use", event.choice))

    def action_number(self, number: int) -> None:
        """Choose by number; one that is pressed too early waits."""
        if self._texts is None:
            self._early = number
        elif number <= len(self._texts):
            self.dismiss(("use", self._texts[number - 1]))

    def action_use_suggestion(self) -> None:
        """Choose what is marked."""
        if self._texts is None:
            self._early = 1
        elif self._texts:
            self.query_one(Choices).action_choose()

    def action_learn_word(self) -> None:
        """The word is right, in this journal for good."""
        self._answer("learn")

    def action_ignore_word(self) -> None:
        """The word is right until the end of the sitting."""
        self._answer("ignore")

    def action_next_misspelt(self) -> None:
        """On to the next one."""
        self._answer("next")

    def action_leave_suggestions(self) -> None:
        """Back to the page, which stays as it is."""
        self.dismiss(None)

    def _answer(self, what: str) -> None:
        if self.found is None:
            self._early = (what, "")
        else:
            self.dismiss((what, ""))
