"""The colours that a theme leaves out, made from those it gives: three are enough."""

from __future__ import annotations

from journal_tui.settings.colors import contrast, mix, readable

REQUIRED = ("background", "text", "accent")

_SIGNALS_ON_DARK = {"success": "#93c08a", "warning": "#e3b974", "error": "#ec8c83"}
_SIGNALS_ON_LIGHT = {"success": "#3a6b35", "warning": "#7f5610", "error": "#a63328"}


def complete(given: dict[str, str], dark: bool, ansi: bool) -> dict[str, str]:
    """All colours of a theme: those given as they are, the others derived. Needs the required ones.

    Without `ansi` all must be `#rrggbb`; then text is given a contrast of 4.5:1 on the background and marks
    3:1 (WCAG 2.2, success criteria 1.4.3 and 1.4.11) as far as the given text colour has it.
    """
    colors = _named(given) if ansi else _mixed(given, dark)
    text, accent = colors["text"], colors["accent"]
    derived = {
        "heading": text,
        "emphasis": text,
        "strong": text,
        "code": colors["success"],
        "link": accent,
        "quote": colors["muted"],
        "tag": accent,
        "comment": colors["muted"],
        "list_mark": colors["muted"],
        "cursor": accent,
        "dim": colors["faint"],
        "bar": accent,
        "bar_done": colors["success"],
        "bar_low": colors["faint"],
        "line": accent,
        "off": colors["border"],
    }
    return {**derived, **colors}


def _mixed(given: dict[str, str], dark: bool) -> dict[str, str]:
    ground, text, accent = (given[key] for key in REQUIRED)
    signals = _SIGNALS_ON_DARK if dark else _SIGNALS_ON_LIGHT
    colors = {key: readable(color, ground, text, 4.5) for key, color in signals.items()}
    colors |= {
        "surface": mix(ground, text, 0.05),
        "row": mix(ground, text, 0.1),
        "border": mix(ground, text, 0.2),
        "muted": readable(mix(text, ground, 0.35), ground, text, 4.5),
        "faint": readable(mix(text, ground, 0.55), ground, text, 3.0),
        "fan": mix(ground, accent, 0.3),
        "selection": mix(ground, accent, 0.3),
        "match": mix(ground, given.get("warning", colors["warning"]), 0.35),
    }
    colors |= given
    papers = {"accent_text": accent, "selection_text": colors["selection"], "match_text": colors["match"]}
    papers["cursor_text"] = colors.get("cursor", accent)
    for key, paper in papers.items():
        colors.setdefault(key, _best_on(paper, text, ground))
    return colors


def _best_on(paper: str, text: str, ground: str) -> str:
    """The theme's own text or background colour where it reads well on this one, else black or white."""
    own = max((text, ground), key=lambda color: contrast(color, paper))
    if contrast(own, paper) >= 4.5:
        return own
    return max(("#000000", "#ffffff"), key=lambda color: contrast(color, paper))


def _named(given: dict[str, str]) -> dict[str, str]:
    """Names can't be mixed. Few backgrounds, for what the terminal's colours look like is not known here."""
    ground, text = given["background"], given["text"]
    derived = {
        "surface": ground,
        "row": ground,
        "border": "ansi_bright_black",
        "muted": text,
        "faint": "ansi_bright_black",
        "accent_text": "ansi_black",
        "success": "ansi_green",
        "warning": "ansi_yellow",
        "error": "ansi_bright_red",
        "cursor_text": "ansi_black",
        "selection": "ansi_blue",
        "selection_text": "ansi_bright_white",
        "match": "ansi_yellow",
        "match_text": "ansi_black",
        "fan": "ansi_blue",
    }
    return {**derived, **given}
