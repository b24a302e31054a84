"""Text that found no place in its entry."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from journal_tui.domain.errors import StorageError
from journal_tui.storage.parked import park


def test_every_text_has_a_private_file_of_its_own(tmp_path: Path) -> None:
    state = tmp_path / "state" / "id"
    paths = [Path(park(str(state), "2018-03-28", text)) for text in (b"one\n", b"\xff\x00", b"one\n")]
    assert [path.read_bytes() for path in paths] == [b"one\n", b"\xff\x00", b"one\n"]
    assert len(set(paths)) == 3
    for path in paths:
        assert path.parent == state / "drafts"
        assert path.name.startswith("2018-03-28.capture-")
        assert path.suffix == ".md"
        assert len(path.name) == len("2018-03-28.capture-01234567.md")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((state / "drafts").stat().st_mode) == 0o700


def test_a_name_that_is_taken_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Path(park(str(tmp_path), "2018-03-28", b"first"))
    taken = first.name.removeprefix("2018-03-28.capture-").removesuffix(".md")
    names = iter([taken, "0badcafe"])
    monkeypatch.setattr("journal_tui.storage.parked.random_hex", lambda: next(names))
    assert park(str(tmp_path), "2018-03-28", b"second").endswith("0badcafe.md")
    assert first.read_bytes() == b"first"


def test_where_nothing_can_be_kept_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match="not a folder"):
        park(str(tmp_path / "file"), "2018-03-28", b"text")


@pytest.mark.parametrize("day", ["../2018-03-28", "2018-03-28/..", "today", ""])
def test_a_day_is_a_day(tmp_path: Path, day: str) -> None:
    with pytest.raises(ValueError):
        park(str(tmp_path), day, b"text")
