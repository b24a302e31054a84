"""A part of a page as rows of text with names of styles: Markdown as it is meant to look."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from journal_tui.domain.links import bare_addresses
from journal_tui.tui.preview_flow import Piece, Row, cut, fitted, flow, side_by_side, width_of
from journal_tui.tui.preview_parts import without_comments

_BOX = re.compile(r"^\[([ xX])\]\s")
_TAG = re.compile(r"(?<![\w#&/])#(?=[\w/-]*[^\W\d_])[\w/-]+")
_BULLETS = ("•", "◦", "▪")


class Block(NamedTuple):
    """One block: the lines of the part that it comes from (last exclusive), and how many rows it fills."""

    first: int
    last: int
    rows: int


class Picture(NamedTuple):
    """A part as it is shown."""

    rows: tuple[Row, ...]
    blocks: tuple[Block, ...]


_GAP: Row = ()
_REST = 20
"""Rows after which painting stops for a moment."""


@lru_cache(1)
def _parser() -> MarkdownIt:
    """Tags stay text; so do addresses, whatever their scheme: who opens one looks at it first."""
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return parser


def picture(lines: Sequence[str], definitions: Sequence[str], width: int) -> Generator[None, None, Picture]:
    """The lines of a part in rows of at most `width` cells; `definitions` are those of the whole page.

    Stops now and then, so that whoever runs it can do something else between.
    """
    parser = _parser()
    env: dict[str, Any] = {}
    if definitions:
        parser.parse("\n".join(definitions), env)
    tokens = parser.parse("\n".join(without_comments(lines)), env)
    rows: list[Row] = []
    blocks: list[Block] = []
    for group in _top_level(tokens):
        before = len(rows)
        for row in _Blocks(max(8, width)).shown(group):
            if len(rows) == before and rows:
                rows.append(_GAP)
                before += 1
            rows.append(row)
            if len(rows) % _REST == 0:
                yield
        if len(rows) > before:
            first, last = group[0].map or (0, 0)
            blocks.append(Block(first, last, len(rows) - before))
    return Picture(tuple(rows), tuple(blocks))


def _top_level(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    start = depth = 0
    for index, token in enumerate(tokens):
        depth += token.nesting
        if depth == 0:
            yield tokens[start : index + 1]
            start = index + 1


class _Blocks:
    """Paints the tokens of one block, with what stands before each of its rows."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.margin: list[Piece] = []
        self.styles: tuple[str, ...] = ()
        self.in_box = False
        """Whether the next text is a task, whose box stands in the place of the bullet."""
        self.depth = 0

    def shown(self, tokens: Sequence[Token]) -> Iterator[Row]:
        """The rows of some blocks, a gap between them."""
        gap = False
        for group in _top_level(tokens):
            first, begun, margin = group[0], False, tuple(self.margin)
            loose = not (first.hidden or self._is_tight(first))
            for row in self._block(first, group):
                if gap and loose and not begun:
                    yield margin
                begun = True
                yield row
            gap = gap or begun

    def _is_tight(self, token: Token) -> bool:
        """A list inside of an item follows its text at once."""
        return token.type in ("bullet_list_open", "ordered_list_open") and self.depth > 0

    def _block(self, first: Token, group: Sequence[Token]) -> Iterable[Row]:
        kind, inner = first.type, group[1:-1]
        if kind == "paragraph_open":
            return self._flowed(inner[0])
        if kind == "heading_open":
            level = {"h1": ("heading", "first"), "h2": ("heading",)}.get(first.tag, ("heading", "lower"))
            return self._flowed(inner[0], level)
        if kind in ("bullet_list_open", "ordered_list_open"):
            return self._list(first, inner)
        if kind == "blockquote_open":
            return self._inside(Piece("▎ ", ("rule",)), inner, ("quote",))
        if kind in ("fence", "code_block"):
            return self._code(first.content)
        if kind == "hr":
            return [(*self.margin, Piece("* * *".center(self._room()), ("comment",)))]
        if kind == "table_open":
            return self._table(inner)
        return self._flowed(first) if kind == "inline" else ()

    def _room(self) -> int:
        return max(4, self.width - width_of(self.margin))

    def _inside(self, piece: Piece, tokens: Sequence[Token], styles: tuple[str, ...] = ()) -> Iterator[Row]:
        before = self.styles
        self.margin.append(piece)
        self.styles = (*before, *styles)
        yield from list(self.shown(tokens))
        self.margin.pop()
        self.styles = before

    def _list(self, first: Token, tokens: Sequence[Token]) -> Iterator[Row]:
        number = int(first.attrGet("start") or 1) if first.type == "ordered_list_open" else None
        bullet = _BULLETS[min(self.depth, len(_BULLETS) - 1)]
        items = list(_top_level(tokens))
        widest = len(str(number + len(items) - 1)) + 2 if number is not None else 2
        loose = any(t.type == "paragraph_open" and not t.hidden for t in tokens if t.level == first.level + 2)
        self.depth += 1
        for index, item in enumerate(items):
            box = _BOX.match(item[2].content) if len(item) > 2 else None
            self.in_box = box is not None
            sign = ("☐" if box[1] == " " else "☑") if box else bullet
            text = f"{number + index}." if number is not None else sign
            if index and loose:
                yield tuple(self.margin)
            margin_before = list(self.margin)
            self.margin.append(Piece(" " * widest))
            mark = Piece(text.rjust(widest - 1) + " ", ("list_mark",))
            rows = list(self.shown(item[1:-1])) or [tuple(self.margin)]
            self.margin = margin_before
            head = rows[0]
            at = len(margin_before)
            yield (*head[:at], mark, *head[at + 1 :])
            yield from rows[1:]
        self.depth -= 1

    # Text

    def _flowed(self, inline: Token, styles: tuple[str, ...] = ()) -> Iterator[Row]:
        pieces = list(_pieces(inline.children or (), (*self.styles, *styles)))
        if self.in_box and pieces:
            self.in_box = False
            pieces[0] = pieces[0]._replace(text=_BOX.sub("", pieces[0].text))
        for row in flow(pieces, self._room()):
            yield (*self.margin, *row)

    def _code(self, content: str) -> Iterator[Row]:
        room = self._room() - 2
        for line in content.rstrip("\n").split("\n"):
            text = line.expandtabs(4)
            for part in cut(text, room) or [""]:
                yield (*self.margin, Piece("  "), Piece(part, (*self.styles, "code")))

    def _table(self, tokens: Sequence[Token]) -> Iterator[Row]:
        cells: list[list[list[Piece]]] = []
        right: list[bool] = []
        for before, token in pairwise(tokens):
            if token.type == "tr_open":
                cells.append([])
            elif token.type == "inline":
                styles = ("strong",) if len(cells) == 1 else ()
                cells[-1].append(list(_pieces(token.children or (), (*self.styles, *styles))))
                right += [before.attrGet("style") == "text-align:right"] if len(cells) == 1 else []
        count = len(right)
        if not count:
            return
        wanted = [max(max(1, width_of(row[c])) for row in cells if c < len(row)) for c in range(count)]
        widths = fitted(wanted, self._room() - 2 * (count - 1))
        for index, row in enumerate(cells):
            flowed = [list(flow(row[c], widths[c])) if c < len(row) else [] for c in range(count)]
            for y in range(max(1, *(len(cell) for cell in flowed))):
                yield (*self.margin, *side_by_side(flowed, widths, right, y))
            if index == 0:
                yield (*self.margin, Piece("─" * (sum(widths) + 2 * (count - 1)), ("rule",)))


def _pieces(tokens: Iterable[Token], styles: tuple[str, ...]) -> Iterator[Piece]:
    """Inline Markdown as pieces; a piece "\\n" ends the row."""
    open_styles: list[str] = []
    address = ""
    names = {"em_open": "emphasis", "strong_open": "strong", "s_open": "struck"}
    for token in tokens:
        now = (*styles, *open_styles)
        if token.type == "text":
            yield from _with_addresses(token.content, now, address)
        elif token.type == "code_inline":
            yield Piece(token.content, (*now, "code"), address)
        elif token.type == "softbreak":
            yield Piece(" ", now, address)
        elif token.type == "hardbreak":
            yield Piece("\n")
        elif token.type in names:
            open_styles.append(names[token.type])
        elif token.type in ("em_close", "strong_close", "s_close"):
            open_styles.pop()
        elif token.type == "link_open":
            address = str(token.attrGet("href") or "")
            open_styles.append("link")
        elif token.type == "link_close":
            address = ""
            open_styles.remove("link")
        elif token.type == "image":
            source = str(token.attrGet("src") or "")
            yield Piece(f"▣ {token.content or source}", (*now, "link"), address or source)
        elif token.content:
            yield Piece(token.content, now, address)


def _with_addresses(text: str, styles: tuple[str, ...], address: str) -> Iterator[Piece]:
    """Text, the addresses in it as links of their own, and its tags."""
    at = 0
    for start, found in () if address else bare_addresses(text):
        yield from _with_tags(text[at:start], styles, "")
        yield Piece(found, (*styles, "link"), found)
        at = start + len(found)
    yield from _with_tags(text[at:], styles, address)


def _with_tags(text: str, styles: tuple[str, ...], address: str) -> Iterator[Piece]:
    at = 0
    for tag in _TAG.finditer(text) if "#" in text else ():
        if tag.start() > at:
            yield Piece(text[at : tag.start()], styles, address)
        yield Piece(tag[0], (*styles, "tag"), address)
        at = tag.end()
    if at < len(text):
        yield Piece(text[at:], styles, address)
