from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from journal_tui import main
from tests.cli.shell import Result, Shell

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """The program in a shell of its own."""
    return Shell(tmp_path / "home")


@pytest.fixture
def run(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., Result]:
    """The same without a process of its own: for commands that only read."""

    def enter(*words: str) -> Result:
        with monkeypatch.context() as patch:
            for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
                patch.delenv(name, raising=False)
            for name, value in shell.env.items():
                patch.setenv(name, value)
            patch.setattr("sys.argv", ["journal", *words])
            code = main.main()
        told = capfdbinary.readouterr()
        return Result(code, told.out, told.err.decode())

    return enter
