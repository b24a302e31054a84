"""What a word is, line by line.

The rule
    1. What is not prose does not count: front matter at the head of the text, fenced code, `<!-- -->` and
       `%% %%` comments, HTML tags, link and image targets with their titles (label and alt text stay), link
       reference definitions, footnote marks (a footnote's text stays), the number of a list item and the
       box of a task.
    2. The rest is split at white space, zero-width spaces, em dashes and longer bars, `--`, ellipses and
       `...`, and at an en dash unless it stands between digits.
    3. A piece is a word if it holds a letter or a digit (Unicode categories L and N). So emphasis marks,
       bullets, lone symbols and emoji need no care.
    4. A Han, Hiragana or Katakana character is a word by itself. Korean goes by spaces, Thai by runs.
    5. Hyphens, apostrophes, slashes, dots, commas and @ inside a piece never split it.

What is markup in a line, `markup` knows, and `front_matter` where the head of a text ends.

This module is on the path of a capture: plain string methods, no regular expressions.
"""

from __future__ import annotations

from journal_tui.domain.front_matter import closes, front_matter, key_of, opener_of, survey
from journal_tui.domain.markup import FRONT, IN_BREAK, IN_CODE, IN_COMMENT, TEXT, lead, scan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from journal_tui.domain.markup import Span

_LONG = 2000  # characters; an edit inside a longer plain line is counted by its difference
_SPLITTERS = "\u2014\u2015\u2e3a\u2e3b\u2026\u200b"  # — ― ⸺ ⸻ … and the zero-width space
_ONE_WORD_EACH = (  # Han, Hiragana and Katakana by Unicode block
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3038, 0x303B),
    (0x3041, 0x30FF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9D),
    (0x1AFF0, 0x1B16F),
    (0x20000, 0x3FFFF),
)


class _Kinds(dict[int, str]):
    """What each code point turns into before words are counted as the places where " a" occurs."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char.isalnum():
            alone = any(low <= code <= high for low, high in _ONE_WORD_EACH)
            kind = " a " if alone else "a"
        else:
            kind = " " if char.isspace() or char in _SPLITTERS else ""
        self[code] = kind
        return kind


_KINDS = _Kinds()
_ASCII = bytes(range(128))
_DROPPED = bytes(code for code in range(128) if _KINDS[code] == "")
# Bytes from 128 on belong to letters here: _letters_only has taken everything else out before.
_CLASSES = bytes(32 if code < 128 and _KINDS[code] == " " else 97 for code in range(256))
# What typeset prose is full of goes first, one quick search each; most lines are plain ASCII after that.
_COMMON = [(char, _KINDS[ord(char)]) for char in "’‘“”«»—…\u00a0"]
_FIRST_ALONE = chr(_ONE_WORD_EACH[0][0])
_FEW_SPECIAL = 8


def count_words(text: str, ignore: frozenset[str] = frozenset()) -> int:
    """The number of words in `text` by the rule above.

    Lines that are in `ignore` (the lines of a template, without line ends) count 0.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    total, state = 0, TEXT
    for line in lines[front_matter(lines) :]:
        words, state = count_line(line, state)
        if words and line not in ignore:
            total += words
    return total


def count_line(line: str, state: str = TEXT) -> tuple[int, str]:
    """The words of one line that begins in `state`, and the state that it leaves."""
    spans, after = scan(line, state)
    return words_in(line, spans, state), after


def words_in(line: str, spans: Sequence[Span], state: str = TEXT) -> int:
    """The words of a line whose `spans` are known from `scan`."""
    start = 0 if state or line[:1].isalpha() else lead(line)
    if spans:
        line = without(line, spans, start)
    elif start:
        line = line[start:]
    return _count_pieces(line)


def without(line: str, spans: Iterable[Span], start: int = 0) -> str:
    """The line from `start` on without what is not prose; code spans stay as they are."""
    parts = []
    for begin, end, kind in spans:
        if kind != IN_CODE:
            parts.append(line[start:begin])
            if kind in (IN_COMMENT, IN_BREAK):
                parts.append(" ")
            start = end
    parts.append(line[start:])
    return "".join(parts)


def _count_pieces(text: str) -> int:
    if "--" in text:
        text = text.replace("--", " ")
    if "..." in text:
        text = text.replace("...", " ")
    if not text.isascii():
        text = _letters_only(text)
    # A class per byte, then one search: several times faster than splitting and looking at each piece.
    return (b" " + text.encode("utf-8", "replace").translate(_CLASSES, _DROPPED)).count(b" a")


def _letters_only(text: str) -> str:
    """The same words without any character beyond ASCII that is not simply a part of a word."""
    if "–" in text:
        text = _split_en_dashes(text)
    for mark, plain in _COMMON:
        text = text.replace(mark, plain)
    beyond = text.encode("utf-8", "replace").translate(None, _ASCII).decode()
    if not beyond or (beyond.isalnum() and max(beyond) < _FIRST_ALONE):
        return text
    special = [char for char in set(beyond) if _KINDS[ord(char)] != "a"]
    if len(special) > _FEW_SPECIAL:
        return text.translate(_KINDS)
    for char in special:
        text = text.replace(char, _KINDS[ord(char)])
    return text


def _split_en_dashes(text: str) -> str:
    whole, *parts = text.split("–")
    joined = [whole]
    for part in parts:
        is_range = whole[-1:].isdecimal() and part[:1].isdecimal()
        joined.append(part if is_range else " " + part)
        whole = part
    return "".join(joined)


# Counting while someone types


class WordTally:
    """The words of a text that is being edited.

    `total` always equals what `count_words` says of the lines joined by newlines. An edit costs what the
    changed lines cost; lines further down are looked at again only as far as an edit opens or closes a
    fence, a comment or front matter above them.
    """

    __slots__ = (
        "_after",
        "_close",
        "_front",
        "_ignore",
        "_keys",
        "_lines",
        "_opener",
        "_plain",
        "_words",
        "total",
    )

    def __init__(self, lines: Sequence[str], ignore: frozenset[str] = frozenset()) -> None:
        self.total = 0
        self._ignore = ignore
        self._lines = list(lines)
        self._words = [0] * len(self._lines)
        self._after = [TEXT] * len(self._lines)
        self._plain = ""  # the last long line that is known to be plain
        # What the first line may open, the row that closes it (the number of lines if none does), the key
        # lines before that row, and the length of the front matter that follows from these three.
        self._opener = ""
        self._close = self._keys = self._front = 0
        self._find_front()
        self._recount(0, len(self._lines), TEXT)

    def __len__(self) -> int:
        return len(self._lines)

    def words(self, row: int) -> int:
        """The words of the line in `row`; the first row is 0."""
        return self._words[row]

    def state(self, row: int) -> str:
        """The state that the line in `row` begins in: FRONT in front matter, else as for `scan`."""
        if row < self._front:
            return FRONT
        return self._after[row - 1] if row else TEXT

    def replace(self, first: int, removed: int, lines: Sequence[str]) -> int:
        """Put `lines` in the place of `removed` lines from row `first` on.

        Returns the row behind the last one that was looked at: from there on no state has changed.
        """
        first = min(first, len(self._lines))
        end = min(first + removed, len(self._lines))
        gone = self._lines[first:end]
        if len(gone) == 1 == len(lines) and self._replace_long(first, gone[0], lines[0]):
            return first + 1
        was = self._after[end - 1] if end else TEXT
        self.total -= sum(self._words[first:end])
        self._lines[first:end] = lines
        self._words[first:end] = [0] * len(lines)
        self._after[first:end] = [TEXT] * len(lines)
        front, sure = self._front, first + len(lines)
        self._update_front(first, gone, lines)
        if first < front:
            # Where the old front matter would end now.
            front = max(front + len(lines) - len(gone), sure) if end <= front else -1
        if self._front == front:
            return self._recount(first, sure, was)
        if max(self._front, front) > sure:
            sure = max(self._front, front)
            was = self._after[sure - 1]
        return self._recount(0, sure, was)

    def _recount(self, row: int, sure: int, was: str) -> int:
        """Count from `row` to `sure`, and on until a line begins in the state that it began in before.

        `was` is the state in which the line in row `sure` was counted before. Returns the row behind.
        """
        state = self.state(row) if row > self._front else TEXT
        lines, words, after = self._lines, self._words, self._after
        while row < len(lines) and (row < sure or state != was):
            count = 0
            if row >= self._front:
                count, state = count_line(lines[row], state)
                if count and lines[row] in self._ignore:
                    count = 0
            if row >= sure:
                was = after[row]
            self.total += count - words[row]
            words[row], after[row] = count, state
            row += 1
        return row

    def _find_front(self) -> None:
        self._opener = opener_of(self._lines)
        self._close, self._keys = survey(self._lines, self._opener) if self._opener else (0, 0)
        self._measure_front()

    def _update_front(self, first: int, gone: Sequence[str], lines: Sequence[str]) -> None:
        opener = self._opener
        if first and (not opener or first > self._close):
            return
        if first == 0 or first + len(gone) > self._close or any(closes(line, opener) for line in lines):
            self._find_front()
            return
        self._close += len(lines) - len(gone)
        self._keys += sum(bool(key_of(line, opener)) for line in lines)
        self._keys -= sum(bool(key_of(line, opener)) for line in gone)
        self._measure_front()

    def _measure_front(self) -> None:
        is_closed = self._opener and self._close < len(self._lines)
        self._front = self._close + 1 if is_closed and self._keys else 0

    def _replace_long(self, row: int, old: str, new: str) -> bool:
        """Take an edit inside one long plain line by its difference; False if this is no such edit.

        A paragraph of thousands of words may stand on one line: too long to be counted anew for a key.
        """
        if len(new) < _LONG or len(old) < _LONG or self.state(row):
            return False
        if (self._opener and row <= self._close) or (self._ignore and self._ignore & {old, new}):
            return False
        if old is not self._plain and not _is_plain(old):
            return False
        difference = _difference(old, new)
        if difference is None:
            return False
        self._lines[row] = self._plain = new
        self._words[row] += difference
        self.total += difference
        return True


def _is_plain(line: str) -> bool:
    """Whether the line holds no markup, nor anything that words without markup could make into some."""
    if any(mark in line for mark in "`<%~"):
        return False
    return "]" not in line or not ("](" in line or "][" in line or "[^" in line or line.lstrip()[0] == "[")


def _difference(old: str, new: str) -> int | None:
    """The words that `new` has more than the plain line `old`; None unless both are alike around the edit.

    Words can be counted apart on both sides of a space, so only what lies between the spaces around the edit
    is looked at.
    """
    # Only an editor needs this; a capture, which counts too, does not wait for one more module.
    from journal_tui.domain.edges import common_prefix, common_suffix

    start = old.rfind(" ", 0, common_prefix(old, new))
    if start < 0 or not lead(old) == lead(new) <= start:
        return None
    same = common_suffix(old, new, min(len(old), len(new)) - start - 1)
    stop = old.find(" ", len(old) - same)
    rest = len(old) - stop if stop >= 0 else 0
    before, now = old[start : len(old) - rest], new[start : len(new) - rest]
    if any(mark in now or mark in before for mark in "`<%~[]"):
        return None
    return _count_pieces(now) - _count_pieces(before)
