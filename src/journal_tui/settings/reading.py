"""Taking typed values out of parsed TOML: what doesn't fit is reported and a default stands in."""

from __future__ import annotations

from journal_tui.settings.problem import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeVar

    from journal_tui.settings.toml_text import Lines, Path

    T = TypeVar("T")

MAX_PROBLEMS = 50
"""As many as anyone reads; a file of nothing but unknown keys is not answered at its own length."""


class Refused(Exception):
    """A value doesn't fit. The message completes "words …" ("must be a whole number").

    `nearest` is the known word that was probably meant; `culprit` is the part of a list that is to blame.
    """

    def __init__(self, message: str, nearest: str | None = None, culprit: object = None) -> None:
        super().__init__(message)
        self.nearest = nearest
        self.culprit = culprit


class Source:
    """One file: its name as shown, the lines of its keys, and what was wrong in it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: Lines = {}
        self.problems: list[Problem] = []

    def open(self, data: bytes | None) -> Table:
        """The file's top table; an empty one, with the reason reported, for a file that can't be read."""
        values: dict[str, object] = {}
        if data:
            from journal_tui.settings import toml_text  # with its parser: only a file that exists pays for it

            try:
                values, self.lines = toml_text.read(data)
            except toml_text.Unreadable as error:
                self.problems.append(Problem(self.file, error.line, None, str(error)))
        return Table(self, values, ())

    def add(self, path: Path, message: str, nearest: str | None = None) -> None:
        """Report something about the value at this path."""
        if self.is_full():
            return
        key = ".".join(part for part in path if isinstance(part, str))
        self.problems.append(Problem(self.file, self._line_of(path), key, message, nearest))

    def _line_of(self, path: Path) -> int | None:
        """The line of a path, or of the nearest thing around it that has one."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return None

    def told(self) -> list[Problem]:
        """The problems in the order of the file."""
        return sorted(self.problems, key=lambda problem: problem.line or 0)

    def is_full(self) -> bool:
        """Whether there are as many problems as anybody would read."""
        return len(self.problems) >= MAX_PROBLEMS


class Table:
    """One table of a file. Ask for every known key, then `close`: what is left over is unknown.

    `instead` says what happens when a value is refused ("the default is used"); `sound` turns False then.
    """

    def __init__(
        self,
        source: Source,
        values: dict[str, object],
        path: Path,
        instead: str = "the default is used",
    ) -> None:
        self.source = source
        self.values = values
        self.path = path
        self.instead = instead
        self.sound = True
        self._known: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def take(self, key: str, check: Callable[[object], T], default: T) -> T:
        """The value of a key as `check` reads it; the default where there is none or it is refused."""
        self._known.append(key)
        if key not in self.values:
            return default
        try:
            return check(self.values[key])
        except Refused as reason:
            culprit = self.values[key] if reason.culprit is None else reason.culprit
            self.refuse(key, f"{reason}, not {show(culprit)}", reason.nearest)
            return default

    def refuse(self, key: str | None, message: str, nearest: str | None = None) -> None:
        """Report the value of a key (None: the table as a whole) as one that can't be used."""
        self.sound = False
        path = self.path if key is None else (*self.path, key)
        self.source.add(path, f"{message}; {self.instead}", nearest)

    def table(self, key: str) -> Table:
        """The table below a key, an empty one if there is none."""
        empty: dict[str, object] = {}
        values = self.take(key, a_table, empty)
        return Table(self.source, values, (*self.path, key))

    def tables(self, key: str, instead: str) -> list[Table]:
        """The list of tables below a key (`[[key]]`); each can be refused for itself."""

        def items(value: object) -> list[object]:
            if not isinstance(value, list):
                raise Refused(f"must be written with two brackets, [[{key}]]")
            return value

        found = []
        none: list[object] = []
        for place, values in enumerate(self.take(key, items, none)):
            item = Table(self.source, {}, (*self.path, key, place), instead)
            if isinstance(values, dict):
                item.values = values
                found.append(item)
            else:
                item.refuse(None, f"must be a table ([[{key}]]), not {show(values)}")
        return found

    def close(self, homes: Iterable[tuple[str, str]] = ()) -> None:
        """Report the keys nobody asked for; `homes` are (key, place) of keys that belong elsewhere."""
        elsewhere = dict(homes)
        for key in self.values:
            if key in self._known:
                continue
            if self.source.is_full():
                return
            if key in elsewhere:
                self.source.add((*self.path, key), f"unknown key here; it belongs {elsewhere[key]}")
            else:
                self.source.add((*self.path, key), "unknown key", nearest(key, self._known))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant, None when nothing is near."""
    import difflib  # only a faulty file pays for it

    found = difflib.get_close_matches(word[:64].lower(), list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def show(value: object) -> str:
    """A value from a TOML file as it may stand in a message: short, and of one line at most once escaped."""
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 40 else f'"{value[:39]}…"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and value.bit_length() > 64:
        return "a number of that size"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a table"
    return str(value)


def a_table(value: object) -> dict[str, object]:
    """A table, and nothing else."""
    if not isinstance(value, dict):
        raise Refused("must be a table")
    return value
