"""Command lines of the reading commands: a table of options, read exactly and explained kindly.

Written by hand because argparse alone costs as much time as such a command needs for its work.
"""

from __future__ import annotations

from journal_tui.domain.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Option:
    """One option: `value` names what must follow it in the help, "" for a switch."""

    __slots__ = ("flag", "help", "value")

    def __init__(self, flag: str, value: str, help: str) -> None:
        self.flag = flag
        self.value = value
        self.help = help

    def __str__(self) -> str:
        return f"{self.flag} {self.value}".rstrip()


class Command:
    """A command as its help shows it: what it takes, does, and an example of each use."""

    __slots__ = ("about", "examples", "name", "notes", "options", "words")

    def __init__(
        self,
        name: str,
        words: str,
        about: str,
        options: Sequence[Option],
        examples: Sequence[str],
        notes: str = "",
    ) -> None:
        self.name = name
        self.words = words
        self.about = about
        self.options = options
        self.examples = examples
        self.notes = notes


class Parsed:
    """The options that were given, by flag ("" for a switch), and the other words in their order."""

    __slots__ = ("options", "words")

    def __init__(self) -> None:
        self.options: dict[str, str] = {}
        self.words: list[str] = []

    def get(self, flag: str) -> str | None:
        return self.options.get(flag)

    def __contains__(self, flag: str) -> bool:
        return flag in self.options


def parse(command: Command, args: Sequence[str]) -> Parsed:
    """Read `args` by the table of the command. Options may stand anywhere before `--`.

    No abbreviations; a dash and a number (-3, a day) is a word, not an option.

    Raises:
        UsageError: an unknown option, a missing or unwanted value, or words for a command that takes none.
    """
    known = {option.flag: option for option in command.options}
    parsed = Parsed()
    rest = iter(args)
    for word in rest:
        if word == "--":
            parsed.words += rest
        elif not word.startswith("-") or word[1:].isdecimal() or word == "-":
            parsed.words.append(word)
        else:
            flag, equals, value = word.partition("=")
            short = known.get(word[:2])
            if flag not in known and short is not None and short.value:
                flag, equals, value = word[:2], "=", word[2:]  # -n10 is -n 10
            option = known.get(flag)
            if option is None:
                raise UsageError(_unknown(command, flag))
            if option.value and not equals:
                value = next(rest, "")
            if bool(option.value) != bool(value):
                needs = f"needs a value: {option}" if option.value else "takes no value"
                raise UsageError(f"{flag} {needs}")
            parsed.options[flag] = value
    if parsed.words and not command.words:
        raise UsageError(
            f"{command.name} takes no words. To add text that begins with it: journal add {command.name} ..."
        )
    return parsed


def _unknown(command: Command, flag: str) -> str:
    from journal_tui.cli.names import edits

    flags = [option.flag for option in command.options]
    near = min(flags, key=lambda known: edits(flag, known))
    if len(flag) > 2 and edits(flag, near) <= 2 and len(near) > 2:
        return f'{command.name} has no option "{flag}": did you mean {near}?'
    return f'{command.name} has no option "{flag}": it has {", ".join(flags)}'
