"""Where front matter ends, and what a key line in it is.

It begins on the first line (`---` or `+++`), is closed, and holds a `key:` or `key =` line. Anything else that
begins with a rule is text. On the path of a capture: plain string methods.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def front_matter(lines: Sequence[str]) -> int:
    """The number of lines of the front matter at the head of `lines`, its fences included; 0 without one."""
    opener = opener_of(lines)
    if not opener:
        return 0
    close, keys = survey(lines, opener)
    return close + 1 if keys and close < len(lines) else 0


def key_of(line: str, opener: str) -> str:
    """The key if this is a `key: value` line (opener `---`) or a `key = value` line (`+++`), else ""."""
    key, mark, value = line.partition(":" if opener == "---" else "=")
    if not mark or (mark == ":" and value[:1] not in ("", " ", "\t")):
        return ""
    key = key.strip().strip("\"'")
    bare = key.replace("-", "").replace("_", "").replace(".", "")
    return key if bare.isalnum() and not bare[0].isdigit() else ""


def opener_of(lines: Sequence[str]) -> str:
    """The line that may open front matter, `---` or `+++`; "" if the text begins with anything else."""
    first = lines[0].rstrip() if lines else ""
    return first if first in ("---", "+++") else ""


def closes(line: str, opener: str) -> bool:
    """Whether this line ends front matter that `opener` began."""
    text = line.rstrip()
    return text == opener or (text == "..." and opener == "---")


def survey(lines: Sequence[str], opener: str) -> tuple[int, int]:
    """The row that closes front matter (the number of lines if none does) and the key lines before it."""
    keys = 0
    for row in range(1, len(lines)):
        if closes(lines[row], opener):
            return row, keys
        keys += bool(key_of(lines[row], opener))
    return len(lines), keys
