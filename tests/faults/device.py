"""A device with the page open, without a screen: all that decides about texts is the app's own."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from random import Random
from types import SimpleNamespace
from typing import Any

from journal_tui.services.capture import add, open_inbox
from journal_tui.services.clock import Clock
from journal_tui.services.pages import Page
from journal_tui.services.sitting import Sitting
from journal_tui.services.workspace import open_workspace
from journal_tui.storage.disk import DISK
from journal_tui.tui.draft_keeper import DraftKeeper, Snapshot
from journal_tui.tui.keeper import Keeper
from journal_tui.tui.recovering import Recovering
from tests.storage.faults import DyingDisk, Kill

Choose = Callable[[], str | None]
"""What the person decides who is asked about two texts: "both", "mine", "theirs", or nothing."""


class HeldClock(Clock):
    """Stands where it is put."""

    __slots__ = ("moment",)

    def __init__(self, moment: datetime) -> None:
        super().__init__(moment)
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


class Paper:
    """The part of a text area that keepers use."""

    def __init__(self) -> None:
        self.lines: list[str] = [""]
        self.has_focus = True
        self.read_only = False

    @property
    def document(self) -> Paper:
        return self

    @property
    def end(self) -> tuple[int, int]:
        return len(self.lines) - 1, len(self.lines[-1])

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def adopt(self, text: str) -> None:
        self.lines = text.split("\n")

    def move_cursor(self, place: tuple[int, int]) -> None:
        pass

    def scroll_cursor_visible(self, animate: bool = True) -> None:
        pass


class PromptDrafts(DraftKeeper):
    """Writes drafts when it is told to, so that a run can be repeated: there is no thread."""

    def __init__(self, device: Device) -> None:
        super().__init__(device.workspace)
        self._thread = SimpleNamespace()  # type: ignore[assignment]

    def _want(self, day: date, snapshot: Snapshot | None, at_once: bool) -> None:
        self._wanted[day] = snapshot
        if at_once:
            self.flush()

    def die(self) -> None:
        """The kernel closes what a dead process had open."""
        for fd in self.drafts._locks.values():
            with suppress(OSError):
                os.close(fd)
        self.drafts._locks.clear()


class Device:
    """One run of the program, from its start to its end."""

    def __init__(self, env: Mapping[str, str], clock: HeldClock, choose: Choose) -> None:
        self.env = env
        self.clock = clock
        self.workspace = open_workspace(None, env)
        self.workspace.clock = clock
        self.sitting = Sitting(self.workspace)
        self.prose = Paper()
        self.status = SimpleNamespace(message="", say=lambda message, kind="text": None)
        self.drafts = PromptDrafts(self)
        self.keeper = Keeper(
            self.sitting,
            self.prose,  # type: ignore[arg-type]
            self.drafts,
            say=self.status.say,
            settled=lambda: None,
            turned=lambda: None,
            later=lambda seconds, call: None,
        )
        self.app = SimpleNamespace(push_screen=lambda screen, decided: decided(choose()))
        self.recovering = Recovering(self, self.drafts)  # type: ignore[arg-type]
        self.keymap: dict[str, str] = {}
        self.pending: set[str] = set()
        self._show(self.sitting.page)
        self.recovering.begin()

    # What `Recovering` asks of the writing room

    def show_drafts(self) -> None:
        """Badges are only painted."""

    def show_days(self) -> None:
        """So are the rows of the list."""

    def look_at_folder(self) -> None:
        self.sitting.listing.refresh()

    def key_of(self, command: str, plain: bool = False) -> str:
        return command

    def save(self) -> bool:
        """Save; whether it was said to be saved."""
        return self.keeper.save()

    # What a person does

    def type(self, token: str, dice: Random) -> None:
        """Put a word anywhere into the page."""
        lines = list(self.prose.lines)
        at = dice.randrange(len(lines))
        how = dice.randrange(4)
        if how == 0:
            lines.insert(at, token)
        elif how == 1:
            lines.append(token)
        else:
            words = lines[at].split(" ")
            words.insert(dice.randrange(len(words) + 1), token)
            lines[at] = " ".join(words).strip()
        self._become(lines)
        self.pending.add(token)

    def _become(self, lines: Sequence[str]) -> None:
        self.prose.lines = list(lines)
        self.keeper.typed(self.prose.lines)

    def capture(self, token: str) -> None:
        inbox = open_inbox(None, self.env)
        inbox.clock = self.clock
        add(inbox, token)

    def look(self) -> None:
        """What timers do: see what other programs wrote, twice, as a file must stay as it is for a moment."""
        for _ in range(3):
            self.keeper.look_outside()

    def delete(self) -> None:
        if self.save() and self.sitting.page.exists:
            following = self.sitting.delete()
            self._show(self.sitting.page)
            self.open(following)

    def restore(self, data: bytes) -> None:
        if self.save():
            self._show(self.sitting.restore(data))

    def open(self, day: date) -> None:
        if day != self.sitting.page.day and self.save():
            self._show(self.sitting.open(day))
            self.recovering.offer()

    def look_at_clock(self) -> None:
        before = self.sitting.today
        if self.sitting.look_at_clock() and self.sitting.page.day == before and not self.sitting.touched:
            self.open(self.sitting.today)

    def leave(self) -> bool:
        saved = self.save()
        if saved:
            self.drafts.close()
        return saved

    def die(self) -> None:
        self.drafts.die()

    def die_while_saving(self, at: int, after: bool) -> None:
        """The process is killed at a call of its save, or right behind the save."""
        disk: Any = DyingDisk(at, after=after)
        self.workspace.journal._disk = disk
        try:
            self.sitting.save(self.prose.text, 0.0)
        except Kill:
            pass
        finally:
            self.workspace.journal._disk = DISK
        self.die()

    def _show(self, page: Page) -> None:
        self.prose.adopt(page.text)
