"""What the keys of the page do that need more than the page: each is handed to what knows how, made when first used."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from textual import on

from journal_tui.domain.days import long_day
from journal_tui.tui.screens.day_actions import DayActions
from journal_tui.tui.widgets.heading import Heading, note_of
from journal_tui.tui.widgets.prose_area import ProseArea

if TYPE_CHECKING:
    from textual.widgets import TextArea

    from journal_tui.tui.clipboard import Clipboard
    from journal_tui.tui.finder import Finder
    from journal_tui.tui.link_opener import LinkOpener
    from journal_tui.tui.modes import Modes
    from journal_tui.tui.outside_editor import OutsideEditor
    from journal_tui.tui.preview import Preview
    from journal_tui.tui.screens.writing import WritingScreen
    from journal_tui.tui.session import Session
    from journal_tui.tui.spelling import Speller


class PageActions(DayActions):
    """Actions by their names in the table of commands. What a sitting never asks for is never imported."""

    @property
    def _room(self) -> WritingScreen:
        from journal_tui.tui.screens.writing import WritingScreen

        assert isinstance(self, WritingScreen)
        return self

    heading: Heading
    selected_words = 0
    """Words of the selection, as last counted."""
    _counting = False

    def show_goal(self) -> None:
        """Show today against the goal."""
        raise NotImplementedError

    def _show_heading(self) -> None:
        """Show the open page's day, and its words or how many are selected."""
        page, look = self.sitting.page, self.look
        note, *shorter = note_of(
            self.prose.tally.total,
            selected=self.selected_words,
            read_only=page.read_only is not None,
            today=page.day == self.sitting.today,
        )
        styles = (look.heading, look.heading_note, look.heading_rule)
        self.heading.show(long_day(page.day), note, styles, shorter=tuple(shorter))

    def dress_page(self) -> None:
        """Show the page as config.toml asks for; without any such wish there is nothing to do."""
        from journal_tui.settings.model import PageSettings

        if self.sitting.workspace.config.page != PageSettings():
            self.modes.begin()

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        """Count the selected words once a frame, however fast the selection grows."""
        if event.text_area is not self.prose or self._counting:
            return
        if self.selected_words or not event.selection.is_empty:
            self._counting = True
            self.call_after_refresh(self._count_selection)

    def _count_selection(self) -> None:
        self._counting = False
        self.selected_words = self.prose.selected_words
        self._show_heading()
        self.show_goal()

    def on_descendant_focus(self) -> None:
        """Who goes from the list to the page in the focus mode is done with the list."""
        if self.has_class("-focus"):
            if self.focused is self.prose:
                self.remove_class("-list-open")
            self.call_after_refresh(self.show_goal)

    def on_resize(self) -> None:
        """The line at the foot follows the page."""
        if self.has_class("-focus"):
            self.call_after_refresh(self.show_goal)

    @cached_property
    def finder(self) -> Finder:
        """Finds and replaces on the page."""
        from journal_tui.tui.finder import Finder

        return Finder(self._room)

    @cached_property
    def clipboard(self) -> Clipboard:
        """Copies and pastes beyond the app."""
        from journal_tui.tui.clipboard import Clipboard

        return Clipboard(self._room)

    @cached_property
    def outside(self) -> OutsideEditor:
        """Hands the page to the writer's other editor."""
        from journal_tui.tui.outside_editor import OutsideEditor

        return OutsideEditor(self._room)

    @cached_property
    def links(self) -> LinkOpener:
        """Opens links, after showing where they lead."""
        from journal_tui.tui.link_opener import LinkOpener

        return LinkOpener(self._room)

    @cached_property
    def preview(self) -> Preview:
        """Shows the page as Markdown is meant to look."""
        from journal_tui.tui.preview import Preview

        return Preview(self._room)

    @cached_property
    def modes(self) -> Modes:
        """How the page is shown: focus, dimming, scrolling, measure, typography."""
        from journal_tui.tui.modes import Modes

        return Modes(self._room)

    @cached_property
    def session(self) -> Session:
        """The timed writing session."""
        from journal_tui.tui.session import Session

        return Session(self._room)

    @cached_property
    def speller(self) -> Speller:
        """Knows the misspelt words and what they may have meant."""
        from journal_tui.tui.spelling import Speller

        return Speller(self._room)

    def action_compare(self) -> None:
        """Show the second text of the open day beside it."""
        self._room.recovering.compare()

    def on_unmount(self) -> None:
        """Let go what would outlive the screen."""
        if "speller" in vars(self):
            self.speller.end()

    async def action_find(self) -> None:
        """Find on the page."""
        await self.finder.find()

    async def action_replace(self) -> None:
        """Find and replace on the page."""
        await self.finder.replace()

    async def action_find_next(self) -> None:
        """The next place of what was sought."""
        await self.finder.next()

    async def action_find_previous(self) -> None:
        """The place before."""
        await self.finder.previous()

    def ends_search(self) -> bool:
        """Whether Escape on the page ends a search, or goes back to where it began."""
        return "finder" in vars(self) and self.finder.escape()

    @on(ProseArea.Edited)
    def search_anew(self) -> None:
        """See what the page, which has another text now, holds of what is sought."""
        if "finder" in vars(self):
            self.finder.edited()

    def action_headings(self) -> None:
        """Choose one of the page's headings and go there."""
        from journal_tui.tui.to_heading import choose_heading

        choose_heading(self._room)

    def action_preview(self) -> None:
        """Show or hide the page as Markdown is meant to look."""
        self.preview.toggle()

    def action_open_link(self) -> None:
        """Open the link at the cursor, after showing where it leads."""
        self.links.open_at_cursor()

    def copied(self, text: str) -> None:
        """Something was copied or cut on the page."""
        self.clipboard.copy(text)

    def pasted(self) -> str | None:
        """What a paste inserts."""
        return self.clipboard.text()

    async def action_paste(self) -> None:
        """Paste what is in the clipboard. The keys behind this one wait until it is there."""
        if not self.tell_read_only():
            await self.clipboard.fetch()
            self.prose.action_paste()

    def action_open_in_editor(self) -> None:
        """Open the page's file in the writer's other editor."""
        self.outside.edit()

    def action_focus_mode(self) -> None:
        """Show nothing but the page and one quiet line, or everything again."""
        self.modes.toggle_focus()

    def action_paragraph_focus(self) -> None:
        """Dim all paragraphs but the one with the cursor, or none."""
        self.modes.toggle("paragraph_focus")

    def action_typewriter(self) -> None:
        """Keep the line with the cursor in the middle of the screen, or not."""
        self.modes.toggle("typewriter")

    def action_typography(self) -> None:
        """Make typed quotes and dashes typographic, or leave them."""
        self.modes.toggle("typography")

    def action_wider_page(self) -> None:
        """Widen the page by one step."""
        self.modes.widen(1)

    def action_narrower_page(self) -> None:
        """Narrow the page by one step."""
        self.modes.widen(-1)

    def action_session(self) -> None:
        """Begin a timed session, or offer to end the one that runs."""
        self.session.ask()

    def action_spelling(self) -> None:
        """Offer what the misspelt word at the cursor may have meant."""
        self.speller.suggest()

    def action_toggle_spelling(self) -> None:
        """Underline misspelt words, or not."""
        self.speller.toggle()
