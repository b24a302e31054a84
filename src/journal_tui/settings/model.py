"""The settings as typed values. Defaults are what a person gets who never opens a settings file."""

from __future__ import annotations

from dataclasses import dataclass, field

from journal_tui.domain.goals import EVERY_DAY, DailyGoal, OffRange
from journal_tui.settings import lean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Literal

DEFAULT_THEME = "journal-dark"
DEFAULT_GOAL = DailyGoal(words=300, minimum=50)


@dataclass(frozen=True)
class ProjectSettings:
    """A book, a thesis: something written towards `target` words. Words and totals are counts, days 0=Mon."""

    name: str
    target: int
    ceiling: int | None = None
    start: date | None = None
    start_total: int = 0
    deadline: date | None = None
    days: frozenset[int] = EVERY_DAY
    minimum: int | None = None
    """None: the journal's own minimum."""
    plan: str = "steady"
    files: tuple[str, ...] = ()
    """Glob patterns as written; `~` is not expanded."""


@dataclass(frozen=True)
class SeriesSettings:
    """A journal whose entries are numbered and published."""

    title: str = "Entry {number}: {title}"
    first_number: int = 1
    editors_note: str = ""
    byline: str = ""


@dataclass(frozen=True)
class JournalSettings:
    """What settings.toml says: it travels with the journal."""

    day_starts_at: int = lean.DAY_STARTS_AT
    """Minutes after midnight, 0 to 720."""
    entry_path: str = lean.ENTRY_PATH
    capture_format: str = lean.CAPTURE_FORMAT
    tag_symbols: str = lean.TAG_SYMBOLS
    goal: DailyGoal = DEFAULT_GOAL
    template: str | None = None
    """A name below templates/, without `.md`."""
    projects: tuple[ProjectSettings, ...] = ()
    off: tuple[OffRange, ...] = ()
    """In the order of the file: of overlapping ranges the later one wins."""
    series: SeriesSettings | None = None


@dataclass(frozen=True)
class PageSettings:
    """How a person likes the page to look and to help."""

    measure: int = 72
    """Width of the text in terminal cells, 40 to 200; less where there is no room."""
    typography: bool = False
    """Whether typed quotes and dashes become typographic ones."""
    paragraph_focus: bool = False
    """Whether all paragraphs but the one with the cursor are dimmed."""
    typewriter: bool = False
    """Whether the line with the cursor stays in the middle of the screen."""
    spelling: Literal[False, "auto"] | tuple[str, ...] = "auto"
    """False: no spelling; "auto": the dictionaries of the person's language; else names of dictionaries."""


@dataclass(frozen=True)
class Config:
    """What config.toml says: this person on this machine."""

    theme: str = DEFAULT_THEME
    editor: str | None = None
    journals: Mapping[str, str] = field(default_factory=dict)
    """Name to path, absolute or beginning with `~`, which is not expanded."""
    journal: str | None = None
    """The default journal: always a name in `journals`."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Binding id to key, as written: only the app knows which ids and keys exist."""
    page: PageSettings = PageSettings()


def capture_settings(settings: JournalSettings, config: Config) -> lean.CaptureSettings:
    """The part of both files that a capture and a list of entries need."""
    return lean.CaptureSettings(
        day_starts_at=settings.day_starts_at,
        entry_path=settings.entry_path,
        capture_format=settings.capture_format,
        journals=config.journals,
        journal=config.journal,
        tag_symbols=settings.tag_symbols,
        template=settings.template,
    )
