"""Themes: the shipped ones read well, and any file at all gives colours or a reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from journal_tui.settings import theme
from journal_tui.settings.colors import ANSI_NAMES, contrast, mix, normal, readable
from journal_tui.settings.model import DEFAULT_THEME
from journal_tui.settings.theme import TABLES, ThemeColors, fallback_theme, parse_theme, shipped_dir

RGB_THEMES = ("journal-dark", "journal-light", "high-contrast")
SHIPPED = (*RGB_THEMES, "terminal")
COLORS = list(ThemeColors._fields)[4:]
HEX = re.compile(r"#[0-9a-f]{6}")


def shipped(name: str) -> ThemeColors:
    file = Path(shipped_dir()) / f"{name}.toml"
    colors, problems = parse_theme(file.read_bytes(), file.name)
    assert problems == []
    assert colors is not None
    return colors


def parsed(text: str) -> tuple[ThemeColors | None, list[str]]:
    colors, problems = parse_theme(text.encode(), "mine.toml")
    return colors, [str(problem) for problem in problems]


THREE = '[colors]\nbackground = "#f4f5ee"\ntext = "#26301f"\naccent = "#3f6b2c"\n'


def test_four_themes_are_shipped() -> None:
    assert {file.stem for file in Path(shipped_dir()).glob("*.toml")} == set(SHIPPED)
    assert DEFAULT_THEME in SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_theme_says_all_it_can_say_after_a_short_comment(name: str) -> None:
    colors = shipped(name)
    assert colors.name == name
    text = (Path(shipped_dir()) / f"{name}.toml").read_text("utf-8")
    assert text.startswith("# ")
    assert [key for keys in TABLES.values() for key in keys if f"\n{key} = " not in text] == []


def test_dark_and_ansi_flags() -> None:
    assert [shipped(name).dark for name in SHIPPED] == [True, False, True, True]
    assert [shipped(name).ansi for name in SHIPPED] == [False, False, False, True]


# What is read on what, and the least contrast by WCAG 2.2: 7:1 enhanced, 4.5:1 for text, 3:1 for marks and
# for text that focus mode takes back.
LEAST = [
    (7.0, "background", "text heading strong"),
    (7.0, "surface", "text"),
    (7.0, "row", "text"),
    (
        4.5,
        "background",
        "muted accent success warning error emphasis code link quote tag comment list_mark cursor",
    ),
    (4.5, "surface", "muted accent success warning error"),
    (4.5, "row", "muted accent"),
    (4.5, "accent", "accent_text"),
    (4.5, "cursor", "cursor_text"),
    (7.0, "selection", "selection_text"),
    (7.0, "match", "match_text"),
    (3.0, "background", "faint dim bar bar_done bar_low line"),
    (1.3, "background", "border fan off selection match"),
    (1.05, "background", "surface row"),
]


@pytest.mark.parametrize("name", RGB_THEMES)
@pytest.mark.parametrize(("least", "paper", "inks"), LEAST)
def test_contrast(name: str, least: float, paper: str, inks: str) -> None:
    colors = shipped(name)
    found = {ink: contrast(getattr(colors, ink), getattr(colors, paper)) for ink in inks.split()}
    assert {ink: ratio for ink, ratio in found.items() if ratio < least} == {}


def test_high_contrast_keeps_all_text_at_seven() -> None:
    colors = shipped("high-contrast")
    grounds = {"background", "surface", "row", "border", "selection", "match", "fan", "off"}
    inks = [key for key in COLORS if key not in grounds and not key.endswith("_text")]
    assert [ink for ink in inks if contrast(getattr(colors, ink), colors.background) < 7] == []


def test_paper_is_not_white() -> None:
    assert contrast(shipped("journal-light").background, "#ffffff") > 1.05


def test_the_terminal_theme_uses_the_terminals_colours_only() -> None:
    colors = shipped("terminal")
    assert {getattr(colors, key) for key in COLORS} <= set(ANSI_NAMES)
    assert colors.background == colors.text == "ansi_default"


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#ff0000", "#0000ff") == pytest.approx(2.15, abs=0.005)


def test_three_colours_make_a_whole_theme() -> None:
    colors, problems = parsed(THREE)
    assert problems == []
    assert colors is not None
    assert (colors.name, colors.title, colors.dark, colors.ansi) == ("mine", "mine", False, False)
    assert all(HEX.fullmatch(getattr(colors, key)) for key in COLORS)
    for ink in ("muted", "success", "warning", "error", "comment", "code"):
        assert contrast(getattr(colors, ink), colors.background) >= 4.5
    assert contrast(colors.accent_text, colors.accent) >= 4.5


@given(st.tuples(*[st.integers(0, 255)] * 9))
def test_any_three_colours_make_a_theme_whose_small_text_stands_out_on_its_colours(
    rgb: tuple[int, ...],
) -> None:
    one, two, three = (f"#{rgb[n]:02x}{rgb[n + 1]:02x}{rgb[n + 2]:02x}" for n in (0, 3, 6))
    colors, problems = parsed(f'[colors]\nbackground="{one}"\ntext="{two}"\naccent="{three}"\n')
    assert problems == []
    assert colors is not None
    assert all(HEX.fullmatch(getattr(colors, key)) for key in COLORS)
    for ink, paper in [("accent_text", "accent"), ("cursor_text", "cursor"), ("selection_text", "selection")]:
        assert contrast(getattr(colors, ink), getattr(colors, paper)) >= 4.5
    assert contrast(colors.muted, one) >= min(4.5, contrast(two, one))


def test_three_names_make_a_whole_terminal_theme() -> None:
    colors, problems = parsed(
        'ansi = true\n[colors]\nbackground="ansi_default"\ntext="ansi_default"\naccent="ansi_red"'
    )
    assert problems == []
    assert colors is not None
    assert colors.dark
    assert {getattr(colors, key) for key in COLORS} <= set(ANSI_NAMES)
    assert colors.link == colors.bar == "ansi_red"


def test_derived_colours_follow_the_given_ones() -> None:
    colors, _ = parsed(THREE + 'success = "#123456"\n[editor]\nquote = "#ABC"\n[charts]\noff = "#010203"\n')
    assert colors is not None
    assert colors.bar_done == colors.code == "#123456"
    assert (colors.quote, colors.off) == ("#aabbcc", "#010203")


def test_a_bad_colour_is_reported_and_derived() -> None:
    whole, _ = parsed(THREE)
    for value in ('"#12345"', '"blue"', '"ansi_blue"', "7", '"#gggggg"', '"＃123456"', "[]", '"#١٢٣"'):
        colors, problems = parsed(THREE + f"border = {value}\n")
        assert colors == whole
        assert len(problems) == 1
        assert problems[0].startswith("mine.toml line 5: colors.border: must be #rrggbb")


def test_a_misspelt_terminal_colour_names_the_nearest() -> None:
    _, problems = parsed('ansi = true\n[colors]\nbackground="#000"\ntext="ansi_wite"\naccent="ansi_red"')
    assert problems[0].endswith('did you mean "ansi_white"?')


def test_unknown_keys_are_reported() -> None:
    _, problems = parsed(f'titel = "x"\n{THREE}boarder = "#123"\nheading = "#123"\n[editr]\n')
    assert problems == [
        'mine.toml line 1: titel: unknown key: did you mean "title"?',
        'mine.toml line 6: colors.boarder: unknown key: did you mean "border"?',
        "mine.toml line 7: colors.heading: unknown key here; it belongs in [editor]",
        'mine.toml line 8: editr: unknown key: did you mean "editor"?',
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[colors",
        "colors = 3",
        '[colors]\ntext = "#123"\naccent="#456"',
        THREE.replace("#26301f", "inky"),
        "a=" + "[" * 9999,
    ],
)
def test_a_broken_theme_is_none_with_a_reason(text: str) -> None:
    colors, problems = parsed(text)
    assert colors is None
    assert problems
    assert all(problem.startswith("mine.toml") for problem in problems)


VALUES = st.one_of(
    st.booleans(),
    st.integers(),
    st.sampled_from(ANSI_NAMES),
    st.from_regex(r"#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?", fullmatch=True),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)


@given(
    st.fixed_dictionaries(
        {table: st.dictionaries(st.sampled_from([*keys, "other"]), VALUES) for table, keys in TABLES.items()},
        optional={"ansi": VALUES, "dark": VALUES, "name": VALUES, "title": VALUES},
    )
)
def test_any_values_give_whole_colours_or_a_reason(document: dict[str, object]) -> None:
    colors, problems = parse_theme(tomli_w.dumps(document).encode(), "x.toml")
    if colors is None:
        assert problems
        return
    for key in COLORS:
        value = getattr(colors, key)
        assert HEX.fullmatch(value) or (colors.ansi and value in ANSI_NAMES)


@given(st.binary(max_size=100))
def test_no_bytes_raise(data: bytes) -> None:
    colors, problems = parse_theme(data, "x.toml")
    assert colors is not None or problems


def test_the_fallback_is_whole() -> None:
    assert all(HEX.fullmatch(getattr(fallback_theme(), key)) for key in COLORS)


def test_the_fields_are_those_of_the_file_format() -> None:
    assert set(COLORS) == {key for keys in TABLES.values() for key in keys}


def test_the_readme_explains_every_key_and_its_example_is_a_theme() -> None:
    text = (Path(shipped_dir()) / "README.md").read_text("utf-8")
    assert [key for key in ("name", "title", "dark", "ansi", *COLORS) if f"`{key}`" not in text] == []
    example = text.split("```toml")[2].split("```")[0]
    colors, problems = parsed(example)
    assert colors is not None
    assert problems == []


def test_the_themes_are_found_in_an_installed_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site-packages" / "journal_tui"
    (package / "themes").mkdir(parents=True)
    monkeypatch.setattr(theme, "__file__", str(package / "settings" / "theme.py"))
    assert shipped_dir() == str(package / "themes")


def test_colour_arithmetic() -> None:
    assert [normal(text) for text in ("#ABC", "#a1B2c3", "abc", "#abcd", "")] == [
        "#aabbcc",
        "#a1b2c3",
        None,
        None,
        None,
    ]
    assert mix("#000000", "#ff8040", 0.5) == "#804020"
    assert readable("#777777", on="#777777", towards="#000000", ratio=3.0) != "#777777"
    assert readable("#777777", on="#777777", towards="#777777", ratio=3.0) == "#777777"
