"""Finding and replacing on the page, and going to a heading."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from journal_tui.domain.finding import Matcher
from journal_tui.services.history import list_versions
from journal_tui.tui import looking
from journal_tui.tui.commands import EVERYWHERE, FIND, commands_of
from journal_tui.tui.finder import Finder
from journal_tui.tui.screens.headings import HeadingsScreen
from journal_tui.tui.widgets.prose_area import ProseArea
from tests.tui.conftest import OpenApp, app_of, focused, painted

DIARY = """\
# The Dutch war

## Morning

Up, and with Sir W. Batten to St. James’s, where the King was not. The letter do bid us to do all things,
easing the King of charge; so that the war is now professedly over.

## Evening

They do all give up the kingdom for lost that I speak to; and do hear what the King says.

```
# no heading
```

And so to bed, though I don’t sleep.
"""
KINGS = [
    (row, at.start()) for row, line in enumerate(DIARY.split("\n")) for at in re.finditer("(?i)king", line)
]
"""Where "king" begins in it, in any case."""


@pytest.fixture
def diary(folder: Path) -> Path:
    path = folder / "2018-03-28.md"
    path.write_text(DIARY, encoding="utf-8")
    return path


def prose_of(pilot: Pilot[int]) -> ProseArea:
    return app_of(pilot).room.prose


def finder_of(pilot: Pilot[int]) -> Finder:
    return app_of(pilot).room.finder


def field(pilot: Pilot[int], name: str = "find-field") -> Input:
    return app_of(pilot).room.query_one(f"#{name}", Input)


def status(pilot: Pilot[int]) -> str:
    return app_of(pilot).room.status.message


async def until_counted(pilot: Pilot[int]) -> str:
    """What the bar tells of the matches, once all are known."""
    for _ in range(500):
        told = str(finder_of(pilot).bar.query_one("#find-count").render())
        if told != "…":
            return told
        await pilot.pause()
    raise AssertionError("the count never came")


def lit(pilot: Pilot[int]) -> list[tuple[int, int, int, str]]:
    """Everything that is lit, with its row."""
    prose = prose_of(pilot)
    give = prose.marks.get("find")
    return [(row, *mark) for row in range(prose.document.line_count) for mark in give(row)] if give else []


def selected(pilot: Pilot[int]) -> str:
    return prose_of(pilot).selected_text


async def typed(pilot: Pilot[int], text: str) -> None:
    """A text, as fast as it comes."""
    await burst(pilot, *text)


async def opened(pilot: Pilot[int], query: str, *, from_top: bool = False) -> None:
    """Open the bar and write a query."""
    await burst(pilot, *(["ctrl+home"] if from_top else []), "ctrl+f", *query)


async def burst(pilot: Pilot[int], *keys: str) -> None:
    """Keys that arrive before the first of them has had its effect."""
    for key in keys:
        character = key if len(key) == 1 else None
        pilot.app.post_message(events.Key("space" if key == " " else key, character))
    gate = app_of(pilot).gate
    await pilot.pause()
    for _ in range(500):
        if not gate._held and not gate.closed:
            return
        await pilot.pause()
    raise AssertionError("the keys never went in")


async def test_the_view_goes_along_while_one_types(open_app: OpenApp, diary: Path) -> None:
    async with open_app() as pilot:
        await burst(pilot, "ctrl+home", "ctrl+f", "k")
        assert focused(pilot) == "find-field"
        await pilot.press(*"ing")
        assert await until_counted(pilot) == "1 of 4"
        assert "Find  king" in painted(pilot)
        here = [(row, start) for row, start, _, name in lit(pilot) if name == "match_here"]
        others = [(row, start) for row, start, _, name in lit(pilot) if name == "match"]
        assert here == KINGS[:1]
        assert others == KINGS[1:]
        await pilot.press("d")
        assert prose_of(pilot).cursor_location == KINGS[2]
        assert await until_counted(pilot) == "1 of 1"
        await pilot.press("x")
        assert await until_counted(pilot) == "none"
        await pilot.press(*["backspace"] * 6)
        assert prose_of(pilot).cursor_location == (0, 0)
        assert lit(pilot) == []


async def test_the_first_match_is_the_one_at_or_behind_the_cursor(open_app: OpenApp, diary: Path) -> None:
    async with open_app() as pilot:
        prose_of(pilot).move_cursor(KINGS[1])
        await opened(pilot, "king")
        assert await until_counted(pilot) == "2 of 4"
        await burst(pilot, "enter", "enter")
        assert await until_counted(pilot) == "4 of 4"
        assert status(pilot) == ""
        await pilot.press("enter")
        assert await until_counted(pilot) == "1 of 4"
        assert status(pilot) == "From the other end of the page"
        await pilot.press("shift+f3")
        assert await until_counted(pilot) == "4 of 4"
        await pilot.press("shift+f3")
        assert await until_counted(pilot) == "3 of 4"
        assert status(pilot) == ""
        await pilot.press("f3")
        assert await until_counted(pilot) == "4 of 4"


async def test_what_is_typed_right_behind_the_key_lands_in_the_field(open_app: OpenApp, diary: Path) -> None:
    async with open_app() as pilot:
        await burst(
            pilot, "ctrl+home", "x", "ctrl+f", *"king", "enter", "escape", "ctrl+x", "ctrl+r", *"so", "ctrl+r"
        )
        await burst(pilot, *"thus", "enter", "escape", "end", "!", "ctrl+s")
        await pilot.press("ctrl+q")
    text = diary.read_text(encoding="utf-8")
    assert text.startswith("x# The Dutch war")
    assert "easing the  of charge; thus that the war is now professedly over.\n" in text
    assert text.endswith("And so to bed, though I don’t sleep.!\n")  # where the next "so" was


async def test_escape_leaves_the_match_selected_and_a_second_one_goes_back(
    open_app: OpenApp, diary: Path
) -> None:
    async with open_app(size=(80, 14)) as pilot:
        prose = prose_of(pilot)
        await pilot.press("ctrl+home")
        await burst(pilot, "ctrl+f", *"bed", "escape")
        assert selected(pilot) == "bed"
        assert focused(pilot) == "prose"
        assert not finder_of(pilot).bar.display
        assert lit(pilot) == []
        assert status(pilot) == "Esc goes back to where you were"
        assert prose.scroll_offset.y > 0
        await pilot.press("escape")
        await pilot.pause()
        assert prose.cursor_location == (0, 0)
        assert prose.selection.is_empty
        assert prose.scroll_offset.y == 0
        assert focused(pilot) == "prose"
        await pilot.press("escape")
        assert focused(pilot) == "entries"


async def test_a_key_between_makes_escape_what_it_always_is(open_app: OpenApp, diary: Path) -> None:
    async with open_app() as pilot:
        await burst(pilot, "ctrl+home", "ctrl+f", *"bed", "escape", "right", "escape")
        assert focused(pilot) == "entries"


async def test_ways_of_searching_by_key_and_by_mouse(open_app: OpenApp, diary: Path) -> None:
    async with open_app(size=(140, 40)) as pilot:
        await burst(pilot, "ctrl+home", "ctrl+f", *"king", "f6")
        assert await until_counted(pilot) == "1 of 1"
        await burst(pilot, "f6", "f7")
        assert await until_counted(pilot) == "1 of 3"
        await pilot.press("f7")
        assert await until_counted(pilot) == "1 of 4"
        await burst(pilot, "ctrl+b", "ctrl+u", *"k[a-z]+m")
        assert await until_counted(pilot) == "1 of 1"
        switches = next(one for one in finder_of(pilot).bar.query("Switches") if one.display)
        await pilot.click(switches, offset=(24, 0))
        assert await until_counted(pilot) == "none"
        await burst(pilot, "ctrl+u", *"King")
        assert await until_counted(pilot) == "1 of 3"


async def test_a_bad_pattern_is_told_with_its_place(open_app: OpenApp, diary: Path) -> None:
    async with open_app() as pilot:
        await burst(pilot, "ctrl+home", "ctrl+f", "ctrl+b", *"(king")
        assert status(pilot) == "Pattern: missing ) at character 6"
        assert lit(pilot) == []
        await burst(pilot, "f3", "shift+f3", "enter", "ctrl+r", "enter", "ctrl+r")
        assert prose_of(pilot).text == DIARY.rstrip("\n") or prose_of(pilot).text == DIARY
        await burst(pilot, "ctrl+f", "end", ")")
        assert status(pilot) == ""
        assert await until_counted(pilot) == "1 of 4"


async def test_a_pattern_without_an_end_does_not_hold_up_the_app(open_app: OpenApp, diary: Path) -> None:
    diary.write_text("a" * 5000 + "!\n" + "king\n" * 50, encoding="utf-8")
    async with open_app() as pilot:
        await burst(pilot, "ctrl+home", "ctrl+f", "ctrl+b", *"(a|aa)+$")
        assert status(pilot) == "This pattern takes too long. Make it simpler."
        assert lit(pilot) == []
        await burst(pilot, "ctrl+u", *"k.ng")
        assert await until_counted(pilot) == "1 of 50"


async def test_replacing_goes_on_to_the_next(open_app: OpenApp, diary: Path) -> None:
    async with open_app() as pilot:
        await burst(pilot, "ctrl+home", "ctrl+r", *"king", "tab", *"Queen")
        assert focused(pilot) == "replace-field"
        await pilot.press("enter")
        assert await until_counted(pilot) == "1 of 3"
        assert "the Queen was not" in prose_of(pilot).text
        assert prose_of(pilot).cursor_location == KINGS[1]
        await burst(pilot, "f3", "enter")
        assert await until_counted(pilot) == "2 of 2"
        assert prose_of(pilot).text.count("Queen") == 2
        assert "the Queendom" in prose_of(pilot).text
        await pilot.press("ctrl+z")
        assert "the kingdom" in prose_of(pilot).text
        assert prose_of(pilot).text.count("Queen") == 1
        await pilot.press("ctrl+y", "escape", "ctrl+q")
    assert diary.read_text(encoding="utf-8").count("Queen") == 2


async def test_replacing_a_match_by_itself_and_more_comes_to_an_end(open_app: OpenApp, diary: Path) -> None:
    diary.write_text("a\na\n", encoding="utf-8")
    async with open_app() as pilot:
        await burst(pilot, "ctrl+home", "ctrl+r", "a", "tab", *"aa", "enter")
        assert prose_of(pilot).cursor_location == (1, 0)
        await burst(pilot, "ctrl+f", "ctrl+b", "ctrl+u", "^", "tab", "ctrl+u", *"> ", "enter", "enter")
        assert prose_of(pilot).text.rstrip("\n") == "> aa\n> a"
        await burst(pilot, "ctrl+f", "ctrl+u", "$", "tab", "ctrl+u", "!", "enter", "enter")
        assert prose_of(pilot).text.startswith("> aa!\n> a!")


async def test_replacing_all_is_one_step_and_the_history_has_the_page(open_app: OpenApp, diary: Path) -> None:
    async with open_app() as pilot:
        app = app_of(pilot)
        before = prose_of(pilot).text
        await burst(pilot, "ctrl+home", "ctrl+r", *"king", "ctrl+r", *"Queen", "ctrl+r")
        assert prose_of(pilot).text == before.replace("King", "Queen").replace("king", "Queen")
        assert status(pilot) == "Replaced 4 · ^z undoes"
        assert await until_counted(pilot) == "none"
        version = list_versions(app.sitting.workspace, app.sitting.page.day)[0]
        assert version.reason == "replace"
        assert version.data.decode() == DIARY
        await pilot.press("ctrl+z")
        assert prose_of(pilot).text == before
        assert await until_counted(pilot) == "4"
        await pilot.press("ctrl+y", "ctrl+q")
    assert diary.read_text(encoding="utf-8").count("Queen") == 4


async def test_replacing_all_right_behind_an_edit_replaces_what_it_brought(
    open_app: OpenApp, diary: Path
) -> None:
    async with open_app() as pilot:
        await burst(pilot, "ctrl+home", "ctrl+r", *"king", "ctrl+r", *"Queen")
        assert await until_counted(pilot) == "1 of 4"
        prose_of(pilot).insert("A king. ", (0, 0))
        finder_of(pilot).swap_all()
        assert status(pilot) == "Replaced 5 · ^z undoes"
        assert prose_of(pilot).text.startswith("A Queen. ")


async def test_replacing_all_by_mouse_and_with_groups(open_app: OpenApp, diary: Path) -> None:
    async with open_app() as pilot:
        await burst(pilot, "ctrl+home", "ctrl+r", "ctrl+b", *"the (K)ing", "ctrl+r", *r"\1.")
        await pilot.click("#replace-all")
        assert prose_of(pilot).text.count("K.") == 3
        await pilot.press("ctrl+z")
        await burst(pilot, "ctrl+u", *r"\2", "ctrl+r")
        assert "a group that the pattern does not have" in status(pilot)
        assert prose_of(pilot).text.count("K.") == 0


async def test_replacing_all_without_a_history_says_so(
    open_app: OpenApp, diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from journal_tui.domain.errors import StorageError
    from journal_tui.tui import replacing

    def full(*_: object) -> None:
        raise StorageError("the disk is full")

    monkeypatch.setattr(replacing, "keep", full)
    async with open_app() as pilot:
        await burst(pilot, "ctrl+home", "ctrl+r", *"king", "ctrl+r", *"Queen", "ctrl+r")
        assert status(pilot) == "Replaced 4 · ^z undoes · no copy was kept: the disk is full"


@pytest.mark.parametrize(
    "keys", [("x",), ("x", "y"), ("x", "f3"), ("backspace", "backspace", "backspace", "q")]
)
@pytest.mark.parametrize("in_a_hurry", [False, True])
async def test_a_query_without_a_match_keeps_the_writers_place(
    open_app: OpenApp, folder: Path, keys: tuple[str, ...], in_a_hurry: bool
) -> None:
    (folder / "2018-03-28.md").write_text("old one\n" + "middle\n" * 60 + "last line\n")
    async with open_app(size=(80, 14)) as pilot:
        prose = prose_of(pilot)
        await pilot.press("ctrl+end")
        place, scroll = prose.cursor_location, prose.scroll_offset.y
        await opened(pilot, "old")
        assert await until_counted(pilot) == "1 of 1"
        assert prose.cursor_location == (0, 0)
        await burst(pilot, *keys)
        if not in_a_hurry:
            assert await until_counted(pilot) == "none"
            assert prose.cursor_location == place
        await burst(pilot, "escape", "@")
        await pilot.pause()
        assert prose.document.lines[place[0]] == "last line"[: place[1]] + "@"
        assert prose.scroll_offset.y == scroll


async def test_where_the_writer_went_meanwhile_is_the_place(open_app: OpenApp, diary: Path) -> None:
    """No search takes anybody away from a place that was chosen."""
    async with open_app() as pilot:
        prose = prose_of(pilot)
        await pilot.press("ctrl+end")
        await opened(pilot, "Dutch")
        assert await until_counted(pilot) == "1 of 1"
        finder_of(pilot).to_page()
        await burst(pilot, "down", "down", "home")
        await burst(pilot, "ctrl+f", *"xyz")
        assert await until_counted(pilot) == "none"
        await burst(pilot, "escape")
        assert prose.cursor_location == (2, 0)


async def test_a_page_that_cannot_be_changed_can_be_searched(open_app: OpenApp, diary: Path) -> None:
    diary.write_bytes(DIARY.encode("utf-8") + b"\xff\xfe\x00")
    async with open_app() as pilot:
        assert prose_of(pilot).read_only
        await opened(pilot, "king", from_top=True)
        assert await until_counted(pilot) == "1 of 4"
        await pilot.press("ctrl+r")
        assert status(pilot).startswith("Nothing is replaced. Read-only: ")
        assert not finder_of(pilot).bar.replacing
        assert diary.read_bytes().startswith(DIARY.encode("utf-8"))


async def test_edits_beside_the_bar_keep_the_marks_right(open_app: OpenApp, diary: Path) -> None:
    async with open_app() as pilot:
        await burst(pilot, "ctrl+home", "ctrl+f", *"king", "tab")
        assert focused(pilot) == "prose"
        assert selected(pilot) == "King"
        await burst(pilot, "ctrl+home", *"A king! ", "enter")
        assert await until_counted(pilot) == "5"
        assert [(row, start) for row, start, *_ in lit(pilot)] == [(0, 2), *((r + 1, c) for r, c in KINGS)]
        await pilot.press("f3")
        assert await until_counted(pilot) == "2 of 5"
        assert selected(pilot) == "King"
        await pilot.press("delete")
        assert await until_counted(pilot) == "4"
        await pilot.press("escape")
        assert not finder_of(pilot).bar.display
        assert prose_of(pilot).cursor_location == (5, KINGS[0][1])
        assert focused(pilot) == "prose"


async def test_another_page_is_searched_too(open_app: OpenApp, folder: Path, diary: Path) -> None:
    (folder / "2018-03-27.md").write_text("The king\nand the king\n", encoding="utf-8")
    async with open_app() as pilot:
        await burst(pilot, "ctrl+home", "ctrl+f", *"king", "ctrl+pagedown")
        assert await until_counted(pilot) == "2"
        assert [(row, start) for row, start, *_ in lit(pilot)] == [(0, 4), (1, 8)]
        await burst(pilot, "escape", "ctrl+home", "f3", "f3")
        assert selected(pilot) == "king"
        assert prose_of(pilot).cursor_location == (1, 12)


async def test_next_and_previous_without_the_bar(open_app: OpenApp, diary: Path) -> None:
    async with open_app() as pilot:
        await burst(pilot, "ctrl+home", "f3")
        assert focused(pilot) == "find-field"
        await burst(pilot, *"king", "escape", "f3")
        assert prose_of(pilot).selection == ((5, 11), (5, 15))
        assert status(pilot) == "2 of 4 · king"
        await burst(pilot, "shift+f3", "shift+f3")
        assert prose_of(pilot).selection == ((9, 79), (9, 83))
        assert status(pilot) == "4 of 4 · king"
        await burst(pilot, "backspace", "f3", "f3")
        assert status(pilot) == "2 of 3 · king"
        await burst(pilot, "ctrl+home", "escape", "f3")
        assert focused(pilot) == "prose"
        assert selected(pilot) == "King"


async def test_what_is_selected_is_sought(open_app: OpenApp, diary: Path) -> None:
    async with open_app() as pilot:
        prose = prose_of(pilot)
        prose.select((9, 3), (9, 6))
        assert selected(pilot) == "y d"
        await pilot.press("ctrl+f")
        assert field(pilot).value == "y d"
        assert await until_counted(pilot) == "1 of 1"
        await burst(pilot, "ctrl+b", "ctrl+u")
        await typed(pilot, "k[a-z]+m")
        await pilot.press("escape")
        assert selected(pilot) == "kingdom"
        await pilot.press("ctrl+f")
        assert field(pilot).value == "k[a-z]+m"
        await pilot.press("escape")
        start = prose.document.lines[4].index("W. B")
        prose.select((4, start), (4, start + 4))
        await pilot.press("ctrl+f")
        assert field(pilot).value == r"W\. B"
        assert await until_counted(pilot) == "1 of 1"
        await pilot.press("escape")
        prose.select((4, 0), (5, 3))
        await pilot.press("ctrl+f")
        assert "\n" not in field(pilot).value


async def test_the_arrow_brings_earlier_queries_back(open_app: OpenApp, diary: Path) -> None:
    async with open_app() as pilot:
        await burst(pilot, "ctrl+f", *"war", "enter", "escape")
        await burst(pilot, "ctrl+f", *"bed", "escape", "ctrl+f")
        await pilot.press("up")
        assert field(pilot).value == "war"
        await pilot.press("up")
        assert field(pilot).value == "war"
        assert (await until_counted(pilot)).endswith(" of 2")
        await pilot.press("down")
        assert field(pilot).value == "bed"


async def test_a_key_never_waits_for_the_end_of_the_text(
    open_app: OpenApp, diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With no time at all, one line is looked at a step; keys come in between, and the last query wins."""
    diary.write_text("so to bed\n" * 3000 + "the king\n", encoding="utf-8")
    looked = 0
    spans = Matcher.spans

    def counting(matcher: Matcher, line: str) -> tuple[tuple[int, int], ...]:
        nonlocal looked
        looked += 1
        return spans(matcher, line)

    async with open_app() as pilot:
        await burst(pilot, "ctrl+home", "ctrl+f")
        with monkeypatch.context() as slowly:
            slowly.setattr(looking, "STEP", -1.0)
            slowly.setattr(looking, "PAUSE", 0.02)
            slowly.setattr(Matcher, "spans", counting)
            field(pilot).value = "king"
            await pilot.pause()
            assert 0 < looked < 300
            assert prose_of(pilot).cursor_location == (0, 0)
            field(pilot).value = "kin"
            await pilot.pause()
        assert await until_counted(pilot) == "1 of 1"
        assert prose_of(pilot).cursor_location == (3000, 4)


async def test_a_closed_bar_looks_no_further(
    open_app: OpenApp, diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    diary.write_text("so to bed\n" * 3000, encoding="utf-8")
    async with open_app() as pilot:
        await burst(pilot, "ctrl+home", "ctrl+f")
        with monkeypatch.context() as slowly:
            slowly.setattr(looking, "STEP", -1.0)
            field(pilot).value = "king"
            await pilot.pause()
            await pilot.press("escape")
        findings = finder_of(pilot)._looking.findings
        assert findings is not None
        known = findings._left
        await pilot.pause()
        await pilot.pause()
        assert findings._left == known > 0
        assert status(pilot) == ""


async def test_replacing_all_waits_for_the_count(
    open_app: OpenApp, diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    diary.write_text("so to bed\n" * 300, encoding="utf-8")
    async with open_app() as pilot:
        await burst(pilot, "ctrl+home", "ctrl+r")
        with monkeypatch.context() as slowly:
            slowly.setattr(looking, "STEP", -1.0)
            slowly.setattr(looking, "PAUSE", 0.05)
            field(pilot).value = "bed"
            await pilot.pause()
            finder_of(pilot).swap_all()
            assert "bed" in prose_of(pilot).text
        for _ in range(500):
            if status(pilot):
                break
            await pilot.pause()
        assert status(pilot) == "Replaced 300 · ^z undoes"
        assert "bed" not in prose_of(pilot).text


@pytest.mark.parametrize("size", [(140, 40), (80, 24), (40, 12)])
async def test_the_bar_has_room_everywhere(open_app: OpenApp, diary: Path, size: tuple[int, int]) -> None:
    async with open_app(size=size) as pilot:
        await burst(pilot, "ctrl+home", "ctrl+r", *"king", "ctrl+r", *"Queen")
        await pilot.pause()
        screen = painted(pilot)
        for shown in (
            "Find",
            "king",
            "1 of 4",
            "Replace",
            "Queen",
            "^r all",
            "F6 case",
            "F7 words",
            "^b regex",
        ):
            assert shown in screen
        assert "King was not" in screen or "the King" in screen


def test_no_key_of_the_bar_means_something_else_everywhere() -> None:
    keys = [key for command in commands_of(EVERYWHERE, FIND) for key in command.keys.split(",") if key]
    taken = {key for binding in Input.BINDINGS for key in str(getattr(binding, "key", "")).split(",")}
    assert sorted({key for key in keys if keys.count(key) > 1}) == []
    assert {key for command in commands_of(FIND) for key in command.keys.split(",")} & taken == set()


# Headings


async def test_going_to_a_heading(open_app: OpenApp, diary: Path) -> None:
    async with open_app() as pilot:
        await burst(pilot, "ctrl+home", "ctrl+o")
        assert isinstance(pilot.app.screen, HeadingsScreen)
        screen = painted(pilot)
        assert "The Dutch war" in screen
        assert "  Morning" in screen
        assert "  Evening" in screen
        assert "no heading" not in screen
        await burst(pilot, "down", "down", "enter")
        assert prose_of(pilot).cursor_location == (7, 0)
        assert focused(pilot) == "prose"


async def test_a_heading_by_some_of_its_letters(open_app: OpenApp, diary: Path) -> None:
    async with open_app() as pilot:
        await pilot.press("ctrl+home")
        await burst(pilot, "ctrl+o", *"mrn", "enter")
        await pilot.pause()
        assert prose_of(pilot).cursor_location == (2, 0)
        await burst(pilot, "ctrl+o", *"zzz", "enter")
        assert isinstance(pilot.app.screen, HeadingsScreen)
        await burst(pilot, "ctrl+u", "up", "enter")
        assert prose_of(pilot).cursor_location == (0, 0)
        await burst(pilot, "ctrl+o", "down", "escape")
        assert prose_of(pilot).cursor_location == (0, 0)


@pytest.mark.parametrize("number", [6, 40])
async def test_the_heading_that_one_is_under_is_in_sight(open_app: OpenApp, diary: Path, number: int) -> None:
    diary.write_text("\n".join(f"# Heading {at:02}" for at in range(number)), encoding="utf-8")
    async with open_app(size=(40, 12)) as pilot:
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert f"Heading {number - 1:02}" in painted(pilot)
        await burst(pilot, *["up"] * 5)
        assert f"Heading {number - 6:02}" in painted(pilot)
        await pilot.press("enter")
        assert prose_of(pilot).cursor_location == (number - 6, 0)


async def test_a_page_without_headings_says_so(open_app: OpenApp, diary: Path) -> None:
    diary.write_text("#tag [b]no[/b] heading\n", encoding="utf-8")
    async with open_app() as pilot:
        await pilot.press("ctrl+o")
        assert status(pilot).startswith("This page has no headings")
        assert not isinstance(pilot.app.screen, HeadingsScreen)


async def test_headings_and_queries_are_never_markup(open_app: OpenApp, diary: Path) -> None:
    diary.write_text("# [red]not markup[/red] [/x]\n\n[/b] {0}\n", encoding="utf-8")
    async with open_app() as pilot:
        await burst(pilot, "ctrl+home", "ctrl+o")
        assert "[red]not markup[/red] [/x]" in painted(pilot)
        await burst(pilot, *"[/x]", "enter", "ctrl+f", *"[/b] {0}")
        assert await until_counted(pilot) == "1 of 1"
        await burst(pilot, "escape", "f3")
        assert "1 of 1 · [/b] {0}" in painted(pilot)
