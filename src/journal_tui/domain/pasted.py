"""Pasted text made plain."""

from __future__ import annotations

_DROPPED = {
    **dict.fromkeys(code for code in range(0x20) if code not in (0x09, 0x0A)),
    **dict.fromkeys(range(0x7F, 0xA0)),
    **dict.fromkeys(range(0xD800, 0xE000)),
}


def plain_text(text: str) -> str:
    """Text from a clipboard as somebody might have typed it.

    Every kind of line end becomes a newline; control characters, which nobody sees and a terminal might act on,
    are dropped, but for tabs.
    """
    # "\x85", VT, FF, FS, GS, RS, U+2028 and U+2029 end a line for the editor too, so they do here.
    ends_in_newline = text[-1:] in ("\n", "\r")
    lines = text.splitlines()
    return ("\n".join(lines) + ("\n" if ends_in_newline else "")).translate(_DROPPED)
