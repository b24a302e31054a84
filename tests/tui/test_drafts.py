"""What a crash leaves, and how it comes back."""

from __future__ import annotations

import os
import threading
from datetime import date, datetime
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Static

from journal_tui.domain.errors import StorageError
from journal_tui.services.history import list_versions
from journal_tui.storage.drafts import Drafts
from journal_tui.storage.journal import Journal
from journal_tui.storage.locations import locate
from journal_tui.tui import draft_keeper
from journal_tui.tui.app import JournalApp
from journal_tui.tui.screens.compare import CompareScreen
from tests.tui.conftest import OpenApp, app_of, painted

DAY = date(2018, 3, 28)
AT = datetime(2018, 3, 28, 21, 10).astimezone()
NAME = "2018-03-28.md"


@pytest.fixture
def never(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts are written only when something makes them hurry."""
    monkeypatch.setattr(draft_keeper, "DELAY", 3600.0)


def drafts_on_disk(home: Path) -> list[Path]:
    return sorted((home / ".local" / "state").rglob("*.draft"))


def text_in(path: Path) -> str:
    return path.read_text().partition("\n\n")[2]


async def until_written(pilot: Pilot[int], home: Path, text: str) -> None:
    """Wait for the thread; a test that waits in vain is ended by its runner."""
    for _ in range(500):
        if [text_in(path) for path in drafts_on_disk(home)] == [text]:
            return
        await pilot.pause(0.01)
    raise AssertionError([text_in(path) for path in drafts_on_disk(home)])


async def until_gone(pilot: Pilot[int], home: Path) -> None:
    for _ in range(500):
        if not drafts_on_disk(home):
            return
        await pilot.pause(0.01)
    raise AssertionError(drafts_on_disk(home))


def leave_draft(folder: Path, text: str, base: bytes | None, day: date = DAY, at: datetime = AT) -> Path:
    """As a session does that is killed."""
    drafts = Drafts(locate(os.environ), str(folder))
    path = Path(drafts.write(day, text, base, at))
    drafts.close(keep=True)
    return path


def die(app: JournalApp) -> None:
    """What the kernel does: the lock is gone, nothing is tidied up."""
    app.drafts.drafts.close(keep=True)


# Writing


async def test_what_is_typed_is_in_a_draft_and_saving_removes_it(
    open_app: OpenApp, folder: Path, home: Path
) -> None:
    (folder / NAME).write_text("First.\n")
    async with open_app() as pilot:
        assert drafts_on_disk(home) == []
        await pilot.press(*" Mine.")
        await until_written(pilot, home, "First. Mine.")
        assert (folder / NAME).read_text() == "First.\n"
        await pilot.press("ctrl+z")
        await until_written(pilot, home, "First.")
        await pilot.press("ctrl+y", "ctrl+s")
        await until_gone(pilot, home)
        await pilot.press("ctrl+q")
    assert (folder / NAME).read_text() == "First. Mine.\n"


async def test_a_paste_a_lost_focus_and_another_day_do_not_wait(
    open_app: OpenApp, folder: Path, home: Path, never: None
) -> None:
    (folder / "2018-03-27.md").write_text("yesterday\n")
    async with open_app() as pilot:
        app = app_of(pilot)
        await pilot.press("a")
        app.post_message(events.Paste("b" * 101))
        await until_written(pilot, home, "a" + "b" * 101)
        await pilot.press("c")
        app.post_message(events.AppBlur())
        await until_written(pilot, home, "a" + "b" * 101 + "c")
        app.post_message(events.AppFocus())
        await pilot.press("d", "ctrl+pagedown")
        assert app.room.prose.text == "yesterday"
        await until_gone(pilot, home)


async def test_the_thread_needs_no_event_loop(open_app: OpenApp, folder: Path, home: Path) -> None:
    async with open_app() as pilot:
        await pilot.press(*"mine")
        done = threading.Event()
        seconds = draft_keeper.DELAY + draft_keeper.RETRY
        # The loop stands still in here, as when nobody reads the terminal.
        for _ in range(int(seconds / 0.05)):
            if drafts_on_disk(home):
                break
            done.wait(0.05)
        assert [text_in(path) for path in drafts_on_disk(home)] == ["mine"]


async def test_drafts_that_cannot_be_written_are_told_once(
    open_app: OpenApp, folder: Path, home: Path
) -> None:
    (home / ".local").mkdir()
    (home / ".local" / "state").write_text("in the way")
    async with open_app() as pilot:
        app = app_of(pilot)
        await pilot.press(*"mine")
        app.drafts.flush()
        app.room.keeper.save_when_due()
        assert "no safety copy" in app.room.status.message
        app.room.status.say("")
        app.room.keeper.save_when_due()
        assert app.room.status.message == ""
        await pilot.press("ctrl+s")
        assert app.room.status.message.startswith("Saved 21:14")
    assert (folder / NAME).read_text() == "mine\n"


# Coming back


async def test_a_crash_is_recovered_and_undone_by_one_key(
    open_app: OpenApp, folder: Path, home: Path
) -> None:
    (folder / NAME).write_text("First.\n")
    async with open_app() as pilot:
        await pilot.press(*" Two more words.")
        app_of(pilot).drafts.flush()
        die(app_of(pilot))
    async with open_app() as pilot:
        app = app_of(pilot)
        assert app.room.prose.text == "First. Two more words."
        assert app.room.status.message == "Recovered 3 words from 21:14 · ctrl+z undoes"
        await until_written(pilot, home, "First. Two more words.")
        await pilot.press("ctrl+z")
        assert app.room.prose.text == "First."
        assert app.room.status.message == ""
        await pilot.press("ctrl+y", "!", "ctrl+q")
        await until_gone(pilot, home)
    assert (folder / NAME).read_text() == "First. Two more words.!\n"


async def test_a_recovery_that_was_undone_is_in_the_history(open_app: OpenApp, folder: Path) -> None:
    leave_draft(folder, "recovered words", None)
    async with open_app() as pilot:
        await pilot.press("ctrl+z", *"other", "ctrl+q")
        versions = list_versions(app_of(pilot).sitting.workspace, DAY)
    assert (folder / NAME).read_text() == "other\n"
    assert b"recovered words\n" in [version.data for version in versions]


async def test_keys_typed_since_the_launch_follow_what_is_recovered(open_app: OpenApp, folder: Path) -> None:
    leave_draft(folder, "recovered", None)
    async with open_app() as pilot:
        await pilot.press(*", and on")
        room = app_of(pilot).room
        assert room.prose.text == "recovered, and on"
        assert room.status.message == "Recovered 1 word from 21:10"  # the next undo would not undo that


async def test_a_draft_that_is_saved_already_is_dropped_in_silence(
    open_app: OpenApp, folder: Path, home: Path
) -> None:
    (folder / NAME).write_text("the same\n")
    leave_draft(folder, "the same", b"before\n")
    leave_draft(folder, "older", None, day=date(2018, 3, 20))
    (folder / "2018-03-20.md").write_text("older\n")
    async with open_app() as pilot:
        app = app_of(pilot)
        assert app.room.status.message == ""
        assert drafts_on_disk(home) == []
        assert "≠" not in painted(pilot)


async def test_drafts_of_other_days_are_told_and_wait(open_app: OpenApp, folder: Path, home: Path) -> None:
    leave_draft(folder, "monday's", None, day=date(2018, 3, 26))
    async with open_app() as pilot:
        app = app_of(pilot)
        assert app.room.status.message == "Unsaved text waits on Mon 26 Mar 2018"
        assert "Mo 26 an unsaved draft" in painted(pilot)
        assert "≠" in painted(pilot)
        await pilot.press("escape", "j", "enter")
        assert app.room.prose.text == "monday's"
        assert "Recovered 1 word" in app.room.status.message
        await pilot.press("ctrl+s")
        await until_gone(pilot, home)
        assert "≠" not in painted(pilot)
    assert (folder / "2018-03-26.md").read_text() == "monday's\n"


async def test_captured_text_that_found_no_place_is_told(open_app: OpenApp, folder: Path, home: Path) -> None:
    path = leave_draft(folder, "", None)
    parked = path.with_name("2018-03-27.capture-01234567.md")
    parked.write_text("captured\n")
    async with open_app() as pilot:
        assert str(parked) in app_of(pilot).room.status.message
    assert parked.read_text() == "captured\n"


# Two texts


@pytest.mark.parametrize(
    ("keys", "page", "beside"),
    [
        (["enter"], "theirs", ["mine\n"]),
        (["right", "enter"], "mine", []),
        (["right", "right", "enter"], "theirs", []),
    ],
)
async def test_a_file_that_changed_since_is_compared(
    open_app: OpenApp, folder: Path, home: Path, keys: list[str], page: str, beside: list[str]
) -> None:
    (folder / NAME).write_text("theirs\n")
    leave_draft(folder, "mine", b"first\n")
    async with open_app() as pilot:
        app = app_of(pilot)
        assert isinstance(app.screen, CompareScreen)
        screen = painted(pilot)
        assert "Mine, unsaved, 21:10" in screen
        assert "Keep both" in screen
        await pilot.press(*keys)
        assert app.room.prose.text == page
        await pilot.press("ctrl+s")
        await until_gone(pilot, home)
        kept = [version.data for version in list_versions(app.sitting.workspace, DAY)]
    assert (folder / NAME).read_text() == f"{page}\n"
    assert [path.read_text() for path in folder.glob("*.conflict-*.md")] == beside
    everywhere = [*kept, *(path.read_bytes() for path in home.rglob("*") if path.is_file())]
    assert any(b"mine" in text for text in everywhere)
    assert any(b"theirs" in text for text in everywhere)


async def test_what_merges_is_on_the_page(open_app: OpenApp, folder: Path, home: Path) -> None:
    (folder / NAME).write_text("first\n\n**21:20** captured\n")
    leave_draft(folder, "mine first", b"first\n")
    async with open_app() as pilot:
        await pilot.press("enter")
        room = app_of(pilot).room
        assert room.prose.text == "mine first\n\n**21:20** captured"
        await pilot.press("ctrl+z")
        assert room.prose.text == "first\n\n**21:20** captured"


async def test_later_means_later(open_app: OpenApp, folder: Path, home: Path) -> None:
    (folder / NAME).write_text("theirs\n")
    path = leave_draft(folder, "mine", b"first\n")
    async with open_app() as pilot:
        app = app_of(pilot)
        await pilot.press("escape")
        assert app.room.prose.text == "theirs"
        assert path.exists()
        await pilot.press("f8")
        assert isinstance(app.screen, CompareScreen)
        await pilot.press("escape", "ctrl+q")
        die(app)
    assert path.exists()


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (["enter"], "a\n\nmine\n\ntheirs\n"),
        (["right", "enter"], "a\n\nmine\n"),
        (["left", "enter"], "a\n\ntheirs\n"),
    ],
)
async def test_a_copy_beside_the_page_is_settled(
    open_app: OpenApp, folder: Path, home: Path, keys: list[str], text: str
) -> None:
    (folder / NAME).write_text("a\n\nmine\n")
    (folder / "2018-03-28.sync-conflict-x.md").write_text("a\n\ntheirs\n")
    async with open_app() as pilot:
        assert "≠" in painted(pilot)
        await pilot.press("f8", *keys)
        assert "is in the trash" in app_of(pilot).room.status.message
        assert "≠" not in painted(pilot)
        await pilot.press("ctrl+q")
    assert (folder / NAME).read_text() == text
    assert [path.name for path in folder.glob("*.md")] == [NAME]
    trashed = [path.read_text() for path in (home / ".local" / "state").rglob("entry.md")]
    assert trashed == ["a\n\ntheirs\n"]


async def test_a_copy_stays_when_the_page_cannot_be_saved(
    open_app: OpenApp, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / NAME).write_text("mine\n")
    copy = folder / "2018-03-28 2.md"
    copy.write_text("theirs\n")

    def broken(*_: object) -> None:
        raise StorageError("the disk is gone")

    async with open_app() as pilot:
        monkeypatch.setattr(Journal, "write", broken)
        await pilot.press("f8", "enter")
        assert "Not saved" in app_of(pilot).room.status.message
    assert copy.read_text() == "theirs\n"


@pytest.mark.parametrize("size", [(140, 40), (40, 12)])
async def test_a_copy_that_cannot_be_merged_is_left_unless_somebody_wants_it_gone(
    open_app: OpenApp, folder: Path, home: Path, size: tuple[int, int]
) -> None:
    (folder / NAME).write_text("mine\n")
    copy = folder / "2018-03-28.orig.md"
    copy.write_bytes(b"caf\xe9\n")
    async with open_app(size) as pilot:
        await pilot.press("f8")
        await pilot.pause()
        screen = painted(pilot)
        assert "The copy is not UTF-8 text" in screen
        assert "cannot be merged" in " ".join(screen.split())
        assert "café" in screen
        assert "Leave both" in screen
        assert "Keep both" not in screen
        await pilot.press("enter")
        assert app_of(pilot).room.status.message == "Both texts stay as they are · F8 shows them again"
        assert copy.read_bytes() == b"caf\xe9\n"
        assert list((home / ".local" / "state").rglob("entry.md")) == []
        await pilot.press("f8", "right", "enter")
        assert not copy.exists()
        assert "is in the trash" in app_of(pilot).room.status.message
        (trashed,) = (home / ".local" / "state").rglob("entry.md")
        assert trashed.read_bytes() == b"caf\xe9\n"
    assert (folder / NAME).read_text() == "mine\n"


async def test_each_copy_has_its_turn_and_first_what_can_be_settled(open_app: OpenApp, folder: Path) -> None:
    (folder / NAME).write_text("mine\n")
    (folder / "2018-03-28 2.md").write_bytes(b"\xff\n")
    (folder / "2018-03-28 3.md").write_text("third\n")
    async with open_app() as pilot:
        for name in ("2018-03-28 3.md", "2018-03-28 2.md", "2018-03-28 3.md"):
            await pilot.press("f8")
            screen = pilot.app.screen
            assert isinstance(screen, CompareScreen)
            assert screen.right.name == name
            await pilot.press("escape")


async def test_the_heading_says_what_is_true(open_app: OpenApp, folder: Path) -> None:
    (folder / NAME).write_text("first\n")
    leave_draft(folder, "first, one", b"first\n")
    leave_draft(folder, "first, two", b"first\n", at=AT.replace(minute=12))
    async with open_app() as pilot:
        assert "another draft: F8" in app_of(pilot).room.status.message
        await pilot.press("f8")
        await pilot.pause()
        assert "another unsaved text, beside the one that was put back" in painted(pilot)
        assert "was changed" not in painted(pilot)


async def test_nothing_to_compare_is_said(open_app: OpenApp, folder: Path) -> None:
    async with open_app() as pilot:
        await pilot.press("f8")
        assert app_of(pilot).room.status.message == "There is no second text of this day."


@pytest.mark.parametrize("size", [(140, 40), (80, 24), (40, 12)])
async def test_the_comparison_fits(open_app: OpenApp, folder: Path, size: tuple[int, int]) -> None:
    (folder / NAME).write_text("a\n" * 30 + "theirs [b]\x1b[2J\n" + "z\n" * 30)
    leave_draft(folder, "a\n" * 30 + "mine", b"first\n")
    async with open_app(size) as pilot:
        await pilot.pause()
        lines = painted(pilot).splitlines()
        screen = "\n".join(lines)
        assert "theirs [b]␛[2J" in screen
        assert "mine" in screen
        (choices,) = [line for line in lines if "Keep both" in line]
        assert "mine" in choices.lower()
        assert choices.rstrip().endswith("file")
        assert lines[-1 if size[0] < 70 else -2].rstrip().endswith("Esc later")
        (heading,) = [line for line in lines if "Wed 28 Mar 2018" in line]
        assert "…" not in heading
        if size[0] < 70:
            assert "[−mine, unsaved−] [+the file+]" in lines[1]


async def test_all_choices_are_there_in_a_small_terminal(open_app: OpenApp, folder: Path) -> None:
    (folder / NAME).write_text("mine\n")
    (folder / "2018-03-28.sync-conflict-20180328-201010-ABCDEFG.md").write_text("theirs\n")
    async with open_app((40, 12)) as pilot:
        await pilot.press("f8")
        await pilot.pause()
        lines = painted(pilot).splitlines()
        assert lines[0].strip() == "Wed 28 Mar 2018: 2 texts"
        assert lines[1].strip() == "[−the page−] [+the copy+]"
        assert lines[-2].strip() == "Keep both   The page   The copy"


def marked_words(pilot: Pilot[int]) -> list[str]:
    """What is underlined on the screen, run by run."""
    strips = pilot.app.screen._compositor.render_strips()
    return [
        segment.text
        for strip in strips
        for segment in strip
        if segment.style is not None and segment.style.underline
    ]


async def test_the_words_that_differ_are_found_in_long_paragraphs(open_app: OpenApp, folder: Path) -> None:
    many = " ".join(f"w{number}" for number in range(60))
    (folder / NAME).write_text(f"{many} betimes {many}\n\nOnly here.\n")
    (folder / "2018-03-28 2.md").write_text(f"{many} early {many}\n")
    async with open_app((140, 40)) as pilot:
        await pilot.press("f8")
        await pilot.pause()
        assert marked_words(pilot) == ["betimes", "early"]
        lines = painted(pilot).splitlines()
        (row,) = [line for line in lines if "betimes" in line]
        assert row.index("− ") < row.index("betimes") < row.index("+ ") < row.index("early")
        (row,) = [line for line in lines if "Only here." in line]
        assert "− Only here." in row
        assert sum("− " in line for line in lines) == 3  # the names, and two rows
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        await pilot.pause()
        assert "[−betimes−] [+early+]" in " ".join(painted(pilot).split())
        assert "− Only here." in painted(pilot)


async def test_a_comparison_has_keys_of_its_own(open_app: OpenApp, folder: Path, home: Path) -> None:
    config = home / ".config" / "journal-tui" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text('[keys]\nnext-choice = "l"\ntexts-down = "J"\nleave-comparison = "q"\n')
    (folder / NAME).write_text("".join(f"mine {number}\n\n" for number in range(90)))
    (folder / "2018-03-28 2.md").write_text("theirs\n")
    async with open_app((120, 20)) as pilot:
        await pilot.press("f8")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, CompareScreen)
        assert "← l choose" in painted(pilot)
        assert "J more" in painted(pilot)
        assert "q later" in painted(pilot)
        await pilot.press("right")
        assert screen.choices.chosen == 0
        await pilot.press("l")
        assert screen.choices.chosen == 1
        texts = screen.query_one("#compare-texts")
        await pilot.press("pagedown")
        assert texts.scroll_offset.y == 0
        await pilot.press("J")
        await pilot.pause()
        assert texts.scroll_offset.y > 0
        await pilot.press("q", "f1")
        assert "In a comparison" in "".join(str(part.visual) for part in pilot.app.screen.query(Static))


# A disk that changes


async def test_a_file_that_lost_text_is_looked_at_twice(
    open_app: OpenApp, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / NAME
    path.write_text("A long first text.\n")
    async with open_app() as pilot:
        room = app_of(pilot).room
        path.write_text("A")  # another program is in the middle of writing
        room.keeper.look_outside()
        assert room.prose.text == "A long first text."
        path.write_text("A short text.\n")
        room.keeper.look_outside()
        assert room.prose.text == "A long first text."
        for _ in range(500):
            if room.prose.text == "A short text.":
                break
            await pilot.pause(0.01)
        assert room.prose.text == "A short text."


async def test_the_page_waits_for_a_file_that_is_being_written(open_app: OpenApp, folder: Path) -> None:
    path = folder / NAME
    path.write_text("A long first text.\n")
    async with open_app() as pilot:
        app = app_of(pilot)
        await pilot.press(*" Mine.")
        app.sitting.edited(-1000.0)  # it is due
        app.sitting._first_edit = -1000.0
        path.write_text("")
        app.room.keeper.save_when_due()
        assert path.read_text() == ""
        path.write_text("A long first text.\n\nTheirs.\n")
        app.room.keeper.save_when_due()
    assert path.read_text() == "A long first text. Mine.\n\nTheirs.\n"
