"""What is around the page: the focus mode, its width, the toggles, the count of what is selected."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.conftest import OpenApp, app_of, focused, painted

TEXT = "One two three four.\n\nFive six seven"


@pytest.fixture
def config(home: Path) -> Path:
    """Where config.toml will be; its folder is there."""
    path = home / ".config" / "journal-tui" / "config.toml"
    path.parent.mkdir(parents=True)
    return path


def shown(pilot: Pilot[int]) -> set[str]:
    """The ids of what is on the screen."""
    room = app_of(pilot).room
    names = ("entries", "heading", "prose", "goal", "goal-line", "status")
    return {
        name for name in names if room.query_one(f"#{name}").display and room.query_one(f"#{name}").region
    }


async def run(pilot: Pilot[int], action: str) -> None:
    """What the palette does with a command that has no key."""
    await app_of(pilot).run_action(action, app_of(pilot).room)
    await pilot.pause()


@pytest.mark.parametrize("size", [(140, 40), (80, 24), (40, 12)])
async def test_focus_mode_leaves_the_page_and_one_line(open_app: OpenApp, size: tuple[int, int]) -> None:
    async with open_app(size=size) as pilot:
        await pilot.press(*"a b c")
        before = shown(pilot)
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert shown(pilot) == {"prose", "status"}
        last = painted(pilot).splitlines()[-1]
        assert "^l shows everything again" in last
        app_of(pilot).room.status.say("")
        await pilot.pause()
        last = painted(pilot).splitlines()[-1]
        assert "28 Mar" in last
        assert "3 of 300" in last
        assert "quit" not in last
        prose = app_of(pilot).room.prose.region
        assert prose.width == min(size[0] - 2, 74)
        assert abs(prose.x - (size[0] - prose.right)) <= 1
        assert last.index(last.strip()[0]) == prose.x
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert shown(pilot) == before
        assert "^q quit" in painted(pilot).splitlines()[-1] or size[0] < 80


async def test_focus_mode_stays_over_a_resize_and_over_days(open_app: OpenApp, folder: Path) -> None:
    (folder / "2018-03-27.md").write_text("yesterday\n")
    async with open_app(size=(140, 40)) as pilot:
        await pilot.press("ctrl+l")
        for size in ((80, 24), (40, 12), (160, 50)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert shown(pilot) == {"prose", "status"}
        await pilot.press("ctrl+pagedown")
        await pilot.pause()
        assert shown(pilot) == {"prose", "status"}
        assert "Tuesday, 27 March 2018" in painted(pilot).splitlines()[-1]


@pytest.mark.parametrize("size", [(140, 40), (40, 12)])
@pytest.mark.parametrize("key", ["escape", "f9"])
async def test_the_list_comes_when_it_is_wanted_and_goes_again(
    open_app: OpenApp, folder: Path, size: tuple[int, int], key: str
) -> None:
    (folder / "2018-03-27.md").write_text("yesterday\n")
    async with open_app(size=size) as pilot:
        await pilot.press("ctrl+l", key)
        await pilot.pause()
        assert focused(pilot) == "entries"
        assert "entries" in shown(pilot)
        assert "goal" not in shown(pilot)
        await pilot.press("j")
        await pilot.press("enter")
        await pilot.pause()
        assert focused(pilot) == "prose"
        assert shown(pilot) == {"prose", "status"}
        assert app_of(pilot).room.prose.text == "yesterday"


async def test_leaving_focus_mode_from_the_list_stays_in_the_list(open_app: OpenApp) -> None:
    async with open_app(size=(140, 40)) as pilot:
        await pilot.press("ctrl+l", "escape", "ctrl+l")
        await pilot.pause()
        assert focused(pilot) == "entries"
        assert {"entries", "heading", "goal"} <= shown(pilot)


async def test_what_goes_wrong_is_told_in_focus_mode_too(open_app: OpenApp) -> None:
    async with open_app(size=(80, 24)) as pilot:
        await pilot.press("ctrl+l")
        room = app_of(pilot).room
        room.status.say("Not saved. /some/where/2018-03-28.md: no space left on the disk", "error")
        await pilot.pause()
        assert "Not saved. /some/where/2018-03-28.md: no space left on the disk" in painted(pilot)


async def test_a_dialog_blocks_the_keys_of_the_page(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        await pilot.press("ctrl+g", "ctrl+l", "ctrl+n")
        await pilot.pause()
        assert len(app_of(pilot).screen_stack) == 2
        assert not app_of(pilot).room.has_class("-focus")


# The measure


async def test_the_page_is_as_wide_as_config_says(open_app: OpenApp, config: Path) -> None:
    config.write_text("[page]\nmeasure = 50\n")
    async with open_app(size=(140, 40)) as pilot:
        room = app_of(pilot).room
        assert room.prose.wrap_width == 50
        room.prose.insert("x" * 51)
        assert room.prose.wrapped_document.height == 2


async def test_the_page_without_config_has_the_usual_measure(open_app: OpenApp) -> None:
    async with open_app(size=(200, 40)) as pilot:
        assert app_of(pilot).room.prose.wrap_width == 72


async def test_wider_and_narrower_are_told_and_kept_with_comments(open_app: OpenApp, config: Path) -> None:
    config.write_text('theme = "journal-light" # bright\n\n[page]\n# as in the book\nmeasure = 60 # not 72\n')
    async with open_app(size=(160, 40)) as pilot:
        room = app_of(pilot).room
        await run(pilot, "wider_page")
        assert room.status.message == "The page is 64 columns wide"
        assert room.prose.wrap_width == 64
        await run(pilot, "narrower_page")
        await run(pilot, "narrower_page")
        assert room.prose.wrap_width == 56
        assert room.heading.region.width == 58
    assert config.read_text() == (
        'theme = "journal-light" # bright\n\n[page]\n# as in the book\nmeasure = 56 # not 72\n'
    )


async def test_the_measure_has_ends_and_says_so(open_app: OpenApp, config: Path) -> None:
    config.write_text("[page]\nmeasure = 198\n")
    async with open_app(size=(220, 40)) as pilot:
        room = app_of(pilot).room
        await pilot.press("ctrl+l")
        await pilot.pause()
        await run(pilot, "wider_page")
        assert room.prose.wrap_width == 200
        await run(pilot, "wider_page")
        assert room.status.message == "The page is as wide as can be: 200 columns"
        room.modes.measure = 42
        await run(pilot, "narrower_page")
        assert (room.prose.wrap_width, room.status.message) == (40, "The page is 40 columns wide")
        await run(pilot, "narrower_page")
        assert room.status.message == "The page is as narrow as can be: 40 columns"
    assert config.read_text() == "[page]\nmeasure = 40\n"


async def test_wider_than_there_is_room_for_is_not_done(open_app: OpenApp, config: Path) -> None:
    async with open_app(size=(80, 24)) as pilot:
        room = app_of(pilot).room
        width = room.prose.wrap_width
        await run(pilot, "wider_page")
        assert room.status.message == f"The page is as wide as there is room for: {width} columns"
        await run(pilot, "narrower_page")
        assert room.prose.wrap_width == max(40, width - 4)
    assert config.read_text() == f"[page]\nmeasure = {max(40, width - 4)}\n"


async def test_a_measure_that_cannot_be_kept_holds_and_is_told(open_app: OpenApp, config: Path) -> None:
    config.write_text("[page\n")
    async with open_app(size=(200, 40)) as pilot:
        room = app_of(pilot).room
        await run(pilot, "wider_page")
        assert room.prose.wrap_width == 76
        assert "config.toml" in room.status.message
        assert room.status.kind == "warning"
    assert config.read_text() == "[page\n"


# Toggles


@pytest.mark.parametrize("name", ["paragraph_focus", "typewriter", "typography"])
async def test_a_toggle_is_done_told_and_kept(open_app: OpenApp, config: Path, name: str) -> None:
    config.write_text("# mine\n")
    async with open_app() as pilot:
        room = app_of(pilot).room
        await pilot.press(*"words")
        await run(pilot, name)
        assert getattr(room.prose, name) is True
        assert room.status.message.endswith(" on")
    assert config.read_text() == f"# mine\n\n[page]\n{name} = true\n"
    async with open_app() as pilot:
        room = app_of(pilot).room
        assert getattr(room.prose, name) is True
        await run(pilot, name)
        assert getattr(room.prose, name) is False
        assert room.status.message.endswith(" off")
    assert config.read_text() == f"# mine\n\n[page]\n{name} = false\n"


async def test_the_palette_has_them_all(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        titles = {command.title for command in app_of(pilot).get_system_commands(app_of(pilot).screen)}
    assert {
        *("Focus mode", "Paragraph focus", "Typewriter scrolling", "Typographic quotes"),
        *("Wider page", "Narrower page", "Writing session"),
    } <= titles


# What is selected


async def test_selected_words_are_counted_quietly(open_app: OpenApp, folder: Path) -> None:
    (folder / "2018-03-28.md").write_text(TEXT + "\n")
    async with open_app() as pilot:
        assert "selected" not in painted(pilot)
        await pilot.press("ctrl+shift+left", "ctrl+shift+left")
        await pilot.pause()
        assert "2 of 7 words selected" in painted(pilot).splitlines()[1]
        await pilot.press("f7")
        await pilot.pause()
        assert "7 of 7 words selected" in painted(pilot)
        await pilot.press("right")
        await pilot.pause()
        assert "selected" not in painted(pilot)


async def test_selected_words_have_room_on_small_screens(open_app: OpenApp, folder: Path) -> None:
    (folder / "2018-03-28.md").write_text(TEXT + "\n")
    async with open_app(size=(80, 24)) as pilot:
        await pilot.press("f7")
        await pilot.pause()
        assert "7 of 7 selected" in painted(pilot)
        await pilot.press("ctrl+l")
        await pilot.pause()
        app_of(pilot).room.status.say("")
        await pilot.pause()
        assert "7 of 7 words selected" in painted(pilot).splitlines()[-1]


async def test_words_are_counted_once_a_frame_however_fast_the_selection_grows(
    open_app: OpenApp, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "2018-03-28.md").write_text(TEXT + "\n")
    async with open_app() as pilot:
        room = app_of(pilot).room
        counts: list[int] = []
        prose = type(room.prose)
        count = prose.selected_words.fget  # type: ignore[attr-defined]

        def counting(area: object) -> int:
            counts.append(1)
            return int(count(area))

        monkeypatch.setattr(prose, "selected_words", property(counting))
        for _ in range(12):
            room.prose.action_cursor_left(True)
        await pilot.pause()
        assert room.selected_words == 3
        assert 1 <= len(counts) <= 3
        counts.clear()
        await pilot.press("right", "left", "x")
        assert len(counts) <= 1


async def test_the_hint_of_the_focus_mode_goes_with_it(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        await pilot.press("ctrl+l")
        status = app_of(pilot).room.status
        assert "shows everything again" in status.message
        await pilot.press("ctrl+l")
        assert status.message == ""


async def test_the_typewriter_stays_in_the_middle_when_the_page_changes_its_height(
    open_app: OpenApp, folder: Path
) -> None:
    (folder / "2018-03-28.md").write_text("A line.\n" * 200)
    async with open_app(size=(100, 24)) as pilot:
        prose = app_of(pilot).room.prose
        prose.typewriter = True
        await pilot.pause()
        for size in ((100, 40), (100, 12), (60, 30)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            row = prose.cursor_screen_offset.y - prose.region.y
            assert abs(row - prose.size.height // 2) <= 1, size
        await pilot.press("ctrl+l")
        await pilot.pause()
        row = prose.cursor_screen_offset.y - prose.region.y
        assert abs(row - prose.size.height // 2) <= 1


async def test_a_command_without_a_key_can_be_given_one(open_app: OpenApp, home: Path) -> None:
    config = home / ".config" / "journal-tui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('[keys]\nparagraph-focus = "f11"\ndelete-line = "f10"\n')
    async with open_app() as pilot:
        prose = app_of(pilot).room.prose
        await pilot.press("f11", "a", "enter", "b", "f10")
        assert prose.paragraph_focus
        assert "b" not in prose.text


async def test_the_help_names_commands_that_have_no_key(open_app: OpenApp) -> None:
    async with open_app(size=(120, 80)) as pilot:
        await pilot.press("f1")
        await pilot.pause()
        assert "no key" in painted(pilot)
        assert "paragraph-focus" in painted(pilot)
