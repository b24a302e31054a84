"""The words that are commands, and the rule that keeps a mistyped one from becoming an entry.

On the capture path: imports nothing.
"""

from __future__ import annotations

#: The commands of this version.
COMMANDS = frozenset(
    ("add", "backup", "delete", "doctor", "edit", "history", "list", "open", "path", "restore", "show")
)

#: Commands of the grammar that are still to come. They are reserved from the first version on, so that a
#: line that adds text today never becomes a command tomorrow.
RESERVED = frozenset(
    (
        "calendar",
        "completion",
        "config",
        "demo",
        "export",
        "forecast",
        "import",
        "log",
        "off",
        "on-this-day",
        "plan",
        "project",
        "publish",
        "random",
        "review",
        "search",
        "stamp",
        "stats",
        "status",
        "sync",
        "tags",
        "themes",
    )
)


def near_command(word: str) -> str | None:
    """The command that `word` is most likely a slip of the keyboard for, or None.

    A slip is a lower-case word of four letters or more that is one edit from a command, or two edits when
    it has over five letters. Two neighbouring letters that changed places are one edit.
    """
    letters = word.replace("-", "")
    if not (letters.isalpha() and letters.islower() and len(letters) >= 4):
        return None
    return _nearest(word, 2 if len(letters) > 5 else 1)


def suggestion(word: str) -> str | None:
    """The command to propose for a single word that is none, or None when no command is like it."""
    folded = word.casefold()
    if folded in ("help", "version"):
        return "--" + folded
    if folded in COMMANDS or folded in RESERVED:
        return folded
    return _nearest(folded, 2 if len(folded) > 3 else 1)


def _nearest(word: str, most: int) -> str | None:
    best = None
    for command in (*sorted(COMMANDS), *sorted(RESERVED)):
        if abs(len(command) - len(word)) > most:
            continue
        distance = edits(word, command)
        if distance <= most:
            # Strictly closer only, so that of equals a command that exists wins over a reserved one.
            best, most = command, distance - 1
    return best


def edits(a: str, b: str) -> int:
    """How many insertions, deletions, changes and swaps of neighbours turn `a` into `b`.

    The optimal string alignment distance: no part of the text is edited twice.
    """
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, above, row = row, before, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]
