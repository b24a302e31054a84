"""What becomes of a draft, and of a second text beside an entry."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_tui.domain.errors import StorageError
from journal_tui.services import recovery
from journal_tui.services.history import trash_of
from journal_tui.services.pages import open_page
from journal_tui.services.workspace import Workspace, open_workspace
from journal_tui.storage.drafts import Draft, Drafts

DAY = date(2018, 3, 28)
AT = datetime(2018, 3, 28, 21, 14).astimezone()


@pytest.fixture
def folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = home / "journal"
    root.mkdir()
    monkeypatch.setenv("JOURNAL_DIR", str(root))
    monkeypatch.setenv("JOURNAL_NOW", "2018-03-28T22:00")
    return root


@pytest.fixture
def workspace(folder: Path) -> Workspace:
    return open_workspace(None, os.environ)


def draft_of(workspace: Workspace, text: str, base: bytes | None) -> tuple[Drafts, Draft]:
    """A draft as the next session finds it."""
    dead = Drafts(workspace.locations, workspace.journal.root)
    dead.write(DAY, text, base, AT)
    dead.close(keep=True)
    drafts = Drafts(workspace.locations, workspace.journal.root)
    (draft,) = drafts.left_behind()
    return drafts, draft


@pytest.mark.parametrize(
    ("base", "mine", "now", "kind", "merged"),
    [
        (b"a\n", "a\nb", b"a\nb\n", recovery.SAME, None),
        (None, "", None, recovery.SAME, None),
        (None, "  \n", None, recovery.SAME, None),
        (b"a\n", "a\nb", b"a\n", recovery.RESTORE, None),
        (None, "b", None, recovery.RESTORE, None),
        (b"a\n", "", b"a\n", recovery.RESTORE, None),
        # A capture came in between: what both began with is known.
        (b"a\n", "A", b"a\n\n**21:20** c\n", recovery.COMPARE, "A\n\n**21:20** c"),
        (None, "mine", b"**21:20** c\n", recovery.COMPARE, "mine\n\n**21:20** c"),
        # The session died between its save, which merged, and the removal of its draft.
        (b"a\n", "a\nmine", b"a\nmine\ntheirs\n", recovery.SAME, None),
        (b"a\n", "A", b"other\n", recovery.COMPARE, None),
        (b"a\n", "A", None, recovery.COMPARE, None),
        (b"a\n", "A", b"", recovery.COMPARE, None),
        (b"a\n", "A", b"\xff\xfe\n", recovery.LEAVE, None),
    ],
)
def test_what_a_draft_is_to_its_page(
    workspace: Workspace,
    folder: Path,
    base: bytes | None,
    mine: str,
    now: bytes | None,
    kind: str,
    merged: str | None,
) -> None:
    if now is not None:
        (folder / "2018-03-28.md").write_bytes(now)
    _, draft = draft_of(workspace, mine, base)
    assert recovery.judge(open_page(workspace, DAY), draft) == (kind, merged)


def test_a_damaged_draft_never_takes_a_page_by_itself(workspace: Workspace, folder: Path) -> None:
    (folder / "2018-03-28.md").write_bytes(b"a\n")
    _, draft = draft_of(workspace, "a\nb", b"a\n")
    draft.damaged = True
    assert recovery.judge(open_page(workspace, DAY), draft).kind == recovery.COMPARE


def test_an_untouched_template_is_no_draft(workspace: Workspace, folder: Path) -> None:
    (folder / "templates").mkdir()
    (folder / "templates" / "daily.md").write_text("## Good things\n")
    (folder / "settings.toml").write_text('[journal]\ntemplate = "daily"\n')
    workspace = open_workspace(None, os.environ)
    page = open_page(workspace, DAY)
    _, draft = draft_of(workspace, page.text, None)
    assert recovery.judge(page, draft).kind == recovery.SAME


@pytest.mark.parametrize(
    ("text", "at", "line"),
    [
        ("a b c", AT, "Recovered 2 words from 21:14"),
        ("a b", AT, "Recovered 1 word from 21:14"),
        ("b", AT, "Recovered what you changed from 21:14"),
        ("a b", None, "Recovered 1 word from an unknown time"),
        ("a b", AT.replace(day=26), "Recovered 1 word from Mon 26 Mar 2018, 21:14"),
    ],
)
def test_the_line_tells_what_is_back(
    workspace: Workspace, folder: Path, text: str, at: datetime | None, line: str
) -> None:
    (folder / "2018-03-28.md").write_bytes(b"a\n")
    _, draft = draft_of(workspace, text, b"a\n")
    draft.saved_at = at
    assert recovery.recovered_line(workspace, open_page(workspace, DAY), draft) == line


def test_a_discarded_draft_is_in_the_trash(workspace: Workspace) -> None:
    drafts, draft = draft_of(workspace, "nobody wants this", None)
    recovery.discard_draft(workspace, drafts, draft)
    (item,) = trash_of(workspace).items(DAY)
    assert Path(item.path).read_text() == "nobody wants this"
    assert not Path(draft.path).exists()


def test_without_a_trash_a_discarded_draft_stays_where_it_was(workspace: Workspace) -> None:
    drafts, draft = draft_of(workspace, "nobody wants this", None)
    Path(trash_of(workspace, to_write=True).folder).write_text("in the way")
    recovery.discard_draft(workspace, drafts, draft)
    assert "nobody wants this" in Path(draft.path + ".discarded").read_text()


def test_a_copy_elsewhere_never_overwrites(folder: Path) -> None:
    assert recovery.save_copy("~/mine.md", "words") == str(folder.parent / "mine.md")
    assert (folder.parent / "mine.md").read_text() == "words\n"
    with pytest.raises(StorageError, match="exists already"):
        recovery.save_copy("~/mine.md", "other")
    with pytest.raises(StorageError, match="is a folder"):
        recovery.save_copy("~", "other")
    assert (folder.parent / "mine.md").read_text() == "words\n"


def test_copies_beside_an_entry(workspace: Workspace, folder: Path) -> None:
    (folder / "2018-03-28.md").write_text("mine\n")
    (folder / "2018-03-28 2.md").write_bytes(b"theirs\r\n")
    (folder / "2018-03-28.conflict-x.md").write_bytes(b"\xff\n")
    (folder / "2018-03-27 2.md").write_bytes(b"another day\n")
    copies = recovery.copies_of(workspace, DAY)
    assert [(copy.name, copy.text, copy.problem) for copy in copies] == [
        ("2018-03-28 2.md", "theirs", None),
        ("2018-03-28.conflict-x.md", "ÿ", "This file is not UTF-8 text: it is shown read-only."),
    ]
    recovery.discard_copy(workspace, DAY, copies[0])
    assert not (folder / "2018-03-28 2.md").exists()
    (item,) = trash_of(workspace).items(DAY)
    assert Path(item.path).read_bytes() == b"theirs\r\n"


def test_a_copy_that_changed_meanwhile_stays(workspace: Workspace, folder: Path) -> None:
    path = folder / "2018-03-28 2.md"
    path.write_text("theirs\n")
    (copy,) = recovery.copies_of(workspace, DAY)
    path.write_text("theirs, and more\n")
    with pytest.raises(StorageError, match="was changed meanwhile"):
        recovery.discard_copy(workspace, DAY, copy)
    assert path.read_text() == "theirs, and more\n"


@pytest.mark.parametrize(
    ("page", "copy", "both"),
    [
        ("a", "a", "a"),
        ("", "b", "b"),
        ("a", "", "a"),
        ("a\n\nb", "a", "a\n\nb"),
        ("a", "a\n\nb", "a\n\nb"),
        ("a\n\nmine\n\nz", "a\n\ntheirs\n\nz", "a\n\nmine\n\ntheirs\n\nz"),
        ("mine", "theirs", "mine\n\ntheirs"),
        ("a\n\nb\n\nc", "a\n\nB\n\nc\n\nd", "a\n\nb\n\nB\n\nc\n\nd"),
        ("1\n\na\n\n2\n\nb\n\n3", "1\n\nA\n\n2\n\nB\n\n3", "1\n\na\n\nA\n\n2\n\nb\n\nB\n\n3"),
        ("a\n\n\nb\n\nc", "x\n\na\n\nb", "x\n\na\n\n\nb\n\nc"),
    ],
)
def test_both_texts_in_one(page: str, copy: str, both: str) -> None:
    assert recovery.joined(page, copy) == both


PARAGRAPHS = st.lists(st.sampled_from(["one", "two\nlines", "```\ncode\n```", "three", "4"]), max_size=6)


@given(mine=PARAGRAPHS, theirs=PARAGRAPHS)
def test_every_paragraph_of_both_texts_is_there_and_none_too_often(
    mine: list[str], theirs: list[str]
) -> None:
    both = recovery.joined("\n\n".join(mine), "\n\n".join(theirs)).split("\n\n")
    for paragraph in {*mine, *theirs}:
        assert both.count(paragraph) == max(mine.count(paragraph), theirs.count(paragraph))
    ours = iter(both)
    assert all(paragraph in ours for paragraph in mine), "the page's order is kept"


@given(
    mine=st.text(st.sampled_from("ab \n"), max_size=30), theirs=st.text(st.sampled_from("ab \n"), max_size=30)
)
def test_every_line_of_both_texts_is_there(mine: str, theirs: str) -> None:
    both = recovery.joined(mine, theirs)
    for line in (*mine.split("\n"), *theirs.split("\n")):
        assert line in both
