"""The settings of a capture: they come back as they were, and cost next to nothing to read."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_tui.settings.lean import DEFAULT, CaptureSettings, dump, parse
from journal_tui.settings.load import load_config, load_journal_settings
from journal_tui.settings.model import Config, JournalSettings, capture_settings

ANY_TEXT = st.text(st.characters(exclude_categories=[]))
NAMES = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,63}", fullmatch=True)
PATHS = st.sampled_from(["%Y-%m-%d.md", "%Y/%m/%Y-%m-%d.md", "tagebücher/%Y/%Y-%m-%d.md"])


@st.composite
def settings(draw: st.DrawFn) -> CaptureSettings:
    journals = draw(st.dictionaries(NAMES, ANY_TEXT.filter(bool), max_size=4))
    return CaptureSettings(
        day_starts_at=draw(st.integers(0, 720)),
        entry_path=draw(PATHS),
        capture_format=draw(ANY_TEXT) + "{text}" + draw(ANY_TEXT),
        journals=journals,
        journal=draw(st.sampled_from([None, *journals])),
        tag_symbols=draw(ANY_TEXT.filter(bool)),
        template=draw(st.none() | st.from_regex(r"[^./\\ \x00][^/\\]{0,63}", fullmatch=True)),
    )


@given(settings(), ANY_TEXT)
def test_what_is_dumped_is_parsed_again(values: CaptureSettings, stamp: str) -> None:
    found = parse(dump(values, stamp), stamp)
    assert found == values
    assert list(found.journals) == list(values.journals)


@given(settings(), ANY_TEXT, ANY_TEXT)
def test_another_stamp_gives_nothing(values: CaptureSettings, stamp: str, other: str) -> None:
    if stamp != other:
        assert parse(dump(values, stamp), other) is None


@given(settings(), st.data())
def test_a_cut_file_gives_nothing(values: CaptureSettings, data: st.DataObject) -> None:
    whole = dump(values, "1")
    assert parse(whole[: data.draw(st.integers(0, len(whole) - 1))], "1") is None


@given(st.binary())
def test_no_bytes_raise(data: bytes) -> None:
    assert parse(data, "") is None


@given(settings(), st.data())
def test_no_damage_raises_or_leads_out_of_the_journal(values: CaptureSettings, data: st.DataObject) -> None:
    whole = bytearray(dump(values, "1"))
    whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    found = parse(bytes(whole), "1")
    if found is not None:
        assert 0 <= found.day_starts_at <= 720
        assert ".." not in found.entry_path
        assert "{text}" in found.capture_format


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"day_starts_at 240", b"day_starts_at 721"),
        (b"day_starts_at 240", b"day_starts_at -1"),
        (b"day_starts_at 240", "day_starts_at ٢".encode()),
        (b"%Y-%m-%d.md", b"../%Y-%m-%d.md"),
        (b"{text}", b""),
        (b"at work", b"at Work"),
        (b"journal work", b"journal other"),
        (b"/w", b"/w\\x"),
        (b"/w", b""),
        (b"template daily", b"template ../daily"),
        (b"template daily", b"template "),
        (b"tag_symbols #", b"tag_symbols "),
        (b"settings 1", b"settings 2"),
    ],
)
def test_a_damaged_value_gives_nothing(old: bytes, new: bytes) -> None:
    whole = dump(CaptureSettings(journals={"work": "/w"}, journal="work", template="daily"), "s")
    assert old in whole
    assert parse(whole, "s") is not None
    assert parse(whole.replace(old, new), "s") is None


def test_the_defaults_are_those_of_the_settings() -> None:
    assert capture_settings(JournalSettings(), Config()) == DEFAULT
    assert parse(dump(DEFAULT, ""), "") == DEFAULT


def test_what_the_files_say_is_carried_over() -> None:
    journal, _ = load_journal_settings(
        b'day_starts_at = "05:00"\ncapture_format = "{text}\\n"\ntag_symbols="@"\n[journal]\ntemplate = "t"',
        "",
    )
    config, _ = load_config(b'journal = "w"\n[journals]\nw = "~/w"', "")
    found = capture_settings(journal, config)
    assert found == CaptureSettings(300, "%Y-%m-%d.md", "{text}\n", {"w": "~/w"}, "w", "@", "t")
    assert parse(dump(found, "x"), "x") == found


def test_importing_it_loads_nothing_else() -> None:
    code = (
        "import sys; before = set(sys.modules)\n"
        "from journal_tui.settings import lean\n"
        "assert lean.parse(lean.dump(lean.DEFAULT, 'a'), 'a') == lean.DEFAULT\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    allowed = {"__future__", "journal_tui", "journal_tui.settings", "journal_tui.settings.lean"}
    assert set(done.stdout.split()) <= allowed
