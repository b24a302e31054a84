"""Which folder a journal's name means."""

from __future__ import annotations

import pytest

from journal_tui.domain.errors import UsageError
from journal_tui.services.where import asks_config, find_root
from journal_tui.storage.locations import Locations

LOCATIONS = Locations("/d", "/c", "/s", "/x")
JOURNALS = {"work": "~/work", "home": "/elsewhere/home", "me": "~"}
HOME = {"HOME": "/home/me"}


@pytest.mark.parametrize(
    ("name", "variable", "default", "root"),
    [
        (None, "", None, "/d/journal"),
        (None, "", "work", "/home/me/work"),
        (None, "/v/", "work", "/v"),
        ("work", "/v", "home", "/home/me/work"),
        ("home", "", "work", "/elsewhere/home"),
        ("me", "", None, "/home/me"),
    ],
)
def test_the_name_then_the_variable_then_the_default(
    name: str | None, variable: str, default: str | None, root: str
) -> None:
    env = {**HOME, "JOURNAL_DIR": variable}
    assert find_root(name, env, LOCATIONS, JOURNALS, default) == root
    assert asks_config(name, env) == (name is not None or not variable)


@pytest.mark.parametrize(
    ("journals", "hint"), [(JOURNALS, "it has home, me, work"), ({}, "under [journals] in /c/")]
)
def test_an_unknown_name_is_told_with_those_that_are_known(journals: dict[str, str], hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_root("wrok", HOME, LOCATIONS, journals, None)
    assert hint in str(caught.value)
