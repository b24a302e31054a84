"""What a terminal gets to see of somebody's text."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_tui.domain.display import CONTROL_SYMBOLS, one_line, visible

_ACTS = {
    *range(0x20),
    *range(0x7F, 0xA0),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    0x2028,
    0x2029,
    *range(0xD800, 0xE000),
}
any_text = st.text(st.one_of(st.sampled_from([chr(code) for code in sorted(_ACTS)]), st.characters()))


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("\x1b[2J", "␛[2J"),
        ("\x9b2J", "\ufffd2J"),
        ("a\x00b\x7fc", "a␀b␡c"),
        ("a\r\nb\tc", "a␍␊b␉c"),
        ("\u202egnp.exe", "\ufffdgnp.exe"),
        ("\u2066a\u2069", "\ufffda\ufffd"),
        ("a\u2028b\u2029c", "a␤b␤c"),
        ("\x85", "\ufffd"),
        ("\ud83d", "\ufffd"),
    ],
)
def test_what_acts_on_a_terminal_becomes_a_sign(raw: str, shown: str) -> None:
    assert visible(raw) == shown


@pytest.mark.parametrize(
    "text",
    ["", "plain", "naïve “quotes” — café", "日本語 👩‍👩‍👧 🇬🇧", "שלום\u200f abc\u200e", "no\u00a0break", "␛"],
)
def test_ordinary_text_of_any_language_is_left_alone(text: str) -> None:
    assert visible(text) == text


def test_newlines_and_tabs_stay_where_lines_are_shown() -> None:
    assert visible("a\n\tb\r\x1b", keep_newlines=True) == "a\n\tb␍␛"


@given(any_text)
def test_one_sign_for_one_character_and_nothing_that_acts_is_left(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert not _ACTS & set(map(ord, shown))
    assert all(new == old for new, old in zip(shown, text, strict=True) if ord(old) not in _ACTS)


@given(any_text)
def test_keeping_newlines_changes_nothing_else(text: str) -> None:
    shown = visible(text, keep_newlines=True)
    assert shown.replace("\n", "␊").replace("\t", "␉") == visible(text)


def test_the_table_holds_all_of_it_and_shows_harmless_single_characters() -> None:
    assert set(CONTROL_SYMBOLS) == _ACTS
    assert all(len(sign) == 1 and sign.isprintable() for sign in CONTROL_SYMBOLS.values())


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("  A day\n\tin  May \r\n", "A day in May"),
        ("2018-03-28\x1b[31m.md", "2018-03-28␛[31m.md"),
        ("a\u2028b\u3000c", "a b c"),
        ("\n", ""),
    ],
)
def test_a_title_is_one_line(raw: str, shown: str) -> None:
    assert one_line(raw) == shown


@given(any_text)
def test_a_title_has_no_runs_of_space_and_nothing_that_acts(text: str) -> None:
    shown = one_line(text)
    assert shown == shown.strip()
    assert "  " not in shown
    assert not _ACTS & set(map(ord, shown))


def test_it_costs_a_capture_no_heavy_import() -> None:
    code = (
        "import sys, journal_tui.domain.display as d\n"
        "d.visible('a\\x1b'); d.one_line('b')\n"
        "heavy = {'re', 'typing', 'dataclasses', 'enum', 'functools', 'unicodedata'}\n"
        "print(*sorted(heavy & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-S", "-E", "-c", _path() + code], capture_output=True, text=True)
    assert (ran.stdout.strip(), ran.stderr) == ("", "")


def _path() -> str:
    import journal_tui

    # -S keeps out what .pth files of the test environment import.
    return f"import sys; sys.path.insert(0, {str(next(iter(journal_tui.__path__))) + '/..'!r})\n"
