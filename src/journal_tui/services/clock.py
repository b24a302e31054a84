"""What time it is. Everything that records a time asks a `Clock`, so that demos and tests can set it.

On the capture path: `datetime` and `time` are all that is imported.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from journal_tui.domain.days import parse_iso_day
from journal_tui.domain.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

VARIABLE = "JOURNAL_NOW"


class Clock:
    """Local wall-clock time, naive. With a `start` it ticks on from there, whatever the real time is."""

    __slots__ = ("_monotonic", "_since", "_start")

    def __init__(
        self, start: datetime | None = None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._start = start
        self._monotonic = monotonic
        self._since = monotonic()

    @property
    def is_set(self) -> bool:
        """Whether somebody set the time: then nobody need be warned that it looks odd."""
        return self._start is not None

    def now(self) -> datetime:
        """The moment, without a time zone."""
        if self._start is None:
            return datetime.now()
        return self._start + timedelta(seconds=self._monotonic() - self._since)


def make_clock(env: Mapping[str, str]) -> Clock:
    """The clock that `JOURNAL_NOW` asks for: `2018-03-28T21:00`, perhaps with seconds; a date alone is noon.

    Raises:
        UsageError: the variable holds something else.
    """
    text = env.get(VARIABLE, "")
    if not text:
        return Clock()
    start = _moment(text)
    if start is None:
        raise UsageError(f'{VARIABLE} is "{text}", but must be a moment such as 2018-03-28T21:00')
    return Clock(start)


def _moment(text: str) -> datetime | None:
    day = parse_iso_day(text[:10])
    # The outermost years leave no room for a day before or after.
    if day is None or not 1 < day.year < 9999:
        return None
    if len(text) == 10:
        return datetime(day.year, day.month, day.day, 12)
    parts = text[11:].split(":")
    if text[10] not in "T " or len(parts) not in (2, 3):
        return None
    if not all(len(part) == 2 and part.isascii() and part.isdecimal() for part in parts):
        return None
    hour, minute, second = (*map(int, parts), 0)[:3]
    try:
        return datetime(day.year, day.month, day.day, hour, minute, second)
    except ValueError:
        return None
