"""The page against Textual's own TextArea: the same text, cursor, scroll and characters after any edits."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import TextArea

from journal_tui.domain.counting import WordTally, count_words
from journal_tui.tui import highlight
from journal_tui.tui.widgets.prose import area, undoing
from journal_tui.tui.widgets.prose_area import PageStyles, ProseArea

PIECES = [
    "word",
    "don't",
    " ",
    " ",
    "\n",
    "\n\n",
    "東京タワー",
    "\na\tb\n",
    "# h",
    "```",
    "*em*",
    "long" * 30,
    "—",
    "é",
    "\n- x",
    "東京は夜の七時" * 6,
    "’",
    "\u00a0",
]
START = (
    "First paragraph of a page, long enough to be wrapped more than once on a narrow screen.\n\n- list\n\nEnd"
)


class Both(App[None]):
    """Both widgets side by side, of one size."""

    CSS = "TextArea { width: 30; height: 12; border: none; padding: 0; scrollbar-size: 1 1; scrollbar-gutter: stable; }"

    def compose(self) -> ComposeResult:
        """Ours and theirs."""
        with Horizontal():
            yield ProseArea(id="ours")
            yield TextArea(id="stock", compact=True, highlight_cursor_line=False)


def edit(widget: TextArea, chance: random.Random) -> None:
    """One step of somebody at work; the same for both widgets with the same chance."""
    kind = chance.random()
    lines = widget.document.line_count
    if kind < 0.5:
        widget._replace_via_keyboard(chance.choice(PIECES), *widget.selection)
    elif kind < 0.6:
        widget.action_delete_left()
    elif kind < 0.68:
        widget.undo()
    elif kind < 0.73:
        widget.redo()
    elif kind < 0.85:
        row = chance.randrange(lines)
        widget.move_cursor((row, chance.randrange(len(widget.document.get_line(row)) + 1)))
    elif kind < 0.9:
        widget.move_cursor((chance.randrange(lines), 0), select=True)
    else:
        getattr(widget, chance.choice(["action_cursor_up", "action_cursor_down", "action_cursor_page_up"]))()


def seen(widget: TextArea) -> tuple[Any, ...]:
    """What a writer sees of a widget."""
    rows = [
        "".join(segment.text for segment in widget.render_line(y)).rstrip() for y in range(widget.size.height)
    ]
    # The stock widget marks an empty line in a selection with a block; ours colours the cell.
    rows = [row.replace("▌", "") for row in rows]
    return widget.text, widget.selection, widget.scroll_offset, rows


LONG_START = f"{START}\n{'The same paragraph goes on and on, 東京タワー and back. ' * 60}\n{'no end ' * 500}"


@pytest.mark.parametrize("seed", range(4))
async def test_it_is_the_stock_widget_to_the_writer(seed: int) -> None:
    start = START if seed < 2 else LONG_START
    app = Both()
    async with app.run_test(size=(70, 14)) as pilot:
        ours, stock = app.query_one("#ours", ProseArea), app.query_one("#stock", TextArea)
        stock.cursor_blink = False
        for widget in (ours, stock):
            widget.load_text(start)
            widget.focus()
            await pilot.pause()
        one, other = random.Random(seed), random.Random(seed)
        for step in range(45):
            edit(ours, one)
            edit(stock, other)
            await pilot.pause()
            assert seen(ours) == seen(stock), f"seed {seed}, step {step}"
            assert ours.tally.total == count_words(ours.text)


def looks(widget: ProseArea) -> list[list[tuple[str, bool, bool]]]:
    """Every cell that the screen gets: character, and whether it stands out or is marked."""
    strips = widget.render_lines(widget.size.region)
    return [
        [
            (char, bool(style and style.bold), bool(style and style.reverse))
            for text, style, _ in strip
            for char in text
        ]
        for strip in strips
    ]


@pytest.mark.parametrize("seed", range(2))
async def test_what_is_not_painted_again_did_not_change(seed: int) -> None:
    app = Both()
    marked = [*PIECES, "*", "**", "`", "```\n", "<!--", "-->", "**bold** "]
    async with app.run_test(size=(70, 14)) as pilot:
        ours = app.query_one("#ours", ProseArea)
        ours.wear(
            PageStyles(marks={name: Style(bold=True) for name in ("strong", "emphasis", "code", "comment")})
        )
        ours.load_text(f"{START}\n{'**This** goes on and `on` for more than a row or *two*. ' * 8}\n{START}")
        ours.focus()
        chance = random.Random(seed)
        for step in range(60):
            edit(ours, chance)
            if chance.random() < 0.5:
                ours._replace_via_keyboard(chance.choice(marked), *ours.selection)
            await pilot.pause()
            painted = looks(ours)
            ours._styles_cache.clear()
            ours._strips.clear()
            assert painted == looks(ours), f"seed {seed}, step {step}"


async def test_a_mark_that_closes_another_rows_away_paints_those_rows() -> None:
    app = Both()
    async with app.run_test(size=(70, 14)) as pilot:
        ours = app.query_one("#ours", ProseArea)
        ours.wear(PageStyles(marks={"strong": Style(bold=True)}))
        ours.load_text("some **words of a paragraph that is wrapped into several rows here*")
        ours.focus()
        ours.move_cursor(ours.document.end)
        await pilot.pause()
        assert not any(bold for row in looks(ours) for _, bold, _ in row)
        await pilot.press("*")
        assert [any(bold for _, bold, _ in row) for row in looks(ours)[:4]] == [True, True, True, False]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=6))
def test_the_lines_that_several_edits_touched(edits: list[tuple[int, int, int]]) -> None:
    before: list[object] = [object() for _ in range(40)]
    after, touched = list(before), undoing.Touched()
    for first, removed, added in edits:
        first = min(first, len(after) - 1)
        removed = min(removed, len(after) - first)
        after[first : first + removed] = [object() for _ in range(added)]
        touched.add(first, removed, added)
    start = touched.first
    assert after[:start] == before[:start]
    assert after[start + touched.added :] == before[start + touched.removed :]
    assert len(after) - len(before) == touched.added - touched.removed


async def test_a_pasted_page_can_be_taken_back() -> None:
    app = Both()
    async with app.run_test(size=(70, 14)) as pilot:
        ours = app.query_one("#ours", ProseArea)
        ours.load_text(START)
        ours.move_cursor((2, 0))
        ours._replace_via_keyboard("many\nlines\n" * 200, *ours.selection)
        await pilot.pause()
        ours.undo()
        await pilot.pause()
        assert ours.text == START
        ours.redo()
        await pilot.pause()
        assert ours.document.line_count == 405
        assert ours.tally.total == count_words(ours.text)


async def test_a_page_of_many_undo_steps() -> None:
    app = Both()
    async with app.run_test(size=(70, 14)) as pilot:
        ours = app.query_one("#ours", ProseArea)
        ours.load_text("")
        for number in range(700):
            ours.insert(f"{number}\n")
        full = ours.text
        for _ in range(700):
            ours.undo()
        assert ours.text == ""
        for _ in range(700):
            ours.redo()
        assert ours.text == full
        await pilot.pause()


async def test_the_steps_of_undo_are_bounded_by_what_they_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "CHARACTERS", 1000)
    app = Both()
    async with app.run_test(size=(70, 14)):
        ours = app.query_one("#ours", ProseArea)
        ours.load_text("")
        for _ in range(20):
            ours.insert("x" * 200)
        while ours.history.undo_stack:
            ours.undo()
        assert len(ours.text) == 4000 - 1000
        assert sum(len(edit.text) for step in ours.history.redo_stack for edit in step) == 1000


# Work, counted and not timed


class Counted:
    """How often the page looks at lines, paints and shows rows."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.painted: list[str] = []
        self.highlighted: list[str] = []
        self.counted: list[int] = []
        self.shown: list[int] = []
        self._watch(monkeypatch, area, "paint", lambda row, *_: self.painted.append(row.text))
        self._watch(monkeypatch, highlight, "_spans_of_short", lambda line, _: self.highlighted.append(line))
        self._watch(monkeypatch, highlight, "_spans_of_long", lambda line, _: self.highlighted.append(line))
        self._watch(
            monkeypatch, WordTally, "replace", lambda _, first, gone, lines: self.counted.append(len(lines))
        )
        self._watch(monkeypatch, ProseArea, "render_line", lambda _, y: self.shown.append(y))

    @staticmethod
    def _watch(monkeypatch: pytest.MonkeyPatch, where: Any, name: str, note: Any) -> None:
        original = getattr(where, name)

        def noted(*arguments: Any, **more: Any) -> Any:
            note(*arguments, **more)
            return original(*arguments, **more)

        monkeypatch.setattr(where, name, noted)


LONG_LINE = "some words of *a* paragraph that goes on for pages " * 600


@pytest.mark.parametrize("line", ["a line", LONG_LINE], ids=["short", "long"])
async def test_a_key_costs_its_own_rows(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = Both()
    async with app.run_test(size=(70, 14)) as pilot:
        ours = app.query_one("#ours", ProseArea)
        ours.load_text(f"{line}\n\n" * 400)
        ours.focus()
        ours.move_cursor((400, 3))
        await pilot.pause()
        work = Counted(monkeypatch)
        await pilot.press("x")
        assert len(work.painted) <= 3
        assert len(work.shown) <= 4
        assert len(set(work.highlighted)) <= 2  # the line before and after
        assert work.counted == [1]


async def test_a_move_costs_two_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Both()
    async with app.run_test(size=(70, 14)) as pilot:
        ours = app.query_one("#ours", ProseArea)
        ours.load_text(f"{LONG_LINE}\n\n" * 4)
        ours.focus()
        ours.move_cursor((2, 300))
        await pilot.pause()
        work = Counted(monkeypatch)
        await pilot.press("right", "right", "up")
        assert len(work.shown) <= 6
        assert work.counted == []


async def test_a_new_line_moves_rows_without_a_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Both()
    async with app.run_test(size=(70, 14)) as pilot:
        ours = app.query_one("#ours", ProseArea)
        ours.load_text("a line\n\n" * 4000)
        ours.focus()
        ours.move_cursor((4000, 3))
        await pilot.pause()
        work, layouts = Counted(monkeypatch), list[int]()
        Counted._watch(monkeypatch, Screen, "_refresh_layout", lambda *_, **__: layouts.append(1))
        await pilot.press("enter")
        assert layouts == []
        assert len(work.shown) <= 12
        assert work.counted == [2]
        assert ours.virtual_size.height == ours.wrapped_document.height == 8002


async def test_the_highlighting_of_long_lines_is_not_kept_for_ever() -> None:
    for number in range(100):
        highlight.spans_of(f"{number} *a* " + LONG_LINE, "")
    assert highlight._spans_of_long.cache_info().currsize <= 64
