"""Misspelt words on the page, and what they may have meant."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.pilot import Pilot

from journal_tui.tui import underlines
from journal_tui.tui.screens.suggestions import Suggestions
from journal_tui.tui.underlines import carried
from tests.dictionaries import no_library, stand_in, write_dictionary
from tests.tui.conftest import OpenApp, app_of, painted

PAGE = "2018-03-28.md"
WORDS = ["the", "house", "horse", "is", "here", "and", "a", "don't", "there", "once", "again"]

pytestmark = pytest.mark.usefixtures("dictionary")


@pytest.fixture
def dictionary(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small dictionary in the writer's language, and a library that reads it."""
    write_dictionary(tmp_path / "dictionaries", "en_QQ", WORDS)
    stand_in(tmp_path / "library", monkeypatch)
    monkeypatch.setenv("DICPATH", str(tmp_path / "dictionaries"))
    monkeypatch.setenv("LC_ALL", "en_QQ.UTF-8")
    monkeypatch.setattr(underlines, "REST", 0.02)
    return tmp_path / "dictionaries" / "en_QQ.dic"


@pytest.fixture
def page(folder: Path) -> Path:
    """The open page's file."""
    return folder / PAGE


@pytest.fixture
def config(home: Path) -> Path:
    """Where config.toml lies."""
    path = home / ".config" / "journal-tui" / "config.toml"
    path.parent.mkdir(parents=True)
    return path


async def until(pilot: Pilot[int], holds: Callable[[], object], what: str = "") -> None:
    """Let the app and its threads work until something holds."""
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end, what or painted(pilot)
        await pilot.pause()
        await asyncio.sleep(0.005)


def underlined(pilot: Pilot[int]) -> list[str]:
    """The underlined words of the page, as painted."""
    prose = app_of(pilot).room.prose
    found = []
    for y in range(prose.size.height):
        run = ""
        for text, style, _ in prose.render_line(y):
            if style is not None and style.underline:
                run += text
            elif run:
                found.append(run)
                run = ""
        found += [run] if run else []
    return found


def text_of(pilot: Pilot[int]) -> str:
    """What stands on the page."""
    return app_of(pilot).room.prose.text


def said(pilot: Pilot[int]) -> str:
    """The status line."""
    return app_of(pilot).room.status.message


async def see(pilot: Pilot[int], *words: str) -> None:
    """Wait until exactly these words are underlined."""
    await until(pilot, lambda: underlined(pilot) == list(words), f"{words} != {underlined(pilot)}")


async def offered(pilot: Pilot[int], *texts: str) -> None:
    """Wait until the list of suggestions shows these."""
    await until(
        pilot, lambda: isinstance(pilot.app.screen, Suggestions) and all(t in painted(pilot) for t in texts)
    )


# What is underlined


async def test_misspelt_words_are_underlined_and_nothing_else(open_app: OpenApp, page: Path) -> None:
    page.write_text(
        "# The huose\n\nThe house, `huose`, #huose don’t <!-- huose --> is hree and UNO.\n\n```\nhuose\n```\n"
    )
    async with open_app() as pilot:
        await see(pilot, "huose", "hree")
    assert page.read_text().startswith("# The huose"), "looking changes nothing"


async def test_the_word_that_is_being_written_is_not_underlined_yet(open_app: OpenApp, page: Path) -> None:
    page.write_text("hree ")
    async with open_app() as pilot:
        await see(pilot, "hree")
        await pilot.press(*"huos")
        checker = app_of(pilot).room.speller._underlines
        await until(pilot, lambda: ("hree huos", "") in checker._known)
        assert underlined(pilot) == ["hree"]
        await pilot.press("e", "space")
        await see(pilot, "hree", "huose")
        await pilot.press("left", "left")
        await see(pilot, "hree", "huose")


async def test_underlines_move_with_their_words_while_somebody_types(open_app: OpenApp, page: Path) -> None:
    page.write_text("the huose is hree\n")
    async with open_app() as pilot:
        await see(pilot, "huose", "hree")
        room = app_of(pilot).room
        room.speller._underlines._check = lambda lines, then: None  # nobody answers any more
        room.prose.move_cursor((0, 10))
        await pilot.press("a", "space")
        assert underlined(pilot) == ["huose", "hree"]


async def test_only_what_is_visible_is_looked_at(open_app: OpenApp, page: Path) -> None:
    page.write_text("\n".join(f"line{letter} huose" for letter in "abcdefghij" * 100))
    async with open_app(size=(100, 20)) as pilot:
        await until(pilot, lambda: underlined(pilot))
        checker = app_of(pilot).room.speller._underlines
        assert 0 < len(checker._asked) + len(checker._painted) < 60


async def test_a_key_asks_nobody(open_app: OpenApp, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page.write_text("hree\n")
    async with open_app() as pilot:
        await see(pilot, "hree")
        asked: list[object] = []
        monkeypatch.setattr(underlines, "REST", 60.0)
        room = app_of(pilot).room
        room.speller._underlines._check = lambda lines, then: asked.append(lines)
        await pilot.press(*"the house", "enter", *"hree")
        assert asked == []


async def test_without_colours_the_line_remains(
    open_app: OpenApp, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    page.write_text("hree\n")
    async with open_app() as pilot:
        await see(pilot, "hree")


# Suggestions


async def test_a_number_puts_a_suggestion_in_the_words_place(open_app: OpenApp, page: Path) -> None:
    page.write_text("The house. Huose, the hree.\n")
    async with open_app() as pilot:
        app_of(pilot).room.prose.move_cursor((0, 0))
        await pilot.press("f12")
        await offered(pilot, "1 House")
        await pilot.press("1")
        await until(pilot, lambda: text_of(pilot) == "The house. House, the hree.")
        await see(pilot, "hree")
        await pilot.press("f12")
        await offered(pilot, "here")
        await pilot.press("enter")
        assert "hree" not in text_of(pilot)
        await pilot.press("ctrl+z")
        assert text_of(pilot) == "The house. House, the hree."
        await pilot.press("ctrl+z")
        assert text_of(pilot) == "The house. Huose, the hree."


async def test_a_small_terminal_shows_fewer_and_the_word(
    open_app: OpenApp, page: Path, dictionary: Path
) -> None:
    write_dictionary(dictionary.parent, "en_QQ", [f"hous{letter}" for letter in "abcdfghi"])
    page.write_text("\n".join(["housx"] * 30))
    async with open_app(size=(40, 12)) as pilot:
        await pilot.press("f12")
        await offered(pilot, "1 hous", "F12 next")
        await pilot.pause()
        assert "4 hous" in painted(pilot)
        assert painted(pilot).count("housx") >= 1
        row = app_of(pilot).room.prose.cursor_screen_offset.y
        assert "housx" in painted(pilot).splitlines()[row]


async def test_the_apostrophe_of_the_word_is_kept(open_app: OpenApp, page: Path) -> None:
    page.write_text("dont’t\n")
    async with open_app() as pilot:
        await pilot.press("f12")
        await offered(pilot, "don’t")
        await pilot.press("1")
        assert text_of(pilot) == "don’t"


async def test_keys_that_are_pressed_at_once_are_not_typed_on_the_page(open_app: OpenApp, page: Path) -> None:
    page.write_text("huose\n")
    async with open_app() as pilot:
        await see(pilot, "huose")
        for key, character in (("f12", None), ("1", "1")):
            pilot.app.post_message(events.Key(key, character))
        await until(pilot, lambda: text_of(pilot) == "house")


async def test_the_next_f12_goes_to_the_next_word_and_round_the_end(open_app: OpenApp, page: Path) -> None:
    page.write_text("hree the huose\n\n" + "here\n" * 200 + "hroe\n")
    async with open_app() as pilot:
        prose = app_of(pilot).room.prose
        prose.move_cursor((0, 2))
        chosen = []
        for _ in range(4):
            await pilot.press("f12")
            await until(pilot, lambda: isinstance(pilot.app.screen, Suggestions) and pilot.app.screen.found)
            chosen.append(prose.selected_text)
            await pilot.press("escape")
            assert prose.selection.is_empty, "what is typed next must not replace the word"
        assert chosen == ["hree", "huose", "hroe", "hree"]
        await pilot.press("f12")
        await offered(pilot)
        await pilot.press("f12")
        await until(pilot, lambda: prose.selected_text == "hroe")
        await pilot.press("escape")
        assert text_of(pilot).startswith("hree the huose\n")


async def test_nothing_misspelt_is_one_line(open_app: OpenApp, page: Path) -> None:
    page.write_text("the house\n")
    async with open_app() as pilot:
        await pilot.press("f12")
        await until(pilot, lambda: said(pilot) == "No misspelt word on this page.")
        assert not isinstance(pilot.app.screen, Suggestions)


async def test_nothing_like_it_can_still_be_added(open_app: OpenApp, page: Path, folder: Path) -> None:
    page.write_text("Zzyzxy and zzyzxy’s ZZYZXY\n")
    async with open_app() as pilot:
        await see(pilot, "Zzyzxy", "zzyzxy’s", "ZZYZXY")
        app_of(pilot).room.prose.move_cursor((0, 0))
        await pilot.press("f12")
        await offered(pilot, "Nothing like it")
        await pilot.press("1", "enter", "escape", "right", "right", "right", "right", "f12")
        await until(pilot, lambda: app_of(pilot).room.prose.selected_text == "zzyzxy’s")
        await pilot.press("n")
        await until(pilot, lambda: app_of(pilot).room.prose.selected_text == "ZZYZXY")
        await pilot.press("escape")
        assert not (folder / "words.txt").exists()


# Own words


async def test_a_word_is_added_to_the_journals_own(open_app: OpenApp, page: Path, folder: Path) -> None:
    page.write_text("crofton and Crofton's CROFTON hree\n")
    async with open_app() as pilot:
        await see(pilot, "crofton", "Crofton's", "CROFTON", "hree")
        app_of(pilot).room.prose.move_cursor((0, 0))
        await pilot.press("f12", "a")
        await see(pilot, "hree")
        assert said(pilot) == "“crofton” is in the journal's words.txt now."
    assert (folder / "words.txt").read_text().splitlines()[1:] == ["crofton"]


async def test_own_words_are_right_from_the_start_and_when_the_file_changes(
    open_app: OpenApp, page: Path, folder: Path
) -> None:
    (folder / "words.txt").write_text("Creed\n")
    page.write_text("Creed and creed hroe\n")
    async with open_app() as pilot:
        await see(pilot, "creed", "hroe")
        (folder / "words.txt").write_text("Creed\ncreed\n")
        await pilot.press("end", "space", *"hree", "space")
        await see(pilot, "hroe", "hree")
        await pilot.press(*"Crede", "f12")
        await offered(pilot, "1 Creed")


async def test_an_ignored_word_is_right_until_the_end(open_app: OpenApp, page: Path, folder: Path) -> None:
    page.write_text("Creed and hree\n")
    for _ in range(2):
        async with open_app() as pilot:
            await see(pilot, "Creed", "hree")
            app_of(pilot).room.prose.move_cursor((0, 0))
            await pilot.press("f12", "i")
            await see(pilot, "hree")
    assert not (folder / "words.txt").exists()


async def test_a_list_that_cannot_be_written_is_one_line(open_app: OpenApp, page: Path, folder: Path) -> None:
    (folder / "words.txt").mkdir()
    page.write_text("Creed\n")
    async with open_app() as pilot:
        await see(pilot, "Creed")
        await pilot.press("f12", "a")
        await until(pilot, lambda: "words.txt" in said(pilot))
        await see(pilot)


# On and off


async def test_off_and_on_are_remembered(open_app: OpenApp, page: Path, config: Path) -> None:
    config.write_text("# mine\n[page]\nmeasure = 60\n")
    page.write_text("hree\n")
    async with open_app() as pilot:
        await see(pilot, "hree")
        await pilot.app.run_action("toggle_spelling", app_of(pilot).room)
        await see(pilot)
        assert "spelling = false" in config.read_text()
        await pilot.press("f12")
        assert "palette" in said(pilot)
        assert "spelling" not in app_of(pilot).room.prose.marks
    async with open_app() as pilot:
        room = app_of(pilot).room
        assert room.prose.marks.get("spelling") is None
        await pilot.app.run_action("toggle_spelling", room)
        await see(pilot, "hree")
        assert "en_QQ" in said(pilot)
    assert config.read_text() == '# mine\n[page]\nmeasure = 60\nspelling = "auto"\n'


async def test_the_settings_name_dictionaries(
    open_app: OpenApp, page: Path, config: Path, dictionary: Path
) -> None:
    write_dictionary(dictionary.parent, "de_QQ", ["Haus"])
    config.write_text('[page]\nspelling = ["de_QQ", "en_QQ"]\n')
    page.write_text("Haus house huas\n")
    async with open_app() as pilot:
        await see(pilot, "huas")
        room = app_of(pilot).room
        await pilot.app.run_action("toggle_spelling", room)
        assert said(pilot) == "Spelling is off."
        await pilot.app.run_action("toggle_spelling", room)
        await until(pilot, lambda: "de_QQ, en_QQ" in said(pilot))
    assert 'spelling = ["de_QQ", "en_QQ"]' in config.read_text()


async def test_without_the_library_nothing_is_said_until_somebody_asks(
    open_app: OpenApp, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_library(monkeypatch)
    page.write_text("hree\n")
    async with open_app() as pilot:
        room = app_of(pilot).room
        assert said(pilot) == ""
        assert "spelling" not in room.prose.marks
        await pilot.press("f12")
        await until(pilot, lambda: "journal-tui[spelling]" in said(pilot))
        await pilot.press("x")
        assert text_of(pilot) == "hreex", "the page goes on as before"


async def test_a_dictionary_that_is_installed_meanwhile_is_found(
    open_app: OpenApp, page: Path, dictionary: Path
) -> None:
    kept = dictionary.read_bytes()
    dictionary.unlink()
    page.write_text("huose\n")
    async with open_app() as pilot:
        await pilot.press("f12")
        await until(pilot, lambda: "en_QQ" in said(pilot))
        dictionary.write_bytes(kept)
        await pilot.press("f12")
        await offered(pilot, "1 house")


async def test_dictionaries_that_fail_take_the_underlines_along_not_the_page(
    open_app: OpenApp, page: Path
) -> None:
    page.write_text("hree ")
    async with open_app() as pilot:
        await see(pilot, "hree")
        await pilot.press(*"diediedie", "space")
        await see(pilot)
        assert text_of(pilot) == "hree diediedie "
        assert said(pilot) == ""


async def test_a_read_only_page_is_left_alone(open_app: OpenApp, page: Path) -> None:
    page.write_bytes(b"hree \xff\n")
    async with open_app() as pilot:
        await pilot.press("f12")
        assert said(pilot) == "This page is read-only."


async def test_the_process_ends_with_the_app(open_app: OpenApp, page: Path) -> None:
    page.write_text("hree\n")
    async with open_app() as pilot:
        await see(pilot, "hree")
        thread = app_of(pilot).room.speller._thread
        assert thread is not None
        assert thread._spelling is not None
        process = thread._spelling._process
        assert process is not None
        assert process.poll() is None
    assert process.poll() is not None


# Marks that an edit carries along

WORDY = st.lists(st.sampled_from(["ab", "c", " ", "  ", "déf", "漢"]), max_size=12).map("".join)


@given(WORDY, WORDY, WORDY, WORDY)
def test_marks_that_are_carried_stand_on_the_same_word(head: str, old: str, new: str, tail: str) -> None:
    before, after = head + old + tail, head + new + tail
    marks = []
    at = 0
    for part in before.split(" "):
        if part:
            marks.append((at, at + len(part), "misspelt"))
        at += len(part) + 1
    for start, end, _ in carried(before, after, tuple(marks)):
        assert after[start:end] in before.split(" ")
        assert after[start - 1 : start] in ("", " ") or start == 0
        assert after[end : end + 1] in ("", " ")
    if old == new:
        assert carried(before, after, tuple(marks)) == tuple(marks)
