"""What other programs do to the file of the open page, and what the app says of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from journal_tui.services import pages

from .conftest import OpenApp, app_of, painted

TEXT = "The only copy.\n"


@pytest.fixture
def entry(folder: Path) -> Path:
    path = folder / "2018-03-28.md"
    path.write_text(TEXT)
    return path


def versions(home: Path) -> list[str]:
    return [path.read_text() for path in home.rglob("history/*/*/*.md")]


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def a_link_that_leads_out(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


@pytest.mark.parametrize("becomes", [a_folder, a_pipe, a_link_that_leads_out])
async def test_a_file_that_cannot_be_read_any_more(
    open_app: OpenApp, entry: Path, home: Path, becomes: Callable[[Path], None]
) -> None:
    async with open_app() as pilot:
        room = app_of(pilot).room
        becomes(entry)
        room.keeper.look_outside()
        room.keeper.look_outside()
        assert room.status.message.endswith("The text is still here, and in the history.")
        assert room.status.kind == "warning"
        assert room.prose.text == TEXT.rstrip()
    assert versions(home) == [TEXT]


async def test_a_path_does_not_push_the_reason_off_the_screen(open_app: OpenApp, entry: Path) -> None:
    async with open_app(size=(80, 24)) as pilot:
        a_folder(entry)
        app_of(pilot).room.keeper.look_outside()
        await pilot.pause()
        assert "…/2018-03-28.md is not a regular file" in painted(pilot)


async def test_a_deleted_file_does_not_come_back_without_a_word(open_app: OpenApp, entry: Path) -> None:
    async with open_app() as pilot:
        await pilot.press("!")
        entry.unlink()
        await pilot.press("ctrl+s")
        status = app_of(pilot).room.status
        assert status.message == "Saved 21:14 · another program had deleted the file"
        assert status.kind == "warning"
    assert entry.read_text() == "The only copy.!\n"


async def test_an_emptied_file_does_neither(open_app: OpenApp, entry: Path) -> None:
    async with open_app() as pilot:
        await pilot.press("!")
        entry.write_text("")
        await pilot.press("ctrl+s")
        assert app_of(pilot).room.status.message == "Saved 21:14 · another program had emptied the file"
    assert entry.read_text() == "The only copy.!\n"


@pytest.mark.parametrize("parts", [["", "", "theirs, ", "whole.\n"], ["The only", " copy.\n", "\ntheirs\n"]])
async def test_a_save_waits_for_a_program_that_is_writing_the_file(
    open_app: OpenApp, entry: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, parts: list[str]
) -> None:
    """It has emptied the file and fills it bit by bit, which takes it less than a second."""
    async with open_app() as pilot:
        await pilot.press("!")
        with entry.open("w") as file:

            def pass_time(seconds: float) -> None:
                if parts:
                    file.write(parts.pop(0))
                    file.flush()

            monkeypatch.setattr(pages, "sleep", pass_time)
            pass_time(0)
            await pilot.press("ctrl+s")
    assert parts == []
    everywhere = "".join(path.read_text() for path in folder.glob("2018-03-28*.md"))
    assert "theirs" in everywhere
    assert "The only copy.!" in everywhere


async def test_a_save_waits_for_nobody_else(
    open_app: OpenApp, entry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(pages, "sleep", waited.append)
    async with open_app() as pilot:
        await pilot.press("!", "ctrl+s", "?", "ctrl+s")
    assert waited == []
    assert entry.read_text() == "The only copy.!?\n"
