"""Colours as text: reading them, mixing them, and how well one is read on another."""

from __future__ import annotations

_HUES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
ANSI_NAMES = (
    "ansi_default",
    *(f"ansi_{hue}" for hue in _HUES),
    *(f"ansi_bright_{hue}" for hue in _HUES),
)
"""The terminal's own colours: its default one, and the 16 of ECMA-48 with its bright extension."""

_HEX = frozenset("0123456789abcdef")


def normal(text: str) -> str | None:
    """`#rgb` or `#rrggbb` as `#rrggbb` in small letters; None when it is neither."""
    digits = text[1:].lower()
    if not text.startswith("#") or len(digits) not in (3, 6) or not _HEX.issuperset(digits):
        return None
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def channels(color: str) -> tuple[int, int, int]:
    """Red, green, blue (0 to 255) of `#rrggbb`."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def mix(one: str, other: str, share: float) -> str:
    """`one` with a share (0 to 1) of `other` in it, both `#rrggbb`."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def luminance(color: str) -> float:
    """Relative luminance of `#rrggbb`, 0 black to 1 white (WCAG 2.2, definition of the same name)."""
    red, green, blue = (_linear(channel / 255) for channel in channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, definition of the same name)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable(color: str, on: str, towards: str, ratio: float) -> str:
    """The colour, moved towards another as far as it takes to reach a contrast ratio on `on`, if it can."""
    for step in range(21):
        moved = mix(color, towards, step / 20)
        if contrast(moved, on) >= ratio:
            return moved
    return towards
