"""Which older versions of a text may go, by their moments alone.

Everything of the last 48 hours stays; then the newest of each hour, for 30 days; then the newest of each day,
for a year; then the newest of each month, for ever. Hours, days and months are UTC's. The newest ten stay in any
case, and so does what is marked.

The newest version of a month is also the newest of its day and of its hour. So a version that a later run would
keep is never one that an earlier run let go: pruning often and pruning once end the same.
"""

from __future__ import annotations

from datetime import timedelta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

NEWEST_KEPT = 10
ALL_FOR = timedelta(hours=48)
HOURLY_FOR = timedelta(days=30)
DAILY_FOR = timedelta(days=365)


def expired(versions: Sequence[tuple[datetime, bool]], now: datetime) -> list[int]:
    """Indexes into `versions` of those that may go, oldest first.

    A version is its moment and whether it is marked to stay; all moments, `now` too, are UTC. Versions from the
    future are as new as any. The order of `versions` decides which of two with the same moment is the newer: the
    first.
    """
    order = sorted(range(len(versions)), key=lambda index: versions[index][0], reverse=True)
    seen: set[tuple[int, ...]] = set()
    gone = []
    for rank, index in enumerate(order):
        at, marked = versions[index]
        hour = (at.year, at.month, at.day, at.hour)
        age = now - at
        if age <= ALL_FOR:
            superseded = False
        elif age <= HOURLY_FOR:
            superseded = hour in seen
        elif age <= DAILY_FOR:
            superseded = hour[:3] in seen
        else:
            superseded = hour[:2] in seen
        seen.update((hour, hour[:3], hour[:2]))
        if superseded and not marked and rank >= NEWEST_KEPT:
            gone.append(index)
    return gone[::-1]
