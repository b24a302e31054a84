"""Keys have their effect in the order in which they were typed, where the writer meant them.

Textual hands every key to the widget that has the focus when the key arrives, and runs some bindings at once,
while letters before them still wait in that widget's queue. When keys come in a burst (before the first frame,
over a slow line, from a macro), a `j` behind an Escape would stand in the text, and a save or a quit would miss
the words typed just before it. So a key that may be a command waits until the letters before it are on the
page, and what follows it waits until it has had its effect.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable

from textual import events
from textual.app import App
from textual.keys import key_to_character
from textual.message_pump import MessagePump

from journal_tui.tui.commands import LIST, PAGE, SELECT, commands_of
from journal_tui.tui.widgets.entry_list import EntryList
from journal_tui.tui.widgets.prose_area import ProseArea

_LONGEST_WAIT = 2.0
"""Seconds after which the gate opens whatever happened, lest the app be deaf."""
_LEAVING = ("open-entry", "list-go-to-date", "leave-page")
"""Commands of a part of the screen that move the focus away from it."""

Pass = Callable[[events.Event], Awaitable[None]]


class KeyGate:
    """Lets keys into the app one after the other. It is closed at first: `open` it when the page has the focus."""

    def __init__(self, app: App[int], keymap: dict[str, str], let_in: Pass) -> None:
        """`let_in` hands an event to the app as Textual would."""
        self._app = app
        self._let_in = let_in
        self._held: deque[events.Event] = deque()
        self.closed = True
        """Whether keys are held back just now."""
        self._on_their_way = False
        self._leaving = False
        self._round = 0
        self._list_keys = _still_keys(keymap, LIST)
        self._page_keys = _still_keys(keymap, PAGE, SELECT)
        self._with_alt = frozenset(
            key for keys in keymap.values() for key in keys.split(",") if "alt+" in key
        )

    async def take(self, event: events.Event) -> None:
        """Let a key or a paste in, now or when those before it have had their effect."""
        self._held.extend(self._as_typed(event))
        if not self.closed:
            await self._empty()

    async def open(self) -> None:
        """Let in what was held, up to the first key that closes the gate again."""
        self.closed = self._on_their_way = False
        self._round += 1
        await self._empty()

    async def let_all_in(self, then: Callable[[], object]) -> None:
        """The app is about to end: let in what was typed, and run `then` when it has had its effect."""
        self._leaving = True
        await self.open()
        self._follow(self._way(), then)

    async def _empty(self) -> None:
        while self._held and not self.closed and self._app.screen_stack:
            event = self._held[0]
            if self._stays(event):
                self._held.popleft()
                self._on_their_way = True
                await self._let_in(event)
            elif self._works_on_page(event):
                self._held.popleft()
                self._close(passes=1)
                await self._let_in(event)
            elif self._on_their_way:
                self._close(passes=1)
            else:
                self._held.popleft()
                self._close(passes=2)
                await self._let_in(event)

    def _stays(self, event: events.Event) -> bool:
        """Whether the key works on what has the focus and leaves the focus there."""
        focused = self._app.focused
        if focused is None or not isinstance(event, events.Key):
            return focused is not None
        if isinstance(focused, EntryList):
            return event.key in self._list_keys
        if isinstance(focused, ProseArea) and event.key == "enter":
            return True
        return focused.check_consume_key(event.key, event.character)

    def _works_on_page(self, event: events.Event) -> bool:
        """Whether this is a command of the page, such as an arrow: it takes the way of the letters before it, but
        a longer one than those behind it, which would overtake it."""
        on_page = isinstance(self._app.focused, ProseArea)
        return on_page and isinstance(event, events.Key) and event.key in self._page_keys

    def _as_typed(self, event: events.Event) -> list[events.Event]:
        """Escape and a character in quick succession as the two keys that they are: terminals send the same bytes
        for that as for the character with alt, which means nothing unless the user has bound it."""
        letter = _letter_with_alt(event)
        if not letter:
            return [event]
        # Terminals, and Textual with each of them, differ in how they name a capital with alt.
        for name in (f"alt+{letter}", f"alt+shift+{letter.lower()}" if letter.isupper() else ""):
            if name in self._with_alt:
                return [events.Key(name, None)]
        return [events.Key("escape", None), events.Key(letter, key_to_character(letter))]

    def _close(self, passes: int) -> None:
        """Open again when `passes` messages, one caused by the other, have gone all the way up: a key bubbles from
        the focus to the app, and what it caused does once more and may need a frame to take the focus."""
        if self._leaving:
            self._on_their_way = False
            return
        self.closed = True
        self._round += 1
        this_round = self._round

        async def reopen() -> None:
            if self.closed and self._round == this_round and self._app.screen_stack:
                await self.open()

        def settled() -> None:
            if passes == 1 or not self._app.screen.call_after_refresh(reopen):
                self._app.call_later(reopen)

        self._follow(self._way() * passes, settled)
        self._app.set_timer(_LONGEST_WAIT, reopen)

    def _way(self) -> list[MessagePump]:
        focused = self._app.focused
        nodes = [*focused.ancestors_with_self] if focused is not None else [self._app.screen, self._app]
        return [node for node in nodes if isinstance(node, MessagePump)]

    def _follow(self, way: list[MessagePump], then: Callable[[], object]) -> None:
        """Run `then` when all that is on its way now has passed every queue; a dialog that was closed meanwhile
        takes no messages any more."""
        for node in way:
            way = way[1:]
            if node.call_later(self._follow, way, then):
                return
        then()


def _still_keys(keymap: dict[str, str], *where: str) -> frozenset[str]:
    commands = [command for command in commands_of(*where) if command.id not in _LEAVING]
    return frozenset(
        key.strip() for command in commands for key in keymap.get(command.id, command.keys).split(",") if key
    )


def _letter_with_alt(event: events.Event) -> str:
    """The name of the one visible character that was typed with alt; "" for any other key."""
    if not isinstance(event, events.Key) or not event.key.startswith("alt+"):
        return ""
    letter = event.key.removeprefix("alt+")
    if letter.startswith("shift+") and len(letter) == len("shift+x"):
        letter = letter[-1].upper()
    character = key_to_character(letter)
    # Unicode has a character of the name of Backspace, of Delete and of Tab.
    return letter if character is not None and character.isprintable() else ""
