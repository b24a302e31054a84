"""The thread that keeps a crash copy of what is typed. It needs neither the event loop nor the terminal, so that
it goes on when these are stuck."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date
from queue import Empty, SimpleQueue
from time import monotonic
from typing import NamedTuple

from journal_tui.domain.errors import JournalError
from journal_tui.services.pages import Page
from journal_tui.services.workspace import Workspace
from journal_tui.storage.drafts import Draft, Drafts

DELAY = 0.7
"""Seconds from the first unsaved change to the write, which itself must be over within the second."""
RETRY = 5.0
"""Seconds after which a draft that could not be written is tried again."""
PATIENCE = 1.5
"""Seconds that an ending waits for a write that is under way."""


class Snapshot(NamedTuple):
    """A page's text at one moment; lines are shared with the page, nothing is copied."""

    day: date
    lines: tuple[str, ...]
    base: bytes | None
    """What the entry holds; None where there is none."""

    @property
    def text(self) -> str:
        """The whole text."""
        return "\n".join(self.lines)


class DraftKeeper:
    """Writes drafts within a second of the first unsaved change, and removes them when the text is saved.

    `take`, `hurry` and `settle` are for the thread of the page and return at once. `flush` may also be called
    inside a signal's handler: it needs no lock that the interrupted code could hold.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.drafts = Drafts(workspace.locations, workspace.journal.root)
        self.unsaved: Snapshot | None = None
        """The newest text that is not in its entry."""
        self.trouble: str | None = None
        """Why the last draft could not be written; None after a good one."""
        self._workspace = workspace
        self._wanted: dict[date, Snapshot | None] = {}
        self._inherited: dict[date, list[Draft]] = {}
        # A SimpleQueue may be fed by a handler that interrupts its own feeder; locks and events may not.
        self._wishes: SimpleQueue[bool] = SimpleQueue()
        self._asked = False
        self._writing = threading.RLock()
        self._thread: threading.Thread | None = None

    # For the page

    def take(self, page: Page, lines: Sequence[str], *, at_once: bool = False) -> None:
        """The page has these lines now, and its file has not."""
        self.unsaved = Snapshot(page.day, tuple(lines), page.document.data if page.exists else None)
        self._want(page.day, self.unsaved, at_once)

    def hurry(self) -> None:
        """Write now what waits to be written."""
        if self._wanted:
            self._wishes.put(True)

    def settle(self, day: date) -> None:
        """The text of this day is in its entry: no draft is needed."""
        self.unsaved = None
        if self._thread is not None:
            self._want(day, None, True)

    def left_behind(self) -> list[Draft]:
        """What sessions that died have left, newest first; this session settles it from now on."""
        with self._writing:
            return self.drafts.left_behind()

    def inherit(self, draft: Draft) -> None:
        """The text of a crashed session's draft is on the page: that draft goes when a newer one is written, or
        the page is saved."""
        self._inherited.setdefault(draft.day, []).append(draft)

    def drop(self, draft: Draft) -> None:
        """A crashed session's draft is in its entry, or kept elsewhere."""
        with self._writing:
            self.drafts.drop(draft)

    def path_of(self, day: date) -> str:
        """Where the draft of a day is."""
        return self.drafts.path_of(day)

    # For endings

    def flush(self) -> bool:
        """Write all that waits, in the calling thread. Whether every unsaved text is in a draft."""
        if not self._writing.acquire(timeout=PATIENCE):
            return False
        try:
            return self._write_all()
        finally:
            self._writing.release()

    def close(self) -> None:
        """The session is over; a text that is in no entry stays as a draft for the next one."""
        self.flush()
        self.drafts.close(keep=self.unsaved is not None)

    # The thread

    def _want(self, day: date, snapshot: Snapshot | None, at_once: bool) -> None:
        self._wanted[day] = snapshot
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="drafts", daemon=True)
            self._thread.start()
        if at_once or not self._asked:
            self._asked = True
            self._wishes.put(at_once)

    def _run(self) -> None:
        done = True
        while True:
            try:
                at_once = self._wishes.get(timeout=None if done else RETRY)
            except Empty:
                at_once = True
            due = monotonic() + DELAY
            while not at_once and (left := due - monotonic()) > 0:
                try:
                    at_once = self._wishes.get(timeout=left)
                except Empty:
                    break
            self._asked = False  # before the look at what is wanted: what comes later asks again
            with self._writing:
                done = self._write_all()

    def _write_all(self) -> bool:
        done = True
        for day in list(self._wanted):
            try:
                snapshot = self._wanted.pop(day)
            except KeyError:
                continue
            try:
                self._write(day, snapshot)
            except Exception as error:
                # Whatever it is, it may not end the thread: later drafts may succeed.
                self.trouble = str(error) if isinstance(error, JournalError) else type(error).__name__
                self._wanted.setdefault(day, snapshot)
                done = False
        if done:
            self.trouble = None
        return done

    def _write(self, day: date, snapshot: Snapshot | None) -> None:
        if snapshot is None:
            self.drafts.remove(day)
        else:
            now = self._workspace.clock.now().astimezone()
            self.drafts.write(day, snapshot.text, snapshot.base, now)
        for draft in self._inherited.pop(day, []):
            self.drafts.drop(draft)
