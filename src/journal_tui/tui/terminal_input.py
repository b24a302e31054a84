"""What comes from the keyboard, mended where Textual's reader would lose or mistake it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from functools import partial

from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.message import Message

_ESCAPE_AND_KEY = re.compile(r"\x1b([^\x00-\x1f\x7f\[\]OPX^_NM])")
"""Escape and a letter or sign that begins no sequence (ECMA-48: CSI, OSC, SS2, SS3, DCS, SOS, PM, APC)."""
_PASTE = re.compile(r"(\x1b\[200~|\x1b\[201~)")


class BurstParser(XTermParser):
    """Reads Escape and a letter in the middle of a burst as the letter with alt, as it is read alone.

    Textual's parser waits for the end of what might be a sequence; when more keys follow in the same read, it
    types a `^` and the letter.
    """

    def __init__(self, debug: bool = False) -> None:
        self._in_paste = False
        super().__init__(debug)

    def feed(self, data: str) -> Iterable[Message]:
        """The messages of what was read."""
        return super().feed(self._mended(data) if "\x1b" in data else data)

    def _mended(self, data: str) -> str:
        parts = _PASTE.split(data)
        for index, part in enumerate(parts):
            if _PASTE.fullmatch(part):
                self._in_paste = part.endswith("200~")
            elif not self._in_paste:
                # The kitty protocol's own words for a key with alt (modifiers 1 + 2).
                parts[index] = _ESCAPE_AND_KEY.sub(lambda found: f"\x1b[{ord(found[1])};3u", part)
        return "".join(parts)


def install() -> None:
    """Make Textual's driver read the keyboard this way.

    A byte that is not UTF-8, from a keyboard or a paste, becomes a sign; it would end the app
    (Textualize/textual#6456).
    """

    def forgiving(encoding: str) -> partial[codecs.IncrementalDecoder]:
        return partial(codecs.getincrementaldecoder(encoding), errors="replace")

    linux_driver.getincrementaldecoder = forgiving  # type: ignore[attr-defined,assignment]
    linux_driver.XTermParser = BurstParser  # type: ignore[attr-defined]
