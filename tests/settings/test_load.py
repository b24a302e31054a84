"""settings.toml and config.toml: what is understood, and that nothing in them can do harm."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from journal_tui.domain.goals import DailyGoal, OffRange
from journal_tui.settings.load import load_config, load_journal_settings
from journal_tui.settings.model import Config, JournalSettings, PageSettings, ProjectSettings, SeriesSettings

FILE = "settings.toml"

WHOLE = """\
day_starts_at = "03:30"
entry_path = "%Y/%m/%Y-%m-%d.md"
capture_format = "- {time} {text}"
tag_symbols = "#@"

[journal]
words = 400
minutes = 20
minimum = 60
days = "weekdays"
template = "daily"

[[project]]
name = "On the Brink"
target = 80000
ceiling = 90000
start = 2017-12-14
start_total = 6000
deadline = 2018-06-01
days = ["mon", "Sunday"]
minimum = 100
plan = "hill"
files = ["~/book/**/*.md"]

[[off]]
from = 2018-03-31
to = 2018-04-06
capacity = 0.5
why = "conference"
declared = 2018-03-12

[[off]]
from = 2018-05-01

[series]
title = "No. {number}: {title}"
first_number = 7
editors_note = "one\\ntwo"
byline = "by me"
"""


def settings_of(text: str) -> tuple[JournalSettings, list[str]]:
    settings, problems = load_journal_settings(text.encode(), FILE)
    return settings, [str(problem) for problem in problems]


def config_of(text: str) -> tuple[Config, list[str]]:
    config, problems = load_config(text.encode(), "config.toml")
    return config, [str(problem) for problem in problems]


def test_every_known_key_is_typed() -> None:
    settings, problems = settings_of(WHOLE)
    assert problems == []
    assert settings == JournalSettings(
        day_starts_at=210,
        entry_path="%Y/%m/%Y-%m-%d.md",
        capture_format="- {time} {text}",
        tag_symbols="#@",
        goal=DailyGoal(400, 20, 60, frozenset(range(5))),
        template="daily",
        projects=(
            ProjectSettings(
                name="On the Brink",
                target=80000,
                ceiling=90000,
                start=date(2017, 12, 14),
                start_total=6000,
                deadline=date(2018, 6, 1),
                days=frozenset({0, 6}),
                minimum=100,
                plan="hill",
                files=("~/book/**/*.md",),
            ),
        ),
        off=(
            OffRange(date(2018, 3, 31), date(2018, 4, 6), 0.5, "conference", date(2018, 3, 12)),
            OffRange(date(2018, 5, 1), date(2018, 5, 1), 0.0, "", None),
        ),
        series=SeriesSettings("No. {number}: {title}", 7, "one\ntwo", "by me"),
    )


@pytest.mark.parametrize("data", [None, b"", b"\xef\xbb\xbf", b"# nothing yet\n"])
def test_no_file_and_an_empty_file_give_the_defaults(data: bytes | None) -> None:
    assert load_journal_settings(data, FILE) == (JournalSettings(), [])
    assert load_config(data, FILE) == (Config(), [])


def test_the_defaults() -> None:
    settings = JournalSettings()
    assert (settings.day_starts_at, settings.tag_symbols) == (240, "#")
    assert settings.goal == DailyGoal(300, None, 50, frozenset(range(7)))
    assert Config().theme == "journal-dark"


def test_a_whole_config() -> None:
    config, problems = config_of(
        'theme = "mine"\neditor = "vim -f"\njournal = "work"\n'
        '[journals]\nwork = "~/notes/work"\n'
        'home = "/srv/home"\n[keys]\n"page.save" = "f2,ctrl+s"\nquit = ""\n'
    )
    assert problems == []
    assert config == Config(
        theme="mine",
        editor="vim -f",
        journals={"work": "~/notes/work", "home": "/srv/home"},
        journal="work",
        keys={"page.save": "f2,ctrl+s", "quit": ""},
    )


BAD_VALUES = [
    ('day_starts_at = "12:01"', 1, "day_starts_at"),
    ('day_starts_at = "-1:00"', 1, "day_starts_at"),
    ("day_starts_at = 4", 1, "day_starts_at"),
    ("day_starts_at = 13:00:00", 1, "day_starts_at"),
    ("day_starts_at = 04:00:01", 1, "day_starts_at"),
    ('entry_path = "%Y-%m-%d.txt"', 1, "entry_path"),
    ('entry_path = "../%Y-%m-%d.md"', 1, "entry_path"),
    ('entry_path = "/tmp/%Y-%m-%d.md"', 1, "entry_path"),
    ('entry_path = ".trash/%Y-%m-%d.md"', 1, "entry_path"),
    ('entry_path = "%Y//%Y-%m-%d.md"', 1, "entry_path"),
    ('entry_path = "%H/%Y-%m-%d.md"', 1, "entry_path"),
    ('entry_path = "%%Y/%Y-%m-%d.md"', 1, "entry_path"),
    ('entry_path = "a\\\\b/%Y-%m-%d.md"', 1, "entry_path"),
    ('entry_path = "a\\u0000/%Y-%m-%d.md"', 1, "entry_path"),
    ("entry_path = 1", 1, "entry_path"),
    ('capture_format = "**{time}**"', 1, "capture_format"),
    ('capture_format = "\\u001b[31m{text}"', 1, "capture_format"),
    ("capture_format = true", 1, "capture_format"),
    ('tag_symbols = ""', 1, "tag_symbols"),
    ('tag_symbols = "a"', 1, "tag_symbols"),
    ('tag_symbols = "##"', 1, "tag_symbols"),
    ('tag_symbols = "# "', 1, "tag_symbols"),
    ("tag_symbols = ['#']", 1, "tag_symbols"),
    ("journal = 3", 1, "journal"),
    ("[[journal]]\nwords = 4", 1, "journal"),
    ("[journal]\nwords = 0", 2, "journal.words"),
    ("[journal]\nwords = 100001", 2, "journal.words"),
    ("[journal]\nwords = true", 2, "journal.words"),
    ("[journal]\nwords = 300.0", 2, "journal.words"),
    ('[journal]\nwords = "300"', 2, "journal.words"),
    ("[journal]\nwords = nan", 2, "journal.words"),
    ("[journal]\nwords = 0x" + "f" * 5000, 2, "journal.words"),
    ("[journal]\nminimum = -1", 2, "journal.minimum"),
    ("[journal]\nminimum = 301", 2, "journal.minimum"),
    ("[journal]\ndays = []", 2, "journal.days"),
    ("[journal]\ndays = [1]", 2, "journal.days"),
    ('[journal]\ndays = "mondays"', 2, "journal.days"),
    ('[journal]\ntemplate = "../x"', 2, "journal.template"),
    ('[journal]\ntemplate = ".hidden"', 2, "journal.template"),
    ('[journal]\ntemplate = ""', 2, "journal.template"),
    ("project = 3", 1, "project"),
    ("[project]\nname = 'x'", 1, "project"),
    ("off = [1]", 1, "off"),
    ("[[series]]", 1, "series"),
    ("series = 1", 1, "series"),
]


@pytest.mark.parametrize(("text", "line", "key"), BAD_VALUES, ids=[case[0][:40] for case in BAD_VALUES])
def test_a_bad_value_gives_the_default_and_names_its_place(text: str, line: int, key: str) -> None:
    settings, problems = load_journal_settings(text.encode(), FILE)
    assert settings == JournalSettings()
    assert [(problem.file, problem.line, problem.key) for problem in problems] == [(FILE, line, key)]
    assert len(str(problems[0])) < 300


def test_minutes_out_of_range_are_no_goal() -> None:
    settings, problems = settings_of("[journal]\nminutes = 1441")
    assert settings.goal == DailyGoal()
    assert len(problems) == 1


def test_bad_series_values_leave_the_series() -> None:
    settings, problems = settings_of(
        '[series]\ntitle = "{title}"\nfirst_number = -1\nbyline = 3\neditors_note=[]'
    )
    assert settings.series == SeriesSettings()
    assert len(problems) == 4


GOOD_PROJECT = '[[project]]\nname = "Kept"\ntarget = 10\n'
BAD_PROJECTS = [
    'name = "x"',
    "target = 5",
    'name = ""\ntarget = 5',
    'name = "x"\ntarget = 0',
    'name = "x"\ntarget = 5\nceiling = 4',
    'name = "x"\ntarget = 5\nceiling = "6"',
    'name = "x"\ntarget = 5\nstart = "2018-01-01"',
    'name = "x"\ntarget = 5\nstart = 2018-01-01T00:00:00',
    'name = "x"\ntarget = 5\nstart = 2018-01-01\ndeadline = 2018-01-01',
    'name = "x"\ntarget = 5\nstart_total = -1',
    'name = "x"\ntarget = 5\ndays = ["mon", "tues"]',
    'name = "x"\ntarget = 5\nminimum = 0.5',
    'name = "x"\ntarget = 5\nplan = "stedy"',
    'name = "x"\ntarget = 5\nfiles = "a.md"',
    'name = "x"\ntarget = 5\nfiles = ["a.md", 3]',
    'name = "Journal"\ntarget = 5',
    'name = "kept"\ntarget = 5',
    'name = "a\\nb"\ntarget = 5',
]


@pytest.mark.parametrize("fault", BAD_PROJECTS)
def test_a_faulty_project_is_left_out_alone_and_said_so(fault: str) -> None:
    text = f"{GOOD_PROJECT}\n[[project]]\n{fault}\n\n[[project]]\nname = 'Also'\ntarget = 3\n"
    settings, problems = settings_of(text)
    assert [project.name for project in settings.projects] == ["Kept", "Also"]
    assert len(problems) == 1
    assert "project" in problems[0]
    assert "this project is left out" in problems[0]
    assert 5 <= int(problems[0].split("line ")[1].split(":")[0]) <= 4 + 1 + fault.count("\n") + 1


BAD_OFF = [
    "to = 2018-01-01",
    'from = "2018-01-01"',
    "from = 2018-01-01T10:00:00",
    "from = 2018-01-02\nto = 2018-01-01",
    "from = 2018-01-01\ncapacity = 2.1",
    "from = 2018-01-01\ncapacity = -0.1",
    "from = 2018-01-01\ncapacity = nan",
    "from = 2018-01-01\ncapacity = inf",
    "from = 2018-01-01\ncapacity = true",
    "from = 2018-01-01\nwhy = 3",
    "from = 2018-01-01\ndeclared = 'x'",
]


@pytest.mark.parametrize("fault", BAD_OFF)
def test_a_faulty_off_range_is_left_out_alone(fault: str) -> None:
    settings, problems = settings_of(f"[[off]]\n{fault}\n[[off]]\nfrom = 2019-01-01\ncapacity = 2\n")
    assert settings.off == (OffRange(date(2019, 1, 1), date(2019, 1, 1), 2.0, "", None),)
    assert len(problems) == 1
    assert "left out" in problems[0]


def test_unknown_keys_name_the_nearest() -> None:
    _, problems = settings_of(
        "day_start_at = '04:00'\n[journal]\nminimun = 3\n[[project]]\nname='a'\ntarget=1\ndeadlin=1\n"
    )
    assert problems == [
        'settings.toml line 1: day_start_at: unknown key: did you mean "day_starts_at"?',
        'settings.toml line 3: journal.minimun: unknown key: did you mean "minimum"?',
        'settings.toml line 7: project.deadlin: unknown key: did you mean "deadline"?',
    ]


def test_an_unknown_key_in_an_item_does_not_cost_the_item() -> None:
    settings, problems = settings_of("[[project]]\nname='a'\ntarget=1\nxyz=1\n")
    assert len(settings.projects) == len(problems) == 1


def test_a_key_in_the_wrong_table_is_told_where_it_belongs() -> None:
    _, problems = settings_of('words = 3\n[series]\nday_starts_at = "04:00"\n')
    assert problems == [
        "settings.toml line 1: words: unknown key here; it belongs in [journal]",
        (
            "settings.toml line 3: series.day_starts_at: unknown key here; "
            "it belongs at the top of the file, before the first [table]"
        ),
    ]


def test_a_word_that_is_no_choice_names_the_nearest() -> None:
    _, problems = settings_of("[[project]]\nname='a'\ntarget=1\nplan='hil'\n")
    assert problems[0].endswith('did you mean "hill"?')


def test_a_broken_file_gives_the_defaults_and_its_line() -> None:
    settings, problems = settings_of('tag_symbols = "#"\nday_starts_at = 04:00\n')
    assert settings == JournalSettings()
    assert len(problems) == 1
    assert problems[0].startswith("settings.toml line 2: is not valid TOML")


def test_a_goal_in_minutes_alone_asks_for_no_words() -> None:
    assert settings_of("[journal]\nminutes = 20")[0].goal == DailyGoal(None, 20, 50)


def test_a_small_goal_lowers_the_usual_minimum() -> None:
    settings, problems = settings_of("[journal]\nwords = 30")
    assert (settings.goal.minimum, problems) == (30, [])


def test_a_toml_time_is_a_time_too() -> None:
    assert settings_of("day_starts_at = 12:00:00")[0].day_starts_at == 720
    assert settings_of('day_starts_at = "00:00"')[0].day_starts_at == 0


def test_a_template_may_be_written_with_its_ending() -> None:
    assert settings_of('[journal]\ntemplate = "daily.md"')[0].template == "daily"


BAD_CONFIG = [
    ('theme = "../../x"', "theme"),
    ("theme = 3", "theme"),
    ("editor = ''", "editor"),
    ('editor = "a\\nb"', "editor"),
    ("journals = 3", "journals"),
    ("[journals]\nWork = '/x'", "journals.Work"),
    ("[journals]\n'../x' = '/x'", "journals.../x"),
    (f"[journals]\n{'a' * 65} = '/x'", f"journals.{'a' * 65}"),
    ("[journals]\nwork = 3", "journals.work"),
    ("[journals]\nwork = 'relative'", "journals.work"),
    ('[journals]\nwork = "/a\\u0000"', "journals.work"),
    ("journal = 'none'", "journal"),
    ("[keys]\nquit = 3", "keys.quit"),
    ("keys = []", "keys"),
]


@pytest.mark.parametrize(("text", "key"), BAD_CONFIG)
def test_a_bad_config_value_gives_the_default(text: str, key: str) -> None:
    config, problems = load_config(text.encode(), "config.toml")
    assert config == Config()
    assert [problem.key for problem in problems] == [key]


def test_an_unknown_default_journal_names_the_nearest() -> None:
    config, problems = config_of('journal = "wrok"\n[journals]\nwork = "/w"\n')
    assert config.journal is None
    assert len(problems) == 1
    assert problems[0].startswith('config.toml line 1: journal: there is no "wrok" in [journals]')
    assert problems[0].endswith(': did you mean "work"?')


def test_a_problem_is_one_harmless_line() -> None:
    _, problems = settings_of(f'"a\\u001b[2J\\nb" = 1\n"{"x" * 5000}" = 2\ntag_symbols = "\\u009b\\u202e"\n')
    assert len(problems) == 3
    for problem in problems:
        assert problem.isprintable()
        assert len(problem) < 200


def test_a_file_of_faults_is_not_answered_at_its_own_length() -> None:
    _, problems = settings_of("".join(f"a{number} = 1\n" for number in range(20_000)))
    assert len(problems) == 50


def toml_values() -> st.SearchStrategy[object]:
    text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
    words = st.sampled_from(
        ["04:00", "weekdays", "every day", "mon", "steady", "{text}", "{number}", "%Y-%m-%d.md"]
    )
    plain = st.one_of(
        st.booleans(),
        st.integers(-(2**70), 2**70),
        st.integers(-1, 800),
        st.floats(),
        text,
        words,
        st.dates(),
        st.datetimes(),
        st.times(),
    )
    return st.recursive(
        plain,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
        max_leaves=6,
    )


PROJECT_KEYS = [
    "name",
    "target",
    "ceiling",
    "start",
    "start_total",
    "deadline",
    "days",
    "minimum",
    "plan",
    "files",
]
TABLES = {
    "journal": ["words", "minutes", "minimum", "days", "template"],
    "series": ["title", "first_number", "editors_note", "byline"],
    "journals": ["work"],
    "keys": ["quit"],
}
LISTS = {"project": PROJECT_KEYS, "off": ["from", "to", "capacity", "why", "declared"]}
PLAIN = ["day_starts_at", "entry_path", "capture_format", "tag_symbols", "theme", "editor", "journal"]


def tables_of(keys: list[str]) -> st.SearchStrategy[dict[str, object]]:
    return st.dictionaries(st.sampled_from(keys), toml_values(), max_size=len(keys))


DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        **{key: toml_values() for key in PLAIN},
        **{key: tables_of(keys) | toml_values() for key, keys in TABLES.items()},
        **{key: st.lists(tables_of(keys), max_size=3) | toml_values() for key, keys in LISTS.items()},
    },
)


@given(DOCUMENTS)
def test_no_values_raise_and_what_comes_out_is_sound(document: dict[str, object]) -> None:
    data = tomli_w.dumps(document).encode()
    settings, problems = load_journal_settings(data, FILE)
    assert_sound(settings)
    for problem in problems:
        assert str(problem).isprintable()
        assert problem.line is not None
    config, problems = load_config(data, "config.toml")
    assert config.journal is None or config.journal in config.journals
    assert all(str(problem).isprintable() for problem in problems)


@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    assert_sound(load_journal_settings(data, FILE)[0])
    load_config(data, FILE)


def assert_sound(settings: JournalSettings) -> None:
    assert type(settings.day_starts_at) is int
    assert 0 <= settings.day_starts_at <= 720
    assert settings.entry_path.endswith("%Y-%m-%d.md")
    assert "{text}" in settings.capture_format
    goal = settings.goal
    assert goal.words is None or (type(goal.words) is int and 1 <= goal.words <= 100_000)
    assert goal.words is not None or goal.minutes is not None
    assert type(goal.minimum) is int
    assert goal.days
    assert goal.days <= set(range(7))
    for project in settings.projects:
        assert project.name.strip()
        assert project.target > 0
        assert project.ceiling is None or project.ceiling >= project.target
        assert not isinstance(project.start, datetime)
    for off in settings.off:
        assert off.first <= off.last
        assert 0 <= off.capacity <= 2
        assert type(off.capacity) is float


def test_times_are_dumped_as_the_strategy_means_them() -> None:
    # The strategies above are only worth something if the writer keeps the types apart.
    assert "t = 04:00:00" in tomli_w.dumps({"t": time(4)})


# The page


def test_the_page_as_written() -> None:
    data = (
        b"[page]\nmeasure = 60\ntypography = true\nparagraph_focus = true\ntypewriter = true\n"
        b'spelling = ["en_GB", "fr"]\n'
    )
    config, problems = load_config(data, FILE)
    assert problems == []
    assert config.page == PageSettings(60, True, True, True, ("en_GB", "fr"))


def test_the_page_without_a_word_of_it() -> None:
    assert load_config(None, FILE)[0].page == PageSettings(72, False, False, False, "auto")
    assert load_config(b"[page]\nspelling = false\n", FILE)[0].page.spelling is False


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("measure = 39", "page.measure: must be a whole number from 40 to 200, not 39"),
        ("measure = 201", "page.measure: must be a whole number from 40 to 200, not 201"),
        ('measure = "72"', 'page.measure: must be a whole number from 40 to 200, not "72"'),
        ("typewriter = 1", "page.typewriter: must be true or false, not 1"),
        ('typography = "on"', 'page.typography: must be true or false, not "on"'),
        ("mesure = 72", 'page.mesure: unknown key: did you mean "measure"?'),
        ("paragraph-focus = true", 'page.paragraph-focus: unknown key: did you mean "paragraph_focus"?'),
        ('spelling = "atuo"', 'did you mean "auto"?'),
        ("spelling = true", 'must be false, "auto" or a list of dictionaries like ["en_GB"], not true'),
        (
            'spelling = ["../../etc/passwd"]',
            'must list names of dictionaries like "en_GB", not "../../etc/passwd"',
        ),
        ("spelling = []", 'must be false, "auto" or a list'),
    ],
)
def test_a_wrong_value_of_the_page_is_told_and_the_default_holds(line: str, told: str) -> None:
    config, problems = load_config(f"[page]\n{line}\n".encode(), FILE)
    assert config.page == PageSettings()
    assert len(problems) == 1
    assert told in str(problems[0])
    assert problems[0].line == 2


def test_a_key_of_the_page_at_the_top_is_told_where_it_belongs() -> None:
    config, problems = load_config(b"measure = 60\n", FILE)
    assert config.page.measure == 72
    assert "it belongs in [page]" in str(problems[0])
