"""Keys and pastes that reach the app in one read, or in pieces, mean what they mean typed slowly."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message
from textual.pilot import Pilot

from journal_tui.tui import terminal_input
from journal_tui.tui.terminal_input import BurstParser
from journal_tui.tui.widgets.entry_list import EntryList

from .conftest import OpenApp, app_of, focused

START, END = "\x1b[200~", "\x1b[201~"


def told(messages: Iterable[Message]) -> list[str]:
    """Keys by their names, pastes by their text in quotes."""
    named = []
    for message in messages:
        assert isinstance(message, events.Key | events.Paste)
        named.append(message.key if isinstance(message, events.Key) else repr(message.text))
    return named


def read(*parts: str) -> list[str]:
    """What comes of reads that follow each other at once."""
    parser = BurstParser()
    return [name for part in parts for name in told(parser.feed(part))]


async def burst(pilot: Pilot[int], data: str) -> None:
    """One write of a terminal, and the time in which an unfinished sequence is given up."""
    parser = BurstParser()
    messages = [*parser.feed(data)]
    parser._timeout_time = parser._timeout_time and 0.0
    for message in [*messages, *parser.tick()]:
        message.set_sender(pilot.app)
        pilot.app.post_message(message)
    await settled(pilot)


async def settled(pilot: Pilot[int]) -> None:
    """All keys have had their effect."""
    gate = app_of(pilot).gate
    async with asyncio.timeout(20):
        await pilot.pause()
        while gate.closed or gate._held:
            await pilot.pause(0.01)
    await pilot.pause()


@pytest.mark.parametrize("letter", ["X", "x", "é", "P", "[", ".", " "])
async def test_escape_closes_the_find_bar_before_the_letter(
    open_app: OpenApp, folder: Path, letter: str
) -> None:
    (folder / "2018-03-28.md").write_text("Here is Will.\n")
    async with open_app() as pilot:
        await burst(pilot, "\x06")
        assert focused(pilot) != "prose"
        await burst(pilot, f"Will\x1b{letter}")
        room = app_of(pilot).room
        assert pilot.app.focused is room.prose
        assert room.prose.text.rstrip("\n") == f"Here is {letter}."


@pytest.mark.parametrize("opens", ["\x07", "\x0f"])
async def test_escape_closes_a_dialog_before_the_letter(open_app: OpenApp, folder: Path, opens: str) -> None:
    (folder / "2018-03-28.md").write_text("# One\n")
    async with open_app() as pilot:
        await burst(pilot, opens)
        assert pilot.app.screen is not app_of(pilot).room
        await burst(pilot, "\x1bX")
        room = app_of(pilot).room
        assert pilot.app.screen is room
        assert "X" in room.prose.text


@pytest.mark.parametrize("letter", ["x", "X", "]"])
async def test_escape_leaves_the_page_before_a_letter_that_the_list_has_not(
    open_app: OpenApp, letter: str
) -> None:
    async with open_app() as pilot:
        await burst(pilot, f"abc\x1b{letter}")
        room = app_of(pilot).room
        assert room.prose.text == "abc"
        assert isinstance(pilot.app.focused, EntryList)


@pytest.mark.parametrize("spelt", ["alt+X", "alt+shift+x"])
async def test_a_letter_with_alt_that_the_user_has_bound_is_one_key(open_app: OpenApp, spelt: str) -> None:
    async with open_app() as pilot:
        app = app_of(pilot)
        gate = type(app.gate)(app, {"show-list": spelt}, app._let_in)
        for key in (events.Key("alt+X", None), events.Key("alt+shift+x", "X")):
            assert [one.key for one in gate._as_typed(key) if isinstance(one, events.Key)] == [spelt]
        assert len(gate._as_typed(events.Key("alt+x", None))) == 2


async def test_commands_of_the_page_with_alt_stay(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        await pilot.press(*"two", "space", *"words", "alt+backspace")
        await settled(pilot)
        assert app_of(pilot).room.prose.text == "two "
        for name in ("backspace", "delete", "left", "tab", "enter", "f4", "shift+tab", "ctrl+x"):
            key = events.Key(f"alt+{name}", None)
            assert app_of(pilot).gate._as_typed(key) == [key]


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        ("one two \x1bthree four", "one two three four"),
        ("a\x1b[31mc tail", "a[31mc tail"),
        ("x" * 5000 + "\x1b[31m" + "y" * 5000, "x" * 5000 + "[31m" + "y" * 5000),
        ("ends in \x1b", "ends in "),
        ("\x1b", ""),
        ("a \x1b[200~ b \x1b[I c \x1bj", "a [200~ b [I c j"),
    ],
)
def test_a_paste_is_one_whole_without_its_escapes(pasted: str, text: str) -> None:
    assert read(f"a{START}{pasted}{END}b") == ["a", repr(text), "b"]
    assert read(*f"a{START}{pasted}{END}b") == ["a", repr(text), "b"]


PIECES = st.sampled_from([*"aé[~2O\n", "\x1b", "\x1b[", "\x1b[201", "\x1b[31m", "20", START])


@given(st.lists(PIECES).map("".join).filter(lambda text: END not in text), st.data())
def test_a_paste_in_several_reads_is_the_same_paste(pasted: str, data: st.DataObject) -> None:
    typed = f"x{START}{pasted}{END}y{START}z{END}"
    cuts = sorted(data.draw(st.lists(st.integers(0, len(typed)))))
    parts = [typed[here:there] for here, there in zip([0, *cuts], [*cuts, len(typed)], strict=True)]
    plain = pasted.replace("\x1b", "")
    assert read(*filter(None, parts)) == ["x", repr(plain), "y", "'z'"]


async def test_the_page_takes_a_paste_with_escapes_in_order(open_app: OpenApp) -> None:
    async with open_app() as pilot:
        await burst(pilot, f"{START}one two \x1bthree four{END}")
        assert app_of(pilot).room.prose.text == "one two three four"


@pytest.mark.parametrize("last", ["", "\x1b", "\x1b[201"])
def test_a_paste_that_never_ends_swallows_no_keys_for_ever(last: str) -> None:
    parser = BurstParser()
    assert told(parser.feed(f"{START}lost{last}")) == []
    waited = [name for _ in range(terminal_input._QUIET) for name in told(parser.tick())]
    assert waited == []
    assert told(parser.tick()) == ["'lost'"]
    assert told(parser.feed("k\x1bj")) == ["k", "alt+j"]


def test_a_slow_paste_stays_a_paste() -> None:
    parser = BurstParser()
    assert told(parser.feed(START)) == []
    for letter in "slow":
        assert [*parser.feed(letter)] == []
        assert [name for _ in range(terminal_input._QUIET) for name in told(parser.tick())] == []
    assert told(parser.feed(END)) == ["'slow'"]


def test_escape_in_one_read_and_a_long_burst_in_the_next() -> None:
    assert read("\x1b", "j" * 50) == ["alt+j", *"j" * 49]
    assert read("\x1bX" + "j" * 50) == ["alt+X", *"j" * 50]
