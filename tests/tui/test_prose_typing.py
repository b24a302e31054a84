"""What the page does for somebody who types: lists, quotes, pastes, steps of undo."""

from __future__ import annotations

import pytest
from textual import events

from tests.tui.prose_app import open_page


async def test_enter_goes_on_with_a_list_and_ends_it() -> None:
    async with open_page() as page:
        await page.type("- milk\nbread\n\nrest")
        assert page.shows() == "- milk\n- bread\nrest|"


async def test_enter_counts_on_and_opens_boxes() -> None:
    async with open_page("1. milk|\n> - [x] said") as page:
        await page.type("\nbread")
        assert page.shows() == "1. milk\n2. bread|\n> - [x] said"
        await page.press("down", "end", "enter", "a")
        assert page.shows() == "1. milk\n2. bread\n> - [x] said\n> - [ ] a|"


async def test_enter_in_the_middle_of_an_item_parts_it() -> None:
    async with open_page("- milk| bread") as page:
        await page.press("enter")
        assert page.shows() == "- milk\n- |bread"


async def test_one_undo_takes_back_one_enter() -> None:
    async with open_page("- milk|") as page:
        await page.press("enter", "ctrl+z")
        assert page.shows() == "- milk|"
        page.put("- |")
        await page.press("enter")
        assert page.shows() == "|"
        await page.press("ctrl+z")
        assert page.shows() == "- |"


async def test_enter_is_plain_in_code_and_with_a_selection() -> None:
    async with open_page("```\n- a|") as page:
        await page.press("enter")
        assert page.shows() == "```\n- a\n|"
        page.put("- one\n- two|")
        await page.press("shift+up", "enter")
        assert page.shows() == "- one\n|"


async def test_a_line_feed_is_an_enter() -> None:
    async with open_page("- milk|") as page:
        await page.press("ctrl+j")
        assert page.shows() == "- milk\n- |"


async def test_nothing_is_typed_on_a_page_that_can_only_be_read() -> None:
    async with open_page("- milk|") as page:
        page.prose.read_only = True
        page.prose.typography = True
        await page.press("enter", "x", '"', "ctrl+v", "ctrl+x", "ctrl+j")
        assert page.prose.text == "- milk"


# Typography


async def test_typed_quotes_become_typographic_only_if_wanted() -> None:
    async with open_page() as page:
        await page.type('"a" -- ')
        assert page.prose.text == '"a" -- '
        page.put("")
        page.prose.typography = True
        await page.type('"don\'t" -- ...')
        assert page.prose.text == "“don’t” — …"


async def test_undo_takes_back_the_substitution_alone() -> None:
    async with open_page("say |") as page:
        page.prose.typography = True
        await page.type('"')
        assert page.shows() == "say “|"
        await page.press("ctrl+z")
        assert page.shows() == 'say "|'
        await page.type("so")
        assert page.shows() == 'say "so|'
        await page.press("ctrl+z", "ctrl+z")
        assert page.shows() == "say |"
        await page.type('"')
        await page.press("backspace", "ctrl+z")
        assert page.shows() == "say “|"


@pytest.mark.parametrize("text", ["---\ntags: |\n---\n", "```\n|", "`|", "<!-- |"])
async def test_code_and_front_matter_stay_as_typed(text: str) -> None:
    async with open_page(text) as page:
        page.prose.typography = True
        await page.type('"')
        assert page.shows() == text.replace("|", '"|')


# Pasting


async def test_a_paste_is_plain_text_and_one_step() -> None:
    async with open_page("ab|c") as page:
        await page.type("x")
        page.prose.post_message(events.Paste("1\r\n2\r3\x07\x1b[31m\n"))
        await page.settle()
        assert page.shows() == "abx1\n2\n3[31m\n|c"
        await page.press("ctrl+z")
        assert page.shows() == "abx|c"
        await page.press("ctrl+y")
        assert page.prose.text == "abx1\n2\n3[31m\nc"


async def test_a_long_paste_over_a_selection_comes_and_goes() -> None:
    async with open_page("one two three|") as page:
        await page.press("ctrl+shift+left", "ctrl+shift+left")
        page.prose.post_message(events.Paste("many words\n" * 5_000))
        await page.settle()
        assert page.prose.document.line_count == 5_001
        await page.press("ctrl+z")
        await page.settle()
        assert page.prose.text == "one two three"
        assert page.prose.selected_text == "two three"
        assert page.rows()[0] == "one two three"


async def test_the_clipboard_of_the_page_is_its_owners() -> None:
    async with open_page("one two\nthree|") as page:
        copied: list[str] = []
        page.prose.copied, page.prose.pasted = copied.append, lambda: "got\r\nit"
        await page.press("ctrl+shift+left", "ctrl+c", "ctrl+x")
        assert copied == ["three", "three"]
        page.prose.action_paste()
        assert page.shows() == "one two\ngot\nit|"
        await page.press("ctrl+home", "ctrl+c", "ctrl+x")
        assert copied[2:] == ["one two\n", "one two\n"]
        assert page.prose.text == "got\nit"


async def test_without_an_owner_it_is_textuals() -> None:
    async with open_page("one|") as page:
        await page.press("ctrl+shift+left", "ctrl+c", "end")
        page.prose.action_paste()
        assert page.shows() == "oneone|"
