"""What a value in a settings file may be: each check returns it typed or raises Refused."""

from __future__ import annotations

from datetime import date, datetime, time

from journal_tui.domain.days import WEEKDAYS, parse_time_of_day
from journal_tui.domain.goals import EVERY_DAY, WORKDAYS
from journal_tui.settings import lean
from journal_tui.settings.reading import Refused, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

_DAYS = {name: day for day, full in enumerate(WEEKDAYS) for name in (full.lower(), full[:3].lower())}
_DICTIONARY = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
"""What names of dictionaries are made of; they become part of a path."""
_NO_TAG_SYMBOLS = frozenset("-_/\\")


def whole(low: int, high: int) -> Callable[[object], int]:
    """A whole number from `low` to `high`; true, 3.0 and "3" are none."""

    def check(value: object) -> int:
        if type(value) is not int or not low <= value <= high:
            raise Refused(f"must be a whole number from {low} to {high}")
        return value

    return check


def number(low: float, high: float) -> Callable[[object], float]:
    """A number from `low` to `high`; nan and inf are none."""

    def check(value: object) -> float:
        if type(value) not in (int, float) or not low <= value <= high:  # type: ignore[operator]
            raise Refused(f"must be a number from {low:g} to {high:g}")
        return float(value)  # type: ignore[arg-type]

    return check


def flag(value: object) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise Refused("must be true or false")
    return value


def text(limit: int, *, lines: bool = False) -> Callable[[object], str]:
    """A text of 1 to `limit` characters, printable; with `lines` also newlines and tabs."""

    def check(value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise Refused("must be a text in quotes")
        if len(value) > limit:
            raise Refused(f"must be no longer than {limit} characters")
        plain = value.replace("\n", "").replace("\t", "").replace("\r", "") if lines else value
        if has_controls(plain):
            raise Refused("must not contain control characters")
        return value

    return check


def has_controls(value: str) -> bool:
    """Whether there is a C0 or C1 control or DEL in the text (joiners and soft hyphens are no controls)."""
    return any(ch < " " or "\x7f" <= ch <= "\x9f" for ch in value)


def texts(value: object) -> tuple[str, ...]:
    """A list of at most 100 texts."""
    if not isinstance(value, list) or len(value) > 100:
        raise Refused("must be a list of at most 100 texts in quotes")
    check = text(1000)
    checked = []
    for item in value:
        try:
            checked.append(check(item))
        except Refused as reason:
            raise Refused(f"must be a list of texts in quotes, and each {reason}", None, item) from None
    return tuple(checked)


def day(value: object) -> date:
    """A TOML date; a date with a time, or one in quotes, is none."""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise Refused("must be a date without quotes, like 2018-03-28")
    return value


def writing_days(value: object) -> frozenset[int]:
    """ "every day", "weekdays" or a list of weekday names, as numbers with 0 for Monday."""
    if value == "every day":
        return EVERY_DAY
    if value == "weekdays":
        return WORKDAYS
    if not isinstance(value, list) or not value:
        raise Refused('must be "every day", "weekdays" or a list like ["mon", "wed", "sat"]')
    days = set()
    for item in value:
        name = item.lower() if isinstance(item, str) else ""
        if name not in _DAYS:
            raise Refused("must list weekdays like mon or sat", nearest(name, _DAYS), item)
        days.add(_DAYS[name])
    return frozenset(days)


def day_start(value: object) -> int:
    """ "HH:MM" or a TOML time from 00:00 to 12:00, in minutes after midnight."""
    minutes: int | None = None
    if isinstance(value, str):
        minutes = parse_time_of_day(value)
    elif isinstance(value, time) and not (value.second or value.microsecond):
        minutes = value.hour * 60 + value.minute
    if minutes is None or minutes > 720:
        raise Refused('must be a time from "00:00" to "12:00"')
    return minutes


def entry_path(value: object) -> str:
    """A pattern that names each day by year, month and day."""
    return _faultless(value, lean.entry_path_fault)


def capture_format(value: object) -> str:
    """A format that holds the text."""
    return _faultless(value, lean.capture_format_fault)


def _faultless(value: object, fault_of: Callable[[str], str | None]) -> str:
    checked = value if isinstance(value, str) else ""
    fault = fault_of(checked)
    if fault is not None:
        raise Refused(fault)
    return checked


def tag_symbols(value: object) -> str:
    """One to eight different signs, none of which can be part of a word or a path."""
    if not isinstance(value, str) or not 1 <= len(value) <= 8 or len(set(value)) < len(value):
        raise Refused('must be one to eight different signs, like "#" or "#@"')
    if any(ch.isalnum() or ch.isspace() or not ch.isprintable() or ch in _NO_TAG_SYMBOLS for ch in value):
        raise Refused("must hold signs only, no letters, digits, spaces, - _ / or \\")
    return value


def template(value: object) -> str:
    """The name of a file below templates/, with or without `.md`; returned without."""
    name = text(64)(value).removesuffix(".md")
    if not lean.is_template(name):
        raise Refused("must be the name of a file in templates/")
    return name


def series_title(value: object) -> str:
    """A title that holds the number."""
    title = text(200)(value)
    if "{number}" not in title:
        raise Refused("must contain {number}")
    return title


def choice(known: tuple[str, ...]) -> Callable[[object], str]:
    """One of a few words."""

    def check(value: object) -> str:
        if value in known and isinstance(value, str):
            return value
        near = nearest(value, known) if isinstance(value, str) else None
        raise Refused(f"must be one of {', '.join(known)}", near)

    return check


def name(value: object) -> str:
    """The name of a journal or theme."""
    if not isinstance(value, str) or not lean.is_name(value):
        raise Refused("must be a name of small letters, digits, - and _")
    return value


def spelling(value: object) -> Literal[False, "auto"] | tuple[str, ...]:
    """false, "auto", or a list of one to ten names of dictionaries such as "en_GB"."""
    if value is False:
        return False
    if value == "auto":
        return "auto"
    if not isinstance(value, list) or not 1 <= len(value) <= 10:
        near = nearest(value, ["auto"]) if isinstance(value, str) else None
        raise Refused('must be false, "auto" or a list of dictionaries like ["en_GB"]', near)
    for item in value:
        if not isinstance(item, str) or not 1 <= len(item) <= 64 or not set(item) <= _DICTIONARY:
            raise Refused('must list names of dictionaries like "en_GB"', None, item)
    return tuple(value)


def folder(value: object) -> str:
    """A path that means the same wherever the program is started: absolute, or from the home folder."""
    path = text(4000)(value)
    windows = path[1:3] in (":\\", ":/") or path.startswith("\\\\")
    if not (path.startswith(("/", "~")) or windows):
        raise Refused("must be a path that begins with / or ~")
    return path
