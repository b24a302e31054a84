"""Text that is not in its entry: what a crash left as a draft, and what lies beside an entry as a second copy.

Nothing here decides against a text: each one ends in the entry, beside it, or in the trash.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import date, datetime
from typing import NamedTuple

from journal_tui.domain.counting import count_words
from journal_tui.domain.days import short_day
from journal_tui.domain.document import Document
from journal_tui.domain.errors import StorageError
from journal_tui.domain.merge import changes, merge
from journal_tui.services.history import trash_of
from journal_tui.services.pages import Page
from journal_tui.services.reading import decode_entry
from journal_tui.services.workspace import Workspace
from journal_tui.storage.drafts import Draft, Drafts, fingerprint
from journal_tui.storage.saver import Changed, read, save
from journal_tui.storage.siblings import keep_beside
from journal_tui.storage.trash import remove

SAME, RESTORE, COMPARE, LEAVE = "same", "restore", "compare", "leave"
"""What to do with a draft: nothing is in it that the entry lacks; it continues the entry as it is; both have
something of their own; the entry cannot be edited."""


class Verdict(NamedTuple):
    """What a draft is to the page of its day."""

    kind: str
    """SAME, RESTORE, COMPARE or LEAVE."""
    merged: str | None = None
    """For COMPARE: both texts in one, where what both started from is known and the merge is clean."""


class Copy(NamedTuple):
    """A file beside an entry that belongs to its day."""

    name: str
    """Its name, without folders."""
    path: str
    data: bytes
    text: str
    """As an editor would show it."""
    problem: str | None
    """Why an editor cannot take the text over, in one short sentence; None where it can."""


def judge(page: Page, draft: Draft) -> Verdict:
    """Compare a draft with the page of its day, as it is in the file."""
    if page.is_unchanged(draft.text):
        return Verdict(SAME)
    if page.read_only is not None:
        return Verdict(LEAVE)
    if draft.damaged:
        return Verdict(COMPARE)
    if continues(page, draft):
        return Verdict(RESTORE)
    data = page.document.data if page.exists else None
    base = _base_of(draft, data)
    merged = None if base is None or data is None else merge(base, draft.text, page.document.text)
    if merged == page.document.text and page.exists:
        return Verdict(SAME)  # the session died between its save and the removal of its draft
    return Verdict(COMPARE, merged)


def continues(page: Page, draft: Draft) -> bool:
    """Whether a page's file is what the draft began with."""
    return draft.base == (fingerprint(page.document.data) if page.exists else None)


def _base_of(draft: Draft, data: bytes | None) -> str | None:
    """The text that the draft began with, when only something was added behind it since, as a capture does."""
    if draft.base is None:
        return ""
    start = (data or b"")[: draft.base_length]
    return Document.from_bytes(start).text if fingerprint(start) == draft.base else None


def recovered_line(workspace: Workspace, page: Page, draft: Draft) -> str:
    """What to tell when a draft is put back: `Recovered 312 words from 21:14`."""
    ignored = page.template_lines
    words = count_words(draft.text, ignored) - count_words(page.text, ignored)
    what = f"{words:,} word{'' if words == 1 else 's'}" if words > 0 else "what you changed"
    return f"Recovered {what} from {told_time(workspace, draft.saved_at)}"


def told_time(workspace: Workspace, at: datetime | None) -> str:
    """A moment as short as it can be told today: the time alone, or with its day."""
    if at is None:
        return "an unknown time"
    local = at.astimezone().replace(tzinfo=None)
    same_day = local.date() == workspace.clock.now().date()
    return f"{local:%H:%M}" if same_day else f"{short_day(local.date())}, {local:%H:%M}"


def keep_text_beside(workspace: Workspace, day: date, text: str) -> str:
    """Keep a text whole in a file of its own beside the day's entry; returns the file's name.

    Raises:
        StorageError: it could not be written.
    """
    return keep_beside(workspace.journal, day, Document.new().to_bytes(text))


def save_copy(path: str, text: str) -> str:
    """Save a text in a new file anywhere; `~` is one's home. Returns the whole path.

    Raises:
        StorageError: it could not be written, or there is a file already.
    """
    target = os.path.abspath(os.path.expanduser(path))
    if os.path.isdir(target):
        raise StorageError(f"{target} is a folder: add a name for the file.")
    try:
        save(target, Document.new().to_bytes(text), None)
    except Changed:
        raise StorageError(f"{target} exists already and was left alone.") from None
    return target


def discard_draft(workspace: Workspace, drafts: Drafts, draft: Draft) -> None:
    """Move a draft's text to the trash. Where that is impossible it stays beside the drafts, renamed.

    Raises:
        StorageError: not even that was possible; it is where it was.
    """
    try:
        discard_text(workspace, draft.day, draft.text, draft.path)
    except StorageError:
        drafts.put_aside(draft)
        return
    drafts.drop(draft)


def discard_text(workspace: Workspace, day: date, text: str, original: str) -> None:
    """Put a text that nobody wants into the trash; `original` is where it was.

    Raises:
        StorageError: it could not be kept there.
    """
    data = text.encode("utf-8", "surrogatepass")
    trash_of(workspace, to_write=True).keep(day, data, original, "a draft, discarded", _now(workspace))


# Copies beside an entry


def copies_of(workspace: Workspace, day: date) -> list[Copy]:
    """The files beside a day's entry that belong to it, by name; what cannot be read is left out."""
    files = workspace.journal.scan().get(day)
    found = []
    for name in files.siblings if files else ():
        path = os.path.join(workspace.journal.root, name)
        try:
            data = read(path)
        except StorageError:
            continue
        if data is not None:
            document = Document.from_bytes(data)
            problem = document.read_only
            text = document.text if problem is None else decode_entry(data)[: len(document.text)]
            found.append(Copy(os.path.basename(name), path, data, text, problem))
    return found


def joined(page: str, copy: str) -> str:
    """Both texts in one, by paragraphs: what both have once, where the page has it; what only one has, whole, the
    page's first where both have something at the same place. No paragraph is there more often than in the text
    that has it oftener.
    """
    ours, theirs = page.rstrip("\n"), copy.rstrip("\n")
    if theirs.startswith(ours):
        return copy if len(theirs) > len(ours) else page
    if ours.startswith(theirs):
        return page
    mine, other = ours.split("\n\n"), theirs.split("\n\n")
    # More than one blank line between two paragraphs leaves line breaks on one of them.
    known, wanted = [part.strip("\n") for part in mine], [part.strip("\n") for part in other]
    moved = Counter(known)
    moved.subtract(wanted)  # negative: how often the copy alone has a paragraph
    both, done = [], 0
    for _, end, start, stop in changes(known, wanted):
        both += mine[done:end]
        for index in range(start, stop):
            if moved[wanted[index]] < 0:
                moved[wanted[index]] += 1
                both.append(other[index])
        done = end
    return "\n\n".join((*both, *mine[done:]))


def discard_copy(workspace: Workspace, day: date, copy: Copy) -> None:
    """Move a copy to the trash.

    Raises:
        StorageError: it could not be kept there, or has changed since it was read; it is where it was.
    """
    trash = trash_of(workspace, to_write=True)
    original = os.path.relpath(copy.path, workspace.journal.root)
    with workspace.journal.lock():
        trash.keep(day, copy.data, original, "a copy beside the entry, settled", _now(workspace))
        try:
            remove(copy.path, copy.data)
        except Changed:
            raise StorageError(f"{copy.path} was changed meanwhile and stays.") from None


def _now(workspace: Workspace) -> datetime:
    return workspace.clock.now().astimezone()
