"""What was left behind, day by day: drafts of sessions that died, copies beside an entry."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from journal_tui.domain.days import short_day
from journal_tui.domain.errors import JournalError
from journal_tui.services import recovery
from journal_tui.services.history import keep
from journal_tui.services.pages import open_page
from journal_tui.storage.drafts import Draft
from journal_tui.tui.widgets.choices import Choice

if TYPE_CHECKING:
    from journal_tui.tui.draft_keeper import DraftKeeper
    from journal_tui.tui.screens.writing import WritingScreen

_BOTH, _MINE, _THEIRS, _LATER = "both", "mine", "theirs", "later"


class Recovering:
    """Offers what was left behind; what nobody decides about stays where it is."""

    def __init__(self, room: WritingScreen, drafts: DraftKeeper) -> None:
        self._room = room
        self._sitting = room.sitting
        self._drafts = drafts
        self._waiting: dict[date, list[Draft]] = {}
        self._put_back_on: set[date] = set()
        """Days whose page has had the text of a draft since."""
        self._put_off: set[str] = set()
        """Paths of the copies that were looked at and left."""

    # At the start, and when a day is opened

    def begin(self) -> None:
        """Find what crashed sessions left, put back what belongs on the open page, and tell of the rest."""
        for draft in self._drafts.left_behind():
            self._waiting.setdefault(draft.day, []).append(draft)
        for day in [day for day in self._waiting if day != self._sitting.page.day]:
            self._forget_what_is_saved(day)
        self._mark_days()
        said = self._room.status.message
        self.offer()
        notices = [self._of_other_days(), self._of_parked(), self._sitting.clock_doubt()]
        told = "  ·  ".join(notice for notice in notices if notice)
        if told:
            message = self._room.status.message
            self._room.status.say(f"{message}  ·  {told}" if message and message != said else told, "warning")

    def offer(self) -> None:
        """Put a draft back on the page of its day, or show it beside."""
        day = self._sitting.page.day
        for draft in list(self._waiting.get(day, ())):
            verdict = recovery.judge(self._sitting.page, draft)
            if verdict.kind == recovery.SAME:
                self._settle(draft)
            elif verdict.kind == recovery.RESTORE and not self._sitting.dirty:
                self._put_back(draft)
                return
            elif verdict.kind == recovery.LEAVE:
                self._say(f"This day has a draft that cannot be put on a read-only page: {draft.path}")
            elif not self._sitting.dirty and self._room.prose.has_focus:
                self._show(draft)
                return
            else:
                self._say(f"This day has a draft · {self._room.key_of('compare')} shows it beside the page")

    def compare(self) -> None:
        """Show what lies beside the open page: a draft, else a copy."""
        day = self._sitting.page.day
        if not self._room.save():
            return
        waiting = self._waiting.get(day)
        if waiting and self._sitting.page.read_only is None:
            self._show(waiting[0])
            return
        copies = recovery.copies_of(self._sitting.workspace, day)
        if copies:
            # Each is offered in its turn, and first what can be settled here.
            copies.sort(key=lambda copy: (copy.path in self._put_off, copy.problem is not None))
            if copies[0].path in self._put_off:
                self._put_off.clear()
            self._show_copy(copies[0], len(copies) - 1)
        else:
            self._say("There is no second text of this day.", "text")

    # Drafts

    def _forget_what_is_saved(self, day: date) -> None:
        try:
            page = open_page(self._sitting.workspace, day)
        except JournalError:
            return
        for draft in list(self._waiting[day]):
            if recovery.judge(page, draft).kind == recovery.SAME:
                self._settle(draft)

    def _settle(self, draft: Draft, *, inherited: bool = False) -> None:
        """A draft is no longer waiting; its file goes, unless the session's own draft takes its place first."""
        if not inherited:
            self._drafts.drop(draft)
        self._waiting[draft.day].remove(draft)
        if not self._waiting[draft.day]:
            del self._waiting[draft.day]
        self._mark_days()

    def _mark_days(self) -> None:
        self._sitting.draft_days = frozenset(self._waiting)
        self._room.show_drafts()

    def _put_back(self, draft: Draft) -> None:
        workspace, page = self._sitting.workspace, self._sitting.page
        line = recovery.recovered_line(workspace, page, draft)
        self._onto_page(draft, draft.text)
        more = f" · another draft: {self._room.key_of('compare')}" if draft.day in self._waiting else ""
        self._say(f"{line} · {self._room.key_of('undo', plain=True)} undoes{more}", "text")

    def _onto_page(self, draft: Draft, text: str) -> None:
        """Put a text on the page; the history has the draft too, for whoever takes this back and regrets it."""
        document = self._sitting.page.document
        try:
            keep(self._sitting.workspace, draft.day, document.to_bytes(draft.text), "draft")
        except JournalError:
            pass  # the page has it, and a draft of its own at once
        self._drafts.inherit(draft)
        self._settle(draft, inherited=True)
        self._put_back_on.add(draft.day)
        self._room.keeper.put(text)
        prose = self._room.prose
        prose.move_cursor(prose.document.end)
        prose.scroll_cursor_visible(animate=False)

    def _show(self, draft: Draft) -> None:
        from journal_tui.tui.screens.compare import CompareScreen, Side

        at = recovery.told_time(self._sitting.workspace, draft.saved_at)
        day, why = short_day(draft.day), self._why_beside(draft)
        screen = CompareScreen(
            (f"{day}: {why}", f"{day}: an unsaved text"),
            Side(f"Mine, unsaved, {at}", draft.text, "mine, unsaved"),
            Side("The file", self._sitting.page.text, "the file"),
            [
                Choice(_BOTH, "Keep both"),
                Choice(_MINE, "Keep mine", "Mine"),
                Choice(_THEIRS, "Keep the file", "The file"),
            ],
            self._room.keymap,
            note="The draft is damaged: look at its end." if draft.damaged else "",
        )
        self._room.app.push_screen(screen, lambda choice: self._decided(draft, choice))

    def _why_beside(self, draft: Draft) -> str:
        """Why a draft is not simply put back."""
        if draft.day in self._put_back_on:
            return "another unsaved text, beside the one that was put back"
        same = draft.damaged or recovery.continues(self._sitting.page, draft)
        return "a text that was never saved" if same else "the entry was changed after your last words"

    def _decided(self, draft: Draft, choice: str | None) -> None:
        workspace, page = self._sitting.workspace, self._sitting.page
        try:
            if choice == _MINE:
                keep(workspace, draft.day, page.document.data, "draft")
                self._onto_page(draft, draft.text)
                self._say("Your text is on the page · the history has what the file held", "text")
            elif choice == _THEIRS:
                recovery.discard_draft(workspace, self._drafts.drafts, draft)
                self._settle(draft, inherited=True)
                self._say("The draft is in the trash.", "text")
            elif choice == _BOTH:
                merged = recovery.judge(page, draft).merged
                if merged is not None:
                    self._onto_page(draft, merged)
                    self._say("Both texts are on the page.", "text")
                else:
                    name = recovery.keep_text_beside(workspace, draft.day, draft.text)
                    self._settle(draft)
                    self._show_files(draft.day)
                    self._say(f"Your text is kept beside the page in {name}", "text")
            else:
                self._say(f"The draft waits · {self._room.key_of('compare')} shows it again")
        except JournalError as error:
            self._say(str(error), "error")

    # Copies beside an entry

    def _show_copy(self, copy: recovery.Copy, more: int) -> None:
        from journal_tui.tui.screens.compare import CompareScreen, Side

        day, problem = self._sitting.page.day, self._sitting.page.read_only or copy.problem
        if problem is None:
            note = ""
            choices = [
                Choice(_BOTH, "Keep both"),
                Choice(_MINE, "Keep the page", "The page"),
                Choice(_THEIRS, "Take the copy", "The copy"),
            ]
        else:
            what = "copy" if self._sitting.page.read_only is None else "page"
            reason = problem.partition(":")[0].removeprefix("This file ")
            note = f"The {what} {reason}, so that the two cannot be merged here."
            choices = [
                Choice(_LATER, "Leave both as they are", "Leave both"),
                Choice(_MINE, "Move the copy to the trash", "Trash the copy"),
            ]
        others = f", and {more} more" if more else ""
        title = f"{short_day(day)}: a second text lies beside the page{others}"
        screen = CompareScreen(
            (title, f"{short_day(day)}: {more + 2} texts"),
            Side("The page", self._sitting.page.text, "the page"),
            Side(copy.name, copy.text, "the copy"),
            choices,
            self._room.keymap,
            note=note,
        )
        self._room.app.push_screen(screen, lambda choice: self._decided_copy(day, copy, choice))

    def _decided_copy(self, day: date, copy: recovery.Copy, choice: str | None) -> None:
        if choice in (None, _LATER) or self._sitting.page.day != day:
            self._put_off.add(copy.path)
            self._say(
                f"Both texts stay as they are · {self._room.key_of('compare')} shows them again", "text"
            )
            return
        if choice != _MINE:
            page = self._room.prose.text
            self._room.keeper.put(recovery.joined(page, copy.text) if choice == _BOTH else copy.text)
            if not self._room.save():
                return
        try:
            recovery.discard_copy(self._sitting.workspace, day, copy)
        except JournalError as error:
            self._say(str(error), "error")
            return
        self._show_files(day)
        undo = "" if choice == _MINE else f" · {self._room.key_of('undo', plain=True)} takes the page back"
        self._say(f"{copy.name} is in the trash{undo}", "text")

    def _show_files(self, day: date) -> None:
        self._sitting.listing.refresh()
        self._sitting.listing.forget(day)
        self._room.show_days()

    # Telling

    def _of_other_days(self) -> str | None:
        days = sorted(day for day in self._waiting if day != self._sitting.page.day)
        if not days:
            return None
        shown = ", ".join(short_day(day) for day in days[-3:])
        return f"Unsaved text waits on {shown}" + (f" and {len(days) - 3} more days" if len(days) > 3 else "")

    def _of_parked(self) -> str | None:
        parked = self._drafts.drafts.parked()
        if not parked:
            return None
        more = f" and {len(parked) - 1} more" if len(parked) > 1 else ""
        return f"Captured text that found no place is in {parked[0]}{more}"

    def _say(self, message: str, kind: str = "warning") -> None:
        self._room.status.say(message, kind)
