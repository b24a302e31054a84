"""A file's bytes as text for an editor, and back, without rewriting a byte that nobody edited.

Lines end wherever `str.splitlines` ends them, because that is how the editor splits text; each line keeps the
terminator it has. Control characters are shown as symbols, one for one, so that a kept symbol can become its
control character again. The one terminator at the end of the file is not part of the text, as in vi.
"""

from __future__ import annotations

from codecs import utf_8_decode

from journal_tui.domain.display import CONTROL_SYMBOLS
from journal_tui.domain.edges import common_prefix, common_suffix
from journal_tui.domain.merge import changes

MAX_BYTES = 2_000_000
"""A longer file is shown read-only."""
MAX_LINE = 50_000
"""Characters; a file with a longer line is shown read-only."""
VIEW_LIMIT = 300_000
"""Characters of a read-only file that are shown."""
WRAP = 2_000
"""Characters in the longest line that is shown of a read-only file."""

_BOM = b"\xef\xbb\xbf"
_PLAIN_ENDS = ("", "\n", "\r\n", "\r")
# TAB means something to an editor; marks for the direction of text are text, and hidden on the way to the
# terminal.
_SYMBOLS = {code: sign for code, sign in CONTROL_SYMBOLS.items() if code < 0xA0 and code != 0x09}


class Document:
    """The text of a file as an editor shows it.

    `data` is what it was made from, `text` the view and `lines` its lines: `text.split("\\n")`.
    `read_only` is None, or the reason in one short sentence.
    """

    __slots__ = ("_pieces", "data", "lines", "read_only", "text")

    def __init__(self, data: bytes, pieces: list[str], lines: list[str], read_only: str | None) -> None:
        self.data = data
        self._pieces = pieces
        self.lines = lines
        self.text = "\n".join(lines)
        self.read_only = read_only

    @classmethod
    def new(cls) -> Document:
        """The document of a day that has no file yet."""
        return cls.from_bytes(b"")

    @classmethod
    def from_bytes(cls, data: bytes, *, any_size: bool = False) -> Document:
        """The document of a file. Any bytes will do: what cannot be edited safely is `read_only`.

        That is what is over MAX_BYTES, is not UTF-8 (shown as Windows-1252, else Latin-1), or has a line over
        MAX_LINE characters; of these the first VIEW_LIMIT characters are shown, in lines of at most WRAP.
        `any_size` lifts the limits of length, for a text that is being written just now.
        """
        body = data[len(_BOM) :] if data.startswith(_BOM) else data
        if len(data) > MAX_BYTES and not any_size:
            return _excerpt(
                data, _decode_start(body), "This file is over 2 MB: its beginning is shown, read-only."
            )
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            return _excerpt(data, _decode_other(body), "This file is not UTF-8 text: it is shown read-only.")
        lines = text.splitlines() or [""]
        if max(map(len, lines)) > MAX_LINE and not any_size:
            return _excerpt(data, text, "This file has a line over 50,000 characters: it is shown read-only.")
        return cls(data, text.splitlines(keepends=True) or [""], [_shown(line) for line in lines], None)

    def to_bytes(self, text: str) -> bytes:
        """The file's bytes once its text is `text`, lines joined by "\\n".

        Lines that are as they were keep their bytes and their terminator; lines that are new or changed end
        in the file's usual newline. Symbols that were kept in a changed line are the control characters they
        stood for. A file without a terminator at its end stays so, unless the text ends in an empty line,
        which only a terminator can tell; an empty or missing file gets one "\\n". No text is no bytes, but
        for the byte order mark.

        `from_bytes(to_bytes(t)).text == t` for every t without control characters that does not begin with
        U+FEFF. To keep it so, an empty line that ends in LF gets CRLF where the line before it, or what
        became of it, ends in CR. Lone surrogates become U+FFFD. Raises ValueError for a changed text of a
        read-only document.
        """
        if text is self.text or text == self.text:
            return self.data
        if self.read_only is not None:
            raise ValueError("a read-only document cannot be changed")
        bom = _BOM if self.data.startswith(_BOM) else b""
        if not text:
            return bom
        head, end, lines = self._edited(text)
        middle = self._rewritten(head, end, lines)
        return bom + _encode("".join((*self._pieces[:head], *middle, *self._pieces[end:])))

    def _edited(self, text: str) -> tuple[int, int, list[str]]:
        """The lines [head:end] that hold all edits, and what is there now. One line of what is the same lies
        at both ends where there is one, because terminators of neighbours can run together."""
        old = self.text
        start = old.rfind("\n", 0, common_prefix(old, text)) + 1
        same = common_suffix(old, text, min(len(old), len(text)) - start)
        stop = old.find("\n", len(old) - same)
        head, end = old.count("\n", 0, start), len(self.lines)
        if stop < 0:
            lines = text[start:].split("\n")
        else:
            lines = text[start : stop + len(text) - len(old)].split("\n")
            end -= old.count("\n", stop)
            lines.append(self.lines[end])
            end += 1
        if head:
            head -= 1
            lines.insert(0, self.lines[head])
        return head, end, lines

    def _rewritten(self, head: int, end: int, lines: list[str]) -> list[str]:
        """The pieces (line and terminator) for `lines`, which take the place of the lines [head:end]."""
        newline = self._newline()
        views, old = self.lines[head:end], self._pieces[head:end]
        at_end = end == len(self.lines)
        pieces: list[str] = []
        fresh: list[bool] = []
        done = 0
        for i1, i2, j1, j2 in changes(views, lines):
            block = _reworded(views[i1:i2], old[i1:i2], lines[j1:j2], newline)
            if block and i1 < i2 == len(old):
                # What ends the file is not shown, so nobody edited it.
                block[-1] = block[-1][: len(lines[-1])] + old[-1][len(views[-1]) :]
            pieces += old[done:i1] + block
            fresh += [False] * (i1 - done) + [True] * len(block)
            done = i2
        pieces += old[done:]
        fresh += [False] * (len(old) - done)
        for index, line in enumerate(lines):
            if len(pieces[index]) == len(line):
                pieces[index] += newline
        if at_end and lines[-1] and self._open_ended():
            pieces[-1] = pieces[-1][: len(lines[-1])]
        _keep_apart(pieces, fresh)
        return pieces

    def _open_ended(self) -> bool:
        """Whether the file has text but no terminator at its end."""
        return 0 < len(self._pieces[-1]) == len(self.lines[-1])

    def _newline(self) -> str:
        """The newline that most lines end in; LF when none does."""
        pairs = self.data.count(b"\r\n")
        counts = {"\n": self.data.count(b"\n") - pairs, "\r\n": pairs, "\r": self.data.count(b"\r") - pairs}
        return max(counts, key=counts.__getitem__)


def _shown(line: str) -> str:
    return line if line.isprintable() else line.translate(_SYMBOLS)


def _excerpt(data: bytes, text: str, reason: str) -> Document:
    """A read-only document of the beginning of `text`, wrapped at spaces where there are any."""
    lines: list[str] = []
    for line in text[:VIEW_LIMIT].splitlines() or [""]:
        shown = _shown(line)
        while len(shown) > WRAP:
            cut = shown.rfind(" ", 0, WRAP) + 1 or WRAP
            lines.append(shown[:cut])
            shown = shown[cut:]
        lines.append(shown)
    return Document(data, [], "\n".join(lines)[:VIEW_LIMIT].split("\n"), reason)


def _decode_start(body: bytes) -> str:
    """At least the first VIEW_LIMIT characters: none takes more than four bytes."""
    start = body[: 4 * VIEW_LIMIT]
    try:
        # Not final: the cut may go through a character.
        return utf_8_decode(start, "strict", False)[0]
    except UnicodeDecodeError:
        return _decode_other(start)


def _decode_other(body: bytes) -> str:
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError:
        return body.decode("latin-1")


def _encode(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        # By way of UTF-16, two halves of one character meet and only lone ones are replaced.
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")


def _reworded(views: list[str], pieces: list[str], lines: list[str], newline: str) -> list[str]:
    """Pieces for `lines`, which replace others: hidden characters of those live on where their sign does."""
    # A separator such as FF, which the editor can only show as a line break, is a hidden character too.
    before = "".join(f"{view}\n" for view in views)
    origin = ""
    for view, piece in zip(views, pieces, strict=True):
        end = piece[len(view) :]
        origin += piece[: len(view)] + ("\n" if end in _PLAIN_ENDS else end)
    if origin == before:
        return [line + newline for line in lines]
    after = "".join(f"{line}\n" for line in lines)
    signs = {sign for sign, real in zip(before, origin, strict=True) if sign != real} | {"\n"}
    old, runs = _runs(before, signs), _runs(after, signs)
    kept, at = [], 0
    for run in old:
        kept.append(origin[at : at + len(run)])
        at += len(run)
    real, i, j = list(runs), 0, 0
    for i1, i2, j1, j2 in changes(old, runs):
        real[j:j1] = kept[i:i1]
        i, j = i2, j2
    real[j:] = kept[i:]
    made, line = [], ""
    for run, meant in zip(runs, real, strict=True):
        line += newline if run == meant == "\n" else meant
        if run == "\n":
            made.append(line)
            line = ""
    return made


def _runs(text: str, signs: set[str]) -> list[str]:
    """`text`, which ends in one of `signs`, as the signs and the runs of text between them."""
    runs: list[str] = []
    start = 0
    for at, character in enumerate(text):
        if character in signs:
            runs += [text[start:at], character] if start < at else [character]
            start = at + 1
    return runs


def _keep_apart(pieces: list[str], fresh: list[bool]) -> None:
    """Part a CR and the LF of the empty line after it, which would be read as one CRLF."""
    for at in range(1, len(pieces)):
        if pieces[at] == "\n" and pieces[at - 1].endswith("\r"):
            if fresh[at - 1] and not fresh[at]:
                pieces[at - 1] += "\n"
            else:
                pieces[at] = "\r\n"
