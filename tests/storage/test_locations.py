"""The directories are those of platformdirs, found without it."""

from __future__ import annotations

import os
import sys

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from platformdirs.macos import MacOS
from platformdirs.unix import Unix

from journal_tui.domain.errors import StorageError
from journal_tui.storage.locations import locate

VARIABLES = ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"]
PATHS = [
    "/home/ada",
    "/home/ada/",
    "/",
    "//",
    "/srv/a b",
    "/x/../y",
    "",
    " ",
    "relative/path",
    "~/x",
    "./x",
    "/ü/日",
]


def theirs(kind: type[MacOS] | type[Unix]) -> tuple[str, str, str, str]:
    dirs = kind("journal-tui", appauthor=False)
    return dirs.user_data_dir, dirs.user_config_dir, dirs.user_state_dir, dirs.user_cache_dir


def ours(env: dict[str, str], platform: str) -> tuple[str, str, str, str]:
    found = locate(env, platform)
    return found.data, found.config, found.state, found.cache


@pytest.mark.skipif(os.name != "posix", reason="the directories of Unix and macOS")
@pytest.mark.parametrize(("platform", "kind"), [("linux", Unix), ("darwin", MacOS)])
@given(env=st.dictionaries(st.sampled_from(VARIABLES), st.sampled_from(PATHS)))
def test_equal_to_platformdirs(platform: str, kind: type[MacOS] | type[Unix], env: dict[str, str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name in VARIABLES:
            patch.delenv(name, raising=False)
        for name, value in env.items():
            patch.setenv(name, value)
        assert ours(dict(os.environ), platform) == theirs(kind)


def test_the_plain_case() -> None:
    assert ours({"HOME": "/home/ada"}, "linux") == (
        "/home/ada/.local/share/journal-tui",
        "/home/ada/.config/journal-tui",
        "/home/ada/.local/state/journal-tui",
        "/home/ada/.cache/journal-tui",
    )
    support = "/Users/ada/Library/Application Support/journal-tui"
    assert ours({"HOME": "/Users/ada"}, "darwin") == (
        support,
        support,
        support,
        "/Users/ada/Library/Caches/journal-tui",
    )


def test_the_running_system_is_the_default() -> None:
    if sys.platform not in ("linux", "darwin"):
        pytest.skip("computed by platformdirs itself here")
    dirs = platformdirs.PlatformDirs("journal-tui")
    assert locate(os.environ).data == dirs.user_data_dir
    assert locate(os.environ).state == dirs.user_state_dir


def test_other_systems_ask_platformdirs() -> None:
    dirs = platformdirs.PlatformDirs("journal-tui", appauthor=False)
    assert locate({}, "win32").config == dirs.user_config_dir


def test_without_any_home_there_is_a_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    def nobody(uid: int) -> None:
        raise KeyError(uid)

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    with pytest.raises(StorageError, match="set HOME"):
        locate({}, "linux")
    everything = {name: "/x" for name in VARIABLES if name != "HOME"}
    assert locate(everything, "linux").data == "/x/journal-tui"


def test_nothing_is_made(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("home")
    locate({"HOME": str(home)}, "linux")
    assert os.listdir(home) == []
