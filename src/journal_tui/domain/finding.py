r"""Finding words on a page: what is sought, where a line holds it, and what would take its place.

The rule
    1. Lines are looked at one by one. Nothing is found across the end of a line.
    2. Case by the query: all in small letters finds any case, one capital makes the case count. `exact` makes
       every character count; without it a straight quote or a space also finds its typographic sisters, and
       "é" is found in whichever way it is stored.
    3. Whole words: a match may neither begin nor end inside a word, as `word_bounds` and the counting rule see
       words: "don" is not in "don't", and each Han character is a word.
    4. A pattern is a regular expression as Python's `re` has them; `^` and `$` are the ends of a line. It runs on
       the `regex` package, which can stop after a time: no pattern may hold up the next key.
    5. What takes the place of a match is literal, unless the query is a pattern: then `\1`, `\g<name>` and `\n`
       are what they are in `re.sub`.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from unicodedata import normalize

from journal_tui.domain.counting import count_words
from journal_tui.domain.errors import UsageError
from journal_tui.domain.pasted import plain_text
from journal_tui.domain.word_bounds import word_at

LONGEST_PATTERN = 500
"""Characters of a pattern: compiling takes longer with its length, and nobody reads one of this length."""
PATIENCE = 0.05
"""Seconds that a pattern may take on one line."""
_NEAR = 200
"""Characters on each side of a match's edge that decide whether a word is cut there."""
_SISTERS = {"'": "['’‘ʼ]", '"': '["“”„]', " ": "[ \u00a0\u202f]"}
_NO_ACCENT_BEHIND = "(?![\u0300-\u036f])"
_SPECIAL = re.compile(r"[\\.^$*+?{}\[\]|()]")
_ESCAPES = re.compile(r"\\[pPN]\{[^}]*\}|\\.|\(\?[A-Za-z]+|\(\?P?<\w+>")
"""What has capitals in a pattern without finding any."""

Span = tuple[int, int]
"""Start column, end column (exclusive)."""


class Query(NamedTuple):
    """What is sought, and how; see the rule above."""

    text: str
    exact: bool = False
    words: bool = False
    pattern: bool = False


class BadPattern(UsageError):
    """A pattern, or what shall take its matches' place, that makes no sense; the message says where."""


class TooSlow(UsageError):
    """A pattern took longer on one line than `PATIENCE`."""


class Matcher:
    """Finds a query in lines."""

    def __init__(self, query: Query) -> None:
        """
        Raises:
            BadPattern: the query is a pattern that cannot be read.
        """
        self.query = query
        self._limits: dict[str, Any] = {}
        flags = 0 if query.exact or _has_capital(query) else re.IGNORECASE
        if query.pattern:
            self._compiled = _compiled(query.text, flags)
            self._limits = {"timeout": PATIENCE}
        else:
            self._compiled = re.compile(re.escape(query.text) if query.exact else _loose(query.text), flags)

    def spans(self, line: str) -> tuple[Span, ...]:
        """Where the line holds the query, in order, never overlapping. A pattern may match nothing, as `^` does.

        Raises:
            TooSlow: the pattern takes too long on this line.
        """
        return tuple(match.span() for match in self._matches(line))

    def replacements(self, line: str, by: str) -> list[tuple[int, int, str]]:
        """The same, each with the text that takes its place.

        Raises:
            BadPattern: `by` makes no sense with this pattern.
            TooSlow: see `spans`.
        """
        return [(*match.span(), self._filled(match, by)) for match in self._matches(line)]

    def _matches(self, line: str) -> list[Any]:
        try:
            found: list[Any] = list(self._compiled.finditer(line, **self._limits))
        except (TimeoutError, MemoryError, RecursionError):
            raise TooSlow("This pattern takes too long. Make it simpler.") from None
        if self.query.words:
            found = [match for match in found if _is_whole(line, *match.span())]
        return sorted(found, key=lambda match: match.span()) if self._limits else found

    def _filled(self, match: Any, by: str) -> str:
        if not self.query.pattern:
            return by
        import regex

        try:
            return plain_text(match.expand(by))
        except IndexError:
            raise BadPattern("The replacement names a group that the pattern does not have.") from None
        except (ValueError, regex.error) as error:
            raise _told("Replacement", error) from None


def escaped(text: str) -> str:
    """The pattern that finds just this text."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def _compiled(pattern: str, flags: int) -> Any:
    import warnings

    import regex

    if len(pattern) > LONGEST_PATTERN:
        raise BadPattern(f"A pattern has at most {LONGEST_PATTERN} characters.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what `re` will mean in future versions is no news for a writer
        try:
            return regex.compile(pattern, flags=(regex.IGNORECASE if flags else 0) | regex.VERSION0)
        except (regex.error, ValueError, OverflowError, KeyError) as error:
            raise _told("Pattern", error) from None
        except RecursionError:
            raise BadPattern("The pattern has too many brackets inside each other.") from None


def _told(what: str, error: Exception) -> BadPattern:
    """The reason and the place, counted from 1 as people do."""
    reason = getattr(error, "msg", None) or str(error)
    place = getattr(error, "pos", None)
    where = "" if place is None else f" at character {place + 1}"
    return BadPattern(f"{what}: {reason}{where}")


def _has_capital(query: Query) -> bool:
    text = _ESCAPES.sub("", query.text) if query.pattern else query.text
    return any(char.isupper() or char.istitle() for char in text)


def _loose(text: str) -> str:
    """A pattern for a literal text and its equals."""
    parts = []
    for char in normalize("NFC", text):
        apart = normalize("NFD", char)
        parts.append(_SISTERS.get(char) or re.escape(char))
        if apart != char:
            parts[-1] = f"(?:{parts[-1]}|{re.escape(apart)})"
    return "".join(parts) + _NO_ACCENT_BEHIND


def _is_whole(line: str, start: int, end: int) -> bool:
    return not (_cuts(line, start) or _cuts(line, end))


def _cuts(line: str, column: int) -> bool:
    """Whether a word goes on over this column."""
    around = line[max(0, column - 1) : column + 1]
    if column == 0 or len(around) < 2 or " " in around:
        return False
    begin = max(0, column - _NEAR)
    bounds = word_at(line[begin : column + _NEAR], column - begin)
    if bounds is None or not bounds[0] < column - begin < bounds[1]:
        return False
    return not any(count_words(char * 2) == 2 for char in around)
