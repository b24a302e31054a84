"""Pieces of text broken into rows, between words where that is possible."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

_WIDE = "\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uff60"
_WORDS = re.compile(rf"\s+|[{_WIDE}]|[^\s{_WIDE}]+")
"""White space, a character of a script that has none (a row may end at any), or a word."""
_ANYWHERE = re.compile(f"[{_WIDE}]")


class Piece(NamedTuple):
    """Text in one style. `address` is where it leads, "" for text that leads nowhere."""

    text: str
    styles: tuple[str, ...] = ()
    address: str = ""


Row = tuple[Piece, ...]


def flow(pieces: Iterable[Piece], width: int) -> Iterator[Row]:
    """Rows of at most `width` cells; a piece "\\n" ends its row."""
    return _Flow(width).rows(pieces)


class _Flow:
    def __init__(self, width: int) -> None:
        self._width = width
        self._row: list[Piece] = []
        self._used = 0
        self._word: list[Piece] = []
        self._size = 0
        self._space: Piece | None = None

    def rows(self, pieces: Iterable[Piece]) -> Iterator[Row]:
        for piece in pieces:
            if piece.text == "\n":
                yield from self._settle()
                yield self._taken()
                continue
            for text in _WORDS.findall(piece.text):
                if text.isspace():
                    yield from self._settle()
                    self._space = piece
                else:
                    yield from self._add(piece._replace(text=text))
        yield from self._settle()
        if self._row:
            yield self._taken()

    def _add(self, piece: Piece) -> Iterator[Row]:
        """A word, or more of one: `**bold**ly` is two pieces that belong together."""
        anywhere = _ANYWHERE.match(piece.text) is not None
        if anywhere and self._word:
            yield from self._settle()
        self._word.append(piece)
        self._size += cell_len(piece.text)
        if anywhere:
            yield from self._settle()

    def _settle(self) -> Iterator[Row]:
        """Put the finished word behind the row, or begin a row with it."""
        if not self._word:
            return
        gap = 1 if self._space is not None and self._row else 0
        if self._row and self._used + gap + self._size > self._width:
            yield self._taken()
        elif gap and self._space is not None:
            self._put(self._space._replace(text=" "))
        for piece in self._word:
            for index, part in enumerate(cut(piece.text, self._width, self._used)):
                if index:
                    yield self._taken()
                if part:
                    self._put(piece._replace(text=part))
        self._word.clear()
        self._space, self._size = None, 0

    def _put(self, piece: Piece) -> None:
        last = self._row[-1] if self._row else None
        if last is not None and last[1:] == piece[1:]:
            self._row[-1] = last._replace(text=last.text + piece.text)
        else:
            self._row.append(piece)
        self._used += cell_len(piece.text)

    def _taken(self) -> Row:
        row = tuple(self._row)
        self._row.clear()
        self._used = 0
        return row


def cut(text: str, width: int, used: int = 0) -> list[str]:
    """Text in parts of at most `width` cells, the first of which stands behind `used` others."""
    if used + cell_len(text) <= width:
        return [text]
    parts, start, size = [], 0, used
    for index, char in enumerate(text):
        step = cell_len(char)
        if size and size + step > width:
            parts.append(text[start:index])
            start, size = index, 0
        size += step
    return [*parts, text[start:]]


def width_of(row: Sequence[Piece]) -> int:
    """The cells that a row fills."""
    return sum(cell_len(piece.text) for piece in row)


def fitted(widths: Sequence[int], room: int) -> list[int]:
    """Widths of columns, the widest made narrower until all fit into `room` cells."""
    fitted = list(widths)
    while sum(fitted) > room and max(fitted) > 4:
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def side_by_side(
    cells: Sequence[Sequence[Row]], widths: Sequence[int], right: Sequence[bool], y: int
) -> Iterator[Piece]:
    """Row `y` of some cells beside each other, two cells of air between them; `right` ones end in line."""
    for index, (cell, width, at_end) in enumerate(zip(cells, widths, right, strict=True)):
        row = cell[y] if y < len(cell) else ()
        gap = " " * (width - width_of(row))
        yield from (Piece(gap), *row) if at_end else (*row, Piece(gap))
        if index < len(widths) - 1:
            yield Piece("  ")
