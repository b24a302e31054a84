"""Writing days: which day a moment belongs to, how people name days, how days are written out.

All arithmetic is on naive local wall-clock time, so that a change to summer time never moves a day.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from journal_tui.domain.errors import UsageError

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_EXAMPLES = "2018-03-28, today, yesterday, -3, friday or 3 days ago"
_MINUTES_OF_A_DAY = 24 * 60


def journal_day(now: datetime, day_starts_at: int) -> date:
    """The writing day that `now` (local wall-clock time) belongs to.

    `day_starts_at` is in minutes after midnight, 0 to 720: with 240 a day lasts from 04:00 to 04:00, and
    01:30 still belongs to the day before.
    """
    try:
        return (now.replace(tzinfo=None) - timedelta(minutes=day_starts_at)).date()
    except OverflowError:
        return date.min


def parse_iso_day(text: str) -> date | None:
    """The day if `text` is exactly YYYY-MM-DD, in ASCII digits and in the calendar; else None."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return None
    year, month, day = text[:4], text[5:7], text[8:]
    if not (_is_number(year) and _is_number(month) and _is_number(day)):
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def parse_day(text: str, today: date) -> date:
    """The day that a person means by `text`, seen from `today`.

    Understood are YYYY-MM-DD, today, yesterday, tomorrow, -3 (three days back), names of weekdays, in full or
    as three letters, with or without "last" (always the last one before today), and "3 days ago". Case and
    spaces at the ends don't matter. Raises UsageError, with examples, for anything else: for an unknown word,
    for a date that can be read in two ways (03/04/2018), and for a day more than a year ahead.
    """
    words = text.casefold().split()
    phrase = " ".join(words)
    try:
        day = parse_iso_day(phrase) or _relative_day(words, today)
    except OverflowError:
        raise UsageError(f"{_shown(text)} lies outside the calendar") from None
    if day is None:
        raise UsageError(_why_not(text, phrase))
    if _is_over_a_year_after(day, today):
        raise UsageError(f"{_shown(text)} is more than a year ahead ({short_day(day)})")
    return day


def parse_time_of_day(text: str) -> int | None:
    """Minutes after midnight for a 24-hour time such as "04:00" or "4:00"; None for anything else."""
    hours, colon, minutes = text.strip().partition(":")
    if not colon or len(minutes) != 2 or len(hours) > 2 or not (_is_number(hours) and _is_number(minutes)):
        return None
    total = int(hours) * 60 + int(minutes)
    return total if int(minutes) < 60 and total < _MINUTES_OF_A_DAY else None


def short_day(day: date) -> str:
    """The day as "Wed 28 Mar 2018", in English everywhere."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def long_day(day: date) -> str:
    """The day as "Wednesday, 28 March 2018", in English everywhere."""
    return f"{WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def _is_number(text: str) -> bool:
    # isdigit alone would let superscripts and the digits of other scripts through.
    return text.isascii() and text.isdigit()


def _relative_day(words: list[str], today: date) -> date | None:
    """The day that casefolded `words` name by its distance from today; None for unknown words."""
    back = _days_back(words, today)
    return None if back is None else today - timedelta(days=back)


def _days_back(words: list[str], today: date) -> int | None:
    if len(words) == 3 and words[1] in ("day", "days") and words[2] == "ago" and _is_number(words[0]):
        return _bounded(words[0])
    if len(words) == 2 and words[0] == "last":
        return _weekdays_back(words[1], today)
    if len(words) != 1:
        return None
    word = words[0]
    if word[0] == "-" and _is_number(word[1:]):
        return _bounded(word[1:])
    near = {"today": 0, "yesterday": 1, "tomorrow": -1}
    return near[word] if word in near else _weekdays_back(word, today)


def _bounded(digits: str) -> int:
    # int() itself refuses very long numbers with an error that has nothing to do with dates.
    if len(digits) > 9:
        raise OverflowError
    return int(digits)


def _weekdays_back(word: str, today: date) -> int | None:
    """Days since the last such weekday before today: 1 to 7; None if `word` is no weekday."""
    for number, name in enumerate(WEEKDAYS):
        if word in (name.casefold(), name[:3].casefold()):
            return (today.weekday() - number - 1) % 7 + 1
    return None


def _is_over_a_year_after(day: date, today: date) -> bool:
    return (day.year, day.month, day.day) > (today.year + 1, today.month, today.day)


def _why_not(text: str, phrase: str) -> str:
    parts = phrase.replace("/", ".").split(".")
    if len(parts) == 3 and all(map(_is_number, parts)):
        readings = _readings(parts)
        if len(readings) == 2:
            return f"{_shown(text)} can be {readings[0]} or {readings[1]}: write the one that you mean"
        if readings:
            return f"{_shown(text)} is no date that I read: write {readings[0]}"
    elif len(phrase) == 10 and all(map(_is_number, phrase.split("-"))):
        return f"{_shown(text)} is not in the calendar"
    return f"{_shown(text)} is no date that I know: write {_EXAMPLES}"


def _readings(parts: list[str]) -> list[date]:
    """The days that three numbers such as 03/04/2018 may mean, month first or day first, without repeats."""
    first, second, year = parts
    texts = [f"{year}-{month:0>2}-{day:0>2}" for day, month in ((first, second), (second, first))]
    days = [parse_iso_day(text) for text in dict.fromkeys(texts)]
    return [day for day in days if day is not None]


def _shown(text: str) -> str:
    """What the user wrote, short and harmless to a terminal."""
    cut = text if len(text) <= 40 else text[:39] + "…"
    return f'"{cut}"' if cut.isprintable() else repr(cut)
