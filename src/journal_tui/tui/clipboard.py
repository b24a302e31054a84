"""Copy and paste beyond the app: by the terminal itself (OSC 52), and by the desktop's own programs."""

from __future__ import annotations

import asyncio
import os
import threading
from base64 import b64encode
from time import monotonic
from typing import TYPE_CHECKING, Any

from journal_tui.domain.counting import count_words
from journal_tui.domain.errors import JournalError
from journal_tui.services import clipboard

if TYPE_CHECKING:
    from collections.abc import Mapping

    from journal_tui.tui.screens.writing import WritingScreen

MOST_BY_TERMINAL = 74_994
"""Bytes of text that go by OSC 52: in base64 and with its frame that is 100,000, where many terminals stop."""
MOMENT = 1.0
"""Seconds after a copy in which a paste means just that: no program is asked, none may have it yet."""

_SCREEN_PIECE = 250
"""Characters of one frame of GNU screen, which passes no longer ones on."""


class Clipboard:
    """Sends out what the page copies, and fetches what it pastes.

    What is copied always stays in the app too: that is what is pasted where no program gives another text.
    """

    def __init__(self, room: WritingScreen) -> None:
        self._room = room
        self._own: str | None = None
        self._fetched: str | None = None
        self._copied_at = float("-inf")
        self._copies = self._handed_out = 0
        self._turn = threading.Lock()

    def copy(self, text: str) -> None:
        """Put text into every clipboard that can be reached, and say by which way it went. Returns at once."""
        app: Any = self._room.app
        app._clipboard = self._own = text  # for the fields of dialogs
        self._copied_at = monotonic()
        self._copies += 1
        by_terminal = False
        sequence = terminal_sequence(text, os.environ)
        if sequence and app._driver is not None:
            app._driver.write(sequence)
            by_terminal = True
        threading.Thread(
            target=self._hand_out, args=(self._copies, text, by_terminal), name="clipboard", daemon=True
        ).start()

    async def fetch(self) -> None:
        """Look what is in the desktop's clipboard, for `text`.

        Awaited by the key that pastes: the keys behind it wait, the screen and its timers do not.
        """
        self._fetched = None
        fresh = self._handed_out != self._copies or monotonic() - self._copied_at < MOMENT
        if fresh or not clipboard.programs(os.environ):
            return
        try:
            self._fetched = await asyncio.to_thread(clipboard.paste, dict(os.environ))
        except clipboard.NoAnswer as late:
            instead = ": pasted what was copied here" if self._room.app.clipboard else "; nothing was pasted"
            self._room.status.say(f"{late}{instead}", "warning")
        except JournalError as error:
            self._fetched = ""
            self._room.status.say(str(error), "warning")

    def text(self) -> str | None:
        """What a paste inserts: what was fetched, else what was copied here."""
        fetched, self._fetched = self._fetched, None
        if fetched is not None:
            return fetched
        own: str = self._room.app.clipboard
        return own

    # In a thread

    def _hand_out(self, number: int, text: str, by_terminal: bool) -> None:
        with self._turn:
            if number != self._copies:
                return  # something newer was copied meanwhile: this may not overtake it
            name = clipboard.copy(text, dict(os.environ))
            self._handed_out = number
        message, kind = told(text, name, by_terminal, os.environ)
        if number == self._copies and self._room.app.is_running:
            self._room.call_later(self._room.status.say, message, kind)


def terminal_sequence(text: str, env: Mapping[str, str]) -> str | None:
    """What asks the terminal to put text into its clipboard (OSC 52); None where it would not be understood."""
    data = text.encode("utf-8", "replace")
    if len(data) > MOST_BY_TERMINAL or env.get("TERM", "").startswith("linux"):
        return None
    plain = f"\x1b]52;c;{b64encode(data).decode()}\x07"
    if env.get("TMUX"):
        # tmux takes the plain one where `set-clipboard` is on, the wrapped one where `allow-passthrough` is.
        return plain + "\x1bPtmux;" + plain.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    if env.get("STY"):
        pieces = [plain[at : at + _SCREEN_PIECE] for at in range(0, len(plain), _SCREEN_PIECE)]
        return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
    return plain


def told(text: str, program: str | None, by_terminal: bool, env: Mapping[str, str]) -> tuple[str, str]:
    """What to say about a copy, and of which kind that is: how much it was, and which way it went."""
    words = count_words(text)
    size = _number(words, "word") if words else _number(len(text), "character")
    if program is not None:
        return f"Copied {size} · {program}", "text"
    if by_terminal:
        return f"Copied {size} · by the terminal (OSC 52)", "text"
    too_long = len(text.encode("utf-8", "replace")) > MOST_BY_TERMINAL
    why = "too long for the terminal" if too_long else "this terminal has no clipboard"
    wanted = "wl-copy" if env.get("WAYLAND_DISPLAY") else "xclip" if env.get("DISPLAY") else None
    hint = f" · {wanted} would do it" if wanted else ""
    return f"Copied {size} inside the journal only: {why}{hint}", "warning"


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
