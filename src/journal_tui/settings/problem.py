"""What a person must be told about a settings or theme file: one line with file, line, key and a way out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """Something in a file that was not taken as written. Nothing stops for it; a default stands in.

    `line` counts from 1 and is None where no line can be named; `key` is dotted (`journal.words`);
    `nearest` is the known word that was probably meant.
    """

    file: str
    line: int | None
    key: str | None
    message: str
    nearest: str | None = None

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file} line {self.line}"
        parts = [where, self.message] if self.key is None else [where, _short(self.key), self.message]
        if self.nearest is not None:
            parts.append(f'did you mean "{self.nearest}"?')
        return harmless(": ".join(parts))


def harmless(text: str) -> str:
    """The text in one line that no terminal takes for a command: control characters become symbols."""
    return "".join(ch if ch.isprintable() else _symbol(ord(ch)) for ch in text)


def _symbol(code: int) -> str:
    """The Unicode control picture of a C0 control (U+2400 block), the replacement character for the rest."""
    if code < 0x20:
        return chr(0x2400 + code)
    return "\N{SYMBOL FOR DELETE}" if code == 0x7F else "\N{REPLACEMENT CHARACTER}"


def _short(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
