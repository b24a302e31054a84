"""Two texts of one day side by side, and what to do with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rich.style import Style
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from journal_tui.domain.difference import compare
from journal_tui.domain.display import visible
from journal_tui.domain.merge import changes
from journal_tui.tui.commands import DIALOG, bindings_of
from journal_tui.tui.widgets.choices import Choice, Choices

_NARROW = 70
"""Cells below which two columns would be too narrow to read."""
_NEAR = 2
"""Unchanged lines shown around a difference."""
_MOST_ROWS = 400
"""Rows of a comparison that are painted; nobody reads more, and each takes time."""


class Side(NamedTuple):
    """One of the two texts."""

    name: str
    text: str


class _Row(NamedTuple):
    mine: str | None
    theirs: str | None
    differs: bool


class CompareScreen(ModalScreen[str | None]):
    """Returns the id of the choice; None puts it off, and both texts stay where they are."""

    BINDINGS = [
        *bindings_of(DIALOG),
        Binding("pagedown,ctrl+d", "page(1)", show=False),
        Binding("pageup,ctrl+u", "page(-1)", show=False),
    ]
    CSS_PATH = ["../dialogs.tcss", "../compare.tcss"]
    COMPONENT_CLASSES = {"compare--mine", "compare--theirs", "compare--same"}
    AUTO_FOCUS = "Choices"
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (_NARROW, "-narrow")]

    def __init__(self, title: str, left: Side, right: Side, choices: list[Choice]) -> None:
        """The first of the `choices` is what Enter does."""
        super().__init__()
        self._title = title
        self.left = left
        self.right = right
        self.choices = Choices(choices)
        self._wide: bool | None = None

    def compose(self) -> ComposeResult:
        """The texts between a title and the choices."""
        with Vertical(id="compare"):
            yield Static(Text(self._title), id="compare-title")
            yield Static(id="compare-names")
            with VerticalScroll(id="compare-texts", can_focus=False):
                yield Static(id="compare-text")
            yield self.choices
            yield Static(Text("←→ choose   Enter do it   PgDn more   Esc later"), id="compare-keys")

    def on_resize(self) -> None:
        """Two columns, or one where two have no room."""
        wide = self.size.width >= _NARROW
        if wide != self._wide:
            self.call_after_refresh(self._fill, wide)  # before, neither colours nor heights are right

    def _fill(self, wide: bool) -> None:
        self._wide = wide
        self.query_one("#compare-names", Static).update(self._names(wide))
        self.query_one("#compare-text", Static).update(self._columns() if wide else self._one_column())

    def _names(self, wide: bool) -> Table:
        table = _grid(2 if wide else 1)
        if wide:
            table.add_row(Text(self.left.name, "bold"), Text(self.right.name, "bold"))
        else:
            names = Text.assemble(
                ("− ", self._style("mine")), self.left.name, ("   + ", self._style("theirs")), self.right.name
            )
            table.add_row(names)
        return table

    def _columns(self) -> Table:
        table, same = _grid(2), self._style("same")
        rows = list(_aligned(self.left.text.split("\n"), self.right.text.split("\n")))
        for row in rows[:_MOST_ROWS]:
            mine = Text(visible(row.mine or ""), self._style("mine") if row.differs else same)
            theirs = Text(visible(row.theirs or ""), self._style("theirs") if row.differs else same)
            table.add_row(mine, theirs)
        if len(rows) > _MOST_ROWS:
            table.add_row(Text(f"… and {len(rows) - _MOST_ROWS:,} more lines", same))
        return table

    def _one_column(self) -> Table:
        table = Table.grid(padding=0, expand=True)
        table.add_column(width=2)
        table.add_column(ratio=1)
        same = self._style("same")
        styles = {"-": self._style("mine"), "+": self._style("theirs")}
        for line in compare(self.left.text, self.right.text)[:_MOST_ROWS]:
            text = Text()
            for number, (part, sign) in enumerate(line.parts):
                text.append(" " if number else "").append(visible(part), styles.get(sign, same))
            sign = line.sign.replace("-", "−")
            table.add_row(Text(sign, styles.get(line.sign, same)), text)
        return table

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"compare--{name}", partial=True)

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Done."""
        self.dismiss(event.choice)

    def action_accept(self) -> None:
        """What is chosen, wherever the focus is."""
        self.choices.action_choose()

    def action_page(self, by: int) -> None:
        """A screen further in the texts."""
        texts = self.query_one("#compare-texts", VerticalScroll)
        texts.scroll_page_down(animate=False) if by > 0 else texts.scroll_page_up(animate=False)

    def action_dismiss(self) -> None:  # type: ignore[override]
        """Later."""
        self.dismiss(None)


def _grid(columns: int) -> Table:
    table = Table.grid(padding=(0, 2), expand=True)
    for _ in range(columns):
        table.add_column(ratio=1)
    return table


def _aligned(mine: list[str], theirs: list[str]) -> Iterator[_Row]:
    """Lines of both texts beside each other; of what both have, only what is near a difference."""
    done = 0
    for i1, i2, j1, j2 in changes(mine, theirs):
        yield from _same(mine[done:i1], at_start=done == 0)
        for n in range(max(i2 - i1, j2 - j1)):
            left = mine[i1 + n] if i1 + n < i2 else None
            right = theirs[j1 + n] if j1 + n < j2 else None
            yield _Row(left, right, True)
        done = i2
    yield from _same(mine[done:], at_start=done == 0, at_end=True)


def _same(lines: list[str], *, at_start: bool = False, at_end: bool = False) -> Iterator[_Row]:
    before, after = (0 if at_start else _NEAR), (0 if at_end else _NEAR)
    left_out = len(lines) - before - after
    if left_out <= 1 or (at_start and at_end):
        yield from (_Row(line, line, False) for line in lines)
        return
    note = f"… {left_out:,} lines that both have"
    yield from (_Row(line, line, False) for line in lines[:before])
    yield _Row(note, note, False)
    yield from (_Row(line, line, False) for line in lines[len(lines) - after :])
