"""Addresses in a text: where they stand, where they really lead, and which of them may be opened."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from journal_tui.domain.errors import UsageError

SCHEMES = ("http", "https", "mailto")
"""What may be opened; all others start programs, or read files, that the text has no business with."""
LONGEST = 8000
"""Characters of an address that anybody would look through before opening it."""

_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%")
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,62}))(?:\.[a-z0-9_][a-z0-9_-]{0,62})*\.?|\[[0-9a-f:.]+\]")
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"})
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(code) for code in (*range(0xFE00, 0xFE10), *range(0x180B, 0x180E))
}
"""Letters and marks that paint nothing."""

_TEXT = r"\[(?:[^\[\]\\]|\\.|\[[^\[\]]{0,200}\]){0,400}\]"
_TARGET = r"(?:<([^<>]*)>|((?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*\))*))"
_TITLE = r"""(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?"""
_INLINE = re.compile(rf"!?{_TEXT}\(\s*{_TARGET}{_TITLE}\s*\)")
_ANGLE = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>")
_DEFINITION = re.compile(r" {0,3}\[[^\]]{1,999}\]:\s*<?([^\s<>]+)")
_BARE = re.compile(r"(?<![\w/])(?:https?://|mailto:)[^\s<>]+")


class Link(NamedTuple):
    """An address that may be opened, told as honestly as it can be."""

    shown: str
    """As it is written; what nobody could see stands as its number, <U+202E>."""
    target: str
    """What is opened: the same in plain ASCII, as it goes over the wire."""
    host: str
    """The computer that it leads to, in ASCII: the only part that cannot pretend. Of mail, the receiver's."""
    notes: tuple[str, ...] = ()
    """What a reader should know before they open it."""


class Found(NamedTuple):
    """An address in a line: the columns of all that belongs to it, and the address as written."""

    start: int
    end: int
    address: str


def link_to(address: str) -> Link:
    """Look through an address.

    Raises:
        UsageError: it may not be opened; one line that says why.
    """
    address = address.strip()
    scheme, colon, rest = address.partition(":")
    scheme = scheme.lower()
    if not colon or scheme not in SCHEMES:
        raise UsageError(f"Only http, https and mailto addresses are opened, not this: {_short(address)}")
    if len(address) > LONGEST:
        raise UsageError(f"This address has {len(address):,} characters: too many to look through.")
    notes = []
    if scheme == "mailto":
        receiver, _, more = rest.partition("?")
        host = _ascii_host(receiver.rpartition("@")[2], address) if "@" in receiver else ""
        target = f"mailto:{_quoted(rest)}"
        if more:
            notes.append("It also sets other parts of the letter: look through it before you send it.")
    else:
        target, host, user = _web_target(scheme, rest, address)
        if user:
            notes.append("What stands before the @ is a name and not the place.")
    written = _written_host(rest, scheme)
    if not written.isascii():
        notes.append(f"The place is not named in plain Latin letters. The network knows it as {host}")
    elif "xn--" in host and (read := _unicode_host(host)) != host:
        notes.append(f"A browser may show it as {shown(read)}")
    if shown(address) != address:
        notes.append("It has characters that nobody sees; they stand here as numbers.")
    return Link(shown(address), target, host, tuple(notes))


def shown(address: str) -> str:
    """An address with every character visible and in its place: what hides or reorders stands as a number."""
    return "".join(f"<U+{ord(char):04X}>" if _is_hidden(char) else char for char in address)


def links_in(line: str) -> list[Found]:
    """The addresses of one line of Markdown, from left to right: links, images, definitions, bare addresses."""
    found: list[Found] = []
    definition = _DEFINITION.match(line)
    if definition:
        found.append(Found(0, definition.end(), definition[1]))
    for match in _INLINE.finditer(line):
        address = match[1] if match[1] is not None else match[2]
        _add(found, match.start(), match.end(), re.sub(r"\\(\W)", r"\1", address))
    for match in _ANGLE.finditer(line):
        _add(found, match.start(), match.end(), match[1])
    for start, address in bare_addresses(line):
        _add(found, start, start + len(address), address)
    return sorted(found)


def bare_addresses(text: str) -> list[tuple[int, str]]:
    """Web and mail addresses that stand in a text as they are: each with its column."""
    return [(match.start(), _without_punctuation(match[0])) for match in _BARE.finditer(text)]


def link_near(line: str, column: int) -> str | None:
    """The address at a column, else the next one of the line, else its last; None where the line has none."""
    found = links_in(line)
    for one in found:
        if column <= one.end:
            return one.address
    return found[-1].address if found else None


def _add(found: list[Found], start: int, end: int, address: str) -> None:
    if address and all(end <= one.start or one.end <= start for one in found):
        found.append(Found(start, end, address))


def _without_punctuation(address: str) -> str:
    """A bare address ends before the punctuation of its sentence, and before a bracket that it has not opened."""
    while address:
        last = address[-1]
        unopened = last in ")]" and address.count(last) > address.count("(" if last == ")" else "[")
        if last not in ".,;:!?'\"*_~’”»" and not unopened:
            break
        address = address[:-1]
    return address


def _web_target(scheme: str, rest: str, address: str) -> tuple[str, str, str]:
    """The address in ASCII, its host, and what stands before an @."""
    if not rest.startswith("//"):
        raise UsageError(f"This address names no place: {_short(address)}")
    authority = _authority(rest)
    user, at, place = authority.rpartition("@")
    host, colon, port = _split_port(place)
    if colon and not (port.isascii() and port.isdigit() and int(port) < 65536) and port:
        raise UsageError(f"This address has no valid port: {_short(address)}")
    host = _ascii_host(host, address)
    path = rest[2 + len(authority) :].replace("\\", "/")
    return f"{scheme}://{_quoted(user)}{at}{host}{colon}{port}{_quoted(path)}", host, user


def _authority(rest: str) -> str:
    """What stands behind the two slashes. Browsers take a backslash for a slash, so it ends there too."""
    return re.split(r"[/?#\\]", rest[2:], maxsplit=1)[0]


def _written_host(rest: str, scheme: str) -> str:
    if scheme == "mailto":
        return rest.partition("?")[0].rpartition("@")[2]
    return _split_port(_authority(rest).rpartition("@")[2])[0]


def _split_port(place: str) -> tuple[str, str, str]:
    if place.startswith("["):
        host, bracket, more = place.partition("]")
        colon, port = more[:1], more[1:]
        return host + bracket, colon, port
    host, colon, port = place.partition(":")
    return host, colon, port


def _ascii_host(host: str, address: str) -> str:
    """The host as the network knows it."""
    name = host.lower()
    if not name.isascii():
        try:
            name = name.encode("idna").decode().lower()
        except UnicodeError:
            name = ""
    if not _HOST.fullmatch(name):
        raise UsageError(f"This address names no valid place: {_short(address)}")
    return name


def _unicode_host(host: str) -> str:
    try:
        return host.encode().decode("idna")
    except UnicodeError:
        return host


def _quoted(text: str) -> str:
    return "".join(
        chr(byte) if byte in _SAFE else f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass")
    )


def _is_hidden(char: str) -> bool:
    if char.isascii():
        return not char.isprintable() or char == " "
    return char in _BLANK or unicodedata.category(char) in _HIDDEN_CATEGORIES


def _short(address: str) -> str:
    return shown(address[:80]) + ("…" if len(address) > 80 else "")
