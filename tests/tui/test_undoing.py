"""Undo that goes on before the sitting."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from journal_tui.domain.errors import StorageError
from journal_tui.services import history
from journal_tui.services.workspace import open_workspace
from journal_tui.tui import undoing
from tests.tui.conftest import OpenApp, app_of

NAME = "2018-03-28.md"
ONE, TWO, THREE = (
    "The first sitting.",
    "The first sitting. The second.",
    "The first sitting. The second. A third.",
)


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys come as fast as the machine can, and none of them is held down."""
    monkeypatch.setattr(undoing, "PAUSE", 0.0)


@pytest.fixture
def three_sittings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An entry that was written in three sittings: two versions of it are in the history."""
    path = folder / NAME
    path.write_text(f"{THREE}\n")
    for now, text in (("20:10", ONE), ("21:00", TWO)):
        monkeypatch.setenv("JOURNAL_NOW", f"2018-03-28T{now}")
        workspace = open_workspace(None, os.environ)
        history.keep(workspace, workspace.today(), f"{text}\n".encode(), "sitting")
    monkeypatch.setenv("JOURNAL_NOW", "2018-03-28T21:14")
    return path


async def seen(pilot: Pilot[int], *keys: str) -> list[str]:
    """What is on the page after each of the keys; words with a space are pasted."""
    texts = []
    for key in keys:
        if " " in key:
            pilot.app.post_message(events.Paste(key))
            await pilot.pause()
        else:
            await pilot.press(key)
        await pilot.pause()
        texts.append(app_of(pilot).room.prose.text)
    return texts


def said(pilot: Pilot[int]) -> str:
    return app_of(pilot).room.status.message


async def test_one_key_takes_back_the_last_sitting(open_app: OpenApp, three_sittings: Path) -> None:
    async with open_app() as pilot:
        assert await seen(pilot, "ctrl+z") == [TWO]
        assert said(pilot) == "Back to how it was before the last sitting, 21:00 · ^y undoes this"
        assert await seen(pilot, "ctrl+z") == [ONE]
        assert said(pilot) == "Back to how it was before a sitting, 20:10 · ^y undoes this"
        assert await seen(pilot, "ctrl+z") == [ONE]
        assert said(pilot) == "Nothing is left to undo."
        assert await seen(pilot, "ctrl+y", "ctrl+y", "ctrl+y") == [TWO, THREE, THREE]
        assert await seen(pilot, "ctrl+z", "ctrl+z", "ctrl+s") == [TWO, ONE, ONE]
        assert three_sittings.read_text() == f"{ONE}\n"
        assert await seen(pilot, "ctrl+y", "ctrl+y", "ctrl+q") == [TWO, THREE, THREE]
    assert three_sittings.read_text() == f"{THREE}\n"


async def test_undo_survives_a_quit(open_app: OpenApp, folder: Path) -> None:
    path = folder / NAME
    path.write_text(f"{ONE}\n")
    async with open_app() as pilot:
        await seen(pilot, " The second.", "ctrl+q")
    assert path.read_text() == f"{TWO}\n"
    async with open_app() as pilot:
        assert await seen(pilot, "ctrl+z", "ctrl+q") == [ONE, ONE]
    assert path.read_text() == f"{ONE}\n"
    async with open_app() as pilot:
        assert await seen(pilot, "ctrl+z") == [TWO]  # that, too, was a sitting


async def test_the_end_of_the_sitting_is_told_once(open_app: OpenApp, three_sittings: Path) -> None:
    async with open_app() as pilot:
        await seen(pilot, " And now.", "ctrl+s")
        assert await seen(pilot, "ctrl+z", "ctrl+z") == [THREE, THREE]
        assert said(pilot) == "That was all of this sitting. ^z again goes back to before the last one."
        # What was undone can be redone all the same, and then it is told again.
        assert await seen(pilot, "ctrl+y") == [f"{THREE} And now."]
        assert said(pilot) == ""
        assert await seen(pilot, "ctrl+z", "ctrl+z") == [THREE, THREE]
        assert await seen(pilot, "ctrl+z", "ctrl+z") == [TWO, ONE]
        assert await seen(pilot, *["ctrl+y"] * 3) == [TWO, THREE, f"{THREE} And now."]


async def test_what_is_typed_there_is_undone_first(open_app: OpenApp, three_sittings: Path) -> None:
    async with open_app() as pilot:
        assert await seen(pilot, "ctrl+z", " Instead.") == [TWO, f"{TWO} Instead."]
        assert said(pilot) == ""
        assert await seen(pilot, "ctrl+z", "ctrl+z") == [TWO, ONE]
        await seen(pilot, "ctrl+q")
    workspace = open_workspace(None, os.environ)
    kept = [version.data for version in history.list_versions(workspace, workspace.today())]
    assert f"{THREE}\n".encode() in kept


async def test_a_key_held_down_stops_at_each_step(
    open_app: OpenApp, three_sittings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "PAUSE", 3600.0)
    async with open_app() as pilot:
        assert await seen(pilot, *["ctrl+z"] * 4) == [TWO] * 4


async def test_another_page_begins_anew(open_app: OpenApp, folder: Path, three_sittings: Path) -> None:
    (folder / "2018-03-27.md").write_text("Tuesday.\n")
    async with open_app() as pilot:
        assert await seen(pilot, "ctrl+z", "ctrl+pagedown", "ctrl+z") == [TWO, "Tuesday.", "Tuesday."]
        assert said(pilot) == "Nothing is left to undo."
        assert await seen(pilot, "ctrl+y", "ctrl+pageup") == ["Tuesday.", TWO]
        assert await seen(pilot, "ctrl+z") == [THREE]  # the newest that the page is not


async def test_a_page_that_cannot_be_written_stays(open_app: OpenApp, three_sittings: Path) -> None:
    three_sittings.write_bytes(b"caf\xe9\n")
    async with open_app() as pilot:
        assert await seen(pilot, "ctrl+z") == ["café"]
        assert three_sittings.read_bytes() == b"caf\xe9\n"


async def test_versions_that_no_editor_can_show_are_passed(open_app: OpenApp, folder: Path) -> None:
    (folder / NAME).write_text("now\n")
    workspace = open_workspace(None, os.environ)
    for data, reason in ((b"first\n", "sitting"), (b"\xff\xfe\n", "sitting"), (b"while\n", "shrink")):
        history.keep(workspace, workspace.today(), data, reason)
    async with open_app() as pilot:
        assert await seen(pilot, "ctrl+z", "ctrl+z") == ["first", "first"]


async def test_a_history_that_cannot_be_read_is_told(
    open_app: OpenApp, three_sittings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise StorageError("the disk is gone")

    monkeypatch.setattr(undoing, "list_versions", broken)
    async with open_app() as pilot:
        assert await seen(pilot, "ctrl+z") == [THREE]
        assert said(pilot) == "the disk is gone"


async def test_a_draft_that_was_put_back_is_undone_first(open_app: OpenApp, three_sittings: Path) -> None:
    async with open_app() as pilot:
        app = app_of(pilot)
        await seen(pilot, " Unsaved.")
        app.drafts.flush()
        app.drafts.drafts.close(keep=True)
    async with open_app() as pilot:
        assert app_of(pilot).room.prose.text == f"{THREE} Unsaved."
        assert await seen(pilot, *["ctrl+z"] * 3) == [THREE, THREE, TWO]
        assert await seen(pilot, *["ctrl+y"] * 2) == [THREE, f"{THREE} Unsaved."]
