"""Text made harmless for a terminal: what would act on it becomes a sign that can be seen."""

from __future__ import annotations

REPLACEMENT = "\ufffd"


def _symbols() -> dict[int, str]:
    # Unicode has a picture for each C0 control (U+2400-U+241F) and for DEL, but none for C1 controls or for
    # the marks that reorder text. LRM, RLM and ALM (U+200E, U+200F, U+061C) stay: they are part of ordinary
    # Hebrew and Arabic, and cannot reach beyond the weak characters beside them.
    table = {code: chr(0x2400 + code) for code in range(0x20)}
    table[0x7F] = "\u2421"
    table[0x2028] = table[0x2029] = "\u2424"
    for unseen in (range(0x80, 0xA0), range(0x202A, 0x202F), range(0x2066, 0x206A), range(0xD800, 0xE000)):
        table.update(dict.fromkeys(unseen, REPLACEMENT))
    return table


CONTROL_SYMBOLS: dict[int, str] = _symbols()
"""For `str.translate`: code point -> the one character shown in its place. Holds every C0 control (LF and TAB
too), DEL, C1 controls, bidi embeddings, overrides and isolates, U+2028, U+2029 and lone surrogates."""

_KEEPING_LINES = {code: sign for code, sign in CONTROL_SYMBOLS.items() if code not in (0x09, 0x0A)}


def visible(text: str, *, keep_newlines: bool = False) -> str:
    """`text` with everything that could act on a terminal as a visible sign, one character for one.

    `keep_newlines` leaves LF and TAB alone, for text of several lines. A carriage return is always shown.
    """
    # A printable string holds none of the table's characters, and most strings are printable.
    if text.isprintable():
        return text
    return text.translate(_KEEPING_LINES if keep_newlines else CONTROL_SYMBOLS)


def one_line(text: str) -> str:
    """`text` on one line, for titles and file names: white space is single spaces, none at the ends."""
    return visible(" ".join(text.split()))


def without_folders(text: str) -> str:
    """A message with each absolute path cut to its last part: `/a/b/c.md is …` -> `…/c.md is …`."""
    words = text.split(" ")
    return " ".join(
        f"…/{word.rpartition('/')[2]}" if word[:1] == "/" and "/" in word[1:] else word for word in words
    )
