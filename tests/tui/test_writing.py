"""Writing on today's page: what appears on the screen and what is in the file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from journal_tui.storage.disk import DISK
from tests.tui.conftest import OpenApp, app_of, painted


async def test_the_first_page_says_how_to_begin_and_makes_no_file(open_app: OpenApp, folder: Path) -> None:
    async with open_app() as pilot:
        screen = painted(pilot)
        assert "Wednesday, 28 March 2018" in screen
        assert "Write. Everything saves itself" in screen
        assert "of 300 words today" in screen
        await pilot.press("ctrl+q")
    assert list(folder.iterdir()) == []


async def test_typing_makes_the_file_and_moves_the_words(open_app: OpenApp, folder: Path) -> None:
    async with open_app() as pilot:
        await pilot.press(*"I wrote less.")
        room = app_of(pilot).room
        assert room.prose.tally.total == 3
        assert app_of(pilot).sitting.listing.row(room.sitting.today).words == 3
        await pilot.press("ctrl+s")
        assert room.status.message == "Saved 21:14"
        assert (folder / "2018-03-28.md").read_text() == "I wrote less.\n"
        await pilot.press("x")
        assert room.status.message == ""
        await pilot.press("ctrl+q")
    assert (folder / "2018-03-28.md").read_text() == "I wrote less.x\n"
    assert (folder / "2018-03-28.md").stat().st_mode & 0o777 == 0o600


async def test_saved_is_not_said_before_the_disk_has_it(
    open_app: OpenApp, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(fd: int, data: bytes) -> int:
        raise OSError(28, os.strerror(28))

    async with open_app() as pilot:
        await pilot.press(*"kept")
        room = app_of(pilot).room
        with monkeypatch.context() as broken:
            broken.setattr(type(DISK), "write", staticmethod(full))
            await pilot.press("ctrl+s")
            assert "Not saved." in room.status.message
            assert "Saved " not in room.status.message
            assert "2018-03-28.md" in room.status.message
            assert room.prose.text == "kept"
            assert not (folder / "2018-03-28.md").exists()
        await pilot.press("ctrl+s")
        assert room.status.message == "Saved 21:14"
    assert (folder / "2018-03-28.md").read_text() == "kept\n"


async def test_a_page_that_cannot_be_saved_is_not_left(
    open_app: OpenApp, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "2018-03-27.md").write_text("yesterday\n")

    def full(fd: int, data: bytes) -> int:
        raise OSError(28, os.strerror(28))

    async with open_app() as pilot:
        await pilot.press(*"mine")
        with monkeypatch.context() as broken:
            broken.setattr(type(DISK), "write", staticmethod(full))
            await pilot.press("escape", "j")
            room = app_of(pilot).room
            assert room.prose.text == "mine"
            assert room.sitting.page.day.isoformat() == "2018-03-28"
            assert room.entries.day == room.sitting.page.day


async def test_a_capture_while_the_page_is_open_is_in_both(open_app: OpenApp, folder: Path) -> None:
    day = folder / "2018-03-28.md"
    day.write_text("First.\n")
    async with open_app() as pilot:
        room = app_of(pilot).room
        await pilot.press(*" Mine.")
        day.write_text("First.\n\n**21:10** a capture\n")
        await pilot.press("ctrl+s")
        assert day.read_text() == "First. Mine.\n\n**21:10** a capture\n"
        assert room.prose.text == "First. Mine.\n\n**21:10** a capture"
        assert room.status.message.startswith("Saved 21:14")


async def test_what_another_program_writes_appears_on_a_clean_page(open_app: OpenApp, folder: Path) -> None:
    day = folder / "2018-03-28.md"
    day.write_text("First.\n")
    async with open_app() as pilot:
        room = app_of(pilot).room
        day.write_text("First.\n\nSecond.\n")
        room.keeper.look_outside()
        assert room.prose.text == "First.\n\nSecond."
        room.prose.undo()
        assert room.prose.text == "First."


async def test_an_emptied_file_does_not_empty_the_page(open_app: OpenApp, folder: Path) -> None:
    day = folder / "2018-03-28.md"
    day.write_text("First.\n")
    async with open_app() as pilot:
        room = app_of(pilot).room
        day.write_text("")
        room.keeper.look_outside()
        assert room.prose.text == "First."
        await pilot.press("!")
        await pilot.press("ctrl+s")
    assert day.read_text() == "First.!\n"


async def test_two_edits_of_one_line_are_both_kept(open_app: OpenApp, folder: Path) -> None:
    day = folder / "2018-03-28.md"
    day.write_text("First.\n")
    async with open_app() as pilot:
        await pilot.press(*" Mine.")
        day.write_text("First, theirs.\n")
        await pilot.press("ctrl+s")
        assert "kept beside it" in app_of(pilot).room.status.message
        assert "≠" in painted(pilot)
    assert day.read_text() == "First. Mine.\n"
    assert [p.read_text() for p in folder.glob("2018-03-28.conflict-*.md")] == ["First, theirs.\n"]


async def test_a_template_is_shown_but_makes_no_file_and_counts_no_words(
    open_app: OpenApp, folder: Path
) -> None:
    (folder / "templates").mkdir()
    (folder / "templates" / "daily.md").write_text("## Three good things\n")
    (folder / "settings.toml").write_text('[journal]\ntemplate = "daily"\n')
    async with open_app() as pilot:
        room = app_of(pilot).room
        assert room.prose.text.startswith("## Three good things")
        assert room.prose.tally.total == 0
        await pilot.press("ctrl+s")
        assert not (folder / "2018-03-28.md").exists()
        await pilot.press("enter", *"Bread")
        assert room.prose.tally.total == 1
        await pilot.press("ctrl+q")
    assert (folder / "2018-03-28.md").read_text() == "## Three good things\nBread\n"


async def test_a_broken_settings_file_is_told_and_left_alone(open_app: OpenApp, folder: Path) -> None:
    (folder / "settings.toml").write_text("[journal\nwords = 9\n")
    async with open_app() as pilot:
        room = app_of(pilot).room
        assert "settings.toml" in room.status.message
        await pilot.press(*"still works", "ctrl+s")
    assert (folder / "2018-03-28.md").read_text() == "still works\n"
    assert (folder / "settings.toml").read_text() == "[journal\nwords = 9\n"


@pytest.mark.parametrize("name", ["journal-dark", "journal-light", "high-contrast", "terminal"])
async def test_every_theme_opens_and_is_kept(open_app: OpenApp, folder: Path, home: Path, name: str) -> None:
    config = home / ".config" / "journal-tui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'# mine\ntheme = "{name}"\n')
    async with open_app() as pilot:
        app = app_of(pilot)
        assert app.theme == name
        await pilot.press("f1", "escape", "ctrl+p", "escape", "ctrl+g", "escape")
        app.wear("journal-light")
        await pilot.pause()
        assert app.room.status.message == ""
    assert config.read_text() == '# mine\ntheme = "journal-light"\n'


async def test_a_theme_that_does_not_exist_is_told(open_app: OpenApp, folder: Path, home: Path) -> None:
    config = home / ".config" / "journal-tui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('theme = "journal-lihgt"\n[keys]\nsaev = "f2"\nhelp = "bogus"\nsave = "f2"\n')
    async with open_app() as pilot:
        app = app_of(pilot)
        assert app.theme == "journal-dark"
        told = " ".join(str(problem) for problem in app.sitting.workspace.problems)
        assert 'did you mean "journal-light"' in told
        assert 'did you mean "save"' in told
        assert "bogus" in told
        await pilot.press(*"text", "f2")
        assert app.room.status.message == "Saved 21:14"


async def test_the_bar_and_the_days_kept(open_app: OpenApp, folder: Path) -> None:
    for day in range(22, 28):
        (folder / f"2018-03-{day}.md").write_text("word " * 60)
    (folder / "settings.toml").write_text("[journal]\nwords = 10\nminimum = 5\n")
    async with open_app(size=(140, 40)) as pilot:
        app = app_of(pilot)
        while app.room.habits is None:
            await pilot.pause()
        assert app.room.habits.so_far.streak == 6
        assert "6 days in a row" in painted(pilot)
        await pilot.press(*"one two three four five six")
        assert "of 10 words today" in painted(pilot)
        assert app.room.goal.report is not None
        assert app.room.goal.report.kept


async def test_a_page_that_turns_read_only_says_so_and_is_not_typed_on(
    open_app: OpenApp, folder: Path
) -> None:
    day = folder / "2018-03-28.md"
    day.write_text("First.\n")
    async with open_app() as pilot:
        room = app_of(pilot).room
        day.write_bytes(b"caf\xe9 by another program\n")
        room.keeper.look_outside()
        while "UTF-8" not in room.status.message:  # a file that shrank is looked at twice
            await pilot.pause(0.05)
        await pilot.press("x", "ctrl+s")
        assert not room.sitting.dirty
        day.write_text("First again, and a little longer than before.\n")
        room.keeper.look_outside()
        assert not room.prose.read_only
        await pilot.press("!", "ctrl+s")
    assert day.read_text() == "First again, and a little longer than before.!\n"


async def test_a_line_may_grow_while_one_writes(open_app: OpenApp, folder: Path) -> None:
    async with open_app() as pilot:
        room = app_of(pilot).room
        room.prose.insert("word " * 12_000)
        await pilot.press("ctrl+s", "x", "ctrl+s")
        assert room.status.message == "Saved 21:14"
    assert (folder / "2018-03-28.md").read_text() == "word " * 12_000 + "x\n"


async def test_a_deleted_file_comes_back_when_it_is_saved(open_app: OpenApp, folder: Path) -> None:
    day = folder / "2018-03-28.md"
    day.write_text("First.\n")
    async with open_app() as pilot:
        room = app_of(pilot).room
        day.unlink()
        room.keeper.look_outside()
        while "deleted" not in room.status.message:
            await pilot.pause(0.05)
        await pilot.press("ctrl+s")
        assert day.read_text() == "First.\n"
        day.unlink()
        room.keeper.look_outside()
        while "deleted" not in room.status.message:
            await pilot.pause(0.05)
        await pilot.press("x", "backspace", "ctrl+q")
    assert day.read_text() == "First.\n"


async def test_a_file_that_was_deleted_stays_deleted_unless_somebody_asks(
    open_app: OpenApp, folder: Path
) -> None:
    day = folder / "2018-03-28.md"
    day.write_text("First.\n")
    async with open_app() as pilot:
        day.unlink()
        app_of(pilot).room.keeper.look_outside()
        await pilot.press("ctrl+q")
    assert not day.exists()


async def test_the_days_kept_move_while_one_types(open_app: OpenApp, folder: Path) -> None:
    for day in range(22, 28):
        (folder / f"2018-03-{day}.md").write_text("word " * 60)
    async with open_app(size=(140, 40)) as pilot:
        room = app_of(pilot).room
        while room.habits is None:
            await pilot.pause()
        assert "6 days in a row" in painted(pilot)
        room.prose.insert("word " * 60)
        await pilot.pause()
        assert "7 days in a row" in painted(pilot)
        assert "kept 7 of the last 7" in painted(pilot)


async def test_the_row_of_a_new_page_has_its_words_at_once(open_app: OpenApp, folder: Path) -> None:
    async with open_app() as pilot:
        await pilot.press(*"# Title", "enter", *"and text")
        row = app_of(pilot).sitting.listing.row(app_of(pilot).sitting.today)
        assert (row.title, row.words) == ("Title", 3)
        assert "Title" in painted(pilot).splitlines()[3][:36]


async def test_the_hint_leaves_with_the_first_letter(open_app: OpenApp, folder: Path) -> None:
    async with open_app() as pilot:
        await pilot.press("a")
        screen = painted(pilot)
        assert "plain Markdown" not in screen
        assert "F1 tells" not in screen
        await pilot.press("backspace")
        assert "F1 tells" in painted(pilot)
