"""The program dies at any moment: the next start shows what was typed, but for the last two seconds at most."""

from __future__ import annotations

from pathlib import Path

import pytest

from .scale import seeds
from .session import Home, leave
from .typist import Typist, drive

TOGETHER = 9
"""Sessions at a time: nearly always all of them wait for the next key."""

SEEDS = seeds(9, 198)


def restart(typist: Typist) -> str:
    """Open the page again, look at it, and leave; what then is in the entry, its last line end apart."""
    with typist.home.open() as terminal:
        shown = terminal.wait("words today")
        assert "Keep both" not in shown, f"{typist}: an older text was offered\n{shown}"
        leave(terminal)
    waiting = [path.read_text()[-80:] for path in typist.home.state.rglob("*.draft")]
    assert waiting == [], f"{typist}: a draft was not taken up"
    data = typist.home.entry.read_bytes() if typist.home.entry.exists() else b""
    return data.decode().removesuffix("\n")


def assert_nothing_lost(typist: Typist) -> None:
    whole = typist.before + typist.typed.removeprefix("\n" if typist.before else "")
    if typist.home.entry.exists():
        found = typist.home.entry.read_bytes().decode().removesuffix("\n")
        assert whole.startswith(found), f"{typist}: the entry was torn: {found[-80:]!r}"
    text = restart(typist)
    assert whole.startswith(text), f"{typist}: {text[-80:]!r} is no beginning of {whole[-80:]!r}"
    last = f"w{typist.owed:04}"
    assert typist.owed == 0 or last in text, f"{typist}: {last} is missing, the text ends {text[-40:]!r}"


@pytest.mark.parametrize("batch", [SEEDS[n : n + TOGETHER] for n in range(0, len(SEEDS), TOGETHER)], ids=str)
def test_what_was_typed_is_there_again(tmp_path: Path, batch: list[int]) -> None:
    typists = [Typist(seed, Home(tmp_path / str(seed))) for seed in batch]
    begun: list[Typist] = []
    try:
        for typist in typists:
            typist.begin()
            begun.append(typist)
        # All begin to type at the same moment, whenever their programs were ready.
        for typist in typists:
            typist.begun = typist._next = typists[-1].begun
        drive(typists)
    finally:
        for typist in begun:
            if not typist.over:
                typist.terminal.__exit__(None, None, None)
    for typist in typists:
        assert_nothing_lost(typist)
