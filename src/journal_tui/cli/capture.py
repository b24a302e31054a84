"""`journal add`, bare words and `… | journal`. On the capture path."""

from __future__ import annotations

import os

from journal_tui.cli.talk import complain, print_error, say
from journal_tui.domain.errors import JournalError, StorageError, UsageError
from journal_tui.services.capture import NotAdded, add, day_for, open_inbox
from journal_tui.services.paragraph import clean, decode_input

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal_tui.services.capture import Inbox

_INPUT_LIMIT = 64_000_000
"""Bytes that are read before we decide that nobody wants all this in a journal."""


class Request:
    """What the command line asks for; `text` is None when no words were given."""

    __slots__ = ("date", "help", "journal", "text")

    def __init__(self) -> None:
        self.text: str | None = None
        self.date: str | None = None
        self.journal: str | None = None
        self.help = False


def run(args: list[str], *, bare: bool = False) -> int:
    """Capture what `args` say (the command's name is not among them); returns the exit code.

    `bare` is for words without a command: a single one of them is not taken as text.
    """
    try:
        request = parse(args)
        if request.help:
            from journal_tui.cli.help import command_help

            return command_help("add")
        if bare and request.text is not None:
            _refuse_single_word(request.text)
        return _capture(request)
    except NotAdded as error:
        code = complain(error)
        if error.text is not None:
            _hand_back(error.text)
        return code
    except JournalError as error:
        return complain(error)


def parse(args: list[str]) -> Request:
    """Read options and words. Options may stand anywhere; `--` before the first word ends them.

    Raises:
        UsageError: an unknown option, or one without its value.
    """
    request = Request()
    words: list[str] = []
    at = 0
    while at < len(args):
        word = args[at]
        at += 1
        if word == "--":
            # Between words it is somebody's dash, and stays one; options end here all the same.
            words += args[at - 1 :] if words else args[at:]
            break
        if word in ("-j", "--date"):
            _set(request, word, args[at] if at < len(args) else None)
            at += 1
        elif word.startswith("--date="):
            _set(request, "--date", word[7:])
        elif word in ("-h", "--help"):
            request.help = True
        elif is_option(word):
            raise UsageError(
                f'there is no option "{word}" for text, only --date and -j; '
                "if it is part of the text, write -- before the text"
            )
        else:
            words.append(word)
    if words:
        request.text = " ".join(words)
    return request


def is_option(word: str) -> bool:
    """Whether a word looks like an option: dashes, then a letter, and no space. "-5" and "- milk" do not."""
    return word[:1] == "-" and word.lstrip("-")[:1].isalpha() and not any(map(str.isspace, word))


def _set(request: Request, option: str, value: str | None) -> None:
    if not value:
        needs = "the name of a journal" if option == "-j" else "a day, such as yesterday or 2018-03-28"
        raise UsageError(f"{option} needs {needs}")
    if option == "-j":
        request.journal = value
    else:
        request.date = value


def _refuse_single_word(text: str) -> None:
    words = text.split()
    if len(words) != 1:
        return
    from journal_tui.cli.names import suggestion

    word = words[0] if len(words[0]) <= 40 else words[0][:39] + "…"
    near = suggestion(word)
    hint = f': did you mean "{near}"?' if near else "."
    raise UsageError(f'"{word}" is no command{hint} To add one word as text: journal add {word}')


def _capture(request: Request) -> int:
    # Whatever can be wrong with the command is found out before anybody starts to type.
    inbox = open_inbox(request.journal, os.environ)
    day = None if request.date is None else day_for(inbox, request.date)
    if request.text is None:
        text = _read_text(inbox)
    else:
        text = clean(request.text)
    added = add(inbox, text, day)
    say(str(added) if inbox.name is None else f"{added}, in {inbox.name}")
    return 0


def _read_text(inbox: Inbox) -> str:
    if os.isatty(0):
        from journal_tui.cli.prompt import read_typed

        return read_typed(inbox)
    data = bytearray()
    try:
        os.set_blocking(0, True)  # some programs leave their pipes otherwise
        while chunk := os.read(0, 65536):
            data += chunk
            if len(data) > _INPUT_LIMIT:
                raise UsageError("standard input holds over 64 MB, which is no text; nothing was added")
    except OSError as error:
        raise StorageError(f"could not read standard input: {error.strerror}") from error
    if not data.strip():
        raise UsageError("standard input is empty, so nothing was added; the page itself needs a terminal")
    return clean(decode_input(bytes(data)))


def _hand_back(text: str) -> None:
    """Print a text that could be kept nowhere, so that at least it can be copied from here."""
    if os.isatty(2):
        from journal_tui.domain.display import visible

        text = visible(text, keep_newlines=True)
    print_error(text + "\n")
