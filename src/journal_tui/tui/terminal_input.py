"""What comes from the keyboard, mended where Textual's reader would lose or mistake it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from functools import partial

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.message import Message

_ESCAPE = "\x1b"
_ESCAPE_AND_KEY = re.compile(r"\x1b([^\x00-\x1f\x7f\[\]OP_])")
"""Escape and a letter or sign that begins nothing a terminal sends (ECMA-48: CSI, OSC, SS3, DCS, APC)."""
_PASTE, _PASTE_END = "\x1b[200~", "\x1b[201~"
_QUIET = 30
"""Ticks, of 0.1 s where nothing is read, after which a paste without an end is taken to have ended."""


class BurstParser(XTermParser):
    """Reads Escape and a letter in the middle of a burst as the letter with alt, as it is read alone, and a paste
    as one whole, whatever stands in it.

    Textual's parser waits for the end of what might be a sequence; when more keys follow in the same read, it
    types a `^` and the letter. In a paste it does the same, and what it types comes before the paste.
    """

    def __init__(self, debug: bool = False) -> None:
        self._in_paste = False
        self._quiet = 0
        self._begun = ""
        """The last of what was read, where that may be the beginning of a paste or, in a paste, of its end. Only
        the latter is kept from Textual's parser, which knows by the time that passes that Escape stands alone."""
        super().__init__(debug)

    def feed(self, data: str) -> Iterable[Message]:
        """The messages of what was read."""
        self._quiet = 0
        if data and (self._in_paste or self._begun or _ESCAPE in data):
            data = self._mended(data)
            return super().feed(data) if data else ()
        return super().feed(data)

    def tick(self) -> Iterable[Message]:
        """The messages of what was left open too long: an Escape, or a paste whose end was lost."""
        self._quiet += 1
        if self._in_paste and self._quiet > _QUIET:
            self._in_paste, self._begun = False, ""
            yield from super().feed(_PASTE_END)
        yield from super().tick()

    def _mended(self, data: str) -> str:
        known = 0
        if self._in_paste or self._timeout_time is not None:
            data = self._begun + data
            known = 0 if self._in_paste else len(self._begun)
        self._begun, mended = "", []
        while data:
            marker = _PASTE_END if self._in_paste else _PASTE
            text, found, data = data.partition(marker)
            if not found:
                self._begun = _beginning(marker, text)
            if self._in_paste:
                text = text.removesuffix(self._begun).replace(_ESCAPE, "")
            else:
                # The kitty protocol's own words for a key with alt (modifiers 1 + 2).
                text = _ESCAPE_AND_KEY.sub(lambda key: f"\x1b[{ord(key[1])};3u", text)
            mended += [text, found]
            self._in_paste ^= bool(found)
        return "".join(mended)[known:]

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        for key in super()._sequence_to_key_events(sequence, alt):
            # Textual forgets the Escape before a sign.
            forgotten = alt and key.is_printable and not key.key.startswith("alt+")
            yield events.Key(f"alt+{key.key}", None) if forgotten else key


def _beginning(marker: str, text: str) -> str:
    """The end of a text that may be the beginning of a marker, of which there is more to come."""
    start = text.rfind(_ESCAPE, -len(marker) + 1)
    return text[start:] if start >= 0 and marker.startswith(text[start:]) else ""


def install() -> None:
    """Make Textual's driver read the keyboard this way.

    A byte that is not UTF-8, from a keyboard or a paste, becomes a sign; it would end the app
    (Textualize/textual#6456).
    """

    def forgiving(encoding: str) -> partial[codecs.IncrementalDecoder]:
        return partial(codecs.getincrementaldecoder(encoding), errors="replace")

    linux_driver.getincrementaldecoder = forgiving  # type: ignore[attr-defined,assignment]
    linux_driver.XTermParser = BurstParser  # type: ignore[attr-defined]
