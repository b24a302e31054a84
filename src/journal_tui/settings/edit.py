"""Changing one value in a settings file that belongs to the user: comments, order and spacing stay."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date

import tomlkit
from tomlkit.exceptions import TOMLKitError

from journal_tui.domain.errors import StorageError
from journal_tui.settings import toml_text

Value = str | int | float | bool | date | Sequence[str]

_BOM = b"\xef\xbb\xbf"


def set_value(
    data: bytes | None, table: str | None, key: str, value: Value | None, file: str = "the settings file"
) -> bytes:
    """The file's bytes with one value set; None as data begins a new file, None as value takes the key out.

    `table` is the name of a table at the top of the file, None for the top itself. Where nothing changes, the
    same bytes come back. Raises StorageError, with `file` as the name to show, when the file can't be read
    as TOML, when `table` is something else there, or when the change could not be made without touching
    more than its own key: then the file must stay as it is.
    """
    data = data or b""
    if value is not None and not isinstance(value, (str, int, float, date)):
        value = list(value)
    try:
        before, _ = toml_text.read(data)
    except toml_text.Unreadable as error:
        where = file if error.line is None else f"{file} line {error.line}"
        raise StorageError(f"{where}: {error}; mend it first, nothing was changed") from None
    inner = before if table is None else before.get(table, {})
    if not isinstance(inner, dict):
        raise StorageError(f"{file}: {table} is no table there; nothing was changed")
    # True, 1 and 1.0 are equal, but not the same setting.
    if inner.get(key) == value and type(inner.get(key)) is type(value):
        return data
    changed = _changed(toml_text.decode(data), before, table, key, value)
    if changed is None:
        name = key if table is None else f"{table}.{key}"
        raise StorageError(f"{file}: {name} could not be set safely; change it by hand, nothing was changed")
    return (_BOM if data.startswith(_BOM) else b"") + changed


def _changed(
    text: str, before: dict[str, object], table: str | None, key: str, value: Value | None
) -> bytes | None:
    """The new text in UTF-8; None when it would not say what the old one did with this one value changed."""
    try:
        changed = _with_new_line(text, before, table, key, value)
        if changed is None:
            changed = _with_new_value(text, table, key, value)
        if _is_crlf(text):
            changed = changed.replace("\r\n", "\n").replace("\n", "\r\n")
        # The file is the user's: what would be written is read once more, by another parser, and compared.
        if tomllib.loads(changed) != _wanted(before, table, key, value):
            return None
        return changed.encode("utf-8")
    except (TOMLKitError, ValueError, RecursionError, AttributeError, TypeError, LookupError):
        return None


def _wanted(before: dict[str, object], table: str | None, key: str, value: Value | None) -> dict[str, object]:
    wanted = dict(before)
    inner = wanted
    if table is not None:
        found = wanted.get(table, {})
        inner = wanted[table] = dict(found) if isinstance(found, dict) else {}
    if value is None:
        del inner[key]
    else:
        inner[key] = value
    return wanted


def _with_new_line(
    text: str, before: dict[str, object], table: str | None, key: str, value: Value | None
) -> str | None:
    """The text with a line for a key that has none yet; None where a line can't be simply put in.

    Done on the text: tomlkit adds keys at the end of a table, behind the comment that belongs to the next.
    """
    if table is not None and table not in before:
        gap = "" if not text.strip() else "\n" if text.endswith("\n") else "\n\n"
        return text + gap + tomlkit.dumps({table: {key: value}})
    path: toml_text.Path = () if table is None else (table,)
    inner = before if table is None else before[table]
    section = next((s for s in toml_text.sections(text) if s.path == path), None)
    if section is None or not isinstance(inner, dict) or key in inner:
        return None
    line = tomlkit.dumps({key: value})
    if table is None and not section.end:
        return _at_the_top(text, line)
    indent = text[text.rfind("\n", 0, section.last) + 1 : section.last]
    end = text.find("\n", section.end) + 1
    if not end:
        return f"{text}\n{indent}{line}"
    return text[:end] + indent + line + text[end:]


def _at_the_top(text: str, line: str) -> str:
    """A first pair goes before the first table and the comment lines right above it."""
    tables = toml_text.sections(text)[1:]
    if not tables:
        return text + ("\n" if text and not text.endswith("\n") else "") + line
    place = text.rfind("\n", 0, tables[0].start) + 1
    while place:
        above = text.rfind("\n", 0, place - 1) + 1
        if not text[above:place].lstrip().startswith("#"):
            break
        place = above
    return f"{text[:place]}{line}\n{text[place:]}"


def _with_new_value(text: str, table: str | None, key: str, value: Value | None) -> str:
    """The text with the value of a key replaced or the key taken out, by tomlkit."""
    document = tomlkit.parse(text)
    container = document if table is None else document[table]
    if value is None:
        container.remove(key)
    else:
        container[key] = value
    return tomlkit.dumps(document)


def _is_crlf(text: str) -> bool:
    return "\r\n" in text and text.count("\n") == text.count("\r\n")
