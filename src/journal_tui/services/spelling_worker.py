"""The process in which the dictionaries live.

The library holds the interpreter while it works, a fifth of a second for the suggestions to one word, and reads
dictionaries in C++: here neither can hold up a key or take the page with it. Run as a file, it needs nothing of
this package. A request is a line of JSON on the socket that is standard input, and so is its answer:

    ["load", [path without suffix, ...]]  ->  the paths that were loaded
    ["wrong", [word, ...]]                ->  the words that no dictionary knows
    ["suggest", word, most]               ->  the best suggestions, each dictionary's in turn
"""

from __future__ import annotations

import json
import os
import socket
from itertools import chain, zip_longest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_MODEST = 5
"""How far behind everything else this stands in the queue for the processor."""


class Dictionaries:
    """All that were loaded: what one of them knows is right."""

    def __init__(self, make: Any) -> None:
        """`make` is the library's class."""
        self._make = make
        self._loaded: list[Any] = []

    def answer(self, request: list[Any]) -> object:
        """What to say to one request."""
        what, *given = request
        if what == "load":
            return [path for path in given[0] if self._load(path)]
        if what == "wrong":
            return [word for word in given[0] if not self._knows(word)]
        return self._suggest(*given)

    def _load(self, path: str) -> bool:
        folder, name = os.path.split(path)
        try:
            self._loaded.append(self._make(name, hunspell_data_dir=folder, system_encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return True

    def _knows(self, word: str) -> bool:
        bare = word.strip("'")
        tries = {word, bare, bare.replace("'", "’")}
        return any(_spell(one, form) for one in self._loaded for form in tries)

    def _suggest(self, word: str, most: int) -> list[str]:
        found = [_suggestions(one, word) for one in self._loaded]
        merged = dict.fromkeys(chain.from_iterable(zip_longest(*found)))
        return [text for text in merged if text][:most]


def _spell(dictionary: Any, word: str) -> bool:
    try:
        return bool(dictionary.spell(word))
    except UnicodeEncodeError:
        return False  # a letter that this dictionary's encoding lacks


def _suggestions(dictionary: Any, word: str) -> list[str]:
    try:
        return list(dictionary.suggest(word))
    except UnicodeEncodeError:
        return []


def _lines(channel: socket.socket) -> Iterator[bytes]:
    rest = b""
    while part := channel.recv(1 << 16):
        *lines, rest = (rest + part).split(b"\n")
        yield from lines


def main() -> None:
    """Answer until the other side closes."""
    import importlib

    make = importlib.import_module("hunspell").Hunspell
    os.nice(_MODEST)
    dictionaries = Dictionaries(make)
    with socket.socket(fileno=0) as channel:
        for line in _lines(channel):
            channel.sendall(json.dumps(dictionaries.answer(json.loads(line))).encode() + b"\n")


if __name__ == "__main__":
    main()
