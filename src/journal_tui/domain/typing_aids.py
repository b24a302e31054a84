"""What an editor does for a writer at a key: lists that go on, quotes and dashes as printers set them."""

from __future__ import annotations

import re
from typing import NamedTuple

from journal_tui.domain.markup import IN_BREAK, IN_CODE, IN_COMMENT, IN_FENCE, IN_TAG, IN_TARGET, TEXT, scan

_LEAD = re.compile(
    r"(?P<quote>(?:[ \t]*>[ \t]?)*)"
    r"(?:(?P<indent>[ \t]*)(?:(?P<bullet>[-+*])|(?P<number>\d{1,3})(?P<dot>[.)]))(?P<gap>[ \t]+)"
    r"(?P<box>\[[ xX]\](?:[ \t]+|$))?)?"
)
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")


class Enter(NamedTuple):
    """What Enter does in a line."""

    text: str
    """What the next line begins with; where `ends`, what this one becomes."""
    ends: bool = False
    """Whether it ends a list or a quotation, in whose last line nothing stands, instead of beginning a line."""


def enter(line: str, column: int, state: str = TEXT) -> Enter:
    """What Enter at `column` of a line does that begins in `state` (see `WordTally.state`).

    A list goes on with the next number or an empty box, a quotation with its mark.
    """
    if state or _RULE.match(line):
        return Enter("")
    lead = _LEAD.match(line)
    if lead is None or not lead.group() or column < lead.end():
        return Enter("")
    quote, has_item = lead["quote"], lead["gap"] is not None
    if not line[lead.end() :].strip():
        return Enter(quote if has_item else "", ends=True)
    if not has_item:
        return Enter(quote)
    mark = lead["bullet"] or f"{int(lead['number']) + 1}{lead['dot']}"
    return Enter(quote + lead["indent"] + mark + lead["gap"] + ("[ ] " if lead["box"] else ""))


# Quotes and dashes

_OPENERS = "([{<«‹„‚—–-/“‘*_~¡¿"
_PIECE = re.compile(r"\S*$")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://|www\.|mailto:|\S@\S", re.IGNORECASE)
_OPEN_TAG = re.compile(r"<[/a-zA-Z!][^>]*$")
_OPEN_TARGET = re.compile(r"\]\([^)]*$|^\s*\[[^\]]+\]:")
_NOT_PROSE = frozenset((IN_CODE, IN_COMMENT, IN_FENCE, IN_TAG, IN_BREAK, IN_TARGET))


def typographic(line: str, column: int, state: str = TEXT) -> tuple[int, str] | None:
    """What should stand instead of what was just typed before `column` of a line that begins in `state`.

    Returns:
        The number of characters before `column` that go, and what comes in their place; None to leave all as it
        is, as always in code, comments, front matter, tags and addresses.
    """
    typed = line[:column]
    found = _substitute(typed)
    return found if found is not None and _is_prose(line, column - found[0], state) else None


def _substitute(typed: str) -> tuple[int, str] | None:
    char, before = typed[-1:], typed[-2:-1]
    if char in ('"', "'"):
        opens = not before or before.isspace() or before in _OPENERS
        return 1, ("“" if opens else "”") if char == '"' else ("‘" if opens else "’")
    # A third hyphen belongs to the dash that the first two have become.
    is_dash = before == "—" or (before == "-" and typed[-3:-2] not in ("-", "!", "<", "|", ":"))
    if char == "-" and is_dash and typed[:-2].strip(" \t-|:>!<"):
        return 2, "—"
    if typed.endswith("...") and not typed.endswith("...."):
        return 3, "…"
    if char.isdigit() and before == "‘":
        return 2, "’" + char  # the ’90s
    return None


def _is_prose(line: str, column: int, state: str) -> bool:
    if state:
        return False
    for start, end, kind in scan(line, state)[0]:
        if kind in _NOT_PROSE and start <= column < end:
            return False
    before = line[:column]
    if _OPEN_TAG.search(before) or _OPEN_TARGET.search(before) or _is_in_open_code(before):
        return False
    piece = _PIECE.search(before)
    return not (piece and _ADDRESS.search(piece.group()))


def _is_in_open_code(before: str) -> bool:
    """Whether a code span was begun and is not closed yet."""
    spans = scan(before, TEXT)[0]
    end = max((end for _, end, kind in spans if kind == IN_CODE), default=0)
    return "`" in before[end:]
