"""A day's page: open it, save it, and never lose a side when the file has changed meanwhile."""

from __future__ import annotations

from datetime import date, datetime
from time import sleep
from typing import NamedTuple

from journal_tui.domain.document import Document
from journal_tui.domain.errors import StorageError
from journal_tui.domain.merge import merge
from journal_tui.services.history import keep_replaced
from journal_tui.services.reading import template_lines, template_text
from journal_tui.services.workspace import Workspace
from journal_tui.storage.saver import Changed
from journal_tui.storage.siblings import keep_beside

_TRIES = 20
"""How often a save starts again when another writer is faster; each try is some milliseconds."""


SETTLING = 0.2
"""Seconds between two looks at a file that another program writes: it may empty it first and fill it then."""
_LOOKS, _LOOKS_AT_NOTHING = 3, 5
"""How often a save looks whether another program has finished; an empty file is likely to be filled yet."""


class Page(NamedTuple):
    """One day as it was when it was last read or saved."""

    day: date
    document: Document
    """What is in the file; an empty document while there is none."""
    exists: bool
    """Whether there is a file."""
    stamp: tuple[int, int, int] | None
    """Inode, size and mtime of the file, to notice that somebody else wrote it."""
    template: str = ""
    """Text that stands on an empty page but is not the writer's: it makes no file."""
    template_lines: frozenset[str] = frozenset()
    """The template's lines: they count no words."""

    @property
    def text(self) -> str:
        """What the editor shows when the page is opened."""
        return self.document.text if self.exists else self.template

    @property
    def read_only(self) -> str | None:
        """Why the page cannot be edited, if so."""
        return self.document.read_only

    def is_unchanged(self, text: str) -> bool:
        """Whether `text` needs no save: it is what the file holds, or an untouched empty page."""
        if self.exists:
            return text == self.document.text
        return not text.strip() or text == self.template


class Saved(NamedTuple):
    """What a save did."""

    page: Page
    """The page as it is in the file now; its text may hold more than was given (see `merged`)."""
    at: datetime
    """When it was safe on the disk, in local time."""
    merged: bool = False
    """Whether another program had written too, and both texts are in the file now."""
    gone: str | None = None
    """What another program had done to the text that is in the file again: "deleted" or "emptied"."""
    sibling: str | None = None
    """The name of a file beside the page that keeps the other text whole, where no merge was possible."""
    unkept: str | None = None
    """Why the history could not keep the text that was replaced, in one line; None when all is well."""


def open_page(workspace: Workspace, day: date) -> Page:
    """Read the page of a day; nothing is written.

    Raises:
        StorageError: the file is there and cannot be read.
    """
    stamp = workspace.journal.stamp(day)
    data = workspace.journal.read(day)
    return _page(workspace, day, data, stamp)


def has_changed_outside(workspace: Workspace, page: Page) -> bool:
    """Whether the page's file is not the one that was read or saved last."""
    return workspace.journal.stamp(page.day) != page.stamp


def save_page(workspace: Workspace, page: Page, text: str, *, first: bool = False) -> Saved | None:
    """Put the editor's `text` into the file of the page, keeping every line that was not edited byte for byte.

    When the file has changed since the page was read, the two are merged; where that is impossible the other
    text is kept whole in a sibling file first. A file that vanished or was emptied is written again.
    What the file held goes to the history: at once when this is the `first` save of a sitting, else now and then.

    Returns:
        None when there was nothing to save.

    Raises:
        StorageError: the text is not in the file; the file is as it was.
    """
    if page.is_unchanged(text):
        return None
    attempt = _Attempt(workspace, page, text)
    if has_changed_outside(workspace, page):
        _wait_until_whole(workspace, page.day)
    for _ in range(_TRIES):
        new = attempt.document.to_bytes(attempt.text)
        unkept = attempt.keep_old(new, first=first)
        try:
            workspace.journal.write(page.day, new, attempt.expected)
        except Changed as changed:
            attempt.yield_to(changed)
            continue
        # What somebody is writing stays open to them, however long it has become.
        document = Document.from_bytes(new, any_size=True)
        stamp = workspace.journal.stamp(page.day)
        now = Page(page.day, document, True, stamp, template_lines=page.template_lines)
        return Saved(now, workspace.clock.now(), attempt.merged, attempt.gone, attempt.sibling, unkept)
    path = workspace.journal.path_of(page.day)
    raise StorageError(
        f"{path} was not saved: another program keeps writing it. The file is as that program left it."
    )


class _Attempt:
    """A save that starts again from what another program wrote."""

    def __init__(self, workspace: Workspace, page: Page, text: str) -> None:
        self.workspace, self.day, self.text = workspace, page.day, text
        self.document = page.document
        self.expected = page.document.data if page.exists else None
        self.merged = False
        self.gone: str | None = None
        self.sibling: str | None = None
        self._base = page.document.text

    def keep_old(self, new: bytes, *, first: bool) -> str | None:
        """Keep what the file holds in the history; why that failed, if so."""
        if self.expected is None:
            return None
        reason = "merge" if self.merged else ("sitting" if first else "edit")
        return keep_replaced(self.workspace, self.day, self.expected, new, reason=reason)

    def yield_to(self, changed: Changed) -> None:
        """Build upon the bytes that are in the file now."""
        self.expected = changed.actual
        if changed.kept is not None:
            self.sibling = changed.kept.rpartition("/")[2]
        self.gone = None
        if not changed.actual:
            if self._base.strip():
                self.gone = "deleted" if changed.actual is None else "emptied"
            return
        theirs = Document.from_bytes(changed.actual)
        joined = None if theirs.read_only else merge(self._base, self.text, theirs.text)
        if joined is None:
            self.sibling = keep_beside(self.workspace.journal, self.day, changed.actual)
            return
        keep_replaced(self.workspace, self.day, self.document.data, changed.actual, reason="merge")
        self.merged = self.merged or joined != self.text
        self.text, self.document, self._base = joined, theirs, theirs.text


def _wait_until_whole(workspace: Workspace, day: date) -> None:
    """Wait until two looks at the day's file agree, a second at most."""
    seen = workspace.journal.read(day)
    for look in range(1, _LOOKS_AT_NOTHING + 1):
        sleep(SETTLING)
        before, seen = seen, workspace.journal.read(day)
        if seen != b"" and (seen == before or look >= _LOOKS):
            return


def _page(workspace: Workspace, day: date, data: bytes | None, stamp: tuple[int, int, int] | None) -> Page:
    lines = template_lines(workspace, day)
    if data is None:
        return Page(day, Document.new(), False, stamp, template_text(workspace, day), lines)
    return Page(day, Document.from_bytes(data), True, stamp, template_lines=lines)
