"""What a list says about an entry: its title, its first words, its length, its tags.

An entry is Markdown. Where its fences and comments lie, `markup` knows, and `front_matter` where its head ends;
here is what is read out of the rest. Of front matter only simple lines are read, `key: value` or
`key = value`, and a list of `- item` lines under a key; nothing here ever writes any.
"""

from __future__ import annotations

from journal_tui.domain.counting import words_in
from journal_tui.domain.front_matter import front_matter, key_of
from journal_tui.domain.markup import (
    IN_BREAK,
    IN_CODE,
    IN_COMMENT,
    IN_FENCE,
    IN_NOTE,
    IN_TARGET,
    TEXT,
    lead,
    scan,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from journal_tui.domain.markup import Span

OPENING_LENGTH = 80

_LONGEST_ADDRESS = 2000  # characters; a bound, so that a hostile line costs no quadratic time
_ENOUGH = 600  # characters of a line that surely hold an opening, markup included
_BEFORE_TAGS = frozenset("([{\"'“‘«*_~—–>|,;:")
_INSIDE_TAGS = frozenset("-_/\u200c\u200d")  # the last two join letters in Persian and the scripts of India
_BLOCK_SCALARS = ("|", ">")


class Summary:
    """An entry in a few words.

    `title` is the first `# ` heading, else the front matter's; `opening` the first words of the prose on one
    line of at most OPENING_LENGTH characters, without markup; `tags` are without their symbol, as written,
    in order, each once (whatever its case). All are the user's text, control characters included.
    """

    __slots__ = ("opening", "starred", "tags", "title", "words")

    def __init__(
        self, title: str | None, opening: str, words: int, tags: tuple[str, ...], starred: bool
    ) -> None:
        self.title = title
        self.opening = opening
        self.words = words
        self.tags = tags
        self.starred = starred

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Summary):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"Summary({values})"


def summarize(text: str, tag_symbols: str = "#", ignore: frozenset[str] = frozenset()) -> Summary:
    """Read an entry once, from top to end.

    Each character of `tag_symbols` begins tags. Lines in `ignore` (the lines of a template) are no words and
    never the opening; a title or a tag in them holds.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    head = front_matter(lines)
    values = front_values(lines[:head])
    reader = _Reader(tag_symbols, ignore)
    for line in lines[head:]:
        if line:
            reader.read(line)
    tags: dict[str, str] = {}
    for tag in _front_tags(values, tag_symbols) + reader.tags:
        tags.setdefault(tag.casefold(), tag)
    return Summary(
        title=reader.title or _front_title(values),
        opening=_cut(reader.opening) or _cut(reader.subheading) or _cut(reader.wordless),
        words=reader.words,
        tags=tuple(tags.values()),
        starred=_unquoted(values.get("starred", "")).casefold() == "true",
    )


class _Reader:
    """What one pass over the lines behind the front matter gathers."""

    __slots__ = (
        "_ignore",
        "_state",
        "_symbols",
        "opening",
        "subheading",
        "tags",
        "title",
        "wordless",
        "words",
    )

    def __init__(self, symbols: str, ignore: frozenset[str]) -> None:
        self._symbols = symbols
        self._ignore = ignore
        self._state = TEXT
        self.title: str | None = None
        self.subheading = self.opening = self.wordless = ""
        self.tags: list[str] = []
        self.words = 0

    def read(self, line: str) -> None:
        before = self._state
        spans, self._state = scan(line, before)
        words = 0 if line in self._ignore else words_in(line, spans, before)
        self.words += words
        for symbol in self._symbols:
            if symbol in line:
                found = tag_spans(line, spans, self._symbols)
                self.tags += [line[start + 1 : end] for start, end in found]
                break
        level = 0 if before else heading_level(line)
        if level:
            self._read_heading(line, level)
        elif len(self.opening) <= OPENING_LENGTH and line not in self._ignore:
            self._read_prose(line, before, words)

    def _read_heading(self, line: str, level: int) -> None:
        if self.title and (level == 1 or self.subheading):
            return
        text = _shown(line[:_ENOUGH], TEXT).lstrip(" #\t")
        bare = text.rstrip("#")
        # CommonMark: a closing run of # is markup only behind a space, so that "About C#" keeps its own.
        text = bare.rstrip() if not bare or bare[-1] in " \t" else text
        if level == 1 and not self.title:
            self.title = text or None
        elif not self.subheading:
            self.subheading = text

    def _read_prose(self, line: str, before: str, words: int) -> None:
        if words:
            self.opening += " " + _shown(line[:_ENOUGH], before)
        elif not self.wordless and not before and not line.isspace():
            self.wordless = _shown(line[:_ENOUGH], before)


def heading_level(line: str) -> int:
    """1 to 6 for an ATX heading (CommonMark 4.2), else 0. The line must begin in the state TEXT."""
    text = line.lstrip(" ")
    bare = text.lstrip("#")
    level = len(text) - len(bare)
    return level if level <= 6 and len(line) - len(text) < 4 and bare[:1] in ("", " ", "\t") else 0


# Tags


def tag_spans(line: str, spans: Sequence[Span], symbols: str = "#") -> list[tuple[int, int]]:
    """Where the tags of a line stand, their symbols included: (start, end) in characters, in order.

    A tag is a symbol at the start of a word with letters, digits, `-`, `_` and `/` behind it, at least one
    of them a letter. `spans` are the line's, from `scan`: there are no tags in code, comments and targets,
    and none inside an address.
    """
    found = []
    for symbol in dict.fromkeys(symbols):
        start = line.find(symbol)
        while start >= 0:
            end = _tag_end(line, start + 1)
            if end > start + 1 and _opens_tag(line, start):
                found.append((start, end))
            start = line.find(symbol, max(end, start + 1))
    if found and spans:
        found = [tag for tag in found if not any(start <= tag[0] < end for start, end, _ in spans)]
    found.sort()
    return found


def _tag_end(line: str, start: int) -> int:
    end, size = start, len(line)
    while end < size and (line[end].isalnum() or _joins_tag(line[end])):
        end += 1
    while end > start and line[end - 1] in _INSIDE_TAGS:
        end -= 1
    name = line[start:end]
    return end if name[:1].isalnum() and (name.isalpha() or any(map(str.isalpha, name))) else start


def _joins_tag(char: str) -> bool:
    # Combining marks are no letters, but "é" may be written with one; identifiers take them too (UAX 31).
    return char in _INSIDE_TAGS or (char > "\x7f" and ("a" + char).isidentifier())


def _opens_tag(line: str, at: int) -> bool:
    before = line[at - 1 : at]
    if not before or before.isspace():
        return True
    if before not in _BEFORE_TAGS:
        return False
    chunk = line[max(at - _LONGEST_ADDRESS, 0) : at].split()[-1]
    return "://" not in chunk and not chunk.startswith("www.")


# Front matter


def front_values(block: Sequence[str]) -> dict[str, str]:
    """The simple values of front matter by their casefolded keys, as written; {} for no lines.

    `block` is the whole of it, fences included. The `- item` lines under a key are joined with commas.
    """
    values: dict[str, str] = {}
    key, opener = "", block[0].rstrip() if block else ""
    for line in block[1:-1]:
        if opener == "+++" and line.startswith("["):
            break  # a table: its keys are not the entry's own
        item = line.strip()
        if item.startswith("- ") and key:
            values[key] += "," + item[2:]
        elif not line[:1].isspace() and key_of(line, opener):
            key = key_of(line, opener).casefold()
            value = line.partition(":" if opener == "---" else "=")[2].strip()
            if key in values:
                key = ""
            else:
                values[key] = value
    return values


def _front_title(values: dict[str, str]) -> str | None:
    title = values.get("title", "")
    return None if title.startswith(_BLOCK_SCALARS) else _unquoted(title) or None


def _front_tags(values: dict[str, str], symbols: str) -> list[str]:
    text = values.get("tags", "")
    if text.startswith("["):
        parts = text[1:].partition("]")[0].split(",")
    elif "," in text:
        parts = text.split(",")
    else:
        return [tag for part in _unquoted(text).split() if (tag := part.lstrip(symbols))]
    return [tag for part in parts if (tag := _unquoted(part).lstrip(symbols).strip())]


def _unquoted(value: str) -> str:
    """A YAML or TOML scalar without its quotes or the comment behind it."""
    value = value.strip()
    quote = value[:1]
    if quote in ("'", '"') and value.rfind(quote) > 0:
        inner = value[1 : value.rfind(quote)]
        return inner.replace("''", "'") if quote == "'" else inner.replace('\\"', '"').replace("\\\\", "\\")
    return "" if quote == "#" else value.partition(" #")[0].strip()


# Showing


def _cut(text: str) -> str:
    """The beginning of a text on one line, between words where there are any."""
    flat = " ".join(text.split())
    if len(flat) <= OPENING_LENGTH:
        return flat
    return flat[: OPENING_LENGTH + 1].rpartition(" ")[0] or flat[:OPENING_LENGTH]


def _shown(line: str, state: str) -> str:
    """A line as a reader sees it: labels without their targets, words without their emphasis."""
    spans, _ = scan(line, state)
    at = 0 if state else lead(line)
    text = ""
    for start, end, kind in spans:
        if kind == IN_NOTE and start == at and line.startswith(":", end):
            return ""
        if kind == IN_CODE:
            continue
        text += line[at:start]
        at = end
        if kind in (IN_COMMENT, IN_BREAK, IN_FENCE):
            text += " "
        elif kind == IN_TARGET:
            label = text.rfind("[")
            text = text[:label].removesuffix("!") + text[label + 1 :] if label >= 0 else text
    text += line[at:]
    for mark in ("**", "__", "~~", "==", "*", "_", "`"):
        if mark in text:
            text = _unmarked(text, mark)
    return text.strip()


def _unmarked(text: str, mark: str) -> str:
    """The text without a pair of marks or more; one alone, one between spaces or inside a_name is no mark."""
    first, *parts = text.split(mark)
    if len(parts) < 2:
        return text
    for part in parts:
        before, behind = first[-1:], part[:1]
        is_loose = before in ("", " ") and behind in ("", " ")
        is_inside = mark == "_" and before.isalnum() and behind.isalnum()
        first += mark + part if is_loose or is_inside else part
    return first
