"""Frames of the app are what Textual's own compositor would paint."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual._compositor import Compositor
from textual.geometry import Region
from textual.pilot import Pilot
from textual.strip import Strip

from journal_tui.tui.compositing import RowCompositor
from tests.tui.conftest import OpenApp, app_of


def painted_by(kind: type[Compositor], pilot: Pilot[int]) -> list[str]:
    """The whole screen, row by row, as one compositor or the other paints it."""
    compositor = pilot.app.screen._compositor
    chops = kind._render_chops(compositor, compositor.size.region, lambda y: True)
    return ["".join(part.text for strip in row.values() if strip for part in strip) for row in chops]


async def test_it_paints_what_textual_paints(open_app: OpenApp, folder: Path) -> None:
    for day in range(10, 28):
        (folder / f"2018-03-{day}.md").write_text(f"# Day {day}\n\nsome words\n", encoding="utf-8")
    async with open_app(size=(120, 30)) as pilot:
        room = app_of(pilot).room
        assert isinstance(room._compositor, RowCompositor)
        for keys in ("a b", "enter", "escape j j", "enter", "f9", "x y z", "ctrl+p", "escape", "ctrl+g"):
            await pilot.press(*keys.split())
            await pilot.pause()
            assert painted_by(RowCompositor, pilot) == painted_by(Compositor, pilot), keys


async def test_a_frame_asks_only_for_rows_that_changed(open_app: OpenApp) -> None:
    async with open_app(size=(120, 30)) as pilot:
        await pilot.press("a")
        await pilot.pause(0.1)
        room = app_of(pilot).room
        rows: list[int] = []

        def noted(render: Callable[[Region], list[Strip]]) -> Callable[[Region], list[Strip]]:
            def render_lines(crop: Region) -> list[Strip]:
                rows.append(crop.height)
                return render(crop)

            return render_lines

        for widget in room._compositor.visible_widgets:
            vars(widget)["render_lines"] = noted(widget.render_lines)
        await pilot.press("b")
        await pilot.pause(0.1)
        assert rows
        assert sum(rows) < 40
