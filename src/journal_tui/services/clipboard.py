"""The clipboard of the desktop, by the programs that desktops have for it.

Text goes in by standard input and comes out by standard output: it stands in no argument, no log, no file of ours.
The programs get of the environment only what leads them to the desktop.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
from time import monotonic
from typing import NamedTuple

from journal_tui.domain.errors import JournalError, UsageError
from journal_tui.services.programs import find_program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST_COPY = 2.0
"""Seconds for a program to take the text; then it is as if there were no such program."""
LONGEST_PASTE = 0.3
"""Seconds for all programs together to give the text: somebody waits for it with the next key."""
MOST_PASTED = 4 * 1024 * 1024
"""Bytes that are taken from the clipboard; a page is read-only from half of that on."""

_PASSED_ON = frozenset(
    {
        *("DISPLAY", "HOME", "LANG", "LOGNAME", "PATH", "TMPDIR", "TMUX", "USER"),
        *("WAYLAND_DISPLAY", "WSL_INTEROP", "XAUTHORITY", "XDG_RUNTIME_DIR", "XDG_SESSION_TYPE"),
    }
)


class NoAnswer(JournalError):
    """A program that should give the clipboard's text did not do so in time: "wl-paste did not answer"."""


class Program(NamedTuple):
    """A way into the clipboard, and perhaps one out of it."""

    name: str
    needs: str
    """The variable that says that this is the program's desktop; "darwin" stands for macOS."""
    copy: tuple[str, ...]
    paste: tuple[str, ...] = ()
    encoding: str = "utf-8"


_PROGRAMS = (
    Program(
        "wl-copy",
        "WAYLAND_DISPLAY",
        # Without a type it asks another program what the text may be.
        ("wl-copy", "--type", "text/plain"),
        ("wl-paste", "--no-newline", "--type", "text"),
    ),
    Program(
        "xclip",
        "DISPLAY",
        ("xclip", "-in", "-selection", "clipboard"),
        ("xclip", "-out", "-selection", "clipboard"),
    ),
    Program(
        "xsel",
        "DISPLAY",
        # Its log, ~/.xsel.log unless told otherwise, may quote what it could not deliver.
        ("xsel", "--input", "--clipboard", "--logfile", "/dev/null"),
        ("xsel", "--output", "--clipboard", "--logfile", "/dev/null"),
    ),
    Program("pbcopy", "darwin", ("pbcopy",), ("pbpaste",)),
    Program("clip.exe", "WSL_DISTRO_NAME", ("clip.exe",), encoding="utf-16-le"),
    # The only one that reaches the terminal's clipboard through a tmux as it comes out of the box.
    Program("tmux", "TMUX", ("tmux", "load-buffer", "-w", "-")),
)


def programs(env: Mapping[str, str]) -> list[Program]:
    """The programs that are there and fit the session, the best first."""
    return [one for one in _PROGRAMS if _fits(one, env) and find_program(one.copy[0], env) is not None]


def copy(text: str, env: Mapping[str, str]) -> str | None:
    """Put text into the desktop's clipboard.

    Returns:
        The name of the program that took it; None when none is there, or none could.
    """
    for program in programs(env):
        if _feed(program.copy, text.encode(program.encoding, "replace"), env):
            return program.name
    return None


def paste(env: Mapping[str, str]) -> str | None:
    """The text in the desktop's clipboard; None when there is none.

    Raises:
        NoAnswer: a program took too long; what the clipboard holds is not known.
        UsageError: it is too long for a page.
    """
    deadline = monotonic() + LONGEST_PASTE
    for program in programs(env):
        if program.paste and (data := _drain(program.paste, deadline, env)) is not None:
            return data.decode("utf-8", "replace") or None
    return None


def _fits(program: Program, env: Mapping[str, str]) -> bool:
    if program.needs == "darwin":
        # Far from the Mac's own screen the writer sits at another computer with another clipboard.
        return sys.platform == "darwin" and "SSH_CONNECTION" not in env
    return bool(env.get(program.needs))


def _start(
    argv: tuple[str, ...], env: Mapping[str, str], *, stdin: int, stdout: int
) -> subprocess.Popen[bytes] | None:
    path = find_program(argv[0], env)
    if path is None:
        return None
    given = {name: value for name, value in env.items() if name in _PASSED_ON or name.startswith("LC_")}
    if sys.platform == "darwin":
        given["LANG"] = given["LC_ALL"] = "en_US.UTF-8"  # else it takes the text for MacRoman
    try:
        return subprocess.Popen(
            [path, *argv[1:]],
            bufsize=0,
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=given,
            # Some stay to serve the clipboard: they must hold neither our terminal nor die with it.
            start_new_session=True,
        )
    except OSError:
        return None


def _feed(argv: tuple[str, ...], data: bytes, env: Mapping[str, str]) -> bool:
    process = _start(argv, env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    if process is None:
        return False
    try:
        process.communicate(data, timeout=LONGEST_COPY)
    except subprocess.TimeoutExpired:
        return False
    except OSError:
        return False
    finally:
        _end(process)
    return process.returncode == 0


def _drain(argv: tuple[str, ...], deadline: float, env: Mapping[str, str]) -> bytes | None:
    process = _start(argv, env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    if process is None:
        return None
    try:
        data = b"".join(_parts(process, deadline))
        return data if process.wait(max(0.0, deadline - monotonic())) == 0 else None
    except (subprocess.TimeoutExpired, TimeoutError):
        raise NoAnswer(f"{argv[0]} did not answer") from None
    except OSError:
        return None
    finally:
        _end(process)


def _parts(process: subprocess.Popen[bytes], deadline: float) -> Iterator[bytes]:
    assert process.stdout is not None
    fd, size = process.stdout.fileno(), 0
    while True:
        if not select.select([fd], [], [], max(0.0, deadline - monotonic()))[0]:
            raise TimeoutError
        part = os.read(fd, 65536)
        if not part:
            return
        size += len(part)
        if size > MOST_PASTED:
            raise UsageError(
                f"The clipboard holds more than {MOST_PASTED // 1024**2} MB: too much for a page."
            )
        yield part


def _end(process: subprocess.Popen[bytes]) -> None:
    """Leave nothing behind: no process that hangs, no open pipe."""
    if process.poll() is None:
        process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.wait()
