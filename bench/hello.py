"""The least that a Textual app can be: what ours is held against."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static


class Hello(App[None]):
    """Says hello."""

    def compose(self) -> ComposeResult:
        """One widget."""
        yield Static("hello")


if __name__ == "__main__":
    Hello().run()
