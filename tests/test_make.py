"""What the README promises: the `make` commands (looked at, not run), links, examples and the picture."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from journal_tui.settings.load import load_config, load_journal_settings
from journal_tui.settings.theme import parse_theme

CHECKOUT = Path(__file__).parents[1]
MAKE = shutil.which("make")
PAGES = [CHECKOUT / "README.md", *sorted(CHECKOUT.glob("docs/*.md")), CHECKOUT / "themes" / "README.md"]


@pytest.fixture(params=["uv is there", "uv is not there"])
def search_path(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A PATH with what the recipes name, and with `uv` or without. None of it is ever run."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "bash", "test", "touch"):
        (folder / name).symlink_to(shutil.which(name) or name)
    if request.param == "uv is there":
        (folder / "uv").write_text("#!/bin/sh\nexit 1\n")
        (folder / "uv").chmod(0o755)
    return str(folder)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A fresh checkout, as far as `make` looks at it."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(CHECKOUT / name, folder / name)
    return folder


def would_run(target: str, folder: Path, search_path: str) -> str:
    """The recipe lines that `make target` would run there."""
    if MAKE is None:
        pytest.skip("needs make")
    ran = subprocess.run(
        [MAKE, "--dry-run", "--no-print-directory", target],
        cwd=folder,
        # Without the variables by which an outer make speaks to an inner one.
        env={"PATH": search_path},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def stamp(folder: Path, name: str, *, age: int) -> None:
    """Leave a stamp that is `age` seconds younger than pyproject.toml."""
    path = folder / ".venv" / name
    path.parent.mkdir(exist_ok=True)
    path.touch()
    written = (folder / "pyproject.toml").stat().st_mtime
    os.utime(path, (written + age, written + age))


def test_make_test_runs_every_check(checkout: Path, search_path: str) -> None:
    lines = would_run("test", checkout, search_path)
    for tool in ("ruff check", "ruff format --check", "mypy", "lint-imports", "pytest"):
        assert f".venv/bin/{tool}" in lines
    assert "--editable '.[dev]'" in lines


def test_make_run_installs_no_more_than_the_app(checkout: Path, search_path: str) -> None:
    lines = would_run("run", checkout, search_path)
    assert "--editable '.'" in lines
    assert "[dev]" not in lines
    assert lines.rstrip().endswith(".venv/bin/journal")


@pytest.mark.parametrize(("target", "name"), [("run", ".run"), ("test", ".dev")])
def test_a_second_make_installs_nothing(checkout: Path, search_path: str, target: str, name: str) -> None:
    stamp(checkout, name, age=1)
    assert "install" not in would_run(target, checkout, search_path)


@pytest.mark.parametrize(("target", "name"), [("run", ".run"), ("test", ".dev")])
def test_changed_dependencies_are_installed(checkout: Path, search_path: str, target: str, name: str) -> None:
    stamp(checkout, name, age=-1)
    assert "install" in would_run(target, checkout, search_path)


def test_uv_is_used_where_it_is(checkout: Path, search_path: str) -> None:
    lines = would_run("run", checkout, search_path)
    has_uv = (Path(search_path) / "uv").exists()
    assert ("uv pip install" in lines) is has_uv
    assert ("-m pip install" in lines) is not has_uv


def test_the_readme_and_the_gate_run_the_same_tests() -> None:
    gate = CHECKOUT / ".ci" / "run"
    assert os.access(gate, os.X_OK)
    assert "make test" in gate.read_text(encoding="utf-8").splitlines()
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    assert "make test" in readme


def test_the_readme_names_only_targets_that_exist(checkout: Path, search_path: str) -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^make (\w+)|`make (\w+)", readme, re.MULTILINE))
    names = {name for pair in targets for name in pair if name}
    assert {"run", "test", "bench"} <= names
    for name in sorted(names):
        would_run(name, checkout, search_path)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    slugs = {
        re.sub(r"[^\w -]", "", line).lower().replace(" ", "-") for line in re.findall(r"^#+ (.*)", text, re.M)
    }
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in slugs
        elif not target.startswith("https://"):
            assert (page.parent / target).is_file(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_examples_of_settings_are_sound(page: Path) -> None:
    examples = re.findall(r"^```toml\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)
    for example in examples:
        data = example.encode()
        readings = [load(data, page.name) for load in (load_journal_settings, load_config, parse_theme)]
        assert [] in [problems for _, problems in readings], f"{example}\n{readings}"


def test_the_picture_contacts_nobody() -> None:
    picture = (CHECKOUT / "docs" / "journal.svg").read_text(encoding="utf-8")
    assert set(re.findall(r"\w+://[^\s\"')]+", picture)) == {"http://www.w3.org/2000/svg"}
    assert "Saved" in picture
