"""Which journal a command means, and where its files are. On the capture path."""

from __future__ import annotations

import os

from journal_tui.domain.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from journal_tui.storage.locations import Locations

FOLDER_VARIABLE = "JOURNAL_DIR"


def asks_config(name: str | None, env: Mapping[str, str]) -> bool:
    """Whether the choice of the journal depends on config.toml at all."""
    return name is not None or not env.get(FOLDER_VARIABLE)


def find_root(
    name: str | None,
    env: Mapping[str, str],
    locations: Locations,
    journals: Mapping[str, str],
    default: str | None,
) -> str:
    """The journal's folder: that of `name`, else JOURNAL_DIR, else that of `default`, else the program's own.

    `journals` maps names to folders. None of them need exist.

    Raises:
        UsageError: no journal is called `name`.
    """
    if name is None and env.get(FOLDER_VARIABLE):
        return os.path.abspath(env[FOLDER_VARIABLE])
    wanted = default if name is None else name
    if wanted is None:
        return os.path.join(locations.data, "journal")
    if wanted not in journals:
        raise UsageError(_unknown(wanted, journals, locations))
    return os.path.abspath(_expand(journals[wanted], env))


def config_path(locations: Locations) -> str:
    """Where this person's settings on this machine are."""
    return os.path.join(locations.config, "config.toml")


def settings_path(root: str) -> str:
    """Where the settings that travel with a journal are."""
    return os.path.join(root, "settings.toml")


def _expand(path: str, env: Mapping[str, str]) -> str:
    home = env.get("HOME")
    if home and (path == "~" or path.startswith("~/")):
        return home + path[1:]
    return os.path.expanduser(path)


def _unknown(name: str, journals: Mapping[str, str], locations: Locations) -> str:
    config = config_path(locations)
    if not journals:
        return f'there is no journal "{name}": name its folder under [journals] in {config}'
    known = ", ".join(sorted(journals))
    return f'there is no journal "{name}" in {config}: it has {known}'
