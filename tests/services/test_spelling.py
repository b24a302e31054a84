"""Dictionaries found and asked, in a process of their own."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from journal_tui.services import spelling
from journal_tui.services.folder import look_into
from journal_tui.services.spelling import (
    NoSpelling,
    Spelling,
    choose,
    find_dictionaries,
    open_spelling,
    wanted_names,
)
from journal_tui.storage.journal import Journal
from tests.dictionaries import no_library, stand_in, write_dictionary

if TYPE_CHECKING:
    from journal_tui.services.spelling import Wanted

needs_library = pytest.mark.skipif(
    importlib.util.find_spec("hunspell") is None,
    reason="needs chunspell: pip install 'journal-tui[spelling]'",
)


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """A folder with two small dictionaries."""
    folder = tmp_path / "dictionaries"
    write_dictionary(folder, "en_QQ", ["word/S", "receive", "well", "don't", "naïve"])
    write_dictionary(folder, "de_QQ", ["Straße", "Wort"], "SET ISO8859-1\n")
    (folder / "de_QQ.dic").write_bytes("2\nStraße\nWort\n".encode("latin-1"))
    return folder


@pytest.fixture
def opened() -> Iterator[list[Spelling]]:
    """Whatever is put here is closed."""
    found: list[Spelling] = []
    yield found
    for one in found:
        one.close()


def open_here(folder: Path, opened: list[Spelling], wanted: Wanted = ("en_QQ", "de_QQ")) -> Spelling:
    """The dictionaries of a folder."""
    opened.append(open_spelling(wanted, {"DICPATH": str(folder)}))
    return opened[-1]


# Which dictionaries


@pytest.mark.parametrize(
    ("wanted", "env", "names"),
    [
        ("auto", {"LANG": "en_GB.UTF-8"}, ["en_GB"]),
        ("auto", {"LANG": "en_GB.UTF-8", "LC_ALL": "de_DE@euro"}, ["de_DE"]),
        ("auto", {"LANG": "fr"}, ["fr"]),
        ("auto", {"LANG": "C.UTF-8"}, []),
        ("auto", {"LC_ALL": "", "LANG": "POSIX"}, []),
        ("auto", {}, []),
        (False, {"LANG": "en_GB.UTF-8"}, []),
        (("de_DE", "en_US"), {"LANG": "fr"}, ["de_DE", "en_US"]),
    ],
)
def test_the_language_is_the_settings_else_the_environments(
    wanted: Wanted, env: dict[str, str], names: list[str]
) -> None:
    assert wanted_names(wanted, env) == names


@pytest.mark.parametrize(
    ("names", "there", "chosen"),
    [
        (["en_GB"], ["en_US", "en_GB"], ["en_GB"]),
        (["en-gb"], ["en_GB"], ["en_GB"]),
        (["en_GB"], ["en_GB-ize", "en_US"], ["en_GB-ize"]),
        (["en_GB"], ["en_US"], []),
        (["de_AT"], ["de_DE", "de_CH"], ["de_DE"]),
        (["de"], ["de_AT", "de_DE_frami"], ["de_DE_frami"]),
        (["en"], ["en_AU"], ["en_AU"]),
        (["pl_PL"], ["pl"], ["pl"]),
        (["de_DE", "en_US", "de_DE"], ["en_US", "de_DE"], ["de_DE", "en_US"]),
        (["../../etc/passwd", ""], ["en_US"], []),
    ],
)
def test_the_dictionary_that_fits_best(names: list[str], there: list[str], chosen: list[str]) -> None:
    assert choose(names, there) == chosen


def test_a_dictionary_is_two_files_and_the_first_folder_wins(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        write_dictionary(tmp_path / folder, "en_QQ", ["word"])
    (tmp_path / "one" / "half_QQ.dic").write_text("0\n")
    found = find_dictionaries([str(tmp_path / "none"), str(tmp_path / "one"), str(tmp_path / "two")])
    assert found == {"en_QQ": str(tmp_path / "one" / "en_QQ")}


# What there is to say without


def test_without_the_library_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    no_library(monkeypatch)
    with pytest.raises(NoSpelling, match=r"journal-tui\[spelling\]") as trouble:
        open_spelling("auto", {"LANG": "en_US.UTF-8"})
    assert "\n" not in str(trouble.value)


def test_without_a_dictionary_one_line_says_what_to_install(
    tmp_path: Path, words: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path / "library", monkeypatch)
    monkeypatch.setattr(spelling, "_FOLDERS", ())
    with pytest.raises(NoSpelling, match="package like hunspell-xx-yy"):
        open_spelling("auto", {"LANG": "xx_YY.UTF-8"})
    with pytest.raises(NoSpelling, match=r"^No xx_YY dic.*config\.toml \(de_QQ, en_QQ\)$"):
        open_spelling("auto", {"LANG": "xx_YY.UTF-8", "DICPATH": str(words)})
    with pytest.raises(NoSpelling, match=r"^Which language.*config\.toml \(de_QQ, en_QQ\)$"):
        open_spelling("auto", {"LANG": "C", "DICPATH": str(words)})


@pytest.mark.parametrize(
    ("wanted", "named"),
    [
        ("en_GB", "(en_AU, en_US, cs_CZ)"),
        ("de_XX", "(de_AT, de_BE, cs_CZ)"),
        ("fr_FR", "(cs_CZ, de_AT, de_BE)"),
    ],
)
def test_the_dictionaries_that_nearly_fit_are_named_first_in_one_short_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wanted: str, named: str
) -> None:
    stand_in(tmp_path / "library", monkeypatch)
    monkeypatch.setattr(spelling, "_FOLDERS", ())
    for name in ("cs_CZ", "de_AT", "de_BE", "en_AU", "en_US"):
        for suffix in ("aff", "dic"):
            (tmp_path / f"{name}.{suffix}").touch()
    with pytest.raises(NoSpelling) as trouble:
        open_spelling((wanted,), {"LANG": "C", "DICPATH": str(tmp_path)})
    assert named in str(trouble.value)
    assert len(str(trouble.value)) <= 80


# The process


def test_a_word_is_right_if_any_dictionary_knows_it(
    tmp_path: Path, words: Path, opened: list[Spelling], monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path / "library", monkeypatch)
    write_dictionary(words, "de_QQ", ["Wort"])
    write_dictionary(words, "en_QQ", ["word"])
    both = open_here(words, opened)
    assert both.names == ("en_QQ", "de_QQ")
    assert both.wrong(["word", "Wort", "wrod", "'word'"]) == ["wrod"]
    assert both.suggest("wrod") == ["word"]
    assert both.wrong([]) == []


def test_a_dictionary_that_takes_the_process_down_is_one_line(
    tmp_path: Path, words: Path, opened: list[Spelling], monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path / "library", monkeypatch)
    write_dictionary(words, "en_QQ", ["word"])
    one = open_here(words, opened, ("en_QQ",))
    with pytest.raises(NoSpelling, match="did not answer"):
        one.wrong(["word", "diediedie"])
    assert one.wrong(["word", "wrod"]) == ["wrod"], "it begins anew"


def test_slow_suggestions_are_none(
    tmp_path: Path, words: Path, opened: list[Spelling], monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path / "library", monkeypatch)
    monkeypatch.setattr(spelling, "_SUGGEST_PATIENCE", 0.05)
    write_dictionary(words, "en_QQ", ["word"])
    one = open_here(words, opened, ("en_QQ",))
    assert one.suggest("slowslow") == []
    assert one.wrong(["word", "wrod"]) == ["wrod"]


def test_closed_is_closed(
    tmp_path: Path, words: Path, opened: list[Spelling], monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path / "library", monkeypatch)
    one = open_here(words, opened, ("en_QQ",))
    process = one._process
    assert process is not None
    one.close()
    assert process.returncode is not None
    with pytest.raises(NoSpelling):
        one.wrong(["word"])


def test_the_process_ends_when_nobody_is_left_to_ask_it(
    tmp_path: Path, words: Path, opened: list[Spelling], monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path / "library", monkeypatch)
    one = open_here(words, opened, ("en_QQ",))
    assert one._process is not None
    assert one._channel is not None
    one._channel.close()  # as the system does when the app is killed
    assert one._process.wait(10) == 0


def test_a_file_of_ours_in_the_current_folder_is_never_run(
    tmp_path: Path, words: Path, opened: list[Spelling], monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path / "library", monkeypatch)
    write_dictionary(words, "en_QQ", ["word"])
    (tmp_path / "json.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)
    assert open_here(words, opened, ("en_QQ",)).wrong(["wrod"]) == ["wrod"]


def test_a_library_of_another_kind_is_one_line(
    tmp_path: Path, words: Path, opened: list[Spelling], monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path / "library", monkeypatch)
    (tmp_path / "library" / "hunspell" / "__init__.py").write_text("class HunSpell: pass")
    with pytest.raises(NoSpelling, match="did not answer"):
        open_here(words, opened)


# The journal's own words


def test_the_own_words_belong_to_the_journal(home: Path) -> None:
    root = home / "journal"
    root.mkdir()
    (root / "words.txt").write_text("Creed\n")
    journal = Journal(str(root))
    folder = look_into(journal)
    assert (folder.kept, folder.others, folder.odd) == (["words.txt"], [], [])
    assert journal.scan() == {}


# The real library


@needs_library
def test_the_library_reads_dictionaries_of_several_encodings(words: Path, opened: list[Spelling]) -> None:
    both = open_here(words, opened)
    right = ["word", "words", "Words", "WORDS", "receive", "don't", "naïve", "Straße", "Wort", "well-word"]
    assert both.wrong([*right, "recieve", "Łódź", "wrod", "'word'"]) == ["recieve", "Łódź", "wrod"]
    assert both.suggest("recieve")[0] == "receive"
    assert both.suggest("Łódź") == both.suggest("Łódź")


@needs_library
def test_a_dictionary_of_nonsense_harms_nobody(tmp_path: Path, words: Path, opened: list[Spelling]) -> None:
    (words / "xx_QQ.aff").write_bytes(os.urandom(2000))
    (words / "xx_QQ.dic").write_bytes(os.urandom(2000))
    try:
        open_here(words, opened, ("xx_QQ", "en_QQ")).wrong(["word"])
    except NoSpelling as error:
        assert "\n" not in str(error)


@needs_library
def test_names_with_odd_letters_are_read(tmp_path: Path, opened: list[Spelling]) -> None:
    folder = tmp_path / "Wörter büch"
    write_dictionary(folder, "en_QQ", ["word"])
    assert open_here(folder, opened, ("en_QQ",)).wrong(["word", "wrod"]) == ["wrod"]
