"""The matches of a whole text, found as they are needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from journal_tui.domain.finding import Matcher, Span


class Place(NamedTuple):
    """A match on a page."""

    row: int
    start: int
    end: int
    wrapped: bool = False
    """Whether the search went over the end of the page, or its beginning, to find it."""

    @property
    def span(self) -> Span:
        """Its columns."""
        return self.start, self.end


class Findings:
    """The matches of a text, known line by line: nobody waits for the lines that nobody looks at.

    `total` counts the matches known so far; `is_complete` says whether these are all.
    """

    def __init__(self, matcher: Matcher, lines: Iterable[str]) -> None:
        self.matcher = matcher
        self.total = 0
        self._lines = list(lines)
        self._known: list[tuple[Span, ...] | None] = [None] * len(self._lines)
        self._left = len(self._lines)

    @property
    def is_complete(self) -> bool:
        """Whether all lines have been looked at."""
        return self._left == 0

    def line(self, row: int) -> tuple[Span, ...]:
        """The matches of one line.

        Raises:
            TooSlow: see `Matcher.spans`.
        """
        spans = self._known[row]
        if spans is None:
            spans = self._known[row] = self.matcher.spans(self._lines[row])
            self.total += len(spans)
            self._left -= 1
        return spans

    def renew(self, lines: list[str]) -> None:
        """The text is `lines` now; what is known of lines that stayed at its ends is kept."""
        old = self._lines
        most, head = min(len(old), len(lines)), 0
        while head < most and old[head] is lines[head]:
            head += 1
        tail = 0
        while tail < most - head and old[-1 - tail] is lines[-1 - tail]:
            tail += 1
        gone = self._known[head : len(old) - tail]
        self.total -= sum(len(spans) for spans in gone if spans)
        self._left += len(lines) - len(old) + sum(spans is not None for spans in gone)
        self._known[head : len(old) - tail] = [None] * (len(lines) - tail - head)
        self._lines = list(lines)

    def of(self, row: int, line: str) -> tuple[Span, ...]:
        """The matches of what a line holds now, which may be newer than what `renew` was told.

        Raises:
            TooSlow: see `Matcher.spans`.
        """
        if row < len(self._lines) and self._lines[row] is line:
            return self.line(row)
        return self.matcher.spans(line)

    def rank(self, place: Place) -> int:
        """How many known matches the text has up to this one."""
        before = sum(len(spans) for spans in self._known[: place.row] if spans)
        return before + sum(span <= place.span for span in self.line(place.row))

    def count(self) -> Iterator[None]:
        """Look at all lines; gives way to the caller after each."""
        for row, spans in enumerate(self._known):
            if spans is None:
                self.line(row)
                yield

    def onwards(self, row: int, column: int) -> Iterator[Place | None]:
        """The first match at or behind a place, going on at the top: None for each line before it is found."""
        last = len(self._lines)
        for at in chain(range(row, last), range(row)):
            wrapped = at < row
            for start, end in self.line(at):
                if at != row or start >= column:
                    yield Place(at, start, end, wrapped)
                    return
            yield None
        for start, end in self.line(row):
            if start < column:
                yield Place(row, start, end, True)
                return

    def backwards(self, row: int, column: int) -> Iterator[Place | None]:
        """The last match before a place, going on at the end: None for each line before it is found."""
        last = len(self._lines) - 1
        for at in chain(range(row, -1, -1), range(last, row, -1)):
            wrapped = at > row
            for start, end in reversed(self.line(at)):
                if at != row or start < column:
                    yield Place(at, start, end, wrapped)
                    return
            yield None
        for start, end in reversed(self.line(row)):
            if start >= column:
                yield Place(row, start, end, True)
                return
