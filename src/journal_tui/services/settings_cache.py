"""What was read from the settings files last time, kept so that TOML is read only when a file has changed.

On the capture path. One small file in the cache directory, in three parts: what config.toml says of journals;
what settings.toml says of captures; and, if both files are sound, what listing and showing need besides. Each
part carries the stamp of the files that it comes from. To lose the cache costs time and nothing else.
"""

from __future__ import annotations

import os

from journal_tui import __version__
from journal_tui.domain.errors import JournalError
from journal_tui.settings import lean
from journal_tui.storage.saver import Changed, read, save

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal_tui.storage.locations import Locations

_NAME = "capture-settings"
_PERSON, _OWN, _SOUND = range(3)
_END = "end"

# Between parts, and between the fields of a part: TOML allows neither in a file, nor `lean` in a value.
_PARTS = b"\x1e"
_FIELDS = "\x1f"


def stamp_of(path: str) -> str:
    """The state of a file in one line, "" for no file: each version of it, and of this program, has its own."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return ""
    times = f"{status.st_mtime_ns} {status.st_ctime_ns}"
    return f"{__version__} {path!a} {status.st_ino} {times} {status.st_size}"


class SettingsCache:
    """The file of the cache, read when it is first asked for."""

    __slots__ = ("_found", "_parts", "path")

    def __init__(self, locations: Locations) -> None:
        self.path = os.path.join(locations.cache, _NAME)
        self._parts: list[bytes] | None = None
        self._found: bytes | None = None

    def person(self, config: str) -> lean.CaptureSettings | None:
        """The journals and the default one, if config.toml still has the stamp `config`."""
        return lean.parse(self._all()[_PERSON], config)

    def own(self, settings: str) -> lean.CaptureSettings | None:
        """What captures need, if settings.toml still has the stamp `settings`."""
        return lean.parse(self._all()[_OWN], settings)

    def series_title(self, config: str, settings: str) -> str | None:
        """How titles carry the number of a series, "" without a series; None when it is not known.

        Only known while both files have these stamps, and if there was nothing wrong in either: then nobody
        needs to read them to tell what is.
        """
        fields = self._all()[_SOUND].decode("utf-8", "replace").split(_FIELDS)
        return (
            fields[1] if len(fields) == 3 and fields[0] == config + settings and fields[2] == _END else None
        )

    def put_person(self, config: str, values: lean.CaptureSettings) -> None:
        """What `person` shall give for this stamp; `write` keeps it."""
        self._put(_PERSON, lean.dump(values, config))

    def put_own(self, settings: str, values: lean.CaptureSettings) -> None:
        """What `own` shall give for this stamp; `write` keeps it."""
        self._put(_OWN, lean.dump(values, settings))

    def put_series_title(self, config: str, settings: str, title: str) -> None:
        """What `series_title` shall give for these stamps; `write` keeps it."""
        self._put(_SOUND, _FIELDS.join((config + settings, title, _END)).encode())

    def write(self) -> None:
        """Keep what was put; where that is impossible it is left."""
        parts = self._all()
        try:
            save(self.path, _PARTS.join(parts), self._found)
        except (Changed, JournalError):
            pass  # another process was first, or there is no cache to be had

    def _put(self, number: int, data: bytes) -> None:
        self._all()[number] = b"" if _PARTS in data else data

    def _all(self) -> list[bytes]:
        if self._parts is None:
            try:
                self._found = read(self.path)
            except JournalError:
                pass
            self._parts = (self._found or b"").split(_PARTS)
            if len(self._parts) != 3:
                self._parts = [b"", b"", b""]
        return self._parts
