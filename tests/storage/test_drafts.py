"""Crash copies: what is in them, whose they are, and that a dead session's are found."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_tui.domain.errors import StorageError
from journal_tui.storage.disk import Disk
from journal_tui.storage.drafts import Draft, Drafts, drafts_in, fingerprint, is_alive
from journal_tui.storage.identity import state_by_path
from journal_tui.storage.locations import Locations, locate
from tests.storage.faults import DyingDisk, FaultyDisk, Kill, WatchedDisk

DAY = date(2026, 10, 7)
AT = datetime(2026, 10, 7, 23, 58, 12, tzinfo=timezone(timedelta(hours=2)))


@pytest.fixture
def locations(tmp_path: Path) -> Locations:
    return locate({"HOME": str(tmp_path)})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "journal"
    folder.mkdir()
    return folder


@pytest.fixture
def dead(locations: Locations, root: Path) -> Drafts:
    """A session that wrote a draft of `DAY` and died."""
    drafts = Drafts(locations, str(root))
    drafts.write(DAY, "lost words", b"the entry\n", AT)
    drafts.close(keep=True)
    return drafts


def left(locations: Locations, root: Path) -> list[Draft]:
    """What a session that starts now would find."""
    drafts = Drafts(locations, str(root))
    found = drafts.left_behind()
    drafts.close()
    return found


def test_a_draft_can_be_read_without_this_program(locations: Locations, root: Path) -> None:
    drafts = Drafts(locations, str(root))
    path = Path(drafts.write(DAY, "naïve\n\nwords", b"old\n", AT))
    assert path.name == f"2026-10-07.{drafts.session}.draft"
    assert path.read_text().splitlines() == [
        "journal-draft 1",
        "entry: 2026-10-07",
        f"journal: {root}",
        f"base-sha256: {fingerprint(b'old' + bytes([10]))}",
        "base-length: 4",
        "saved-at: 2026-10-07T23:58:12+02:00",
        "length: 13",
        f"sha256: {fingerprint('naïve'.encode() + bytes([10, 10]) + b'words')}",
        "",
        "naïve",
        "",
        "words",
    ]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    drafts.close()


def test_opening_and_looking_makes_nothing(locations: Locations, root: Path, tmp_path: Path) -> None:
    assert left(locations, root) == []
    assert Drafts(locations, str(root)).parked() == []
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["journal"]


@given(text=st.text(st.characters(), max_size=60), base=st.none() | st.binary(max_size=20))
def test_any_text_comes_back(text: str, base: bytes | None, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("home")
    locations = locate({"HOME": str(home)})
    session = Drafts(locations, str(home / "journal"))
    session.write(DAY, "before", None, AT)
    session.write(DAY, text, base, AT)
    session.close(keep=True)
    next_session = Drafts(locations, str(home / "journal"))
    (draft,) = next_session.left_behind()
    next_session.close()
    assert (draft.day, draft.text, draft.saved_at, draft.damaged) == (DAY, text, AT, False)
    assert draft.base == (None if base is None else fingerprint(base))
    assert draft.base_length == len(base or b"")


def test_a_living_session_keeps_its_draft_to_itself(locations: Locations, root: Path) -> None:
    living = Drafts(locations, str(root))
    path = living.write(DAY, "words", None, AT)
    assert is_alive(os.path.dirname(path), living.session)
    assert left(locations, root) == []
    living.close(keep=True)
    assert not is_alive(os.path.dirname(path), living.session)
    assert [draft.text for draft in left(locations, root)] == ["words"]


def test_a_killed_process_has_left_its_draft(locations: Locations, root: Path, tmp_path: Path) -> None:
    program = (
        "import os, signal, sys\n"
        "from datetime import UTC, date, datetime\n"
        "from journal_tui.storage.drafts import Drafts\n"
        "from journal_tui.storage.locations import locate\n"
        f"drafts = Drafts(locate({{'HOME': {str(tmp_path)!r}}}), {str(root)!r})\n"
        "drafts.write(date(2026, 10, 7), 'killed', None, datetime.now(UTC))\n"
        "print('written', flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"written\n"
        assert left(locations, root) == []
        process.kill()
    assert [draft.text for draft in left(locations, root)] == ["killed"]


def test_only_one_session_settles_what_was_left(locations: Locations, root: Path, dead: Drafts) -> None:
    first = Drafts(locations, str(root))
    (draft,) = first.left_behind()
    assert left(locations, root) == []
    first.drop(draft)
    first.close()
    assert left(locations, root) == []
    assert list(Path(draft.path).parent.iterdir()) == []


def test_a_draft_that_was_not_settled_is_found_again(locations: Locations, root: Path, dead: Drafts) -> None:
    assert [draft.text for draft in left(locations, root)] == ["lost words"]
    assert [draft.text for draft in left(locations, root)] == ["lost words"]


def test_the_newest_draft_comes_first(locations: Locations, root: Path) -> None:
    for minutes in (1, 3, 2):
        session = Drafts(locations, str(root))
        session.write(DAY, f"{minutes}", None, AT + timedelta(minutes=minutes))
        session.close(keep=True)
    assert [draft.text for draft in left(locations, root)] == ["3", "2", "1"]


def test_a_session_that_ends_well_leaves_nothing(locations: Locations, root: Path) -> None:
    session = Drafts(locations, str(root))
    path = Path(session.write(DAY, "words", None, AT))
    session.remove(DAY)
    session.close()
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("damage", "text"),
    [
        (lambda data: data[:-3], "lost wo"),
        (lambda data: data + b" and more", "lost words and more"),
        (lambda data: data.replace(b"length: 10", b"length: ten"), "lost words"),
        (lambda data: data.replace(b"saved-at: 2026", b"saved-at: yesterday"), "lost words"),
        (lambda data: data.replace(b"entry: 2026-10-07", b"entry: 2026-10-06"), "lost words"),
        (lambda data: data[:-1] + b"\xff", "lost word�"),
        (lambda data: b"something else entirely", "something else entirely"),
        (lambda data: b"\n\nlost words", "\n\nlost words"),
    ],
)
def test_a_damaged_draft_is_still_text(
    locations: Locations, root: Path, dead: Drafts, damage: Callable[[bytes], bytes], text: str
) -> None:
    path = Path(dead.path_of(DAY))
    path.write_bytes(damage(path.read_bytes()))
    (draft,) = left(locations, root)
    assert draft.damaged
    assert draft.base is None
    assert draft.text == text


def test_a_moved_journal_keeps_its_drafts_and_a_copy_has_its_own(
    locations: Locations, root: Path, dead: Drafts
) -> None:
    copy = root.with_name("copy")
    shutil.copytree(root, copy)
    assert left(locations, copy) == []
    assert len(left(locations, root)) == 1
    shutil.rmtree(copy)
    root.rename(copy)
    assert len(left(locations, copy)) == 1


def test_what_was_left_before_the_journal_had_an_id_is_found(locations: Locations, root: Path) -> None:
    (root / ".journal").write_text("in the way of the id")
    session = Drafts(locations, str(root))
    path = session.write(DAY, "early", None, AT)
    session.close(keep=True)
    assert path.startswith(state_by_path(locations, str(root)))
    parked = Path(path).with_name("2026-10-06.capture-01234567.md")
    parked.write_text("captured\n")
    (root / ".journal").unlink()
    later = Drafts(locations, str(root))
    later.write(DAY, "late", None, AT + timedelta(1))
    later.close(keep=True)
    assert [draft.text for draft in left(locations, root)] == ["late", "early"]
    assert Drafts(locations, str(root)).parked() == [str(parked)]


def test_a_draft_put_aside_is_not_offered_again(locations: Locations, root: Path, dead: Drafts) -> None:
    session = Drafts(locations, str(root))
    (draft,) = session.left_behind()
    aside = session.put_aside(draft)
    session.close()
    assert "lost words" in Path(aside).read_text()
    assert left(locations, root) == []


@pytest.mark.parametrize("number", range(0, 100, 3))
@pytest.mark.parametrize("disk_of", [lambda at: FaultyDisk(at, 28), DyingDisk])
def test_a_failing_disk_leaves_the_last_draft_whole(
    locations: Locations, root: Path, number: int, disk_of: Callable[[int], WatchedDisk]
) -> None:
    done = []
    session = Drafts(locations, str(root), disk_of(number))
    try:
        for text in ("one", "two"):
            session.write(DAY, text, None, AT)
            done.append(text)
    except (StorageError, OSError, Kill):
        pass
    for fd in session._locks.values():
        os.close(fd)  # as the kernel does
    found = [(draft.text, draft.damaged) for draft in left(locations, root)]
    allowed = {"one": ["one", "two"], "two": ["two"]}.get(done[-1] if done else "", ["one"])
    assert len(found) == 1 if done else len(found) <= 1
    assert all(text in allowed and not damaged for text, damaged in found)


def test_without_locks_nothing_is_hidden(locations: Locations, root: Path, dead: Drafts) -> None:
    class Lockless(Disk):
        def flock(self, fd: int, operation: int) -> None:
            raise OSError(38, os.strerror(38))

    session = Drafts(locations, str(root), Lockless())
    assert [draft.text for draft in session.left_behind()] == ["lost words"]
    session.close()


def test_other_files_are_no_drafts(tmp_path: Path) -> None:
    for name in ("2026-10-07.draft", "notes.x.draft", "2026-10-07.abc.draft.discarded", ".~2026-10-07.x.tmp"):
        (tmp_path / name).write_text("x")
    assert list(drafts_in(str(tmp_path))) == []
    assert list(drafts_in(str(tmp_path / "missing"))) == []
