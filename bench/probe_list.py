"""In a process of its own: fill the entry list of a real folder in a headless app, and paint it."""

from __future__ import annotations

import asyncio
import json
import sys
from time import perf_counter

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from bench.watch import Watch
from journal_tui.services.listing import Listing
from journal_tui.services.workspace import Workspace, open_workspace
from journal_tui.tui.widgets.entry_list import EntryList


class _ListApp(App[None]):
    """Nothing but the list."""

    CSS = "EntryList { width: 36; }"

    def __init__(self, listing: Listing) -> None:
        super().__init__()
        self.listing = listing

    def compose(self) -> ComposeResult:
        yield EntryList(lambda day: self.listing.row(day))


async def _once(
    app: _ListApp, pilot: Pilot[None], watch: Watch, workspace: Workspace
) -> tuple[float, float, float]:
    """Seconds for the names; for filling and rendering; for filling until it is painted."""
    entries = app.query_one(EntryList)
    start = perf_counter()
    listing = Listing(workspace)
    names = perf_counter() - start
    filled = 0.0
    for measures_paint in (False, True):
        app.listing = Listing(workspace)
        entries.set_days([], listing.days[0])
        await pilot.pause(0.05)
        watch.reset()
        start = perf_counter()
        entries.set_days(listing.days, listing.days[0])
        if measures_paint:
            await watch.painted.wait()
        else:
            for y in range(entries.size.height):
                entries.render_line(y)
            filled = perf_counter() - start
    return names, filled, watch.when - start


async def _measure(folder: str, rounds: int) -> dict[str, list[float]]:
    workspace = open_workspace(None, {"HOME": "/nowhere", "JOURNAL_DIR": folder})
    app = _ListApp(Listing(workspace))
    async with app.run_test(size=(120, 40)) as pilot:
        watch = Watch(app)
        await _once(app, pilot, watch, workspace)
        figures = [await _once(app, pilot, watch, workspace) for _ in range(rounds)]
    names, filled, painted = (list(column) for column in zip(*figures, strict=True))
    return {"names": names, "filled": filled, "painted": painted}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_measure(sys.argv[1], int(sys.argv[2])))))
