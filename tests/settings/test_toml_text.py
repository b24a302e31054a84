"""The wary TOML reader: limits hold before the parser starts, and every key knows its line."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_tui.settings.toml_text import Unreadable, read, scan

ODD_TOML = r'''# a comment with = and [brackets]
top = "a # no comment \" = [x]"   # after
'quoted key' = 1
a . "b c" . d = 2

[ table ]  # header
multi = """
[not.a.header]
no = "pair" \"""
""""
literal = \'\'\'
x = 1\'\'\'
list = [
  "one", # [two]
  { inner = 3 },
  [4,
   5],
]
inline = { p = 1, q = { r = [ ] } }
when = 2018-03-28 21:00:00

[[item]]
n = 1
[item.sub]
m = 2
[[item]]
n = 3
[[item.deep]]
z = 4
[[item.deep]]
z = 5
'''.replace("\\'\\'\\'", "'''")


def test_lines_of_an_oddly_written_file() -> None:
    values, lines = read(ODD_TOML.encode())
    assert values["table"]["literal"] == "x = 1"  # type: ignore[index]
    written = ODD_TOML.split("\n")
    expected = {
        ("top",): "top =",
        ("quoted key",): "'quoted key'",
        ("a", "b c", "d"): "a . ",
        ("table",): "[ table ]",
        ("table", "multi"): "multi =",
        ("table", "literal"): "literal =",
        ("table", "list"): "list =",
        ("table", "list", 1, "inner"): "{ inner",
        ("table", "inline", "q", "r"): "inline =",
        ("table", "when"): "when =",
        ("item", 0, "n"): "n = 1",
        ("item", 0, "sub"): "[item.sub]",
        ("item", 0, "sub", "m"): "m = 2",
        ("item", 1, "n"): "n = 3",
        ("item", 1, "deep", 0, "z"): "z = 4",
        ("item", 1, "deep", 1, "z"): "z = 5",
    }
    found = {path: written[lines[path] - 1].strip()[: len(start)] for path, start in expected.items()}
    assert found == expected
    assert lines["item",] == lines["item", 0] < lines["item", 1]


VALUES = st.sampled_from(
    [
        "1",
        "true",
        "-inf",
        "2018-03-28T07:00:00Z",
        '"x = [ # {"',
        "'it\\'",
        '"\\"\\\\"',
        '""',
        '"""a\n[b]\n"""',
        '"""\\"""x""\\\n  y"""""',
        "'''\nk = 1\n''''",
        "[]",
        "[ # c\n 1,\n 2, ]",
        '[["]"], [\n[ ] ] ]',
        '{ x = 1, "y z" = { w = [1,\n2] } }',
    ]
)
KEYS = st.sampled_from(["{}", '"{}"', "'{}'", "p{} . {}", "'p q {}'.{}"])
GAPS = st.sampled_from(["", "\n", "# a = 1\n", "   \r\n", "\t# [x]\n"])


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "[{}]", "[[ {} ]]", "[ 'h'.{} ]"]), GAPS, KEYS, VALUES), max_size=8
    )
)
def test_every_pair_has_the_line_it_was_written_on(parts: list[tuple[str, str, str, str]]) -> None:
    text, expected = "", {}
    for place, (header, gap, key, value) in enumerate(parts):
        if header:
            text += header.replace("{}", f"t{place}") + " # h\n"
        text += gap
        expected[f"k{place}"] = text.count("\n") + 1
        text += f"  {key.replace('{}', f'k{place}')}={value} # end\n"
    tomllib.loads(text)
    lines = scan(text)
    assert {path[-1]: line for path, line in lines.items() if path[-1] in expected} == expected


@given(st.text(alphabet="ab.=[]{}\"'\\\n\r,# \t1"))
def test_a_scan_of_anything_ends_and_misses_nothing_that_is_toml(text: str) -> None:
    lines = scan(text)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert {path[0] for path in lines} >= {key for key in values if "\\" not in text}


@given(st.binary() | st.text(alphabet="ab.=[]{}\"'\\\n,# 1-:T_e", max_size=60).map(str.encode))
def test_no_bytes_raise_anything_but_unreadable(data: bytes) -> None:
    fault: Unreadable | None = None
    try:
        read(data)
    except Unreadable as error:
        fault = error
    if fault is not None:
        assert str(fault)
        assert fault.line is None or 1 <= fault.line <= data.count(b"\n") + 1


BOMBS = {
    "brackets": b"a = " + b"[" * 5000,
    "braces": b"a = " + b"{a=" * 5000,
    "dotted key": b"a." * 50_000 + b"a = 1",
    "dotted header": b"[" + b"a." * 50_000 + b"a]",
    "dotted key inside": b"x = [1, {" + b"'a' . " * 20_000 + b"a = 1}]",
    "behind strings": b'x = """\n""" # """\n' + b"a." * 50_000 + b"a = 1",
    "too large": b"# \n" * 100_000,
}


@pytest.mark.parametrize("data", BOMBS.values(), ids=list(BOMBS))
def test_a_bomb_never_reaches_the_parser(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def parse(text: str) -> None:
        pytest.fail("the parser was called")

    monkeypatch.setattr(tomllib, "loads", parse)
    with pytest.raises(Unreadable, match=r"nested|parts|larger"):
        read(data)


def test_plain_brackets_are_only_a_syntax_error() -> None:
    with pytest.raises(Unreadable, match="not valid TOML") as caught:
        read(b"\n\n" + b"[" * 5000)
    assert caught.value.line == 3


def test_depth_that_is_allowed_is_read() -> None:
    keys = ".".join("abcdefghijklmnop")
    values, _ = read(f"{keys} = {'[' * 15}1{']' * 15}".encode())
    assert values


def test_the_line_of_a_syntax_error() -> None:
    for text, line in [
        ("a = 1\nb = \nc = 3\n", 2),
        ('a = """\n\n', 3),
        ("a = 1\na = 2", 2),
        ("x = 2018-02-30", 1),
    ]:
        with pytest.raises(Unreadable) as caught:
            read(text.encode())
        assert caught.value.line == line
        assert "(at " not in str(caught.value)


def test_a_number_too_long_to_read_is_said_so() -> None:
    with pytest.raises(Unreadable, match="number is too long"):
        read(b"a = " + b"1" * 5000)


def test_bom_is_no_part_of_the_text() -> None:
    values, lines = read(b"\xef\xbb\xbfa = 1\r\nb = 2\r\n")
    assert values == {"a": 1, "b": 2}
    assert lines["b",] == 2


def test_other_encodings_are_named_with_their_line() -> None:
    with pytest.raises(Unreadable, match="UTF-8") as caught:
        read(b'a = 1\nb = "caf\xe9"\n')
    assert caught.value.line == 2
