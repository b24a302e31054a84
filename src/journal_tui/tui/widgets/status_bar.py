"""The last line: what happened to the text, and the few keys that matter."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from journal_tui.domain.display import without_folders


class StatusStyles(NamedTuple):
    """How the last line is painted."""

    base: Style = Style()
    text: Style = Style()
    key: Style = Style(bold=True)
    label: Style = Style(dim=True)
    warning: Style = Style()
    error: Style = Style()


class Foot(NamedTuple):
    """What the line shows instead of the keys while there is nothing but the page."""

    left: tuple[str, ...]
    """The same in several lengths, the longest first; a message stands in its place."""
    right: tuple[str, ...]
    """Likewise; it stays when there is room for one of the two."""
    start: int
    """The column where the text above begins."""
    width: int
    """The width of the text above, in cells."""


class StatusBar(Widget):
    """A message on the left, keys on the right; a key's label can be clicked."""

    class Pressed(Message):
        """A command was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, keys: list[tuple[str, str, str]], *, id: str | None = None) -> None:
        """`keys` are (key as shown, label, action)."""
        super().__init__(id=id)
        self.keys = keys
        self.styles_of_bar = StatusStyles()
        self.message = ""
        self.kind = "text"
        self.foot: Foot | None = None
        self._places: list[tuple[int, int, str]] = []

    def say(self, message: str, kind: str = "text") -> None:
        """Show a message; `kind` is text, warning or error."""
        if (message, kind) != (self.message, self.kind):
            self.message, self.kind = message, kind
            self.refresh()

    def show_foot(self, foot: Foot | None) -> None:
        """Show this below the page, or with None the keys again."""
        if foot != self.foot:
            self.foot = foot
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        width, styles = self.size.width, self.styles_of_bar
        style = {"warning": styles.warning, "error": styles.error}.get(self.kind, styles.text)
        if self.foot is not None:
            self._places = []
            return self._foot_line(self.foot, width, style)
        left = f" {self.message}"
        if cell_len(left) > width:
            left = without_folders(left)
        keys, room = [], width - cell_len(left) - 2
        for key, label, action in self.keys:
            size = cell_len(key) + cell_len(label) + 3
            if size <= room:
                keys.append((key, label, action))
                room -= size
        gap = max(1, width - cell_len(left) - sum(cell_len(k) + cell_len(lb) + 3 for k, lb, _ in keys))
        left = left if cell_len(left) <= width else set_cell_size(left, max(0, width - 1)) + "…"
        segments = [Segment(left, styles.base + style), Segment(" " * gap, styles.base)]
        self._places, column = [], cell_len(left) + gap
        for key, label, action in keys:
            segments += [
                Segment(key, styles.base + styles.key),
                Segment(f" {label}  ", styles.base + styles.label),
            ]
            end = column + cell_len(key) + cell_len(label) + 3
            self._places.append((column, end, action))
            column = end
        return Strip(segments).adjust_cell_length(width, styles.base)

    def _foot_line(self, foot: Foot, width: int, style: Style) -> Strip:
        """Left and right below the edges of the text; a message may need all of the line."""
        base = self.styles_of_bar.base
        indent, room = foot.start, foot.width
        if self.message:
            left, right = self.message, _first_of(foot.right, room - cell_len(self.message) - 2)
            most = room if right else width - indent - 1
            left = left if cell_len(left) <= most else set_cell_size(left, max(0, most - 1)) + "…"
        else:
            left, right = _that_fit(foot, room)
        gap = max(0, room - cell_len(left) - cell_len(right))
        segments = [
            Segment(" " * indent, base),
            Segment(left, base + style),
            Segment(" " * gap, base),
            Segment(right, base + self.styles_of_bar.text),
        ]
        return Strip(segments).adjust_cell_length(width, base)

    def on_click(self, event: events.Click) -> None:
        """Run the command under the mouse."""
        for start, end, action in self._places:
            if start <= event.x < end:
                self.post_message(self.Pressed(action))


def _that_fit(foot: Foot, room: int) -> tuple[str, str]:
    """The longest right that leaves room for a left; without any such only a right."""
    for right in foot.right:
        left = _first_of(foot.left, room - cell_len(right) - 2)
        if left:
            return left, right
    return "", _first_of(foot.right, room)


def _first_of(texts: tuple[str, ...], room: int) -> str:
    """The first that is no longer than `room` cells."""
    return next((text for text in texts if cell_len(text) <= room), "")
