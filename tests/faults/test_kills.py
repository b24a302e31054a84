"""The program dies at any moment: the next start shows what was typed, but for the last two seconds at most; and all
of it when the program could hear that it must end.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from .scale import seeds
from .session import Home
from .typist import ENDS, KILL, Typist, drive

TOGETHER = 10
"""Sessions at a time: nearly always all of them wait for the next key."""


def batches(numbers: list[int], size: int) -> list[list[int]]:
    return [numbers[n : n + size] for n in range(0, len(numbers), size)]


def restart(typists: list[Typist]) -> list[str]:
    """Open all the pages again, look at them, and leave; what then is in the entries, their last line ends apart."""
    terminals = [typist.home.launch() for typist in typists]
    try:
        for typist, terminal in zip(typists, terminals, strict=True):
            shown = terminal.wait("words today")
            assert "Keep both" not in shown, f"{typist}: an older text was offered\n{shown}"
            terminal.send("\x11")
        for typist, terminal in zip(typists, terminals, strict=True):
            code = terminal.wait_for_end()
            assert code == 0, (str(typist), code, terminal.text)
    finally:
        for terminal in terminals:
            terminal.__exit__(None, None, None)
    for typist in typists:
        waiting = [path.read_text()[-80:] for path in typist.home.state.rglob("*.draft")]
        assert waiting == [], f"{typist}: a draft was not taken up"
    return [entry_of(typist) for typist in typists]


def entry_of(typist: Typist) -> str:
    data = typist.home.entry.read_bytes() if typist.home.entry.exists() else b""
    return data.decode().removesuffix("\n")


def whole_of(typist: Typist) -> str:
    return typist.before + typist.typed.removeprefix("\n" if typist.before else "")


def assert_nothing_torn(typist: Typist) -> None:
    found, whole = entry_of(typist), whole_of(typist)
    assert whole.startswith(found), f"{typist}: the entry was torn: {found[-80:]!r}"


def assert_nothing_lost(typist: Typist, text: str) -> None:
    whole = whole_of(typist)
    assert whole.startswith(text), f"{typist}: {text[-80:]!r} is no beginning of {whole[-80:]!r}"
    if not typist.killed:
        missing = whole.rstrip("\n")[len(text.rstrip("\n")) :]
        assert missing == "", f"{typist}: {len(missing)} characters are missing: {missing[:80]!r}"
    last = f"w{typist.owed:04}"
    assert typist.owed == 0 or last in text, f"{typist}: {last} is missing, the text ends {text[-40:]!r}"


def type_and_end(typists: list[Typist]) -> None:
    """All begin to type at the same moment, whenever their programs were ready, and end as they end."""
    begun: list[Typist] = []
    try:
        for typist in typists:
            typist.launch()
            begun.append(typist)
        for typist in typists:
            typist.terminal.wait("words today")
        for typist in typists:
            typist.begin()
        drive(typists)
    finally:
        for typist in begun:
            if not typist.over:
                typist.terminal.__exit__(None, None, None)
    for typist in typists:
        assert_nothing_torn(typist)
    for typist, text in zip(typists, restart(typists), strict=True):
        assert_nothing_lost(typist, text)


@pytest.mark.parametrize("batch", batches(seeds(10, 200), TOGETHER), ids=str)
def test_what_was_typed_before_a_kill_is_there_again(tmp_path: Path, batch: list[int]) -> None:
    type_and_end([Typist(seed, Home(tmp_path / str(seed)), KILL) for seed in batch])


@pytest.mark.parametrize("batch", batches(seeds(len(ENDS), 20 * len(ENDS)), len(ENDS)), ids=str)
def test_what_was_typed_before_any_other_end_is_there_too(tmp_path: Path, batch: list[int]) -> None:
    type_and_end([Typist(seed, Home(tmp_path / str(seed)), ENDS[seed % len(ENDS)]) for seed in batch])
