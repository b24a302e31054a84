"""Whatever is in the folder: opened, browsed, closed unchanged; what cannot be edited safely says why."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.tui.conftest import OpenApp, app_of, painted

ODD = {
    "lf": b"one\ntwo\n",
    "crlf": b"one\r\ntwo\r\n",
    "mixed": b"one\r\ntwo\nthree\rfour",
    "no newline at the end": b"one\ntwo",
    "byte order mark": b"\xef\xbb\xbfone\ntwo\n",
    "line separator": "one\u2028two\u2029three\n".encode(),
    "form feed": b"one\x0ctwo\x0bthree\x1cfour\n",
    "nul": b"one\x00two\n",
    "escape": b"one \x1b[2J two\n",
    "latin-1": b"caf\xe9 one\n",
    "empty": b"",
    "only newlines": b"\n\n\n",
    "a line of a megabyte": b"word " * 200_000,
    "three megabytes": b"a line of words\n" * 200_000,
}
READ_ONLY = {"latin-1": "UTF-8", "a line of a megabyte": "50,000", "three megabytes": "2 MB"}


def state(path: Path) -> tuple[bytes, int, int]:
    """What must not change: bytes, mtime, inode."""
    status = path.stat()
    return path.read_bytes(), status.st_mtime_ns, status.st_ino


@pytest.mark.parametrize("kind", ODD)
async def test_open_browse_and_close_change_nothing(open_app: OpenApp, folder: Path, kind: str) -> None:
    odd = folder / "2018-03-28.md"
    odd.write_bytes(ODD[kind])
    (folder / "2018-03-27.md").write_bytes(b"the day before\n")
    before = state(odd)
    async with open_app() as pilot:
        room = app_of(pilot).room
        await pilot.press("escape", "j", "k", "enter")
        if kind in READ_ONLY:
            assert READ_ONLY[kind] in room.status.message
            assert "read-only" in painted(pilot)
            await pilot.press(*"xyz")
            assert not room.sitting.dirty
        await pilot.press("ctrl+s", "ctrl+q")
    assert state(odd) == before


@pytest.mark.parametrize("kind", [kind for kind in ODD if kind not in READ_ONLY and ODD[kind]])
async def test_a_word_at_the_start_changes_the_first_line_only(
    open_app: OpenApp, folder: Path, kind: str
) -> None:
    odd = folder / "2018-03-28.md"
    odd.write_bytes(ODD[kind])
    bom = b"\xef\xbb\xbf" if kind == "byte order mark" else b""
    async with open_app() as pilot:
        await pilot.press("ctrl+home", "x", "ctrl+q")
    expected = bom + b"x" + ODD[kind].removeprefix(bom)
    if kind == "mixed":  # the edited line, and it alone, ends as most lines of the file do
        expected = expected.replace(b"xone\r\n", b"xone\n")
    assert odd.read_bytes() == expected


async def test_links_pipes_and_folders_have_no_row(open_app: OpenApp, folder: Path, home: Path) -> None:
    secret = home / "secret.md"
    secret.write_text("not yours")
    (folder / "2018-03-01.md").symlink_to(secret)
    os.mkfifo(folder / "2018-03-02.md")
    (folder / "2018-03-03.md").mkdir()
    (folder / "2018-03-04.md").write_text("a real one\n")
    (folder / "notes.md").write_text("other")
    async with open_app() as pilot:
        room = app_of(pilot).room
        assert [day.isoformat() for day in room.entries.days] == ["2018-03-28", "2018-03-04"]
        await pilot.press("escape", "s", *"2018-03-01", "enter")
        assert "not yours" not in painted(pilot)
        assert "2018-03-01.md" in room.status.message
    assert secret.read_text() == "not yours"


async def test_a_folder_that_cannot_be_written_keeps_the_text_on_the_page(
    open_app: OpenApp, folder: Path
) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    folder.chmod(0o500)
    try:
        async with open_app() as pilot:
            await pilot.press(*"mine", "ctrl+s")
            room = app_of(pilot).room
            assert "Not saved." in room.status.message
            assert room.prose.text == "mine"
    finally:
        folder.chmod(0o700)


async def test_a_sibling_has_a_badge_and_a_day_of_its_own(open_app: OpenApp, folder: Path) -> None:
    (folder / "2018-03-28.md").write_text("mine\n")
    (folder / "2018-03-28.sync-conflict-20180328-211500-ABCDEFG.md").write_text("theirs\n")
    (folder / "2018-03-20 (conflicted copy).md").write_text("lost?\n")
    async with open_app() as pilot:
        room = app_of(pilot).room
        assert [day.isoformat() for day in room.entries.days] == ["2018-03-28", "2018-03-20"]
        assert painted(pilot).count("≠") == 2
