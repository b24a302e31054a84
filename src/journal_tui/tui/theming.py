"""A theme's colours as Textual's theme and as the styles that our own widgets paint with."""

from __future__ import annotations

from typing import NamedTuple

from rich.color import Color
from rich.style import Style
from textual.theme import Theme

from journal_tui.settings.theme import ThemeColors
from journal_tui.tui.widgets.entry_list import ListStyles
from journal_tui.tui.widgets.goal_panel import GoalStyles
from journal_tui.tui.widgets.prose_area import PageStyles
from journal_tui.tui.widgets.status_bar import StatusStyles

_BOLD = Style(bold=True)


class Look(NamedTuple):
    """Everything that is painted, in one theme."""

    name: str
    page: PageStyles
    entries: ListStyles
    goal: GoalStyles
    status: StatusStyles
    heading: Style
    heading_note: Style
    heading_rule: Style


def textual_theme(colors: ThemeColors) -> Theme:
    """The theme for Textual's own widgets: palette, dialogs, scroll bars."""
    return Theme(
        name=colors.name,
        primary=colors.accent,
        secondary=colors.muted,
        accent=colors.accent,
        foreground=colors.text,
        background=colors.background,
        surface=colors.surface,
        panel=colors.surface,
        success=colors.success,
        warning=colors.warning,
        error=colors.error,
        dark=colors.dark,
        ansi=colors.ansi,
        boost=colors.surface if colors.ansi else None,
        variables={
            "ansi-background": "ansi_black" if colors.dark else "ansi_white",
            "ansi-foreground": "ansi_white" if colors.dark else "ansi_black",
            "block-cursor-background": colors.selection,
            "block-cursor-foreground": colors.selection_text,
            "block-cursor-text-style": "bold",
            "input-cursor-background": colors.cursor,
            "input-cursor-foreground": colors.cursor_text,
            "input-selection-background": colors.selection,
            "input-selection-foreground": colors.selection_text,
            "border": colors.border,
            "border-blurred": colors.border,
            "scrollbar": colors.border if colors.ansi else colors.row,
            "scrollbar-hover": colors.border,
            "scrollbar-active": colors.accent,
            "scrollbar-background": colors.background,
            "scrollbar-background-hover": colors.background,
            "scrollbar-background-active": colors.background,
            "scrollbar-corner-color": colors.background,
            "journal-muted": colors.muted,
            "journal-faint": colors.faint,
        },
    )


def look_of(colors: ThemeColors, *, no_color: bool = False) -> Look:
    """Styles for our own widgets. With `no_color`, nothing in the terminal's own colours is told by colour alone."""
    base, quiet = _style(colors.text, colors.background), _quiet(colors)
    look = Look(
        name=colors.name,
        page=_page(colors, base),
        entries=_entries(colors, base),
        goal=GoalStyles(
            base=base,
            figure=_style(colors.text) + _BOLD,
            text=_style(colors.text),
            quiet=quiet,
            bar=_style(colors.bar),
            bar_done=_style(colors.bar_done) + _BOLD,
            bar_rest=_style(colors.border),
        ),
        status=StatusStyles(
            base=base,
            text=quiet,
            key=_style(colors.accent),
            label=quiet,
            warning=_style(colors.warning),
            error=_style(colors.error) + _BOLD,
        ),
        heading=base + _BOLD,
        heading_note=base + quiet,
        heading_rule=base + _style(colors.border),
    )
    return _uncolored(look) if no_color and colors.ansi else look


def _uncolored(look: Look) -> Look:
    reverse = Style(reverse=True)
    marks = {**look.page.marks, "match": Style(underline=True), "match_here": reverse}
    return look._replace(
        page=look.page._replace(cursor=reverse, selection=reverse, marks=marks),
        entries=look.entries._replace(selected_focus=reverse, mark_focus=_BOLD),
    )


def _quiet(colors: ThemeColors) -> Style:
    """Second rank. Terminals agree on no grey, so their own colours are dimmed instead."""
    return Style(dim=True) if colors.ansi else _style(colors.muted)


def _entries(colors: ThemeColors, base: Style) -> ListStyles:
    quiet = _quiet(colors)
    return ListStyles(
        base=base,
        month=quiet + _BOLD,
        rule=_style(colors.border),
        day=quiet,
        title=_style(colors.text) + _BOLD,
        opening=_style(colors.text),
        empty=_style(colors.faint),
        words=quiet,
        bar=_style(colors.bar),
        bar_done=_style(colors.bar_done),
        badge=_style(colors.warning),
        mark=_style(colors.accent) + _BOLD,
        mark_focus=_style(colors.selection_text if colors.ansi else colors.accent) + _BOLD,
        selected=_style(None, colors.row) + (_BOLD if colors.ansi else Style()),
        selected_focus=_style(None, colors.selection) + (_BOLD if colors.ansi else Style()),
    )


def _page(colors: ThemeColors, base: Style) -> PageStyles:
    return PageStyles(
        base=base,
        cursor=_style(colors.cursor_text, colors.cursor),
        selection=_style(colors.selection_text, colors.selection),
        hint=_style(colors.faint),
        marks={
            "heading": _style(colors.heading) + _BOLD,
            "emphasis": _style(colors.emphasis) + Style(italic=True),
            "strong": _style(colors.strong) + _BOLD,
            "code": _style(colors.code),
            "link": _style(colors.link),
            "quote": _style(colors.quote) + Style(italic=True),
            "tag": _style(colors.tag),
            "comment": _style(colors.comment) + Style(italic=True),
            "list_mark": _style(colors.list_mark),
            "dim": Style(dim=True, bold=False) if colors.ansi else _style(colors.faint),
            "match": _style(colors.match_text, colors.match),
            "match_here": _style(*_here(colors)) + _BOLD,
            "misspelt": _style(colors.error) + Style(underline=True),
        },
    )


def _here(colors: ThemeColors) -> tuple[str, str]:
    """Text and paper of the match that one is at: it must not look like the others."""
    if colors.accent == colors.match:
        return colors.selection_text, colors.selection
    return colors.accent_text, colors.accent


def _style(color: str | None = None, background: str | None = None) -> Style:
    return Style(color=rich_color(color), bgcolor=rich_color(background))


def rich_color(value: str | None) -> Color | None:
    """A theme file's colour as Rich's: `ansi_bright_black` is `bright_black` there."""
    if value is None:
        return None
    if len(value) == 4 and value.startswith("#"):
        value = "#" + "".join(character * 2 for character in value[1:])
    return Color.parse(value.removeprefix("ansi_"))
