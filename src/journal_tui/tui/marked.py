"""Differences as text: coloured, and with signs, so that they can be read without colour too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from journal_tui.domain.difference import Line, Pair
from journal_tui.domain.display import visible
from journal_tui.tui.fitting import fitted

_MOST_LINES = 500
"""Lines of a comparison that are painted; nobody reads more, and each takes time."""
_SIGNS = {"-": "−", "~": " "}
"""What stands before a line; one that changed in part is marked where it changed."""
_MARGIN, _GAP = 2, 2
"""Cells before each column, and between the two."""

Pieces = tuple[tuple[str, bool], ...]


def marked(words: str, sign: str) -> str:
    """Words that differ within a line: `[−so−]` for "-", `[+so+]` for "+"."""
    sign = _SIGNS.get(sign, sign)
    return f"[{sign}{visible(words)}{sign}]"


def one_column(lines: Sequence[Line], styles: Mapping[str, Style]) -> Table:
    """Lines below each other. `styles` are those of the signs of `Line`."""
    table = Table.grid(padding=0, expand=True)
    table.add_column(width=_MARGIN)
    table.add_column(ratio=1)
    for line in lines[:_MOST_LINES]:
        text = Text(style=styles[line.sign])
        for number, (part, sign) in enumerate(line.parts):
            is_marked = line.sign == "~" and sign != " "
            text.append(" " if number else "")
            if is_marked:
                text.append(marked(part, sign), styles[sign])
            else:
                text.append(visible(part))
        table.add_row(Text(_SIGNS.get(line.sign, line.sign), styles[line.sign]), text)
    if len(lines) > _MOST_LINES:
        table.add_row(Text("…", styles["…"]), Text(_more(len(lines)), styles["…"]))
    return table


class Columns:
    """Two texts side by side. A row with something of its own has a sign before it; words that differ within a
    line are underlined.

    `styles` are those of " ", "~" (the rest of such a line), "…", "-" and "+".
    """

    def __init__(self, console: Console, width: int, styles: Mapping[str, Style]) -> None:
        """`width` is that of everything, in cells."""
        self._console = console
        self._styles = styles
        self._column = max(1, (width - _GAP) // 2 - _MARGIN)

    def names(self, first: str, second: str) -> Text:
        """A line to stand above the texts."""
        line = Text(no_wrap=True)
        for sign, name in (("-", first), ("+", second)):
            line.append(f"{_SIGNS.get(sign, sign)} ", self._styles[sign])
            line.append(fitted(visible(name), self._column) + " " * _GAP, "bold")
        return line

    def rows(self, pairs: Sequence[Pair]) -> Text:
        """All rows."""
        rows = [row for pair in pairs[:_MOST_LINES] for row in self._rows(pair)]
        if len(pairs) > _MOST_LINES:
            rows.append(Text(f"… {_more(len(pairs))}", self._styles["…"]))
        return Text("\n", no_wrap=True).join(rows)

    def _rows(self, pair: Pair) -> Iterator[Text]:
        sides = self._side(pair.first, "-", pair.kind), self._side(pair.second, "+", pair.kind)
        for mine, theirs in zip_longest(*sides, fillvalue=None):
            row = mine if mine is not None else Text(" " * (_MARGIN + self._column))
            if theirs is not None:
                row.append(" " * _GAP).append_text(theirs)
            yield row

    def _side(self, pieces: Pieces | None, sign: str, kind: str) -> Iterator[Text]:
        if pieces is None:
            return
        rest, own = self._styles[" " if kind == "!" else kind], self._styles[sign]
        if kind == "~":
            own += Style(bold=True, underline=True)
        text = Text()
        for number, (part, differs) in enumerate(pieces):
            text.append(" " if number else "").append(visible(part), own if differs else rest)
        for line in text.wrap(self._console, self._column):
            line.pad_right(max(0, self._column - line.cell_len))
            margin = rest if kind == "…" else self._styles[sign]
            yield Text.assemble((self._sign(line, own, sign, kind), margin), line)

    def _sign(self, line: Text, own: Style, sign: str, kind: str) -> str:
        if kind == "…":
            return "… "
        has_own = line.plain.strip() and (kind == "!" or any(span.style == own for span in line.spans))
        return f"{_SIGNS.get(sign, sign)} " if has_own else "  "


def _more(count: int) -> str:
    return f"and {count - _MOST_LINES:,} more lines"
