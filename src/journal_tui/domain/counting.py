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

Where Markdown leaves room (CommonMark 0.31 is the base)
    - Front matter begins on the first line (`---` or `+++`), is closed, and holds a `key:` or `key =` line.
      Anything else that begins with a rule is text.
    - A fence may be indented at will and may open right behind a list marker. An unclosed fence, like an
      unclosed `<!--`, runs to the end of the text.
    - `%%` closes on its own line. Only a line that begins with it and does not close it opens a block, up to
      the next `%%`. Behind a digit it is no comment at all: "100%% sure" hides nothing.
    - A fence in a quotation is not followed: what it holds counts.
    - `[text][reference]` counts its text alone.
    - Code spans, links and tags end on the line that they begin on. What stands in a code span is prose and
      never opens anything. `<y and z>` is no tag: without `=` there are no attributes.
    - A number begins a list item if it has at most three digits: "1984. What a year" is prose.

A line is read in the state that the line before left: TEXT, or the very marks that opened what is still
open ("```", "~~~~", "<!--", "%%"). `scan` is the only place that knows this grammar.

This module is on the path of a capture: plain string methods, no regular expressions.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Span = tuple[int, int, str]

TEXT = ""
COMMENT = "<!--"
HIDDEN = "%%"
FRONT = "front"  # never passed from line to line: only WordTally.state says it

# Kinds of spans: (start, end, kind), offsets in characters, in order, never overlapping.
IN_CODE = "code"
IN_COMMENT = "comment"
IN_FENCE = "fence"
IN_NOTE = "note"  # a footnote mark
IN_TAG = "tag"
IN_BREAK = "break"  # a tag that parts words
IN_TARGET = "target"  # from the "]" of a link to its end, or a whole reference definition

_PARTING_TAGS = " blockquote br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table td th tr ul "
_LONGEST_LABEL = 999  # CommonMark's limit; it also keeps hostile lines from costing quadratic time
_DEEPEST_PARENTHESES = 32  # as in the CommonMark reference implementation

_DIGITS = frozenset("0123456789")
_NUMBER_ENDS = frozenset(".)")
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


def lead(line: str) -> int:
    """The length of what a line has in front of its text: quote marks, bullets, list numbers, a task box."""
    at, size = 0, len(line)
    while at < size:
        char = line[at]
        if char in " \t>":
            at += 1
        elif char in "-+*" and _ends_marker(line, at + 1):
            at = _after_box(line, at + 1)
        elif char in _DIGITS:
            end = at + 1
            while end < at + 3 and line[end : end + 1] in _DIGITS:
                end += 1
            if line[end : end + 1] not in _NUMBER_ENDS or not _ends_marker(line, end + 1):
                break
            at = _after_box(line, end + 1)
        else:
            break
    return at


def _ends_marker(line: str, at: int) -> bool:
    return at >= len(line) or line[at] in " \t"


def _after_box(line: str, at: int) -> int:
    box = at + 1
    if line[box : box + 3] in ("[ ]", "[x]", "[X]") and _ends_marker(line, box + 3):
        return box + 3
    return at


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


# Front matter


def front_matter(lines: Sequence[str]) -> int:
    """The number of lines of the front matter at the head of `lines`, its fences included; 0 without one."""
    opener = _opener(lines)
    if not opener:
        return 0
    close, keys = _survey(lines, opener)
    return close + 1 if keys and close < len(lines) else 0


def key_of(line: str, opener: str) -> str:
    """The key if this is a `key: value` line (opener `---`) or a `key = value` line (`+++`), else ""."""
    key, mark, value = line.partition(":" if opener == "---" else "=")
    if not mark or (mark == ":" and value[:1] not in ("", " ", "\t")):
        return ""
    key = key.strip().strip("\"'")
    bare = key.replace("-", "").replace("_", "").replace(".", "")
    return key if bare.isalnum() and not bare[0].isdigit() else ""


def _opener(lines: Sequence[str]) -> str:
    first = lines[0].rstrip() if lines else ""
    return first if first in ("---", "+++") else ""


def _closes_front(line: str, opener: str) -> bool:
    text = line.rstrip()
    return text == opener or (text == "..." and opener == "---")


def _survey(lines: Sequence[str], opener: str) -> tuple[int, int]:
    """The row that closes front matter (the number of lines if none does) and the key lines before it."""
    keys = 0
    for row in range(1, len(lines)):
        if _closes_front(lines[row], opener):
            return row, keys
        keys += bool(key_of(lines[row], opener))
    return len(lines), keys


# The grammar of a line


def scan(line: str, state: str = TEXT) -> tuple[Sequence[Span], str]:
    """What in this line is not plain prose, in order, and the state that the line leaves.

    Code spans are among the spans, though they count as prose. The fences of a code block belong to it. For
    what stands in front of a line's text (bullets and the like) see `lead`; front matter is not known here.
    """
    if state:
        return _scan_open(line, state)
    if not ("<" in line or "`" in line or "]" in line or "%" in line or "~" in line):
        return (), TEXT
    fence = _opened_fence(line)
    if fence:
        return [(0, len(line), IN_FENCE)], fence
    text = line.lstrip()
    if text.startswith("[") and _is_definition(line, len(line) - len(text)):
        return [(0, len(line), IN_TARGET)], TEXT
    if text.startswith("%%") and "%%" not in text[2:]:
        return [(0, len(line), IN_COMMENT)], HIDDEN
    return _scan_inline(line, 0, [])


def _scan_open(line: str, state: str) -> tuple[Sequence[Span], str]:
    if state[0] in "`~":
        text = line.strip()
        is_end = text.startswith(state) and not text.strip(state[0])
        return [(0, len(line), IN_FENCE)], TEXT if is_end else state
    mark = "-->" if state == COMMENT else "%%"
    stop = line.find(mark)
    if stop < 0:
        return [(0, len(line), IN_COMMENT)], state
    stop += len(mark)
    return _scan_inline(line, stop, [(0, stop, IN_COMMENT)])


def _opened_fence(line: str) -> str:
    """The run of backticks or tildes if this line opens a code fence, else ""."""
    if "```" not in line and "~~~" not in line:
        return ""
    start = lead(line)
    # A fence in a quotation ends with the quotation, whatever its lines look like.
    text = line[start:] if ">" not in line[:start] else ""
    for mark in ("`", "~"):
        rest = text.lstrip(mark)
        size = len(text) - len(rest)
        if size >= 3 and not (mark == "`" and "`" in rest):
            return mark * size
    return ""


def _scan_inline(line: str, at: int, spans: list[Span]) -> tuple[list[Span], str]:
    last_runs: dict[int, int] = {}
    for spot in _spots(line, at):
        if spot < at or _is_escaped(line, spot):
            continue
        if line.startswith("<!--", spot):
            # "<!-->" is a whole comment in HTML and CommonMark, hence the step of two.
            end, kind = line.find("-->", spot + 2) + 3, IN_COMMENT
            if end < 3:
                spans.append((spot, len(line), IN_COMMENT))
                return spans, COMMENT
        elif line[spot] == "`":
            last_runs = last_runs or _last_runs(line)
            end, kind = _code_end(line, spot, last_runs)
        else:
            end, kind = _span_end(line, spot)
        if kind:
            spans.append((spot, end, kind))
        at = max(at, end)
    return spans, TEXT


def _spots(line: str, at: int) -> list[int]:
    """Where anything may begin, in order."""
    spots = []
    for first, marks in (("`", ("`",)), ("<", ("<",)), ("%", ("%%",)), ("[", ("[^",)), ("]", ("](", "]["))):
        if first in line:
            for mark in marks:
                spot = line.find(mark, at)
                while spot >= 0:
                    spots.append(spot)
                    spot = line.find(mark, spot + 1)
    spots.sort()
    return spots


def _is_escaped(line: str, at: int) -> bool:
    start = at
    while start and line[start - 1] == "\\":
        start -= 1
    return (at - start) % 2 == 1


def _last_runs(line: str) -> dict[int, int]:
    """Where the last run of so many backticks begins, by their number."""
    runs, at = {}, line.find("`")
    while at >= 0:
        size = _run_of_backticks(line, at)
        runs[size] = at
        at = line.find("`", at + size)
    return runs


def _code_end(line: str, at: int, last_runs: dict[int, int]) -> tuple[int, str]:
    """The end of a code span; of the run of backticks alone, without a kind, when nothing closes it."""
    size = _run_of_backticks(line, at)
    end = at + size
    # Asking first keeps a line of runs that never close from being searched once for each of them.
    if last_runs.get(size, -1) <= at:
        return end, ""
    found = 0
    while found != size:
        end = line.find("`", end + found)
        found = _run_of_backticks(line, end)
    return end + size, IN_CODE


def _run_of_backticks(line: str, at: int) -> int:
    end = at
    while line.startswith("`", end):
        end += 1
    return end - at


def _span_end(line: str, at: int) -> tuple[int, str]:
    """The end and the kind of what begins at `at`; (-1, "") if that is plain text."""
    mark = line[at : at + 2]
    if mark[0] == "<":
        return _tag_end(line, at)
    if mark == "%%":
        end, kind = line.find("%%", at + 2) + 2, IN_COMMENT
        if end < 2 or line[at - 1 : at].isdigit():
            return -1, ""
    elif mark == "[^":
        end, kind = _label_end(line, at + 2), IN_NOTE
        label = line[at + 2 : end - 1] if end else ""
        if label.split() != [label]:
            return -1, ""
    elif mark == "](":
        end, kind = _target_end(line, at + 2), IN_TARGET
    else:
        end, kind = 0 if line[at + 2 : at + 3] == "^" else _label_end(line, at + 2), IN_TARGET
    return (end, kind) if end > 0 else (-1, "")


def _label_end(line: str, at: int) -> int:
    return line.find("]", at, at + _LONGEST_LABEL + 1) + 1


def _tag_end(line: str, at: int) -> tuple[int, str]:
    is_closing = line.startswith("/", at + 1)
    end = start = at + 1 + is_closing
    while line[end : end + 1].isalnum() or line[end : end + 1] == "-":
        end += 1
    name = line[start:end]
    if not name.isascii() or not name[:1].isalpha() or line[end : end + 1] not in (">", "/", " ", "\t"):
        return -1, ""
    stop = line.find(">", end)
    if stop < 0 or line.find("<", end, stop) >= 0:
        return -1, ""
    attributes = line[end:stop].strip()
    if attributes not in ("", "/") and (is_closing or "=" not in attributes):
        return -1, ""
    return stop + 1, IN_BREAK if f" {name.lower()} " in _PARTING_TAGS else IN_TAG


def _is_definition(line: str, at: int) -> bool:
    """Whether the line is a link reference definition, `[label]: target "title"`, from offset `at` on."""
    end = _label_end(line, at + 1)
    if not end or line[end : end + 1] != ":" or line[at + 1] == "^" or not line[at + 1 : end - 1].strip():
        return False
    end = _destination_end(line, _skip_space(line, end + 1))
    title = _skip_space(line, end)
    if end < 0 or title == len(line):
        return end > 0
    return title > end and _skip_space(line, _title_end(line, title)) == len(line)


def _target_end(line: str, at: int) -> int:
    """The end of a link's target, `url "title")`, that begins at `at`; -1 if there is none."""
    start = _skip_space(line, at)
    if line.startswith(")", start):
        return start + 1
    end = _destination_end(line, start)
    if end < 0:
        return -1
    close = _skip_space(line, end)
    if close > end and not line.startswith(")", close):
        close = _title_end(line, close)
        close = _skip_space(line, close) if close > 0 else len(line)
    return close + 1 if line.startswith(")", close) else -1


def _destination_end(line: str, at: int) -> int:
    if line.startswith("<", at):
        stop = line.find(">", at)
        return stop + 1 if stop > 0 and line.find("<", at + 1, stop) < 0 else -1
    end, depth = at, 0
    while end < len(line) and not line[end].isspace():
        char = line[end]
        if char == "\\":
            end += 1
        elif char == "(":
            depth += 1
        elif char == ")":
            if depth == 0:
                break
            depth -= 1
        if depth > _DEEPEST_PARENTHESES:
            return -1
        end += 1
    return min(end, len(line)) if end > at and depth == 0 else -1


def _title_end(line: str, at: int) -> int:
    close = {'"': '"', "'": "'", "(": ")"}.get(line[at : at + 1])
    if close is None:
        return -1
    end = line.find(close, at + 1)
    while end > 0 and _is_escaped(line, end):
        end = line.find(close, end + 1)
    return end + 1 if end > 0 else -1


def _skip_space(line: str, at: int) -> int:
    if at < 0:
        return -1
    while at < len(line) and line[at] in " \t":
        at += 1
    return at


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
        self._opener = _opener(self._lines)
        self._close, self._keys = _survey(self._lines, self._opener) if self._opener else (0, 0)
        self._measure_front()

    def _update_front(self, first: int, gone: Sequence[str], lines: Sequence[str]) -> None:
        opener = self._opener
        if first and (not opener or first > self._close):
            return
        if (
            first == 0
            or first + len(gone) > self._close
            or any(_closes_front(line, opener) for line in lines)
        ):
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
