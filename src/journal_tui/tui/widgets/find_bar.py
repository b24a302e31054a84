"""The bar at the foot of the page in which one writes what to find, and what shall take its place."""

from __future__ import annotations

from typing import Protocol

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from journal_tui.domain.finding import Query
from journal_tui.tui.commands import FIND, bindings_of
from journal_tui.tui.widgets.switches import Act, Switches, SwitchStyles

_ROOMY = 66
"""Cells from which on everything fits into one row."""
_MOST_EARLIER = 50


class Searcher(Protocol):
    """Who looks for what is written in the bar, and tells it."""

    def sought(self, query: Query) -> None:
        """Another query."""

    def move(self, *, back: bool = False) -> None:
        """To the next match, or the one before."""

    def swap(self) -> None:
        """Replace this match and go on."""

    def swap_all(self) -> None:
        """Replace all matches."""

    def close(self) -> None:
        """Done."""

    def to_page(self) -> None:
        """Back to the page, with the bar open."""

    def undo(self, *, again: bool = False) -> None:
        """Take the last change of the page back, or make it again."""


class FindBar(Vertical):
    """One row to find, one more to replace, and one for the switches where the page is narrow.

    It knows the query, the switches and what was sought before; what they lead to, its `searcher` knows.
    """

    BINDINGS = bindings_of(FIND)
    DEFAULT_CSS = """
    FindBar {
        width: 100%;
        height: auto;
        margin: 1 0 0 0;
        padding: 0 1;
        background: $surface;
        Horizontal { height: 1; }
        Static { width: auto; height: 1; text-wrap: nowrap; color: $journal-muted; }
        .find-label { width: 6; }
        Input, Input:focus { width: 1fr; height: 1; padding: 0; background: $surface; background-tint: $surface 0%; }
        Switches { height: 1; }
        #find-count { padding: 0 1; }
        #replace-all { padding: 0 1; }
        #find-count.-wrong { color: $warning; }
        #replace-row, Switches.-below { display: none; }
        &.-replacing #replace-row { display: block; }
        &.-replacing .find-label { width: 9; }
        &.-close Switches.-beside { display: none; }
        &.-close Switches.-below { display: block; }
        &.-tight { margin: 0; }
    }
    """

    def __init__(self, searcher: Searcher, keys: dict[str, str]) -> None:
        """`keys` are the keys as shown of case, words, regex and all."""
        super().__init__(id="find-bar")
        self.searcher = searcher
        self.field = Input(id="find-field", compact=True)
        self.by = Input(id="replace-field", compact=True)
        self._count = Static(id="find-count", markup=False)
        self._keys = keys
        named = [(keys[name], name) for name in ("case", "words", "regex")]
        self._switches = (Switches(named, "-beside"), Switches(named, "-below"))
        self._on: frozenset[str] = frozenset()
        self._styles = SwitchStyles()
        self._earlier: list[str] = []
        self._recalled = 0

    def compose(self) -> ComposeResult:
        """The rows."""
        with Horizontal():
            yield Static("Find", classes="find-label")
            yield self.field
            yield self._count
            yield self._switches[0]
        with Horizontal(id="replace-row"):
            yield Static("Replace", classes="find-label")
            yield self.by
            yield Act(f"{self._keys['all']} all", id="replace-all", markup=False)
        yield self._switches[1]

    @property
    def sought(self) -> Query:
        """What is written and switched on now."""
        return Query(self.field.value, "case" in self._on, "words" in self._on, "regex" in self._on)

    @property
    def replacing(self) -> bool:
        """Whether the second field is there."""
        return self.has_class("-replacing")

    def begin(self, text: str | None, *, replacing: bool, styles: SwitchStyles) -> None:
        """Show the bar, with this query unless it is None; the caller gives it the focus."""
        self._styles = styles
        self.display = True
        self.set_class(replacing, "-replacing")
        if text is not None:
            with self.prevent(Input.Changed):
                self.field.value = text
        self.field.cursor_position = len(self.field.value)
        self._recalled = len(self._earlier) - (self._earlier[-1:] == [self.field.value])
        self._light()

    def end(self) -> None:
        """Hide the bar; what was sought is remembered."""
        self.remember()
        self.display = False

    def tell(self, count: str, *, wrong: bool = False) -> None:
        """Show which match of how many this is."""
        self._count.set_class(wrong, "-wrong")
        self._count.update(count)

    def remember(self) -> None:
        """The query was used: the up arrow brings it back."""
        text = self.field.value
        if text:
            self._earlier = [*(one for one in self._earlier[-_MOST_EARLIER:] if one != text), text]
        self._recalled = len(self._earlier) - bool(text)

    # What the writer does

    def on_resize(self, event: events.Resize) -> None:
        """Choose the layout."""
        self.set_class(event.size.width < _ROOMY, "-close")
        self.set_class(self.app.size.height < 20, "-tight")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for what is written."""
        event.stop()
        if event.input is self.field and self.display:
            self.searcher.sought(self.sought)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: the next match, or this one replaced."""
        event.stop()
        self.remember()
        if event.input is self.by:
            self.searcher.swap()
        else:
            self.searcher.move()

    def on_switches_pressed(self, event: Switches.Pressed) -> None:
        """A switch was clicked."""
        event.stop()
        self._turn(event.name)

    def on_act_pressed(self, event: Act.Pressed) -> None:
        """Replace all was clicked."""
        event.stop()
        self.searcher.swap_all()

    def action_find_case(self) -> None:
        """Make case count whatever the query, or not."""
        self._turn("case")

    def action_find_words(self) -> None:
        """Find whole words only, or not."""
        self._turn("words")

    def action_find_regex(self) -> None:
        """Read the query as a regular expression, or not."""
        self._turn("regex")

    def action_find_earlier(self) -> None:
        """The query before."""
        self._recall(-1)

    def action_find_later(self) -> None:
        """The query after."""
        self._recall(1)

    def action_find_go(self) -> None:
        """What Enter does, for terminals and buffered keys that send a line feed."""
        focused = self.screen.focused
        if isinstance(focused, Input):
            focused.post_message(Input.Submitted(focused, focused.value))

    def action_find_field(self) -> None:
        """From field to field, and on to the page."""
        if self.replacing and self.screen.focused is self.field:
            self.screen.set_focus(self.by)
        else:
            self.searcher.to_page()

    def action_find_undo(self) -> None:
        """Take back the last change of the page."""
        self.searcher.undo()

    def action_find_redo(self) -> None:
        """Make it again."""
        self.searcher.undo(again=True)

    def action_find_close(self) -> None:
        """Done."""
        self.searcher.close()

    def _turn(self, name: str) -> None:
        self._on = self._on ^ {name}
        self._light()
        self.searcher.sought(self.sought)

    def _light(self) -> None:
        for switches in self._switches:
            switches.show(self._on, self._styles)

    def _recall(self, by: int) -> None:
        at = self._recalled + by
        if self.screen.focused is self.field and 0 <= at <= len(self._earlier):
            self._recalled = at
            self.field.value = [*self._earlier, ""][at]
            self.field.cursor_position = len(self.field.value)
