"""The older versions of a page: when on the left, what is different on the right."""

from __future__ import annotations

from rich.style import Style
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from journal_tui.domain.days import MONTHS, WEEKDAYS, long_day
from journal_tui.domain.difference import Line, compare
from journal_tui.domain.document import Document
from journal_tui.services.history import Version, list_versions, version_to_offer
from journal_tui.services.pages import Page
from journal_tui.services.workspace import Workspace
from journal_tui.tui.commands import VERSIONS, bindings_of, commands_of, first_keys
from journal_tui.tui.theming import Look, rich_color
from journal_tui.tui.widgets.version_list import VersionList, VersionRow

_MOST_LINES = 500
"""Lines of a comparison that are painted; nobody reads more, and each takes time."""
_SIGNS = {"-": "−", "~": " "}
"""What stands before a line; one that changed in part is marked where it changed."""


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
            yield Static(self._title_line(), id="history-title")
            with Horizontal(id="history-room"):
                yield self.list
                with VerticalScroll(id="changes", can_focus=False):
                    yield Static(id="changes-note")
                    yield Static(id="changes-text")
            yield Static(self._keys(), id="history-keys")

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

    def _title_line(self) -> Text:
        count = len(self.versions)
        quiet = f"   {count:,} older version{'' if count == 1 else 's'}"
        day = (long_day(self.page.day), "bold")
        return Text.assemble(day, (quiet, "dim"), no_wrap=True, overflow="ellipsis")

    def _keys(self) -> Text:
        keys = Text(no_wrap=True, overflow="ellipsis")
        known = {command.id: command for command in commands_of(VERSIONS)}
        for name, label in (
            ("restore-version", "restore"),
            ("changes-down", "more"),
            ("leave-history", "close"),
        ):
            keys.append(first_keys(known[name], self.keymap), "bold").append(f" {label}   ")
        return keys

    def _compare(self) -> None:
        version = self.version
        now = self.page.document.text if self.page.exists else ""
        lines = compare(now, Document.from_bytes(version.data).text)
        note, text = self.query_one("#changes-note", Static), self.query_one("#changes-text", Static)
        if version.data == self._current:
            note.update(Text("The same as the page."))
            text.update("")
        elif not lines:
            note.update(Text("The same words; only bytes that are not seen differ."))
            text.update("")
        else:
            note.update(self._legend())
            text.update(self._table(lines))
        self.query_one("#changes", VerticalScroll).scroll_home(animate=False)

    def _legend(self) -> Text:
        styles = self._styles()
        legend = Text(no_wrap=True, overflow="ellipsis")
        if self.page.exists:
            legend.append(_words("goes", "-"), styles["-"]).append(" ")
        legend.append(_words("comes back", "+"), styles["+"])
        before = self.version.before
        return legend.append(f"   before {before}" if before else "   kept while writing", styles[" "])

    def _styles(self) -> dict[str, Style]:
        colors = self.app.theme_variables
        names = {"+": "success", "-": "error", " ": "journal-muted", "…": "journal-muted", "~": "foreground"}
        return {sign: Style(color=rich_color(colors[name])) for sign, name in names.items()}

    def _table(self, lines: list[Line]) -> Table:
        styles = self._styles()
        table = Table.grid(padding=0, expand=True)
        table.add_column(width=2)
        table.add_column(ratio=1)
        for line in lines[:_MOST_LINES]:
            text = Text(style=styles[line.sign])
            for number, (part, sign) in enumerate(line.parts):
                marked = line.sign == "~" and sign != " "
                text.append(" " if number else "")
                text.append(_words(part, sign) if marked else part, styles[sign] if marked else None)
            table.add_row(Text(_SIGNS.get(line.sign, line.sign), styles[line.sign]), text)
        if len(lines) > _MOST_LINES:
            more = f"and {len(lines) - _MOST_LINES:,} more lines"
            table.add_row(Text("…", styles["…"]), Text(more, styles["…"]))
        return table

    # Keys

    def action_restore_version(self) -> None:
        """Put the selected version on the page."""
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


def _words(text: str, sign: str) -> str:
    """Words that differ within a line, so that it can be read without colour."""
    sign = _SIGNS.get(sign, sign)
    return f"[{sign}{text}{sign}]"


def _row(version: Version, year: int) -> VersionRow:
    at = version.at
    when = f"{WEEKDAYS[at.weekday()][:2]} {at.day:>2} {MONTHS[at.month - 1][:3]}"
    when += f" {at:%H:%M}" if at.year == year else f" {at.year}"
    return VersionRow(when, version.words, f"before {version.before}" if version.before else "")
