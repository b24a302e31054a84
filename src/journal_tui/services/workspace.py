"""What a reading command or the app needs to know: the journal, its settings, and what is wrong in them."""

from __future__ import annotations

import os

from journal_tui.domain.days import journal_day
from journal_tui.domain.errors import JournalError
from journal_tui.services.clock import make_clock
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
    from journal_tui.settings.model import Config, JournalSettings, SeriesSettings
    from journal_tui.settings.problem import Problem
    from journal_tui.storage.locations import Locations

DEFAULT_TAG_SYMBOLS = "#"


class Workspace:
    """One journal, opened. `problems` are lines for the person; nothing stops for them.

    `name` is what the journal was asked for by, None for the usual one. `settings` and `config` of None are
    the defaults: their classes cost as much time as listing ten entries, so that they are made when somebody
    asks; `day_starts_at`, `tag_symbols` and `series` are known without.
    """

    __slots__ = ("_config", "_settings", "clock", "journal", "locations", "name", "problems", "template")

    def __init__(
        self,
        journal: Journal,
        locations: Locations,
        settings: JournalSettings | None,
        config: Config | None,
        clock: Clock,
        *,
        problems: list[Problem] | None = None,
        name: str | None = None,
        template: Template | None = None,
    ) -> None:
        self.journal = journal
        self.locations = locations
        self.clock = clock
        self.problems = [] if problems is None else problems
        self.name = name
        self.template = template
        self._settings = settings
        self._config = config

    @property
    def settings(self) -> JournalSettings:
        """What settings.toml says."""
        if self._settings is None:
            from journal_tui.settings.model import JournalSettings

            self._settings = JournalSettings()
        return self._settings

    @property
    def config(self) -> Config:
        """What config.toml says."""
        if self._config is None:
            from journal_tui.settings.model import Config

            self._config = Config()
        return self._config

    @property
    def day_starts_at(self) -> int:
        """Minutes after midnight."""
        return lean.DAY_STARTS_AT if self._settings is None else self._settings.day_starts_at

    @property
    def tag_symbols(self) -> str:
        """Each of these characters begins a tag."""
        return DEFAULT_TAG_SYMBOLS if self._settings is None else self._settings.tag_symbols

    @property
    def series(self) -> SeriesSettings | None:
        """How the entries are numbered, if they are."""
        return None if self._settings is None else self._settings.series

    def today(self) -> date:
        """The writing day that it is now."""
        return journal_day(self.clock.now(), self.day_starts_at)


def open_workspace(name: str | None, env: Mapping[str, str]) -> Workspace:
    """Open the journal called `name` (None: the usual one). Writes nothing; the folder need not exist.

    Raises:
        UsageError: no journal has this name, or JOURNAL_NOW is no moment.
    """
    clock = make_clock(env)
    locations = locate(env)
    problems: list[Problem] = []
    config = _load_config(config_path(locations), env, problems)
    journals, default = (config.journals, config.journal) if config else ({}, None)
    root = find_root(name, env, locations, journals, default)
    settings = _load_settings(settings_path(root), env, problems)
    template = None
    if settings is not None and settings.template is not None:
        template = _read_template(root, settings.template, _shown(settings_path(root), env), problems)
    journal = Journal(root, settings.entry_path if settings else lean.ENTRY_PATH, locations=locations)
    return Workspace(
        journal, locations, settings, config, clock, problems=problems, name=name, template=template
    )


def _load_config(path: str, env: Mapping[str, str], problems: list[Problem]) -> Config | None:
    data = _read(path, env, problems)
    if data is None:
        return None
    from journal_tui.settings.load import load_config

    config, found = load_config(data, _shown(path, env))
    problems += found
    return config


def _load_settings(path: str, env: Mapping[str, str], problems: list[Problem]) -> JournalSettings | None:
    data = _read(path, env, problems)
    if data is None:
        return None
    from journal_tui.settings.load import load_journal_settings

    settings, found = load_journal_settings(data, _shown(path, env))
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


def _read_template(root: str, name: str, file: str, problems: list[Problem]) -> Template | None:
    from journal_tui.services.template import Template
    from journal_tui.settings.problem import Problem

    trouble = "there is no"
    try:
        data = read(os.path.join(root, "templates", f"{name}.md"))
    except JournalError:
        data, trouble = None, "cannot read"
    if data is not None:
        return Template(data)
    message = f"{trouble} templates/{name}.md in the journal's folder; pages begin empty"
    problems.append(Problem(file, None, "journal.template", message))
    return None


def _shown(path: str, env: Mapping[str, str]) -> str:
    """A path as people write it, with ~ for their home."""
    home = env.get("HOME", "").rstrip("/")
    return "~" + path[len(home) :] if home and path.startswith(home + "/") else path
