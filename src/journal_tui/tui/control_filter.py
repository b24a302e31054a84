"""The last thing that every painted line passes: control characters become visible signs."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from journal_tui.domain.display import CONTROL_SYMBOLS


class ControlFilter(LineFilter):
    """No text of a user, wherever it is shown, acts on the terminal."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments with visible signs for control characters; Textual's own controls pass."""
        if all(control or text.isprintable() for text, _, control in segments):
            return segments
        return [
            segment if segment.control else Segment(segment.text.translate(CONTROL_SYMBOLS), segment.style)
            for segment in segments
        ]
