"""Older versions of an entry: when they are kept, and how they come back."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from journal_tui.domain.errors import NothingFound, StorageError, UsageError
from journal_tui.services import history
from journal_tui.services.clock import Clock
from journal_tui.services.pages import open_page, save_page
from journal_tui.services.sitting import Sitting
from journal_tui.services.workspace import Workspace, open_workspace
from journal_tui.storage.siblings import keep_beside
from journal_tui.storage.trash import Trash
from journal_tui.storage.trash import remove as really_remove

DAY = date(2018, 3, 28)


class Hand(Clock):
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        super().__init__()
        self.moment = datetime(2018, 3, 28, 14, 5)

    def now(self) -> datetime:
        return self.moment

    def forward(self, minutes: int) -> None:
        self.moment += timedelta(minutes=minutes)


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
def workspace(home: Path, monkeypatch: pytest.MonkeyPatch, clock: Hand) -> Workspace:
    monkeypatch.setenv("JOURNAL_DIR", str(home / "journal"))
    opened = open_workspace(None, os.environ)
    opened.clock = clock
    return opened


def entry(workspace: Workspace) -> Path:
    return Path(workspace.journal.path_of(DAY))


def put(workspace: Workspace, data: bytes) -> None:
    entry(workspace).parent.mkdir(exist_ok=True)
    entry(workspace).write_bytes(data)


def kept(workspace: Workspace) -> list[tuple[str, bytes]]:
    return [(version.reason, version.data) for version in history.list_versions(workspace, DAY)]


def write(sitting: Sitting, text: str) -> None:
    sitting.edited(0.0)
    sitting.save(text, 0.0)


# When a version is kept


def test_a_sitting_begins_with_what_was_there(workspace: Workspace, clock: Hand) -> None:
    put(workspace, b"one")
    write(Sitting(workspace), "two")
    assert kept(workspace) == [("sitting", b"one")]
    clock.forward(1)
    write(Sitting(workspace), "three")
    assert kept(workspace) == [("sitting", b"two"), ("sitting", b"one")]


def test_while_writing_five_minutes_lie_between_versions(workspace: Workspace, clock: Hand) -> None:
    put(workspace, b"0\n")
    sitting = Sitting(workspace)
    for minute in range(12):
        write(sitting, f"{minute} words and more of them {'more ' * minute}")
        clock.forward(1)
    assert [reason for reason, _ in kept(workspace)] == ["edit", "edit", "sitting"]


def test_a_new_page_has_no_older_version(workspace: Workspace) -> None:
    write(Sitting(workspace), "first words")
    assert kept(workspace) == []


def test_a_large_cut_is_kept_at_once(workspace: Workspace, clock: Hand) -> None:
    put(workspace, b"0123456789\n")
    sitting = Sitting(workspace)
    write(sitting, "0123456789 0123456789")
    clock.forward(1)
    write(sitting, "0123456789 012345678")
    assert [reason for reason, _ in kept(workspace)] == ["sitting"]
    write(sitting, "0123")
    assert kept(workspace)[0] == ("shrink", b"0123456789 012345678\n")


def test_another_programs_text_is_kept_before_a_merge(workspace: Workspace, clock: Hand) -> None:
    put(workspace, b"one\n\ntwo\n\nthree\n")
    sitting = Sitting(workspace)
    write(sitting, "one!\n\ntwo\n\nthree")
    clock.forward(1)
    put(workspace, b"one!\n\ntwo\n\nthree, by another\n")
    write(sitting, "one!!\n\ntwo\n\nthree")
    assert entry(workspace).read_bytes() == b"one!!\n\ntwo\n\nthree, by another\n"
    assert ("merge", b"one!\n\ntwo\n\nthree, by another\n") in kept(workspace)


def test_what_another_program_replaced_is_kept(workspace: Workspace) -> None:
    put(workspace, b"mine\n")
    sitting = Sitting(workspace)
    put(workspace, b"theirs\n")
    page = sitting.look_outside()
    assert page is not None
    sitting.adopt(page)
    assert kept(workspace) == [("reload", b"mine\n")]


def test_what_a_capture_added_to_is_not(workspace: Workspace) -> None:
    put(workspace, b"mine\n")
    sitting = Sitting(workspace)
    put(workspace, b"mine\n\nand more\n")
    page = sitting.look_outside()
    assert page is not None
    sitting.adopt(page)
    assert kept(workspace) == []


@pytest.mark.parametrize("emptied", [True, False])
def test_what_another_program_deleted_is_kept(workspace: Workspace, emptied: bool) -> None:
    put(workspace, b"mine\n")
    sitting = Sitting(workspace)
    if emptied:
        put(workspace, b"")
    else:
        entry(workspace).unlink()
    page = sitting.look_outside()
    assert page is not None
    sitting.forget_file(page)
    assert kept(workspace) == [("reload", b"mine\n")]


def test_a_history_that_cannot_be_written_stops_no_save(workspace: Workspace) -> None:
    put(workspace, b"one\n")
    history.history_of(workspace, to_write=True)
    state = Path(history.history_of(workspace).folder)
    state.parent.mkdir(parents=True)
    state.write_bytes(b"in the way")
    saved = save_page(workspace, open_page(workspace, DAY), "two", first=True)
    assert entry(workspace).read_bytes() == b"two\n"
    assert saved is not None
    assert saved.unkept is not None


# Coming back


def test_every_byte_comes_back(workspace: Workspace, clock: Hand) -> None:
    odd = b"\xef\xbb\xbfa\r\nb\rc\x00\xff"
    put(workspace, odd)
    history.delete(workspace, DAY)
    assert not entry(workspace).exists()
    (version,) = history.list_versions(workspace, DAY)
    clock.forward(1)
    history.restore(workspace, DAY, version.data, None)
    assert entry(workspace).read_bytes() == odd


def test_what_a_restore_replaces_is_kept(workspace: Workspace, clock: Hand) -> None:
    put(workspace, b"now")
    history.restore(workspace, DAY, b"then", b"now")
    assert kept(workspace) == [("restore", b"now")]
    clock.forward(1)
    versions = history.list_versions(workspace, DAY)
    before = history.version_before(versions, b"then")
    assert before is not None
    history.restore(workspace, DAY, before.data, b"then")
    assert entry(workspace).read_bytes() == b"now"


def test_nothing_is_restored_over_what_nobody_saw(workspace: Workspace) -> None:
    put(workspace, b"newer")
    for seen in (b"now", None):
        with pytest.raises(StorageError, match="was not restored"):
            history.restore(workspace, DAY, b"then", seen)
    assert entry(workspace).read_bytes() == b"newer"


def test_nothing_is_restored_when_what_is_there_cannot_be_kept(workspace: Workspace) -> None:
    put(workspace, b"now")
    history.history_of(workspace, to_write=True)
    state = Path(history.history_of(workspace).folder)
    state.parent.mkdir(parents=True)
    state.write_bytes(b"in the way")
    with pytest.raises(StorageError):
        history.restore(workspace, DAY, b"then", b"now")
    with pytest.raises(StorageError):
        history.delete(workspace, DAY)
    assert entry(workspace).read_bytes() == b"now"


def test_what_only_the_trash_has_is_found(workspace: Workspace) -> None:
    put(workspace, b"text")
    history.delete(workspace, DAY)
    (kept_file,) = history.history_of(workspace).versions(DAY)
    assert [version.reason for version in history.list_versions(workspace, DAY)] == ["delete"]
    os.unlink(kept_file.path)
    assert kept(workspace) == [("delete", b"text")]


def test_there_is_nothing_to_delete(workspace: Workspace) -> None:
    with pytest.raises(NothingFound):
        history.delete(workspace, DAY)


def test_versions_are_named_by_number_or_id(workspace: Workspace, clock: Hand) -> None:
    for text in (b"one", b"two"):
        history.keep(workspace, DAY, text, "merge")
        clock.forward(1)
    versions = history.list_versions(workspace, DAY)
    assert [version.number for version in versions] == [1, 2]
    assert history.find_version(versions, "2").data == b"one"
    assert history.find_version(versions, versions[1].id).data == b"one"
    for wrong in ("0", "3", "", "two"):
        with pytest.raises(UsageError):
            history.find_version(versions, wrong)


def test_the_last_sitting_is_offered(workspace: Workspace, clock: Hand) -> None:
    for reason, text in (("edit", b"0"), ("sitting", b"1"), ("edit", b"2"), ("edit", b"3")):
        history.keep(workspace, DAY, text, reason)
        clock.forward(10)
    versions = history.list_versions(workspace, DAY)
    for current, offered in ((b"4", b"1"), (b"1", b"3"), (None, b"1")):
        version = history.version_to_offer(versions, current)
        assert version is not None
        assert version.data == offered
    assert history.version_to_offer([], b"4") is None


def test_a_moment_is_the_writers_own(workspace: Workspace) -> None:
    history.keep(workspace, DAY, b"text", "merge")
    (version,) = history.list_versions(workspace, DAY)
    assert version.at.replace(tzinfo=None) == datetime(2018, 3, 28, 14, 5)
    assert version.at.utcoffset() is not None


def test_tidying_tells_of_a_large_history(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    history.keep(workspace, DAY, b"x" * 3_000_000, "merge")
    assert history.tidy(workspace) is None
    monkeypatch.setattr(history, "LARGE", 2_000_000)
    told = history.tidy(workspace)
    assert told is not None
    assert "3 MB" in told
    assert len(kept(workspace)) == 1


def test_the_trash_is_emptied_by_command_only(workspace: Workspace, clock: Hand) -> None:
    put(workspace, b"text")
    history.delete(workspace, DAY)
    clock.forward(89 * 24 * 60)
    assert history.empty_trash(workspace) == 0
    clock.forward(2 * 24 * 60)
    history.tidy(workspace)
    assert len(history.trash_of(workspace).items()) == 1
    assert history.empty_trash(workspace) == 1
    assert clock.now().astimezone(UTC).year == 2018


def test_a_deleted_page_makes_way_for_the_next(workspace: Workspace) -> None:
    for day in ("2018-03-26", "2018-03-27", "2018-03-28"):
        put(workspace, b"")
        entry(workspace).with_name(f"{day}.md").write_bytes(b"text")
    sitting = Sitting(workspace)
    assert sitting.delete() == date(2018, 3, 27)
    sitting.open(date(2018, 3, 26))
    assert sitting.delete() == date(2018, 3, 27)
    sitting.open(date(2018, 3, 27))
    assert sitting.delete() == sitting.today
    assert sitting.listing.days == []


# What is damaged


def delete_and_damage(workspace: Workspace) -> Path:
    """Delete the entry; its version in the history then holds something else."""
    put(workspace, b"good words")
    history.delete(workspace, DAY)
    (version,) = history.history_of(workspace).versions(DAY)
    Path(version.path).write_bytes(b"bad")
    return Path(version.path)


def test_a_damaged_version_does_not_hide_the_copy_in_the_trash(workspace: Workspace) -> None:
    path = delete_and_damage(workspace)
    versions = history.list_versions(workspace, DAY)
    assert {(version.damaged, version.data) for version in versions} == {
        (True, b"bad"),
        (False, b"good words"),
    }
    for found in (
        history.version_before(versions, None),
        history.version_to_offer(versions, None),
        history.find_version(versions, versions[0].id),
    ):
        assert found is not None
        assert found.data == b"good words"
    (damaged,) = [version for version in versions if version.damaged]
    with pytest.raises(StorageError, match=str(path)):
        history.refuse_damaged(damaged)


@pytest.mark.parametrize("place", ["history", "trash"])
def test_one_that_cannot_be_read_does_not_hide_the_others(workspace: Workspace, place: str) -> None:
    put(workspace, b"good words")
    history.delete(workspace, DAY)
    (version,), (item,) = history.history_of(workspace).versions(DAY), history.trash_of(workspace).items()
    path = Path(version.path if place == "history" else item.path)
    path.unlink()
    path.mkdir()
    assert sorted((version.damaged, version.data) for version in history.list_versions(workspace, DAY)) == [
        (False, b"good words"),
        (True, b""),
    ]


def test_a_damaged_text_in_the_trash_is_not_taken_for_a_good_one(workspace: Workspace) -> None:
    delete_and_damage(workspace).unlink()
    (item,) = history.trash_of(workspace).items()
    Path(item.path).write_bytes(b"bad")
    versions = history.list_versions(workspace, DAY)
    assert [version.damaged for version in versions] == [True]
    assert history.version_before(versions, None) is None


# Before the journal has its id


def test_what_was_kept_before_the_id_is_found_afterwards(workspace: Workspace, clock: Hand) -> None:
    folder = entry(workspace).parent
    put(workspace, b"text")
    (folder / ".journal").write_bytes(b"in the way")
    history.keep(workspace, DAY, b"older", "merge")
    clock.forward(1)
    history.delete(workspace, DAY)
    (folder / ".journal").unlink()
    put(workspace, b"new")
    clock.forward(1)
    history.keep(workspace, DAY, b"new", "merge")  # which makes the id
    assert (folder / ".journal" / "id").exists()
    assert kept(workspace) == [("merge", b"new"), ("delete", b"text"), ("merge", b"older")]
    shutil.rmtree(next(Path(workspace.locations.state).glob("path-*")) / "history")
    assert kept(workspace) == [("merge", b"new"), ("delete", b"text")]
    clock.forward(91 * 24 * 60)
    assert history.empty_trash(workspace) == 1


# A delete that fails


@pytest.mark.parametrize("failing", ["remove", "trash"])
@pytest.mark.parametrize("before", [None, "sitting"])
def test_a_delete_that_failed_is_not_said_to_be_one(
    workspace: Workspace, clock: Hand, monkeypatch: pytest.MonkeyPatch, failing: str, before: str | None
) -> None:
    put(workspace, b"text")
    if before is not None:
        history.keep(workspace, DAY, b"text", before)
        clock.forward(1)
    if failing == "remove":
        monkeypatch.setattr(history, "remove", refuse)
    else:
        monkeypatch.setattr(Trash, "keep", refuse)
    with pytest.raises(StorageError):
        history.delete(workspace, DAY)
    assert entry(workspace).read_bytes() == b"text"
    assert kept(workspace) == [(before or "edit", b"text")]
    assert history.trash_of(workspace).items() == []


def refuse(*_: object, **__: object) -> None:
    raise StorageError("not now")


def test_what_another_program_replaced_in_a_delete_stays_in_the_history(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(workspace, b"text")

    def beaten(*args: Any, **more: Any) -> None:
        put(workspace, b"newer")
        really_remove(*args, **more)

    monkeypatch.setattr(history, "remove", beaten)
    with pytest.raises(StorageError, match="was not deleted"):
        history.delete(workspace, DAY)
    assert entry(workspace).read_bytes() == b"newer"
    assert kept(workspace) == [("edit", b"text")]


def test_a_true_label_outlives_a_later_failure(
    workspace: Workspace, clock: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(workspace, b"text")
    history.delete(workspace, DAY)
    put(workspace, b"text")
    clock.forward(1)
    monkeypatch.setattr(history, "remove", refuse)
    with pytest.raises(StorageError):
        history.delete(workspace, DAY)
    assert kept(workspace) == [("delete", b"text")]
    assert len(history.trash_of(workspace).items()) == 1


# Names of conflict copies


def test_a_conflict_copy_is_named_by_the_programs_clock(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNAL_DIR", str(home / "journal"))
    monkeypatch.setenv("JOURNAL_NOW", "2018-03-28T14:05:06")
    opened = open_workspace(None, os.environ)
    utc = datetime(2018, 3, 28, 14, 5).astimezone(UTC)
    name = keep_beside(opened.journal, DAY, b"theirs")
    assert name.startswith(f"2018-03-28.conflict-{utc:%Y%m%dT%H%M}")
