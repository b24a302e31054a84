"""Markdown in parts that can be shown each for itself, so that a change costs one part and not the page.

A part is some lines of the source that CommonMark reads the same alone as in their place: it begins behind a blank
line with something that continues nothing before it, or with a heading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from journal_tui.domain import markup

_ITEM = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)")
_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
_DEFINITION = re.compile(r" {0,3}\[(?!\^)[^\]]{1,999}\]:")


class Part(NamedTuple):
    """Some lines of the page."""

    first: int
    """The first line, counted from 0."""
    lines: tuple[str, ...]


def parts_of(lines: Sequence[str], state_of: Callable[[int], str]) -> Iterator[Part]:
    """The parts of a text, front matter left out. `state_of` is `WordTally.state`."""
    first: int | None = None
    behind_blank = True
    for row, line in enumerate(lines):
        state = state_of(row)
        if state == markup.FRONT:
            continue
        blank = not line or line.isspace()
        if not blank and not state and _begins(line, behind_blank):
            if first is not None:
                yield Part(first, tuple(lines[first:row]))
            first = row
        elif first is None and not blank:
            first = row
        behind_blank = blank
    if first is not None:
        yield Part(first, tuple(lines[first:]))


def _begins(line: str, behind_blank: bool) -> bool:
    if line[0] == "#":
        return _HEADING.match(line) is not None
    return behind_blank and line[0] not in " \t" and not _ITEM.match(line)


def without_comments(lines: Sequence[str]) -> list[str]:
    """The lines of a part with comments gone, as many as they were."""
    kept, state = [], markup.TEXT
    for line in lines:
        spans, state = markup.scan(line, state)
        for start, end, kind in reversed(spans):
            if kind == markup.IN_COMMENT:
                line = line[:start] + line[end:]
        kept.append(line)
    return kept


def definitions_of(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines that give addresses their names, `[name]: address`: they hold for the whole page."""
    return tuple(line for line in lines if "]:" in line and _DEFINITION.match(line))
