"""The bytes of a capture."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journal_tui.domain.document import MAX_BYTES, MAX_LINE, Document
from journal_tui.domain.errors import UsageError
from journal_tui.services.paragraph import (
    LINE_LIMIT,
    SIZE_LIMIT,
    append_paragraph,
    clean,
    decode_input,
    dominant_newline,
    paragraph,
    refusal,
)

BOM = b"\xef\xbb\xbf"
texts = st.text(st.sampled_from("ab \t\n\r\u2028\x0c\x1bé日"), max_size=20)
files = st.one_of(
    st.binary(max_size=30), texts.map(str.encode), texts.map(lambda text: "\ufeff" + text).map(str.encode)
)


@given(texts)
def test_a_clean_text_stays_as_it_is(text: str) -> None:
    try:
        once = clean(text)
    except UsageError:
        assert not text.strip()
        return
    assert clean(once) == once
    assert "\r" not in once
    assert once.split() == text.split()


@given(files, texts)
@example(b"a\n\nb\r", "")
@example(b"\xef\xbb\xbf\r", "")
def test_nothing_that_was_there_is_touched(old: bytes, text: str) -> None:
    text = "x" + text.replace("\r", "").rstrip("\n")
    new = append_paragraph(old, text)
    newline = dominant_newline(old)
    body = text.encode().replace(b"\n", newline) + newline
    assert new.startswith(old)
    assert new.endswith(body)
    before = new.removesuffix(body)
    assert before[len(old) :].replace(newline, b"") == b""
    *_, last_line = before.splitlines() or [b""]
    assert last_line.removeprefix(BOM).strip(b" \t") == b""
    assert before in (b"", BOM) or before.endswith((b"\n", b"\r"))


@given(files, st.lists(texts.filter(str.strip), min_size=1, max_size=4))
def test_captures_are_paragraphs_in_their_order(old: bytes, added: list[str]) -> None:
    added = [clean(text).replace("\n", " ") for text in added]
    new = old
    for text in added:
        new = append_paragraph(new, text)
    newline = dominant_newline(old)
    assert new.endswith((newline * 2).join(text.encode() for text in added) + newline)


@pytest.mark.parametrize(
    ("data", "newline"),
    [
        (b"", b"\n"),
        (b"a", b"\n"),
        (b"a\r\nb\r\nc\n", b"\r\n"),
        (b"a\r\nb\n", b"\n"),
        (b"a\rb\rc\n", b"\r"),
        (b"a\rb\nc", b"\n"),
    ],
)
def test_the_line_end_of_most_lines(data: bytes, newline: bytes) -> None:
    assert dominant_newline(data) == newline


@pytest.mark.parametrize(
    "form", ["**{time}** {text}", "- {time} {text}", "{text} ({time})", "{text}", "# {time}\n\n{text}"]
)
def test_a_format_is_filled_once(form: str) -> None:
    text = "{time} {text} {0} %s"
    assert paragraph(text, 5, form) == form.replace("{time}", "00:05").replace("{text}", text)
    assert paragraph(text, None, form) == text


def test_a_byte_order_mark_is_no_text() -> None:
    assert decode_input(b"\xef\xbb\xbfx\xef\xbb\xbf") == "x\ufeff"


@pytest.mark.parametrize("data", [b"\xff", b"a\xc3", b"\xed\xa0\x80"])
def test_what_is_not_utf_8_is_no_text(data: bytes) -> None:
    with pytest.raises(UsageError, match="not UTF-8"):
        decode_input(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text\n",
        b"\xff",
        b"a" * MAX_LINE,
        b"a" * (MAX_LINE + 1),
        b"b\x0c" * MAX_LINE,
        "é".encode() * MAX_LINE,
        b"a\n" * (MAX_BYTES // 2),
        b"a\n" * (MAX_BYTES // 2) + b"b",
    ],
    ids=["empty", "text", "latin", "line", "long line", "pages", "letters", "file", "long file"],
)
def test_captures_and_the_editor_agree_on_what_is_only_read(data: bytes) -> None:
    assert (LINE_LIMIT, SIZE_LIMIT) == (MAX_LINE, MAX_BYTES)
    assert (refusal(data) is None) == (Document.from_bytes(data).read_only is None)


def test_bytes_that_a_c_locale_hands_over_are_text_again() -> None:
    assert clean("größe".encode().decode("ascii", "surrogateescape")) == "größe"
