"""The versions of a page, newest first: when each was put aside, its words, and before what."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from journal_tui.tui.widgets.entry_list import ListStyles

_REASON_ROOM = 12
"""Cells below which a reason would only be a stump."""


class VersionRow(NamedTuple):
    """What the list shows of one version."""

    when: str
    words: int
    reason: str


class VersionList(ScrollView, can_focus=True, inherit_bindings=False):
    """One row a version; `selected` is the index of the chosen one. Its keys are the screen's."""

    class Moved(Message):
        """Another version is selected."""

    class Chosen(Message):
        """A version was chosen with the mouse."""

    def __init__(
        self, rows: list[VersionRow], selected: int, styles: ListStyles, *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self.rows = rows
        self.selected = selected
        self.styles_of_list = styles
        self._when = max((cell_len(row.when) for row in rows), default=0)
        self.virtual_size = Size(0, len(rows))

    def move_to(self, index: int) -> None:
        """Select a version; beyond either end, the last one there."""
        index = max(0, min(index, len(self.rows) - 1))
        if index != self.selected:
            self.refresh_line(self.selected)
            self.refresh_line(index)
            self.selected = index
            self._show_selected()
            self.post_message(self.Moved())

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        width = self.scrollable_content_region.width
        styles, index = self.styles_of_list, y + self.scroll_offset.y
        if index >= len(self.rows):
            return Strip.blank(width, styles.base)
        row, chosen = self.rows[index], index == self.selected
        base = styles.base + styles.selected_focus if chosen else styles.base
        segments = [
            Segment("▌ " if chosen else "  ", base + styles.mark_focus),
            Segment(set_cell_size(row.when, self._when), base + (styles.title if chosen else styles.opening)),
            Segment(f"{row.words:>8,}", base + styles.words),
        ]
        room = width - self._when - 10 - 3
        if room >= _REASON_ROOM:
            segments.append(Segment("  " + _fit(row.reason, room), base + styles.words))
        return Strip(segments).adjust_cell_length(width, base)

    def on_click(self, event: events.Click) -> None:
        """Select the row under the mouse; a double click chooses it."""
        index = event.y + self.scroll_offset.y
        if index < len(self.rows):
            self.move_to(index)
            if event.chain > 1:
                self.post_message(self.Chosen())

    def on_resize(self) -> None:
        """Keep the selected row in view."""
        self._show_selected()

    def _show_selected(self) -> None:
        self.scroll_to_region(Region(0, self.selected, 1, 1), animate=False, force=True)


def _fit(text: str, width: int) -> str:
    return text if cell_len(text) <= width else set_cell_size(text, max(0, width - 1)).rstrip() + "…"
