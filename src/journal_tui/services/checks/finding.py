"""What the doctor says, and what its checks are given."""

from __future__ import annotations

import os
import shlex
import time

from journal_tui.services.folder import look_into
from journal_tui.storage.identity import state_dirs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from journal_tui.services.workspace import Workspace

OK, NOTE, WARNING, ERROR = LEVELS = ("ok", "note", "warning", "error")


class Finding:
    """One thing that the doctor found.

    `level` is one of LEVELS, `what` a sentence without its full stop, `where` a path or "", `fix` what to do
    about it or "". `mend` does what is safe and returns what was done, in the same form; None where nothing is.
    """

    __slots__ = ("fix", "level", "mend", "what", "where")

    def __init__(
        self, level: str, what: str, where: str = "", fix: str = "", mend: Callable[[], str] | None = None
    ) -> None:
        self.level = level
        self.what = what
        self.where = where
        self.fix = fix
        self.mend = mend


class Patient:
    """The journal that is looked at. `now` is the disk's time, in seconds since 1970, whatever the clock says.

    `states` are the folders in which its safety copies may lie, `state` the one for new ones.
    """

    __slots__ = ("env", "folder", "now", "root", "state", "states", "workspace")

    def __init__(self, workspace: Workspace, env: Mapping[str, str]) -> None:
        self.workspace = workspace
        self.env = env
        self.root = workspace.journal.root
        self.states = state_dirs(workspace.locations, self.root)
        self.state = self.states[0]
        self.folder = look_into(workspace.journal)
        self.now = time.time()

    def path(self, name: str) -> str:
        """The absolute path of something within the journal."""
        return os.path.join(self.root, name)

    def command(self, words: str, *others: str) -> str:
        """A command line for this journal; `words` are put in as they are, `others` quoted for a shell."""
        name = self.workspace.name
        start = "journal" if name is None else f"journal -j {shlex.quote(name)}"
        return " ".join([start, words, *map(shlex.quote, others)])


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 file`, `3,410 files`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def some(paths: list[str], most: int = 3) -> str:
    """The first few names: `a, b, c and 12 more`."""
    if len(paths) <= most + 1:
        return " and ".join([", ".join(paths[:-1]), paths[-1]] if len(paths) > 1 else paths)
    return f"{', '.join(paths[:most])} and {len(paths) - most:,} more"
