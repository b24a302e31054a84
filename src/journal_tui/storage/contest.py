"""When another program wrote between our look at a file and the moment our text took its name."""

from __future__ import annotations

import os
import time

from journal_tui.storage.reading import glance
from journal_tui.storage.staging import random_hex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal_tui.storage.disk import Disk
    from journal_tui.storage.staging import Staged

_ROUNDS = 100  # of trading names with other writers before one text is put aside


class Changed(Exception):
    """The file is not what the caller based its bytes on; the other writer's text is live, not the caller's.

    `actual`: what the file holds, None when there is none. `kept`: the path of a sibling in which a third
    writer's text was put aside; None nearly always.
    """

    def __init__(self, actual: bytes | None, kept: str | None = None) -> None:
        super().__init__("the file was changed by another program")
        self.actual = actual
        self.kept = kept


def give_back(
    real: str, staged: Staged, new: bytes, displaced: bytes | None, disk: Disk
) -> tuple[bytes | None, str | None, bool]:
    """Bring the text that an exchange displaced back under its name `real`, where `new` lies now.

    It lies under the temporary name, and `displaced` is None when it could not be read. Returns what is live
    in the end (None: nothing that can be read), the path of a sibling that keeps what would have vanished
    (None: the temporary file holds `new`, nothing else), and whether `new` surely is not live any more.

    A trade that brings to light what was put there by the trade before it shows that nobody wrote in between,
    so that the newest text of the others is live. One that brings up something else shows a newer text, which
    must go back in its turn.
    """
    temp = staged.path
    live: bytes | None = new
    aside = displaced
    for _ in range(_ROUNDS):
        if not _trade(temp, real, disk):
            break
        found = glance(temp, disk)
        before, live, aside = live, aside, found
        if found is None:  # unreadable, or gone: no further trade could be judged
            return live, None if staged.is_at(temp, disk) else _keep(temp, real, disk), True
        if found == before:
            return live, None if aside == new else _keep(temp, real, disk), True
    kept = _keep(temp, real, disk)
    return glance(real, disk), kept, False


def sibling_path(path: str) -> str:
    """A new name beside an entry: `<stem>.conflict-<UTC yyyymmddThhmmssZ>-<hex><extension>`."""
    stem, extension = os.path.splitext(path)
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    return f"{stem}.conflict-{stamp}-{random_hex()}{extension}"


def _trade(temp: str, real: str, disk: Disk) -> bool:
    try:
        return disk.exchange(temp, real)
    except OSError:
        return False


def _keep(temp: str, real: str, disk: Disk) -> str:
    """Put a text aside under a name that shows whose day it is."""
    sibling = sibling_path(real)
    try:
        disk.replace(temp, sibling)
    except OSError:
        return temp  # under its odd name it is still there; nothing of another writer is ever removed
    return sibling
