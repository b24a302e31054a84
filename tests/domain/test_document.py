"""What a file becomes in the editor, and that nothing nobody edited is ever rewritten."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from journal_tui.domain.document import MAX_BYTES, MAX_LINE, VIEW_LIMIT, WRAP, Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

SEPARATORS = ["\n", "\r\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
BOM = b"\xef\xbb\xbf"
CONTROLS = "\x00\x07\x08\x1b\x1f\x7f\x80\x9b"

separators = st.sampled_from(SEPARATORS)
contents = st.text(st.sampled_from("ab é\t\x00\x1b\x9b\x7f\u202e\ufeff␛\ufffd😀"), max_size=6)
typed = st.text(st.sampled_from("ab xé\t\u200f␛\ufffd😀"), max_size=8)


@st.composite
def files(draw: st.DrawFn, content: st.SearchStrategy[str] = contents) -> list[str]:
    """The pieces of a file: lines with their terminators, the last one perhaps without."""
    pieces = [draw(content) + draw(separators) for _ in range(draw(st.integers(0, 6)))]
    if draw(st.booleans()) and (last := draw(content)):
        pieces.append(last)
    text = "".join(pieces)
    assume(text.splitlines(keepends=True) == pieces and not text.startswith("\ufeff"))
    return pieces


def editing(data: bytes, text: str) -> bytes:
    return Document.from_bytes(data).to_bytes(text)


# --- the view --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"\n", ""),
        (b"a", "a"),
        (b"a\n", "a"),
        (b"a\n\n", "a\n"),
        (b"\n\n", "\n"),
        (b"a\r\nb\rc\n", "a\nb\nc"),
        (BOM, ""),
        (BOM + b"a\n", "a"),
        ("a\vb\fc\x1cd\x1de\x1ef\x85g\u2028h\u2029".encode(), "a\nb\nc\nd\ne\nf\ng\nh"),
        ("\ta\x00b\x1b[1mc\x7fd\x9be".encode(), "\ta␀b␛[1mc␡d\ufffde"),
        ("שלום \u202eabc\u202c \u2067x".encode(), "שלום \u202eabc\u202c \u2067x"),
    ],
)
def test_what_the_editor_shows(data: bytes, text: str) -> None:
    document = Document.from_bytes(data)
    assert document.text == text
    assert document.lines == text.split("\n")
    assert document.read_only is None
    assert document.data == data


@given(st.binary(max_size=200))
def test_the_view_of_any_file_holds_nothing_that_acts_or_splits(data: bytes) -> None:
    document = Document.from_bytes(data)
    assert document.lines == document.text.split("\n")
    assert all(len(line.splitlines()) <= 1 for line in document.lines)
    assert not {c for c in document.text if ord(c) < 0xA0 and not c.isprintable()} - {"\t", "\n", "\xa0"}


@given(files())
def test_the_view_shows_each_line_with_a_sign_for_each_character(pieces: list[str]) -> None:
    document = Document.from_bytes("".join(pieces).encode())
    assert [len(line) for line in document.lines] == [len(x) for x in "".join(pieces).splitlines() or [""]]


# --- nothing edited --------------------------------------------------------------------------------------


@given(st.binary(max_size=200))
@example(b"\xff\xfea\x00")
@example(b"\r\r\n\n\r")
@example(BOM + BOM)
def test_any_file_that_is_not_edited_keeps_every_byte(data: bytes) -> None:
    document = Document.from_bytes(data)
    assert document.to_bytes("".join(list(document.text))) == data


@given(files(), st.booleans())
def test_a_text_file_that_is_not_edited_keeps_every_byte(pieces: list[str], bom: bool) -> None:
    data = BOM * bom + "".join(pieces).encode()
    document = Document.from_bytes(data)
    assert document.read_only is None
    assert document.to_bytes("".join(list(document.text))) == data


def test_a_diary_of_ten_years_keeps_every_byte(pepys: Path) -> None:
    for path in pepys.glob("1660-*.md"):
        data = path.read_bytes()
        document = Document.from_bytes(data)
        assert document.to_bytes(document.text + " ") != data
        assert document.to_bytes("".join(list(document.text))) == data


# --- one edit --------------------------------------------------------------------------------------------


@given(files(), typed, st.data())
@example([f"x{s}" for s in ("\r", "\r", "\r", "\n")] + ["\n"], "z", None)
def test_editing_a_line_leaves_the_bytes_of_all_others(
    pieces: list[str], new: str, data: st.DataObject
) -> None:
    pieces = pieces or ["\n"]
    index = data.draw(st.integers(0, len(pieces) - 1)) if data else 3
    before = "".join(pieces).encode()
    document = Document.from_bytes(before)
    lines = [*document.lines[:index], new, *document.lines[index + 1 :]]
    assume("\n".join(lines))
    after = document.to_bytes("\n".join(lines))
    assert after.startswith("".join(pieces[:index]).encode())
    assert after.endswith("".join(pieces[index + 1 :]).encode())
    assert index or not new.startswith("\ufeff")
    assert Document.from_bytes(after).lines == lines


@given(files(), st.integers(0, 6), st.lists(st.text("XYZ", min_size=1, max_size=4), min_size=1, max_size=3))
def test_inserting_lines_leaves_the_bytes_of_all_others(pieces: list[str], at: int, new: list[str]) -> None:
    document = Document.from_bytes("".join(pieces).encode())
    index = min(at, len(pieces))
    lines = [*document.lines[:index], *new, *document.lines[index:]] if pieces else new
    after = document.to_bytes("\n".join(lines))
    head, tail = "".join(pieces[:index]), "".join(pieces[index:])
    assert after.decode().startswith(head)
    assert after.decode().endswith(tail)
    assert Document.from_bytes(after).lines == lines


@given(files(st.integers(0, 99).map(str)), st.integers(0, 6), st.integers(1, 3))
def test_deleting_lines_leaves_the_bytes_of_all_others(pieces: list[str], at: int, count: int) -> None:
    assume(len({piece.strip() for piece in pieces}) == len(pieces))
    document = Document.from_bytes("".join(pieces).encode())
    left = [*pieces[:at], *pieces[at + count :]]
    lines = [*document.lines[:at], *document.lines[at + count :]]
    if len(left) < len(pieces) and at + count >= len(pieces) and pieces[-1].isdigit() and left:
        left[-1] = lines[-1]  # a file without a terminator at its end stays so
    assert document.to_bytes("\n".join(lines)) == "".join(left).encode()


@given(files(st.text("ab \x1b", max_size=3)), st.data())
def test_several_edits_at_once_leave_the_bytes_of_all_other_lines(
    pieces: list[str], data: st.DataObject
) -> None:
    pieces = [f"{n} {piece}" for n, piece in enumerate(pieces)]
    document = Document.from_bytes("".join(pieces).encode())
    edits = data.draw(st.lists(st.sampled_from(["keep", "keep", "edit", "add", "cut"]), min_size=len(pieces)))
    lines: list[str] = []
    kept: list[str] = []
    for n, (line, piece, edit) in enumerate(zip(document.lines, pieces, edits, strict=False)):
        lines += {"keep": [line], "edit": [f"new {n}"], "add": [line, f"more {n}"], "cut": []}[edit]
        kept += [piece] if edit in ("keep", "add") else []
    assume(lines)
    after = document.to_bytes("\n".join(lines))
    result = after.decode().splitlines(keepends=True)
    assert Document.from_bytes(after).lines == lines
    for piece in kept:
        assert piece in result or piece.splitlines()[0] in (pieces[-1], result[-1]), (
            "only the file's end may move"
        )


@given(files(), st.lists(typed, min_size=1, max_size=8), st.booleans())
@example(["a\r", "b\r", "\n"], ["a", ""], False)
@example(["a\r", "\r", "\n"], ["a", "", "x"], False)
@example(["a"], ["a", ""], False)
@example([], ["", "", ""], False)
@example(["a\rb"], ["", "", ""], False)
def test_whatever_is_typed_is_there_when_the_file_is_opened_again(
    pieces: list[str], lines: list[str], bom: bool
) -> None:
    document = Document.from_bytes(BOM * bom + "".join(pieces).encode())
    after = document.to_bytes("\n".join(lines))
    assert Document.from_bytes(after).text == "\n".join(lines)
    assert after.startswith(BOM) == bom
    assert Document.from_bytes(after).to_bytes("\n".join(lines)) == after, "saving again changes nothing"


@given(files(), st.lists(contents, min_size=1, max_size=6))
def test_mixing_kept_and_typed_lines_shows_the_same_again(pieces: list[str], more: list[str]) -> None:
    document = Document.from_bytes("".join(pieces).encode())
    new = [line.translate({ord(c): "" for c in CONTROLS + "\ufeff"}) for line in more]
    lines = [line for pair in zip(document.lines, new * 9, strict=False) for line in pair]
    assert Document.from_bytes(document.to_bytes("\n".join(lines))).lines == lines


# --- newlines and the end of the file --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "text", "result"),
    [
        pytest.param(b"", "a", b"a\n", id="a new file ends in a newline"),
        pytest.param(b"", "a\n", b"a\n\n", id="and so does its empty last line"),
        pytest.param(BOM, "a", BOM + b"a\n", id="the byte order mark stays"),
        pytest.param(b"a\n", "a\nb", b"a\nb\n", id="append"),
        pytest.param(b"a", "a\nb", b"a\nb", id="no newline at the end: none"),
        pytest.param(b"a\r\nb", "a\nb\nc", b"a\r\nb\r\nc", id="none in a CRLF file"),
        pytest.param(b"a\nb", "a", b"a", id="none after the last line is cut"),
        pytest.param(b"a", "a\n", b"a\n\n", id="an empty last line needs one"),
        pytest.param(b"a\r\nb\r\n", "a\nB\nc", b"a\r\nB\r\nc\r\n", id="CRLF"),
        pytest.param(b"a\rb\r", "A\nb\nc", b"A\rb\rc\r", id="CR"),
        pytest.param(b"a\r\nb\r\nc\nd\r\n", "a\nb\nC\nd", b"a\r\nb\r\nC\r\nd\r\n", id="the usual one"),
        pytest.param(b"a\nb\r\n", "A\nb", b"A\nb\r\n", id="as often: LF"),
        pytest.param(b"a\r\nb\r\nc\n", "a\nb\nC", b"a\r\nb\r\nC\n", id="the end of the file is not edited"),
        pytest.param(b"a\r\nb\r\nc\n", "a\nb\nc\nd", b"a\r\nb\r\nc\nd\r\n", id="an untouched last line"),
        pytest.param(b"a\x0cb\nc\n", "A\nb\nc", b"A\x0cb\nc\n", id="a form feed after an edited line stays"),
        pytest.param(b"a\x0cb\n", "a\nB", b"a\x0cB\n", id="a form feed before it too"),
        pytest.param(b"a\x0cb\n", "ab", b"ab\n", id="unless it is deleted"),
        pytest.param(b"a\x0cb\nc\n", "A\nx\nb\nc", b"A\nx\x0cb\nc\n", id="a line added before the form feed"),
        pytest.param(b"a\nb\n", "", b"", id="emptied"),
        pytest.param(BOM + b"a\r\n", "", BOM, id="emptied, with a byte order mark"),
        pytest.param(b"a", "", b"", id="emptied, without a newline"),
        pytest.param(b"a\rb\n\n", "a\n", b"a\r\r\n", id="CR and LF that would run together"),
        pytest.param(b"a\rb\rc\n\nd\r", "a\nb\nC\n\nd", b"a\rb\rC\r\n\nd\r", id="and after an edited line"),
    ],
)
def test_newlines(data: bytes, text: str, result: bytes) -> None:
    assert editing(data, text) == result


def test_a_day_without_a_file() -> None:
    document = Document.new()
    assert (document.data, document.text, document.lines, document.read_only) == (b"", "", [""], None)
    assert document.to_bytes("") == b""
    assert document.to_bytes("first words") == b"first words\n"


# --- characters that cannot be shown ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "text", "result"),
    [
        pytest.param("a \x1b[1m word\n", "a ␛[1m words", "a \x1b[1m words\n", id="a word after"),
        pytest.param("a \x1b[1m word\n", "an ␛[1m word", "an \x1b[1m word\n", id="a word before"),
        pytest.param("\x00x\x1by\x9b\n", "␀X␛Y\ufffd", "\x00X\x1bY\x9b\n", id="between"),
        pytest.param("one \x1btwo three\n", "one␛\nthree", "one\x1b\nthree\n", id="the line broken in two"),
        pytest.param("a\x1bb\nc\x00d\n", "a␛bc␀d", "a\x1bbc\x00d\n", id="two lines joined"),
        pytest.param("a\x1bb\n", "x\na␛bc\ny", "x\na\x1bbc\ny\n", id="lines around it"),
        pytest.param("a\x1bb\x00\n", "ab␀", "ab\x00\n", id="unless the sign is deleted"),
        pytest.param("a\x1b\n", "b\na␛", "b\na\x1b\n", id="another line untouched"),
        pytest.param("␛\x1bx\n", "␛␛y", "␛\x1by\n", id="beside a real sign"),
        pytest.param("a\tb\x1b\n", "a\tB␛", "a\tB\x1b\n", id="TAB is TAB"),
        pytest.param("a\x1bb\r\nc\r\n", "a␛B\nc", "a\x1bB\r\nc\r\n", id="with CRLF"),
        pytest.param("a\x1bb", "a␛c", "a\x1bc", id="without a newline at the end"),
    ],
)
def test_hidden_characters_of_an_edited_line_stay(data: str, text: str, result: str) -> None:
    assert editing(data.encode(), text) == result.encode()


@given(st.lists(st.tuples(st.text("ab ", max_size=4), st.sampled_from(CONTROLS)), min_size=1), st.data())
def test_editing_the_text_between_hidden_characters_keeps_them(
    parts: list[tuple[str, str]], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(parts) - 1))
    new = data.draw(st.text("XY ", max_size=4))
    document = Document.from_bytes(("".join(word + control for word, control in parts) + "\n").encode())
    shown = document.text
    start = sum(len(word) + 1 for word, _ in parts[:index])
    text = shown[:start] + new + shown[start + len(parts[index][0]) :]
    parts[index] = (new, parts[index][1])
    assert document.to_bytes(text) == ("".join(word + control for word, control in parts) + "\n").encode()


def test_signs_that_the_user_types_stay_signs() -> None:
    assert editing(b"a\x1b\n", "a␛\n␛") == "a\x1b\n␛\n".encode()
    assert editing(b"", "␀\ufffd") == "␀\ufffd\n".encode()


def test_half_a_character_can_be_saved() -> None:
    assert editing(b"", "a\ud83d") == "a\ufffd\n".encode()
    assert editing(b"", "\ud83d\ude00") == "😀\n".encode()


# --- read-only -------------------------------------------------------------------------------------------


def refuses(document: Document) -> None:
    assert document.to_bytes("".join(list(document.text))) == document.data
    with pytest.raises(ValueError, match="read-only"):
        document.to_bytes(document.text + "x")
    with pytest.raises(ValueError, match="read-only"):
        document.to_bytes("")
    assert document.lines == document.text.split("\n")
    assert len(document.text) <= VIEW_LIMIT
    assert max(map(len, document.lines)) <= WRAP


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(
            "caf\xe9 \u201cquote\u201d\r\nb\n".encode("cp1252"), "caf\xe9 “quote”\nb", id="Windows-1252"
        ),
        pytest.param(b"caf\xe9 \x81\x1b\n", "caf\xe9 \ufffd␛", id="Latin-1"),
        pytest.param(BOM + b"\xff", "ÿ", id="after a byte order mark"),
    ],
)
def test_what_is_not_utf8_is_read_only(data: bytes, text: str) -> None:
    document = Document.from_bytes(data)
    assert document.text == text
    assert document.read_only is not None
    assert "UTF-8" in document.read_only
    refuses(document)


@pytest.mark.parametrize(
    "line", [b"words and\x1b more\n", "é😀 wörter\r\n".encode(), b"caf\xe9\n", "€€\n".encode()]
)
def test_what_is_over_2_mb_is_read_only(line: bytes) -> None:
    data = (line * (MAX_BYTES // len(line) + 1))[: MAX_BYTES + 1]
    document = Document.from_bytes(data)
    assert document.read_only is not None
    assert "2 MB" in document.read_only
    assert document.lines[0] in ("words and␛ more", "é😀 wörter", "café", "€€")
    assert set(document.lines[:-1]) == {document.lines[0]}
    assert len(document.text) > VIEW_LIMIT * 0.9
    refuses(document)


def test_2_mb_can_be_edited() -> None:
    data = b"x" * 99 + b"\n"
    document = Document.from_bytes(data * (MAX_BYTES // 100))
    assert document.read_only is None
    assert document.to_bytes(document.text + "y").endswith(b"xy\n")


@pytest.mark.parametrize("separator", ["\n", "\x0b", "\u2028"])
def test_a_long_line_is_read_only_and_wrapped(separator: str) -> None:
    long, word = "é" * (MAX_LINE + 1), "letter " * (MAX_LINE // 7)
    document = Document.from_bytes(f"a{separator}{long}{separator}{word}".encode())
    assert document.read_only is not None
    assert "line" in document.read_only
    assert document.lines[0] == "a"
    assert "".join(document.lines) == f"a{long}{word}"
    assert all(line.endswith("letter ") for line in document.lines[-20:]), "wrapped at spaces"
    refuses(document)
    allowed = Document.from_bytes(f"a{separator}{'é' * MAX_LINE}{separator}{word}".encode())
    assert allowed.read_only is None


def test_a_long_file_without_any_space_is_cut() -> None:
    document = Document.from_bytes(b"\x1b" * 1_900_000)
    assert document.text.count("␛") + document.text.count("\n") == VIEW_LIMIT
    refuses(document)
