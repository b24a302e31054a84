"""The id of a journal follows the folder, and nothing damaged is trusted."""

from __future__ import annotations

import os
import stat
import uuid
from pathlib import Path

import pytest

from journal_tui.domain.errors import StorageError
from journal_tui.storage.identity import ensure_id, read_id, state_dir
from journal_tui.storage.locations import Locations

from .faults import HookedDisk

LOCATIONS = Locations("/data", "/config", "/state", "/cache")


def id_file(root: Path) -> Path:
    return root / ".journal" / "id"


def test_an_id_is_made_once_and_kept(tmp_path: Path) -> None:
    assert read_id(str(tmp_path)) is None
    made = ensure_id(str(tmp_path))
    assert uuid.UUID(made).version == 4
    assert str(uuid.UUID(made)) == made
    assert ensure_id(str(tmp_path)) == made
    assert read_id(str(tmp_path)) == made
    assert stat.S_IMODE(id_file(tmp_path).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / ".journal").stat().st_mode) == 0o700


def test_reading_writes_nothing(tmp_path: Path) -> None:
    read_id(str(tmp_path))
    state_dir(LOCATIONS, str(tmp_path))
    assert os.listdir(tmp_path) == []


def test_two_journals_have_two_ids(tmp_path: Path) -> None:
    assert ensure_id(str(tmp_path / "a")) != ensure_id(str(tmp_path / "b"))


def test_a_moved_journal_keeps_its_directory(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    made = ensure_id(str(tmp_path / "a"))
    before = state_dir(LOCATIONS, str(tmp_path / "a"))
    (tmp_path / "a").rename(tmp_path / "b")
    assert state_dir(LOCATIONS, str(tmp_path / "b")) == before == f"/state/{made}"


DAMAGED = [
    b"",
    b"\n",
    b"../../../etc",
    b"/etc/passwd",
    b"..",
    b"0d5b3cf0-6f6c-4b7e-8f0e-3c1d2a4b5c6",
    b"0d5b3cf0-6f6c-4b7e-8f0e-3c1d2a4b5c6d/../x",
    b"0D5B3CF0-6F6C-4B7E-8F0E-3C1D2A4B5C6D",
    b"0d5b3cf06f6c4b7e8f0e3c1d2a4b5c6d----",
    b"0d5b3cf0-6f6c-4b7e-8f0e-3c1d2a4b5c\xff\xff",
    b"0d5b3cf0-6f6c-4b7e-8f0e-3c1d2a4b5c6d" * 10,
    "0d5b3cf0-6f6c-4b7e-8f0e-3c1d2a4b5c6٣".encode(),
    b"\0" * 36,
]


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_id_is_no_part_of_a_path(tmp_path: Path, damage: bytes) -> None:
    id_file(tmp_path).parent.mkdir()
    id_file(tmp_path).write_bytes(damage)
    assert read_id(str(tmp_path)) is None
    assert state_dir(LOCATIONS, str(tmp_path)).startswith("/state/path-")
    made = ensure_id(str(tmp_path))
    assert read_id(str(tmp_path)) == made


def test_a_folder_without_an_id_is_known_by_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "link").symlink_to("a")
    a, b, link = (state_dir(LOCATIONS, str(tmp_path / name)) for name in ("a", "b", "link"))
    assert a == link != b
    name = os.path.basename(a)
    assert len(name) == len("path-") + 16
    assert int(name.removeprefix("path-"), 16) >= 0


def test_the_name_by_path_is_the_same_in_every_process() -> None:
    # FNV-1a, 64 bit, of "/nowhere/journal", from the reference algorithm.
    value = 0xCBF29CE484222325
    for byte in b"/nowhere/journal":
        value = ((value ^ byte) * 0x100000001B3) % 2**64
    assert state_dir(LOCATIONS, "/nowhere/journal") == f"/state/path-{value:016x}"


def test_of_two_processes_that_make_an_id_one_wins(tmp_path: Path) -> None:
    others = []
    disk = HookedDisk(link=[lambda: others.append(ensure_id(str(tmp_path)))])
    assert ensure_id(str(tmp_path), disk) == others[0]
    assert read_id(str(tmp_path)) == others[0]


def test_an_id_is_never_written_outside_the_journal(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "journal").mkdir()
    (tmp_path / "journal" / ".journal").symlink_to("../elsewhere")
    with pytest.raises(StorageError, match="outside"):
        ensure_id(str(tmp_path / "journal"))
    assert os.listdir(tmp_path / "elsewhere") == []


def test_something_else_in_its_place_is_an_error(tmp_path: Path) -> None:
    id_file(tmp_path).mkdir(parents=True)
    assert read_id(str(tmp_path)) is None
    with pytest.raises(StorageError, match="not a regular file"):
        ensure_id(str(tmp_path))
