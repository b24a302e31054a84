"""Older versions and the trash, by keys."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from journal_tui.services import history
from journal_tui.services.workspace import Workspace, open_workspace
from journal_tui.tui.screens.history import HistoryScreen
from tests.tui.conftest import OpenApp, app_of, focused, painted


@pytest.fixture
def workspace(folder: Path) -> Workspace:
    return open_workspace(None, os.environ)


def write(folder: Path, text: str | bytes, day: str = "2018-03-28") -> Path:
    path = folder / f"{day}.md"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys one by one, each when the one before has had its effect; words with a space are pasted."""
    app = app_of(pilot)
    for key in keys:
        if len(key) > 1 and " " in key:
            app.post_message(events.Paste(key))
        else:
            await pilot.press(key)
        while app.gate.closed and app.is_running and app._exit is False:
            await pilot.pause(0.01)
    await pilot.pause()


async def test_undo_survives_a_quit(open_app: OpenApp, folder: Path) -> None:
    path = write(folder, "The first sitting.\n")
    async with open_app() as pilot:
        await press(pilot, " And more.", "ctrl+s", " And still more.", "ctrl+q")
    assert path.read_text() == "The first sitting. And more. And still more.\n"
    async with open_app() as pilot:
        room = app_of(pilot).room
        await press(pilot, "f4")
        assert "The first sitting. [−And more. And still more.−]" in painted(pilot)
        await press(pilot, "enter")
        assert path.read_text() == "The first sitting.\n"
        assert room.prose.text == "The first sitting."
        assert "Restored" in room.status.message
        assert focused(pilot) == "prose"
        await press(pilot, "ctrl+z", "ctrl+s")
        assert path.read_text() == "The first sitting. And more. And still more.\n"
        await press(pilot, "f4", "enter")
        assert path.read_text() == "The first sitting.\n"


async def test_what_was_typed_is_kept_before_a_restore(
    open_app: OpenApp, folder: Path, workspace: Workspace
) -> None:
    path = write(folder, "one\n")
    async with open_app() as pilot:
        await press(pilot, " two", "ctrl+s", " three", "f4", "enter", "ctrl+q")
    assert path.read_text() == "one\n"
    kept = [version.data for version in history.list_versions(workspace, workspace.today())]
    assert b"one two three\n" in kept


async def test_versions_are_chosen_with_the_keys_of_a_list(open_app: OpenApp, folder: Path) -> None:
    write(folder, "one\n")
    for number in range(3):
        async with open_app() as pilot:
            await press(pilot, "backspace", "backspace", "backspace", *f"v{number}", "ctrl+q")
    path = folder / "2018-03-28.md"
    async with open_app() as pilot:
        await press(pilot, "f4")
        screen = pilot.app.screen
        assert isinstance(screen, HistoryScreen)
        seen = [screen.version.words]
        for key in ("j", "k", "G", "g", "down", "down", "down"):
            await press(pilot, key)
            seen.append(screen.list.selected)
        assert seen[1:] == [1, 0, 2, 0, 1, 2, 2]
        await press(pilot, "enter")
        assert path.read_text() == "one\n"


async def test_escape_leaves_everything_as_it_is(open_app: OpenApp, folder: Path) -> None:
    path = write(folder, "one\n")
    async with open_app() as pilot:
        await press(pilot, " two", "ctrl+s")
        before = path.stat()
        for key in ("escape", "f4"):
            await press(pilot, "f4")
            assert isinstance(pilot.app.screen, HistoryScreen)
            await press(pilot, key)
            assert focused(pilot) == "prose"
        assert app_of(pilot).room.prose.text == "one two"
        assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


async def test_a_page_without_versions_says_so(open_app: OpenApp, folder: Path) -> None:
    async with open_app() as pilot:
        await press(pilot, "f4")
        assert "no older versions" in app_of(pilot).room.status.message
        await press(pilot, *"word")
        assert app_of(pilot).room.prose.text == "word"


async def test_an_entry_is_deleted_in_the_list_and_comes_back(open_app: OpenApp, folder: Path) -> None:
    paths = [write(folder, f"# Day {day}\n\ntext\n", f"2018-03-{day}") for day in (26, 27, 28)]
    async with open_app() as pilot:
        room = app_of(pilot).room
        await press(pilot, "escape", "j", "d")
        assert "Move Tue 27 Mar 2018 (3 words) to the trash?" in painted(pilot)
        await press(pilot, "escape")
        assert all(path.exists() for path in paths)
        await press(pilot, "d", "enter")
        assert [path.exists() for path in paths] == [True, False, True]
        assert room.sitting.page.day.isoformat() == "2018-03-26"
        assert focused(pilot) == "entries"
        assert "Day 27" not in painted(pilot)
        assert "trash" in room.status.message
        await press(pilot, "l", "f4")
        assert "comes back" in painted(pilot)
        await press(pilot, "enter")
        assert paths[1].read_text() == "# Day 27\n\ntext\n"
        assert room.prose.text == "# Day 27\n\ntext"
        assert "Day 27" in painted(pilot)
        assert len(room.entries.days) == 3


async def test_deleting_says_y_or_n(open_app: OpenApp, folder: Path) -> None:
    path = write(folder, "text\n")
    async with open_app() as pilot:
        await press(pilot, "escape", "d", "n")
        assert path.exists()
        await press(pilot, "d", "y")
        assert not path.exists()
        await press(pilot, "d")
        assert app_of(pilot).room.status.message == "There is no entry to delete."


async def test_unsaved_words_are_in_the_trash_too(
    open_app: OpenApp, folder: Path, workspace: Workspace
) -> None:
    write(folder, "one\n")
    async with open_app() as pilot:
        await press(pilot, " two")
        pilot.app.call_later(app_of(pilot).room.run_action, "delete_entry")
        await pilot.pause()
        await press(pilot, "enter", "ctrl+q")
    assert not (folder / "2018-03-28.md").exists()
    versions = history.list_versions(workspace, workspace.today())
    assert versions[0].data == b"one two\n"


async def test_the_palette_offers_both(open_app: OpenApp, folder: Path) -> None:
    path = write(folder, "text\n")
    async with open_app() as pilot:
        await press(pilot, "ctrl+p", *"delete entry")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        await press(pilot, "enter")
        assert "to the trash?" in painted(pilot)
        await press(pilot, "enter")
        assert not path.exists()


async def test_a_version_of_odd_bytes_comes_back_as_it_was(
    open_app: OpenApp, folder: Path, workspace: Workspace
) -> None:
    odd = b"caf\xe9\r\n\x1b[2J [/] {x}\x00"
    write(folder, odd)
    history.delete(workspace, workspace.today())
    path = write(folder, "text\n")
    async with open_app() as pilot:
        await press(pilot, "f4")
        screen = painted(pilot)
        assert "caf" in screen
        assert "\x1b" not in screen
        await press(pilot, "enter")
        assert path.read_bytes() == odd
        assert app_of(pilot).room.prose.read_only
        assert app_of(pilot).room.prose.text.startswith("café")


async def test_nothing_is_restored_over_another_programs_text(open_app: OpenApp, folder: Path) -> None:
    path = write(folder, "one\n")
    async with open_app() as pilot:
        await press(pilot, " two", "ctrl+s", "f4")
        path.write_text("theirs\n")
        await press(pilot, "enter")
        assert path.read_text() == "theirs\n"
        assert "was not restored" in app_of(pilot).room.status.message


@pytest.mark.parametrize("size", [(140, 40), (80, 24), (40, 12), (20, 5), (1, 1)])
async def test_every_size_works(
    open_app: OpenApp, folder: Path, workspace: Workspace, size: tuple[int, int]
) -> None:
    write(folder, "one two\n")
    for number in range(30):
        history.keep(workspace, workspace.today(), b"one %d\n" % number, "merge")
    async with open_app(size=size) as pilot:
        await press(pilot, "f4", "j", "pagedown", "space", "pageup", "G")
        if size[0] >= 40:
            screen = painted(pilot)
            assert "28 Mar" in screen
            assert "[−two−] [+0+]" in screen
            assert "Enter restore" in screen
            assert "Esc close" in screen
            assert "30 older versions" in screen
            assert "…" not in screen
            assert "before a merge" in screen
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert "[−two−] [+0+]" in painted(pilot)
        await press(pilot, "escape", "escape", "d")
        assert "to the trash?" in painted(pilot)


async def test_it_can_be_read_without_colour(open_app: OpenApp, folder: Path, workspace: Workspace) -> None:
    write(folder, "Rain all day.\n\nA new paragraph.\n")
    history.keep(workspace, workspace.today(), b"Rain all night.\n\nSomething else, said before.\n", "merge")
    async with open_app() as pilot:
        await press(pilot, "f4")
        screen = painted(pilot)
        assert "Rain all [−day.−] [+night.+]" in screen
        assert "− A new paragraph." in screen
        assert "+ Something else, said before." in screen


async def test_a_damaged_version_is_shown_and_never_put_on_the_page(
    open_app: OpenApp, folder: Path, workspace: Workspace
) -> None:
    path = write(folder, "one\n")
    history.keep(workspace, workspace.today(), b"older\n", "merge")
    (kept,) = history.history_of(workspace).versions(workspace.today())
    Path(kept.path).write_bytes(b"tampered\n")
    async with open_app() as pilot:
        await press(pilot, "f4")
        shown = painted(pilot)
        assert "1 damaged" in " ".join(shown.split())
        assert "Damaged, and not restored" in shown
        assert "tampered" not in shown
        await press(pilot, "enter")
        assert isinstance(app_of(pilot).screen, HistoryScreen)
        await press(pilot, "escape", "ctrl+q")
    assert path.read_text() == "one\n"
