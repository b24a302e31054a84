"""How far a writing session is: a thin line below the page."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from journal_tui.tui.widgets.goal_panel import GoalStyles


class SessionBar(Widget):
    """A line that fills, and what remains beside it."""

    DEFAULT_CSS = """
    SessionBar {
        width: 100%;
        max-width: $page-width;
        height: 1;
        margin: 1 0 0 0;
        padding: 0 2 0 0;
    }
    .-tiny SessionBar {
        margin: 0;
    }
    """

    def __init__(self, styles: Callable[[], GoalStyles]) -> None:
        """`styles` gives those of the theme that is worn now."""
        super().__init__()
        self._styles = styles
        self._shown = (0.0, "")
        self._painted: tuple[int, str] | None = None

    def show(self, share: float, text: str) -> None:
        """Show that `share` of it is done (0 to 1), and a few words; repaints only what looks different."""
        self._shown = (share, text)
        if self._looks() != self._painted:
            self.refresh()

    @property
    def text(self) -> str:
        """The words beside the line."""
        return self._shown[1]

    def _looks(self) -> tuple[int, str]:
        share, text = self._shown
        return int(share * max(0, self.size.width - cell_len(text) - 2)), text

    def render_line(self, y: int) -> Strip:
        """The line."""
        styles, width = self._styles(), self.size.width
        self._painted = done, text = self._looks()
        room = max(0, width - cell_len(text) - 2)
        segments = [
            Segment("━" * done, styles.base + styles.bar),
            Segment("─" * (room - done), styles.base + styles.bar_rest),
            Segment(f"  {text}", styles.base + styles.quiet),
        ]
        return Strip(segments).adjust_cell_length(width, styles.base)
