"""Seconds that pass while somebody writes, and while the computer sleeps."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_SLEEP = 5.0
"""Seconds by which the clock of the wall must be ahead for the computer to have slept: clocks are corrected by less."""


class Stopwatch:
    """Counts on from 0, never back.

    The monotonic clock stands still while a computer sleeps, and the clock of the wall can be set: the first one
    counts, and where the second is far ahead of it between two looks, that was sleep. So look often.
    """

    def __init__(
        self, monotonic: Callable[[], float] = time.monotonic, wall: Callable[[], float] = time.time
    ) -> None:
        self._monotonic, self._wall = monotonic, wall
        self._then = monotonic(), wall()
        self._seconds = 0.0

    def look(self) -> float:
        """Seconds since the beginning."""
        now = self._monotonic(), self._wall()
        passed, by_wall = now[0] - self._then[0], now[1] - self._then[1]
        self._seconds += by_wall if by_wall > passed + _SLEEP else passed
        self._then = now
        return self._seconds
