"""The page: a text area made for prose."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from typing import cast

from textual import events
from textual.document._document import EditResult, Location, Selection
from textual.document._edit import Edit
from textual.geometry import Offset
from textual.message import Message
from textual.timer import Timer

from journal_tui.domain.counting import count_line
from journal_tui.domain.edges import common_prefix, common_suffix
from journal_tui.domain.markup import FRONT
from journal_tui.domain.pasted import plain_text
from journal_tui.tui.commands import PAGE, SELECT, bindings_of
from journal_tui.tui.widgets.prose.moves import MovingArea
from journal_tui.tui.widgets.prose.painting import PageStyles
from journal_tui.tui.widgets.prose.undoing import PlacedEdit, Steps

__all__ = ["PageStyles", "ProseArea"]

_HEAD_LINES, _HEAD_CHARACTERS = 12, 200
"""What `head` looks at: with front matter a title may come late, but a key must cost the same in any text."""

_QUIET = 1.0
"""Seconds after which a page that was opened is one to stay on."""

Change = tuple[Location, Location, str]
"""Start and end of what goes, and what comes in its place."""


class ProseArea(MovingArea):
    """A soft-wrapped Markdown page that counts its words and repaints only what changed.

    Attributes that its owner sets: `page_styles`, `hint` (lines shown where the text would be while there is
    none), `typed` (called with all lines, and with whether much came in one go, before the change by hand is
    over: the message `Edited` comes later), `marks` (by their owner's name, functions of a line's number that
    give what to paint on top of the highlighting: start and end column and a style's name), `copied` (called
    with what is copied or cut; None: Textual's own clipboard), `pasted` (gives what the paste key inserts),
    `typography` (whether typed quotes and dashes become typographic), `by_hand` (called after each edit by typing
    or deleting, not after paste or undo, with what `TypedWords.edit` takes). `tally` holds the count of words,
    `steps_back` how often an older text than the one that was shown has been reached by undo.
    """

    BINDINGS = bindings_of(PAGE, SELECT)

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
        self.typed: Callable[[Sequence[str], bool], None] | None = None
        self.copied: Callable[[str], None] | None = None
        self.pasted: Callable[[], str | None] | None = None
        self.by_hand: Callable[[Location, Location, Location, int, int], None] | None = None
        self.typography = False
        self.steps_back = 0
        self._adopting = False
        self._given = False
        self._paragraph_focus = self._typewriter = False
        self._lit = (0, 0)
        self._collecting: Timer | None = None
        super().__init__(id=id)

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
        self._collect_later()

    def _collect_later(self) -> None:
        """Take the new text out of the collector's sight, when nobody leafs on: to walk through a long one again and
        again would be the longest pauses between two keys."""
        if self._collecting is not None:
            self._collecting.stop()
        if self.is_running:
            self._collecting = self.set_timer(_QUIET, _collect)

    def head(self) -> str:
        """The first lines, enough to tell the page's title."""
        lines = self._lines[:_HEAD_LINES]
        return "\n".join(line[:_HEAD_CHARACTERS] for line in lines)

    @property
    def paragraph_focus(self) -> bool:
        """Whether all but the paragraph of the cursor is dimmed."""
        return self._paragraph_focus

    @paragraph_focus.setter
    def paragraph_focus(self, on: bool) -> None:
        self._paragraph_focus = on
        self._lit = self.paragraph_of(self.cursor_location[0])
        self.refresh()

    @property
    def typewriter(self) -> bool:
        """Whether the row of the cursor stays in the middle, as soon as there are enough rows above it."""
        return self._typewriter

    @typewriter.setter
    def typewriter(self, on: bool) -> None:
        self._typewriter = on
        self._refresh_size()
        self.scroll_cursor_visible()

    def refresh_marks(self) -> None:
        """Paint the visible rows again, because what `marks` give has changed."""
        self.refresh()

    def _is_dimmed(self, row: int) -> bool:
        return self._paragraph_focus and not self._lit[0] <= row <= self._lit[1]

    def _room_below(self) -> int:
        return self.size.height // 2 if self._typewriter else 0

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Scroll until the cursor can be seen; to the middle if `center`, or always for a typewriter."""
        if not (self._typewriter and self._has_cursor and self.size):
            return super().scroll_cursor_visible(center, animate)
        self._cursor_offset = self._flowed.location_to_offset(self.cursor_location)
        before = self.scroll_offset
        top = self._cursor_offset[1] - self.size.height // 2
        self.scroll_to(y=max(0, top), animate=False, force=True, immediate=True)
        return self.scroll_offset - before

    def _watch_selection(self, previous_selection: Selection, selection: Selection) -> None:
        super()._watch_selection(previous_selection, selection)
        self._light()

    def _light(self) -> None:
        """Let the paragraph of the cursor stand out."""
        if self._paragraph_focus:
            lit = self.paragraph_of(self.cursor_location[0])
            if lit != self._lit:
                self._lit = lit
                self.refresh()

    # The selection

    def select(self, start: Location, end: Location) -> None:
        """Select from `start` to `end`, where the cursor is then; a place out of sight comes to the middle."""
        top, height = self.scroll_offset.y, self.size.height
        self._take(start, end)
        if not top <= self._cursor_offset[1] < top + height:
            self.scroll_cursor_visible(center=True)

    @property
    def selected_words(self) -> int:
        """The words of the selection by the counting rule; 0 when nothing is selected. What the page does not count,
        as the lines of a template, does not count here."""
        (top, left), (bottom, right) = sorted(self.selection)
        if top == bottom:
            return self._words_between(top, left, right)
        whole = sum(self.tally.words(row) for row in range(top + 1, bottom))
        return self._words_between(top, left, None) + whole + self._words_between(bottom, 0, right)

    def _words_between(self, row: int, left: int, right: int | None) -> int:
        line, state = self._lines[row], self.tally.state(row)
        right = len(line) if right is None else right
        if left == 0 and right == len(line):
            return self.tally.words(row)
        if left >= right or state == FRONT or line in self.ignored_lines:
            return 0
        return count_line(line[left:right], state)[0]

    # Edits by others

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
        later, ahead = self.text, self.history.redo_stack
        self.adopt(text)
        self.scroll_cursor_visible(animate=False)
        cast(Steps, self.history).turn_back(self._edit_to(later), self.selection, ahead)
        self.steps_back += 1

    def _edit_to(self, new: str) -> Edit:
        """The smallest edit that makes `new` of the text."""
        old = self.text
        start = common_prefix(old, new)
        end = common_suffix(old, new, min(len(old), len(new)) - start)
        top, bottom = self._location_of(start), self._location_of(len(old) - end)
        return Edit(new[start : len(new) - end], top, bottom, maintain_selection_offset=True)

    def _location_of(self, index: int) -> Location:
        for row, line in enumerate(self._lines):
            if index <= len(line):
                return row, index
            index -= len(line) + len(self.document.newline)
        return self.document.end

    def replace_many(self, edits: Sequence[Change]) -> None:
        """Make several replacements, which may not overlap, by the writer's hand and as one step of undo.

        The cursor stays at its words; where they are replaced, it goes behind what took their place.
        """
        if not edits or self.read_only:
            return
        ordered = sorted(edits)
        first, last = ordered[0][0], ordered[-1][1]
        parts, at = [], first
        for start, end, text in ordered:
            parts += [self.get_text_range(at, start), text]
            at = end
        place = Selection(*(_moved(location, ordered) for location in self.selection))
        self.history.checkpoint()
        self.edit(PlacedEdit("".join(parts), first, last, place=place))
        self.history.checkpoint()

    def edit(self, edit: Edit) -> EditResult:
        """Perform one edit; wrap, count and repaint what it touched."""
        words = self.tally.total
        result = super().edit(edit)
        given = self._given or self._adopting or isinstance(edit, PlacedEdit)
        if self.by_hand is not None and not given:
            self.by_hand(edit.top, edit.bottom, result.end_location, words, self.tally.total)
        return result

    def _edited(self, *, much: bool) -> None:
        if self.typed is not None and not self._adopting:
            self.typed(self._lines, much)

    def _counted(self) -> None:
        self._light()
        self.post_message(self.Edited(not self._adopting))

    # Keys

    async def _on_key(self, event: events.Key) -> None:
        """Type what is typed. A letter with alt is a command that does not exist, not a letter."""
        if event.key.startswith("alt+"):
            event.prevent_default()
        elif event.key == "enter" and not self.read_only:
            event.stop()
            event.prevent_default()
            self.action_newline()
        else:
            await super()._on_key(event)
            if self.typography and event.is_printable and not self.read_only:
                self._set_typographically()

    def action_newline(self) -> None:
        """What Enter does, also for terminals and buffered keys that send a line feed: a new line, which goes on
        with the list or the quotation of this one."""
        from journal_tui.domain.typing_aids import Enter, enter

        if self.read_only:
            return
        row, column = self.cursor_location
        line = self._lines[row]
        aid = enter(line, column, self.tally.state(row)) if self.selection.is_empty else Enter("")
        if aid.ends:
            self._replace_via_keyboard(aid.text, (row, 0), (row, len(line)))
            return
        end = column
        if aid.text:
            end += len(line[column:]) - len(line[column:].lstrip(" "))
        start = self.selection.start
        self._replace_via_keyboard("\n" + aid.text, start, (row, end))

    def _set_typographically(self) -> None:
        from journal_tui.domain.typing_aids import typographic

        row, column = self.cursor_location
        change = typographic(self._lines[row], column, self.tally.state(row))
        if change is not None:
            # A step of its own, as each replacement behind an insertion is: undo takes back this alone.
            self._replace_via_keyboard(change[1], (row, column - change[0]), (row, column))
            self.history.checkpoint()

    async def _on_paste(self, event: events.Paste) -> None:
        """Paste what the terminal sends."""
        event.stop()
        event.prevent_default()
        self._insert(event.text)

    def _insert(self, text: str) -> None:
        """Insert plain text, one newline style and nothing that a terminal would act on, as one step of undo."""
        if not self.read_only and (text := plain_text(text)):
            self.history.checkpoint()
            self._given = True
            result = self._replace_via_keyboard(text, *self.selection)
            self._given = False
            if result is not None:
                self.move_cursor(result.end_location)
            self.focus()

    def action_copy(self) -> None:
        """Copy what is selected, or the line."""
        text = self.selected_text or self._lines[self.cursor_location[0]] + "\n"
        (self.copied or self.app.copy_to_clipboard)(text)

    def action_cut(self) -> None:
        """Cut what is selected, or the line."""
        if self.read_only:
            return
        start, end = self.selection
        if start == end:
            text = self._lines[end[0]] + "\n"
            result = self._delete_cursor_line()
        else:
            text = self.selected_text
            result = self._delete_via_keyboard(start, end)
        if result is not None:
            (self.copied or self.app.copy_to_clipboard)(text)

    def action_paste(self) -> None:
        """Paste what was cut or copied."""
        self._insert((self.pasted() if self.pasted is not None else self.app.clipboard) or "")

    def action_undo(self) -> None:
        """Take back the last change; when there is none, the owner may know of older ones."""
        if self.history.undo_stack:
            self.undo()
        elif not self.read_only:
            self.post_message(self.NothingToUndo())

    def action_leave_page(self) -> None:
        """Tell the screen that the writer goes to the list."""
        self.post_message(self.Left())


def _collect() -> None:
    gc.collect()
    gc.freeze()


def _moved(place: Location, edits: Sequence[Change]) -> Location:
    """Where the words at `place` are after `edits`, which are in order."""
    was, now = (0, 0), (0, 0)  # the same place before and after the edits so far
    for start, end, text in edits:
        if place <= start:
            break
        now = _end_of(text, _follow(start, was, now))
        was = end
        if place < end:
            return now
    return _follow(place, was, now)


def _follow(place: Location, was: Location, now: Location) -> Location:
    """Where a place is that lies behind another, which was at `was` and is at `now`."""
    row = now[0] + place[0] - was[0]
    return (row, now[1] + place[1] - was[1]) if place[0] == was[0] else (row, place[1])


def _end_of(text: str, start: Location) -> Location:
    *before, last = text.split("\n")
    return (start[0] + len(before), len(last)) if before else (start[0], start[1] + len(last))
