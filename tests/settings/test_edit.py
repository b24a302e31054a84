"""Changing a settings file: one value changes, everything else the user wrote stays."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from journal_tui.domain.errors import StorageError
from journal_tui.settings.edit import Value, set_value

FILE = b"""\
# My settings, with love.
day_starts_at = "04:00"   # I write late

[journal]   # the page
words = 300      # a good day
  days = [ "mon",
           "tue" ]  # two

# The book
[[project]]
name = 'B'
target = 5

[series]
title = "x {number}"
"""


def changed(old: bytes, new: bytes) -> tuple[list[bytes], list[bytes]]:
    """The lines that went and those that came; order and all other lines are the same."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    while before and after and before[0] == after[0]:
        del before[0], after[0]
    while before and after and before[-1] == after[-1]:
        del before[-1], after[-1]
    return before, after


def test_a_value_changes_in_its_place_and_keeps_its_comment() -> None:
    new = set_value(FILE, "journal", "words", 400)
    assert changed(FILE, new) == ([b"words = 300      # a good day\n"], [b"words = 400      # a good day\n"])


def test_a_new_key_joins_its_table_and_not_the_comment_of_the_next() -> None:
    new = set_value(FILE, "journal", "minimum", 40)
    assert changed(FILE, new) == ([], [b"  minimum = 40\n"])
    assert new.index(b"minimum") < new.index(b"\n\n# The book")


def test_a_new_key_at_the_top_comes_before_the_first_table() -> None:
    assert changed(FILE, set_value(FILE, None, "tag_symbols", "#@")) == ([], [b'tag_symbols = "#@"\n'])
    above = b"# Mine\n\n# The page\n# of a day\n[journal]\nwords = 3\n"
    assert set_value(above, None, "a", 1) == above.replace(b"# The page", b"a = 1\n\n# The page")
    assert set_value(b"# The page\n[journal]\n", None, "a", 1) == b"a = 1\n\n# The page\n[journal]\n"


def test_a_new_table_comes_last() -> None:
    assert changed(FILE, set_value(FILE, "keys", "page.save", "f2")) == (
        [],
        [b"\n", b"[keys]\n", b'"page.save" = "f2"\n'],
    )


def test_a_list_is_replaced() -> None:
    new = set_value(FILE, "journal", "days", ["sat"])
    assert tomllib.loads(new.decode())["journal"]["days"] == ["sat"]
    assert b"# two" in new


def test_a_key_is_taken_out() -> None:
    assert changed(FILE, set_value(FILE, "journal", "words", None)) == (
        [b"words = 300      # a good day\n"],
        [],
    )
    assert set_value(FILE, "journal", "nothing", None) == FILE
    assert set_value(FILE, "nowhere", "nothing", None) == FILE


def test_what_is_already_so_leaves_every_byte() -> None:
    assert set_value(FILE, "journal", "words", 300) == FILE
    assert set_value(b"a=1", None, "a", 1) == b"a=1"


def test_an_equal_value_of_another_type_is_written() -> None:
    assert set_value(b"a = 1\n", None, "a", True) == b"a = true\n"
    assert set_value(b"a = 1\n", None, "a", 1.0) == b"a = 1.0\n"


@pytest.mark.parametrize("data", [None, b""])
def test_a_new_file(data: bytes | None) -> None:
    assert set_value(data, None, "theme", "journal-light") == b'theme = "journal-light"\n'
    assert set_value(data, "journal", "words", 3) == b"[journal]\nwords = 3\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"[journal]", b"[journal]\nwords = 3\n"),
        (b"[journal] # x", b"[journal] # x\nwords = 3\n"),
        (b"[journal]\na = 1 # x", b"[journal]\na = 1 # x\nwords = 3\n"),
        (b"a = 1", b"a = 1\n\n[journal]\nwords = 3\n"),
        (b"journal.a = 1\nb = 2\n", b"journal.a = 1\njournal.words = 3\nb = 2\n"),
        (b"[journal]\na = '''\n[x]\n'''\n\n# e\n", b"[journal]\na = '''\n[x]\n'''\nwords = 3\n\n# e\n"),
    ],
)
def test_files_of_other_shapes(data: bytes, expected: bytes) -> None:
    assert set_value(data, "journal", "words", 3) == expected


def test_an_inline_table_gains_a_key() -> None:
    new = set_value(b"journal = { a = 1 } # x\n", "journal", "words", 3)
    assert tomllib.loads(new.decode()) == {"journal": {"a": 1, "words": 3}}
    assert new.endswith(b"# x\n")


def test_windows_newlines_and_bom_stay() -> None:
    data = b"\xef\xbb\xbf" + FILE.replace(b"\n", b"\r\n")
    for table, key, value in [
        ("journal", "words", 5),
        ("journal", "minimum", 5),
        ("new", "a", 5),
        (None, "a", 5),
    ]:
        new = set_value(data, table, key, value)
        assert new.startswith(b"\xef\xbb\xbf# My")
        assert new.count(b"\n") == new.count(b"\r\n")
        assert new.count(b"\xef\xbb\xbf") == 1


def test_a_broken_file_is_refused_with_file_and_line() -> None:
    with pytest.raises(StorageError, match=r"^config\.toml line 2: is not valid TOML.*nothing was changed$"):
        set_value(b"a = 1\nb = \n", None, "a", 2, file="config.toml")


@pytest.mark.parametrize("data", [b"journal = 3\n", b"[[journal]]\n"])
def test_a_table_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(StorageError, match="no table"):
        set_value(data, "journal", "words", 3)


def test_a_change_that_would_touch_more_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tomlkit, "dumps", lambda document: "words = 3\n")
    with pytest.raises(StorageError, match="nothing was changed"):
        set_value(FILE, "journal", "words", 4)


@pytest.mark.parametrize("value", ["\ud800", float("nan")])
def test_a_value_that_can_not_be_read_back_is_refused(value: Value) -> None:
    with pytest.raises(StorageError, match="nothing was changed"):
        set_value(FILE, "journal", "words", value)


KEYS = st.sampled_from(["a", "b", "page.save", "with space", "é"])
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.booleans(),
    st.integers(-(2**60), 2**60),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.dates(min_value=date(1000, 1, 1)),
    st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=3),
)
LINES = st.lists(st.sampled_from(["", "# note", "{} = 1", '{} = "x" # why', "  {} = 2018-03-28"]), max_size=5)


@st.composite
def files(draw: st.DrawFn) -> str:
    text = ""
    for section, header in enumerate(["", "[t]", "[[list]]", "[[list]]", "[u]"]):
        if header and not draw(st.booleans()):
            continue
        text += header + "\n" if header else ""
        for place, line in enumerate(draw(LINES)):
            text += line.replace("{}", f"k{section}{place}") + "\n"
    return text


@given(
    files(), st.sampled_from([None, "t", "u", "new"]), KEYS | st.sampled_from(["k00", "k10", "k41"]), VALUES
)
def test_only_the_one_value_changes(text: str, table: str | None, key: str, value: Value) -> None:
    old = text.encode()
    new = set_value(old, table, key, value)
    wanted = tomllib.loads(text)
    inner = wanted if table is None else wanted.setdefault(table, {})
    known = key in inner
    inner[key] = value
    assert tomllib.loads(new.decode()) == wanted
    gone, come = changed(old, new)
    assert len(gone) == (1 if known and old != new else 0)
    assert len(come) <= 3 or isinstance(value, (str, list))
    assert new.count(b"# note") >= old.count(b"# note")
    assert new.count(b"# why") >= old.count(b"# why")
