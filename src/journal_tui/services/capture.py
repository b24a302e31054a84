"""Quick capture: a paragraph for a day, written at once and never lost.

On the capture path: a text must be safe in the time that a shell prompt takes to come back.
"""

from __future__ import annotations

from journal_tui.domain.counting import count_words
from journal_tui.domain.days import journal_day, parse_day, short_day
from journal_tui.domain.errors import JournalError, StorageError
from journal_tui.services.capture_settings import read_capture_settings
from journal_tui.services.clock import make_clock
from journal_tui.services.paragraph import SIZE_LIMIT, append_paragraph, paragraph, refusal
from journal_tui.storage.journal import Journal
from journal_tui.storage.locations import locate
from journal_tui.storage.saver import Changed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from journal_tui.services.clock import Clock
    from journal_tui.settings.lean import CaptureSettings
    from journal_tui.storage.locations import Locations

_TRIES = 1000
"""How often a capture starts again because another writer was faster; each try is a millisecond or two."""


class Inbox:
    """A journal that is ready to take captures."""

    __slots__ = ("clock", "journal", "locations", "name", "settings")

    def __init__(
        self,
        journal: Journal,
        locations: Locations,
        settings: CaptureSettings,
        clock: Clock,
        name: str | None = None,
    ) -> None:
        self.journal = journal
        self.locations = locations
        self.settings = settings
        self.clock = clock
        self.name = name


class Added:
    """What a capture did: a text of `words` words went to `day`, stamped with `minutes` after midnight."""

    __slots__ = ("day", "minutes", "words")

    def __init__(self, day: date, minutes: int | None, words: int) -> None:
        self.day = day
        self.minutes = minutes
        self.words = words

    def __str__(self) -> str:
        words = "1 word" if self.words == 1 else f"{self.words} words"
        time = "" if self.minutes is None else f", {_time_of_day(self.minutes)}"
        return f"Added {words} to {short_day(self.day)}{time}"


class NotAdded(StorageError):
    """The text is not in its day's file. The message says why, and where the text is kept.

    `text` is None where it is kept in a file; else this error is the last one to hold it.
    """

    def __init__(self, message: str, text: str | None = None) -> None:
        super().__init__(message)
        self.text = text


def open_inbox(name: str | None, env: Mapping[str, str]) -> Inbox:
    """The journal called `name` (None: the usual one), ready for captures. Nothing is written yet.

    Raises:
        UsageError: no journal has this name, or JOURNAL_NOW is no moment.
    """
    clock = make_clock(env)
    locations = locate(env)
    root, settings = read_capture_settings(name, env, locations)
    journal = Journal(root, settings.entry_path, locations=locations, now=clock.now)
    return Inbox(journal, locations, settings, clock, name)


def day_for(inbox: Inbox, words: str) -> date:
    """The day that `words` such as "yesterday" mean now.

    Raises:
        UsageError: they mean none, or one that no entry can have.
    """
    day = parse_day(words, journal_day(inbox.clock.now(), inbox.settings.day_starts_at))
    inbox.journal.path_of(day)
    return day


def add(inbox: Inbox, text: str, day: date | None = None) -> Added:
    """Put a clean `text` (see `paragraph.clean`) at the end of `day`, or with its time at the end of today.

    Raises:
        NotAdded: the day's file could not take it; it is as it was.
    """
    now = inbox.clock.now()
    minutes = None
    if day is None:
        day, minutes = journal_day(now, inbox.settings.day_starts_at), now.hour * 60 + now.minute
    whole = paragraph(text, minutes, inbox.settings.capture_format)
    try:
        _append(inbox.journal, day, whole)
    except KeyboardInterrupt as error:
        # Somebody lost patience, perhaps with a disk that hangs: with the disk, not with the text.
        kept = _keep(inbox, day, whole, StorageError("stopped before the text was surely in its entry"))
        kept.exit_code = 130
        raise kept from error
    except Exception as error:  # whatever it is, even a mistake of ours: the text must outlive it
        raise _keep(inbox, day, whole, error) from error
    return Added(day, minutes, count_words(text))


def _append(journal: Journal, day: date, text: str) -> None:
    known = journal.stamp(day)
    if known is not None and known[1] > SIZE_LIMIT:
        raise StorageError(f"{journal.path_of(day)} is over 2 MB, so it is only read, never written")
    with journal.lock():  # so that captures wait for each other instead of trying again
        old = journal.read(day)
        for _ in range(_TRIES):
            try:
                journal.write(day, _with_paragraph(journal, day, old, text), old)
            except Changed as changed:
                # An editor was there first: its text stays, and ours goes below it.
                old = changed.actual
            else:
                return
    raise StorageError(f"other programs keep changing {journal.path_of(day)}")


def _with_paragraph(journal: Journal, day: date, old: bytes | None, text: str) -> bytes:
    reason = refusal(old) if old else None
    if reason:
        raise StorageError(f"{journal.path_of(day)} {reason}, so it is only read, never written")
    new = append_paragraph(old, text)
    reason = refusal(new)
    if reason:
        raise StorageError(f"with this text {journal.path_of(day)} would be a file that {reason}")
    return new


def keep_input(inbox: Inbox, data: bytes) -> str:
    """Put bytes that are no text into a file outside the journal; returns its path.

    Raises:
        NotAdded: that was impossible too.
    """
    today = journal_day(inbox.clock.now(), inbox.settings.day_starts_at)
    try:
        return _park(inbox, today, data)
    except (JournalError, OSError) as error:
        text = data.decode("utf-8", "replace")
        raise NotAdded(f"the text could not be kept: {_reason(error)}", text) from error


def _keep(inbox: Inbox, day: date, text: str, error: Exception) -> NotAdded:
    """Park a text that could not be added, and say so."""
    reason = _reason(error)
    try:
        path = _park(inbox, day, text.encode() + b"\n")
    except (JournalError, OSError) as trouble:
        return NotAdded(f"{reason}; nor could the text be kept elsewhere: {_reason(trouble)}", text)
    return NotAdded(f"{reason}; your text is kept in {path}")


def _park(inbox: Inbox, day: date, data: bytes) -> str:
    from journal_tui.storage.identity import state_dir
    from journal_tui.storage.parked import park

    return park(state_dir(inbox.locations, inbox.journal.root), day.isoformat(), data)


def _reason(error: Exception) -> str:
    if isinstance(error, JournalError):
        return str(error).rstrip(".")
    if isinstance(error, OSError) and error.strerror:
        return error.strerror if error.filename is None else f"{error.filename}: {error.strerror}"
    return f"{type(error).__name__}: {error}"


def _time_of_day(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
