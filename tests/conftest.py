"""Fixtures that every room's tests share."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("house")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data that lies beside the checkout; tests that need it skip without it."""
    folder = Path(__file__).parents[1].parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("needs the real data in ../shared, which is not here")
    return folder


@pytest.fixture(scope="session")
def pepys_archive(shared: Path) -> Path:
    """Ten years of a real diary, packed."""
    return shared / "data" / "pepys" / "pepys.tar.gz"


@pytest.fixture(scope="session")
def pepys_unpacked(pepys_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The diary unpacked once, for tests that must not write to it."""
    folder = tmp_path_factory.mktemp("pepys")
    with tarfile.open(pepys_archive) as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.fixture
def pepys(pepys_archive: Path, tmp_path: Path) -> Path:
    """The same diary unpacked as a journal folder of its own (3,410 files)."""
    folder = tmp_path / "pepys"
    folder.mkdir()
    with tarfile.open(pepys_archive) as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own: no settings, no journal, nothing of the person who runs the tests."""
    folder = tmp_path / "home"
    folder.mkdir()
    desktop = ("DISPLAY", "WAYLAND_DISPLAY", "TMUX", "STY")  # or a test would write on somebody's clipboard
    for name in [n for n in os.environ if n.startswith(("XDG_", "JOURNAL_", "TEXTUAL")) or n in desktop]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")  # no language: dictionaries of this computer are nobody's here
    return folder
