"""Where this person's files lie: the directories of the XDG Base Directory Specification and their like.

By hand on Linux and macOS, where it costs nothing, and exactly as platformdirs has it; platformdirs itself
elsewhere.
"""

from __future__ import annotations

import os
import sys

from journal_tui.domain.errors import StorageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

APP = "journal-tui"

_LINUX = ("~/.local/share", "~/.config", "~/.local/state", "~/.cache")
_MAC_SUPPORT = "~/Library/Application Support"
_MACOS = (_MAC_SUPPORT, _MAC_SUPPORT, _MAC_SUPPORT, "~/Library/Caches")
_VARIABLES = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")


class Locations:
    """Four directories of this program's own, each ending in `journal-tui`. None of them need exist."""

    __slots__ = ("cache", "config", "data", "state")

    def __init__(self, data: str, config: str, state: str, cache: str) -> None:
        self.data = data
        self.config = config
        self.state = state
        self.cache = cache


def locate(env: Mapping[str, str], platform: str = sys.platform) -> Locations:
    """The directories for an environment. `StorageError` where no home directory can be found."""
    android = hasattr(sys, "getandroidapilevel") or "ANDROID_ROOT" in env
    if platform not in ("linux", "darwin") or android:
        return _ask_platformdirs()
    defaults = _MACOS if platform == "darwin" else _LINUX
    return Locations(*[_one(env, name, default) for name, default in zip(_VARIABLES, defaults, strict=True)])


def _one(env: Mapping[str, str], variable: str, default: str) -> str:
    base = env.get(variable, "")
    # The specification: a relative path is invalid and to be ignored.
    return os.path.join(base if base.startswith("/") else _home(env) + default[1:], APP)


def _home(env: Mapping[str, str]) -> str:
    """Without a trailing slash, so empty for a home of "/"."""
    home = env.get("HOME", "")
    if not home.startswith("/"):
        import pwd

        try:
            home = pwd.getpwuid(os.getuid()).pw_dir
        except KeyError:
            home = ""
    if not home.startswith("/"):
        raise StorageError("There is no home directory to keep files in: set HOME to an absolute path.")
    return home.rstrip("/")


def _ask_platformdirs() -> Locations:
    from platformdirs import PlatformDirs

    dirs = PlatformDirs(APP, appauthor=False)
    return Locations(dirs.user_data_dir, dirs.user_config_dir, dirs.user_state_dir, dirs.user_cache_dir)
