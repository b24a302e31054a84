"""Counting what was typed and cut by hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from journal_tui.domain.counting import WordTally, count_words
from journal_tui.domain.typed import TypedWords


class Page:
    """A page that tells the counter what its writer does."""

    def __init__(self, text: str = "") -> None:
        self.lines = text.split("\n")
        self.tally = WordTally(self.lines)
        self.typed = TypedWords()

    def replace(
        self, top: tuple[int, int], bottom: tuple[int, int], text: str, *, told: bool = True
    ) -> tuple[int, int]:
        """Put `text` between two places; `told` if the writer typed it. Returns where it ends."""
        before = self.tally.total
        head, tail = self.lines[top[0]][: top[1]], self.lines[bottom[0]][bottom[1] :]
        new = (head + text + tail).split("\n")
        self.lines[top[0] : bottom[0] + 1] = new
        self.tally.replace(top[0], bottom[0] - top[0] + 1, new)
        end = top[0] + len(new) - 1, len(new[-1]) - len(tail)
        if told:
            self.typed.edit(top, bottom, end, before, self.tally.total)
        return end

    def type(self, text: str, at: tuple[int, int]) -> tuple[int, int]:
        """Type key by key; `<` is a backspace."""
        for key in text:
            if key != "<":
                at = self.replace(at, at, key)
            else:
                left = (at[0], at[1] - 1) if at[1] else (at[0] - 1, len(self.lines[at[0] - 1]))
                at = self.replace(left, at, "")
        return at

    @property
    def counts(self) -> tuple[int, int]:
        """Added and cut."""
        return self.typed.added, self.typed.cut


def test_typed_words_are_added() -> None:
    page = Page("old words ")
    page.type("and four new ones\nand three more", (0, 10))
    assert page.counts == (7, 0)


def test_correcting_a_slip_neither_adds_nor_cuts() -> None:
    page = Page()
    page.type("teh<<<the cat<<<dog\n\nsta<<<<<sat", (0, 0))
    assert "\n".join(page.lines) == "the dogsat"
    assert page.counts == (2, 0)


def test_cutting_what_was_there_is_cutting() -> None:
    page = Page("one two three four")
    page.replace((0, 4), (0, 13), "")
    assert page.counts == (0, 2)
    page.type("<<<<", (0, 4))
    assert page.counts == (0, 3)
    assert page.typed.net == -3


def test_rewriting_a_sentence_is_both() -> None:
    page = Page("An old sentence of six words.")
    page.type(" And a new one.", (0, 29))
    page.replace((0, 0), (0, 30), "")
    assert page.counts == (4, 6)


def test_what_was_put_in_between_by_other_means_is_no_slip_when_cut() -> None:
    page = Page()
    end = page.type("one two ", (0, 0))
    end = page.replace(end, end, "pasted words here", told=False)
    page.type("<" * 17, end)
    assert page.counts == (2, 3)


def test_what_took_the_place_of_typed_words_is_no_slip_either() -> None:
    page = Page()
    end = page.type("one two ", (0, 0))
    page.replace((0, 0), end, "ab cde f", told=False)
    page.type("<" * 8, end)
    assert page.counts == (2, 3)


texts = st.text(alphabet=" ab\n.'-—日`", max_size=6)


@given(
    st.text(alphabet=" ab\n.", max_size=30),
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), texts, st.booleans())),
)
def test_added_less_cut_is_what_hands_changed(
    start: str, edits: list[tuple[float, float, str, bool]]
) -> None:
    page = Page(start)
    by_hand = 0
    for a, b, text, told in edits:
        before = page.tally.total
        places = sorted(_place(page.lines, share) for share in (a, b))
        page.replace(places[0], places[1], text, told=told)
        by_hand += (page.tally.total - before) if told else 0
        assert page.typed.net == by_hand
        assert min(page.counts) >= 0
    assert page.tally.total == count_words("\n".join(page.lines))


@given(st.text(alphabet="ab <", max_size=60))
def test_typing_alone_adds_what_stands_there_and_cuts_nothing(keys: str) -> None:
    page, at = Page(), (0, 0)
    for key in keys:
        if key != "<" or at != (0, 0):
            at = page.type(key, at)
    assert page.counts == (count_words("\n".join(page.lines)), 0)


def _place(lines: list[str], share: float) -> tuple[int, int]:
    row = min(len(lines) - 1, int(share * len(lines)))
    return row, int(share * 997) % (len(lines[row]) + 1)
