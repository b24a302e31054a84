"""A line above the page that stays until it is acted upon."""

from __future__ import annotations

from rich.text import Text
from textual.message import Message
from textual.widgets import Static


class Banner(Static):
    """One line; a click is what its key does."""

    class Pressed(Message):
        """It was clicked."""

    def __init__(self, text: str, *, id: str | None = None) -> None:
        super().__init__(Text(text, no_wrap=True, overflow="ellipsis"), id=id)

    def say(self, text: str) -> None:
        """Show another text."""
        self.update(Text(text, no_wrap=True, overflow="ellipsis"))

    def on_click(self) -> None:
        """Tell."""
        self.post_message(self.Pressed())
