"""An app with nothing but a page, for the tests of the page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.style import Style
from textual.app import App, ComposeResult

from journal_tui.tui.widgets.prose_area import PageStyles, ProseArea

MARKED = {"dim": Style(dim=True), "match": Style(underline=True), "heading": Style(bold=True)}


class PageApp(App[None]):
    """A page of 30 by 12 cells, of which a row holds 28."""

    CSS = """
    ProseArea { width: 30; height: 12; border: none; padding: 0; scrollbar-size: 1 1; scrollbar-gutter: stable; }
    """

    def compose(self) -> ComposeResult:
        """The page."""
        yield ProseArea(id="prose")


class Page:
    """A page and the keys that are pressed on it. `|` is the cursor in what `shows` says."""

    def __init__(self, app: PageApp, pilot: object) -> None:
        self.app, self.pilot = app, pilot
        self.prose = app.query_one(ProseArea)

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until they had their effect."""
        await self.pilot.press(*keys)  # type: ignore[attr-defined]

    async def type(self, text: str) -> None:
        """Type a text character by character."""
        await self.press(*(_KEYS.get(char, char) for char in text))

    async def click(self, x: int, y: int, times: int = 1) -> None:
        """Click on a cell."""
        await self.pilot.click(ProseArea, offset=(x, y), times=times)  # type: ignore[attr-defined]

    async def settle(self) -> None:
        """Wait until all is painted."""
        await self.pilot.pause()  # type: ignore[attr-defined]

    def put(self, text: str) -> None:
        """Make this the text, `|` the cursor."""
        before, bar, _ = text.partition("|")
        self.prose.load_text(text.replace("|", "", 1))
        if bar:
            self.prose.move_cursor((before.count("\n"), len(before) - before.rfind("\n") - 1))

    def shows(self) -> str:
        """The text with the cursor in it."""
        lines = list(self.prose.document.lines)
        row, column = self.prose.cursor_location
        lines[row] = lines[row][:column] + "|" + lines[row][column:]
        return "\n".join(lines)

    def rows(self) -> list[str]:
        """What is painted."""
        return [self._row(y) for y in range(self.prose.size.height)]

    def _row(self, y: int) -> str:
        return "".join(segment.text for segment in self.prose.render_line(y)).rstrip()

    def styled(self, y: int, attribute: str) -> str:
        """What of a row is painted with an attribute, such as `dim`."""
        row = self.prose.render_line(y)
        return "".join(part.text for part in row if part.style and getattr(part.style, attribute))


_KEYS = {" ": "space", "\n": "enter"}


@asynccontextmanager
async def open_page(text: str = "") -> AsyncIterator[Page]:
    """A page with the focus."""
    app = PageApp()
    async with app.run_test(size=(40, 14)) as pilot:
        page = Page(app, pilot)
        page.prose.wear(PageStyles(marks=MARKED))
        page.prose.focus()
        page.put(text)
        await pilot.pause()
        yield page
