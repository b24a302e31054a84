"""TOML text, read warily: checked for size and depth before it is parsed, and every key knows its line.

`tomllib` gives values without places, takes minutes over a key of 100,000 parts and exhausts the stack on
5,000 open brackets, so a scan of our own goes first. It reads from left to right as the parser does; up to
the first fault in the text both see the same, and behind it the parser doesn't go.
"""

from __future__ import annotations

import re
import tomllib

MAX_BYTES = 256_000
MAX_PARTS = 16
MAX_DEPTH = 32

Path = tuple[str | int, ...]
Lines = dict[Path, int]

_BOM = b"\xef\xbb\xbf"
_BLANK = re.compile(r"[ \t\r\n]*+")
_SPACE = re.compile(r"[ \t]*+")
_KEY = re.compile(r"""[A-Za-z0-9_-]++|"(?:[^"\\\n]++|\\.)*+"|'[^'\n]*+'""")
# In the order of trial: multi-line strings, which may end with two quotes of their own; strings; the rest.
_PLAIN = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"""(?:"{0,2})'
    r"|'''(?:[^']++|'(?!''))*+'''(?:'{0,2})"
    r'|"(?:[^"\\\n]++|\\[^\n])*+"'
    r"|'[^'\n]*+'"
    r"|[^\s,\[\]{}#\"'][^,\]}#\n]*+",
    re.DOTALL,
)
_WHERE = re.compile(r" \(at (?:line ([0-9]+), column [0-9]+|end of document)\)$")


class Unreadable(Exception):
    """The file as a whole can't be read. `line` counts from 1, None where no line can be named."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class Section:
    """A run of key/value pairs: those at the top of the file (path ()), or those under one [header].

    Offsets are in characters of the decoded text: `start` of the header, `last` of the last pair and `end` of
    its value; of the header itself where there is no pair, which is when `last` equals `start`.
    """

    __slots__ = ("end", "last", "path", "start")

    def __init__(self, path: Path, start: int, end: int) -> None:
        self.path = path
        self.start = start
        self.last = start
        self.end = end


class _Lost(Exception):
    """The scan met something that is no TOML; the parser says it better."""


def read(data: bytes) -> tuple[dict[str, object], Lines]:
    """The values of a TOML file, and the line of each key, table and list item by its path.

    Raises Unreadable for whatever the bytes may be; no other error, and in a time linear in their number.
    """
    text = decode(data)
    lines = scan(text)
    try:
        return tomllib.loads(text), lines
    except tomllib.TOMLDecodeError as error:
        raise _syntax(str(error), text) from None
    except ValueError:
        raise Unreadable("is not valid TOML: a number is too long") from None
    except RecursionError:
        raise Unreadable("is nested too deep") from None


def decode(data: bytes) -> str:
    """The text of a settings file without its BOM; Unreadable when it is too large or no UTF-8."""
    if len(data) > MAX_BYTES:
        raise Unreadable(f"is larger than {MAX_BYTES // 1000} kB")
    data = data.removeprefix(_BOM)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable("is not UTF-8 text", data.count(b"\n", 0, error.start) + 1) from None


def scan(text: str) -> Lines:
    """The line of every path in a TOML text, as far as it is TOML; Unreadable if nested too deep."""
    return _scanned(text).lines


def sections(text: str) -> list[Section]:
    """The sections of a TOML text in its order, the top of the file first; raises as `scan` does."""
    return _scanned(text).sections


def _scanned(text: str) -> _Scanner:
    scanner = _Scanner(text)
    try:
        scanner.document()
    except _Lost:
        pass
    return scanner


def _syntax(message: str, text: str) -> Unreadable:
    where = _WHERE.search(message)
    if where is None:
        return Unreadable(f"is not valid TOML: {message}")
    line = int(where[1]) if where[1] else text.count("\n") + 1
    return Unreadable(f"is not valid TOML: {message[: where.start()]}", line)


class _Scanner:
    """One pass over the text by the grammar of TOML 1.0; the position only ever moves on."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pos = 0
        self.lines: Lines = {}
        self.sections = [Section((), 0, 0)]
        self._line = 1
        self._counted = 0
        self._lengths: dict[Path, int] = {}

    def document(self) -> None:
        while self.skip():
            start = self.pos
            if self.at("["):
                self.sections.append(Section(self.header(), start, self.pos))
            else:
                section = self.sections[-1]
                self.pair(section.path)
                section.last, section.end = start, self.pos

    def here(self) -> int:
        self._line += self.text.count("\n", self._counted, self.pos)
        self._counted = self.pos
        return self._line

    def at(self, mark: str) -> bool:
        return self.text.startswith(mark, self.pos)

    def expect(self, mark: str) -> None:
        if not self.at(mark):
            raise _Lost
        self.pos += len(mark)

    def match(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.pos)
        if found is None:
            raise _Lost
        self.pos = found.end()
        return found[0]

    def skip(self) -> bool:
        """Go past blanks and comments, over lines; False at the end of the text."""
        while True:
            self.match(_BLANK)
            if not self.at("#"):
                return self.pos < len(self.text)
            end = self.text.find("\n", self.pos)
            self.pos = len(self.text) if end < 0 else end

    def key(self) -> tuple[str, ...]:
        parts: list[str] = []
        while True:
            self.match(_SPACE)
            part = self.match(_KEY)
            parts.append(part[1:-1] if part[0] in "\"'" else part)
            if len(parts) > MAX_PARTS:
                raise Unreadable(f"has a key of more than {MAX_PARTS} parts", self.here())
            self.match(_SPACE)
            if not self.at("."):
                return tuple(parts)
            self.pos += 1

    def header(self) -> Path:
        line = self.here()
        listed = self.at("[[")
        self.expect("[[" if listed else "[")
        parts = self.key()
        self.expect("]]" if listed else "]")
        path: Path = ()
        for part in parts[:-1]:
            path = self.newest((*path, part), line)
        path = (*path, parts[-1])
        self.lines.setdefault(path, line)
        if listed:
            self._lengths[path] = self._lengths.get(path, 0) + 1
            path = self.newest(path, line)
            self.lines[path] = line
        return path

    def newest(self, path: Path, line: int) -> Path:
        """The path itself, or for a list of tables that of its last item so far."""
        self.lines.setdefault(path, line)
        length = self._lengths.get(path)
        return path if length is None else (*path, length - 1)

    def pair(self, table: Path) -> None:
        line = self.here()
        path = table
        for part in self.key():
            path = (*path, part)
            self.lines.setdefault(path, line)
        self.expect("=")
        self.match(_SPACE)
        self.value(path)

    def value(self, path: Path) -> None:
        if len(path) > MAX_DEPTH:
            raise Unreadable(f"is nested more than {MAX_DEPTH} deep", self.here())
        if self.at("["):
            self.array(path)
        elif self.at("{"):
            self.inline_table(path)
        else:
            self.match(_PLAIN)

    def array(self, path: Path) -> None:
        self.expect("[")
        count = 0
        while self.skip() and not self.at("]"):
            if self.at("{"):
                self.lines[(*path, count)] = self.here()
            self.value((*path, count))
            count += 1
            self.skip()
            if not self.at("]"):
                self.expect(",")
        self.expect("]")

    def inline_table(self, path: Path) -> None:
        self.expect("{")
        while self.skip() and not self.at("}"):
            self.pair(path)
            self.skip()
            if not self.at("}"):
                self.expect(",")
        self.expect("}")
