"""What a word is, and that counting while typing gives the same."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from journal_tui.domain import counting
from journal_tui.domain import front_matter as heads
from journal_tui.domain.counting import WordTally, count_line, count_words
from journal_tui.domain.front_matter import front_matter
from journal_tui.domain.markup import COMMENT, FRONT, HIDDEN, TEXT, scan

# The rule


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_agreed_cases(shared: Path, form: str) -> None:
    cases = tomllib.loads((shared / "data" / "word-count-cases.toml").read_text("utf-8"))["case"]
    assert len(cases) == 32
    wrong = {}
    for case in cases:
        words = count_words(unicodedata.normalize(form, case["text"]))  # type: ignore[arg-type]
        if words != case["words"]:
            wrong[case["text"]] = (words, case["words"], case["why"])
    assert not wrong


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \t\r\n\n", 0),
        ("one\ttwo\u00a0three\u3000four\u2028five\x0bsix", 6),
        ("a—b―c⸺d⸻e", 5),
        ("a---b----c", 3),
        ("a-b--c", 2),
        ("wait....what..ever", 2),
        ("“1939”–“1945”", 2),
        ("1939–1945–now 5–6", 3),
        ("½ ② Ⅷ 7", 4),
        ("👍🏽 ❤️ 🇩🇪 → ✓ £ §", 0),
        ("£5 naïve™ 👍ok", 3),
        ("Python我喜欢Python", 5),
        ("ヴァイオリン", 6),
        ("ｱｲｳ 々 〇", 5),
        ("한국어와 日本", 3),
        ("สวัสดีชาวโลก", 1),
        ("हिन्दी में", 2),
        ("\ud800 a\udfffb", 1),
        ("\ufeffone", 1),
        ("soft\u00adhyphen word\u2060joiner no\u2011break", 3),
    ],
)
def test_pieces(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("12) item\n123. item", 2),
        ("1984. What a year", 4),
        ("> - 3. [X] quoted task", 2),
        ("1.5 times\n1.item", 3),
        ("see 1. here", 3),
        ("- [x](u) [x] y", 3),
        ("- [a] option", 2),
        ("1.", 0),
    ],
)
def test_what_stands_in_front_of_a_line(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("```py hi\ncode\n````\nprose", 1),
        ("````\ncode\n```\ncode", 0),
        ("```\n~~~\n```\nprose", 1),
        ("~~~ `x`\ncode\n~~~\nprose", 1),
        ("```\nopen to the end", 0),
        ("```\ncode\n``` not the end\ncode", 0),
        ("``` `x` ``` is a span", 4),
        ("  ```\n  code\n      ```\nprose", 1),
        ("- ```\n  code\n  ```\nprose", 1),
        ("1. ```\n   code\n   ```\nprose", 1),
        ("> ```\n> code\n> ```\nprose", 2),
        ("- > ```\n  > code\nprose", 2),
        ("``\ncode?\n``", 1),
        ("a ``` b", 2),
    ],
)
def test_fences(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a <!-- b\nc\n\nd --> e", 2),
        ("a <!-- b", 1),
        ("a<!-- b -->c", 2),
        ("<!--> a", 1),
        ("<!-- ```\n--> a", 1),
        ("`<!--` a\nb", 2),
        ("``a ` <!-- `` b", 2),
        ("\\<!-- a", 1),
        ("`open <!-- a", 1),
        ("\\`<!-- a` b", 0),
        ("<!-- a --> b <!-- c --> d", 2),
        ("%%a%% b", 1),
        ("a %%b%% c %%d%%", 2),
        ("100%% sure\nand sure", 4),
        ("100%% sure, 50%% not", 4),
        ("it is %% alone\nhere", 4),
        ("%%\nhidden\n%%\nshown", 1),
        ("  %% hidden\nhidden %% shown\nshown", 2),
        ("%% hidden", 0),
        ("%% a %% b\nc", 2),
    ],
)
def test_comments(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("un<b>frig</b>ging", 1),
        ("one<br>two<BR/>three<p>four", 4),
        ('<a href="u" title="not me">label</a> x', 2),
        ("a < b and c > d", 5),
        ("I <3 you", 3),
        ("if x <y and z> w", 6),
        ("<https://example.com/a> <me@x.org>", 2),
        ("</b> a </b c=d> e", 4),
        ("<i", 1),
        ("<a b=<c>", 2),
    ],
)
def test_tags(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[a b](u (v) 'w x')", 5),
        ("[a b](u(v) 'w x') c", 3),
        ("[a](<u v> (t t)) ![](i.png) b", 2),
        ('[a](u "t\\"t t") b', 2),
        ("[a]( u ) []() b", 2),
        ("[a](not a target) b", 4),
        ("[a](u", 1),
        ('[a](u "t) b', 3),
        ("label broken\nover lines](u 't t') b", 5),
        ("[a b][c d] e [f][]", 4),
        ("[x]: http://u", 0),
        ('  [x]: <u u> "t t"', 0),
        ("[x]: u but this is text", 6),
        ("[x]: u 't' t", 4),
        ("[ ]: u", 1),
        ("[x]:", 1),
        ("[Sic] he wrote [so]", 4),
        ("a[^1][^n] b[^not a note] c", 5),
        ("a[^] [^1", 2),
        ("[^long-note]: the text", 2),
        ("[^1]: word", 1),
        ("[x]: <u>'t'", 2),
        ("\\[^1] a", 2),
    ],
)
def test_links_and_notes(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("---\ntitle: x\n---\nbody", 1),
        ("---\ntitle: x\n...\nbody", 1),
        ("--- \r\ntitle:\r\n---\r\nbody", 1),
        ("+++\ntitle = 'x'\n+++\nbody", 1),
        ("\ufeff---\ntitle: x\n---\nbody", 1),
        ("\n---\ntitle: x\n---\nbody", 3),
        ("---\ntitle: x\nbody", 3),
        ("---\njust a rule\n---\nbody", 4),
        ("---\nhe said: no\n12:30 up\n---\nbody", 6),
        ("---\nhttp://x\n---\nbody", 2),
        ("---\n12: up\n---\nbody", 3),
        ("---\na = b\n---\nbody", 3),
        ("+++\na: b\n+++\nbody", 3),
        ("---\ntitle: x\n+++\nbody", 3),
        ("---\n# c\n\nmy_key-2: x\n---\nbody", 1),
        ("---\n```\nkey: x\n---\nbody", 1),
    ],
)
def test_front_matter(text: str, words: int) -> None:
    assert count_words(text) == words


def test_lines_to_ignore_count_nothing_and_keep_their_state() -> None:
    ignore = frozenset({"How was it?", "<!-- from", "```"})
    assert count_words("How was it?\r\nGood.\n", ignore) == 1
    assert count_words("How was it? Good.", ignore) == 4
    assert count_words("<!-- from\nhidden --> shown\n```\ncode\n", ignore) == 1


def test_what_python_calls_letters_and_digits_are_the_categories_of_the_rule() -> None:
    chars = map(chr, range(sys.maxunicode + 1))
    assert [c for c in chars if c.isalnum() != (unicodedata.category(c)[0] in "LN")] == []


def is_counted_alone(char: str) -> bool:
    name = unicodedata.name(char, "")
    if not char.isalnum() or "ANNOTATION" in name or "TALLY" in name or "VOICED SOUND" in name:
        return False
    scripts = ("CJK UNIFIED", "CJK COMPAT", "HIRAGANA", "KATAKANA", "HENTAIGANA", "IDEOGRAPHIC", "HANGZHOU")
    return name.removeprefix("HALFWIDTH ").removeprefix("VERTICAL ").startswith(scripts)


def test_han_and_kana_letters_are_words_by_themselves_and_no_others_are() -> None:
    chars = list(map(chr, range(0x2E80, 0x30000)))
    alone = {c for c in chars if is_counted_alone(c)}
    assert len(alone) > 70_000
    text = "\n".join(c * 3 if c in alone else "" for c in chars)
    assert count_words(text) == 3 * len(alone)
    others = [c for c in chars if c.isalnum() and c not in alone]
    assert count_words("\n".join(c * 3 for c in others)) == len(others)


def plain_count(text: str) -> int:
    """The rule for text without markup, said slowly."""
    for mark in ("--", "...", "—", "―", "⸺", "⸻", "…", "\u200b"):
        text = text.replace(mark, " ")
    spread = ""
    for at, char in enumerate(text):
        is_range = text[at - 1 : at].isdecimal() and text[at + 1 : at + 2].isdecimal()
        if is_counted_alone(char):
            spread += f" {char} "
        else:
            spread += " " if char == "–" and not is_range else char
    return sum(any(unicodedata.category(c)[0] in "LN" for c in piece) for piece in spread.split())


prose_chars = st.one_of(
    st.sampled_from("aé1 –—-….’“\u00ad\u200b\u0301我あア한я👍£½"),
    st.characters(blacklist_categories=["Cs"], blacklist_characters="`<%~[]>"),
)


@given(st.lists(prose_chars, max_size=40).map("".join))
@example("a é ü ø å æ ß ç ñ « » — … ’ £ § ¶ © ® ™ ✓ → 👍 – 我 1–2")
def test_against_the_rule_said_slowly(text: str) -> None:
    # A letter in front keeps the line from beginning with a list number.
    assert count_words(f"x {text}".replace("\ufeff", "")) == plain_count(f"x {text}".replace("\ufeff", ""))


# Laws

MARKUP_LINES = [
    *["", "one two three", "```", "```py", "````", "~~~", "~~~~", "```x```", "- ```"],
    *["<!--", "-->", "a <!-- b", "c --> d", "<!-- x --> y", "`<!-- ` y"],
    *["%%", "%% open", "close %% z", "%%in%% out", "100%% sure"],
    *["---", "+++", "...", "title: x", "key = 1", "no key", "a : b"],
    *["1. item", "- [x] done", "[x]: http://u", "[^1]: note", "[a](b) c[^1]", "# Head", "template line"],
]
markup_line = st.sampled_from(MARKUP_LINES) | st.text("ab1`<!->%~[](): =+.\\", max_size=12)
markup_lines = st.lists(markup_line, max_size=14)


def last_state(lines: list[str]) -> str:
    state = TEXT
    for line in lines[front_matter(lines) :]:
        state = count_line(line, state)[1]
    return state


@given(markup_lines, markup_lines)
def test_two_texts_with_a_blank_line_between_them_add_up(a: list[str], b: list[str]) -> None:
    assume(last_state(a) == TEXT)
    assume(front_matter(a) or not a or a[0].rstrip() not in ("---", "+++"))
    assume(not front_matter(b))
    one, other = "\n".join(a), "\n".join(b)
    assert count_words(one) + count_words(other) == count_words(f"{one}\n\n{other}")


prose_word = st.sampled_from(
    [
        *["a", "don’t", "naïve", "3,000", "1939–1945", "Kim–Moon", "—", "--", "-", "…", "*not*", "**very**"],
        *[
            "wait--what",
            "**",
            "_it_",
            "&",
            "我们",
            "👍",
            "(so)",
            "“Well,”",
            "50%",
            "etc.",
            "#tag",
            "https://x.org/a-b",
        ],
    ]
)


@given(st.lists(prose_word, min_size=1, max_size=60), st.integers(1, 80), st.integers(1, 80))
def test_wrapping_prose_anew_changes_nothing(words: list[str], width: int, other: int) -> None:
    text = " ".join(words)

    def wrapped(width: int) -> str:
        return textwrap.fill(text, width, break_long_words=False, break_on_hyphens=False)

    assert count_words(wrapped(width)) == count_words(wrapped(other)) == count_words(text)


# Counting while typing

LONG_LINE = "plain words that make a long line, long enough to be counted by the difference, " * 30
IGNORE = frozenset({"template line", "title: x"})

edits = st.lists(
    st.tuples(
        st.integers(0, 16),
        st.sampled_from([0, 1, 1, 1, 2, 30]),
        st.one_of(markup_lines.map(lambda lines: lines[:3]), st.tuples(st.integers(0, 30), markup_line)),
    ),
    max_size=12,
)


def lines_of(change: object, lines: list[str], first: int) -> list[str]:
    """The new lines of an edit: as they are, or one that comes from typing into the line that is there."""
    if isinstance(change, list):
        return change
    assert isinstance(change, tuple)
    at, typed = change
    old = lines[first] if first < len(lines) else ""
    return [old[:at] + typed + old[at:]]


def check(tally: WordTally, lines: list[str], ignore: frozenset[str]) -> None:
    fresh = WordTally(lines, ignore)
    assert tally.total == fresh.total == count_words("\n".join(lines), ignore)
    rows = range(len(lines))
    assert len(tally) == len(lines)
    assert [tally.words(row) for row in rows] == [fresh.words(row) for row in rows]
    assert [tally.state(row) for row in rows] == [fresh.state(row) for row in rows]


@given(st.sampled_from([[], ["---"], ["+++"]]), markup_lines, edits, st.sampled_from([IGNORE, frozenset()]))
def test_after_any_edits_the_tally_is_the_full_count(
    head: list[str], body: list[str], edits: list[tuple[int, int, object]], ignore: frozenset[str]
) -> None:
    lines = head + body
    tally = WordTally(lines, ignore)
    for first, removed, change in edits:
        first = min(first, len(lines))
        new = lines_of(change, lines, first)
        states = [tally.state(row) for row in range(len(lines))]
        behind = tally.replace(first, removed, new)
        grown = len(new) - len(lines[first : first + removed])
        lines[first : first + removed] = new
        check(tally, lines, ignore)
        # What was not looked at begins as it did.
        assert [tally.state(row) for row in range(behind, len(lines))] == states[behind - grown :]


touches = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.sampled_from([0, 0, 1, 2, 7, 60]),
        st.sampled_from(
            [
                "",
                " ",
                "a",
                " b ",
                "-",
                "--",
                "—",
                "–",
                "3–4",
                "…",
                ".",
                "我",
                "é",
                "[",
                "](u v)",
                "`",
                "<!--",
                "%%",
                "1. ",
            ]
        ),
    ),
    max_size=10,
)


@given(st.sampled_from(["", "- ", "12. ", "> [sic] ", "`code` ", "– ", "我 "]), touches, st.booleans())
def test_edits_inside_a_long_line(start: str, touches: list[tuple[float, int, str]], is_first: bool) -> None:
    lines = [start + LONG_LINE] if is_first else ["before", start + LONG_LINE, "behind"]
    row = 0 if is_first else 1
    tally = WordTally(lines)
    for place, removed, typed in touches:
        line = lines[row]
        at = int(place * len(line))
        lines[row] = line[:at] + typed + line[at + removed :]
        tally.replace(row, 1, [lines[row]])
        check(tally, lines, frozenset())


@pytest.mark.parametrize(
    ("above", "old", "new"),
    [
        (["```"], "a ", "a x "),
        (["text"], "some <y and z> ", "some <y a=b z> "),
        (["+++"], "key x= ", "key = "),
        (["---", "a: 1"], "key ", "key: "),
        (["text"], "- 1. ", "- 12 "),
        (["text"], "- x 1. ", "- 1. "),
        (["text"], "some [", "some [x](u v) ["),
        (["text"], "some (x) ](", "some (x ](u) "),
    ],
)
def test_edits_that_are_no_mere_difference(above: list[str], old: str, new: str) -> None:
    lines = [*above, old + LONG_LINE, "+++", "behind"]
    tally = WordTally(lines)
    lines[len(above)] = new + LONG_LINE
    tally.replace(len(above), 1, [lines[len(above)]])
    check(tally, lines, frozenset())


def test_a_long_line_that_is_ignored_is_never_counted_by_its_difference() -> None:
    tally = WordTally([LONG_LINE], frozenset({LONG_LINE}))
    tally.replace(0, 1, [LONG_LINE + "more"])
    assert tally.total == count_words(LONG_LINE + "more")


head_line = st.sampled_from(["---", "---", "+++", "...", "a: 1", "b = 2", "word", "```"])
head_edits = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 3), st.lists(head_line, max_size=3)), min_size=1, max_size=12
)


@given(st.sampled_from(["---", "+++"]), st.lists(head_line, max_size=6), head_edits)
@example("---", ["a: 1", "x", "---", "a: 2", "---"], [(3, 1, []), (1, 1, []), (4, 0, ["---"]), (0, 1, [])])
@example("---", ["a: 1", "x", "---", "word"], [(1, 0, ["word", "word"]), (5, 1, ["word"]), (5, 1, ["---"])])
@example("---", ["word", "---", "a: 1", "word", "---"], [(1, 2, ["b: 2"]), (1, 2, []), (0, 0, ["---"])])
@example("---", ["a: 1", "b: 2", "c: 3", "---", "word"], [(1, 5, [])])
@example("---", ["a: 1", "word", "---", "```", "word"], [(2, 3, ["word"]), (3, 0, ["---"]), (1, 1, ["x"])])
def test_front_matter_that_comes_and_goes(
    opener: str, body: list[str], edits: list[tuple[int, int, list[str]]]
) -> None:
    lines = [opener, *body]
    tally = WordTally(lines)
    for first, removed, new in edits:
        first = min(first, len(lines))
        tally.replace(first, removed, new)
        lines[first : first + removed] = new
        check(tally, lines, frozenset())


class Work:
    """How many lines and characters were looked at."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lines = self.chars = self.heads = 0
        pieces, line, closes = counting._count_pieces, counting.count_line, heads.closes

        def count_pieces(text: str) -> int:
            self.chars += len(text)
            return pieces(text)

        def count_line(text: str, state: str = TEXT) -> tuple[int, str]:
            self.lines += 1
            return line(text, state)

        def closes_front(text: str, opener: str) -> bool:
            self.heads += 1
            return closes(text, opener)

        monkeypatch.setattr(counting, "_count_pieces", count_pieces)
        monkeypatch.setattr(counting, "count_line", count_line)
        for module in (counting, heads):
            monkeypatch.setattr(module, "closes", closes_front)


@pytest.mark.parametrize(
    "head", [[], ["---", "title: x", "---"], ["---", "title: x"], ["---"], ["```", "```"], ["%% x %%"]]
)
def test_an_ordinary_edit_looks_at_its_own_lines_alone(
    head: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tally = WordTally(head + ["some words", ""] * 500)
    before = tally.total
    work = Work(monkeypatch)
    assert tally.replace(600, 2, ["on two", "lines"]) == 602
    assert tally.replace(600, 2, []) == 600
    assert tally.replace(600, 0, ["some more words"]) == 601
    assert tally.total == before - 2 + 3
    assert work.lines <= 3 + 2  # a removal may look at the line behind it
    assert work.heads <= 3


def test_a_key_in_a_very_long_paragraph_looks_at_a_few_words(monkeypatch: pytest.MonkeyPatch) -> None:
    line = LONG_LINE * 8
    tally = WordTally([line])
    work = Work(monkeypatch)
    for at in (9_000, 9_001, 15_000):
        line = line[:at] + "x" + line[at:]
        tally.replace(0, 1, [line])
    assert 0 < work.chars < 200


def test_an_opened_fence_is_followed_as_far_as_it_reaches() -> None:
    tally = WordTally(["one", "two", "```", "three", "```", "four"])
    assert tally.total == 3
    assert tally.replace(1, 0, ["~~~"]) == 7
    assert tally.total == 1
    assert tally.replace(1, 1, []) == 6
    assert tally.replace(1, 1, ["<!-- two -->"]) == 2
    assert tally.total == 2


def test_states_for_the_one_who_paints_the_lines() -> None:
    lines = ["---", "a: b", "---", "x", "```", "x", "```", "<!--", "-->", "%% x", "%%", "x"]
    tally = WordTally(lines)
    assert [tally.state(row) for row in range(len(lines))] == [
        *[FRONT, FRONT, FRONT, TEXT, TEXT, "```", "```", TEXT, COMMENT, TEXT, HIDDEN, TEXT]
    ]


def test_spans_for_the_one_who_paints_a_line() -> None:
    line = "`c` <b>x</b> [a](u) [^1] <!-- y --> z<br>"
    spans, after = scan(line)
    assert [(line[start:end], kind) for start, end, kind in spans] == [
        ("`c`", "code"),
        ("<b>", "tag"),
        ("</b>", "tag"),
        ("](u)", "target"),
        ("[^1]", "note"),
        ("<!-- y -->", "comment"),
        ("<br>", "break"),
    ]
    assert after == TEXT
    assert list(scan("[a][^1]")[0]) == [(3, 7, "note")]


@given(markup_line, st.sampled_from([TEXT, "```", "~~~~", COMMENT, HIDDEN]))
def test_spans_are_in_order_and_inside_the_line(line: str, state: str) -> None:
    spans, after = scan(line, state)
    ends = [0] + [edge for start, end, _ in spans for edge in (start, end)] + [len(line)]
    assert ends == sorted(ends)
    assert after in (TEXT, state, COMMENT, HIDDEN) or set(after) in ({"`"}, {"~"})


@pytest.mark.parametrize(
    "unit",
    [
        "`",
        "` `` ``` ",
        pytest.param(" ".join("`" * n for n in range(300)), id="runs"),
        "[^",
        "](",
        "](a ",
        "<a ",
        "<!--",
        "%%",
        "%% ",
        "][a",
        "\\`",
        "](a '\\' ",
        "[a]: <",
        "1. ",
        ">",
    ],
)
def test_hostile_lines_are_counted_in_a_moment(unit: str) -> None:
    # A grammar that looks ahead once too often takes minutes for one of these: the suite would show it.
    line = unit * (50_000 // len(unit))
    for text in (line, line + "]>)"):
        count_words(text)


def test_the_path_of_a_capture_stays_light() -> None:
    source = str(Path(counting.__file__).parents[2])
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); had = set(sys.modules)\n"
        "from journal_tui.domain import counting, days, entry, errors, streaks\n"
        "counting.count_words('Some [text](u) — 我 `x`'); entry.summarize('# T\\n#tag')\n"
        "print(*sorted(set(sys.modules) - had))"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, source], capture_output=True, text=True, check=True
    )
    loaded = {name for name in run.stdout.split() if not name.startswith("journal_tui")}
    assert loaded <= {"_datetime", "datetime", "math", "time", "__future__", "_operator", "operator"}
