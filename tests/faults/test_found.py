"""Losses that the other proofs of this room have found, each in the shortest way to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from journal_tui.domain.errors import StorageError
from tests.storage.faults import Kill

from .device import Device, HeldClock
from .session import NAME
from .witness import texts_below

START = datetime(2018, 3, 28, 21, 14)


class Desk:
    """One device, its folder, and how its person answers when asked about two texts."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.entry = root / "journal" / NAME
        self.entry.parent.mkdir()
        self.answers: list[str | None] = []

    def start(self) -> Device:
        env = {"HOME": str(self.root / "home"), "JOURNAL_DIR": str(self.entry.parent)}
        return Device(env, HeldClock(START), lambda: self.answers.pop(0))

    def holds(self, word: str) -> bool:
        """Whether the word is anywhere at all."""
        return any(word in text for text in texts_below(self.root))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def write(device: Device, text: str, *, save: bool = True) -> None:
    device.clock.moment += timedelta(seconds=30)
    device._become(text.split("\n"))
    assert not save or device.save()


def dying(*_: object) -> None:
    raise Kill


def test_what_a_merge_drops_is_in_the_history(desk: Desk) -> None:
    """Another program dropped a line that the page had saved, and the page had unsaved words elsewhere."""
    desk.entry.write_text("one\ntwo\nthree\n")
    device = desk.start()
    write(device, "precious\none\ntwo\nthree")
    write(device, "precious\none\ntwo\nthree\nfour", save=False)
    desk.entry.write_text("one\ntwo\nthree\n")
    assert device.save()
    assert desk.holds("precious")
    device.die()


def test_a_draft_that_is_older_than_the_entry_is_not_offered(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between a save and the removal of a draft that was some keys behind."""
    device = desk.start()
    write(device, "one", save=False)
    assert device.drafts.flush()
    write(device, "one and two", save=False)
    monkeypatch.setattr(device.drafts, "settle", dying)
    with pytest.raises(Kill):
        device.save()
    device.die()
    device = desk.start()  # whoever is asked here has no answer
    assert device.prose.text == "one and two"
    assert not device.sitting.dirty
    device.die()


def test_what_the_file_held_is_kept_when_a_draft_takes_its_place(desk: Desk) -> None:
    """The draft of a crash waits while its person writes on, and is chosen later."""
    desk.entry.write_text("one\n")
    device = desk.start()
    write(device, "one crashed, after a good many words", save=False)
    assert device.drafts.flush()
    device.die()
    desk.entry.write_text("precious\n")
    desk.answers = [None, "mine"]
    device = desk.start()
    write(device, "precious and saved")
    write(device, "precious and saved twice")
    device.clock.moment += timedelta(seconds=30)
    device.recovering.compare()
    assert device.save()
    assert "crashed" in desk.entry.read_text()
    assert desk.holds("twice")
    device.die()


@pytest.mark.parametrize("what", ["stamp", "scan"])
def test_a_text_of_another_program_survives_a_folder_that_cannot_be_read(
    desk: Desk, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The save brought both texts together; what comes after it failed; the next save must not undo that."""
    desk.entry.write_text("one\ntwo\nthree\n")
    device = desk.start()
    write(device, "one\ntwo\nthree\nfour", save=False)
    desk.entry.write_text("theirs\none\ntwo\nthree\n")
    with monkeypatch.context() as patch:
        patch.setattr(device.workspace.journal, what, failing_afterwards(device, what))
        device.save()
    write(device, device.prose.text + "\nfive")
    assert {"theirs", "four", "five"} <= set(desk.entry.read_text().split())
    device.die()


def failing_afterwards(device: Device, name: str) -> Callable[..., object]:
    """The journal's method `name`, which fails once the file has been written."""
    method = getattr(device.workspace.journal, name)
    entry = Path(device.workspace.journal.path_of(device.sitting.page.day))

    def failing(*args: object) -> object:
        if "four" in entry.read_text():
            raise StorageError("the disk reported an error")
        return method(*args)

    return failing
