"""NO_COLOR: everything can be read, and the cursor be seen, in each theme."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import OpenApp, app_of


@pytest.mark.parametrize("theme", ["journal-dark", "journal-light", "high-contrast", "terminal"])
async def test_text_and_cursor_can_be_seen(
    open_app: OpenApp, home: Path, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    config = home / ".config" / "journal-tui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'theme = "{theme}"\n')
    async with open_app() as pilot:
        await pilot.press(*"seen")
        await pilot.pause()
        segments = [part for row in pilot.app.screen._compositor.render_strips() for part in row]
        shown = [part.style for part in segments if "seen" in part.text and part.style is not None]
        assert shown
        assert all(style.color != style.bgcolor or style.color.is_default for style in shown if style.color)
        prose = app_of(pilot).room.prose
        behind = next(part for part in prose.render_line(0) if part.text.startswith(" ")).style
        assert behind is not None
        assert behind.reverse or behind.bgcolor != prose.page_styles.base.bgcolor
