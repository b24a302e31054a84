"""Two texts compared for a reader."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from journal_tui.domain.difference import Line, Pair, beside, compare

LINES = st.lists(
    st.lists(st.sampled_from(["rain", "all", "day", "stayed", "in", "and", "wrote"]), max_size=6).map(
        " ".join
    ),
    max_size=12,
).map("\n".join)


def only(lines: list[Line], sign: str) -> list[str]:
    """The words that stand under a sign."""
    return [word for line in lines for text, own in line.parts if own == sign for word in text.split()]


@given(LINES)
def test_the_same_text_has_no_difference(text: str) -> None:
    assert compare(text, text) == []


@given(LINES, LINES)
def test_every_word_that_differs_is_shown(first: str, second: str) -> None:
    shown = compare(first, second)
    removed, added = only(shown, "-"), only(shown, "+")
    for word in set(first.split()) | set(second.split()):
        balance = second.split().count(word) - first.split().count(word)
        assert added.count(word) - removed.count(word) == balance


def test_a_changed_word_stands_in_its_line() -> None:
    assert compare("Rain all day. Stayed in.", "Rain all night. Stayed in.") == [
        Line("~", (("Rain all", " "), ("day.", "-"), ("night.", "+"), ("Stayed in.", " ")))
    ]


def test_another_line_is_shown_whole() -> None:
    assert compare("Rain all day.", "Called home.") == [
        Line("-", (("Rain all day.", "-"),)),
        Line("+", (("Called home.", "+"),)),
    ]


def test_what_is_far_from_a_change_is_left_out() -> None:
    text = "\n".join(f"line {number}" for number in range(1000))
    shown = compare(text, text.replace("line 500", "the five hundredth"))
    assert [line.sign for line in shown] == ["…", " ", " ", "-", "+", " ", " ", "…"]
    assert shown[0].parts == (("498 unchanged lines", " "),)
    assert shown[-1].parts == (("497 unchanged lines", " "),)


def test_a_long_paragraph_is_shown_where_it_changed() -> None:
    words = [f"w{number}" for number in range(400)]
    (line,) = compare(" ".join(words), " ".join([*words[:200], "new", *words[200:]]))
    assert line.sign == "~"
    assert [text for text, sign in line.parts if sign == "+"] == ["new"]
    assert line.parts[0][0].startswith("… w188")
    assert sum(len(text.split()) for text, _ in line.parts) < 40


def test_an_empty_side() -> None:
    assert [line.sign for line in compare("", "a\nb")] == ["+", "+"]
    assert [line.sign for line in compare("a\nb", "")] == ["-", "-"]


def test_a_paragraph_finds_its_partner_behind_a_new_one() -> None:
    shown = compare(
        "Rain all day. Stayed in.\n\nEnd", "Called home at noon.\n\nRain all night. Stayed in.\n\nEnd"
    )
    assert [line.sign for line in shown] == ["+", "+", "~", " ", " "]
    assert shown[2].parts == (("Rain all", " "), ("day.", "-"), ("night.", "+"), ("Stayed in.", " "))


def test_side_by_side_only_the_words_that_differ_are_marked() -> None:
    shown = beside("Rain all day. Stayed in.\nOld\nEnd", "Rain all night. Stayed in.\nNew one\nMore\nEnd")
    assert shown == [
        Pair(
            "~",
            (("Rain all", False), ("day.", True), ("Stayed in.", False)),
            (("Rain all", False), ("night.", True), ("Stayed in.", False)),
        ),
        Pair("!", (("Old", True),), (("New one", True),)),
        Pair("!", None, (("More", True),)),
        Pair(" ", (("End", False),), (("End", False),)),
    ]
    assert beside("a\nb", "a\nb") == []


@given(LINES, LINES)
def test_side_by_side_every_word_that_differs_is_marked(first: str, second: str) -> None:
    shown = beside(first, second)
    removed = [word for pair in shown for text, own in (pair.first or ()) if own for word in text.split()]
    added = [word for pair in shown for text, own in (pair.second or ()) if own for word in text.split()]
    for word in set(first.split()) | set(second.split()):
        balance = second.split().count(word) - first.split().count(word)
        assert added.count(word) - removed.count(word) == balance


def test_many_lines_in_the_place_of_others_are_all_shown() -> None:
    first = "\n".join(f"a{number}" for number in range(400))
    assert len(compare(first, first.replace("a", "b"))) == 800
