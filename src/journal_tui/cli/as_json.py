"""JSON for programs, in UTF-8, that is also harmless on a terminal."""

from __future__ import annotations

import json

from journal_tui.domain.display import CONTROL_SYMBOLS

# JSON itself escapes only what is below U+0020. The others can stand nowhere but inside strings, so that an
# escape means the same to every reader.
_ESCAPES = {code: f"\\u{code:04x}" for code in CONTROL_SYMBOLS if code >= 0x7F}


def dumps(value: object) -> str:
    """One line of JSON; letters of all scripts stay letters."""
    return json.dumps(value, ensure_ascii=False).translate(_ESCAPES)
