"""Addresses: where they stand in a line, where they lead, which are refused."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_tui.domain.errors import UsageError
from journal_tui.domain.links import LONGEST, SCHEMES, link_near, link_to, links_in, shown


@pytest.mark.parametrize(
    ("address", "target", "host"),
    [
        ("https://example.com/a?b=c#d", "https://example.com/a?b=c#d", "example.com"),
        (" HTTP://Example.COM:8080 ", "http://example.com:8080", "example.com"),
        ("https://example.com/ü b", "https://example.com/%C3%BC%20b", "example.com"),
        ("https://аррӏе.com/x", "https://xn--80ak6aa92e.com/x", "xn--80ak6aa92e.com"),
        ("https://google.com@evil.com/", "https://google.com@evil.com/", "evil.com"),
        # A browser reads the backslash as a slash: this one leads to evil.com.
        ("https://evil.com\\@google.com", "https://evil.com/@google.com", "evil.com"),
        ("https://[::1]:80/", "https://[::1]:80/", "[::1]"),
        ("https://good.com/\u202egpj.exe", "https://good.com/%E2%80%AEgpj.exe", "good.com"),
        ("mailto:anna@example.org", "mailto:anna@example.org", "example.org"),
    ],
)
def test_where_an_address_really_leads(address: str, target: str, host: str) -> None:
    link = link_to(address)
    assert (link.target, link.host) == (target, host)


@pytest.mark.parametrize(
    "address",
    [
        *("file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "ssh://host", "vscode://x", "-x"),
        *("picture.png", "//example.com", "", "http:", "https:///x", "https://", "https://a b.com", "https://a%2fb"),
        *("https://a..com", "https://x:99999/", "https://x:port/", "mailto:a@b c", f"https://a.b/{'x' * LONGEST}"),
    ],
)  # fmt: skip
def test_what_is_not_opened(address: str) -> None:
    with pytest.raises(UsageError) as refused:
        link_to(address)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 200


def notes_of(address: str) -> str:
    return " ".join(link_to(address).notes)


def test_what_a_reader_should_know() -> None:
    assert link_to("https://example.com").notes == ()
    assert "xn--80ak6aa92e.com" in notes_of("https://аррӏе.com")
    assert "аррӏе.com" in notes_of("https://xn--80ak6aa92e.com")
    assert "before the @" in notes_of("https://google.com@evil.com")
    assert "nobody sees" in notes_of("https://a.com/\u200b")
    assert "look through it" in notes_of("mailto:a@b.de?attach=x")


def test_what_hides_stands_as_a_number() -> None:
    assert shown("a\x1b[2J\u202eb\u200b\u3164\xa0c") == "a<U+001B>[2J<U+202E>b<U+200B><U+3164><U+00A0>c"


@given(
    st.text(max_size=60), st.sampled_from(["", "https://", "https://a.b/", "mailto:a@b.de?", "https://a@"])
)
def test_what_is_opened_is_plain_and_what_is_shown_is_visible(text: str, start: str) -> None:
    try:
        link = link_to(start + text)
    except UsageError as error:
        assert str(error).isprintable()
        return
    assert link.target.isascii()
    assert link.target.isprintable()
    assert " " not in link.target
    assert link.target.partition(":")[0] in SCHEMES
    assert link.shown.isprintable()
    assert all(note.isprintable() for note in link.notes)


def test_links_of_a_line() -> None:
    line = 'A [b](https://x.y/(z) "t"), <mailto:a@b.c> ![i](p.png) (see https://d.e/f(g)). [k](<u v>)'
    assert [one.address for one in links_in(line)] == [
        *("https://x.y/(z)", "mailto:a@b.c", "p.png", "https://d.e/f(g)", "u v")
    ]
    assert all(line[one.start] in "[<!h" for one in links_in(line))
    assert [one.address for one in links_in("[r]: https://a.b 'title'")] == ["https://a.b"]
    assert links_in("no (link) [here] at all: http:/x") == []


def test_the_link_at_a_place() -> None:
    line = "one https://a.b two https://c.d three"
    assert link_near(line, 0) == "https://a.b"
    assert link_near(line, 6) == "https://a.b"
    assert link_near(line, 17) == "https://c.d"
    assert link_near(line, len(line)) == "https://c.d"
    assert link_near("none", 2) is None


@given(st.text(alphabet="[]()<>\\ htps:/.@mailo'\"", max_size=200))
def test_any_line_is_looked_through(line: str) -> None:
    found = links_in(line)
    assert all(0 <= one.start < one.end <= len(line) for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_a_hostile_line_costs_little_work() -> None:
    assert links_in("[" * 20_000 + "](" * 5_000) == []
