"""The app on real files, driven without a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from journal_tui.services.sitting import Sitting
from journal_tui.services.themes import Themes
from journal_tui.services.workspace import open_workspace
from journal_tui.tui.app import JournalApp
from tests.terminal import Terminal

NOW = "2018-03-28T21:14"

OpenApp = Callable[..., AbstractAsyncContextManager[Pilot[int]]]


@pytest.fixture
def folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty journal folder, the one that the app opens; the clock stands at `NOW`."""
    root = home / "journal"
    root.mkdir()
    monkeypatch.setenv("JOURNAL_DIR", str(root))
    monkeypatch.setenv("JOURNAL_NOW", NOW)
    return root


@pytest.fixture
def open_app(folder: Path) -> OpenApp:
    """`async with open_app(size=(120, 36)) as pilot:` runs the app on `folder`."""

    @asynccontextmanager
    async def opened(size: tuple[int, int] = (120, 36)) -> AsyncIterator[Pilot[int]]:
        workspace = open_workspace(None, os.environ)
        app = JournalApp(Sitting(workspace), Themes(workspace))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield pilot

    return opened


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A bare environment for a process of its own, with an empty journal."""
    (tmp_path / "home" / "journal").mkdir(parents=True)
    return {
        "HOME": str(tmp_path / "home"),
        "PATH": os.environ["PATH"],
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "JOURNAL_DIR": str(tmp_path / "home" / "journal"),
        "JOURNAL_NOW": NOW,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }


@pytest.fixture
def entry(env: dict[str, str]) -> Path:
    """Today's file in `env`."""
    return Path(env["JOURNAL_DIR"]) / f"{NOW[:10]}.md"


@pytest.fixture
def terminal(env: dict[str, str]) -> Iterator[Terminal]:
    """The app in a real terminal, its first frame painted."""
    with Terminal(env=env) as opened:
        opened.wait("words today")
        yield opened


def app_of(pilot: Pilot[int]) -> JournalApp:
    """The pilot's app by its own class."""
    assert isinstance(pilot.app, JournalApp)
    return pilot.app


def painted(pilot: Pilot[int]) -> str:
    """What stands on the screen, line by line."""
    height = pilot.app.size.height
    lines = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in line) for line in lines[:height])


def focused(pilot: Pilot[int]) -> str | None:
    """The id of the widget that has the focus."""
    return pilot.app.focused.id if pilot.app.focused is not None else None
