"""settings.toml and config.toml: bytes in, typed values and problems out.

Nothing is read or written here and no input raises: a file that can't be read gives the defaults, a value
that doesn't fit gives the default of its key, a faulty project or off range is left out; each is reported.
"""

from __future__ import annotations

from datetime import date

from journal_tui.domain.goals import EVERY_DAY, DailyGoal, OffRange
from journal_tui.settings import checks
from journal_tui.settings.model import (
    DEFAULT_GOAL,
    Config,
    JournalSettings,
    PageSettings,
    ProjectSettings,
    SeriesSettings,
)
from journal_tui.settings.reading import Refused, Source, Table, nearest, show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal_tui.settings.problem import Problem

PLANS = ("steady", "rising", "falling", "hill", "valley")
JOURNAL_PROJECT = "journal"
"""The name under which the journal itself is a project; no other may have it."""

_WORDS = checks.whole(1, 100_000)
_MINIMUM = checks.whole(0, 100_000)
_TOTAL = checks.whole(1, 10_000_000)
_TOP = "at the top of the file, before the first [table]"
_TOP_KEYS = ("day_starts_at", "entry_path", "capture_format", "tag_symbols")
_HOMES = [(key, _TOP) for key in _TOP_KEYS] + [
    (key, "in [journal]") for key in ("words", "minutes", "minimum", "days", "template")
]
_PAGE_HOMES = [
    (key, "in [page]") for key in ("measure", "typography", "paragraph_focus", "typewriter", "spelling")
]
NARROWEST, WIDEST = 40, 200
"""Least and greatest measure of the page, in cells."""


def load_journal_settings(data: bytes | None, file: str) -> tuple[JournalSettings, list[Problem]]:
    """The settings of a journal from the bytes of its settings.toml (None: there is none).

    `file` is the name that problems show.
    """
    source = Source(file)
    top = source.open(data)
    default = JournalSettings()
    journal = top.table("journal")
    settings = JournalSettings(
        day_starts_at=top.take("day_starts_at", checks.day_start, default.day_starts_at),
        entry_path=top.take("entry_path", checks.entry_path, default.entry_path),
        capture_format=top.take("capture_format", checks.capture_format, default.capture_format),
        tag_symbols=top.take("tag_symbols", checks.tag_symbols, default.tag_symbols),
        goal=_goal(journal),
        template=journal.take("template", checks.template, None),
        projects=_projects(top),
        off=_off(top),
        series=_series(top),
    )
    journal.close(_HOMES)
    top.close(_HOMES)
    return settings, source.told()


def load_config(data: bytes | None, file: str) -> tuple[Config, list[Problem]]:
    """A person's settings on this machine from the bytes of config.toml (None: there is none)."""
    source = Source(file)
    top = source.open(data)
    journals = _journals(top)
    config = Config(
        theme=top.take("theme", checks.name, Config().theme),
        editor=top.take("editor", checks.text(1000), None),
        journals=journals,
        journal=_default_journal(top, journals),
        keys=_keys(top),
        page=_page(top),
    )
    top.close(_PAGE_HOMES)
    return config, source.told()


def _goal(table: Table) -> DailyGoal:
    minutes = table.take("minutes", checks.whole(1, 1440), None)
    # A goal in minutes alone is a whole goal: the default of the words would add a second one.
    default_words = DEFAULT_GOAL.words if minutes is None else None
    words = table.take("words", _WORDS, default_words)
    usual = min(DEFAULT_GOAL.minimum, words or DEFAULT_GOAL.minimum)
    minimum = table.take("minimum", _MINIMUM, usual)
    if words is not None and minimum > words:
        table.refuse("minimum", f"must not be more than the goal of {words} words")
        minimum = usual
    return DailyGoal(words, minutes, minimum, table.take("days", checks.writing_days, DEFAULT_GOAL.days))


def _projects(top: Table) -> tuple[ProjectSettings, ...]:
    projects: dict[str, ProjectSettings] = {}
    for table in top.tables("project", "this project is left out"):
        project = _project(table)
        name = project.name.casefold()
        if "name" not in table:
            table.refuse(None, "needs a name")
        elif name == JOURNAL_PROJECT:
            table.refuse("name", "is the journal itself; give the project another name")
        elif name in projects:
            table.refuse("name", f"must differ from that of another project, not {show(project.name)} again")
        if table.sound:
            projects[name] = project
    return tuple(projects.values())


def _project(table: Table) -> ProjectSettings:
    project = ProjectSettings(
        name=table.take("name", checks.text(100), ""),
        target=table.take("target", _TOTAL, 0),
        ceiling=table.take("ceiling", _TOTAL, None),
        start=table.take("start", checks.day, None),
        start_total=table.take("start_total", checks.whole(0, 10_000_000), 0),
        deadline=table.take("deadline", checks.day, None),
        days=table.take("days", checks.writing_days, EVERY_DAY),
        minimum=table.take("minimum", _MINIMUM, None),
        plan=table.take("plan", checks.choice(PLANS), PLANS[0]),
        files=table.take("files", checks.texts, ()),
    )
    if "target" not in table:
        table.refuse(None, "needs a target")
    if table.sound and project.ceiling is not None and project.ceiling < project.target:
        table.refuse("ceiling", f"must not be below the target of {project.target}")
    if project.start is not None and project.deadline is not None and project.deadline <= project.start:
        table.refuse("deadline", f"must come after the start, {project.start}")
    table.close()
    return project


def _off(top: Table) -> tuple[OffRange, ...]:
    ranges = []
    for table in top.tables("off", "these off days are left out"):
        off = _off_range(table)
        if table.sound:
            ranges.append(off)
    return tuple(ranges)


def _off_range(table: Table) -> OffRange:
    first = table.take("from", checks.day, date.min)
    last = table.take("to", checks.day, first)
    capacity = table.take("capacity", checks.number(0.0, 2.0), 0.0)
    why = table.take("why", _maybe_empty, "")
    declared = table.take("declared", checks.day, None)
    if "from" not in table:
        table.refuse(None, "needs a first day, from")
    elif table.sound and last < first:
        table.refuse("to", f"must not be before the first day, {first}")
    table.close()
    return OffRange(first, last, capacity, why, declared)


def _series(top: Table) -> SeriesSettings | None:
    if "series" not in top:
        top.table("series")
        return None
    table = top.table("series")
    default = SeriesSettings()
    series = SeriesSettings(
        title=table.take("title", checks.series_title, default.title),
        first_number=table.take("first_number", checks.whole(0, 1_000_000), default.first_number),
        editors_note=table.take("editors_note", _maybe_empty_lines, default.editors_note),
        byline=table.take("byline", _maybe_empty_lines, default.byline),
    )
    table.close(_HOMES)
    return series if isinstance(top.values["series"], dict) else None


def _maybe_empty(value: object) -> str:
    return "" if value == "" else checks.text(200)(value)


def _maybe_empty_lines(value: object) -> str:
    return "" if value == "" else checks.text(10_000, lines=True)(value)


def _journals(top: Table) -> dict[str, str]:
    table = top.table("journals")
    table.instead = "this journal is left out"
    journals = {}
    for key in table.values:
        path = table.take(key, checks.folder, "")
        try:
            checks.name(key)
        except Refused as reason:
            table.refuse(key, str(reason))
            continue
        if path:
            journals[key] = path
    return journals


def _default_journal(top: Table, journals: dict[str, str]) -> str | None:
    name = top.take("journal", checks.name, None)
    if name is None or name in journals:
        return name
    near = nearest(name, journals)
    top.source.add(("journal",), f"there is no {show(name)} in [journals]; the usual folder is used", near)
    return None


def _page(top: Table) -> PageSettings:
    table = top.table("page")
    default = PageSettings()
    page = PageSettings(
        measure=table.take("measure", checks.whole(NARROWEST, WIDEST), default.measure),
        typography=table.take("typography", checks.flag, default.typography),
        paragraph_focus=table.take("paragraph_focus", checks.flag, default.paragraph_focus),
        typewriter=table.take("typewriter", checks.flag, default.typewriter),
        spelling=table.take("spelling", checks.spelling, default.spelling),
    )
    table.close()
    return page


def _keys(top: Table) -> dict[str, str]:
    table = top.table("keys")
    table.instead = "the usual key is used"
    keys = {key: table.take(key, _maybe_empty, None) for key in table.values}
    table.close()
    return {key: value for key, value in keys.items() if value is not None}
