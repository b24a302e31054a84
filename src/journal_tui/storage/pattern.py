"""Where in a journal the entry of a day lies: a few strftime fields, compiled by hand and invertible."""

from __future__ import annotations

import os
from datetime import date

from journal_tui.domain.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    # Year, month and day as far as the names read so far have told them.
    Known = tuple[int | None, int | None, int | None]

DEFAULT_PATTERN = "%Y-%m-%d.md"
NOTHING_KNOWN: Known = (None, None, None)
FIRST_YEAR = 1000  # four digits, no zero in front: what sorts and reads as a year everywhere

_FIELDS = "Ymd"
_WIDTHS = (4, 2, 2)
_LONGEST = 150  # bytes of a name, so that a temporary or conflict name beside it still fits


class Part:
    """One name of the path: a folder's or the file's. Fields have fixed widths, so it reads back by place."""

    __slots__ = ("stem", "tokens")

    def __init__(self, tokens: list[str | int]) -> None:
        self.tokens = tokens
        last = max((i for i, token in enumerate(tokens) if isinstance(token, int)), default=-1)
        self.stem = tokens[: last + 1]

    def name(self, day: date) -> str:
        """The name that this part of the path has on a day."""
        values = (f"{day.year:04}", f"{day.month:02}", f"{day.day:02}")
        return "".join(token if isinstance(token, str) else values[token] for token in self.tokens)

    def read(self, name: str, known: Known, *, whole: bool) -> Known | None:
        """What `name` tells in addition. None: it does not fit, or says something else than `known`.

        With `whole` the name must be exactly of this part; otherwise only up to its last field.
        """
        at, found = 0, list(known)
        for token in self.tokens if whole else self.stem:
            if isinstance(token, str):
                if not name.startswith(token, at):
                    return None
                at += len(token)
                continue
            digits = name[at : at + _WIDTHS[token]]
            if len(digits) != _WIDTHS[token] or not (digits.isascii() and digits.isdigit()):
                return None
            at += _WIDTHS[token]
            value = int(digits)
            if found[token] not in (None, value):
                return None
            found[token] = value
        if whole and at != len(name):
            return None
        return found[0], found[1], found[2]


class Pattern:
    """`text` such as "%Y/%m/%Y-%m-%d.md": %Y, %m, %d, %% and literal text, "/" between folders.

    `UsageError`, naming the setting entry_path, for a pattern that leaves the journal, hides its files, or
    does not name each day by year, month and day.
    """

    __slots__ = ("_extension", "_iso_tail", "flat_tail", "folders", "last", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        parts = [Part(_tokens(name, text)) for name in _names(text)]
        told = {token for part in parts for token in part.tokens if isinstance(token, int)}
        if len(told) < len(_FIELDS):
            raise _bad(text, "it must hold the year %Y, the month %m and the day %d")
        self.folders, self.last = parts[:-1], parts[-1]
        if not self.last.stem:
            raise _bad(text, "the file's own name must tell the day")
        tail = self.last.tokens[len(self.last.stem) :]
        self._extension = os.path.splitext(f"x{tail[0]}" if tail else "x")[1].lower()
        iso = self.last.tokens[:5] == [0, "-", 1, "-", 2]
        self._iso_tail = "".join(str(token) for token in self.last.tokens[5:]) if iso else None
        # What follows the date in the plainest pattern, so that a scan of ten thousand names can be quick.
        self.flat_tail = None if self.folders else self._iso_tail
        for part in parts:
            if len(os.fsencode(part.name(date(2000, 1, 1)))) > _LONGEST:
                raise _bad(text, "its names are too long")

    def path(self, day: date) -> str:
        """The path of a day's entry, relative to the journal."""
        return "/".join([*(part.name(day) for part in self.folders), self.last.name(day)])

    def classify(self, name: str, folder: str, known: Known, *, deepest: bool) -> tuple[date, bool] | None:
        """Whose day a file is, and whether it is the day's own entry or a sibling. None: neither.

        `folder` is the path within the journal, with a trailing slash, and `known` what its names told;
        `deepest`: entries lie at this depth.
        """
        day = iso_day(name[:10])
        if day is not None:
            if deepest and folder + name == self.path(day):
                return day, True
            return (day, False) if self._is_text(name) else None
        if deepest and self._iso_tail is None:
            day = self._told(name, known)
            if day is not None:
                if folder + name == self.path(day):
                    return day, True
                return (day, False) if self._is_text(name) else None
        return None

    def _told(self, name: str, known: Known) -> date | None:
        found = self.last.read(name, known, whole=False)
        if found is None:
            return None
        year, month, day = found
        if year is None or month is None or day is None or year < FIRST_YEAR:
            return None
        try:
            return date(year, month, day)
        except ValueError:
            return None

    def _is_text(self, name: str) -> bool:
        extension = os.path.splitext(name)[1].lower()
        return extension == ".md" or (extension != "" and extension == self._extension)


def iso_day(text: str) -> date | None:
    """What `days.parse_iso_day` says, from the first year on, by the parser that is written in C."""
    if text[4:5] != "-" or text[7:8] != "-" or len(text) != 10 or text[0] == "0":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _names(text: str) -> list[str]:
    if text.startswith("/") or "\0" in text:
        raise _bad(text, "it must be a path inside the journal")
    names = text.split("/")
    for name in names:
        if name in ("", ".", ".."):
            raise _bad(text, "it must be a path inside the journal")
        if name.startswith("."):
            raise _bad(text, "names that begin with a dot are hidden")
    return names


def _tokens(name: str, text: str) -> list[str | int]:
    """Literal text as strings, fields as their number: 0 year, 1 month, 2 day."""
    tokens: list[str | int] = []
    literal = ""
    at = 0
    while at < len(name):
        if name[at] != "%":
            literal += name[at]
            at += 1
            continue
        sign = name[at + 1 : at + 2]
        at += 2
        if sign == "%":
            literal += "%"
        elif sign and sign in _FIELDS:
            if literal:
                tokens.append(literal)
            tokens.append(_FIELDS.index(sign))
            literal = ""
        else:
            raise _bad(text, f"%{sign} is not known here, only %Y, %m, %d and %%")
    if literal:
        tokens.append(literal)
    return tokens


def _bad(text: str, reason: str) -> UsageError:
    return UsageError(f'entry_path = "{text}": {reason}. An example: "%Y/%m/%Y-%m-%d.md".')
