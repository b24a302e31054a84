"""The older versions of a page: when on the left, what is different on the right."""

from __future__ import annotations

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from journal_tui.domain.days import MONTHS, WEEKDAYS, long_day, short_day
from journal_tui.domain.difference import compare
from journal_tui.domain.document import Document
from journal_tui.services.history import Version, list_versions, version_to_offer
from journal_tui.services.pages import Page
from journal_tui.services.workspace import Workspace
from journal_tui.tui.commands import VERSIONS, bindings_of, keys_of
from journal_tui.tui.fitting import key_line, longest
from journal_tui.tui.marked import marked, one_column
from journal_tui.tui.theming import Look, rich_color
from journal_tui.tui.widgets.version_list import VersionList, VersionRow


class HistoryScreen(ModalScreen[Version | None]):
    """Choose a version to put on the page. Returns it, or None when the page shall stay as it is."""

    BINDINGS = bindings_of(VERSIONS)
    CSS_PATH = "../history.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (70, "-narrow"), (110, "-wide")]

    def __init__(self, workspace: Workspace, page: Page, keymap: dict[str, str], look: Look) -> None:
        """`page` must be saved: what the versions are compared with is its file.

        Raises:
            StorageError: the history cannot be read.
        """
        super().__init__()
        self.page = page
        self.keymap = keymap
        self.versions = list_versions(workspace, page.day)
        self._current = page.document.data if page.exists else None
        self._shows_changes = False
        offered = version_to_offer(self.versions, self._current)
        self.list = VersionList(
            [_row(version, workspace.today().year) for version in self.versions],
            self.versions.index(offered) if offered is not None else 0,
            look.entries,
            id="versions",
        )

    def compose(self) -> ComposeResult:
        """Two columns between a title and the keys; one above the other where there is no room."""
        with Vertical(id="history"):
            yield Static(id="history-title")
            with Horizontal(id="history-room"):
                yield self.list
                with VerticalScroll(id="changes", can_focus=False):
                    yield Static(id="changes-note")
                    yield Static(id="changes-text")
            yield Static(id="history-keys")

    def on_mount(self) -> None:
        """Compare the version that is offered."""
        self._compare()

    def on_version_list_moved(self) -> None:
        """Compare another version."""
        self._compare()

    def on_version_list_chosen(self) -> None:
        """A double click is an Enter."""
        self.action_restore_version()

    @property
    def version(self) -> Version:
        """The selected version."""
        return self.versions[self.list.selected]

    # Showing

    def on_resize(self) -> None:
        """Titles and keys as there is room."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        self.query_one("#history-title", Static).update(self._title_line())
        self.query_one("#history-keys", Static).update(self._keys())
        if self._shows_changes:
            self.query_one("#changes-note", Static).update(self._legend())

    def _room_of(self, name: str) -> int:
        """Cells in a line of this part; before the first layout, enough."""
        return self.query_one(f"#{name}", Static).size.width or 1000

    def _title_line(self) -> Text:
        count, width = len(self.versions), self._room_of("history-title")
        quiet = f"   {count:,} older version{'' if count == 1 else 's'}"
        day = longest((long_day(self.page.day), short_day(self.page.day)), width - len(quiet))
        return Text.assemble((day, "bold"), (quiet, "dim"), no_wrap=True, overflow="ellipsis")

    def _keys(self) -> Text:
        shown = (("restore-version", "restore"), ("changes-down", "more"), ("leave-history", "close"))
        keys = [(keys_of(name, self.keymap), label) for name, label in shown]
        return key_line(keys, self._room_of("history-keys"))

    def _compare(self) -> None:
        version = self.version
        now = self.page.document.text if self.page.exists else ""
        lines = compare(now, Document.from_bytes(version.data).text)
        note, text = self.query_one("#changes-note", Static), self.query_one("#changes-text", Static)
        self._shows_changes = bool(lines) and not version.damaged and version.data != self._current
        if version.damaged:
            note.update(Text(f"Damaged, and not restored. What is left lies in {version.path}"))
            text.update("")
        elif version.data == self._current:
            note.update(Text("The same as the page."))
            text.update("")
        elif not lines:
            note.update(Text("The same words; only bytes that are not seen differ."))
            text.update("")
        else:
            note.update(self._legend())
            text.update(one_column(lines, self._styles()))
        self.query_one("#changes", VerticalScroll).scroll_home(animate=False)

    def _legend(self) -> Text:
        styles, before = self._styles(), self.version.before
        goes = marked("goes", "-") if self.page.exists else ""
        why = f"   before {before}" if before else "   kept while writing"
        room = self._room_of("changes-note") - cell_len(goes) - 1
        back = longest((marked("comes back", "+"), marked("back", "+")), room - len(why))
        legend = Text(goes, styles["-"], no_wrap=True, overflow="ellipsis")
        legend.append(" " if goes else "").append(back, styles["+"])
        return legend.append(why if cell_len(back) + len(why) <= room else "", styles[" "])

    def _styles(self) -> dict[str, Style]:
        colors = self.app.theme_variables
        names = {"+": "success", "-": "error", " ": "journal-muted", "…": "journal-muted", "~": "foreground"}
        return {sign: Style(color=rich_color(colors[name])) for sign, name in names.items()}

    # Keys

    def action_restore_version(self) -> None:
        """Put the selected version on the page; what is not the text that was kept is never put there."""
        if self.version.damaged:
            self.app.bell()
            return
        self.dismiss(None if self.version.data == self._current else self.version)

    def action_leave_history(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_changes_down(self) -> None:
        """A screen further down."""
        self.query_one("#changes", VerticalScroll).scroll_page_down(animate=False)

    def action_changes_up(self) -> None:
        """A screen further up."""
        self.query_one("#changes", VerticalScroll).scroll_page_up(animate=False)

    def action_version_down(self) -> None:
        """The version before."""
        self.list.move_to(self.list.selected + 1)

    def action_version_up(self) -> None:
        """The version after."""
        self.list.move_to(self.list.selected - 1)

    def action_version_first(self) -> None:
        """The newest version."""
        self.list.move_to(0)

    def action_version_last(self) -> None:
        """The oldest version."""
        self.list.move_to(len(self.versions) - 1)


def _row(version: Version, year: int) -> VersionRow:
    at = version.at
    when = f"{WEEKDAYS[at.weekday()][:2]} {at.day:>2} {MONTHS[at.month - 1][:3]}"
    when += f" {at:%H:%M}" if at.year == year else f" {at.year}"
    before = f"before {version.before}" if version.before else ""
    return VersionRow(when, version.words, "damaged" if version.damaged else before)
