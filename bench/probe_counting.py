"""In a process of its own: count words after a key and all at once."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from time import perf_counter

from bench.corpus import prose
from bench.rounds import Samples, interleave
from journal_tui.domain.counting import WordTally, count_words

_WORDS_A_LINE = 100


def seconds(work: Callable[[], object], times: int = 1) -> Callable[[], float]:
    """A timer of `work`, done `times` times in a row for the clock's sake; it returns the seconds of one."""

    def timer() -> float:
        start = perf_counter()
        for _ in range(times):
            work()
        return (perf_counter() - start) / times

    return timer


def after_a_key(words: int, rounds: int) -> dict[str, Samples]:
    """A line of a text grows by a letter; ours against splitting the whole text."""
    text = prose(words, _WORDS_A_LINE, "counting")
    lines = text.splitlines()
    tally = WordTally(lines)
    at = len(lines) // 2
    at += not lines[at]

    def key() -> None:
        lines[at] += "x"
        tally.replace(at, 1, [lines[at]])

    return interleave({"ours": seconds(key, 20), "split": seconds(lambda: len(text.split()))}, rounds)


def whole(rounds: int) -> dict[str, Samples]:
    """A long text counted from nothing."""
    text = prose(100_000, _WORDS_A_LINE, "counting")
    timers = {
        "ours": seconds(lambda: count_words(text)),
        "tally": seconds(lambda: WordTally(text.splitlines()).total),
        "split": seconds(lambda: len(text.split())),
    }
    return interleave(timers, max(3, rounds // 4))


if __name__ == "__main__":
    count = int(sys.argv[1])
    found = {str(words): after_a_key(words, count) for words in (1_000, 10_000, 100_000)}
    print(json.dumps({**found, "whole": whole(count)}))
