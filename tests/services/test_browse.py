"""An address handed to the desktop."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal_tui.domain.errors import UsageError
from journal_tui.services.browse import open_address, opener

DESKTOP = {"DISPLAY": ":0"}


@pytest.fixture
def bin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("sys.platform", "linux")
    return tmp_path


def program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_the_address_is_one_word_that_no_shell_reads(bin: Path) -> None:
    program(bin / "xdg-open", f'printf "%s|" "$@" > {bin}/words')
    open_address("https://a.b/?q=$(id)&x='`id`", {"PATH": str(bin), **DESKTOP})
    assert (bin / "words").read_text() == "https://a.b/?q=$(id)&x='`id`|"


def test_without_a_desktop_nothing_is_started(bin: Path) -> None:
    program(bin / "xdg-open", "exit 0")
    assert opener({"PATH": str(bin)}) is None
    with pytest.raises(UsageError, match="desktop"):
        open_address("https://a.b", {"PATH": str(bin)})


def test_a_complaint_is_one_line(bin: Path) -> None:
    program(bin / "xdg-open", "exit 3")
    with pytest.raises(UsageError, match="exit code 3"):
        open_address("https://a.b", {"PATH": str(bin), **DESKTOP})


def test_each_system_has_its_own(bin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("open", "wslview", "xdg-open"):
        program(bin / name, "")
    env = {"PATH": str(bin)}
    assert opener({**env, **DESKTOP}) == f"{bin}/xdg-open"
    assert opener({**env, "WSL_DISTRO_NAME": "Debian"}) == f"{bin}/wslview"
    monkeypatch.setattr("sys.platform", "darwin")
    assert opener(env) == f"{bin}/open"
