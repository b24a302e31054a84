"""Tells when a headless Textual app has painted, and makes it do the work that a terminal would cost."""

from __future__ import annotations

import asyncio
from time import perf_counter, thread_time
from typing import Any

from textual._compositor import CompositorUpdate
from textual.app import App
from textual.screen import Screen


class Watch:
    """Looks on as an app paints. Times are seconds."""

    def __init__(self, app: App[Any]) -> None:
        self.painted = asyncio.Event()
        """Set once something was painted since the last `reset`."""
        self.when = 0.0
        """Wall clock at the first painting since then."""
        self.cpu = 0.0
        """CPU time of the thread at the same moment."""
        self._app = app
        self._display = app._display
        vars(app)["_display"] = self._look_on

    def reset(self) -> None:
        """Wait for the next painting."""
        self.painted.clear()

    def _look_on(self, screen: Screen[Any], renderable: Any) -> None:
        self._display(screen, renderable)
        if isinstance(renderable, CompositorUpdate):
            # A headless app stops short of this: turning the update into what is sent to a terminal.
            renderable.render_segments(self._app.console)
            if not self.painted.is_set():
                self.when, self.cpu = perf_counter(), thread_time()
                self.painted.set()
