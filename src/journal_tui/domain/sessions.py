"""A timed writing session: what it aims at, how far it is, and which of its minutes were spent writing."""

from __future__ import annotations

from typing import NamedTuple

from journal_tui.domain.errors import UsageError

USUAL_MINUTES = 25
LONGEST_MINUTES, MOST_WORDS = 600, 100_000
PAUSE = 120.0
"""Seconds without a key after which the writer is taken to be away."""

_MINUTES = ("", "m", "min", "mins", "minute", "minutes")
_HOURS = ("h", "hr", "hrs", "hour", "hours")
_WORDS = ("w", "word", "words")
_EXAMPLES = "25, 45 minutes, 1 hour or 500 words"


class Aim(NamedTuple):
    """What a session is to reach: minutes or words, the other one is 0."""

    minutes: int = 0
    words: int = 0

    def __str__(self) -> str:
        return counted(self.words, "word") if self.words else counted(self.minutes, "minute")


def parse_aim(text: str) -> Aim:
    """What somebody means by "25", "45 min", "1 h" or "500 words"; nothing at all means the usual minutes.

    Raises:
        UsageError: it is none of these, or too much; the message says what it may be.
    """
    plain = text.strip().casefold()
    if not plain:
        return Aim(minutes=USUAL_MINUTES)
    number = plain.rstrip("abcdefghijklmnopqrstuvwxyz. \t")
    digits = number.replace(",", "")
    unit = plain[len(number) :].strip(" \t.")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 10):
        raise UsageError(f"Say {_EXAMPLES}")
    amount = int(digits)
    if unit in _WORDS:
        return _within(Aim(words=amount), amount, MOST_WORDS, "words")
    if unit in _HOURS:
        return _within(Aim(minutes=amount * 60), amount, LONGEST_MINUTES // 60, "hours")
    if unit in _MINUTES:
        return _within(Aim(minutes=amount), amount, LONGEST_MINUTES, "minutes")
    raise UsageError(f"Minutes or words? For example: {_EXAMPLES}")


def _within(aim: Aim, amount: int, most: int, unit: str) -> Aim:
    if not 1 <= amount <= most:
        raise UsageError(f"From 1 to {most:,} {unit}")
    return aim


class ActiveTime:
    """The seconds spent writing: those between two keys, unless the writer was away in between.

    Times are seconds of any clock that only goes forward.
    """

    __slots__ = ("_last", "seconds")

    def __init__(self, now: float) -> None:
        self.seconds = 0.0
        self._last = now

    def key(self, now: float) -> None:
        """Somebody typed, or the session ends."""
        gap = now - self._last
        if 0 < gap <= PAUSE:
            self.seconds += gap
        self._last = max(now, self._last)

    @property
    def minutes(self) -> int:
        """Whole minutes, the nearest; at least one if anything was typed at all."""
        return max(1, int(self.seconds / 60 + 0.5)) if self.seconds else 0


class Progress(NamedTuple):
    """How far a session is."""

    aim: Aim
    seconds: float
    """Since its beginning, pauses included."""
    words: int
    """Written by hand since its beginning."""

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        done = self.words / self.aim.words if self.aim.words else self.seconds / 60 / self.aim.minutes
        return min(1.0, max(0.0, done))

    @property
    def reached(self) -> bool:
        """Whether it is over."""
        return self.share >= 1

    @property
    def rest(self) -> str:
        """What remains, in words: "18 minutes", "288 words"."""
        if self.aim.words:
            return counted(max(0, self.aim.words - self.words), "word")
        return counted(max(0, -int((self.seconds - self.aim.minutes * 60) // 60)), "minute")

    def told(self) -> str:
        """What came of it, as a sentence without a full stop: "25 minutes, 412 words"."""
        minutes = counted(int(self.seconds / 60 + 0.5), "minute") if self.seconds >= 30 else "under a minute"
        if self.aim.words and self.reached:
            return f"{counted(self.words, 'word')} in {minutes}"
        told = f"{minutes}, {counted(self.words, 'word')}"
        return told[0].upper() + told[1:]


def counted(number: int, thing: str) -> str:
    """A number of things: "1 word", "1,200 words"."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
