"""What a reading command or the app needs to know: the journal, its settings, and what is wrong in them."""

from __future__ import annotations

import os

from journal_tui.domain.days import journal_day
from journal_tui.domain.errors import JournalError
from journal_tui.services.clock import make_clock
from journal_tui.services.settings_cache import SettingsCache, stamp_of
from journal_tui.services.where import config_path, find_root, settings_path
from journal_tui.settings import lean
from journal_tui.storage.journal import Journal
from journal_tui.storage.locations import locate
from journal_tui.storage.saver import read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from journal_tui.services.clock import Clock
    from journal_tui.services.template import Template
    from journal_tui.settings.model import Config, JournalSettings
    from journal_tui.settings.problem import Problem
    from journal_tui.storage.locations import Locations


class Workspace:
    """One journal, opened. `problems` are lines for the person; nothing stops for them.

    `name` is what the journal was asked for by, None for the usual one. `settings` and `config` are made when
    somebody asks: their classes alone cost as much time as listing ten entries. What a list needs is known
    without: `day_starts_at` in minutes after midnight, `tag_symbols`, `template`, and `series_title`, the
    pattern of the titles of a series, None outside of one.
    """

    __slots__ = (
        *("_config", "_settings", "clock", "day_starts_at", "journal", "locations", "name"),
        *("problems", "series_title", "tag_symbols", "template"),
    )

    def __init__(
        self,
        journal: Journal,
        locations: Locations,
        settings: JournalSettings | None,
        config: Config | None,
        clock: Clock,
        *,
        light: lean.CaptureSettings = lean.DEFAULT,
        series_title: str | None = None,
        problems: list[Problem] | None = None,
        name: str | None = None,
        template: Template | None = None,
    ) -> None:
        known = light if settings is None else settings
        self.journal = journal
        self.locations = locations
        self.clock = clock
        self.day_starts_at = known.day_starts_at
        self.tag_symbols = known.tag_symbols
        self.series_title = settings.series.title if settings and settings.series else series_title
        self.problems = [] if problems is None else problems
        self.name = name
        self.template = template
        self._settings = settings
        self._config = config

    @property
    def settings(self) -> JournalSettings:
        """What settings.toml says."""
        if self._settings is None:
            self._settings = _load_settings(settings_path(self.journal.root), {}, [])
        return self._settings

    @property
    def config(self) -> Config:
        """What config.toml says."""
        if self._config is None:
            self._config = _load_config(config_path(self.locations), {}, [])
        return self._config

    def today(self) -> date:
        """The writing day that it is now."""
        return journal_day(self.clock.now(), self.day_starts_at)


def open_workspace(name: str | None, env: Mapping[str, str]) -> Workspace:
    """Open the journal called `name` (None: the usual one). Makes nothing; the folder need not exist.

    Settings files that have not changed, and in which nothing was wrong, are not read again.

    Raises:
        UsageError: no journal has this name, or JOURNAL_NOW is no moment.
    """
    clock = make_clock(env)
    locations = locate(env)
    cache = SettingsCache(locations)
    config = stamp_of(config_path(locations))
    person = cache.person(config) if config else lean.DEFAULT
    if person is not None:
        root = find_root(name, env, locations, person.journals, person.journal)
        settings = stamp_of(settings_path(root))
        own = cache.own(settings) if settings else lean.DEFAULT
        series = cache.series_title(config, settings) if config or settings else ""
        if own is not None and series is not None:
            problems: list[Problem] = []
            template = _read_template(root, own.template, _shown(settings_path(root), env), problems)
            journal = Journal(root, own.entry_path, locations=locations, now=clock.now)
            return Workspace(
                journal,
                locations,
                None,
                None,
                clock,
                light=own,
                series_title=series or None,
                problems=problems,
                name=name,
                template=template,
            )
    return _read_workspace(name, env, clock, locations, cache)


def _read_workspace(
    name: str | None, env: Mapping[str, str], clock: Clock, locations: Locations, cache: SettingsCache
) -> Workspace:
    """The same from the settings files, which the cache then knows."""
    from journal_tui.settings.model import capture_settings

    problems: list[Problem] = []
    path = config_path(locations)
    config_stamp = stamp_of(path)
    config = _load_config(path, env, problems)
    root = find_root(name, env, locations, config.journals, config.journal)
    path = settings_path(root)
    settings_stamp = stamp_of(path)
    settings = _load_settings(path, env, problems)
    if not problems:
        light = capture_settings(settings, config)
        cache.put_person(config_stamp, light)
        cache.put_own(settings_stamp, light)
        cache.put_series_title(config_stamp, settings_stamp, settings.series.title if settings.series else "")
        cache.write()
    template = _read_template(root, settings.template, _shown(path, env), problems)
    journal = Journal(root, settings.entry_path, locations=locations, now=clock.now)
    return Workspace(
        journal, locations, settings, config, clock, problems=problems, name=name, template=template
    )


def _load_config(path: str, env: Mapping[str, str], problems: list[Problem]) -> Config:
    from journal_tui.settings.load import load_config

    config, found = load_config(_read(path, env, problems), _shown(path, env))
    problems += found
    return config


def _load_settings(path: str, env: Mapping[str, str], problems: list[Problem]) -> JournalSettings:
    from journal_tui.settings.load import load_journal_settings

    settings, found = load_journal_settings(_read(path, env, problems), _shown(path, env))
    problems += found
    return settings


def _read(path: str, env: Mapping[str, str], problems: list[Problem]) -> bytes | None:
    try:
        return read(path)
    except JournalError as error:
        from journal_tui.settings.problem import Problem

        reason = f" ({error.__cause__.strerror})" if isinstance(error.__cause__, OSError) else ""
        problems.append(Problem(_shown(path, env), None, None, f"cannot be read{reason}; defaults stand in"))
        return None


def _read_template(root: str, name: str | None, file: str, problems: list[Problem]) -> Template | None:
    if name is None:
        return None
    trouble = "there is no"
    try:
        data = read(os.path.join(root, "templates", f"{name}.md"))
    except JournalError:
        data, trouble = None, "cannot read"
    if data is not None:
        from journal_tui.services.template import Template

        return Template(data)
    from journal_tui.settings.problem import Problem

    message = f"{trouble} templates/{name}.md in the journal's folder; pages begin empty"
    problems.append(Problem(file, None, "journal.template", message))
    return None


def _shown(path: str, env: Mapping[str, str]) -> str:
    """A path as people write it, with ~ for their home."""
    home = env.get("HOME", "").rstrip("/")
    return "~" + path[len(home) :] if home and path.startswith(home + "/") else path
