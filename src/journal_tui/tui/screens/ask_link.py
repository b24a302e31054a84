"""A small question before a link is opened: is this where you want to go?"""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from journal_tui.domain.links import Link
from journal_tui.tui.commands import DIALOG, bindings_of


class AskLink(ModalScreen[str | None]):
    """Shows the whole address. Returns "open", "copy", or None for neither."""

    BINDINGS = [*bindings_of(DIALOG), ("c", "copy")]
    CSS_PATH = "../dialogs.tcss"
    AUTO_FOCUS = None

    def __init__(self, link: Link) -> None:
        super().__init__()
        self.link = link

    def compose(self) -> ComposeResult:
        """All of the address, and the place in letters that cannot pretend; the keys above what may be cut off in a
        small terminal."""
        link = self.link
        keys = Text.assemble(
            ("Enter", "bold"), " open   ", ("c", "bold"), " copy   ", ("Esc", "bold"), " neither"
        )
        address = Text(link.shown, overflow="fold", no_wrap=False)
        with Vertical(classes="dialog question link"):
            yield Static(Text("Open this address?"), classes="dialog-title")
            with VerticalScroll(classes="address"):
                yield Static(address)
            if link.host:
                what = "Mail to" if link.target.startswith("mailto:") else "Leads to"
                yield Static(Text.assemble((f"{what} ", ""), (link.host, "bold")), classes="place")
            yield Static(keys, classes="dialog-keys")
            if link.notes:
                yield Static(Text("\n".join(link.notes)), classes="quiet notes")

    def action_accept(self) -> None:
        """Open it."""
        self.dismiss("open")

    def action_copy(self) -> None:
        """Take the address along."""
        self.dismiss("copy")

    def action_dismiss(self) -> None:  # type: ignore[override]
        """Neither."""
        self.dismiss(None)
