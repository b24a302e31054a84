"""The page against Textual's own TextArea: the same text, cursor, scroll and characters after any edits."""

from __future__ import annotations

import random
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.widgets import TextArea

from journal_tui.domain.counting import count_words
from journal_tui.tui.widgets.prose_area import ProseArea

PIECES = [
    "word",
    "don't",
    " ",
    " ",
    "\n",
    "\n\n",
    "東京タワー",
    "a\tb",
    "# h",
    "```",
    "*em*",
    "long" * 30,
    "—",
    "é",
    "\n- x",
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


@pytest.mark.parametrize("seed", range(3))
async def test_it_is_the_stock_widget_to_the_writer(seed: int) -> None:
    app = Both()
    async with app.run_test(size=(70, 14)) as pilot:
        ours, stock = app.query_one("#ours", ProseArea), app.query_one("#stock", TextArea)
        stock.cursor_blink = False
        for widget in (ours, stock):
            widget.load_text(START)
            widget.focus()
            await pilot.pause()
        one, other = random.Random(seed), random.Random(seed)
        for step in range(60):
            edit(ours, one)
            edit(stock, other)
            await pilot.pause()
            assert seen(ours) == seen(stock), f"seed {seed}, step {step}"
            assert ours.tally.total == count_words(ours.text)


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


async def test_a_key_paints_its_own_rows_only() -> None:
    app = Both()
    async with app.run_test(size=(70, 14)) as pilot:
        ours = app.query_one("#ours", ProseArea)
        ours.load_text("a line\n\n" * 4000)
        ours.focus()
        ours.move_cursor((4000, 3))
        await pilot.pause()
        painted: list[int] = []
        original = ours._paint

        def counted(*arguments: Any) -> Any:
            painted.append(1)
            return original(*arguments)

        ours._paint = counted  # type: ignore[method-assign,assignment]
        await pilot.press("x")
        assert 1 <= len(painted) <= 3


async def test_a_page_of_many_undo_steps() -> None:
    app = Both()
    async with app.run_test(size=(70, 14)) as pilot:
        ours = app.query_one("#ours", ProseArea)
        ours.load_text("")
        for number in range(600):
            ours.insert(f"{number}\n")
        for _ in range(600):
            ours.undo()
        assert ours.text == ""
        await pilot.pause()
