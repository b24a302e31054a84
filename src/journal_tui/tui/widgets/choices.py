"""A few answers to choose one from, by keys or by mouse."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from journal_tui.tui.commands import COMPARISON, commands_of

_KEYS = ("next-choice", "previous-choice", "choose")


class Choice(NamedTuple):
    """One answer."""

    id: str
    label: str
    short: str = ""
    """The label where the whole row has no room for the long ones; as long unless given."""


class Choices(Widget, can_focus=True, inherit_bindings=False):
    """Answers in a row, or `upright` in a column; the first is chosen at first, and none is a mistake."""

    COMPONENT_CLASSES = {"choices--chosen", "choices--other"}
    BINDINGS = [command.binding() for command in commands_of(COMPARISON) if command.id in _KEYS]

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
        labels = self._labels()
        segments = [Segment(f" {labels[index]} ", base + self._style(index)) for index, _ in shown]
        gaps = [part for segment in segments for part in (segment, Segment(" ", base))]
        return Strip(gaps).adjust_cell_length(self.size.width, base)

    def _labels(self) -> list[str]:
        """What the choices are called, as there is room."""
        labels = [choice.label for choice in self.choices]
        if self.upright or sum(cell_len(label) + 3 for label in labels) - 1 <= self.size.width:
            return labels
        return [choice.short or choice.label for choice in self.choices]

    def action_next_choice(self) -> None:
        """Choose the next one."""
        self._move(1)

    def action_previous_choice(self) -> None:
        """Choose the one before."""
        self._move(-1)

    def _move(self, by: int) -> None:
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
        for index, label in enumerate(self._labels()):
            start, end = end, end + cell_len(label) + 3
            if start <= x < end - 1:
                return index
        return None

    def _style(self, index: int) -> Style:
        name = "chosen" if index == self.chosen else "other"
        return self.get_component_rich_style(f"choices--{name}", partial=True)
