"""The settings of a capture, without the price of reading TOML where nothing has changed.

On the capture path: the TOML readers are imported only when a file has.
"""

from __future__ import annotations

from journal_tui.services.settings_cache import SettingsCache, stamp_of
from journal_tui.services.where import asks_config, config_path, find_root, settings_path
from journal_tui.settings import lean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from journal_tui.storage.locations import Locations


def read_capture_settings(
    name: str | None, env: Mapping[str, str], locations: Locations
) -> tuple[str, lean.CaptureSettings]:
    """The folder of the journal and what its captures must know; broken files give defaults, silently.

    Raises:
        UsageError: no journal is called `name`.
    """
    cache = SettingsCache(locations)
    changed = False
    person = own = lean.DEFAULT
    path = config_path(locations)
    stamp = stamp_of(path) if asks_config(name, env) else ""
    if stamp:
        found = cache.person(stamp)
        if found is None:
            found, changed = _load_person(path), True
            cache.put_person(stamp, found)
        person = found
    root = find_root(name, env, locations, person.journals, person.journal)
    path = settings_path(root)
    stamp = stamp_of(path)
    if stamp:
        found = cache.own(stamp)
        if found is None:
            found, changed = _load_own(path), True
            cache.put_own(stamp, found)
        own = found
    if changed:
        cache.write()
    return root, own


def _load_person(path: str) -> lean.CaptureSettings:
    from journal_tui.settings.load import load_config

    config, _ = load_config(_read(path), path)
    return lean.CaptureSettings(journals=config.journals, journal=config.journal)


def _load_own(path: str) -> lean.CaptureSettings:
    from journal_tui.settings.load import load_journal_settings

    settings, _ = load_journal_settings(_read(path), path)
    return lean.CaptureSettings(settings.day_starts_at, settings.entry_path, settings.capture_format)


def _read(path: str) -> bytes | None:
    from journal_tui.domain.errors import JournalError
    from journal_tui.storage.saver import read

    try:
        return read(path)
    except JournalError:
        return None
