"""The day above the page."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget


def note_of(words: int, *, selected: int, read_only: bool, today: bool) -> tuple[str, ...]:
    """What stands beside the day: how many words are selected, else what is special, else the words.

    Returns:
        The same in several lengths, the longest first.
    """
    noun = "word" if words == 1 else "words"
    if selected:
        return selected_of(selected, words)
    return ("read-only" if read_only else "today" if today else f"{words:,} {noun}",)


def selected_of(selected: int, words: int) -> tuple[str, ...]:
    """How many words are selected, in several lengths, the longest first."""
    noun = "word" if words == 1 else "words"
    short = f"{selected:,} selected"
    return f"{selected:,} of {words:,} {noun} selected", f"{selected:,} of {words:,} selected", short


class Heading(Widget):
    """A day's name on the left, a short note on the right, a rule below."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.text = ""
        self.notes: tuple[str, ...] = ()
        self.styles_of_heading = (Style(bold=True), Style(dim=True), Style(dim=True))

    def show(
        self, text: str, note: str, styles: tuple[Style, Style, Style], *, shorter: tuple[str, ...] = ()
    ) -> None:
        """Show this; `styles` are those of the day, the note and the rule. The first of the notes that has room is
        shown: `shorter` ones say the same, the longest first."""
        notes = (note, *shorter)
        if (text, notes, styles) != (self.text, self.notes, self.styles_of_heading):
            self.text, self.notes, self.styles_of_heading = text, notes, styles
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One of the two rows."""
        width = self.size.width
        day, note, rule = self.styles_of_heading
        if y == 1:
            return Strip([Segment("─" * width, rule)])
        text = self.text if cell_len(self.text) <= width else set_cell_size(self.text, width)
        for shown in self.notes:
            if cell_len(text) + 1 + cell_len(shown) <= width:
                return Strip(
                    [Segment(set_cell_size(text, width - cell_len(shown)), day), Segment(shown, note)]
                )
        return Strip([Segment(text, day)]).adjust_cell_length(width, day)
