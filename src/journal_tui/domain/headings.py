"""The headings of a text, as a reader would list them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from journal_tui.domain.markup import TEXT

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))??(?:[ \t]+#+)?[ \t]*")
_UNDERLINE = re.compile(r" {0,3}=+[ \t]*")


class Heading(NamedTuple):
    """One heading: its row in the text (the first is 0), its level from 1 to 6, its words."""

    row: int
    level: int
    title: str


def headings_of(lines: Sequence[str], state: Callable[[int], str]) -> list[Heading]:
    """The headings of a text in order; one without words is none.

    `state` tells in which state a row begins (see `WordTally.state`): what stands in code, in a comment or in
    front matter is no heading. A line over a row of `=` is one; over a row of `-` it is not, as people rule off
    paragraphs with it.
    """
    found = []
    for row, line in enumerate(lines):
        if "#" in line:
            match = _HEADING.fullmatch(line)
            if match and match[2] and state(row) == TEXT:
                found.append(Heading(row, len(match[1]), match[2]))
        elif row and "=" in line and _UNDERLINE.fullmatch(line) and state(row) == TEXT == state(row - 1):
            title = lines[row - 1].strip()
            if title and not title.startswith(("#", ">", "-", "*", "+", "=")):
                found.append(Heading(row - 1, 1, title))
    return found


def letters_in(sought: str, title: str) -> tuple[int, list[int]]:
    """How well a title fits some letters of it, whatever their case, and where they are.

    3: it has them together at the start of a word; 2: together; 1: in this order; 0: it does not have them.
    """
    low = "".join(char.lower() if len(char.lower()) == 1 else char for char in title)
    wanted = sought.lower()
    at = low.find(wanted)
    if at >= 0:
        together = list(range(at, at + len(wanted)))
        return (3 if at == 0 or not low[at - 1].isalnum() else 2), together
    found: list[int] = []
    for char in wanted:
        at = low.find(char, found[-1] + 1 if found else 0)
        if at < 0:
            return 0, []
        found.append(at)
    return 1, found
