"""The journal's own words."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_tui.domain.errors import StorageError
from journal_tui.storage.disk import Disk
from journal_tui.storage.wordlist import WordList


def test_no_file_is_no_words_and_stays_none(tmp_path: Path) -> None:
    words = WordList(str(tmp_path))
    assert words.words() == []
    assert words.stamp() is None
    assert list(tmp_path.iterdir()) == []


def test_the_first_word_makes_a_file_that_explains_itself(tmp_path: Path) -> None:
    words = WordList(str(tmp_path))
    words.add("Pepys")
    words.add("Creed")
    file = tmp_path / "words.txt"
    assert file.read_text().splitlines()[1:] == ["Pepys", "Creed"]
    assert file.read_text().startswith("# ")
    assert words.words() == ["Pepys", "Creed"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_comments_blank_lines_and_blanks_are_no_words(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_bytes(
        b"\xef\xbb\xbf  one  \r\n\r\n# two\r\n  # three\r\n\xff\r\n\xc3\xa9t\xc3\xa9\r\n"
    )
    assert WordList(str(tmp_path)).words() == ["one", "été"]


@given(st.binary(max_size=60).filter(lambda data: b"\x00" not in data))
def test_what_was_in_the_file_stays_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("words")
    file = folder / "words.txt"
    file.write_bytes(data)
    words = WordList(str(folder))
    before = words.words()
    try:
        words.add("Pepys")
    except StorageError as error:
        assert "not UTF-8" in str(error)
        assert file.read_bytes() == data
        return
    assert file.read_bytes().startswith(data)
    assert words.words() == [*before, *(["Pepys"] if "Pepys" not in before else [])]


def test_a_word_is_added_once(tmp_path: Path) -> None:
    words = WordList(str(tmp_path))
    words.add("Pepys")
    before = (tmp_path / "words.txt").stat()
    words.add("Pepys")
    after = (tmp_path / "words.txt").stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


def test_newlines_stay_what_they_are_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_bytes(b"one\r\ntwo")
    WordList(str(tmp_path)).add("three")
    assert file.read_bytes() == b"one\r\ntwo\r\nthree\r\n"


def test_a_word_that_somebody_else_adds_meanwhile_stays(tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("one\n")

    class Meddler(Disk):
        meddled = False

        def exchange(self, one: str, other: str) -> bool:
            if not self.meddled:
                self.meddled = True
                file.write_text("one\ntheirs\n")
            return super().exchange(one, other)

    WordList(str(tmp_path), Meddler()).add("ours")
    assert file.read_text().split() == ["one", "theirs", "ours"]


def test_what_is_no_file_and_what_is_too_long_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    os.mkfifo(path)
    with pytest.raises(StorageError, match="not a regular file"):
        WordList(str(tmp_path)).words()
    path.unlink()
    with open(path, "wb") as file:
        file.truncate(5_000_000)
    with pytest.raises(StorageError, match="over 4 MB"):
        WordList(str(tmp_path)).add("word")
