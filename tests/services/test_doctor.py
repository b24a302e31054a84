"""Parts of the doctor that a real disk under test does not show: failures, and races with writers."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from journal_tui.domain.errors import StorageError
from journal_tui.services import doctor
from journal_tui.services.checks import entries, identity
from journal_tui.services.checks.finding import Patient, count, some
from journal_tui.services.workspace import open_workspace
from journal_tui.storage import mending

DAY = "2018-03-28"


@pytest.fixture
def journal(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One day."""
    folder = home / "journal"
    folder.mkdir(0o700)
    path = folder / f"{DAY}.md"
    path.write_text("words\n")
    path.chmod(0o600)
    monkeypatch.setenv("JOURNAL_DIR", str(folder))
    monkeypatch.setenv("JOURNAL_NOW", f"{DAY}T14:05")
    return folder


def examine() -> list[doctor.Finding]:
    """What needs somebody."""
    findings = doctor.examine(open_workspace(None, os.environ), os.environ)
    return [found for found in findings if found.level != "ok"]


def test_an_unreadable_entry_is_an_error(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: str) -> bytes:
        raise StorageError(f"{path} could not be read: {os.strerror(errno.EIO)}.")

    monkeypatch.setattr(entries, "read", fail)
    [found] = examine()
    assert (found.level, found.where) == ("error", str(journal / f"{DAY}.md"))
    assert f"journal history {DAY}" in found.fix


def test_a_full_disk_and_a_closed_folder_are_told(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "_free", lambda folder: 1000)
    assert [found.level for found in examine()] == ["warning", "warning"]
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert all(found.level == "error" for found in examine() if "written" in found.what)


def test_a_leftover_that_grows_while_it_is_mended_is_kept(journal: Path) -> None:
    temp = journal / f".~{DAY}.md.0a1b2c3d.tmp"
    temp.write_text("words\n")
    temp.chmod(0o600)
    os.utime(temp, (10**9, 10**9))
    findings = examine()
    temp.write_text("other words\n")  # after the look, before the mending
    [told] = doctor.mend(findings)
    assert "to the trash" in told
    [kept] = (Path(os.environ["HOME"]) / ".local/state").rglob("entry.md")
    assert kept.read_text() == "other words\n"


def test_a_mending_that_fails_is_told_and_the_others_go_on(
    journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (journal / f"{DAY}.md").chmod(0o644)
    lock = Path(Patient(open_workspace(None, os.environ), os.environ).state, "drafts", "deadbeef.lock")
    lock.parent.mkdir(0o700, parents=True)
    lock.parent.parent.parent.chmod(0o700)
    lock.touch(0o600)

    def refuse(path: str) -> None:
        raise StorageError(f"{path} keeps its mode: permission denied.")

    monkeypatch.setattr("journal_tui.services.checks.modes.make_private", refuse)
    told = doctor.mend(examine())
    assert any("kept the mode" in line for line in told)
    assert not lock.exists()


def test_safe_repairs_never_touch_what_a_link_leads_to(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("words")
    secret.chmod(0o644)
    link = tmp_path / "link"
    link.symlink_to(secret)
    with pytest.raises(StorageError):
        mending.make_private(str(link))
    assert secret.stat().st_mode & 0o777 == 0o644
    assert mending.drop_lock(str(link)) is False
    assert mending.drop_copy(str(link), str(secret)) is False
    assert link.is_symlink()


def test_a_copy_is_only_removed_while_it_equals(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("a")
    assert mending.drop_copy(str(one), str(two)) is False
    two.write_text("b")
    assert mending.drop_copy(str(one), str(two)) is False
    two.write_text("a")
    assert mending.drop_copy(str(one), str(two)) is True
    assert two.read_text() == "a"


def test_words() -> None:
    assert [count(1, "entry", "entries"), count(3410, "entry", "entries")] == ["1 entry", "3,410 entries"]
    assert [some(["a"]), some(["a", "b"]), some(list("abcde"))] == ["a", "a and b", "a, b, c and 2 more"]
