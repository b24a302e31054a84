"""docs/safety.md is read when something is lost: what it tells people to type must work."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from journal_tui.cli.app import COMMANDS
from journal_tui.cli.options import parse
from journal_tui.tui.commands import COMMANDS as KEYS

PAGE = (Path(__file__).parents[2] / "docs" / "safety.md").read_text(encoding="utf-8")
LINES = re.findall(r"^(journal [^#\n]*)", PAGE, re.M) + re.findall(r"`(journal [^`]*)`", PAGE)


def test_there_is_something_to_try() -> None:
    assert len(set(LINES)) >= 9


@pytest.mark.parametrize("line", sorted({line.strip() for line in LINES}))
def test_a_command_is_understood(line: str) -> None:
    _, name, *words = shlex.split(line)
    parse(COMMANDS[name], words)


@pytest.mark.parametrize(("key", "command"), [("f4", "history"), ("f8", "compare"), ("ctrl+z", "undo")])
def test_a_key_does_what_is_said(key: str, command: str) -> None:
    [found] = [known for known in KEYS if known.id == command]
    assert key in found.keys.split(",")


def test_places_are_where_they_are_said_to_be() -> None:
    from journal_tui.storage.locations import locate

    for platform in ("linux", "darwin"):
        assert locate({"HOME": "/home/me"}, platform).state.replace("/home/me", "~") + "/ID/" in PAGE


def test_limits_are_those_of_the_program() -> None:
    from journal_tui.domain import retention
    from journal_tui.storage import archive, trash

    assert f"{archive.MOST_MEMBERS:,} files" in PAGE
    assert f"{archive.MOST_BYTES // 10**9} GB" in PAGE
    assert f"{archive.FREE_BYTES // 10**6} MB and more than {archive.MOST_RATIO} times" in re.sub(
        r"\s+", " ", PAGE
    )
    assert f"{trash.KEPT_FOR.days} days" in PAGE
    assert (retention.ALL_FOR.days, retention.HOURLY_FOR.days, retention.DAILY_FOR.days) == (2, 30, 365)
    assert retention.NEWEST_KEPT == 10
