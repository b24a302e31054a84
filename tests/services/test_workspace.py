"""A journal and its settings, opened."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from journal_tui.domain.errors import StorageError
from journal_tui.services import workspace as module
from journal_tui.services.capture import open_inbox
from journal_tui.services.reading import (
    Entry,
    decode_entry,
    list_entries,
    summary_of,
    template_lines,
    template_text,
)
from journal_tui.services.workspace import Workspace, open_workspace
from journal_tui.settings.model import Config, JournalSettings

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2018, 3, 28)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "journal"
    folder.mkdir()
    return folder


def opened(root: Path) -> Workspace:
    env = {"HOME": str(root.parent), "JOURNAL_DIR": str(root), "JOURNAL_NOW": "2018-03-29T03:00"}
    return open_workspace(None, env)


def test_without_files_everything_is_the_default(root: Path) -> None:
    workspace = opened(root)
    defaults = JournalSettings()
    assert (workspace.day_starts_at, workspace.tag_symbols) == (defaults.day_starts_at, defaults.tag_symbols)
    assert (workspace.series_title, defaults.series) == (None, None)
    assert (workspace.settings, workspace.config) == (JournalSettings(), Config())
    assert (workspace.problems, workspace.name) == ([], None)
    assert workspace.today() == DAY
    assert list(root.iterdir()) == []


def test_settings_are_those_of_the_files(root: Path) -> None:
    (root / "settings.toml").write_text('day_starts_at = "02:00"\ntag_symbols = "@"\n[series]\n')
    config = root.parent / ".config" / "journal-tui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('theme = "mine"\n')
    for _ in range(2):  # from the files, and from what is kept of them
        workspace = opened(root)
        assert (workspace.day_starts_at, workspace.tag_symbols) == (120, "@")
        assert workspace.today() == date(2018, 3, 29)
        assert workspace.settings.series is not None
        assert (workspace.series_title, workspace.config.theme) == (workspace.settings.series.title, "mine")
        assert workspace.problems == []


def test_what_is_kept_is_forgotten_when_a_file_changes(root: Path) -> None:
    path = root / "settings.toml"
    for tag in "@#@+":
        path.write_text(f'tag_symbols = "{tag}"\n')
        for _ in range(2):
            assert opened(root).tag_symbols == tag
    path.unlink()
    assert opened(root).tag_symbols == "#"


def test_what_is_wrong_in_a_file_is_told_every_time(root: Path) -> None:
    (root / "settings.toml").write_text('tag_symbols = "x"\n')
    assert len(opened(root).problems) == len(opened(root).problems) == 1


def test_captures_and_lists_share_what_is_kept(root: Path) -> None:
    env = {"HOME": str(root.parent), "JOURNAL_DIR": str(root)}
    (root / "settings.toml").write_text('day_starts_at = "02:00"\ntag_symbols = "@"\n')
    for first in ("capture", "list"):
        shutil.rmtree(root.parent / ".cache", ignore_errors=True)
        if first == "list":
            open_workspace(None, env)
        assert open_inbox(None, env).settings.day_starts_at == 120
        assert open_workspace(None, env).tag_symbols == "@"
        assert open_inbox(None, env).settings.day_starts_at == 120


def test_settings_that_cannot_be_read_are_a_problem(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "settings.toml").mkdir()
    assert [str(problem) for problem in opened(root).problems] == [
        "~/journal/settings.toml: cannot be read; defaults stand in"
    ]

    def denied(path: str) -> bytes:
        raise StorageError("no") from OSError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(module, "read", denied)
    assert "cannot be read (Permission denied)" in str(opened(root).problems[0])


def test_a_template_is_rendered_for_its_day(root: Path) -> None:
    (root / "settings.toml").write_text('[journal]\ntemplate = "daily"\n')
    (root / "templates").mkdir()
    (root / "templates" / "daily.md").write_bytes(b"# {weekday} {date}\r\n\r\nSince {yesterday}: {other}\r\n")
    workspace = opened(root)
    assert template_text(workspace, DAY) == "# Wednesday 2018-03-28\n\nSince 2018-03-27: {other}"
    assert template_lines(workspace, DAY) == set(template_text(workspace, DAY).split("\n"))
    assert template_text(workspace, date(1, 1, 1)).endswith("0001-01-01: {other}")
    assert workspace.problems == []


def test_lines_that_no_day_changes_are_the_same_for_all_days(root: Path) -> None:
    (root / "settings.toml").write_text('[journal]\ntemplate = "daily"\n')
    (root / "templates").mkdir()
    (root / "templates" / "daily.md").write_text("What was good?\n")
    workspace = opened(root)
    assert template_lines(workspace, DAY) is template_lines(workspace, date(2018, 3, 27))
    assert summary_of(workspace, DAY, "What was good?\nTea.\n").words == 1


@pytest.mark.parametrize("there", [False, True])
def test_a_template_that_is_missing_is_a_problem(root: Path, there: bool) -> None:
    (root / "settings.toml").write_text('[journal]\ntemplate = "daily"\n')
    if there:
        (root / "templates" / "daily.md").mkdir(parents=True)
    workspace = opened(root)
    (problem,) = workspace.problems
    assert "templates/daily.md" in str(problem)
    assert (template_text(workspace, DAY), template_lines(workspace, DAY)) == ("", frozenset())


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"\xef\xbb\xbfx", "x"), (b"\x93x\x94 \xe9", "“x” é"), (b"\x81\xe9", "\x81é"), (b"", "")],
)
def test_any_bytes_are_some_text(data: bytes, text: str) -> None:
    assert decode_entry(data) == text


def test_a_summary_is_made_of_bytes_or_text(root: Path) -> None:
    workspace = opened(root)
    assert summary_of(workspace, DAY, b"# Caf\xc3\xa9") == summary_of(workspace, DAY, "# Café")


def test_entries_are_read_one_by_one(root: Path) -> None:
    for day in ("2018-03-28", "2018-03-27"):
        (root / f"{day}.md").write_text(day)
    entries = list_entries(opened(root))
    first = next(entries)
    (root / "2018-03-27.md").write_text("changed since")
    second = next(entries)
    assert isinstance(first, Entry)
    assert (first.text, second.text) == ("2018-03-28", "changed since")


def test_an_entry_that_vanishes_meanwhile_is_no_trouble(root: Path) -> None:
    for day in ("2018-03-28", "2018-03-27"):
        (root / f"{day}.md").write_text(day)
    entries = list_entries(opened(root))
    next(entries)
    (root / "2018-03-27.md").unlink()
    assert list(entries) == []


def test_looking_writes_nothing(root: Path) -> None:
    path = root / "2018-03-28.md"
    path.write_text("text")
    before = path.stat()
    list(list_entries(opened(root)))
    assert path.stat() == before or path.stat().st_mtime_ns == before.st_mtime_ns
    assert [entry.name for entry in root.iterdir()] == ["2018-03-28.md"]
    assert [entry.name for entry in root.parent.iterdir()] == ["journal"]
