"""Theme files: TOML in, plain colours out. The format is described in themes/README.md."""

from __future__ import annotations

import os
from typing import NamedTuple

from journal_tui.settings import checks, lean
from journal_tui.settings.colors import ANSI_NAMES, luminance, normal
from journal_tui.settings.derived import REQUIRED, complete
from journal_tui.settings.reading import Refused, Source, Table, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal_tui.settings.problem import Problem

TABLES = {
    "colors": (
        *REQUIRED, "surface", "row", "border", "muted", "faint", "accent_text", "success", "warning", "error",
    ),
    "editor": (
        "heading", "emphasis", "strong", "code", "link", "quote", "tag", "comment", "list_mark", "cursor",
        "cursor_text", "selection", "selection_text", "match", "match_text", "dim",
    ),
    "charts": ("bar", "bar_done", "bar_low", "line", "fan", "off"),
}  # fmt: skip


_UNUSABLE = "the theme can't be used"


class ThemeColors(NamedTuple):
    """A theme, complete: every colour is `#rrggbb`, or an `ansi_…` name where `ansi` is true."""

    name: str
    title: str
    dark: bool
    ansi: bool
    """The terminal's own colours are used, its default background among them."""

    background: str
    surface: str
    """Behind what lies on the page: dialogs, banners, the footer."""
    row: str
    """Behind the chosen row of a list."""
    border: str
    text: str
    muted: str
    """Text of second rank: labels, dates, the status line."""
    faint: str
    """What may be overlooked: the empty part of a bar, hints."""
    accent: str
    accent_text: str
    """Text on the accent colour."""
    success: str
    warning: str
    error: str

    heading: str
    emphasis: str
    strong: str
    code: str
    link: str
    quote: str
    tag: str
    comment: str
    """HTML comments and front matter."""
    list_mark: str
    """Bullets, numbers and the other marks of Markdown: # * > `"""
    cursor: str
    cursor_text: str
    selection: str
    selection_text: str
    match: str
    """Behind a place that a search found."""
    match_text: str
    dim: str
    """Paragraphs out of focus in focus mode."""

    bar: str
    bar_done: str
    """A bar that reached its goal."""
    bar_low: str
    """A day below its minimum."""
    line: str
    fan: str
    """The area of a forecast's range."""
    off: str
    """Days off."""


def shipped_dir() -> str:
    """The folder of the themes that come with the program: in the package, or beside src/ in a checkout."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "themes")
    if os.path.isdir(inside):
        return inside
    return os.path.join(os.path.dirname(os.path.dirname(package)), "themes")


def fallback_theme() -> ThemeColors:
    """Colours for when not even the shipped themes can be read."""
    required = {"background": "#1a1a1d", "text": "#e4dfd6", "accent": "#8fb8de"}
    return ThemeColors("fallback", "Fallback", True, False, **complete(required, True, False))


def parse_theme(data: bytes, file: str) -> tuple[ThemeColors | None, list[Problem]]:
    """A theme from the bytes of its file; `file` is the name that problems show, and names a nameless theme.

    A colour that is missing or refused is derived from the others. Without TOML, or without one of the
    required colours, there is no theme: None and the reason. No input raises.
    """
    source = Source(file)
    top = source.open(data)
    if source.problems:
        return None, source.told()
    name = top.take("name", checks.name, _name_from(file))
    title = top.take("title", checks.text(60), name)
    ansi = top.take("ansi", checks.flag, False)
    dark = top.take("dark", checks.flag, None)
    given = _given_colors(top, ansi)
    top.close([(key, f"in [{table}]") for table, keys in TABLES.items() for key in keys])
    if not all(key in given for key in REQUIRED):
        return None, source.told()
    if dark is None:
        dark = _looks_dark(given)
    return ThemeColors(name, title, dark, ansi, **complete(given, dark, ansi)), source.told()


def _given_colors(top: Table, ansi: bool) -> dict[str, str]:
    def color(value: object) -> str:
        found = normal(value) if isinstance(value, str) else None
        if found is not None:
            return found
        if ansi and isinstance(value, str) and value in ANSI_NAMES:
            return value
        near = nearest(value, ANSI_NAMES) if ansi and isinstance(value, str) else None
        raise Refused("must be #rrggbb" + (" or a name like ansi_blue" if ansi else ""), near)

    given: dict[str, str] = {}
    for name, keys in TABLES.items():
        table = top.table(name)
        for key in keys:
            table.instead = _UNUSABLE if key in REQUIRED else "a derived colour is used"
            found = table.take(key, color, None)
            if found is not None:
                given[key] = found
            elif key in REQUIRED and key not in table:
                table.refuse(None, f"needs {key}")
        table.close([(key, f"in [{other}]") for other in TABLES for key in TABLES[other]])
    return given


def _looks_dark(given: dict[str, str]) -> bool:
    ground, text = given["background"], given["text"]
    if ground.startswith("#"):
        return luminance(ground) < 0.18
    return not text.startswith("#") or luminance(text) > 0.18


def _name_from(file: str) -> str:
    stem = os.path.splitext(os.path.basename(file))[0]
    return stem if lean.is_name(stem) else "theme"
