"""When another program wrote between our look at a file and the moment our text took its name."""

from __future__ import annotations

import os
import time

from journal_tui.storage.reading import glance
from journal_tui.storage.staging import random_hex, stage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from journal_tui.storage.disk import Disk
    from journal_tui.storage.staging import Staged

    Now = Callable[[], datetime] | None
    """Tells the moment, local time where it has no zone. None: the computer's clock."""

_ROUNDS = 8  # of trading names with other writers before one text is put aside


class Changed(Exception):
    """The file is not what the caller based its bytes on; the other writer's text is live, not the caller's.

    `actual`: what the file holds, None when there is none. `kept`: the path of a sibling that keeps another
    writer's text; None unless it was written within the thousandth of a second that an exchange takes.
    """

    def __init__(self, actual: bytes | None, kept: str | None = None) -> None:
        super().__init__("the file was changed by another program")
        self.actual = actual
        self.kept = kept


class Contest:
    """Brings the text that an exchange displaced back under its name `real`, where `new` lies now.

    It lies under the temporary name, and `displaced` is None when it could not be read. A trade that brings to
    light what was put there by the trade before it shows that nobody wrote in between, so that the newest text
    of the others is live. One that brings up something else shows a newer text, which must go back in its turn.

    For that moment others can read a file that lacks the newest text, and whoever then writes without a look
    overwrites it. So a copy of each text of another writer stays, as a sibling.
    """

    def __init__(
        self, real: str, staged: Staged, new: bytes, displaced: bytes | None, disk: Disk, now: Now = None
    ) -> None:
        self._real = real
        self._staged = staged
        self._new = new
        self._disk = disk
        self._now = now
        self._aside = displaced
        self._others = {displaced: None}  # in the order in which they came up
        self.live: bytes | None = new
        """What is live in the end; None: nothing that can be read."""
        self.kept: str | None = None
        """The sibling that keeps the last of the others' texts."""
        self.settled = False
        """Whether `new` surely is not live any more."""
        self.spare = False
        """Whether the temporary file holds `new`, which can go."""

    def give_back(self) -> Contest:
        """Trade names until the newest text of the others is live."""
        temp = self._staged.path
        for _ in range(_ROUNDS):
            if not _trade(temp, self._real, self._disk):
                break
            before, self.live, self._aside = self.live, self._aside, glance(temp, self._disk)
            # What cannot be read says nothing about any further trade.
            self.settled = self._aside is None or self._aside == before
            if self.settled:
                break
            self._others[self._aside] = None
        if not self.settled:
            self.live = glance(self._real, self._disk)
        self._put_aside()
        return self

    def _put_aside(self) -> None:
        temp = self._staged.path
        unread = self._aside is None and self._staged.is_at(temp, self._disk)
        if self.settled and (unread or self._aside == self._new):
            self.spare = True
        else:
            self._others.pop(self._aside, None)
            self.kept = self._keep(temp)
        for text in self._others:
            if text is not None and text != self._new:
                self.kept = self._copy(text) or self.kept

    def _copy(self, text: bytes) -> str | None:
        try:
            return self._keep(stage(self._real, text, None, self._disk).path)
        except OSError:
            return None  # it was live a moment ago, and very likely is

    def _keep(self, temp: str) -> str:
        """Put a text aside under a name that shows whose day it is."""
        sibling = sibling_path(self._real, self._now)
        try:
            self._disk.replace(temp, sibling)
        except OSError:
            return temp  # under its odd name it is still there; nothing of another writer is ever removed
        return sibling


def sibling_path(path: str, now: Now = None) -> str:
    """A new name beside an entry: `<stem>.conflict-<UTC yyyymmddThhmmssZ>-<hex><extension>`."""
    stem, extension = os.path.splitext(path)
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(None if now is None else now().timestamp()))
    return f"{stem}.conflict-{stamp}-{random_hex()}{extension}"


def _trade(temp: str, real: str, disk: Disk) -> bool:
    try:
        return disk.exchange(temp, real)
    except OSError:
        return False
