"""Small things in a bar that can be clicked, and whose keys are shown beside them."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static


class SwitchStyles(NamedTuple):
    """How the switches are painted."""

    key: Style = Style(bold=True)
    off: Style = Style(dim=True)
    on: Style = Style(reverse=True)


class Switches(Widget):
    """The ways of searching, each with its key, lit when it is on; they can be clicked."""

    class Pressed(Message):
        """A switch was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, keys: list[tuple[str, str]], classes: str) -> None:
        """`keys` are (key as shown, name)."""
        super().__init__(classes=classes)
        self.keys = keys
        self.on: frozenset[str] = frozenset()
        self.styles_of_row = SwitchStyles()
        self.styles.width = sum(cell_len(key) + cell_len(name) + 4 for key, name in keys)

    def show(self, on: frozenset[str], styles: SwitchStyles) -> None:
        """Light the switches that are on."""
        self.on, self.styles_of_row = on, styles
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The row."""
        base, styles = self.rich_style, self.styles_of_row
        segments = []
        for key, name in self.keys:
            lit = base + (styles.on if name in self.on else styles.off)
            segments += [Segment(key, base + styles.key), Segment(f" {name} ", lit), Segment("  ", base)]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def on_click(self, event: events.Click) -> None:
        """Turn the switch under the mouse."""
        end = 0
        for key, name in self.keys:
            start, end = end, end + cell_len(key) + cell_len(name) + 4
            if start <= event.x < end:
                self.post_message(self.Pressed(name))


class Act(Static):
    """Words that do something when they are clicked."""

    class Pressed(Message):
        """Clicked."""

    def on_click(self) -> None:
        """Tell the bar."""
        self.post_message(self.Pressed())
