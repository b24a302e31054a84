"""Markdown as prose: which characters of a line are heading, emphasis, code, link, tag …

One line is looked at at a time, so that an edit costs its own line whatever the length of the document. What
is not prose (code, comments, front matter, link targets) is known from the rule that counts words, so that
what looks like code is what does not count; pygments finds the rest.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, ClassVar

from pygments.lexer import RegexLexer, bygroups
from pygments.token import Generic, Keyword, Name, Text, _TokenType

from journal_tui.domain import markup

Span = tuple[int, int, str]
"""Start column, end column (exclusive) and the name of a style of the page."""

_RUN = r"(?:[^\\*_\[!#h]+|h(?!ttps?://)|!(?!\[)|(?<=\w)_(?=\w)|(?<=[\w#&/])#)+"
"""Text up to the next character that may begin a mark."""
_LONGEST_LINE = 100_000
"""Characters of a line that are looked at; beyond it a line is no longer prose that anybody reads."""
_LONG = 1_000
"""Characters from which few lines are remembered: each key in a paragraph of pages makes another."""
_ANY_MARK = re.compile(r"[*_\[\]#`<>%~]|https?://|^\s*(?:[-+]|\d{1,3}[.)])")


_groups: Any = bygroups


class ProseLexer(RegexLexer):
    """Block and inline marks of CommonMark as people use them in a diary, and `#tags`.

    Plain text is swallowed a run at a time: a lexer with a token a word costs eight milliseconds for a long
    paragraph, this one some hundredths.
    """

    name = "journal prose"
    aliases: ClassVar[list[str]] = []
    filenames: ClassVar[list[str]] = []
    flags = re.NOFLAG

    tokens: ClassVar = {
        "root": [
            (r"^ {0,3}#{1,6}(?= |$).*", Generic.Heading),
            (r"^ {0,3}(?:[-*_] *){3,}$", Keyword),
            (r"^\s*>.*", Generic.Output),
            (
                r"^(\s*)([-*+]|\d{1,3}[.)])([ \t]+)(\[[ xX]\](?=[ \t]|$))?",
                _groups(Text, Keyword, Text, Keyword),
            ),
            (_RUN, Text),
            (r"\\.", Text),
            (r"!?\[\[[^\]\[]+\]\]|!?\[[^\]\[]*(?=\]\()|\[\^[^\]\s]+\]", Name.Tag),
            (r"https?://[^\s<>)\]]*[^\s<>)\].,;:!?'\"]", Name.Tag),
            (r"\*\*(?=\S)(?:[^*]|\*(?!\*))+?(?<=\S)\*\*", Generic.Strong),
            (r"(?<!\w)__(?=\S)[^_]+?(?<=\S)__(?!\w)", Generic.Strong),
            (r"\*(?=[^\s*])[^*]*?(?<=\S)\*", Generic.Emph),
            (r"(?<!\w)_(?=[^\s_])[^_]*?(?<=\S)_(?!\w)", Generic.Emph),
            (r"(?<![\w#&/])#(?=[\w/-]*[^\W\d_])[\w/-]+", Name.Attribute),
            (r".", Text),
        ],
    }


_STYLE_OF_TOKEN: dict[_TokenType, str] = {
    Generic.Heading: "heading",
    Generic.Output: "quote",
    Generic.Strong: "strong",
    Generic.Emph: "emphasis",
    Keyword: "list_mark",
    Name.Tag: "link",
    Name.Attribute: "tag",
}
_STYLE_OF_KIND = {
    markup.IN_CODE: "code",
    markup.IN_FENCE: "code",
    markup.IN_COMMENT: "comment",
    markup.IN_TAG: "comment",
    markup.IN_BREAK: "comment",
    markup.IN_NOTE: "link",
    markup.IN_TARGET: "comment",
}


@lru_cache(1)
def _lexer() -> ProseLexer:
    return ProseLexer()


def spans_of(line: str, state: str) -> tuple[Span, ...]:
    """What is marked in one line that begins in `state` (see `WordTally.state`), in order, not overlapping."""
    if not line:
        return ()
    return (_spans_of_short if len(line) < _LONG else _spans_of_long)(line, state)


def _look(line: str, state: str) -> tuple[Span, ...]:
    if not state and not _ANY_MARK.search(line):
        return ()
    if state == markup.FRONT:
        return ((0, len(line), "comment"),)
    line = line[:_LONGEST_LINE]
    known = [(start, end, _STYLE_OF_KIND[kind]) for start, end, kind in markup.scan(line, state)[0]]
    if state and known and known[0][0] == 0 and known[0][1] == len(line):
        return tuple(known)
    found = [span for span in _prose_spans(line) if not any(a < span[1] and span[0] < b for a, b, _ in known)]
    return tuple(sorted(known + found))


_spans_of_short = lru_cache(4096)(_look)
_spans_of_long = lru_cache(64)(_look)


def _prose_spans(line: str) -> list[Span]:
    """What pygments finds; neighbours of one style are one span."""
    spans: list[Span] = []
    for start, token, text in _lexer().get_tokens_unprocessed(line):
        style = _STYLE_OF_TOKEN.get(token)
        if style is None or not text:
            continue
        if spans and spans[-1][1] == start and spans[-1][2] == style:
            spans[-1] = (spans[-1][0], start + len(text), style)
        else:
            spans.append((start, start + len(text), style))
    return spans
