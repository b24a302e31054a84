"""What the bench concludes is only as good as its statistics and its eye for a full frame."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from bench import corpus
from bench.process import Command, Failed
from bench.rounds import interleave, percentile, ratio
from bench.table import Part, Row, compared, level, markdown, show_ratio, verdict
from bench.terminal import Chunk, Screen, first_full_frame, record, settled
from hypothesis import given
from hypothesis import strategies as st

ENV = {"PATH": os.defpath, "TERM": "xterm-256color"}


def test_rounds_go_in_turns_and_warm_ups_are_thrown_away() -> None:
    calls: list[str] = []

    def timer(name: str) -> Callable[[], float]:
        def run() -> float:
            calls.append(name)
            return float(len(calls))

        return run

    figures = interleave({"a": timer("a"), "b": timer("b")}, 2, warm_ups=1)
    assert "".join(calls) == "ababab"
    assert figures == {"a": [3.0, 5.0], "b": [4.0, 6.0]}


def test_a_ratio_is_taken_round_by_round() -> None:
    # A slow moment that falls on both sides of a round makes no difference; the sides' medians would say 6.
    assert ratio([1, 20, 6], [0.5, 10, 1]) == 2
    with pytest.raises(ValueError):
        ratio([1, 2], [1])


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0.01, 1))
def test_a_percentile_is_the_smallest_figure_that_enough_do_not_exceed(
    figures: list[float], share: float
) -> None:
    found = percentile(figures, share)
    assert found in figures
    assert sum(figure <= found for figure in figures) >= share * len(figures) - 1e-6
    assert sum(figure < found for figure in figures) < share * len(figures)


def test_percentiles_of_a_hundred() -> None:
    figures = [float(n) for n in range(1, 101)]
    assert [percentile(figures, share) for share in (0.5, 0.99, 1)] == [50, 99, 100]


def test_a_row_is_judged_by_the_ratio() -> None:
    assert compared("a", [0.02, 0.02], "b", [0.01, 0.01], 2).met is True
    assert compared("a", [0.021, 0.021], "b", [0.01, 0.01], 2).met is False
    assert compared("a", [1.0], "b", [1.0]).met is None
    assert level("a", [1.09], "b", [1.0], 0.1).met is True
    assert level("a", [0.89], "b", [1.0], 0.1).met is False
    assert level("a", [1.11], "b", [1.0], 0.1).met is False


def test_the_report_tells_what_is_missed() -> None:
    part = Part(
        "Part",
        [Row("good", "1 ms", met=True), Row("bad", "2 ms", met=False), Row("other", "3 ms")],
        ["Note."],
    )
    assert verdict([part]) == "1 of 2 budgets met; not met: bad."
    lines = markdown([part]).splitlines()
    assert lines[0] == "## Part"
    assert "**no**" in next(line for line in lines if "bad" in line)
    assert lines[-1] == "- Note."
    assert [show_ratio(value) for value in (1.314, 0.5, 1 / 13)] == ["1.31", "0.50", "1/13"]


def test_the_full_frame_is_the_first_that_equals_the_last() -> None:
    chunks: list[Chunk] = [
        (0.1, b"\x1b[?1049h\x1b[2J"),
        (0.2, b"\x1b[Hone"),
        (0.3, b"\x1b[2;1Htwo"),
        (0.4, b"\x1b[H\x1b[1mone"),  # the same text in bold is no other frame
    ]
    assert first_full_frame(chunks, 10, 2) == 0.3
    assert settled(chunks, 10, 2) == ("one".ljust(10), "two".ljust(10))


def test_a_frame_that_is_painted_over_is_not_full() -> None:
    chunks = [(0.1, b"\x1b[Hdone"), (0.2, b"\x1b[Hwait"), (0.3, b"\x1b[Hdone and more"), (0.4, b"\x1b[?25l")]
    assert first_full_frame(chunks, 20, 1) == 0.3


def test_an_empty_screen_is_no_frame() -> None:
    with pytest.raises(ValueError):
        first_full_frame([(0.1, b"\x1b[?1049h\x1b[2J   ")], 10, 2)


ODD = "\x1b[>1u\x1b[<u\x1b[?2026$p\x1bP+q544e\x1b\\\x1b]0;title\x07\x1b[38;2;1;2;3mé→ü\x1b[0m✓".encode()


def test_sequences_for_newer_terminals_leave_nothing_on_the_screen() -> None:
    screen = Screen(10, 1)
    screen.feed(ODD)
    assert screen.text == ("é→ü✓".ljust(10),)


@given(st.sets(st.integers(1, len(ODD) - 1)))
def test_a_chunk_may_end_anywhere(cuts: set[int]) -> None:
    screen = Screen(10, 1)
    for start, end in pairwise((0, *sorted(cuts), len(ODD))):
        screen.feed(ODD[start:end])
    assert screen.text == ("é→ü✓".ljust(10),)


PROGRAM = """\
import os, sys, termios, tty
tty.setraw(0)
os.write(1, b"\\x1b[?1049h\\x1b[Hready")
key = os.read(0, 1)
os.write(1, b"\\x1b[?1049l")
sys.exit(key != b"q")
"""


def test_a_program_is_recorded_from_start_to_end() -> None:
    recording = record(Command((sys.executable, "-c", PROGRAM), ENV), b"q")
    assert settled(recording.chunks)[0].rstrip() == "ready"
    assert recording.restored is not None
    assert recording.restored <= recording.gone


def test_a_program_that_fails_is_no_measurement() -> None:
    with pytest.raises(Failed, match="exit code 1"):
        record(Command((sys.executable, "-c", PROGRAM), ENV), b"x")
    with pytest.raises(Failed, match="ended by itself: sorry"):
        record(Command((sys.executable, "-c", "print('sorry')"), ENV), b"q")
    with pytest.raises(Failed, match="exit code 3"):
        Command((sys.executable, "-c", "raise SystemExit(3)"), ENV).seconds()
    with pytest.raises(Failed, match="exit code 1, no luck"):
        Command((sys.executable, "-c", "raise SystemExit('no luck')"), ENV).output()


def test_the_peak_of_a_program_is_its_own() -> None:
    small = Command((sys.executable, "-I", "-S", "-c", "pass"), ENV).peak()
    large = Command((sys.executable, "-I", "-S", "-c", "b'x' * 50_000_000"), ENV).peak()
    assert large - small > 45


def test_made_up_text_is_the_same_everywhere(tmp_path: Path) -> None:
    assert len(set(corpus.vocabulary())) == corpus.VOCABULARY
    assert len(corpus.entry(3).split()) == corpus.WORDS_A_DAY + 1  # and the heading's mark
    together = tmp_path / "journal.txt"
    corpus.write_journals(3, date(2018, 3, 1), str(tmp_path / "small"), str(together))
    corpus.write_journals(5, date(2018, 3, 1), str(tmp_path / "large"), None)
    names = sorted(path.name for path in (tmp_path / "small").iterdir())
    assert names == ["2018-02-27.md", "2018-02-28.md", "2018-03-01.md"]
    for name in names:
        text = (tmp_path / "small" / name).read_text("utf-8")
        assert text == (tmp_path / "large" / name).read_text("utf-8")
        assert f"[{name[:-3]} 09:00] {text}\n" in together.read_text("utf-8")
