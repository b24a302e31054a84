"""Two devices share a folder, and anything happens in any order: no word that was acknowledged is ever nowhere."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from journal_tui.domain.errors import JournalError
from journal_tui.services.history import list_versions

from .device import Device, HeldClock
from .scale import rounds
from .witness import texts_below

START = datetime(2018, 3, 28, 21, 14)
JUMPS = [
    timedelta(minutes=1),
    timedelta(minutes=6),
    timedelta(hours=8),
    timedelta(days=1),
    timedelta(days=-3),
]
WHICH = st.sampled_from([0, 1])
CHANCE = st.integers(0, 1 << 16).map(Random)
CHOICE = st.sampled_from(["both", "mine", "theirs", None])


def tokens_in(text: str) -> set[str]:
    return set(re.findall(r"\bw\d+\b", text))


class TwoDevices(RuleBasedStateMachine):
    """Two people's devices, or one person's, with one folder between them."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.root = Path(tempfile.mkdtemp(prefix="journal-any-order-"))
        self.folder = self.root / "journal"
        self.folder.mkdir()
        self.number = 2
        self.numbers = count(1)
        self.seconds = count(1)
        # Only forward, and so far between two looks that whatever has to settle has settled.
        self.patch.setattr("journal_tui.tui.keeper.monotonic", lambda: float(next(self.seconds)))
        self.choice: str | None = "both"
        self.clocks = [HeldClock(START), HeldClock(START)]
        self.devices: list[Device | None] = [None, None]
        self.owed: set[str] = set()

    def teardown(self) -> None:
        for device in self.alive():
            device.die()
        self.patch.undo()
        shutil.rmtree(self.root)

    def alive(self) -> Iterator[Device]:
        return (device for device in self.devices if device is not None)

    def env(self, which: int) -> dict[str, str]:
        return {"HOME": str(self.root / f"home{which}"), "JOURNAL_DIR": str(self.folder)}

    def token(self) -> str:
        """A new word; it takes some seconds to think of it."""
        for clock in self.clocks:
            clock.moment += timedelta(seconds=5)
        return f"w{next(self.numbers)}"

    def device(self, which: int) -> Device:
        """The running program there, started if there is none."""
        which %= self.number
        found = self.devices[which]
        if found is None:
            found = Device(self.env(which), self.clocks[which], lambda: self.choice)
            self.devices[which] = found
        return found

    def gone(self, which: int) -> None:
        self.devices[which % self.number] = None

    def told_saved(self, device: Device) -> None:
        """The screen said "Saved", or a draft is on the disk: from now on the words are owed."""
        self.owed |= device.pending
        device.pending.clear()

    # On a device

    @initialize(devices=st.sampled_from([1, 2]))
    def an_entry(self, devices: int) -> None:
        """With one device alone: a second one that is idle would often keep what the first one loses."""
        self.number = devices
        (self.folder / "2018-03-28.md").write_text("one\ntwo\nthree\n")

    @rule(which=WHICH, dice=CHANCE, words=st.integers(1, 3))
    def type_words(self, which: int, dice: Random, words: int) -> None:
        for _ in range(words):
            self.device(which).type(self.token(), dice)

    @rule(which=WHICH)
    def save(self, which: int) -> None:
        device = self.device(which)
        if device.save():
            self.told_saved(device)

    @rule(which=WHICH)
    def a_second_passes(self, which: int) -> None:
        device = self.device(which)
        if device.drafts.flush():
            self.told_saved(device)

    @rule(which=WHICH)
    def look_outside(self, which: int) -> None:
        self.device(which).look()

    @rule(which=WHICH)
    def capture(self, which: int) -> None:
        token = self.token()
        self.device(which).capture(token)
        self.owed.add(token)

    @rule(which=WHICH, choice=CHOICE)
    def compare(self, which: int, choice: str | None) -> None:
        self.choice = choice
        device = self.device(which)
        if device.save():
            self.told_saved(device)
        device.recovering.compare()

    @rule(which=WHICH)
    def delete(self, which: int) -> None:
        device = self.device(which)
        try:
            device.delete()
        except JournalError:
            return  # another program wrote meanwhile, and the entry stayed
        self.told_saved(device)

    @rule(which=WHICH, dice=CHANCE)
    def restore(self, which: int, dice: Random) -> None:
        device = self.device(which)
        versions = list_versions(device.workspace, device.sitting.page.day)
        if versions:
            try:
                device.restore(dice.choice(versions).data)
            except JournalError:
                return
            self.told_saved(device)

    @rule(which=WHICH, jump=st.sampled_from(JUMPS))
    def clock_jumps(self, which: int, jump: timedelta) -> None:
        device = self.device(which)
        device.clock.moment += jump
        if device.save():  # as the page does that makes way for the new day
            self.told_saved(device)
        device.look_at_clock()

    @rule(which=WHICH, days=st.integers(-1, 1), choice=CHOICE)
    def open_a_day(self, which: int, days: int, choice: str | None) -> None:
        self.choice = choice
        device = self.device(which)
        if device.save():
            self.told_saved(device)
        device.open(START.date() + timedelta(days=days))

    # Ends and beginnings

    @rule(which=WHICH)
    def leave(self, which: int) -> None:
        device = self.device(which)
        if device.leave():
            self.told_saved(device)
            self.gone(which)

    @rule(which=WHICH)
    def kill(self, which: int) -> None:
        self.device(which).die()
        self.gone(which)

    @rule(which=WHICH, at=st.integers(0, 60), after=st.booleans())
    def kill_while_saving(self, which: int, at: int, after: bool) -> None:
        self.device(which).die_while_saving(at, after)
        self.gone(which)

    @rule(which=WHICH, choice=CHOICE)
    def restart(self, which: int, choice: str | None) -> None:
        self.choice = choice
        self.device(which)

    # Other programs

    @rule(dice=CHANCE)
    def another_program_adds(self, dice: Random) -> None:
        path = self.entry_of(dice)
        lines = path.read_text().split("\n") if path.exists() else [""]
        token = self.token()
        lines.insert(dice.randrange(len(lines)), token)
        self.replace(path, "\n".join(lines))

    @rule(dice=CHANCE)
    def another_program_drops_lines(self, dice: Random) -> None:
        """What it drops must survive where a page has it open; what no program of ours knew cannot."""
        path = self.entry_of(dice)
        if not path.exists():
            return
        for device in self.alive():
            if dice.random() < 0.5:
                device.type(self.token(), dice)
        before = path.read_text()
        lines = before.split("\n")
        first = dice.randrange(len(lines))
        del lines[first : first + dice.randrange(1, 4)]
        self.replace(path, "\n".join([*lines, self.token(), ""]))
        known = self.known_to_pages(path)
        self.owed -= tokens_in(before) - tokens_in(path.read_text()) - known - self.kept_elsewhere(path)

    @rule(dice=CHANCE)
    def another_program_deletes(self, dice: Random) -> None:
        path = self.entry_of(dice)
        if path.exists():
            before = path.read_text()
            path.unlink()
            self.owed -= tokens_in(before) - self.known_to_pages(path) - self.kept_elsewhere(path)

    def entry_of(self, dice: Random) -> Path:
        """The entry of a day that a page shows, or of the first one."""
        days = [device.sitting.page.day for device in self.alive()] or [START.date()]
        return self.folder / f"{dice.choice(days).isoformat()}.md"

    def replace(self, path: Path, text: str) -> None:
        other = path.with_name("other-program")
        other.write_text(text)
        os.replace(other, path)
        self.owed |= tokens_in(text)

    def known_to_pages(self, path: Path) -> set[str]:
        """Words of saved pages that show this entry. Each of them sees at once what has happened."""
        known: set[str] = set()
        for device in self.alive():
            if device.sitting.page.day == date.fromisoformat(path.stem):
                known |= tokens_in(device.sitting.page.document.text) & tokens_in(device.prose.text)
                if not device.sitting.dirty:
                    device.look()
                elif device.save():
                    self.told_saved(device)
        return known

    def kept_elsewhere(self, path: Path) -> set[str]:
        return tokens_in("\n".join(texts_below(self.root)))

    # The promise

    @invariant()
    def every_owed_word_is_somewhere(self) -> None:
        texts = list(texts_below(self.root))
        assert self.owed - tokens_in("\n".join(texts)) == set()
        assert not any(mark in text for text in texts for mark in ("<<<<<<<", ">>>>>>>"))


TestTwoDevices = TwoDevices.TestCase
TestTwoDevices.settings = settings(
    max_examples=rounds(30, 1500),
    stateful_step_count=rounds(20, 40),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=not os.environ.get("JOURNAL_TEST_FAULTS"),
)
