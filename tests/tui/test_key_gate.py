"""Keys that are held back until those before them have had their effect are never held for nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual import events

from journal_tui.tui import key_gate

from .conftest import OpenApp, app_of


@pytest.mark.parametrize(
    ("opens", "closes"), [("f4", "escape"), ("f4", "f4"), ("ctrl+p", "escape"), ("f1", "escape")]
)
async def test_keys_behind_the_end_of_a_dialog_arrive(
    open_app: OpenApp, folder: Path, monkeypatch: pytest.MonkeyPatch, opens: str, closes: str
) -> None:
    """The gate's emergency exit is out of reach, so that only its own way opens it."""
    monkeypatch.setattr(key_gate, "_LONGEST_WAIT", 1000.0)
    (folder / "2018-03-28.md").write_text("Here.\n")
    async with open_app() as pilot:
        app = app_of(pilot)
        await pilot.press("!", "ctrl+s", opens)
        await pilot.pause()
        await pilot.press(closes, *"and on")
        async with asyncio.timeout(20):
            while not app.room.prose.text.endswith("and on"):
                await pilot.pause(0.01)


async def test_what_is_held_back_is_let_in_at_the_end(open_app: OpenApp, folder: Path) -> None:
    async with open_app() as pilot:
        app, ended = app_of(pilot), asyncio.Event()
        app.gate.closed = True
        for letter in "held":
            await app.gate.take(events.Key(letter, letter))
        assert app.room.prose.text == ""
        await app.gate.let_all_in(ended.set)
        async with asyncio.timeout(20):
            await ended.wait()
        assert app.room.prose.text == "held"
