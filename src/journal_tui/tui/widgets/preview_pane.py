"""The page as Markdown is meant to look: rows that were made elsewhere, scrolled, with links to walk along."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from journal_tui.tui.commands import PREVIEW, bindings_of
from journal_tui.tui.preview_flow import Row

_MODIFIERS = {
    "first": Style(underline=True),
    "lower": Style(bold=False, italic=True),
    "struck": Style(strike=True),
}


class PreviewStyles(NamedTuple):
    """How the rows are painted, by the names of the page's own styles."""

    base: Style = Style()
    marks: Mapping[str, Style] = MappingProxyType({})
    rule: Style = Style(dim=True)
    here: Style = Style(reverse=True)
    """The link that Enter opens."""


class PreviewPane(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows rows. Attributes that its owner sets: `opened` (called with the address of a link that was chosen)
    and `left` (called when the reader has enough)."""

    BINDINGS = bindings_of(PREVIEW)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.styles_of_preview = PreviewStyles()
        self.opened: Callable[[str], None] | None = None
        self.left: Callable[[], None] | None = None
        self._rows: Sequence[Row] = ()
        self._links: list[tuple[int, str]] = []
        self._here: int | None = None

    @property
    def links(self) -> int:
        """How many links there are to walk along."""
        return len(self._links)

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows; the place and the chosen link stay where they are as far as they can."""
        chosen = self._links[self._here] if self._here is not None else None
        self._rows = rows
        self._links = _links_of(rows)
        self._here = self._links.index(chosen) if chosen in self._links else None
        self.virtual_size = Size(0, len(rows))
        self.call_after_refresh(self._align_bar)
        self.refresh()

    def wear(self, styles: PreviewStyles) -> None:
        """Paint with other colours."""
        if styles != self.styles_of_preview:
            self.styles_of_preview = styles
            self.refresh()

    def _align_bar(self) -> None:
        """A scroll bar that has just come knows nothing of what was scrolled before."""
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.position = self.scroll_y

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        at, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        base = self.styles_of_preview.base
        if at >= len(self._rows):
            return Strip.blank(width, base)
        here = self._links[self._here] if self._here is not None and self.has_focus else None
        segments = []
        for text, names, address in self._rows[at]:
            style = base
            for name in names:
                style += self._style(name)
            if here is not None and address == here[1] and self._is_here(at):
                style += self.styles_of_preview.here
            segments.append(Segment(text, style))
        return Strip(segments).adjust_cell_length(width, base)

    def _style(self, name: str) -> Style:
        styles = self.styles_of_preview
        if name == "rule":
            return styles.rule
        return _MODIFIERS.get(name) or styles.marks.get(name) or Style()

    def _is_here(self, row: int) -> bool:
        """Whether the chosen link begins in this row, or goes on in it."""
        assert self._here is not None
        start, address = self._links[self._here]
        while start < row and any(piece.address == address for piece in self._rows[start + 1]):
            start += 1
        return start == row

    # Keys and mouse

    def on_focus(self) -> None:
        """Show which link Enter opens."""
        self.refresh()

    def on_blur(self) -> None:
        """It means nothing any more."""
        self.refresh()

    def action_walk(self, by: int) -> None:
        """Choose the next link, at first one that can be seen."""
        if not self._links:
            return
        if self._here is None:
            top = self.scroll_offset.y
            seen = [n for n, (row, _) in enumerate(self._links) if row >= top]
            self._here = (seen or [0])[0] if by > 0 else (seen or [0])[0] - 1
        else:
            self._here += by
        self._here %= len(self._links)
        row = self._links[self._here][0]
        if not self.scroll_offset.y <= row < self.scroll_offset.y + self.size.height:
            self.scroll_to(y=max(0, row - self.size.height // 2), animate=False, immediate=True)
        self.refresh()

    def action_open_here(self) -> None:
        """Open the chosen link."""
        if self._here is not None and self.opened is not None:
            self.opened(self._links[self._here][1])

    def action_leave_preview(self) -> None:
        """Tell the owner."""
        if self.left is not None:
            self.left()

    def on_click(self, event: events.Click) -> None:
        """Open the link under the mouse."""
        address = self._address_at(event.x, event.y + self.scroll_offset.y)
        if address and self.opened is not None:
            self.opened(address)

    def _address_at(self, x: int, row: int) -> str:
        if row >= len(self._rows):
            return ""
        end = 0
        for text, _, address in self._rows[row]:
            end += cell_len(text)
            if x < end:
                return address
        return ""


def _links_of(rows: Sequence[Row]) -> list[tuple[int, str]]:
    """The row in which each link begins, and its address. What goes on from the row above is no new one."""
    links: list[tuple[int, str]] = []
    before = ""
    for number, row in enumerate(rows):
        for piece in row:
            if piece.address and piece.address != before:
                links.append((number, piece.address))
            if piece.text.strip():
                before = piece.address
    return links
