"""Two people, or two devices, change one page: both are kept, or both are told."""

from __future__ import annotations

import difflib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_tui.domain import merge as module
from journal_tui.domain.merge import changes, merge

CAPTURE = "**14:05** bread, milk"


def lines(text: str) -> list[str]:
    return text.split("\n") if text else []


# --- one example for each rule ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        pytest.param("a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC", id="apart"),
        pytest.param("a\nb\nc", "b\nc", "a\nb\nc\nd", "b\nc\nd", id="one deletes, one appends"),
        pytest.param("a\nb", "a\nx\nb", "a\ny\nb", "a\nx\ny\nb", id="both insert: ours first, whole"),
        pytest.param(
            "a\nz",
            "a\n```\nx\n```\nz",
            "a\n```\ny\n```\nz",
            "a\n```\nx\n```\n```\ny\n```\nz",
            id="fences of two blocks are not mixed",
        ),
        pytest.param("a\nb\nc", "a\nB\nc", "a\nB\nc", "a\nB\nc", id="the same edit on both sides"),
        pytest.param(
            "a\nb\nc\nd", "a\nB\nc\nd\n1", "a\nB\nc\nd\n2", "a\nB\nc\nd\n1\n2", id="the same edit, and more"
        ),
        pytest.param("a\nb", "a\nx\nb\n1", "a\nx\nb\n2", "a\nx\nb\n1\n2", id="the same insertion, and more"),
        pytest.param("a\nb\nc", "a\nc", "a\nc", "a\nc", id="the same deletion"),
        pytest.param(
            "a\nb\nc\nd", "a\nc\nd\n1", "a\nc\nd\n2", "a\nc\nd\n1\n2", id="the same deletion, and more"
        ),
        pytest.param("a\nb", "a\nx\nb", "a\nx\ny\nb", "a\nx\ny\nb", id="theirs is ours written on"),
        pytest.param("a\nb", "a\nx\ny\nb", "a\nx\nb", "a\nx\ny\nb", id="ours is theirs written on"),
        pytest.param(
            "a\nb\nc", "a\nB\nc", "a\nb\nx\nc", "a\nB\nx\nc", id="insertion just after a changed line"
        ),
        pytest.param(
            "a\nb\nc", "a\nB\nc", "a\nx\nb\nc", "a\nx\nB\nc", id="insertion just before a changed line"
        ),
        pytest.param("a\nb\nc", "a\nb\nx\nc", "a\nB\nc", "a\nB\nx\nc", id="our insertion after their change"),
        pytest.param(
            "a\nb\nc", "a\nx\nb\nc", "a\nB\nc", "a\nx\nB\nc", id="our insertion before their change"
        ),
        pytest.param("a\nb", "", "a\nb", "", id="the user emptied the page"),
        pytest.param("a\nb\nc", "", "a\nb\nc\nd", "d", id="the user emptied the page, and a line came"),
    ],
)
def test_what_is_merged(base: str, ours: str, theirs: str, merged: str) -> None:
    assert merge(base, ours, theirs) == merged


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        pytest.param("a\nb\nc", "a\nB\nc", "a\nX\nc", id="the same line"),
        pytest.param("a\nb\nc", "a\nc", "a\nB\nc", id="deleted and edited"),
        pytest.param("a\nb\nc\nd", "a\nB\nC\nd", "a\nb\nX\nd", id="overlap"),
        pytest.param("a\nb\nc\nd", "a\nd", "a\nc\nd", id="deletions that overlap"),
        pytest.param("a\nb\nc\nd", "a\nB\nc\nd", "a\nb\nC\nd", id="neighbouring lines"),
        pytest.param("a\nb\nc\nd", "a\nd", "a\nb\nx\nc\nd", id="insertion into deleted lines"),
        pytest.param("a\nb\nc", "", "a\nB\nc", id="the page emptied and a line edited"),
        pytest.param("a\nb", "a\nb", "", id="their side is empty"),
        pytest.param("a\nb", "a\nb\nc", "", id="their side is empty, ours went on"),
        pytest.param("a\nb", "", "", id="both are empty"),
        pytest.param("a\nb", "a\nb", " \n\n", id="their side is blank"),
        pytest.param("a\n\nb", "a\n", "\nb", id="together they would empty the page"),
    ],
)
def test_what_is_a_conflict(base: str, ours: str, theirs: str) -> None:
    assert merge(base, ours, theirs) is None
    if theirs.strip() and ours.strip():
        assert merge(base, theirs, ours) is None


# --- captures into an open page --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "ours", "merged"),
    [
        pytest.param("one\n\ntwo", "ONE\n\ntwo", f"ONE\n\ntwo\n\n{CAPTURE}", id="edited earlier"),
        pytest.param(
            "one\n\ntwo", "one\n\ntwo, and on", f"one\n\ntwo, and on\n\n{CAPTURE}", id="in the last line"
        ),
        pytest.param("one", "one\n\ntwo", f"one\n\ntwo\n\n{CAPTURE}", id="a new paragraph"),
        pytest.param("one", "one\n\ntwo\n", f"one\n\ntwo\n\n\n{CAPTURE}", id="and Enter"),
        pytest.param("one", "one\n", f"one\n\n{CAPTURE}", id="only Enter"),
        pytest.param("one", "one\ntwo", f"one\ntwo\n\n{CAPTURE}", id="the next line"),
        pytest.param("one\ntwo", "one", f"one\n\n{CAPTURE}", id="the last line deleted"),
        pytest.param("", "typed", f"typed\n\n{CAPTURE}", id="an empty page"),
        pytest.param("", "typed\n", f"typed\n\n{CAPTURE}", id="an empty page, and Enter"),
        pytest.param("one\n", "one\ntwo", f"one\ntwo\n\n{CAPTURE}", id="typed in the empty last line"),
        pytest.param("one\n\n", "one\n\ntwo", f"one\n\ntwo\n\n{CAPTURE}", id="typed after two empty lines"),
        pytest.param("one\n", "one", f"one\n\n{CAPTURE}", id="the empty last line deleted"),
    ],
)
def test_a_capture_is_a_paragraph_of_its_own_after_what_is_typed(base: str, ours: str, merged: str) -> None:
    blank = "" if not base else "\n" if base.endswith("\n") else "\n\n"
    assert merge(base, ours, base + blank + CAPTURE) == merged


def test_a_block_that_brings_its_blank_line_gets_no_second_one() -> None:
    assert merge("one\n", "one\ntwo", f"one\n\n\n{CAPTURE}") == f"one\ntwo\n\n{CAPTURE}"


def test_two_captures_while_the_same_paragraph_is_typed_in_steps() -> None:
    first = merge("one", "one\n\ntw", f"one\n\n{CAPTURE}")
    assert first == f"one\n\ntw\n\n{CAPTURE}"
    ours = first.replace("tw", "two words")
    assert (
        merge(first, ours, f"{first}\n\n**14:06** more") == f"one\n\ntwo words\n\n{CAPTURE}\n\n**14:06** more"
    )


def test_items_of_a_list_get_no_blank_line_between_them() -> None:
    assert merge("- a\n- z", "- a\n- x\n- z", "- a\n- y\n- z") == "- a\n- x\n- y\n- z"


def test_a_page_with_markers_of_another_tool_is_only_text() -> None:
    base = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x"
    assert merge(base, f"{base}\nmine", f"top\n{base}") == f"top\n{base}\nmine"


# --- properties ------------------------------------------------------------------------------------------

words = st.sampled_from(["", "a", "b", "c", "d e", "```"])
pages = st.lists(words, max_size=12).map("\n".join)


@given(pages, pages)
def test_one_side_alone_is_taken_as_it_is(base: str, side: str) -> None:
    assert merge(base, side, base) == side
    assert merge(base, base, side) == (None if base.strip() and not side.strip() else side)


@given(pages, pages)
def test_the_same_on_both_sides_is_taken_once(base: str, side: str) -> None:
    assert merge(base, side, side) == (None if base.strip() and not side.strip() else side)


@given(pages, pages, pages)
def test_no_line_that_a_side_wrote_is_lost_and_none_is_made_up(base: str, ours: str, theirs: str) -> None:
    merged = merge(base, ours, theirs)
    if merged is None:
        return
    result, b, o, t = (set(filter(None, lines(x))) for x in (merged, base, ours, theirs))
    assert (o | t) - b <= result <= o | t
    single = {line for line, count in Counter(lines(base)).items() if count == 1}
    assert o & t & single <= result, "neither side removed it"


@st.composite
def edited(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    """A page whose lines are all different, and two lists of lines that came of it, each with its own."""
    base = [f"base {n}" for n in range(draw(st.integers(0, 8)))]
    sides = []
    for name in ("ours", "theirs"):
        side: list[str] = []
        for n, line in enumerate([*base, None]):
            side += [f"{name} {n} {k}" for k in range(draw(st.sampled_from([0, 0, 0, 1, 2])))]
            if line is not None and draw(st.integers(0, 4)):
                side.append(line)
        sides.append(side)
    return base, sides[0], sides[1]


@given(edited())
def test_the_rule_as_a_whole(sides: tuple[list[str], list[str], list[str]]) -> None:
    base, ours, theirs = sides
    merged = merge(*("\n".join(side) for side in sides))
    if base and not theirs:
        assert merged is None
        return
    if merged is None:
        assert not (set(base) <= set(ours) and set(base) <= set(theirs)), "insertions alone never conflict"
        return
    result = [line for line in lines(merged) if line]
    wanted = {x for x in base if x in ours and x in theirs} | (set(ours) | set(theirs)) - set(base)
    assert Counter(result) == Counter(wanted)
    for side in (ours, theirs):
        assert [x for x in result if x in side] == [x for x in side if x in result], (
            "each side keeps its order"
        )


@given(edited())
def test_blocks_at_the_same_place_are_whole_and_ours_comes_first(
    sides: tuple[list[str], list[str], list[str]],
) -> None:
    base, ours, theirs = sides
    ours, theirs = ([*base], [*base])
    for n in range(len(base), -1, -1):
        ours[n:n] = [x for x in sides[1] if x.startswith(f"ours {n} ")]
        theirs[n:n] = [x for x in sides[2] if x.startswith(f"theirs {n} ")]
    merged = merge(*("\n".join(side) for side in (base, ours, theirs)))
    if base and not theirs:
        return
    assert merged is not None
    result = [line for line in lines(merged) if line]
    expected: list[str] = []
    for n in range(len(base) + 1):
        expected += [x for x in ours if x.startswith(f"ours {n} ")]
        expected += [x for x in theirs if x.startswith(f"theirs {n} ")]
        expected += base[n : n + 1]
    assert result == expected


@given(edited())
def test_the_sides_may_be_told_in_either_order(sides: tuple[list[str], list[str], list[str]]) -> None:
    base, ours, theirs = ("\n".join(side) for side in sides)
    if base and not (ours and theirs):
        return
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert sorted(filter(None, lines(one))) == sorted(filter(None, lines(other)))


# --- the comparison under it -----------------------------------------------------------------------------


def check(old: list[str], new: list[str]) -> list[tuple[int, int, int, int]]:
    found = changes(old, new)
    i = j = 0
    for i1, i2, j1, j2 in found:
        assert old[i:i1] == new[j:j1]
        assert (i, j) == (0, 0) or i < i1
        assert i1 < i2 or j1 < j2
        i, j = i2, j2
    assert old[i:] == new[j:]
    return found


@given(st.lists(words, max_size=30), st.lists(words, max_size=30))
def test_changes_turn_one_into_the_other(old: list[str], new: list[str]) -> None:
    check(old, new)


@given(st.permutations([f"{n}" for n in range(9)]), st.lists(st.integers(0, 8), max_size=3))
def test_single_lines_are_matched_in_the_longest_order_there_is(new: list[str], twice: list[int]) -> None:
    old = [f"{n}" for n in range(9)]
    for n in twice:
        new.insert(n, f"{n}")
    kept = len(new) - sum(j2 - j1 for _, _, j1, j2 in check(old, new))
    longest: list[int] = []
    for n, line in enumerate(new):
        longest.append(1 + max((longest[k] for k in range(n) if new[k] < line), default=0))
    assert kept == max(longest) if not twice else kept


def test_lines_that_occur_often_are_matched_too() -> None:
    old = ["- [ ] a", "", "- [ ] a", "x", "", "- [ ] a"]
    assert check(old, [*old[:3], "y", *old[3:], "z"]) == [(3, 3, 3, 4), (6, 6, 7, 8)]
    assert check(["p", "a", "a", "q"], ["r", "a", "a", "s"]) == [(0, 1, 0, 1), (3, 4, 3, 4)]
    assert check(["x", "a", "", "b", "", "y"], ["X", "a", "", "b", "", "Y"]) == [(0, 1, 0, 1), (5, 6, 5, 6)]
    many = [f"{n}" for n in range(250)]
    assert check(["p", *"aaaa", "q"], ["r", *"aaaa", *many]) == [(0, 1, 0, 1), (5, 6, 5, 255)]


def test_thousands_of_blank_lines_are_matched_in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr(difflib, "SequenceMatcher", lambda *_a, **_k: calls.append(1))
    old = [line for n in range(300) for line in (f"old {n}", "")]
    new = [line for n in range(300) for line in (f"new {n}", "")]
    found = check([*old, "end"], [*new, "END"])
    assert not calls, "each of 300 blank lines would be compared with each"
    assert [change[0] for change in found] == list(range(0, 601, 2))


def test_a_short_stretch_of_them_gets_the_careful_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = ["p", "a", "b", "a", "c", "c", "q"], ["r", "a", "c", "c", "s"]
    assert check(old, new) == [(0, 3, 0, 1), (6, 7, 4, 5)]
    monkeypatch.setattr(module, "_PAIRS_LIMIT", 5)
    assert check(old, new) == [(0, 1, 0, 1), (2, 4, 2, 2), (6, 7, 4, 5)], (
        "the quick one is right, but not as good"
    )
