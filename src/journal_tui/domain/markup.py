"""The grammar of a line of Markdown, as far as it decides what is prose.

Where Markdown leaves room (CommonMark 0.31 is the base)
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
    from collections.abc import Sequence

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
