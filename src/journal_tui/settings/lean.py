"""The few settings that a capture (and a list of entries) needs, in a form that loads in a moment.

Reading TOML costs as much as a whole capture may, so the values are kept once more as plain lines, with a
stamp that names the state of the files they were read from. Nothing but the language itself is imported here.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

DAY_STARTS_AT = 240
ENTRY_PATH = "%Y-%m-%d.md"
CAPTURE_FORMAT = "**{time}** {text}"
TAG_SYMBOLS = "#"

_HEADER = "journal-tui capture settings 1"
_END = "end"
_NAME_START = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_NAME = _NAME_START | frozenset("_-")


class CaptureSettings:
    """What a capture and a list need to know; equal when all values are equal.

    `day_starts_at` is in minutes after midnight (0 to 720), `entry_path` a pattern of `%Y`, `%m`, `%d` below
    the journal's folder, `capture_format` has `{text}` and perhaps `{time}`; `journals` maps a name to a path
    as the user wrote it (`~` is not expanded), and `journal` is the name of the default one.
    `tag_symbols` and `template` (a name in templates/ without `.md`) are what titles, tags and words depend on.
    """

    __slots__ = (
        "capture_format",
        "day_starts_at",
        "entry_path",
        "journal",
        "journals",
        "tag_symbols",
        "template",
    )

    def __init__(
        self,
        day_starts_at: int = DAY_STARTS_AT,
        entry_path: str = ENTRY_PATH,
        capture_format: str = CAPTURE_FORMAT,
        journals: Mapping[str, str] | None = None,
        journal: str | None = None,
        tag_symbols: str = TAG_SYMBOLS,
        template: str | None = None,
    ) -> None:
        self.day_starts_at = day_starts_at
        self.entry_path = entry_path
        self.capture_format = capture_format
        self.journals: dict[str, str] = dict(journals or {})
        self.journal = journal
        self.tag_symbols = tag_symbols
        self.template = template

    def _values(self) -> list[object]:
        return [getattr(self, name) for name in self.__slots__]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CaptureSettings):
            return NotImplemented
        return self._values() == other._values()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"CaptureSettings({self._values()!r})"


DEFAULT = CaptureSettings()


def is_name(text: str) -> bool:
    """Whether this may name a journal or a theme: `[a-z0-9][a-z0-9_-]{0,63}`, so it is safe in a path."""
    return 0 < len(text) <= 64 and text[0] in _NAME_START and _NAME.issuperset(text)


def is_template(name: str) -> bool:
    """Whether this may name a file in templates/: no path, nothing hidden."""
    return 0 < len(name) <= 64 and name[0] not in ". " and "/" not in name and "\\" not in name


def entry_path_fault(pattern: str) -> str | None:
    """Why this pattern can't name the entries of a journal, or None when it can.

    A pattern is a path below the journal's folder that ends with `%Y-%m-%d.md`; the folders before it may
    hold `%Y`, `%m` and `%d`. No part may begin with a dot: no entry can leave the folder or hide.
    """
    folders, _, name = pattern.rpartition("/")
    if name != ENTRY_PATH:
        return f'must end with "{ENTRY_PATH}"'
    if len(pattern) > 200 or "\\" in pattern or not pattern.isprintable():
        return "must be a short path of plain characters, with / between folders"
    for part in pattern.split("/"):
        if not part or part[0] in ". " or part[-1] in ". ":
            return "must be a path below the journal's folder, without hidden or empty parts"
    rest = folders.replace("%Y", "").replace("%m", "").replace("%d", "")
    if "%" in rest:
        return "knows only %Y, %m and %d"
    return None


def capture_format_fault(text: str) -> str | None:
    """Why this can't be the format of a capture, or None when it can."""
    if "{text}" not in text:
        return "must contain {text}"
    if len(text) > 1000:
        return "must be shorter than 1000 characters"
    if not text.replace("\n", "").replace("\t", "").isprintable():
        return "must not contain control characters"
    return None


def dump(settings: CaptureSettings, stamp: str) -> bytes:
    """The settings as lines of text under a stamp; `parse` with the same stamp gives them back."""
    lines = [
        _HEADER,
        "stamp " + _escape(stamp),
        f"day_starts_at {settings.day_starts_at}",
        "entry_path " + _escape(settings.entry_path),
        "capture_format " + _escape(settings.capture_format),
        "tag_symbols " + _escape(settings.tag_symbols),
    ]
    if settings.template is not None:
        lines.append("template " + _escape(settings.template))
    if settings.journal is not None:
        lines.append("journal " + _escape(settings.journal))
    for name, path in settings.journals.items():
        lines.append(f"at {name} {_escape(path)}")
    lines.append(_END)
    # A path may hold half a surrogate pair where a file system's name is no Unicode.
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def parse(data: bytes, stamp: str) -> CaptureSettings | None:
    """What `dump` wrote, or None: another stamp, a damaged text, a value that no settings file gives."""
    try:
        lines = data.decode("utf-8", "surrogatepass").split("\n")
        if len(lines) < 7 or lines[0] != _HEADER or lines[-1] != _END:
            return None
        if _value(lines[1], "stamp ") != stamp:
            return None
        return _parse_values(lines)
    except ValueError:
        return None


def _parse_values(lines: list[str]) -> CaptureSettings | None:
    minutes = _value(lines[2], "day_starts_at ")
    entry_path = _value(lines[3], "entry_path ")
    capture_format = _value(lines[4], "capture_format ")
    if not (minutes.isascii() and minutes.isdecimal() and int(minutes) <= 720):
        return None
    if entry_path_fault(entry_path) or "{text}" not in capture_format:
        return None
    rest = lines[6:-1]
    template = _optional(rest, "template ")
    journal = _optional(rest, "journal ")
    journals = {}
    for line in rest:
        name, _, path = _raw(line, "at ").partition(" ")
        if not is_name(name) or not path:
            return None
        journals[name] = _unescape(path)
    if journal is not None and journal not in journals:
        return None
    tag_symbols = _value(lines[5], "tag_symbols ")
    if not tag_symbols or (template is not None and not is_template(template)):
        return None
    return CaptureSettings(int(minutes), entry_path, capture_format, journals, journal, tag_symbols, template)


def _optional(lines: list[str], key: str) -> str | None:
    return _value(lines.pop(0), key) if lines and lines[0].startswith(key) else None


def _raw(line: str, key: str) -> str:
    if not line.startswith(key):
        raise ValueError(line)
    return line[len(key) :]


def _value(line: str, key: str) -> str:
    return _unescape(_raw(line, key))


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _unescape(text: str) -> str:
    # Cut at the doubled backslashes first: what is left of a backslash then begins a newline or is damage.
    parts = [part.replace("\\n", "\n") for part in text.split("\\\\")]
    if any("\\" in part for part in parts):
        raise ValueError(text)
    return "\\".join(parts)
