"""The thread that waits for the dictionaries, so that the page never does."""

from __future__ import annotations

import os
import threading
import time
from queue import SimpleQueue
from typing import TYPE_CHECKING

from journal_tui.domain.errors import StorageError
from journal_tui.domain.spelled import Spelled, forms, in_the_manner_of, misspelt, plain, spelled_words
from journal_tui.services.spelling import MOST, NoSpelling, Spelling, open_spelling
from journal_tui.storage.wordlist import WordList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from textual.document._document import Location

    from journal_tui.services.spelling import Wanted
    from journal_tui.tui.screens.writing import WritingScreen

Line = tuple[str, str]
"""A line and the state that it begins in (see `WordTally.state`)."""
Spans = tuple[tuple[int, int], ...]
Found = tuple[int, int, int, str]
"""Row, start and end column of a misspelt word, and the word as it stands there."""

_WORK, _REST = 0.004, 0.004
"""Seconds of work, then seconds in which the keys have the interpreter for themselves."""
_MOST_WORDS = 50_000
"""Words of which is remembered whether a dictionary knows them."""
_AT_ONCE = 64
"""Lines that are looked at in one go on the way to the next misspelt word."""


class SpellingThread:
    """Does one thing after the other. What is asked for comes back through a callback, in the app's own thread."""

    def __init__(self, room: WritingScreen) -> None:
        self._room = room
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._spelling: Spelling | None = None
        self._words = OwnWords(WordList(room.sitting.workspace.journal.root))
        self._symbols = room.sitting.workspace.tag_symbols
        self._right: dict[str, bool] = {}
        self._ended = False
        threading.Thread(target=self._run, name="spelling", daemon=True).start()

    def load(self, wanted: Wanted, then: Callable[[tuple[str, ...], str | None], None]) -> None:
        """Read the dictionaries; `then` gets their names, and why there are none, or None."""
        self._jobs.put(lambda: self._tell(then, *self._load(wanted)))

    def check(self, lines: list[Line], then: Callable[[dict[Line, Spans]], None]) -> None:
        """Look at lines; `then` gets the columns of what is misspelt in each."""
        self._jobs.put(lambda: self._tell(then, self._check(lines)))

    def find(self, lines: list[Line], start: Location, then: Callable[[Found | None], None]) -> None:
        """Look for the first misspelt word that ends at or behind `start`, from the top again at the end."""
        self._jobs.put(lambda: self._tell(then, self._find(lines, start)))

    def suggest(self, word: str, then: Callable[[list[str]], None]) -> None:
        """`then` gets what the word may have meant."""
        self._jobs.put(lambda: self._tell(then, self._suggest(word)))

    def learn(self, word: str, then: Callable[[str | None], None]) -> None:
        """Add a word to the journal's own; `then` gets why that failed, or None."""
        self._jobs.put(lambda: self._tell(then, self._words.learn(plain(word))))

    def ignore(self, word: str, then: Callable[[], None]) -> None:
        """Take a word as right from now on."""

        def ignored() -> None:
            self._words.ignore(plain(word))
            self._tell(then)

        self._jobs.put(ignored)

    def end(self) -> None:
        """End the thread and the process that it waits for."""
        self._ended = True
        if self._spelling is not None:
            self._spelling.close()
        self._jobs.put(None)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None and not self._ended:
            try:
                job()
            except NoSpelling as error:
                self._tell(self._room.speller.failed, str(error))
            except Exception as error:  # whatever it is, the page must go on
                kind = type(error).__name__
                self._tell(self._room.speller.failed, f"Spelling failed ({kind}) and is off for now.")

    def _tell(self, then: Callable[..., None], *what: object) -> None:
        if not self._ended and self._room.app.is_running:
            self._room.call_later(then, *what)

    # In the thread

    def _load(self, wanted: Wanted) -> tuple[tuple[str, ...], str | None]:
        if self._spelling is not None:
            return self._spelling.names, None
        try:
            self._spelling = open_spelling(wanted, os.environ)
        except NoSpelling as error:
            return (), str(error)
        if self._ended:
            self._spelling.close()
        return self._spelling.names, None

    def _check(self, lines: Iterable[Line]) -> dict[Line, Spans]:
        found: dict[Line, list[Spelled]] = {}
        rested = time.monotonic()
        for line in lines:
            if time.monotonic() - rested > _WORK:
                time.sleep(_REST)
                rested = time.monotonic()
            found[line] = spelled_words(*line, self._symbols)
        self._judge(text for words in found.values() for text in _texts(words))
        self._words.refresh()
        return {
            line: tuple(span for word in words for span in misspelt(word, self._is_right))
            for line, words in found.items()
        }

    def _judge(self, texts: Iterable[str]) -> None:
        if self._spelling is None:
            return
        if len(self._right) > _MOST_WORDS:
            self._right.clear()
        new = [text for text in dict.fromkeys(texts) if text not in self._right]
        wrong = set(self._spelling.wrong(new))
        self._right.update((text, text not in wrong) for text in new)

    def _is_right(self, text: str) -> bool:
        return self._right.get(text, True) or text in self._words

    def _find(self, lines: list[Line], start: Location) -> Found | None:
        first = start[0]
        rows = [*range(first, len(lines)), *range(first + 1)]
        for at in range(0, len(rows), _AT_ONCE):
            some = rows[at : at + _AT_ONCE]
            spans = self._check(lines[row] for row in some)
            for place, row in enumerate(some, at):
                for begin, end in spans[lines[row]]:
                    # The first row comes twice: at the end for what stands before the start.
                    if place or end >= start[1]:
                        return row, begin, end, lines[row][0][begin:end]
        return None

    def _suggest(self, word: str) -> list[str]:
        from difflib import get_close_matches

        if self._spelling is None:
            return []
        own = get_close_matches(plain(word), self._words.own, 2, 0.8)
        found = [*own, *self._spelling.suggest(plain(word))]
        return list(dict.fromkeys(in_the_manner_of(word, text) for text in found))[:MOST]


class OwnWords:
    """The words of the journal's own list, and those that are ignored until the end of the sitting."""

    def __init__(self, file: WordList) -> None:
        self._file = file
        self._stamp: object = None
        self._ignored: set[str] = set()
        self._folded: set[str] = set()
        self.own: list[str] = []
        self._all: set[str] = set()

    def __contains__(self, text: str) -> bool:
        for form in forms(text):
            if form in self._all or (form.isupper() and form.casefold() in self._folded):
                return True
            if form[:1].isupper() and form[:1].lower() + form[1:] in self._all:
                return True
        return False

    def refresh(self) -> None:
        """Read the file again if somebody has changed it; one that cannot be read is no list."""
        try:
            stamp = self._file.stamp()
            if stamp != self._stamp:
                self.own = [plain(word) for word in self._file.words()]
        except StorageError:
            stamp, self.own = None, []
        if stamp != self._stamp:
            self._stamp = stamp
            self._sum()

    def learn(self, word: str) -> str | None:
        """Add a word to the file; why that failed, or None. It counts as right either way."""
        self.ignore(word)
        try:
            self._file.add(word)
        except StorageError as error:
            return str(error)
        return None

    def ignore(self, word: str) -> None:
        """Take a word as right until the end of the sitting."""
        self._ignored.add(word)
        self._sum()

    def _sum(self) -> None:
        self._all = {*self.own, *self._ignored}
        self._folded = {word.casefold() for word in self._all}


def _texts(words: Iterable[Spelled]) -> Iterator[str]:
    for word in words:
        yield word.text
        yield from (part.text for part in word.parts)
