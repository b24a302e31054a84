"""Paths of entries from days, and days from paths."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_tui.domain.days import parse_iso_day
from journal_tui.domain.errors import UsageError
from journal_tui.storage.pattern import NOTHING_KNOWN, Pattern, iso_day

DAY = date(2018, 3, 28)
GOOD = {
    "%Y-%m-%d.md": "2018-03-28.md",
    "%Y/%m/%Y-%m-%d.md": "2018/03/2018-03-28.md",
    "%Y/%m/%d.md": "2018/03/28.md",
    "%Y/%m-%d.md": "2018/03-28.md",
    "%Y%m%d.md": "20180328.md",
    "days/%Y/journal %d.%m.%Y.txt": "days/2018/journal 28.03.2018.txt",
    "100%%/%Y-%m-%d 5%%.md": "100%/2018-03-28 5%.md",
    "%d/%m/%Y.md": "28/03/2018.md",
    "%Y-%m-%d": "2018-03-28",
    "Tagebücher/%Y-%m-%d.md": "Tagebücher/2018-03-28.md",
    "a{b}/%Y-%m-%d{0}.md": "a{b}/2018-03-28{0}.md",
}


@pytest.mark.parametrize(("text", "path"), GOOD.items())
def test_the_path_of_a_day(text: str, path: str) -> None:
    assert Pattern(text).path(DAY) == path


def day_of(pattern: Pattern, path: str) -> tuple[date, bool] | None:
    """Down the folders and then the file, as a scan does."""
    *folders, name = path.split("/")
    known = NOTHING_KNOWN
    for part, folder in zip(pattern.folders, folders, strict=True):
        told = part.read(folder, known, whole=True)
        if told is None:
            return None
        known = told
    return pattern.classify(name, "".join(f"{folder}/" for folder in folders), known, deepest=True)


@pytest.mark.parametrize("text", GOOD)
@given(day=st.dates(date(1000, 1, 1)))
def test_every_path_leads_back_to_its_day(text: str, day: date) -> None:
    pattern = Pattern(text)
    assert day_of(pattern, pattern.path(day)) == (day, True)


BAD = {
    "": "inside",
    "/%Y-%m-%d.md": "inside",
    "../%Y-%m-%d.md": "inside",
    "%Y/../%m-%d.md": "inside",
    "%Y//%m-%d.md": "inside",
    "./%Y-%m-%d.md": "inside",
    "%Y-%m-%d/": "inside",
    "%Y-%m-%d\0.md": "inside",
    ".hidden/%Y-%m-%d.md": "hidden",
    ".%Y-%m-%d.md": "hidden",
    "journal.md": "must hold",
    "%Y-%m.md": "must hold",
    "%m-%d.md": "must hold",
    "%Y/%m/%d/entry.md": "own name",
    "%y-%m-%d.md": "%y",
    "%Y-%b-%d.md": "%b",
    "%Y-%-m-%d.md": "%-",
    "%Y-%m-%d.md%": "%",
    "%Y-%m-%d" + "x" * 200: "too long",
}


@pytest.mark.parametrize(("text", "reason"), BAD.items())
def test_what_cannot_be_a_pattern_is_refused_by_the_name_of_its_setting(text: str, reason: str) -> None:
    with pytest.raises(UsageError, match="entry_path") as caught:
        Pattern(text)
    assert reason in str(caught.value)


@given(text=st.text(alphabet="%Ymd-/. x{}", max_size=30))
def test_any_pattern_is_refused_or_leads_inside_and_back(text: str) -> None:
    try:
        pattern = Pattern(text)
    except UsageError:
        return
    path = pattern.path(DAY)
    assert ".." not in path.split("/")
    assert not path.startswith("/")
    assert day_of(pattern, path) == (DAY, True)


@given(
    st.one_of(
        st.text(alphabet="0123456789-W", min_size=8, max_size=11),
        st.dates().map(date.isoformat),
        st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True),
        st.text(max_size=12),
    )
)
def test_the_quick_reading_of_a_date_is_the_careful_one(text: str) -> None:
    careful = parse_iso_day(text)
    assert iso_day(text) == (careful if careful is not None and careful.year >= 1000 else None)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("%Y-%m-%d.md", "2018-03-28.md", (DAY, True)),
        ("%Y-%m-%d.md", "2018-03-28 (conflicted copy).md", (DAY, False)),
        ("%Y-%m-%d.md", "2018-03-28.sync-conflict-20180329-101010-ABCDEFG.md", (DAY, False)),
        ("%Y-%m-%d.md", "2018-03-28.conflict-20180329T101010Z-01234567.md", (DAY, False)),
        ("%Y-%m-%d.md", "2018-03-28 2.md", (DAY, False)),
        ("%Y-%m-%d.md", "2018-03-28(1).md", (DAY, False)),
        ("%Y-%m-%d.md", "2018-03-28x.md", (DAY, False)),
        ("%Y-%m-%d.md", "2018-03-28.MD", (DAY, False)),
        ("%Y-%m-%d.md", "2018-03-28.txt", None),
        ("%Y-%m-%d.md", "2018-03-28", None),
        ("%Y-%m-%d.md", "2018-03-28.md~", None),
        ("%Y-%m-%d.md", "2018-03-28.md.orig", None),
        ("%Y-%m-%d.md", "2018-3-1.md", None),
        ("%Y-%m-%d.md", "18-03-28.md", None),
        ("%Y-%m-%d.md", "0999-12-31.md", None),
        ("%Y-%m-%d.md", "2018-02-30.md", None),
        ("%Y-%m-%d.md", "2018-13-01.md", None),
        ("%Y-%m-%d.md", "２０１８-03-28.md", None),
        ("%Y-%m-%d.md", "20180328.md", None),
        ("%Y-%m-%d.md", "2018-W13-3.md", None),
        ("%Y-%m-%d.md", "x2018-03-28.md", None),
        ("%Y-%m-%d.md", " 2018-03-28.md", None),
        ("%Y%m%d.md", "20180328.md", (DAY, True)),
        ("%Y%m%d.md", "20180328 2.md", (DAY, False)),
        ("%Y%m%d.md", "2018-03-28.md", (DAY, False)),
        ("%Y%m%d.md", "20180230.md", None),
        ("%Y%m%d.md", "09991231.md", None),
        ("%Y-%m-%d.txt", "2018-03-28.txt", (DAY, True)),
        ("%Y-%m-%d.txt", "2018-03-28 2.txt", (DAY, False)),
        ("%Y-%m-%d.txt", "2018-03-28.md", (DAY, False)),
        ("%Y-%m-%d", "2018-03-28", (DAY, True)),
        ("%Y-%m-%d", "2018-03-28.jpg", None),
    ],
)
def test_whose_day_a_file_is(text: str, name: str, expected: tuple[date, bool] | None) -> None:
    assert day_of(Pattern(text), name) == expected
