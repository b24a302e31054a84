"""The settings of a capture, without the price of reading TOML: what was read last time is kept in the cache.

On the capture path: the TOML readers are imported only when a file has changed.
"""

from __future__ import annotations

import os

from journal_tui import __version__
from journal_tui.services.where import asks_config, config_path, find_root, settings_path
from journal_tui.settings import lean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from journal_tui.storage.locations import Locations

CACHE_NAME = "capture-settings"

# Between the two parts of the cache; TOML has no such character, and neither has `lean.dump`.
_SEPARATOR = b"\x1e"


def read_capture_settings(
    name: str | None, env: Mapping[str, str], locations: Locations
) -> tuple[str, lean.CaptureSettings]:
    """The folder of the journal and what its captures must know; broken files give defaults, silently.

    Raises:
        UsageError: no journal is called `name`.
    """
    config = _TomlFile(config_path(locations) if asks_config(name, env) else None)
    cache = _Cache(os.path.join(locations.cache, CACHE_NAME))
    person = lean.DEFAULT
    if config.stamp:
        person = cache.part(0, config.stamp) or config.load_person()
    root = find_root(name, env, locations, person.journals, person.journal)
    settings = _TomlFile(settings_path(root))
    own = lean.DEFAULT
    if settings.stamp:
        own = cache.part(1, settings.stamp) or settings.load_journal()
    if config.was_read or settings.was_read:
        cache.write(lean.dump(person, config.stamp), lean.dump(own, settings.stamp))
    return root, own


class _TomlFile:
    """A settings file that may not be there; `stamp` tells one state of it from another, "" is no file."""

    __slots__ = ("path", "stamp", "was_read")

    def __init__(self, path: str | None) -> None:
        self.path = path or ""
        self.stamp = _stamp(path) if path else ""
        self.was_read = False

    def load_person(self) -> lean.CaptureSettings:
        from journal_tui.settings.load import load_config

        config, _ = load_config(self._read(), self.path)
        return lean.CaptureSettings(journals=config.journals, journal=config.journal)

    def load_journal(self) -> lean.CaptureSettings:
        from journal_tui.settings.load import load_journal_settings

        settings, _ = load_journal_settings(self._read(), self.path)
        return lean.CaptureSettings(settings.day_starts_at, settings.entry_path, settings.capture_format)

    def _read(self) -> bytes | None:
        from journal_tui.domain.errors import JournalError
        from journal_tui.storage.saver import read

        self.was_read = True
        try:
            return read(self.path)
        except (JournalError, OSError):
            return None


class _Cache:
    """The two cached parts, config.toml's and settings.toml's. To lose them costs time and nothing else."""

    __slots__ = ("_parts", "path")

    def __init__(self, path: str) -> None:
        self.path = path
        self._parts: list[bytes] | None = None

    def part(self, number: int, stamp: str) -> lean.CaptureSettings | None:
        if self._parts is None:
            self._parts = self._read()
        return lean.parse(self._parts[number], stamp) if len(self._parts) == 2 else None

    def _read(self) -> list[bytes]:
        try:
            with open(self.path, "rb") as file:
                return file.read(100_000).split(_SEPARATOR)
        except OSError:
            return []

    def write(self, *parts: bytes) -> None:
        from journal_tui.storage.disk import DISK
        from journal_tui.storage.staging import make_folders

        temporary = f"{self.path}.{os.getpid()}.tmp"
        try:
            make_folders(os.path.dirname(self.path), DISK)
            fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(fd, "wb") as file:
                file.write(_SEPARATOR.join(parts))
            os.replace(temporary, self.path)
        except OSError:
            try:
                os.unlink(temporary)
            except OSError:
                pass


def _stamp(path: str) -> str:
    """The state of a file in one line: another version of it, or of this program, has another stamp."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return ""
    times = f"{status.st_mtime_ns} {status.st_ctime_ns}"
    return f"{__version__} {path!a} {status.st_ino} {times} {status.st_size}"
