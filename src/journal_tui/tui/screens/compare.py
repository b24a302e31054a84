"""Two texts of one day side by side, and what to do with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from journal_tui.domain.difference import beside, compare
from journal_tui.tui.commands import COMPARISON, bindings_of, keys_of
from journal_tui.tui.fitting import key_line, longest
from journal_tui.tui.marked import Columns, marked, one_column
from journal_tui.tui.widgets.choices import Choice, Choices

_NARROW = 70
"""Cells below which two columns would be too narrow to read."""


class Side(NamedTuple):
    """One of the two texts."""

    name: str
    text: str
    short: str
    """The name where there is little room."""


class CompareScreen(ModalScreen[str | None]):
    """Returns the id of the choice; None puts it off, and both texts stay where they are."""

    BINDINGS = bindings_of(COMPARISON)
    CSS_PATH = ["../dialogs.tcss", "../compare.tcss"]
    COMPONENT_CLASSES = {"compare--mine", "compare--theirs", "compare--same"}
    AUTO_FOCUS = "Choices"
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (_NARROW, "-narrow")]

    def __init__(
        self,
        titles: tuple[str, str],
        left: Side,
        right: Side,
        choices: list[Choice],
        keymap: Mapping[str, str],
        *,
        note: str = "",
    ) -> None:
        """`titles` are a long and a short one. The first of the `choices` is what Enter does. `note` tells what
        must be known before."""
        super().__init__()
        self._titles = titles
        self.left = left
        self.right = right
        self.choices = Choices(choices)
        self._keymap = dict(keymap)
        self._note = note
        self._width = 0

    def compose(self) -> ComposeResult:
        """The texts between a title and the choices."""
        with Vertical(id="compare"):
            yield Static(id="compare-title")
            if self._note:
                yield Static(Text(self._note), id="compare-note")
            yield Static(id="compare-names")
            with VerticalScroll(id="compare-texts", can_focus=False):
                yield Static(id="compare-text")
            yield self.choices
            yield Static(id="compare-keys")

    def on_resize(self) -> None:
        """Two columns, or one where two have no room."""
        self.call_after_refresh(self._fill)  # before, neither colours nor widths are right

    def _fill(self) -> None:
        texts = self.query_one("#compare-texts", VerticalScroll)
        # The bar comes and goes with the height of the text, which would be wrapped twice.
        width = texts.outer_size.width - texts.styles.scrollbar_size_vertical
        if width == self._width or width < 1:
            return
        self._width = width
        names, text = self.query_one("#compare-names", Static), self.query_one("#compare-text", Static)
        self._show("#compare-title", Text(longest(self._titles, width), no_wrap=True, overflow="ellipsis"))
        self._show("#compare-keys", key_line(self._keys(), width))
        styles = self._styles()
        lines = compare(self.left.text, self.right.text)
        if self.size.width < _NARROW:
            names.update(self._legend(styles))
            text.update(one_column(lines, styles))
        else:
            columns = Columns(self.app.console, width, styles)
            names.update(columns.names(self.left.name, self.right.name))
            text.update(columns.rows(beside(self.left.text, self.right.text)))
        if not lines:
            text.update(Text("Both have the same words.", styles[" "]))

    def _show(self, where: str, text: Text) -> None:
        self.query_one(where, Static).update(text)

    def _legend(self, styles: Mapping[str, Style]) -> Text:
        mine, theirs = marked(self.left.short, "-"), marked(self.right.short, "+")
        return Text.assemble(
            (mine, styles["-"]), " ", (theirs, styles["+"]), no_wrap=True, overflow="ellipsis"
        )

    def _keys(self) -> list[tuple[str, str]]:
        key = {name: keys_of(name, self._keymap) for name in _SHOWN}
        both = key["previous-choice"], key["next-choice"]
        return [
            ("".join(both) if both == ("←", "→") else " ".join(both), "choose"),
            (key["choose"], "do it"),
            (key["texts-down"], "more"),
            (key["leave-comparison"], "later"),
        ]

    def _styles(self) -> dict[str, Style]:
        names = {"-": "mine", "+": "theirs", " ": "same", "…": "same", "~": "same"}
        return {
            sign: self.get_component_rich_style(f"compare--{name}", partial=True)
            for sign, name in names.items()
        }

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Done."""
        self.dismiss(event.choice)

    # Keys

    def action_choose(self) -> None:
        """What is chosen, wherever the focus is."""
        self.choices.action_choose()

    def action_next_choice(self) -> None:
        """The next one."""
        self.choices.action_next_choice()

    def action_previous_choice(self) -> None:
        """The one before."""
        self.choices.action_previous_choice()

    def action_texts_down(self) -> None:
        """A screen further down in the texts."""
        self.query_one("#compare-texts", VerticalScroll).scroll_page_down(animate=False)

    def action_texts_up(self) -> None:
        """A screen further up in the texts."""
        self.query_one("#compare-texts", VerticalScroll).scroll_page_up(animate=False)

    def action_leave_comparison(self) -> None:
        """Later."""
        self.dismiss(None)


_SHOWN = ("previous-choice", "next-choice", "choose", "texts-down", "leave-comparison")
