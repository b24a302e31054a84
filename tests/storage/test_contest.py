"""Other programs write in the midst of a save: no text of theirs vanishes, and ours is never half there."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal_tui.domain.errors import StorageError
from journal_tui.storage.disk import Disk
from journal_tui.storage.saver import Changed, NotRegular, save

from .faults import HookedDisk, WatchedDisk, replace_with, temps, without

OLD, OURS = b"old\n", b"old\nours\n"
THEIRS, THIRD, FOURTH = b"old\ntheirs\n", b"third\n", b"fourth\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "2018-03-28.md"
    path.write_bytes(OLD)
    if not Disk().exchange(str(path), str(path)):
        pytest.skip("no exchange here")
    return path


def beside(path: Path) -> list[bytes]:
    """The texts of the day's siblings; nothing else may lie in the folder."""
    others = [p for p in path.parent.iterdir() if p != path]
    assert all(p.name.startswith("2018-03-28.conflict-") and p.suffix == ".md" for p in others)
    return sorted(p.read_bytes() for p in others)


def nothing() -> None:
    pass


def test_a_text_that_was_displaced_is_live_again_and_has_a_copy(path: Path) -> None:
    """Its writer may have read ours meanwhile, and write what is built upon that over it."""
    with pytest.raises(Changed) as caught:
        save(str(path), OURS, OLD, disk=HookedDisk(exchange=[replace_with(path, THEIRS)]))
    assert caught.value.actual == THEIRS
    assert path.read_bytes() == THEIRS
    assert beside(path) == [THEIRS]
    assert caught.value.kept is not None
    path.write_bytes(b"written in place\n")
    assert Path(caught.value.kept).read_bytes() == THEIRS


def test_their_file_comes_back_itself(path: Path) -> None:
    inodes = []

    def write() -> None:
        replace_with(path, THEIRS)()
        path.chmod(0o640)
        inodes.append(path.stat().st_ino)

    with pytest.raises(Changed):
        save(str(path), OURS, OLD, disk=HookedDisk(exchange=[write]))
    assert path.stat().st_ino == inodes[0]
    assert path.stat().st_mode & 0o777 == 0o640


def test_of_two_other_writers_the_newest_is_live_and_the_other_is_kept(path: Path) -> None:
    disk = HookedDisk(exchange=[replace_with(path, THEIRS), replace_with(path, THIRD)])
    with pytest.raises(Changed) as caught:
        save(str(path), OURS, OLD, disk=disk)
    assert caught.value.actual == THIRD
    assert path.read_bytes() == THIRD
    assert beside(path) == [THEIRS, THIRD]
    assert caught.value.kept is not None


def test_of_three_other_writers_each_text_is_there(path: Path) -> None:
    writers = [replace_with(path, text) for text in (THEIRS, THIRD, FOURTH)]
    with pytest.raises(Changed) as caught:
        save(str(path), OURS, OLD, disk=HookedDisk(exchange=writers))
    assert caught.value.actual == FOURTH
    assert path.read_bytes() == FOURTH
    assert beside(path) == [FOURTH, THEIRS, THIRD]


def test_writers_without_end_do_not_keep_a_save_for_ever(path: Path) -> None:
    writers = [replace_with(path, b"%d" % number) for number in range(1000)]
    with pytest.raises(Changed) as caught:
        save(str(path), OURS, OLD, disk=HookedDisk(exchange=writers))
    assert caught.value.actual == path.read_bytes()
    assert len(beside(path)) < 10
    assert temps(path.parent) == []


def test_a_third_writer_who_built_upon_ours_means_that_ours_is_saved(path: Path) -> None:
    third = OURS + b"third\n"
    disk = HookedDisk(exchange=[replace_with(path, THEIRS), lambda: save(str(path), third, OURS)])
    save(str(path), OURS, OLD, disk=disk)
    assert path.read_bytes() == third
    assert beside(path) == [third, THEIRS]


def test_a_program_that_appended_to_ours_in_place_loses_nothing(path: Path) -> None:
    def append() -> None:
        with path.open("ab") as file:
            file.write(b"appended\n")

    save(str(path), OURS, OLD, disk=HookedDisk(exchange=[replace_with(path, THEIRS), append]))
    assert path.read_bytes() == OURS + b"appended\n"
    assert beside(path) == [OURS + b"appended\n", THEIRS]


def test_a_file_that_was_deleted_stays_deleted(path: Path) -> None:
    with pytest.raises(Changed) as caught:
        save(str(path), OURS, OLD, disk=HookedDisk(exchange=[path.unlink]))
    assert caught.value.actual is None
    assert os.listdir(path.parent) == []


def test_a_text_that_cannot_go_back_because_the_file_was_deleted_is_kept(path: Path) -> None:
    with pytest.raises(Changed) as caught:
        save(str(path), OURS, OLD, disk=HookedDisk(exchange=[replace_with(path, THEIRS), path.unlink]))
    assert caught.value.actual is None
    assert not path.exists()
    assert beside(path) == [THEIRS]


def test_when_the_names_cannot_be_traded_back_ours_is_saved_and_theirs_is_kept(path: Path) -> None:
    class Once(HookedDisk):
        def around(self, number: int, name: str, call: Callable[[], Any], args: tuple[Any, ...]) -> Any:
            if name == "exchange" and "exchange" in self.names[:-1]:
                return False
            return super().around(number, name, call, args)

    save(str(path), OURS, OLD, disk=Once(exchange=[replace_with(path, THEIRS)]))
    assert path.read_bytes() == OURS
    assert beside(path) == [THEIRS]


def test_a_folder_that_took_the_place_of_the_file_is_left_there(path: Path) -> None:
    def make_folder() -> None:
        path.unlink()
        path.mkdir()
        (path / "inside").write_bytes(b"theirs")

    with pytest.raises(NotRegular):
        save(str(path), OURS, OLD, disk=HookedDisk(exchange=[make_folder]))
    assert (path / "inside").read_bytes() == b"theirs"
    assert temps(path.parent) == []


def test_without_exchange_a_last_look_finds_what_was_written(path: Path) -> None:
    disk = without(HookedDisk, exchange=True)(fsync=[replace_with(path, THEIRS)])
    with pytest.raises(Changed) as caught:
        save(str(path), OURS, OLD, disk=disk)
    assert caught.value.actual == THEIRS
    assert path.read_bytes() == THEIRS
    assert beside(path) == []


def test_a_new_file_never_overwrites_one_that_just_appeared(tmp_path: Path) -> None:
    path = tmp_path / "2018-03-28.md"
    with pytest.raises(Changed) as caught:
        save(str(path), OURS, None, disk=HookedDisk(link=[replace_with(path, THEIRS)]))
    assert caught.value.actual == THEIRS
    assert path.read_bytes() == THEIRS
    assert beside(path) == []


@pytest.mark.parametrize(("calls", "text"), [(3, THEIRS), (3, b""), (4, THEIRS)])
def test_nor_without_hard_links(tmp_path: Path, calls: int, text: bytes) -> None:
    """The fourth `open` claims the name, the fifth looks whether it is still ours."""
    path = tmp_path / "2018-03-28.md"

    def write() -> None:
        path.write_bytes(text)

    disk = without(HookedDisk, links=True)(open=[*[nothing] * calls, write])
    with pytest.raises(Changed) as caught:
        save(str(path), OURS, None, disk=disk)
    assert caught.value.actual == text
    assert path.read_bytes() == text
    assert beside(path) == []


class Adversary(WatchedDisk):
    """Does something to the file just before certain calls, and keeps book of texts that must not vanish."""

    def __init__(self, path: Path, plan: dict[int, str]) -> None:
        super().__init__()
        self.path = path
        self.plan = plan
        self.alive = {OLD}

    def around(self, number: int, name: str, call: Callable[[], Any], args: tuple[Any, ...]) -> Any:
        deed = self.plan.get(number)
        if deed is not None:
            live = self.path.read_bytes() if self.path.exists() else None
            self.alive.discard(live or b"")
            if deed == "delete":
                self.path.unlink(missing_ok=True)
            else:
                text = b"theirs %d\n" % number
                if deed == "build upon" and live is not None:
                    text = live + text
                replace_with(self.path, text)()
                self.alive.add(text)
        return call()


@settings(max_examples=100)
@given(
    plan=st.dictionaries(
        st.integers(0, 50), st.sampled_from(["overwrite", "overwrite", "build upon", "delete"]), max_size=5
    )
)
def test_whatever_the_others_do_and_when(
    tmp_path_factory: pytest.TempPathFactory, plan: dict[int, str]
) -> None:
    path = tmp_path_factory.mktemp("any") / "2018-03-28.md"
    path.write_bytes(OLD)
    if not Disk().exchange(str(path), str(path)):
        pytest.skip("no exchange here")
    disk = Adversary(path, plan)
    try:
        save(str(path), OURS, OLD, disk=disk)
        disk.alive.discard(OLD)  # replaced, as it should be
    except Changed:
        assert not path.exists() or path.read_bytes() != OURS
    except StorageError as error:
        assert "no such" not in str(error)
        assert not path.exists() or path.read_bytes() != OURS
    found = [p.read_bytes() for p in path.parent.iterdir()]
    for text in disk.alive:
        assert text in found
    assert temps(path.parent) == []


def test_copies_are_named_by_the_clock_that_the_writer_has(path: Path) -> None:
    moment = datetime(2018, 3, 28, 19, 14, 2, tzinfo=UTC)
    with pytest.raises(Changed):
        save(
            str(path),
            OURS,
            OLD,
            disk=HookedDisk(exchange=[replace_with(path, THEIRS)]),
            now=lambda: moment,
        )
    [copy] = [found.name for found in path.parent.iterdir() if found != path]
    assert copy.startswith("2018-03-28.conflict-20180328T191402Z-")
