"""Keys arrive in the order in which they were typed, where the writer meant them.

Textual hands every key to the widget that has the focus at that moment. When keys come in a burst (before the
first frame, over a slow line, from a macro), those behind an Escape or an Enter would still go to the widget
that is about to lose the focus: a `j` meant for the list would stand in the text. And keys that work everywhere
overtake the text before them, which is still on its way to the page: a page would be left without its last word.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

_LONGEST_WAIT = 0.3
"""Seconds after which the gate opens whatever happened; no key waits longer."""

_PASSES = 2
"""A key bubbles from the focus to the app, then the message that it caused does."""

Pass = Callable[[events.Event], Awaitable[None]]


class KeyGate:
    """Lets keys into the app one after the other. It is closed at first: `open` it when the page has the focus."""

    def __init__(self, app: App[int], let_in: Pass, overtaking: frozenset[str]) -> None:
        """`let_in` hands an event to the app as Textual would. The `overtaking` keys do not wait in the queues."""
        self._app = app
        self._overtaking = overtaking
        self._on_its_way = False
        self._let_in = let_in
        self._held: deque[events.Event] = deque()
        self._closed = True
        self._round = 0

    async def take(self, event: events.Event) -> None:
        """Let a key or a paste in, now or when those before it have had their effect."""
        if not self._app.screen_stack:
            return
        if self._closed:
            self._held.append(event)
            return
        if isinstance(event, events.Key) and event.key in self._overtaking:
            if self._on_its_way:
                self._on_its_way = False
                self._held.appendleft(event)  # `open` may have just taken it from there
                self._close()
                return
        else:
            self._on_its_way = True
        if self._moves_focus(event):
            self._close()
        await self._let_in(event)

    async def open(self) -> None:
        """Let in what was held, up to the first key that closes the gate again."""
        self._closed = False
        self._round += 1
        while self._held and not self._closed:
            await self.take(self._held.popleft())

    def _moves_focus(self, event: events.Event) -> bool:
        """Whether the next key may be meant for another widget. Text in a text field moves nothing."""
        if not isinstance(event, events.Key):
            return False
        focused = self._app.focused
        is_text = focused is not None and focused.check_consume_key(event.key, event.character)
        return not is_text or event.key.startswith("alt+")

    def _close(self) -> None:
        self._closed = True
        self._round += 1
        this_round = self._round

        async def reopen() -> None:
            if self._closed and self._round == this_round and self._app.screen_stack:
                await self.open()

        self._follow(self._way() * _PASSES, lambda: self._app.screen.call_after_refresh(reopen))
        self._app.set_timer(_LONGEST_WAIT, reopen)

    def _way(self) -> list[MessagePump]:
        focused = self._app.focused
        nodes = [*focused.ancestors_with_self] if focused is not None else [self._app.screen, self._app]
        return [node for node in nodes if isinstance(node, MessagePump)]

    def _follow(self, way: list[MessagePump], then: Callable[[], object]) -> None:
        """Run `then` when all that is on its way now has passed every queue."""
        if not way:
            then()
            return
        way[0].call_later(self._follow, way[1:], then)
