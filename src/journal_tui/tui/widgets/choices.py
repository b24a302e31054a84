"""A few answers to choose one from, by keys or by mouse."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget


class Choice(NamedTuple):
    """One answer."""

    id: str
    label: str


class Choices(Widget, can_focus=True, inherit_bindings=False):
    """Answers in a row, or `upright` in a column; the first is chosen at first, and none is a mistake."""

    COMPONENT_CLASSES = {"choices--chosen", "choices--other"}
    BINDINGS = [
        Binding("left,up,shift+tab", "move(-1)", show=False),
        Binding("right,down,tab", "move(1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    class Chosen(Message):
        """An answer was given."""

        def __init__(self, choice: str) -> None:
            super().__init__()
            self.choice = choice

    def __init__(self, choices: list[Choice], *, upright: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self.choices = choices
        self.upright = upright
        self.chosen = 0
        self.styles.height = len(choices) if upright else 1

    def render_line(self, y: int) -> Strip:
        """One row."""
        base = self.rich_style
        shown = list(enumerate(self.choices)) if not self.upright else [(y, self.choices[y])]
        segments = [Segment(f" {choice.label} ", base + self._style(index)) for index, choice in shown]
        gaps = [part for segment in segments for part in (segment, Segment(" ", base))]
        return Strip(gaps).adjust_cell_length(self.size.width, base)

    def action_move(self, by: int) -> None:
        """Choose the next one."""
        self.chosen = (self.chosen + by) % len(self.choices)
        self.refresh()

    def action_choose(self) -> None:
        """Give the chosen answer."""
        self.post_message(self.Chosen(self.choices[self.chosen].id))

    def on_click(self, event: events.Click) -> None:
        """Give the answer under the mouse."""
        index = event.y if self.upright else self._at(event.x)
        if index is not None and index < len(self.choices):
            self.chosen = index
            self.refresh()
            self.action_choose()

    def _at(self, x: int) -> int | None:
        end = 0
        for index, choice in enumerate(self.choices):
            start, end = end, end + cell_len(choice.label) + 3
            if start <= x < end - 1:
                return index
        return None

    def _style(self, index: int) -> Style:
        name = "chosen" if index == self.chosen else "other"
        return self.get_component_rich_style(f"choices--{name}", partial=True)
