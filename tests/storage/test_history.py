"""Older versions as files."""

from __future__ import annotations

import errno
import os
import stat
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from journal_tui.domain.errors import StorageError
from journal_tui.storage.history import PAUSE, History, Version
from tests.storage.faults import FaultyDisk, WatchedDisk

DAY = date(2018, 3, 28)
NOW = datetime(2018, 3, 28, 19, 14, 2, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(str(tmp_path / "state" / "id"))


def files(history: History) -> dict[str, bytes]:
    """Every file below the history, by its path there."""
    root = Path(history.folder)
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def reasons(history: History) -> list[str]:
    return [version.reason for version in history.versions(DAY)]


def test_a_version_is_a_private_file_that_tells_what_it_is(history: History) -> None:
    old = os.umask(0)
    try:
        history.snapshot(DAY, b"one\r\n", "edit", NOW)
        history.snapshot(DAY, b"\xff\x00", "restore", NOW + SECOND)
    finally:
        os.umask(old)
    first, second = sha256(b"one\r\n").hexdigest()[:8], sha256(b"\xff\x00").hexdigest()[:8]
    assert files(history) == {
        f"2018/2018-03-28/20180328T191402Z-{first}.md": b"one\r\n",
        f"2018/2018-03-28/20180328T191403Z-{second}-restore.md": b"\xff\x00",
    }
    for path in (Path(history.folder), *Path(history.folder).rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_versions_are_read_back_newest_first(history: History) -> None:
    for minute, text in ((0, b"one"), (10, b"two"), (20, b"three")):
        history.snapshot(DAY, text, "edit", NOW + timedelta(minutes=minute))
    found = history.versions(DAY)
    assert [history.read(version) for version in found] == [b"three", b"two", b"one"]
    assert found[0].at == NOW + timedelta(minutes=20)
    assert list(history.days()) == [DAY]
    assert history.versions(date(2018, 3, 27)) == []


def test_while_writing_a_version_is_kept_every_five_minutes(history: History) -> None:
    assert history.snapshot(DAY, b"one", "edit", NOW)
    assert history.snapshot(DAY, b"two", "edit", NOW + PAUSE - SECOND) is None
    assert history.snapshot(DAY, b"two", "edit", NOW + PAUSE)
    assert history.snapshot(DAY, b"three", "merge", NOW + PAUSE + SECOND)
    assert reasons(history) == ["merge", "edit", "edit"]


def test_the_same_bytes_twice_in_a_row_are_one_version(history: History) -> None:
    history.snapshot(DAY, b"one", "edit", NOW)
    history.snapshot(DAY, b"one", "edit", NOW + PAUSE)
    assert reasons(history) == ["edit"]
    history.snapshot(DAY, b"one", "sitting", NOW + 2 * PAUSE)
    assert reasons(history) == ["sitting"]
    history.snapshot(DAY, b"one", "restore", NOW + 3 * PAUSE)
    assert reasons(history) == ["sitting"]
    history.snapshot(DAY, b"one", "delete", NOW + 4 * PAUSE)
    history.snapshot(DAY, b"one", "edit", NOW + 5 * PAUSE)
    assert reasons(history) == ["delete"]
    history.snapshot(DAY, b"two", "edit", NOW + 6 * PAUSE)
    history.snapshot(DAY, b"one", "edit", NOW + 7 * PAUSE)
    assert reasons(history) == ["edit", "edit", "delete"]


def test_versions_of_one_second_stay_in_order(history: History) -> None:
    texts = [b"%d" % number for number in range(5)]
    for text in texts:
        history.snapshot(DAY, text, "merge", NOW)
    assert [history.read(version) for version in history.versions(DAY)] == texts[::-1]


def test_a_clock_that_was_ahead_does_not_stop_the_history(history: History) -> None:
    history.snapshot(DAY, b"one", "edit", NOW + timedelta(days=300))
    assert history.snapshot(DAY, b"two", "edit", NOW)


def test_nothing_is_no_version(history: History) -> None:
    assert history.snapshot(DAY, b"", "delete", NOW) is None
    assert not Path(history.folder).exists()


@pytest.mark.parametrize("reason", ["", "../up", "Edit", "two words", "é"])
def test_a_reason_is_a_word(history: History, reason: str) -> None:
    with pytest.raises(ValueError):
        history.snapshot(DAY, b"one", reason, NOW)


def test_other_files_are_no_versions(history: History) -> None:
    history.snapshot(DAY, b"one", "edit", NOW)
    folder = Path(history.folder) / "2018" / "2018-03-28"
    for name in (
        "notes.md",
        ".~x.md.01234567.tmp",
        "20180328T191402Z-xyz.md",
        "20189928T191402Z-01234567.md",
        "20180328T191402Z-01234567-a-b.md",
    ):
        (folder / name).write_bytes(b"other")
    (Path(history.folder) / "2018" / "other").mkdir()
    (Path(history.folder) / "file").write_bytes(b"")
    assert len(history.versions(DAY)) == 1
    assert list(history.days()) == [DAY]
    history.prune(NOW + timedelta(days=5000))
    assert len(files(history)) == 7


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_failure_leaves_no_half_version(tmp_path: Path, code: int) -> None:
    at = 0
    while True:
        disk = FaultyDisk(at, code)
        history = History(str(tmp_path / str(at)), disk)
        try:
            history.snapshot(DAY, b"a text", "delete", NOW)
        except StorageError:
            pass
        for data in files(history).values():
            assert data == b"a text"
        if disk.hit is None:
            break
        at += 1
    assert at > 5


# Pruning


def fill(history: History, moments: list[datetime]) -> None:
    """A version for each moment, without the price of a save."""
    folder = Path(history.folder) / "2018" / "2018-03-28"
    folder.mkdir(parents=True, exist_ok=True)
    for number, at in enumerate(moments):
        (folder / f"{at:%Y%m%dT%H%M%SZ}-{number:08x}.md").write_bytes(b"%d" % number)


def test_old_versions_are_thinned_out(history: History) -> None:
    fill(history, [NOW - timedelta(minutes=30 * step) for step in range(240)])
    pruned = history.prune(NOW)
    left = [version.at for version in history.versions(DAY)]
    assert pruned.removed == 240 - len(left)
    assert sum(NOW - at <= timedelta(hours=48) for at in left) == 97
    assert len({(at.day, at.hour) for at in left}) == 121
    assert pruned.kept_bytes == sum(map(len, files(history).values()))
    assert history.prune(NOW).removed == 0


def test_a_run_removes_two_hundred_at_most_and_the_oldest_first(history: History) -> None:
    moments = [NOW - timedelta(days=40, minutes=step) for step in range(500)]
    fill(history, [NOW, *moments])
    assert history.prune(NOW).removed == 200
    assert min(version.at for version in history.versions(DAY)) > moments[-1]


def test_a_clock_far_ahead_removes_nothing(history: History) -> None:
    fill(history, [NOW - timedelta(minutes=step) for step in range(100)])
    assert history.prune(NOW + timedelta(days=900)).removed == 0
    assert history.prune(NOW + timedelta(days=2, seconds=1)).removed == 0
    assert len(history.versions(DAY)) == 100


def test_what_was_deleted_stays(history: History) -> None:
    old = NOW - timedelta(days=800)
    for number in range(30):
        history.snapshot(DAY, b"%d" % number, "delete" if number == 3 else "merge", old + number * SECOND)
    history.snapshot(DAY, b"now", "edit", NOW)
    history.prune(NOW)
    assert sorted(reasons(history)) == ["delete", "edit", *["merge"] * 9]


def test_time_is_left_to_others(history: History) -> None:
    fill(history, [NOW])
    rests: list[None] = []
    history.prune(NOW, rest=lambda: rests.append(None))
    assert rests == [None]


def test_a_version_that_is_gone_reads_as_none(history: History) -> None:
    version = history.snapshot(DAY, b"one", "edit", NOW)
    assert isinstance(version, Version)
    os.unlink(version.path)
    assert history.read(version) is None


def test_a_version_gets_back_the_name_that_it_had(history: History) -> None:
    history.snapshot(DAY, b"one", "edit", NOW)
    [before] = history.versions(DAY)
    deleted = history.snapshot(DAY, b"one", "delete", NOW + SECOND)
    assert deleted is not None
    assert reasons(history) == ["delete"]
    history.relabel(deleted, before)
    assert [version.path for version in history.versions(DAY)] == [before.path]
    other = history.snapshot(DAY, b"two", "delete", NOW + 2 * SECOND)
    assert other is not None
    assert history.read(history.relabel(other, None)) == b"two"
    assert reasons(history) == ["edit", "edit"]


@pytest.mark.parametrize("failing", ["link", "unlink"])
def test_a_label_that_cannot_be_changed_costs_no_bytes(tmp_path: Path, failing: str) -> None:
    disk = WatchedDisk()
    history = History(str(tmp_path), disk)
    version = history.snapshot(DAY, b"one", "delete", NOW)
    assert version is not None

    def fail(*_: str) -> None:
        raise OSError(errno.EIO, "")

    setattr(disk, failing, fail)
    assert history.read(history.relabel(version, None)) == b"one"
    assert set(files(history).values()) == {b"one"}
