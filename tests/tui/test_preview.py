"""The preview: where it stands, how it keeps up, and that links are shown before they are opened."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pytest
from textual.pilot import Pilot

from journal_tui.tui import preview
from journal_tui.tui.preview import Span, row_of
from journal_tui.tui.preview_text import picture
from journal_tui.tui.screens.ask_link import AskLink
from journal_tui.tui.widgets.preview_pane import PreviewPane
from tests.terminal import PATIENCE
from tests.tui.conftest import OpenApp, app_of, focused, painted

PAGE = """---
title: hidden
---
# A day

Some **bold** text and [the news](https://example.com/news "t").

- [x] done
- write to [Anna](mailto:anna@example.org)

<!-- a comment --> A [file](file:///etc/passwd), and https://bare.example/x.
"""


@pytest.fixture
def page(folder: Path) -> Path:
    path = folder / "2018-03-28.md"
    path.write_text(PAGE)
    return path


async def until(pilot: Pilot[int], holds: Callable[[], object]) -> None:
    deadline = monotonic() + PATIENCE
    while not holds():
        assert monotonic() < deadline, painted(pilot)
        await pilot.pause(0.02)


async def open_preview(pilot: Pilot[int]) -> PreviewPane:
    await pilot.press("f5")
    await until(pilot, lambda: pilot.app.screen.query("#preview-pane"))
    pane = pilot.app.screen.query_one("#preview-pane", PreviewPane)
    await until(pilot, lambda: pane.virtual_size.height)
    await pilot.pause()
    return pane


def rows(pilot: Pilot[int]) -> str:
    """What the preview shows."""
    pane = pilot.app.screen.query_one("#preview-pane", PreviewPane)
    return "\n".join(pane.render_line(y).text.rstrip() for y in range(pane.size.height))


@pytest.mark.usefixtures("page")
async def test_where_it_is_wide_both_stand_side_by_side(open_app: OpenApp) -> None:
    async with open_app(size=(140, 40)) as pilot:
        pane = await open_preview(pilot)
        assert focused(pilot) == "prose"
        assert app_of(pilot).room.prose.region.right <= pane.region.x
        assert abs(app_of(pilot).room.prose.size.width - pane.size.width) <= 2
        screen = painted(pilot)
        assert "**bold**" in screen
        assert "☑ done" in screen
        assert "comment" not in rows(pilot)
        assert "hidden" not in rows(pilot)
        await pilot.press("f5")
        assert "☑ done" not in painted(pilot)
        assert focused(pilot) == "prose"


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize(("size", "way_back"), [((80, 24), "f5"), ((40, 12), "escape")])
async def test_where_it_is_narrow_it_is_alone(
    open_app: OpenApp, size: tuple[int, int], way_back: str
) -> None:
    async with open_app(size=size) as pilot:
        await open_preview(pilot)
        assert focused(pilot) == "preview-pane"
        assert "**bold**" not in painted(pilot)
        await pilot.press("home")
        assert "A day" in rows(pilot)
        assert "28 March" in painted(pilot)
        await pilot.press(way_back)
        await pilot.pause()
        assert focused(pilot) == "prose"
        assert not app_of(pilot).room.preview.is_open


@pytest.mark.usefixtures("page")
async def test_the_window_may_become_narrow_and_wide_again(open_app: OpenApp) -> None:
    async with open_app(size=(140, 40)) as pilot:
        await open_preview(pilot)
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: focused(pilot) == "preview-pane")
        await pilot.resize_terminal(140, 40)
        await pilot.press("escape", "x")
        assert "x" in app_of(pilot).room.prose.text
        assert "☑ done" in painted(pilot)


@pytest.mark.usefixtures("page")
async def test_it_keeps_up_with_what_is_typed_and_never_on_a_key(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "PAUSE", 0.0)
    async with open_app(size=(140, 40)) as pilot:
        await open_preview(pilot)
        parts: list[tuple[str, ...]] = []

        def counted(lines, definitions, width):  # type: ignore[no-untyped-def]
            parts.append(tuple(lines))
            return picture(lines, definitions, width)

        monkeypatch.setattr(preview, "picture", counted)
        preview_of = app_of(pilot).room.preview
        assert preview_of._timer is not None
        preview_of._timer.pause()
        await pilot.press("enter", *"**fresh**")
        assert parts == []
        preview_of._timer.resume()
        await until(pilot, lambda: "fresh" in rows(pilot))
        assert parts
        assert all("fresh" in "".join(lines) for lines in parts), "only what changed is painted"
        assert "**fresh**" not in rows(pilot)


@pytest.mark.usefixtures("page")
async def test_another_day_is_shown_at_once(open_app: OpenApp, folder: Path) -> None:
    (folder / "2018-03-27.md").write_text("# Yesterday\n\n*quiet*\n")
    async with open_app(size=(140, 40)) as pilot:
        await open_preview(pilot)
        await pilot.press("ctrl+pagedown")
        await until(pilot, lambda: rows(pilot).startswith("Yesterday\n\nquiet"))
        await pilot.press("escape")
        assert focused(pilot) == "entries"
        assert app_of(pilot).room.entries.display
        await pilot.press("k", "enter")
        await until(pilot, lambda: "A day" in rows(pilot))
        assert not app_of(pilot).room.entries.display


async def test_both_scroll_in_step(open_app: OpenApp, folder: Path) -> None:
    text = "\n\n".join(f"## Part {n}\n\n" + "some words to fill it " * 30 for n in range(60))
    (folder / "2018-03-28.md").write_text(text)
    async with open_app(size=(140, 40)) as pilot:
        pane = await open_preview(pilot)
        await until(pilot, lambda: pane.scroll_offset.y == pane.max_scroll_y > 0)
        await pilot.press("ctrl+home")
        await until(pilot, lambda: pane.scroll_offset.y == 0)
        prose = app_of(pilot).room.prose
        heading = prose.document.lines.index("## Part 30")
        prose.scroll_to(y=prose.wrapped_document.location_to_offset((heading, 0))[1], animate=False)
        await until(pilot, lambda: "Part 30" in rows(pilot).split("\n")[0])


async def test_the_scroll_bar_is_where_the_text_is(open_app: OpenApp, folder: Path) -> None:
    (folder / "2018-03-28.md").write_text("A paragraph.\n\n" * 100)
    async with open_app(size=(140, 30)) as pilot:
        pane = await open_preview(pilot)
        await until(pilot, lambda: pane.scroll_y > 0 and pane.show_vertical_scrollbar)
        await until(pilot, lambda: pane.vertical_scrollbar.position == pane.scroll_y)


async def test_alone_it_begins_where_the_page_was_and_another_page_at_its_top(
    open_app: OpenApp, folder: Path
) -> None:
    text = "\n\n".join(f"## Part {n}\n\n" + "some words to fill it " * 30 for n in range(30))
    (folder / "2018-03-28.md").write_text(text)
    (folder / "2018-03-27.md").write_text(text.replace("Part", "Chapter"))
    async with open_app(size=(80, 24)) as pilot:
        prose = app_of(pilot).room.prose
        row = prose.wrapped_document.location_to_offset((prose.document.lines.index("## Part 10"), 0))[1]
        prose.scroll_to(y=row, animate=False)
        await open_preview(pilot)
        await until(pilot, lambda: rows(pilot).startswith("Part 10"))
        await pilot.press("ctrl+pagedown")
        await until(pilot, lambda: rows(pilot).startswith("Chapter 0"))


def test_a_place_between_two_rows() -> None:
    spans = [Span(3, 4, 0, 1), Span(5, 6, 2, 10), Span(8, 12, 13, 4)]
    assert [row_of(spans, place) for place in (0, 3, 5, 5.5, 5.99, 7, 8, 10, 30)] == [
        *(0, 0, 2, 7, 11, 12, 13, 15, 17)
    ]
    assert row_of([], 4) == 0


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desktop whose browser notes what it was given."""
    bin = tmp_path / "bin"
    bin.mkdir()
    for name in ("xdg-open", "open"):
        script = f'#!/bin/sh\ncd {tmp_path}\nprintf "%s\\n" "$@" > part\nmv part opened\n'
        (bin / name).write_text(script)
        (bin / name).chmod(0o755)
    for name in ("WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("PATH", f"{bin}{os.pathsep}{os.environ['PATH']}")
    return tmp_path / "opened"


@pytest.mark.usefixtures("page")
async def test_links_are_walked_along_shown_and_opened(open_app: OpenApp, browser: Path) -> None:
    async with open_app(size=(80, 24)) as pilot:
        pane = await open_preview(pilot)
        assert pane.links == 4
        await pilot.press("home", "tab", "tab", "shift+tab", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, AskLink)
        assert "https://example.com/news" in painted(pilot)
        assert "Leads to example.com" in painted(pilot)
        await pilot.press("escape")
        assert focused(pilot) == "preview-pane"
        await pilot.press("enter", "enter")
        await until(pilot, browser.exists)
        assert browser.read_text() == "https://example.com/news\n"


@pytest.mark.usefixtures("page")
async def test_a_click_asks_too(open_app: OpenApp, browser: Path) -> None:
    async with open_app(size=(140, 40)) as pilot:
        await open_preview(pilot)
        await pilot.press("ctrl+home")
        row = next(y for y, line in enumerate(rows(pilot).split("\n")) if "the news" in line)
        column = rows(pilot).split("\n")[row].index("the news")
        await pilot.click("#preview-pane", offset=(column - 2, row))
        assert not isinstance(pilot.app.screen, AskLink)
        await pilot.click("#preview-pane", offset=(column + 2, row))
        assert isinstance(pilot.app.screen, AskLink)
        assert not browser.exists()


@pytest.mark.usefixtures("page")
async def test_other_addresses_are_refused_in_a_line(open_app: OpenApp, browser: Path) -> None:
    async with open_app(size=(140, 40)) as pilot:
        app_of(pilot).room.prose.move_cursor((10, 22))
        app_of(pilot).room.action_open_link()
        await pilot.pause()
        assert app_of(pilot).room.status.message == (
            "Only http, https and mailto addresses are opened, not this: file:///etc/passwd"
        )
        assert not browser.exists()


async def test_a_hostile_address_is_shown_as_what_it_is(open_app: OpenApp, folder: Path) -> None:
    (folder / "2018-03-28.md").write_text("[bank](https://bаnk.com/[b]\u202e\x1b[2J[/b])\n")
    async with open_app(size=(80, 24)) as pilot:
        app_of(pilot).room.prose.move_cursor((0, 0))
        app_of(pilot).room.action_open_link()
        await pilot.pause()
        assert isinstance(pilot.app.screen, AskLink)
        await until(pilot, lambda: "Open this address" in painted(pilot))
        screen = painted(pilot)
        assert "https://bаnk.com/[b]<U+202E>␛[2J[/b]" in screen
        assert "Leads to xn--bnk-6cd.com" in screen


@pytest.mark.usefixtures("page")
async def test_an_address_can_be_taken_along(open_app: OpenApp, browser: Path) -> None:
    async with open_app(size=(140, 40)) as pilot:
        app_of(pilot).room.prose.move_cursor((5, 30))
        app_of(pilot).room.action_open_link()
        await pilot.pause()
        await pilot.press("c")
        assert pilot.app.clipboard == "https://example.com/news"
        assert not browser.exists()
        app_of(pilot).room.prose.move_cursor((3, 0))
        app_of(pilot).room.action_open_link()
        assert app_of(pilot).room.status.message == "There is no link in this line."
