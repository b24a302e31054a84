"""Reading entries without opening a page: summaries, lists, whole texts. Nothing is written."""

from __future__ import annotations

from journal_tui.domain.entry import Summary, summarize
from journal_tui.domain.errors import StorageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from journal_tui.services.workspace import Workspace
    from journal_tui.storage.journal import DayFiles


class Entry:
    """What is known of one day's entry.

    `data` are its bytes, `path` is its absolute path; both are None for a day that only has `siblings`,
    copies that a sync engine or a merge left. `number` is its number in a series, None outside of one.
    `problem` is the reason, in one line, why it could not be read.
    """

    __slots__ = ("data", "day", "number", "path", "problem", "siblings", "summary")

    def __init__(self, day: date, path: str | None = None, siblings: tuple[str, ...] = ()) -> None:
        self.day = day
        self.path = path
        self.siblings = siblings
        self.data: bytes | None = None
        self.number: int | None = None
        self.problem: str | None = None
        self.summary = _NOTHING

    @property
    def text(self) -> str:
        """The entry's text; `""` where it could not be read."""
        return decode_entry(self.data or b"")


def decode_entry(data: bytes) -> str:
    """Any file's text, without a byte order mark: UTF-8, else Windows-1252, else Latin-1."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def template_text(workspace: Workspace, day: date) -> str:
    """What stands on the empty page of `day`; `""` without a template."""
    return "" if workspace.template is None else workspace.template.render(day)


def template_lines(workspace: Workspace, day: date) -> frozenset[str]:
    """The lines of `template_text`: they count no words."""
    return _NO_LINES if workspace.template is None else workspace.template.lines(day)


def summary_of(workspace: Workspace, day: date, data: bytes | str) -> Summary:
    """The summary of a day's text by the journal's settings."""
    text = data if isinstance(data, str) else decode_entry(data)
    return summarize(text, workspace.tag_symbols, template_lines(workspace, day))


_NOTHING = Summary(None, "", 0, (), False)
_NO_LINES: frozenset[str] = frozenset()


def list_entries(
    workspace: Workspace,
    *,
    limit: int | None = None,
    first: date | None = None,
    last: date | None = None,
    tag: str | None = None,
    starred: bool = False,
    reverse: bool = False,
) -> Iterator[Entry]:
    """The entries from `first` to `last` (inclusive), newest first, each read when it is asked for.

    `limit` keeps the newest ones that match; `reverse` gives those oldest first. `tag` matches without regard
    to case, with or without its symbol.
    """
    files = workspace.journal.scan()
    days = [day for day in files if (first is None or day >= first) and (last is None or day <= last)]
    days.sort(reverse=not (reverse and limit is None))
    wanted = None if tag is None else tag.lstrip(workspace.tag_symbols).casefold()
    found = _read_matching(workspace, files, days, wanted, starred)
    if limit is None:
        yield from found
        return
    newest = [entry for _, entry in zip(range(limit), found, strict=False)]
    yield from reversed(newest) if reverse else newest


def read_entries(workspace: Workspace, days: Iterable[date]) -> list[Entry]:
    """The entries of these days in the given order; days without a file are left out.

    One that could not be read has a `problem` and no `data`.
    """
    entries = [_read(workspace, day, Entry(day, workspace.journal.path_of(day))) for day in days]
    return [entry for entry in entries if entry.data is not None or entry.problem is not None]


def _read_matching(
    workspace: Workspace, files: dict[date, DayFiles], days: list[date], tag: str | None, starred: bool
) -> Iterator[Entry]:
    for day in days:
        own = files[day]
        entry = Entry(day, None, own.siblings)
        if own.name is not None:
            entry.path = workspace.journal.path_of(day)
            _read(workspace, day, entry)
            if entry.data is None and entry.problem is None:
                continue  # it has vanished since the folder was looked at
        if entry.problem is None:
            summary = entry.summary
            if starred and not summary.starred:
                continue
            if tag is not None and tag not in (name.casefold() for name in summary.tags):
                continue
        yield entry


def _read(workspace: Workspace, day: date, entry: Entry) -> Entry:
    try:
        entry.data = workspace.journal.read(day)
    except StorageError as error:
        entry.problem = str(error)
    if entry.data is not None:
        entry.summary = summary_of(workspace, day, entry.data)
        entry.number = _number(entry.summary.title, workspace.series_title)
    return entry


def _number(title: str | None, series: str | None) -> int | None:
    """The number that a title carries by the pattern of its series, such as "Entry {number}: {title}"."""
    if title is None or series is None:
        return None
    before, found, after = series.partition("{number}")
    if not found or not title.startswith(before):
        return None
    rest = title[len(before) :]
    digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
    expected = after.partition("{title}")[0]
    if not digits or len(digits) > 9 or not rest[len(digits) :].startswith(expected.rstrip()):
        return None
    return int(digits)
