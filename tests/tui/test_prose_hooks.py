"""What the page offers to those around it: marks, replacements, the selection, ways to be shown."""

from __future__ import annotations

import gc
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_tui.domain.counting import count_words
from journal_tui.tui.widgets import prose_area
from journal_tui.tui.widgets.prose_area import Change, _moved
from tests.tui.prose_app import open_page


async def test_marks_are_painted_over_the_highlighting() -> None:
    async with open_page("# Heading words\n\nand words") as page:
        page.prose.marks["finder"] = lambda row: (
            [(2, 9, "match")] if row == 0 else [(4, 9, "match")] * (row == 2)
        )
        page.prose.refresh_marks()
        await page.settle()
        assert page.styled(0, "underline") == "Heading"
        assert page.styled(0, "bold") == "# Heading words"
        assert page.styled(2, "underline") == "words"
        page.prose.marks.clear()
        page.prose.refresh_marks()
        assert page.styled(0, "underline") == ""


async def test_marks_go_over_the_ends_of_rows() -> None:
    async with open_page("long words " * 6) as page:
        page.prose.marks["finder"] = lambda _: [(5, 40, "match")]
        assert page.styled(0, "underline") + page.styled(1, "underline") == ("long words " * 6)[5:40]


async def test_marks_of_one_line_never_reach_another() -> None:
    async with open_page("ab\ncd") as page:
        page.prose.marks["broken"] = lambda _: [(1, 99, "match"), (5, 9, "match"), (0, 1, "no such style")]
        assert [page.styled(y, "underline").strip() for y in (0, 1, 2)] == ["b", "d", ""]


async def test_replacing_many_is_one_step() -> None:
    async with open_page("a cat, a cat\n\nno cat| here") as page:
        changes: list[Change] = [((0, 2), (0, 5), "lion"), ((2, 3), (2, 6), "x\ny"), ((0, 9), (0, 12), "")]
        page.prose.replace_many(changes)
        assert page.shows() == "a lion, a \n\nno x\ny| here"
        assert page.prose.tally.total == count_words(page.prose.text)
        page.prose.undo()
        assert page.shows() == "a cat, a cat\n\nno cat| here"
        page.prose.redo()
        assert page.shows() == "a lion, a \n\nno x\ny| here"
        await page.settle()
        assert page.rows()[:4] == ["a lion, a", "", "no x", "y here"]


async def test_a_page_that_can_only_be_read_is_not_replaced_in() -> None:
    async with open_page("a cat") as page:
        page.prose.read_only = True
        page.prose.replace_many([((0, 0), (0, 1), "b")])
        assert page.prose.text == "a cat"


WORDS = st.lists(st.sampled_from(["ab", "\n", "c", "xyz"]), min_size=1, max_size=8)


@given(WORDS, st.lists(st.sampled_from(["", "n", "new\nline", "\n"]), min_size=8, max_size=8), st.data())
def test_a_place_keeps_its_words(pieces: list[str], texts: list[str], data: st.DataObject) -> None:
    kept = data.draw(st.integers(0, len(pieces) - 1))

    def at(before: Sequence[str]) -> tuple[int, int]:
        text = "".join(before)
        return text.count("\n"), len(text) - text.rfind("\n") - 1

    new = [piece if n == kept else texts[n] for n, piece in enumerate(pieces)]
    edits = [(at(pieces[:n]), at(pieces[: n + 1]), texts[n]) for n in range(len(pieces)) if n != kept]
    # Just behind the first character of a piece that stays.
    place, moved = at([*pieces[:kept], pieces[kept][:1]]), at([*new[:kept], new[kept][:1]])
    if len(pieces[kept]) > 1:
        assert _moved(place, edits) == moved
    assert _moved((99, 5), edits)[1] == 5


async def test_words_of_the_selection() -> None:
    text = "---\ntitle: x\n---\nOne two three,\n```\nno prose here\n```\n<!-- nor here --> four don't|"
    async with open_page(text) as page:
        assert page.prose.selected_words == 0
        await page.press("f7")
        assert page.prose.selected_words == page.prose.tally.total == 5
        page.prose.select((3, 4), (7, len("<!-- nor here --> four")))
        assert page.prose.selected_words == 3
        page.prose.select((3, 7), (3, 0))
        assert page.prose.selected_words == 2
        assert page.prose.cursor_location == (3, 0)


async def test_a_selection_out_of_sight_comes_to_the_middle() -> None:
    async with open_page("\n".join(f"line {n}" for n in range(100))) as page:
        page.prose.select((70, 0), (70, 4))
        await page.settle()
        assert page.rows().index("line 70") in (5, 6)
        top = page.prose.scroll_offset.y
        page.prose.select((72, 0), (72, 4))
        await page.settle()
        assert page.prose.scroll_offset.y == top


async def test_the_word_at_a_place() -> None:
    async with open_page("say “don't” now") as page:
        assert page.prose.word_at((0, 6)) == ((0, 5), (0, 10))
        assert page.prose.word_at((0, 4)) is None
        assert page.prose.word_at((0, 99)) == ((0, 12), (0, 15))


async def test_paragraph_focus_dims_the_others() -> None:
    async with open_page("one\nmore\n\ntwo|\n\nthree") as page:
        page.prose.paragraph_focus = True
        await page.settle()
        assert [page.styled(y, "dim").strip() for y in range(6)] == ["one", "more", "", "", "", "three"]
        await page.press("ctrl+home")
        assert [page.styled(y, "dim").strip() for y in range(6)] == ["", "", "", "two", "", "three"]
        await page.press("end", "enter", "enter", "x")
        assert [page.styled(y, "dim").strip() for y in range(4)] == ["one", "", "", ""]
        page.prose.paragraph_focus = False
        assert [page.styled(y, "dim") for y in range(6)] == [""] * 6


async def test_a_typewriter_keeps_the_row_in_the_middle() -> None:
    async with open_page("\n".join(f"line {n}" for n in range(100))) as page:
        page.prose.move_cursor((50, 0))
        page.prose.typewriter = True
        await page.settle()
        rows = [page.rows().index("line 50")]
        for key, line in (("down", "line 51"), ("up", "line 50"), ("ctrl+end", "line 99")):
            await page.press(key)
            await page.settle()
            rows.append(page.rows().index(line))
        await page.press("enter", "x")
        await page.settle()
        rows.append(page.rows().index("x"))
        assert set(rows) == {6}
        page.prose.typewriter = False
        await page.press("up")
        await page.settle()
        assert page.rows()[-1] == "x"


async def test_a_page_that_stays_open_leaves_the_collectors_sight(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(prose_area, "_QUIET", 0.01)
    monkeypatch.setattr(gc, "collect", lambda: done.append("collect"))
    monkeypatch.setattr(gc, "freeze", lambda: done.append("freeze"))
    async with open_page("one") as page:
        for text in ("two", "three", "four"):
            page.prose.show(text)
        while len(done) < 2:
            await page.settle()
        assert done == ["collect", "freeze"]
