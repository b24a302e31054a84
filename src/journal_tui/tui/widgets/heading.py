"""The day above the page."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget


class Heading(Widget):
    """A day's name on the left, a short note on the right, a rule below."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.text = ""
        self.note = ""
        self.styles_of_heading = (Style(bold=True), Style(dim=True), Style(dim=True))

    def show(self, text: str, note: str, styles: tuple[Style, Style, Style]) -> None:
        """Show this; `styles` are those of the day, the note and the rule."""
        if (text, note, styles) != (self.text, self.note, self.styles_of_heading):
            self.text, self.note, self.styles_of_heading = text, note, styles
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One of the two rows."""
        width = self.size.width
        day, note, rule = self.styles_of_heading
        if y == 1:
            return Strip([Segment("─" * width, rule)])
        room = width - cell_len(self.note) - 1
        text = self.text if cell_len(self.text) <= width else set_cell_size(self.text, width)
        if room < cell_len(text):
            return Strip([Segment(text, day)]).adjust_cell_length(width, day)
        return Strip([Segment(set_cell_size(text, room + 1), day), Segment(self.note, note)])
