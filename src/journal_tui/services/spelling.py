"""Spelling by the hunspell dictionaries of this computer, in a process of their own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from glob import glob
from importlib.util import find_spec

from journal_tui.domain.errors import JournalError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Literal

    Wanted = Literal[False, "auto"] | tuple[str, ...]
    """What `[page] spelling` in config.toml says; the tuple names dictionaries."""

LIBRARY = "hunspell"
"""The module that chunspell installs."""
MOST = 9
"""Suggestions to a word."""
_MOST_NAMED = 3
"""Dictionaries that a message names, """
_LINE = 78
"""as long as it stays within so many characters: a line of a small terminal."""
_PATIENCE = 10.0
"""Seconds for reading the dictionaries or for judging a screen of words, which take some hundredths."""
_SUGGEST_PATIENCE = 2.0
"""Seconds; an odd word can cost a dictionary of compounds far more."""

_WORKER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "spelling_worker.py")
_FOLDERS = (
    "~/.local/share/hunspell",
    "~/Library/Spelling",
    "/usr/local/share/hunspell",
    "/opt/homebrew/share/hunspell",
    "/usr/share/hunspell",
    "/usr/share/myspell/dicts",
    "/usr/share/myspell",
    "/Library/Spelling",
    "/usr/lib/libreoffice/share/extensions/dict-*",
    "/usr/lib64/libreoffice/share/extensions/dict-*",
    "/opt/libreoffice*/share/extensions/dict-*",
    "/Applications/LibreOffice.app/Contents/Resources/extensions/dict-*",
)


class NoSpelling(JournalError):
    """Spelling cannot be had, with a line that says why and what to do."""


def open_spelling(wanted: Wanted, env: Mapping[str, str]) -> Spelling:
    """Find the dictionaries, and a process that has read them. Takes about a tenth of a second.

    Raises:
        NoSpelling: the library or the dictionaries are missing, or do not work.
    """
    spec = find_spec(LIBRARY)
    if spec is None:
        raise NoSpelling(
            "Spelling needs a package: pip install 'journal-tui[spelling]', or pipx inject journal-tui chunspell"
        )
    bundled = [os.path.join(place, "dictionaries") for place in spec.submodule_search_locations or ()]
    there = find_dictionaries(_folders(env, bundled))
    names = wanted_names(wanted, env)
    chosen = choose(names, there)
    if not chosen:
        raise NoSpelling(_missing(names, there))
    return Spelling({name: there[name] for name in chosen})


def wanted_names(wanted: Wanted, env: Mapping[str, str]) -> list[str]:
    """The languages that are asked for, like `en_GB`; with "auto" that of the environment, if it says one."""
    if isinstance(wanted, tuple):
        return list(wanted)
    locale = next((env[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if env.get(name)), "")
    language = locale.partition(".")[0].partition("@")[0]
    return [] if language in ("", "C", "POSIX") or wanted is False else [language]


def find_dictionaries(folders: Iterable[str]) -> dict[str, str]:
    """The dictionaries in these folders by name, each as its path without a suffix; the first folder wins."""
    found: dict[str, str] = {}
    for folder in folders:
        try:
            files = set(os.listdir(folder))
        except OSError:
            continue
        for file in sorted(files):
            name, suffix = os.path.splitext(file)
            if suffix == ".dic" and f"{name}.aff" in files:
                found.setdefault(name, os.path.join(folder, name))
    return found


def choose(names: Iterable[str], there: Iterable[str]) -> list[str]:
    """For each language the dictionary that fits best: its own, a variant, or the language's own for its region.

    Where the region is not told any will do; but British text is not judged by an American dictionary.
    """
    there = sorted(there)
    chosen = (_best(name, there) for name in names)
    return list(dict.fromkeys(name for name in chosen if name is not None))


def _best(name: str, there: list[str]) -> str | None:
    wanted = _normal(name)
    language = wanted.partition("_")[0]
    if not language:
        return None
    # "de" means de_DE before de_AT.
    at_home = f"{language}_{language}"
    for fits in (
        lambda known: known == wanted,
        lambda known: known.startswith(f"{wanted}_") and (known + "_").startswith(f"{at_home}_"),
        lambda known: known.startswith(f"{wanted}_"),
        lambda known: known in (language, at_home),
    ):
        for candidate in there:
            if fits(_normal(candidate)):
                return candidate
    return None


def _normal(name: str) -> str:
    return name.replace("-", "_").casefold()


def _folders(env: Mapping[str, str], bundled: Iterable[str]) -> Iterator[str]:
    """Where dictionaries may lie, the person's own first, the library's own last."""
    yield from filter(None, env.get("DICPATH", "").split(os.pathsep))
    for base in (env.get("XDG_DATA_HOME", ""), *env.get("XDG_DATA_DIRS", "").split(os.pathsep)):
        if base:
            yield os.path.join(base, "hunspell")
    for pattern in _FOLDERS:
        yield from (
            sorted(glob(os.path.expanduser(pattern))) if "*" in pattern else [os.path.expanduser(pattern)]
        )
    yield from bundled


def _missing(names: Sequence[str], there: Iterable[str]) -> str:
    languages = {_normal(name).partition("_")[0] for name in names}
    known = sorted(there, key=lambda name: (_normal(name).partition("_")[0] not in languages, name))
    if not known:
        return _install(names or ["en_US"])
    begin = f"No {', '.join(names)} dictionary: set" if names else "Which language? Set"
    told = f"{begin} [page] spelling in config.toml "
    shown = known[:_MOST_NAMED]
    while len(shown) > 1 and len(f"{told}({', '.join(shown)})") > _LINE:
        shown.pop()
    return f"{told}({', '.join(shown)})"


def _install(names: Sequence[str]) -> str:
    package = "hunspell-" + _normal(names[0]).replace("_", "-")
    return f"Spelling needs a hunspell dictionary for {', '.join(names)}: a package like {package} brings it."


class Spelling:
    """Dictionaries that were read. For one thread at a time: every method waits for the other process."""

    def __init__(self, paths: Mapping[str, str]) -> None:
        """`paths` by name, without suffix. `NoSpelling` when none of them can be read."""
        self.names = tuple(paths)
        self._paths = list(paths.values())
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._closed = False
        self._lock = threading.Lock()
        self._start()

    def wrong(self, words: Sequence[str]) -> list[str]:
        """Those of the words that no dictionary knows. `NoSpelling` when the dictionaries fail twice."""
        if not words:
            return []
        try:
            return self._ask(["wrong", list(words)], _PATIENCE)
        except NoSpelling:
            self._start()
            return self._ask(["wrong", list(words)], _PATIENCE)

    def suggest(self, word: str) -> list[str]:
        """What the word may have meant, the likeliest first; nothing when that takes over two seconds."""
        try:
            if self._process is None:
                self._start()
            return self._ask(["suggest", word, MOST], _SUGGEST_PATIENCE)
        except NoSpelling:
            return []

    def close(self) -> None:
        """End the process for good. From any thread; whoever waits for an answer gets none."""
        self._closed = True
        self._stop()

    def _stop(self) -> None:
        with self._lock:
            process, channel = self._process, self._channel
            self._process = self._channel = None
        if channel is not None:
            try:
                channel.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            channel.close()
        if process is not None:
            process.kill()
            process.wait()

    def _start(self) -> None:
        self._stop()
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            try:
                if self._closed:
                    raise NoSpelling("Spelling is off.")
                # A session of its own: a Ctrl-C or a hang-up of the terminal is for the app to answer.
                self._process = subprocess.Popen(
                    [sys.executable, "-P", _WORKER],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
                self._channel = ours
            except OSError as error:
                raise NoSpelling(f"Spelling did not start: {error.strerror}.") from error
            finally:
                if self._channel is None:
                    ours.close()
        if not self._ask(["load", self._paths], _PATIENCE):
            self._stop()
            raise NoSpelling(f"The dictionaries {', '.join(self.names)} could not be read.")

    def _ask(self, request: object, seconds: float) -> list[str]:
        channel = self._channel
        try:
            if channel is None:
                raise OSError
            channel.settimeout(seconds)
            channel.sendall(json.dumps(request).encode() + b"\n")
            parts = [channel.recv(1 << 16)]
            while parts[-1] and not parts[-1].endswith(b"\n"):
                parts.append(channel.recv(1 << 16))
            answer: list[str] = json.loads(b"".join(parts))
        except (OSError, ValueError) as error:
            self._stop()
            raise NoSpelling("The dictionaries did not answer; spelling is off for now.") from error
        return answer
