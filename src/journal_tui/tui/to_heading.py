"""Going to a heading of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal_tui.domain.headings import Heading, headings_of

if TYPE_CHECKING:
    from journal_tui.tui.screens.writing import WritingScreen


def choose_heading(room: WritingScreen) -> None:
    """Let the writer choose one of the page's headings and go there."""
    from journal_tui.tui.screens.headings import HeadingsScreen

    prose = room.prose
    found = headings_of(prose.document.lines, prose.tally.state)
    if not found:
        room.status.say("This page has no headings. A line that begins with # is one.")
        return

    def go(heading: Heading | None) -> None:
        if heading is not None:
            room.remove_class("-list-open")
            room.set_focus(prose)
            prose.select((heading.row, 0), (heading.row, 0))

    row = prose.cursor_location[0]
    chosen = max((n for n, heading in enumerate(found) if heading.row <= row), default=0)
    room.app.push_screen(HeadingsScreen(found, chosen), go)
