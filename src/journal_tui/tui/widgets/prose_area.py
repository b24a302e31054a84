"""The page: Textual's TextArea made for prose. Everything that leans on its private names is in this file
and in `flowed_document`, so that a new Textual is one place to look at (a test holds both widgets equal)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from textwrap import wrap
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.document._document import Document, EditResult, Selection
from textual.document._document_navigator import DocumentNavigator
from textual.document._edit import Edit
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.strip import Strip
from textual.widgets import TextArea

from journal_tui.domain.counting import WordTally
from journal_tui.domain.edges import common_prefix, common_suffix
from journal_tui.domain.pasted import plain_text
from journal_tui.tui.commands import PAGE, SELECT, bindings_of
from journal_tui.tui.highlight import spans_of
from journal_tui.tui.widgets.flowed_document import FlowedDocument

_HEAD_LINES, _HEAD_CHARACTERS = 12, 200
"""What `head` looks at: with front matter a title may come late, but a key must cost the same in any text."""
UNDO_STEPS = 10_000
"""Checkpoints kept for undo; Textual's fifty are about fifty lines."""
MUCH = 100
"""Characters; more than these at once were pasted and not typed."""


class PageStyles(NamedTuple):
    """How the page is painted: the theme's colours as styles, by the names that `spans_of` gives."""

    base: Style = Style()
    cursor: Style = Style(reverse=True)
    selection: Style = Style(reverse=True)
    hint: Style = Style(dim=True)
    marks: Mapping[str, Style] = MappingProxyType({})


class ProseArea(TextArea, inherit_bindings=False):
    """A soft-wrapped Markdown page that counts its words and repaints only what changed.

    Attributes that its owner sets: `page_styles`, `hint` (lines shown where the text would be while there is
    none), `typed` (called with all lines, and with whether much came in one go, before the change by hand is
    over: the message `Edited` comes later). `tally` holds the count of words, `steps_back` how often an older text
    than the one that was shown has been reached by undo.
    """

    BINDINGS = bindings_of(PAGE, SELECT)

    selection: Reactive[Selection] = reactive(Selection(), init=False, always_update=True, repaint=False)

    class Edited(Message):
        """The text has changed; sent after the change is counted.

        `by_hand` is False where the page adopted what is in the file.
        """

        def __init__(self, by_hand: bool) -> None:
            super().__init__()
            self.by_hand = by_hand

    class NothingToUndo(Message):
        """The writer wants to take back more than there is since the page was shown."""

    class Left(Message):
        """The writer wants to leave the page for the list."""

    def __init__(self, *, id: str | None = None) -> None:
        self.page_styles = PageStyles()
        self.hint: tuple[str, ...] = ()
        self.ignored_lines: frozenset[str] = frozenset()
        self.typed: Callable[[Sequence[str], bool], None] | None = None
        self.tally = WordTally([""])
        self.steps_back = 0
        self._strips: LRUCache[Any, Strip] = LRUCache(2048)
        self._adopting = False
        self._from_top = False
        self._was_blank = True
        super().__init__(id=id, compact=True, highlight_cursor_line=False, max_checkpoints=UNDO_STEPS)
        self.cursor_blink = False
        self.match_cursor_bracket = False

    # What is shown

    def show(
        self,
        text: str,
        *,
        ignored_lines: frozenset[str] = frozenset(),
        read_only: bool = False,
        from_top: bool = False,
    ) -> None:
        """Put another text on the page: no undo back into the old one, the cursor at its end.

        `from_top` shows the beginning all the same, for somebody who leafs through the days.
        """
        self.ignored_lines = ignored_lines
        self.read_only = read_only
        self._from_top = from_top
        self.steps_back = 0
        self.load_text(text)
        self.move_cursor(self.document.end)
        if from_top:
            self.scroll_to(y=0, animate=False, force=True, immediate=True)
        else:
            self.scroll_cursor_visible(animate=False)

    def adopt(self, text: str) -> None:
        """Make `text` the text by one edit that undo takes back, the cursor kept where its words are."""
        if text == self.text:
            return
        self.history.checkpoint()
        self._adopting = True
        self.edit(self._edit_to(text))
        self._adopting = False
        self.history.checkpoint()

    def show_earlier(self, text: str) -> None:
        """Make another `text` the text as if undo had led to it from the first one: redo leads back to that, and
        from there to what was undone before."""
        history, later = self.history, self.text
        ahead = list(history._redo_stack)
        self.adopt(text)
        self.scroll_cursor_visible(animate=False)
        way_back = self._edit_to(later)
        way_back._original_selection = self.selection
        history._undo_stack.clear()
        history._redo_stack.extend([*ahead, [way_back]])
        self.steps_back += 1

    def _edit_to(self, new: str) -> Edit:
        """The smallest edit that makes `new` of the text."""
        old, document = self.text, cast(Any, self.document)
        start = common_prefix(old, new)
        end = common_suffix(old, new, min(len(old), len(new)) - start)
        top, bottom = (document.get_location_from_index(index) for index in (start, len(old) - end))
        return Edit(new[start : len(new) - end], top, bottom, maintain_selection_offset=True)

    def wear(self, styles: PageStyles) -> None:
        """Paint with other colours."""
        self.page_styles = styles
        self._strips.clear()
        self.refresh()

    def head(self) -> str:
        """The first lines, enough to tell the page's title."""
        lines = self._lines[:_HEAD_LINES]
        return "\n".join(line[:_HEAD_CHARACTERS] for line in lines)

    # The document

    def _set_document(self, text: str, language: str | None) -> None:
        self._highlight_query = None
        self.document = Document(text)
        self.wrapped_document = FlowedDocument(self.document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self.tally = WordTally(self._lines, ignore=self.ignored_lines)
        self._strips.clear()
        self._was_blank = self._is_blank
        self.move_cursor((0, 0))
        self._rewrap_and_refresh_virtual_size()
        self.refresh()

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        """Wrap while the screen is laid out. Textual wraps when the event arrives, after a frame in the old
        width: each start and each resize would be painted twice."""
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if changed and self.wrap_width != self._flowed.width:
            self._flowed.wrap(self.wrap_width, self.indent_width)
            self._strips.clear()
            self.set_reactive(TextArea.virtual_size, Size(0, self._flowed.height))
            self._refresh_scrollbars()
            self._scroll_update(self.virtual_size)
            if not self._from_top:
                self._cursor_offset = self._flowed.location_to_offset(self.cursor_location)
                self.scroll_to(
                    y=self._cursor_offset[1] - size.height + 1, animate=False, force=True, immediate=True
                )
        return changed

    def _on_resize(self) -> None:
        """Nothing is left to do here: see `_size_updated`."""

    @property
    def _is_blank(self) -> bool:
        return self.document.line_count == 1 and not self._lines[0]

    @property
    def _lines(self) -> list[str]:
        return self.document.lines

    @property
    def _flowed(self) -> FlowedDocument:
        return cast(FlowedDocument, self.wrapped_document)

    def edit(self, edit: Edit) -> EditResult:
        """Perform one edit; count and repaint the lines that it touched."""
        first, lines_before, height = edit.top[0], self.document.line_count, self._flowed.height
        result = super().edit(edit)
        added = result.end_location[0] - first + 1
        removed = lines_before - self.document.line_count + added
        self._lines_changed(first, removed, added, height, much=len(edit.text) > MUCH)
        return result

    def _undo_batch(self, edits: Sequence[Edit]) -> None:
        before = list(self._lines)
        for edit in reversed(edits):
            edit.undo(self)
        self._settle(before, list(reversed(edits)))

    def _redo_batch(self, edits: Sequence[Edit]) -> None:
        before = list(self._lines)
        for edit in edits:
            edit.do(self, record_selection=False)
        self._settle(before, edits)

    def _settle(self, before: list[str], edits: Iterable[Edit]) -> None:
        """After a batch: wrap, count and paint what differs. (Textual wraps a range made of the places of all
        edits, which is wrong where an edit moved the lines of another.)"""
        first, removed, added = _changed_lines(before, self._lines)
        height = self._flowed.height
        self._flowed.wrap_range((first, 0), (first + removed - 1, 0), (first + added - 1, 0))
        self._refresh_size()
        for edit in edits:
            edit.after(self)
        self.post_message(self.Changed(self))
        self._lines_changed(first, removed, added, height)

    def _lines_changed(
        self, first: int, removed: int, added: int, height_before: int, *, much: bool = False
    ) -> None:
        if self.typed is not None and not self._adopting:
            self.typed(self._lines, much)
        reached = self.tally.replace(first, removed, self._lines[first : first + added])
        blank = self._is_blank
        if blank != self._was_blank or reached > first + added or self._flowed.height != height_before:
            self.refresh()
        else:
            top, rows = self._flowed.rows_of(first, first + added - 1)
            self.refresh_lines(top, rows)
        self._was_blank = blank
        self.post_message(self.Edited(not self._adopting))

    # Painting

    def find_matching_bracket(self, bracket: str, search_from: tuple[int, int]) -> None:
        """Prose has no brackets to match, and an unmatched one would be searched for to the end of the text."""
        return

    def _build_highlight_map(self) -> None:
        """Nothing to build: a line is looked at when it is painted."""

    def notify_style_update(self) -> None:
        """Forget what was painted in other styles."""
        self._strips.clear()
        super().notify_style_update()

    def _watch_selection(self, previous_selection: Selection, selection: Selection) -> None:
        super()._watch_selection(previous_selection, selection)
        if self.is_mounted:
            rows = [
                previous_selection.start[0],
                previous_selection.end[0],
                selection.start[0],
                selection.end[0],
            ]
            if previous_selection.is_empty and selection.is_empty:
                for row in {previous_selection.end[0], selection.end[0]}:
                    self.refresh_lines(*self._flowed.rows_of(row, row))
            else:
                self.refresh_lines(*self._flowed.rows_of(min(rows), max(rows)))

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        width = self.scrollable_content_region.width
        base = self.page_styles.base
        if self.hint and self._is_blank:
            return self._hint_row(y, width)
        try:
            row, start, end, last = self._flowed.piece(y + self.scroll_offset.y)
        except IndexError:
            return Strip.blank(width, base)
        line = self.document.get_line(row)
        state = self.tally.state(row)
        cursor = self._cursor_in(row, start, end, last)
        selected = self._selected_in(row, len(line))
        key = (line, state, start, end, cursor, selected, width)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._paint(line, state, (start, end), cursor, selected, width)
            self._strips[key] = strip
        return strip

    def _hint_row(self, y: int, width: int) -> Strip:
        base, hint = self.page_styles.base, self.page_styles.base + self.page_styles.hint
        rows = [row for line in self.hint for row in wrap(line, max(1, width - 1))]
        text = rows[y] if y < len(rows) else ""
        segments = [Segment(text, hint)]
        if y == 0 and self._draw_cursor:
            segments = [Segment(text[:1] or " ", base + self.page_styles.cursor), Segment(text[1:], hint)]
        return Strip(segments).adjust_cell_length(width, base)

    def _cursor_in(self, row: int, start: int, end: int, last: bool) -> int | None:
        """The cursor's column where this row of the screen shows it."""
        at_row, column = self.selection.end
        if at_row != row or not self._draw_cursor:
            return None
        return column if start <= column < end or (last and column == end) else None

    def _selected_in(self, row: int, length: int) -> tuple[int, int] | None:
        """The selected columns of a line; one past its end where the selection goes on to the next line."""
        (top, left), (bottom, right) = sorted(self.selection)
        if self.selection.is_empty or not top <= row <= bottom:
            return None
        return (left if row == top else 0, right if row == bottom else length + 1)

    def _paint(
        self,
        line: str,
        state: str,
        piece: tuple[int, int],
        cursor: int | None,
        selected: tuple[int, int] | None,
        width: int,
    ) -> Strip:
        start, end = piece
        styles = self.page_styles
        layers = [(a, b, styles.marks[name]) for a, b, name in spans_of(line, state) if name in styles.marks]
        if selected is not None:
            layers.append((*selected, styles.selection))
        if cursor is not None:
            layers.append((cursor, cursor + 1, styles.cursor))
        text = line[start:end]
        # The cursor, or a selection that goes on below, stands in the cell behind the last character.
        if end == len(line) and (cursor == end or (selected is not None and selected[1] > end)):
            text += " "
        segments = _segments(text, start, layers, styles.base)
        if "\t" in text:
            segments = _expand_tabs(segments, self.indent_width)
        return Strip(segments).adjust_cell_length(width, styles.base)

    # Keys

    async def _on_key(self, event: events.Key) -> None:
        """Type what is typed. A letter with alt is a command that does not exist, not a letter."""
        if event.key.startswith("alt+"):
            event.prevent_default()
            return
        await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        """Paste plain text: one newline style, nothing that a terminal would act on."""
        event.stop()
        event.prevent_default()
        if not self.read_only and (text := plain_text(event.text)):
            self.history.checkpoint()
            result = self._replace_via_keyboard(text, *self.selection)
            if result is not None:
                self.move_cursor(result.end_location)
            self.focus()

    def action_newline(self) -> None:
        """What Enter does, for terminals and buffered keys that send a line feed."""
        if not self.read_only:
            self._replace_via_keyboard("\n", *self.selection)

    def action_undo(self) -> None:
        """Take back the last change; when there is none, the owner may know of older ones."""
        if self.history._undo_stack:
            self.undo()
        elif not self.read_only:
            self.post_message(self.NothingToUndo())

    def action_leave_page(self) -> None:
        """Tell the screen that the writer goes to the list."""
        self.post_message(self.Left())

    def action_text_start(self) -> None:
        """The cursor to the start of the text."""
        self.move_cursor((0, 0))

    def action_text_end(self) -> None:
        """The cursor to the end of the text."""
        self.move_cursor(self.document.end)


def _segments(text: str, start: int, layers: list[tuple[int, int, Style]], base: Style) -> list[Segment]:
    """Cut `text`, which begins at column `start`, where a layer begins or ends; later layers lie on top."""
    stop = start + len(text)
    cuts = {start, stop}
    for a, b, _ in layers:
        cuts.update(cut for cut in (a, b) if start < cut < stop)
    edges = sorted(cuts)
    segments = []
    for a, b in pairwise(edges):
        style = base
        for left, right, layer in layers:
            if left <= a and b <= right:
                style += layer
        segments.append(Segment(text[a - start : b - start], style))
    return segments


def _expand_tabs(segments: list[Segment], tab_width: int) -> list[Segment]:
    """Tabs as spaces up to the next stop of the row."""
    expanded, column = [], 0
    for text, style, _ in segments:
        parts = []
        for character in text:
            shown = " " * (tab_width - column % tab_width) if character == "\t" else character
            column += Segment(shown).cell_length
            parts.append(shown)
        expanded.append(Segment("".join(parts), style))
    return expanded


def _changed_lines(before: list[str], after: list[str]) -> tuple[int, int, int]:
    """First differing line, lines removed and lines added, the counts never below one."""
    shortest = min(len(before), len(after))
    first = next(
        (n for n in range(shortest) if before[n] is not after[n] and before[n] != after[n]), shortest
    )
    first = min(first, shortest - 1)
    tail = 0
    while tail < shortest - first - 1 and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return first, len(before) - first - tail, len(after) - first - tail
