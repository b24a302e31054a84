"""What a list says about an entry."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_tui.domain.counting import count_words
from journal_tui.domain.entry import (
    OPENING_LENGTH,
    Summary,
    front_values,
    heading_level,
    summarize,
    tag_spans,
)
from journal_tui.domain.markup import scan

ENTRY = """\
---
title: Not this one
tags: [book, "two words"]
starred: true
---

# Entry 75: Why the Xi-Kim Meeting Matters

As I *wrote* yesterday, [it](http://x.org "no") would be a big deal.[^1] #kim/Xi

- [ ] call the #editor
"""


def test_an_entry_in_a_few_words() -> None:
    assert summarize(ENTRY) == Summary(
        title="Entry 75: Why the Xi-Kim Meeting Matters",
        opening="As I wrote yesterday, it would be a big deal. #kim/Xi call the #editor",
        words=count_words(ENTRY),
        tags=("book", "two words", "kim/Xi", "editor"),
        starred=True,
    )
    assert repr(summarize("x")) == "Summary(opening='x', starred=False, tags=(), title=None, words=1)"
    assert summarize("x") != "x"


def test_nothing_in_nothing() -> None:
    assert summarize("") == summarize("\n\n") == Summary(None, "", 0, (), False)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# One\n# Two", "One"),
        ("text\n\n  # Late", "Late"),
        ("\ufeff# With BOM", "With BOM"),
        ("# One\r\ntext", "One"),
        ("#\tTab", "Tab"),
        ("# Closed ##", "Closed"),
        ("# About C#", "About C#"),
        ("# #", None),
        ("#\n# Second", "Second"),
        ("#Tag\n## Sub\ntext", None),
        ("    # code", None),
        ("```\n# code\n```\n# Real", "Real"),
        ("~~~\n# open", None),
        ("<!--\n# no\n--> # no\n# Real", "Real"),
        ("%%\n# no\n%%\n# Real <!-- x -->", "Real"),
        ("---\n# no: 1\nx: 1\n---\n# Real", "Real"),
        ("# The **very** `x` of [it](u)", "The very x of it"),
        ("# a [/] b [@click=app.quit]x[/]", "a [/] b [@click=app.quit]x[/]"),
        ("# 5 * 3 * 2 and snake_case_name", "5 * 3 * 2 and snake_case_name"),
        ("---\ntitle: From the front\n---\ntext", "From the front"),
        ("---\ntitle: From the front\n---\n# Heading", "Heading"),
        ("---\ntitle: 'It''s' # not this\n---\n", "It's"),
        ('---\nTitle: "A \\"b\\" # c"\n---\n', 'A "b" # c'),
        ("---\ntitle: plain # comment\n---\n", "plain"),
        ("---\ntitle: >\n  folded\n---\n", None),
        ("---\ntitle:\nx: 1\n---\n", None),
        ("---\na:\n  title: deeper\n---\n", None),
        ("+++\ntitle = 'T'\n[extra]\ntitle = 'no'\n+++\n", "T"),
        ("+++\n[extra]\ntitle = 'no'\n+++\n", None),
        ("---\ntitle: not closed\n", None),
    ],
)
def test_the_title(text: str, title: str | None) -> None:
    assert summarize(text).title == title


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("# Title\n\nFirst.\nSecond.", "First. Second."),
        ("**14:05** Had *tea*, ~~not~~ ==much== __of__ _it_, `so`.", "14:05 Had tea, not much of it, so."),
        ("> 1. - [x] done", "done"),
        ("* * *\n\n![the alt](i.png) after<br>break", "the alt after break"),
        ("[x]: http://u\n[^1]: A note.\n\nText", "Text"),
        ("```\ncode\n```\nText <!-- no\nno --> more", "Text more"),
        ("## Morning\n\nText", "Text"),
        ("## Only a heading", "Only a heading"),
        ("# T\n## Sub one\n## Sub two", "Sub one"),
        ("# T", ""),
        ("# T\n# Another", ""),
        ("👍 👍", "👍 👍"),
        ("2 * 3 is un*frig*ging [sic] a_b_c", "2 * 3 is un*frig*ging [sic] a_b_c".replace("*frig*", "frig")),
        ("a * b", "a * b"),
        ("tab\there  and\u00a0there", "tab here and there"),
        ("---\ntitle: x\n---\nText", "Text"),
    ],
)
def test_the_opening(text: str, opening: str) -> None:
    assert summarize(text).opening == opening


def test_a_long_opening_ends_between_words() -> None:
    assert summarize("word " * 50).opening == "word " * 15 + "word"
    assert summarize("yy " + "x" * 77 + " z").opening == "yy " + "x" * 77
    assert summarize("x" * 200).opening == "x" * OPENING_LENGTH
    assert summarize("# " + "long title " * 30 + "\n" + "a" * 79 + " b").opening == "a" * 79


def test_lines_of_a_template_are_neither_words_nor_opening() -> None:
    ignore = frozenset({"# Wednesday", "How was it? #mood"})
    found = summarize("# Wednesday\n\nHow was it? #mood\n\nGood.", ignore=ignore)
    assert found == Summary("Wednesday", "Good.", 1, ("mood",), False)
    assert summarize("How was it? #mood", ignore=ignore).opening == ""


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#tag, (#Paren) *#em* “#quote” — #dash\n#first", "tag Paren em quote dash first"),
        ("#Tag #tag #TAG #other", "Tag other"),
        ("#a-b_c/d- #e/ #f_ #g.", "a-b_c/d e f g"),
        ("#naïve #nai\u0308ve2 #日記 #3d", "naïve nai\u0308ve2 日記 3d"),
        ("#2018 #2018-03 #1/2 #-x #_y # z ## ##w #", ""),
        ("# Heading\n## #inheading", "inheading"),
        ("C# a#b x/#y &#123; \\#no ?#no .#no", ""),
        ("http://x.org/#frag (http://x.org,#frag) www.x.org:#no #yes", "yes"),
        ("`#code` [x](#anchor) <a href='#no'> <!-- #no --> %%#no%% #yes", "yes"),
        ("```\n#no\n```\n#yes", "yes"),
        ("---\nx: #no\n---\n#yes", "yes"),
        ("#a,#b;#c|#d", "a b c d"),
    ],
)
def test_tags_in_the_text(text: str, tags: str) -> None:
    assert summarize(text).tags == tuple(tags.split())


@pytest.mark.parametrize(
    ("front", "tags"),
    [
        ("tags: [a, 'b c', \"d\"]", ("a", "b c", "d")),
        ("tags: a, b c", ("a", "b c")),
        ("tags: a b", ("a", "b")),
        ("tags: '#a'", ("a",)),
        ("tags: [a b]", ("a b",)),
        ("tags:\n  - a\n  - b c # note\nother: 1", ("a", "b c")),
        ("tags:\n- a\nother:\n- b", ("a",)),
        ("tags: [a, A, '']", ("a",)),
        ("tags:", ()),
        ("other: x\ntags: []", ()),
        ("tags: a\ntags: b", ("a",)),
    ],
)
def test_tags_in_the_front_matter(front: str, tags: tuple[str, ...]) -> None:
    assert summarize(f"---\n{front}\n---\n").tags == tags


def test_tags_of_toml_and_of_the_text_come_in_order_and_once() -> None:
    assert summarize("+++\ntags = ['One', 'two']\n+++\n#three #one").tags == ("One", "two", "three")


def test_other_symbols_begin_tags_too() -> None:
    assert summarize("#one @two +3x me@x.org", "#@").tags == ("one", "two")
    assert summarize("#one @two", "@").tags == ("two",)
    assert summarize("#one", "").tags == ()


@pytest.mark.parametrize(
    ("value", "starred"),
    [("true", True), ("True # yes", True), ("false", False), ("", False), ("[true]", False)],
)
def test_a_star_is_in_the_front_matter(value: str, starred: bool) -> None:
    assert summarize(f"---\nstarred: {value}\nx: 1\n---\n").starred is starred
    assert not summarize(f"starred: {value}\n").starred


def test_the_simple_values_of_front_matter() -> None:
    block = ["---", "Title: a: b", "# c", "", "nested:", "  x: 1", "list:", " - i", " - j", "no key", "---"]
    assert front_values(block) == {"title": "a: b", "nested": "", "list": ",i,j"}
    assert front_values([]) == {}


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("# a", 1),
        ("###### a", 6),
        ("####### a", 0),
        ("#a", 0),
        ("#", 1),
        ("   ## a", 2),
        ("    # a", 0),
        ("", 0),
    ],
)
def test_headings(line: str, level: int) -> None:
    assert heading_level(line) == level


def test_where_tags_stand() -> None:
    line = "a #tag, `#no` @me #2"
    spans, _ = scan(line)
    assert [line[start:end] for start, end in tag_spans(line, spans, "@#")] == ["#tag", "@me"]


text_of_entries = st.lists(
    st.sampled_from(
        [
            *[
                "",
                "# T #a",
                "```",
                "#tag text",
                "---",
                "x: 1",
                "tags: [a, b",
                "starred: true",
                "+++",
                "<!--",
                "-->",
            ],
            *["%%", "[x](y) *z*", "`", "* * *", "[^1]: n", "# ", "\x1b[31m#red"],
        ]
    )
    | st.text(max_size=12),
    max_size=12,
).map("\n".join)


@given(text_of_entries, st.sampled_from(["#", "#@", ""]))
def test_any_text_has_a_summary(text: str, symbols: str) -> None:
    found = summarize(text, symbols)
    assert found.words == count_words(text)
    assert len(found.opening) <= OPENING_LENGTH
    assert found.opening == " ".join(found.opening.split())
    assert found.title is None or found.title.strip()
    assert len({tag.casefold() for tag in found.tags}) == len(found.tags)
    assert all(found.tags)


def test_a_real_diary(pepys_archive: Path) -> None:
    with tarfile.open(pepys_archive) as archive:
        files = [archive.extractfile(member) for member in archive if member.name.endswith(".md")]
        entries = [file.read().decode("utf-8") for file in files if file][::10]
    assert len(entries) > 300
    for text in entries:
        found = summarize(text)
        assert found.words > 0
        # Plain prose: dashes and lone signs are all that a rough count sees otherwise.
        assert abs(found.words - len(text.split())) <= 0.05 * found.words + 5
        assert found.opening
        assert found.tags == ()
