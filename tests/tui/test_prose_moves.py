"""The cursor in prose: characters, words, rows, paragraphs, and the mouse."""

from __future__ import annotations

import pytest

from tests.tui.prose_app import open_page

FAMILY = "👨‍👩‍👧‍👦"


@pytest.mark.parametrize("cluster", [FAMILY, "🇩🇪", "e\u0301", "👍🏽", "é", "東", "1\ufe0f\u20e3"])
async def test_one_press_is_one_character(cluster: str) -> None:
    async with open_page(f"a|{cluster}b") as page:
        await page.press("right")
        assert page.shows() == f"a{cluster}|b"
        await page.press("left")
        assert page.shows() == f"a|{cluster}b"
        await page.press("delete")
        assert page.shows() == "a|b"
        await page.press("ctrl+z", "end", "left", "backspace")
        assert page.shows() == "a|b"
        await page.press("ctrl+z", "shift+left")
        assert page.prose.selected_text in (cluster, "a")


async def test_a_family_takes_two_cells_with_the_cursor_on_it_or_not() -> None:
    async with open_page(f"a|{FAMILY}b {FAMILY}") as page:
        on = page.prose.render_line(0)
        await page.press("home")
        assert on.cell_length == page.prose.render_line(0).cell_length == 29
        assert [part.text for part in on if part.style and part.style.reverse] == [FAMILY]


async def test_a_click_never_lands_inside_a_character() -> None:
    async with open_page(f"a{FAMILY}b東c") as page:
        found = []
        for x in range(7):
            await page.click(x, 0)
            found.append(page.prose.cursor_location[1])
        end = 1 + len(FAMILY)
        assert found == [0, 1, 1, end, end + 1, end + 1, end + 2]


async def test_up_and_down_never_land_inside_a_character() -> None:
    async with open_page(f"abc|\n{FAMILY}{FAMILY}") as page:
        await page.press("down")
        assert page.shows() == f"abc\n{FAMILY}|{FAMILY}"


async def test_words() -> None:
    async with open_page("|don't l'été, (well-known) it—was\nnext") as page:
        stops = []
        for _ in range(7):
            await page.press("ctrl+right")
            stops.append(page.shows())
        assert stops == [
            "don't| l'été, (well-known) it—was\nnext",
            "don't l'été|, (well-known) it—was\nnext",
            "don't l'été, (well-known|) it—was\nnext",
            "don't l'été, (well-known) it|—was\nnext",
            "don't l'été, (well-known) it—was|\nnext",
            "don't l'été, (well-known) it—was\n|next",
            "don't l'été, (well-known) it—was\nnext|",
        ]
        await page.press("ctrl+left", "ctrl+left", "ctrl+left", "ctrl+left", "ctrl+left")
        assert page.shows() == "don't l'été, (|well-known) it—was\nnext"
        await page.press("ctrl+w")
        assert page.shows() == "don't |well-known) it—was\nnext"
        await page.press("ctrl+delete")
        assert page.shows() == "don't |) it—was\nnext"
        await page.press("ctrl+shift+left")
        assert page.prose.selected_text == "don't "


async def test_home_and_end_take_the_row_and_then_the_line() -> None:
    line = "one two three four five six seven eight nine ten eleven twelve"
    async with open_page(f"{line[:40]}|{line[40:]}") as page:
        rows = [row for row in page.rows() if row]
        assert len(rows) == 3
        second = line.index(rows[1])
        await page.press("home")
        assert page.prose.cursor_location == (0, second)
        await page.press("home")
        assert page.prose.cursor_location == (0, 0)
        await page.press("home")
        assert page.prose.cursor_location == (0, 0)
        page.prose.move_cursor((0, 40))
        await page.press("end")
        assert page.prose.cursor_location == (0, second + len(rows[1]))
        await page.press("end")
        assert page.prose.cursor_location == (0, len(line))


async def test_paragraphs() -> None:
    text = "one\none more\n\ntwo|\n\n\nthree\nend"
    async with open_page(text) as page:
        seen = []
        for key in ("ctrl+up", "ctrl+up", "ctrl+up", "ctrl+down", "ctrl+down", "ctrl+down", "ctrl+down"):
            await page.press(key)
            seen.append(page.prose.cursor_location)
        assert seen == [(3, 0), (0, 0), (0, 0), (3, 0), (6, 0), (7, 3), (7, 3)]
        await page.press("ctrl+shift+up")
        assert page.prose.selected_text == "three\nend"
        await page.press("ctrl+home", "ctrl+shift+down")
        assert page.prose.selected_text == "one\none more\n\n"


async def test_two_clicks_take_a_word_and_three_the_paragraph() -> None:
    async with open_page("say “don't”, please\nand more\n\nend 👍") as page:
        await page.click(7, 0, times=2)
        assert page.prose.selected_text == "don't"
        await page.click(7, 0, times=3)
        assert page.prose.selected_text == "say “don't”, please\nand more"
        await page.click(4, 3, times=2)
        assert page.prose.selected_text == "👍"
        await page.click(7, 0)
        assert page.prose.selected_text == ""
