"""Standard output: bytes for programs, harmless text for people."""

from __future__ import annotations

import os
import sys

from journal_tui.domain.errors import StorageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_CHUNK = 65536


class Closed(Exception):
    """Nobody reads any more, as after `| head -1`: there is nothing left to do, and nothing wrong."""


class Output:
    """A writer to file descriptor 1 that no later clean-up of the interpreter touches.

    `terminal`: a person looks at it, so control characters must not reach it. `colour`: it may be coloured.
    """

    __slots__ = ("_parts", "_size", "colour", "encoding", "terminal")

    def __init__(self) -> None:
        self.terminal = os.isatty(1)
        term = os.environ.get("TERM", "")
        self.colour = self.terminal and not os.environ.get("NO_COLOR") and term not in ("", "dumb", "unknown")
        self.encoding = (sys.stdout.encoding or "utf-8") if self.terminal and sys.stdout else "utf-8"
        self._parts: list[bytes] = []
        self._size = 0

    @property
    def width(self) -> int:
        """Columns of the terminal."""
        columns = os.environ.get("COLUMNS", "")
        if columns.isdecimal() and int(columns) > 0:
            return int(columns)
        try:
            return os.get_terminal_size(1).columns or 80
        except OSError:
            return 80

    def text(self, text: str) -> None:
        """Write text: on a terminal in its encoding, else in UTF-8."""
        errors = "replace" if self.terminal else "surrogateescape"
        self.raw(text.encode(self.encoding, errors))

    def raw(self, data: bytes) -> None:
        """Write bytes as they are."""
        self._parts.append(data)
        self._size += len(data)
        if self._size >= _CHUNK or self.terminal:
            self.flush()

    def flush(self) -> None:
        """Bring everything out.

        Raises:
            Closed: the reader has gone.
            StorageError: it can't be written.
        """
        data = memoryview(b"".join(self._parts))
        self._parts.clear()
        self._size = 0
        if data and sys.stdout is None:
            # Its number may by now belong to another file.
            raise StorageError("could not write to standard output: it is closed")
        while data:
            try:
                data = data[os.write(1, data) :]
            except BrokenPipeError:
                raise Closed from None
            except OSError as error:
                raise StorageError(f"could not write to standard output: {error.strerror}") from error

    def dim(self, text: str) -> str:
        """The text, less prominent where there is colour."""
        return f"\x1b[2m{text}\x1b[0m" if self.colour and text else text

    def bold(self, text: str) -> str:
        """The text, more prominent where there is colour."""
        return f"\x1b[1m{text}\x1b[0m" if self.colour and text else text


def with_output(body: Callable[[Output], int]) -> int:
    """Run `body` with standard output and bring everything out; returns its exit code.

    Raises:
        StorageError: standard output can't be written.
    """
    output = Output()
    try:
        code = body(output)
        output.flush()
    except Closed:
        return 0
    return code
