"""Which words of a line a dictionary can judge, and how they are written there.

Words are parted as the rule of `counting` parts them, and what is no prose there is none here. Left out besides
are tags, addresses of every kind, file names, words with digits, single letters, acronyms of up to five
capitals, and scripts that put no space between words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from journal_tui.domain.markup import FRONT, scan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST = 100
"""Characters of a word; no dictionary knows a longer one."""
_LONGEST_ACRONYM = 5

_ADDRESS = re.compile(r"(?:[a-zA-Z][\w+.-]*://|www\.)[^\s<>)\]]+|&#?\w+;")
_PIECE = re.compile(r"(?:(?!--|\.\.\.)[^\s\u2010-\u2015\u2e3a\u2e3b\u2026\u200b]|[\u2010\u2011])+")
_NO_PROSE = re.compile(r"@|[^\W_][._=][^\W_]|\\[^\W_]|^[~./]*/")
"""Pieces that are e-mail addresses, file names, paths, abbreviations with dots, or belong to a program."""

# Letters, the marks that some scripts put on them, and what may stand invisibly between them.
_MARKS = (
    "\u00ad\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d"
)
_RUN = rf"[{_MARKS}]*[^\W_](?:[^\W_]|[{_MARKS}])*"
_APOSTROPHES = "'’ʼ"
_SIMPLE = rf"{_RUN}(?:[{_APOSTROPHES}]{_RUN})*"
_HYPHENS = "-\u2010\u2011"
_COMPOUND = re.compile(rf"{_SIMPLE}(?:[{_HYPHENS}]{_SIMPLE})*")
_PART = re.compile(_SIMPLE)
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9d\U0001aff0-\U0003ffff]"
)
_PLAIN = str.maketrans({"’": "'", "ʼ": "'", "\u2010": "-", "\u2011": "-", "\u00ad": None})


class Spelled(NamedTuple):
    """A word of a line: its columns, and how a dictionary writes it.

    `text` keeps an apostrophe in front or behind, which may belong to the word ('tis) or be a quotation mark;
    the columns leave it out. `parts` are the words that hyphens join, where there are any.
    """

    start: int
    end: int
    text: str
    parts: tuple[Spelled, ...] = ()


def spelled_words(line: str, state: str, symbols: str = "#") -> list[Spelled]:
    """The words of a line that begins in `state` (see `WordTally.state`); `symbols` begin tags."""
    if state == FRONT or not line:
        return []
    spans = [(start, end) for start, end, _ in scan(line, state)[0]]
    spans += [found.span() for found in _ADDRESS.finditer(line)]
    if any(symbol in line for symbol in symbols):
        spans += [found.span() for found in _tags(symbols).finditer(line)]
    for start, end in spans:
        line = line[:start] + " " * (end - start) + line[end:]
    words: list[Spelled] = []
    for piece in _PIECE.finditer(line):
        if not _NO_PROSE.search(piece.group()):
            words += _words_of(line, *piece.span())
    return words


def misspelt(word: Spelled, is_right: Callable[[str], bool]) -> tuple[tuple[int, int], ...]:
    """The columns of what is wrong in a word: nothing, all of it, or some of the parts that hyphens join."""
    if is_right(word.text):
        return ()
    if not word.parts:
        return ((word.start, word.end),)
    return tuple((part.start, part.end) for part in word.parts if not is_right(part.text))


def plain(text: str) -> str:
    """How a dictionary writes a word: one kind of apostrophe and hyphen, accents composed."""
    return normalize("NFC", text).translate(_PLAIN)


def forms(text: str) -> tuple[str, ...]:
    """As what a word may be known: as it is, without quotation marks around it, without a possessive 's."""
    bare = text.strip("'")
    base = bare[:-2] if bare[-2:] in ("'s", "'S") else bare
    return tuple(dict.fromkeys((text, bare, base)))


def in_the_manner_of(word: str, suggestion: str) -> str:
    """The suggestion with the capitals and the apostrophes of the word that it replaces."""
    if "’" in word:
        suggestion = suggestion.replace("'", "’")
    if len(word) > 1 and word.isupper():
        return suggestion.upper()
    if word[:1].isupper() and suggestion.islower():
        return suggestion[:1].upper() + suggestion[1:]
    return suggestion


@lru_cache(8)
def _tags(symbols: str) -> re.Pattern[str]:
    marks = re.escape(symbols)
    return re.compile(rf"(?<![\w&/{marks}])[{marks}](?=[\w/-]*[^\W\d_])[\w/-]+")


def _words_of(line: str, start: int, end: int) -> Iterator[Spelled]:
    for found in _COMPOUND.finditer(line, start, end):
        if found.end() - found.start() > LONGEST:
            continue
        parts = tuple(_parts_of(line, *found.span()))
        if not parts:
            continue
        if len(parts) == 1 and (parts[0].start, parts[0].end) == found.span():
            yield parts[0]
        else:
            yield Spelled(*found.span(), _text(line, *found.span()), parts)


def _parts_of(line: str, start: int, end: int) -> Iterator[Spelled]:
    for found in _PART.finditer(line, start, end):
        if _can_be_judged(found.group()):
            yield Spelled(*found.span(), _text(line, *found.span()))


def _text(line: str, start: int, end: int) -> str:
    before = line[start - 1 : start] if start else ""
    behind = line[end : end + 1]
    return plain(
        (before if before and before in _APOSTROPHES else "")
        + line[start:end]
        + (behind if behind and behind in _APOSTROPHES else "")
    )


def _can_be_judged(word: str) -> bool:
    if len(word) == 1 or not any(map(str.isalpha, word)) or any(map(str.isnumeric, word)):
        return False
    base = word
    for ending in ("'s", "’s", "s"):
        base = base.removesuffix(ending)
    if len(base) <= _LONGEST_ACRONYM and base.isupper():
        return False
    return word.isascii() or not _UNSPACED.search(word)
