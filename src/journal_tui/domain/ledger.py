"""A row of the ledger, where progress is recorded for good, and how it stands in a CSV file.

A row is one line whatever a note holds: a line that a crash has cut short then spoils no other. So line ends and
other control characters are written as escapes (`\\n`). A text that a spreadsheet would take for a formula gets
an apostrophe before it, which spreadsheets understand.
"""

from __future__ import annotations

import csv
from datetime import date
from typing import NamedTuple

from journal_tui.domain.days import parse_iso_day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COLUMNS = (
    *("at", "day", "project", "net", "added", "cut", "total", "minutes"),
    *("days", "hedge", "source", "goal", "minimum", "capacity", "note"),
)
HEADER = ",".join(COLUMNS)
JOURNAL = "journal"
"""The project that the journal itself is."""

_FORMULA = tuple("=+-@")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNESCAPES = {"\\": "\\", "n": "\n", "r": "\r", "t": "\t"}
_MOST = 15
"""Digits of a number; what has more is none that anybody wrote."""


class Row(NamedTuple):
    """One event. A number that is None, or an empty text, says nothing."""

    at: str
    """When it was recorded: ISO with the offset from UTC."""
    day: date
    """The writing day that it belongs to; the last one where `days` is more than 1."""
    project: str = JOURNAL
    net: int | None = None
    added: int | None = None
    cut: int | None = None
    total: int | None = None
    """A checkpoint: so many words there are in all."""
    minutes: int | None = None
    days: int = 1
    hedge: str = ""
    source: str = ""
    goal: int | None = None
    minimum: int | None = None
    capacity: float | None = None
    note: str = ""


def line_of(row: Row) -> str:
    """The row as a line of CSV in the order of `COLUMNS`, without a line end."""
    return ",".join(_quoted(_written(value)) for value in row)


def rows_of(text: str) -> Iterator[Row]:
    """The rows in a ledger file's text, in its order.

    Read by the names in its header, wherever they stand; unknown columns are passed over, lines without a day
    or with too few fields (cut short by a crash) are left out. Commas or semicolons, any line ends.
    """
    lines = [line.rstrip("\r") for line in text.removeprefix("\ufeff").split("\n")]
    comma = ";" if ";" in lines[0] and "," not in lines[0] else ","
    names = _fields(lines[0], comma)
    if not {"at", "day"} <= set(names) or HEADER.startswith(lines[0]):  # it may be cut short itself
        names = list(COLUMNS)
    for line in lines:
        fields = _fields(line, comma)
        if len(fields) >= len(names):
            row = _row(dict(zip(names, fields, strict=False)))
            if row is not None:
                yield row


def _fields(line: str, comma: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=comma), [])
    except csv.Error:
        return []


def _row(fields: dict[str, str]) -> Row | None:
    day = parse_iso_day(fields["day"].strip())
    if day is None:
        return None
    days = _whole(fields.get("days", ""))
    return Row(
        at=_read(fields["at"]),
        day=day,
        project=_read(fields.get("project", "")) or JOURNAL,
        net=_whole(fields.get("net", "")),
        added=_whole(fields.get("added", "")),
        cut=_whole(fields.get("cut", "")),
        total=_whole(fields.get("total", "")),
        minutes=_whole(fields.get("minutes", "")),
        days=days if days is not None and days > 0 else 1,
        hedge=_read(fields.get("hedge", "")),
        source=_read(fields.get("source", "")),
        goal=_whole(fields.get("goal", "")),
        minimum=_whole(fields.get("minimum", "")),
        capacity=_number(fields.get("capacity", "")),
        note=_read(fields.get("note", "")),
    )


def _written(value: str | float | date | None) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    if not isinstance(value, str):
        return str(value)
    text = "".join(_escape(character) for character in value)
    return f"'{text}" if _is_formula(text) else text


def _escape(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    control = (
        code < 0x20 or 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF or character in "\u2028\u2029\ufeff"
    )
    return f"\\u{code:04x}" if control else character


def _is_formula(text: str) -> bool:
    return text.lstrip("'").startswith(_FORMULA)


def _quoted(field: str) -> str:
    if field and ("," in field or '"' in field or field != field.strip()):
        return '"' + field.replace('"', '""') + '"'
    return field


def _read(field: str) -> str:
    if field.startswith("'") and _is_formula(field):
        field = field[1:]
    if "\\" not in field:
        return field
    parts, place = [], 0
    while place < len(field):
        taken, text = _unescape(field, place)
        parts.append(text)
        place += taken
    return "".join(parts)


def _unescape(field: str, place: int) -> tuple[int, str]:
    """How many characters stand for the one at `place`, and which it is; what is no escape stands for itself."""
    mark = field[place + 1 : place + 2] if field[place] == "\\" else ""
    if mark and mark in _UNESCAPES:
        return 2, _UNESCAPES[mark]
    digits = field[place + 2 : place + 6]
    if mark == "u" and len(digits) == 4 and set(digits) <= set("0123456789abcdef"):
        return 6, chr(int(digits, 16))
    return 1, field[place]


def _whole(field: str) -> int | None:
    digits = field.strip()
    sign = -1 if digits[:1] == "-" else 1
    digits = digits.lstrip("+-")
    return sign * int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= _MOST else None


def _number(field: str) -> float | None:
    plain: Sequence[str] = field.strip().replace(",", ".").split(".")
    if len(plain) > 2 or not all(
        part.isascii() and part.isdecimal() and len(part) <= _MOST for part in plain
    ):
        return None
    return float(".".join(plain))
