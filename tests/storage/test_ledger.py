"""The ledger: what is appended comes back, whatever it holds and whatever happened to the file before."""

from __future__ import annotations

import csv
import io
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal_tui.domain.errors import StorageError
from journal_tui.domain.ledger import COLUMNS, HEADER, Row, line_of, rows_of
from journal_tui.storage.device import device_name, slug
from journal_tui.storage.disk import DISK
from journal_tui.storage.ledger import Ledger
from journal_tui.storage.locations import Locations

DAY = date(2018, 3, 28)
ROW = Row("2018-03-28T21:14:00+02:00", DAY, added=412, cut=12, net=400, minutes=25, source="typed")
LINE = "2018-03-28T21:14:00+02:00,2018-03-28,journal,400,412,12,,25,1,,typed,,,,"

count = st.none() | st.integers(-(10**12), 10**12)
hostile = st.text(max_size=40) | st.sampled_from(
    [
        *("=1+1", "+1", "-1", "@x", "'=1", "''", "'tis", 'a "b", c', "a\nb\r\nc", "a;b", " a "),
        *("\\n", "\\", "\\u0041", "\t", "\x00\x1b[2J", "\ud800"),
    ]
)
rows = st.builds(
    Row,
    at=st.just(ROW.at) | hostile,
    day=st.dates(),
    project=hostile.filter(bool),
    net=count,
    added=count,
    cut=count,
    total=count,
    minutes=count,
    days=st.integers(1, 400),
    hedge=st.sampled_from(["", "about", "less", "more"]),
    source=st.sampled_from(["", "typed", "log"]),
    goal=count,
    minimum=count,
    capacity=st.none() | st.sampled_from([0.0, 0.25, 0.5, 1.0, 1.5, 2.0]),
    note=hostile,
)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A ledger of an empty journal."""
    root = tmp_path / "journal"
    root.mkdir()
    return Ledger(str(root), _locations(tmp_path))


def _locations(folder: Path) -> Locations:
    return Locations(*(str(folder / name) for name in ("data", "config", "state", "cache")))


def test_the_first_row_makes_a_private_file_with_a_header(ledger: Ledger) -> None:
    path = Path(ledger.add(ROW))
    assert path.read_text() == f"{HEADER}\n{LINE}\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.parent == Path(ledger.root, "progress")
    assert HEADER == "at,day,project,net,added,cut,total,minutes,days,hedge,source,goal,minimum,capacity,note"


def test_rows_are_appended_and_what_is_there_stays(ledger: Ledger) -> None:
    path = Path(ledger.add(ROW))
    before = path.read_bytes()
    os.chmod(path, 0o640)
    ledger.add(ROW._replace(note="more"))
    assert path.read_bytes() == before + f"{LINE}more\n".encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert ledger.rows() == [ROW, ROW._replace(note="more")]


@given(st.lists(rows, min_size=1, max_size=5))
def test_what_was_written_is_read_whatever_it_holds(written: list[Row]) -> None:
    lines = [line_of(row) for row in written]
    assert not any("\n" in line or "\r" in line for line in lines)
    text = "\n".join([HEADER, *lines]).encode("utf-8").decode("utf-8")
    assert list(rows_of(text + "\n")) == written


@given(rows)
def test_a_spreadsheet_sees_one_row_and_no_formula(row: Row) -> None:
    sheet = list(csv.reader(io.StringIO(f"{HEADER}\n{line_of(row)}\n", newline="")))
    assert [len(cells) for cells in sheet] == [len(COLUMNS)] * 2
    for name, cell in zip(COLUMNS, sheet[1], strict=True):
        if name in ("project", "note"):
            assert not cell.startswith(("=", "+", "-", "@"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(row=rows, cut=st.integers(0, 200))
def test_a_row_after_a_torn_one_is_whole_and_the_torn_one_is_never_half_believed(
    ledger: Ledger, row: Row, cut: int
) -> None:
    path = Path(ledger.add(ROW))
    whole = f"{HEADER}\n{LINE}\n{line_of(row)}\n".encode()
    torn = whole[: len(whole) - min(cut, len(line_of(row).encode()) + 1)]
    path.write_bytes(torn)
    ledger.add(ROW)
    assert path.read_bytes().startswith(torn)
    first, *between, last = ledger.rows()
    assert first == last == ROW
    assert len(between) <= 1
    for found in between:
        assert found._replace(note=row.note) == row


@pytest.mark.parametrize("size", [0, 3, 20, len(HEADER) - 1, len(HEADER)])
def test_a_torn_header_hides_no_row(ledger: Ledger, size: int) -> None:
    path = Path(ledger.add(ROW))
    path.write_bytes(HEADER.encode()[:size])
    ledger.add(ROW)
    assert ledger.rows() == [ROW]


@given(st.binary(max_size=300))
def test_no_file_is_too_strange_to_be_read(data: bytes) -> None:
    list(rows_of(data.decode("utf-8", "replace")))


def test_rows_from_elsewhere_are_read_by_the_names_of_their_columns(ledger: Ledger) -> None:
    Path(ledger.folder).mkdir()
    foreign = (
        "\ufeffproject;day;mood;at;added;net;minutes\r\n"
        "On the Brink;2018-03-28;fine;2018-03-28T10:00:00Z;388;388;20\r\n"
        "On the Brink;28/03/2018;bad day;x;1;1;1\r\n"
        "\r\n"
        "On the Brink;2018-03-29;;;many;;\r\n"
    )
    Path(ledger.folder, "spreadsheet.csv").write_text(foreign, encoding="utf-8", newline="")
    Path(ledger.folder, ".hidden.csv").write_text(f"{HEADER}\n{LINE}\n")
    Path(ledger.folder, "folder.csv").mkdir()
    assert ledger.rows() == [
        Row("2018-03-28T10:00:00Z", DAY, "On the Brink", 388, 388, minutes=20),
        Row("", date(2018, 3, 29), "On the Brink"),
    ]


def test_no_ledger_has_no_rows(ledger: Ledger) -> None:
    assert ledger.rows() == []


def test_a_refusing_disk_is_one_line_with_the_file(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(ledger.add(ROW))
    before = path.read_bytes()

    def full(fd: int, data: memoryview) -> int:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(type(DISK), "write", staticmethod(full))
    with pytest.raises(StorageError, match=r"\.csv: the row was not written: no space left on the disk"):
        ledger.add(ROW)
    assert path.read_bytes() == before


def test_what_is_no_file_of_ours_is_left_alone(ledger: Ledger, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    os.symlink(outside, ledger.folder)
    with pytest.raises(StorageError, match="leads outside"):
        ledger.add(ROW)
    os.unlink(ledger.folder)
    path = Path(ledger.add(ROW))
    path.unlink()
    (outside / "target.csv").write_text("mine")
    os.symlink(outside / "target.csv", path)
    with pytest.raises(StorageError):
        ledger.add(ROW)
    assert (outside / "target.csv").read_text() == "mine"
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(StorageError):
        ledger.add(ROW)


# The device's name


def test_the_device_is_named_once(tmp_path: Path) -> None:
    locations = _locations(tmp_path)
    name = device_name(locations)
    assert device_name(locations) == name
    host, _, digits = name.rpartition("-")
    assert (host, len(digits)) == (slug(os.uname().nodename), 4)
    path = tmp_path / "state" / "device"
    assert path.read_text() == f"{name}\n"
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("data", [b"", b"../../x-1234\n", b"host-12g4", b"Host-1234", b"\xff\xfe", b"host"])
def test_a_damaged_name_is_made_anew(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "state" / "device"
    path.parent.mkdir()
    path.write_bytes(data)
    name = device_name(_locations(tmp_path))
    assert path.read_text() == f"{name}\n"
    assert "/" not in name


@given(st.text())
def test_any_host_has_a_harmless_name(text: str) -> None:
    name = slug(text)
    assert 1 <= len(name) <= 40
    assert slug(name) == name
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
