"""The command palette: Textual's, in our clothes."""

from __future__ import annotations

from textual.command import CommandPalette


class Palette(CommandPalette):
    """Finds any command by its name."""

    CSS_PATH = "../palette.tcss"
