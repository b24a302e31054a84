"""In a process of its own: what one typed key costs the processor, in a headless app whose cursor is mid-text."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
from collections.abc import Callable
from time import thread_time
from typing import Any

from textual import events
from textual.app import App, ComposeResult
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

_WORDS_A_LINE = 100
_TYPED = "the rain went on "
_WARM_UP = 15
_REST = 0.035
"""Seconds after a key's first painting in which what follows it is still that key's: two frames of Textual's."""


class _AreaApp(App[None]):
    """One text area and nothing else."""

    CSS = "TextArea { border: none; padding: 0; }"

    def __init__(self, area: TextArea, text: str) -> None:
        super().__init__()
        self._area, self._text = area, text

    def compose(self) -> ComposeResult:
        yield self._area

    def on_mount(self) -> None:
        """Put the text in the way that each of them is meant to be used."""
        if isinstance(self._area, ProseArea):
            self._area.show(self._text)
        else:
            self._area.load_text(self._text)
        self._area.focus()


def _journal(text: str, folder: str) -> App[Any]:
    """The whole app with `text` as today's page."""
    env = {"HOME": folder, "JOURNAL_DIR": os.path.join(folder, "journal")}
    today = journal_day(make_clock(env).now(), 240)
    os.makedirs(env["JOURNAL_DIR"], exist_ok=True)
    with open(os.path.join(env["JOURNAL_DIR"], f"{today.isoformat()}.md"), "w", encoding="utf-8") as file:
        file.write(text)
    workspace = open_workspace(None, env)
    return JournalApp(Sitting(workspace), Themes(workspace))


_APPS: dict[str, Callable[[str, str], App[Any]]] = {
    "stock": lambda text, folder: _AreaApp(TextArea(soft_wrap=True), text),
    "page": lambda text, folder: _AreaApp(ProseArea(), text),
    "app": _journal,
}


async def _press(app: App[Any], watch: Watch, character: str) -> tuple[float, float]:
    """CPU seconds of one key until the first painting, and until what it set off has come to rest."""
    watch.reset()
    start = thread_time()
    app.post_message(events.Key("space" if character == " " else character, character))
    await watch.painted.wait()
    await asyncio.sleep(_REST)
    return watch.cpu - start, thread_time() - start


async def _type(app: App[Any], pilot: Pilot[Any], keys: int) -> dict[str, Samples]:
    area = app.screen.query_one(TextArea)
    row = area.document.line_count // 4 * 2
    area.move_cursor((row, len(area.document.get_line(row)) // 2))
    await pilot.pause(0.5)
    # Ours does the same when it is ready; stock gets it too, so that only the widgets are compared.
    gc.collect()
    gc.freeze()
    watch = Watch(app)
    before = len(area.text)
    figures = [await _press(app, watch, _TYPED[n % len(_TYPED)]) for n in range(_WARM_UP + keys)][_WARM_UP:]
    if len(area.text) != before + _WARM_UP + keys:
        raise SystemExit("some keys did not arrive")
    painted, rested = (list(column) for column in zip(*figures, strict=True))
    return {"painted": painted, "rested": rested}


async def _measure(which: str, words: int, keys: int, folder: str) -> dict[str, Samples]:
    app = _APPS[which](prose(words, _WORDS_A_LINE, "key"), folder)
    async with app.run_test(size=(120, 40)) as pilot:
        return await _type(app, pilot, keys)


if __name__ == "__main__":
    asked, size, presses, home = sys.argv[1:]
    print(json.dumps(asyncio.run(_measure(asked, int(size), int(presses), home))))
