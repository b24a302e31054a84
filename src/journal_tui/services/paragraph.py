"""A capture as bytes: a paragraph of its own at the end of a day's file. Pure, and on the capture path."""

from __future__ import annotations

from journal_tui.domain.errors import UsageError

SIZE_LIMIT = 2_000_000
"""Bytes; a bigger file is only ever shown, never written."""
LINE_LIMIT = 50_000
"""Characters; a file with a longer line is only ever shown, never written."""

_BOM = b"\xef\xbb\xbf"
_LINE_ENDS = (b"\n", b"\r")


def decode_input(data: bytes) -> str:
    """Text that came as bytes; a byte order mark at its start is no part of it.

    Raises:
        UsageError: it is not UTF-8.
    """
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        at = error.start
        raise UsageError(
            f"the text is not UTF-8: byte {data[at]:#04x} at position {at + 1}; nothing was added"
        ) from None


def clean(text: str) -> str:
    """The text of a capture with `\\n` for every line end and without blank lines at its ends.

    Everything else stays as typed: spaces at the start of a line, control characters, blank lines within.

    Raises:
        UsageError: there is no text, or something in it that no text file holds.
    """
    if "\0" in text:
        raise UsageError("the text holds a NUL character, so it is no text; nothing was added")
    try:
        # In a locale without UTF-8 (LC_ALL=C) Python hands over the bytes of arguments as lone surrogates.
        text = text.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeError:
        raise UsageError("the text holds bytes that are not UTF-8; nothing was added") from None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    while lines and not lines[-1].strip():
        del lines[-1]
    if not lines:
        raise UsageError("the text is empty; nothing was added")
    return "\n".join(lines)


def paragraph(text: str, minutes: int | None, form: str) -> str:
    """The paragraph of a clean text: in `form` with the time of day `minutes`, or without a time as it is."""
    if minutes is None:
        return text
    before, _, after = form.replace("{time}", f"{minutes // 60:02}:{minutes % 60:02}").partition("{text}")
    if "\n" in text and text.startswith(("```", "~~~", "    ", "\t")):
        # Behind a stamp in the same line the opening fence would be none, and the closing one would open.
        before = before.rstrip() + "\n\n"
    return before + text + after


def append_paragraph(data: bytes | None, text: str) -> bytes:
    """The bytes of a day's file with `text` after one blank line; what was there is not touched.

    Line ends become those that most lines of the file have; the result ends with exactly one.
    """
    old = data or b""
    newline = dominant_newline(old)
    new = text.rstrip("\n").encode().replace(b"\n", newline) + newline
    if old in (b"", _BOM):
        return old + new
    # At most three times: LF behind a lone CR makes one line end of both.
    while not _ends_blank(old):
        old += newline
    return old + new


def _ends_blank(data: bytes) -> bool:
    """Whether the last line is complete and blank, so that what follows is a paragraph of its own."""
    if not data.endswith(_LINE_ENDS):
        return False
    above = data[:-2] if data.endswith(b"\r\n") else data[:-1]
    last_line = above[max(above.rfind(b"\n"), above.rfind(b"\r")) + 1 :]
    return not last_line.removeprefix(_BOM).strip(b" \t")


def dominant_newline(data: bytes) -> bytes:
    """The line end that most lines have: LF, CR LF or CR; LF where there is none or no majority."""
    pairs = data.count(b"\r\n")
    singles = data.count(b"\n") - pairs
    returns = data.count(b"\r") - pairs
    if pairs > singles and pairs >= returns:
        return b"\r\n"
    return b"\r" if returns > singles else b"\n"


def refusal(data: bytes) -> str | None:
    """Why a file with these bytes is only ever shown and never written, or None when it may be."""
    if len(data) > SIZE_LIMIT:
        return "is over 2 MB"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return "is not UTF-8"
    if len(text) > LINE_LIMIT and any(len(line) > LINE_LIMIT for line in text.splitlines()):
        return "has a line of over 50,000 characters"
    return None
