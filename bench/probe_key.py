"""In a process of its own: what keys cost the processor, in a headless app whose cursor is in the middle of a text.

Arguments: which app, words of the text, a folder, and for each text the length of its lines in words and the number
of keys to be typed in it, as 100:80.
Reports by line length and kind of key two lists of CPU seconds: until painted, and with what followed.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
from collections.abc import Callable
from datetime import date, timedelta
from time import thread_time
from typing import Any

from textual import events
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import TextArea

from bench.corpus import prose
from bench.rounds import Samples
from bench.watch import Watch
from journal_tui.domain.days import journal_day
from journal_tui.services.clock import make_clock
from journal_tui.services.sitting import Sitting
from journal_tui.services.themes import Themes
from journal_tui.services.workspace import open_workspace
from journal_tui.tui.app import JournalApp
from journal_tui.tui.widgets.prose_area import ProseArea

_TYPED = "the rain went on "
_WARM_UP = 8
_ENTERS, _PASTES, _SCREENS = 4, 1, 6
_PASTED = 5_000
"""Words; in one line, since stock dies of taking back a paste of many."""
_REST = 0.02
"""Seconds after a key's first painting in which what follows it is still that key's: a frame of Textual's and more."""

_Figures = dict[str, tuple[Samples, Samples]]


class _AreaApp(App[None]):
    """One text area and nothing else."""

    CSS = "TextArea { border: none; padding: 0; }"

    def __init__(self, area: TextArea) -> None:
        super().__init__()
        self._area = area

    def compose(self) -> ComposeResult:
        yield self._area

    def on_mount(self) -> None:
        """The keys go to the text."""
        self._area.focus()

    def open_text(self, text: str) -> None:
        """Put a text in, in the way that each of them is meant to be used."""
        if isinstance(self._area, ProseArea):
            self._area.show(text)
        else:
            self._area.load_text(text)
            self._area.move_cursor(self._area.document.end)


def _journal(texts: list[str], folder: str) -> tuple[App[Any], list[Callable[[], object]]]:
    """The whole app on an empty page, and what opens the texts, each of which is an entry."""
    env = {"HOME": folder, "JOURNAL_DIR": os.path.join(folder, "journal")}
    today = journal_day(make_clock(env).now(), 240)
    os.makedirs(env["JOURNAL_DIR"], exist_ok=True)
    days = [today - timedelta(days=number + 1) for number in range(len(texts))]
    for day, text in zip(days, texts, strict=True):
        path = os.path.join(env["JOURNAL_DIR"], f"{day.isoformat()}.md")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    workspace = open_workspace(None, env)
    app = JournalApp(Sitting(workspace), Themes(workspace))

    def opener(day: date) -> Callable[[], object]:
        return lambda: app.room.open_day(day)

    return app, [opener(day) for day in days]


def _area(area: TextArea, texts: list[str]) -> tuple[App[Any], list[Callable[[], object]]]:
    app = _AreaApp(area)

    def opener(text: str) -> Callable[[], object]:
        return lambda: app.open_text(text)

    return app, [opener(text) for text in texts]


def _make(which: str, texts: list[str], folder: str) -> tuple[App[Any], list[Callable[[], object]]]:
    if which == "app":
        return _journal(texts, folder)
    return _area(ProseArea() if which == "page" else TextArea(soft_wrap=True), texts)


class _Keyboard:
    """Does things to an app and notes what they cost."""

    def __init__(self, app: App[Any]) -> None:
        self._app, self._watch = app, Watch(app)
        self.figures: _Figures = {}

    async def do(self, kind: str | None, what: Callable[[], object]) -> None:
        """Do something that is painted; without a `kind` nothing is noted."""
        self._watch.reset()
        start = thread_time()
        what()
        await self._watch.painted.wait()
        await asyncio.sleep(_REST)
        if kind is not None:
            painted, rested = self.figures.setdefault(kind, ([], []))
            painted.append(self._watch.cpu - start)
            rested.append(thread_time() - start)

    async def press(self, kind: str | None, key: str, character: str | None = None) -> None:
        """Press a key."""
        await self.send(kind, events.Key(key, character))

    async def send(self, kind: str | None, event: Message) -> None:
        """Let the app have an event."""
        await self.do(kind, lambda: self._app.post_message(event))

    async def type(self, kind: str | None, keys: int) -> None:
        """Type so many characters."""
        for number in range(keys):
            character = _TYPED[number % len(_TYPED)]
            await self.press(kind, "space" if character == " " else character, character)


async def _work(app: App[Any], pilot: Pilot[Any], opens: Callable[[], object], keys: int) -> _Figures:
    board = _Keyboard(app)
    await board.do("open", opens)
    area = app.screen.query_one(TextArea)
    row = area.document.line_count // 4 * 2
    area.move_cursor((row, len(area.document.get_line(row)) // 2))
    await pilot.pause(0.2)
    # Ours does the same when a page is open for a while; stock gets it too, so that only the widgets are compared.
    gc.collect()
    gc.freeze()
    before = len(area.text)
    await board.type(None, _WARM_UP)
    await board.type("type", keys)
    if len(area.text) != before + _WARM_UP + keys:
        raise SystemExit("some keys did not arrive")
    for _ in range(_ENTERS):
        await board.press("enter", "enter", "\r")
    pasted = prose(_PASTED, _PASTED, "paste").strip()
    for _ in range(_PASTES):
        await board.send("paste", events.Paste(pasted))
        await board.press("undo", "ctrl+z")
    for number in range(_SCREENS):
        await board.press("scroll", "pageup" if number % 4 < 2 else "pagedown")
    return board.figures


async def _measure(which: str, words: int, folder: str, wanted: dict[int, int]) -> dict[int, _Figures]:
    texts = [prose(words, length, "key") for length in wanted]
    app, openers = _make(which, texts, folder)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(0.3)
        return {
            length: await _work(app, pilot, opens, keys)
            for (length, keys), opens in zip(wanted.items(), openers, strict=True)
        }


if __name__ == "__main__":
    asked, size, home, *pairs = sys.argv[1:]
    typed = {int(length): int(keys) for length, keys in (pair.split(":") for pair in pairs)}
    print(json.dumps(asyncio.run(_measure(asked, int(size), home, typed))))
