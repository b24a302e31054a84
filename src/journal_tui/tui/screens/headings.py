"""The headings of the page, as a list to go by."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from journal_tui.domain.headings import Heading, letters_in
from journal_tui.tui.commands import DIALOG, bindings_of

_MOST_ROWS = 20
_OTHER_ROWS = 6
"""Rows of the dialog beside its list."""


class HeadingsScreen(ModalScreen[Heading | None]):
    """Asks for one of some headings: by arrows, by some of its letters, by mouse."""

    BINDINGS = [
        *bindings_of(DIALOG),
        Binding("up", "move('cursor_up')", show=False),
        Binding("down", "move('cursor_down')", show=False),
        Binding("pageup", "move('page_up')", show=False),
        Binding("pagedown", "move('page_down')", show=False),
        Binding("ctrl+j", "accept", show=False),
    ]
    CSS_PATH = "../headings.tcss"

    def __init__(self, headings: list[Heading], chosen: int) -> None:
        """`chosen` is the index of the heading that is chosen at first."""
        super().__init__()
        self.headings = headings
        self.shown = headings
        self._first = chosen
        self._top = min(heading.level for heading in headings)

    def compose(self) -> ComposeResult:
        """A field over a list; the field keeps the focus."""
        with Vertical(classes="dialog"):
            yield Static("Go to heading", classes="dialog-title")
            yield Input(placeholder="some of its letters", compact=True)
            yield OptionList(markup=False, compact=True)

    def on_mount(self) -> None:
        """Choose the heading that the writer is under."""
        self._list.can_focus = False
        self._show("")

    def on_resize(self, event: events.Resize) -> None:
        """Give the list the rows that the rest of the dialog leaves."""
        self._list.styles.max_height = max(2, min(_MOST_ROWS, event.size.height * 9 // 10 - _OTHER_ROWS))
        self.call_after_refresh(self._list.scroll_to_highlight)

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)

    def _show(self, sought: str) -> None:
        found = [(heading, *letters_in(sought, heading.title)) for heading in self.headings]
        found = [one for one in found if one[1]]
        self.shown = [heading for heading, _, _ in found]
        options = self._list
        options.clear_options()
        options.add_options(self._option(heading, at) for heading, _, at in found)
        if sought and found:
            options.highlighted = found.index(max(found, key=itemgetter(1)))
        else:
            options.highlighted = self._first if found else None

    def _option(self, heading: Heading, letters: Sequence[int]) -> Option:
        """A heading as a row, the letters that were sought marked."""
        indent = 2 * (heading.level - self._top)
        content = Content(" " * indent + heading.title)
        for at in letters:
            content = content.stylize("bold underline", indent + at, indent + at + 1)
        return Option(content)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the headings that have these letters in this order, the likeliest chosen."""
        self._show(event.value.strip())

    def on_input_submitted(self) -> None:
        """Go there."""
        self.action_accept()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A heading was clicked."""
        self.dismiss(self.shown[event.option_index])

    def action_move(self, how: str) -> None:
        """Another heading."""
        getattr(self._list, f"action_{how}")()

    def action_accept(self) -> None:
        """Go to the chosen heading; without one, stay with a bell."""
        at = self._list.highlighted
        if at is None or not self.shown:
            self.app.bell()
        else:
            self.dismiss(self.shown[at])

    def action_dismiss(self) -> None:  # type: ignore[override]
        """Stay where one was."""
        self.dismiss(None)
