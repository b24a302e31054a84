"""Finding and replacing: between the bar in which one writes and the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.document._document import Selection
from textual.widget import Widget

from journal_tui.domain.finding import BadPattern, Query, TooSlow, escaped
from journal_tui.domain.findings import Place
from journal_tui.tui.looking import Looking
from journal_tui.tui.replacing import Replacing
from journal_tui.tui.widgets.find_bar import FindBar
from journal_tui.tui.widgets.switches import SwitchStyles

if TYPE_CHECKING:
    from journal_tui.tui.screens.writing import WritingScreen

_OWNER = "find"
_LONGEST_TAKEN = 200
"""Characters; a longer selection is hardly a query."""


class _Home(NamedTuple):
    """Where the writer was."""

    selection: Selection
    scroll: float


class Finder:
    """What the commands of finding do. With the bar open, the matches are lit and the one we are at is told."""

    def __init__(self, room: WritingScreen) -> None:
        self._room = room
        self._prose = room.prose
        self._bar: FindBar | None = None
        self._home: _Home | None = None
        self._left_at: Selection | None = None
        self._shown_at: Selection | None = None
        self._all_wanted = False
        self._said = ""
        self._looking = Looking(
            room.prose, room.set_timer, arrived=self._arrive, counted=self._counted, gave_up=self._give_up
        )
        self._replacing = Replacing(room, self._looking, self._say)

    # What the keys do

    async def find(self) -> None:
        """Open the bar, or go back to it; what is selected on the page is sought."""
        await self._open(replacing=self._is_open and self.bar.replacing)
        self._room.set_focus(self.bar.field)
        self.bar.field.select_all()

    async def replace(self) -> None:
        """Open the bar with a second field; from there, replace all."""
        if self._replacing.is_refused():
            return
        focused = self._room.focused
        if self._is_open and focused is self.bar.by:
            self.swap_all()
            return
        was_in_bar = self._is_open and focused is self.bar.field
        taken = await self._open(replacing=True)
        to_second = self._looking.query.text and (was_in_bar or taken)
        self._room.set_focus(self.bar.by if to_second else self.bar.field)

    async def next(self, *, back: bool = False) -> None:
        """The next match of the last query, or the one before, whether the bar is open or not."""
        if not self._looking.query.text:
            await self.find()
            return
        if not self._is_open:
            self._to_prose()
        self.move(back=back)

    async def previous(self) -> None:
        """The match before."""
        await self.next(back=True)

    def escape(self) -> bool:
        """Whether Escape on the page means the search: close the bar, or go back to where the writer was."""
        if self._is_open:
            self.close()
            return True
        left_at, self._left_at = self._left_at, None
        if left_at is None or self._prose.selection != left_at or not self._looking.is_of_this_page:
            return False
        self._say("")
        return self._go_home()

    def edited(self) -> None:
        """The text of the page has changed, or another page is shown."""
        self._left_at = self._shown_at = None
        if not self._is_open:
            return
        if not self._looking.is_of_this_page:
            self._home = self._where()
        if self._looking.findings is not None:
            self._count()

    # What the bar tells

    def sought(self, query: Query) -> None:
        """Look for another query, from where the writer was on."""
        self._all_wanted = False
        self._say("")
        try:
            self._looking.begin(query)
        except BadPattern as error:
            self._give_up(str(error))
            return
        self._prose.refresh_marks()
        if self._looking.findings is None:
            self.bar.tell("")
            self._go_home()
            return
        self.bar.tell("…")
        home = self._home.selection if self._home is not None else self._prose.selection
        self._looking.go_on(self._looking.findings.onwards(*min(home)))

    def move(self, *, back: bool = False) -> None:
        """To the next match, or the one before."""
        if not self._looking.query.text:
            return
        self._say("")
        try:
            findings = self._looking.ready()
        except BadPattern as error:
            self._give_up(str(error))
            return
        row, column = min(self._prose.selection)
        here = self._looking.here
        if back:
            self._looking.go_on(findings.backwards(row, column))
        else:
            is_here = here is not None and (here.row, here.start) == (row, column)
            self._looking.go_on(findings.onwards(row, column + is_here))

    def swap(self) -> None:
        """Replace this match and go on; without one, go to the next."""
        if self._replacing.is_refused() or not self._looking.query.text:
            return
        try:
            behind = self._replacing.one(self.bar.by.value)
            if behind is None:
                self.move()
            else:
                self._say("")
                self._looking.go_on(self._looking.ready().onwards(*behind))
        except (BadPattern, TooSlow) as error:
            self._say(str(error), "warning")

    def swap_all(self) -> None:
        """Replace all matches as soon as they are known."""
        if self._replacing.is_refused() or not self._looking.query.text:
            return
        try:
            findings = self._looking.ready()
            if findings.is_complete:
                self._say(*self._replacing.all(self.bar.by.value))
            else:
                self._all_wanted = True
                self._looking.go_on(findings.count())
        except (BadPattern, TooSlow) as error:
            self._say(str(error), "warning")

    def close(self) -> None:
        """Close the bar; the match is selected, and a second Escape goes back to where the writer was."""
        here, home, was_on_page = self._looking.here, self._home, self._room.focused is self._prose
        self._looking.stop()
        self._all_wanted = False
        self._go_home_if_lost()
        self.bar.end()
        self._prose.marks.pop(_OWNER, None)
        self._prose.refresh_marks()
        self._say("")
        self._to_prose()
        if here is not None and not was_on_page:
            self._show(here)
            if home is not None and home.selection != self._prose.selection:
                self._left_at = self._prose.selection
                self._say(f"{self._room.key_of('leave-page')} goes back to where you were")

    def to_page(self) -> None:
        """The focus to the page; the bar stays and the matches stay lit."""
        self._go_home_if_lost()
        self._to_prose()
        if self._looking.here is not None:
            self._show(self._looking.here)

    def undo(self, *, again: bool = False) -> None:
        """Take back the last change of the page, or make it again."""
        self._say("")
        if not self._prose.read_only:
            self._prose.redo() if again else self._prose.undo()

    # The bar

    @property
    def bar(self) -> FindBar:
        """The bar, made when it is first needed."""
        if self._bar is None:
            key_of = self._room.key_of
            names = {"case": "find-case", "words": "find-words", "regex": "find-regex", "all": "replace"}
            self._bar = FindBar(self, {name: key_of(command) for name, command in names.items()})
        return self._bar

    @property
    def _is_open(self) -> bool:
        return self._bar is not None and self._bar.is_mounted and self._bar.display

    async def _open(self, *, replacing: bool) -> bool:
        """Show the bar; True when the selection became the query."""
        room, prose, bar = self._room, self._prose, self.bar
        taken = self._taken()
        if not self._is_open or taken is not None:
            self._home = self._where()
        if not bar.is_mounted:
            # Awaited, so that letters typed right behind the key find the field.
            await room.query_one("#sheet", Widget).mount(bar, after=prose)
        room.remove_class("-list-open")
        bar.styles.max_width = prose.styles.max_width
        look = room.look
        styles = SwitchStyles(look.status.key, look.status.label, look.page.marks["match_here"])
        bar.begin(taken, replacing=replacing, styles=styles)
        prose.marks[_OWNER] = self._looking.marks
        if taken is not None:
            self.sought(bar.sought)
        elif self._looking.query.text:
            self._count()
        prose.call_after_refresh(prose.scroll_cursor_visible, animate=False)
        return taken is not None

    def _taken(self) -> str | None:
        """The selected words; None when nothing in one line is selected, or just what was found."""
        selection, here = self._prose.selection, self._looking.here
        if self._room.focused is not self._prose or selection.is_empty:
            return None
        (row, start), (last, end) = sorted(selection)
        if here is not None and (row, start, end) == (here.row, here.start, here.end):
            return None
        if row != last or end - start > _LONGEST_TAKEN:
            return None
        text = self._prose.document.lines[row][start:end]
        return escaped(text) if self.bar.sought.pattern else text

    def _count(self) -> None:
        """Light and count the matches of the text as it is now, and stay where the writer is."""
        try:
            findings = self._looking.ready()
        except BadPattern as error:
            self._give_up(str(error))
            return
        here = self._looking.here
        if here is not None and (here.row, here.start) != min(self._prose.selection):
            self._looking.here = None
        self._prose.refresh_marks()
        self._looking.go_on(findings.count())

    # What is found

    def _arrive(self, place: Place) -> None:
        self._show(place)
        if place.wrapped:
            self._say("From the other end of the page")
        self._tell(counting=True)

    def _counted(self) -> None:
        self._tell(counting=False)
        self._go_home_if_lost()
        if self._all_wanted:
            self._all_wanted = False
            self.swap_all()

    def _give_up(self, why: str) -> None:
        self._all_wanted = False
        self._prose.refresh_marks()
        if self._is_open:
            self.bar.tell("?", wrong=True)
        self._say(why, "warning")

    def _tell(self, *, counting: bool) -> None:
        findings, here = self._looking.findings, self._looking.here
        assert findings is not None
        if here is None:
            count = f"{findings.total:,}" if findings.total else "none"
        else:
            count = f"{findings.rank(here):,} of {findings.total:,}"
        if counting:
            count = "…"
        if self._is_open:
            self.bar.tell(count, wrong=count == "none")
        elif not counting:
            self._say(f"{count} · {self._looking.query.text}")

    def _show(self, place: Place) -> None:
        """Go to a match: selected where the page has the focus, else only lit."""
        self._looking.here = place
        start, end = (place.row, place.start), (place.row, place.end)
        self._prose.select(start, end if self._room.focused is self._prose else start)
        self._shown_at = self._prose.selection
        self._prose.refresh_marks()

    # The page

    def _where(self) -> _Home:
        return _Home(self._prose.selection, self._prose.scroll_offset.y)

    def _go_home(self) -> bool:
        """Back to where the writer was; False when that is where the writer is."""
        home = self._home
        if home is None or home.selection == self._prose.selection:
            return False
        self._prose.select(*home.selection)
        self._prose.scroll_to(y=home.scroll, animate=False, force=True)
        return True

    def _go_home_if_lost(self) -> None:
        """Leave the match of an earlier query when this one has none: nobody chose that place."""
        if self._is_open and self._looking.here is None and self._prose.selection == self._shown_at:
            self._go_home()

    def _to_prose(self) -> None:
        self._room.remove_class("-list-open")
        self._room.set_focus(self._prose)

    def _say(self, message: str, kind: str = "text") -> None:
        """Say something; to say nothing takes back what was said here, and nobody else's words."""
        status = self._room.status
        if message or (self._said and status.message == self._said):
            status.say(message, kind)
        self._said = message
