"""Rules of the house that a reader of one file cannot see broken, read from the source of all."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROOT = Path(__file__).parents[1] / "src" / "journal_tui"

APP_LINES, SCREEN_LINES, FUNCTION_LINES = 150, 250, 40
"""Longest app, screen and function. Lines are counted from `class` or `def` (decorators not included) to the
last line of the body, with docstring, comments and blank lines; a function inside another counts for both."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One source file."""

    path: Path

    @property
    def name(self) -> str:
        """Dotted and relative to the package, e.g. `storage.saver`."""
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts)

    @property
    def room(self) -> str:
        """The first part of the name, e.g. `storage`."""
        return self.name.partition(".")[0]

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed source."""
        return ast.parse(self.path.read_text(encoding="utf-8"), str(self.path))

    def at(self, node: ast.stmt | ast.expr) -> str:
        """Where a node is, as an editor can open it."""
        return f"{self.path.relative_to(ROOT.parent)}:{node.lineno}"


def assert_none(found: Iterable[str]) -> None:
    """Fail with one line for each thing found."""
    report = "\n".join(found)
    if report:
        pytest.fail(report, pytrace=False)


MODULES = [Module(path) for path in sorted(ROOT.rglob("*.py"))]


def test_the_source_is_found() -> None:
    rooms = {module.room for module in MODULES}
    assert {"main", "domain", "storage", "settings", "services", "cli", "tui"} <= rooms


# Sizes


def lines_of(node: Function | ast.ClassDef) -> int:
    """How many lines a definition has, by the rule above."""
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def bases_of(node: ast.ClassDef) -> set[str]:
    """Names of the base classes, without what stands in brackets or before a dot."""
    plain = [base.value if isinstance(base, ast.Subscript) else base for base in node.bases]
    return {ast.unparse(base).rpartition(".")[2] for base in plain}


def too_long(module: Module) -> Iterator[str]:
    """Definitions over their limit."""
    for node in ast.walk(module.tree):
        if isinstance(node, Function):
            most = FUNCTION_LINES
        elif isinstance(node, ast.ClassDef) and "App" in bases_of(node):
            most = APP_LINES
        elif isinstance(node, ast.ClassDef) and bases_of(node) & {"Screen", "ModalScreen"}:
            most = SCREEN_LINES
        else:
            continue
        if lines_of(node) > most:
            yield f"{module.at(node)} {node.name} has {lines_of(node)} lines, {most} are allowed"


def test_apps_screens_and_functions_stay_short() -> None:
    assert_none(found for module in MODULES for found in too_long(module))


# Docstrings


def public_definitions(body: list[ast.stmt]) -> Iterator[Function | ast.ClassDef]:
    """Public classes and functions, and the public methods of such classes."""
    for node in body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public_definitions(node.body)


def is_restated(node: Function | ast.ClassDef) -> bool:
    """A setter, an overload or a function that only calls its namesake: what it is for stands elsewhere."""
    only = node.body[0].value if isinstance(node.body[0], ast.Return | ast.Expr) else None
    if isinstance(only, ast.Call) and ast.unparse(only.func).rpartition(".")[2] == node.name:
        return True
    return any(re.search(r"\.setter$|(^|\.)overload$", ast.unparse(found)) for found in node.decorator_list)


def undocumented(module: Module) -> Iterator[str]:
    """Public things without a docstring."""
    if ast.get_docstring(module.tree) is None:
        yield f"{module.path.relative_to(ROOT.parent)}:1 the module"
    for node in public_definitions(module.tree.body):
        if ast.get_docstring(node) is None and not is_restated(node):
            yield f"{module.at(node)} {node.name}"


def test_everything_public_says_what_it_is() -> None:
    assert_none(found for module in MODULES for found in undocumented(module))


# Files are written in one room

WRITERS = {
    "chmod", "chown", "exchange", "fchmod", "fchown", "fdopen", "ftruncate", "hardlink_to", "makedirs",
    "mkdir", "mkfifo", "removedirs", "rename", "renames", "rmdir", "symlink", "symlink_to", "touch",
    "truncate", "unlink", "utime", "write_bytes", "write_text",
}  # fmt: skip
"""Names of methods and functions that change a folder or a file, on `os`, on a path or on our own disk."""

AMBIGUOUS_WRITERS = re.compile(r"os\.(remove|replace|link)|(.*\.)?_?disk\.(open|write|replace|link)", re.I)
"""Changing functions whose bare names mean harmless things as well."""

MAY_WRITE_TO_DESCRIPTOR = {
    "main": "a line break on standard error after Ctrl-C",
    "cli.output": "standard output, without the buffers of the interpreter",
    "cli.talk": "standard error, likewise",
    "tui.endings": "puts the terminal back when the event loop is stuck",
}
"""Modules outside storage that may call `os.write`, and why. None of them writes to a file."""

MAY_WRITE_FILES: dict[str, str] = {}
"""Modules outside storage that may change files, and why."""


def calls(module: Module) -> Iterator[tuple[ast.Call, str]]:
    """All calls, with the called expression as text."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func)


def opens_for_writing(call: ast.Call, called: str) -> bool:
    """Whether `open` is called with a mode that can write, or with one that is only known at run time."""
    if called.rpartition(".")[2] != "open" or called == "os.open":
        return False
    place = 1 if called in ("open", "io.open", "codecs.open") else 0
    modes = [word.value for word in call.keywords if word.arg == "mode"] or call.args[place : place + 1]
    if not modes:
        return False
    mode = modes[0]
    if isinstance(mode, ast.Constant) and isinstance(mode.value, str):
        return re.fullmatch(r"(?=.*[wax+])[rbtwax+]+", mode.value) is not None
    return called in ("open", "io.open", "codecs.open")


def opens_descriptor_for_writing(call: ast.Call, called: str) -> bool:
    """Whether `os.open` is called with more than reading in its flags."""
    writing = r"O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)"
    return called == "os.open" and re.search(writing, ast.unparse(call)) is not None


def writes_files(module: Module) -> Iterator[str]:
    """Calls that change files."""
    for call, called in calls(module):
        name = called.rpartition(".")[2]
        if (
            (isinstance(call.func, ast.Attribute) and name in WRITERS)
            or AMBIGUOUS_WRITERS.fullmatch(called)
            or opens_for_writing(call, called)
            or opens_descriptor_for_writing(call, called)
            or (called == "os.write" and module.name not in MAY_WRITE_TO_DESCRIPTOR)
        ):
            yield f"{module.at(call)} calls {called}"
    for name, node in imports(module):
        whole_names = isinstance(node, ast.Import) or name != "os"
        if name.partition(".")[0] in ("shutil", "tempfile", "pathlib") or not whole_names:
            yield f"{module.at(node)} imports {name}"


def imports(module: Module) -> Iterator[tuple[str, ast.stmt]]:
    """Names of imported modules, wherever in the file the import stands."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node


def test_only_storage_changes_files() -> None:
    allowed = {module.name for module in MODULES if module.room == "storage"} | set(MAY_WRITE_FILES)
    outside = [module for module in MODULES if module.name not in allowed]
    assert_none(found for module in outside for found in writes_files(module))


def test_nobody_is_allowed_to_write_who_does_not() -> None:
    writing = {module.name for module in MODULES for _, called in calls(module) if called == "os.write"}
    assert set(MAY_WRITE_TO_DESCRIPTOR) <= writing
    assert set(MAY_WRITE_FILES) <= {module.name for module in MODULES if any(writes_files(module))}
    assert not any(name.startswith("settings.") for name in MAY_WRITE_FILES), "settings only read"


# What no text may ever meet

DANGEROUS_MODULES = {"yaml", "pickle", "marshal", "shelve", "dill"}
DANGEROUS_CALLS = {"eval", "exec", "compile", "os.system", "os.popen"}


def dangers(module: Module) -> Iterator[str]:
    """Ways in which data becomes code, or an archive writes where it likes."""
    for name, node in imports(module):
        if name.partition(".")[0] in DANGEROUS_MODULES:
            yield f"{module.at(node)} imports {name}"
    for call, called in calls(module):
        shell = any(word.arg == "shell" and ast.unparse(word.value) != "False" for word in call.keywords)
        if called in DANGEROUS_CALLS or shell or called.rpartition(".")[2] in ("extractall", "extract"):
            yield f"{module.at(call)} calls {ast.unparse(call)[:60]}"


def test_data_never_becomes_code() -> None:
    assert_none(found for module in MODULES for found in dangers(module))


def formats_a_variable(module: Module) -> Iterator[str]:
    """Format strings that are not literals: the writer's text could be one of them."""
    for call, called in calls(module):
        formats = called.rpartition(".")[2] in ("format", "format_map")
        if formats and isinstance(call.func, ast.Attribute) and not isinstance(call.func.value, ast.Constant):
            yield f"{module.at(call)} calls {called}"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            filled = isinstance(node.right, ast.Tuple | ast.Dict)
            if isinstance(node.left, ast.JoinedStr) or (filled and not isinstance(node.left, ast.Constant)):
                yield f"{module.at(node)} formats {ast.unparse(node.left)}"


def test_only_literals_are_format_strings() -> None:
    assert_none(found for module in MODULES for found in formats_a_variable(module))


def test_the_floors_below_the_faces_are_silent() -> None:
    silent = [module for module in MODULES if module.room in ("domain", "storage", "settings", "services")]
    spoken = [module.at(call) for module in silent for call, called in calls(module) if called == "print"]
    streams = [
        f"{module.at(node)} uses {ast.unparse(node)}"
        for module in silent
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("sys.stdout", "sys.stderr", "sys.stdin")
    ]
    assert_none(spoken + streams)


# Can these gates close at all?


@pytest.mark.parametrize(
    ("gate", "source"),
    [
        (writes_files, "open(path, 'w')"),
        (writes_files, "open(path, mode='ab')"),
        (writes_files, "open(path, mode)"),
        (writes_files, "path.open('w')"),
        (writes_files, "path.write_text(text)"),
        (writes_files, "os.replace(a, b)"),
        (writes_files, "disk.unlink(a)"),
        (writes_files, "self.disk.replace(a, b)"),
        (writes_files, "from os import remove"),
        (writes_files, "os.open(path, os.O_CREAT | os.O_WRONLY)"),
        (writes_files, "os.write(3, data)"),
        (writes_files, "def f():\n    import shutil"),
        (dangers, "from yaml import load"),
        (dangers, "run(line, shell=True)"),
        (dangers, "archive.extractall(path)"),
        (formats_a_variable, "text.format(time=now)"),
        (formats_a_variable, "text % (a, b)"),
        (formats_a_variable, "f'{text}' % a"),
        (too_long, "def f():\n" + "    x\n" * 40),
        (too_long, "class J(App[int]):\n" + "    x\n" * 150),
        (too_long, "class J(screen.ModalScreen[int]):\n" + "    x\n" * 250),
        (undocumented, "'doc'\nclass C:\n    'doc'\n    def m(self): pass"),
    ],
)  # fmt: skip
def test_a_gate_closes(gate: Callable[[Module], Iterator[str]], source: str, tmp_path: Path) -> None:
    assert len(list(gate(snippet(source, tmp_path)))) == 1


@pytest.mark.parametrize(
    ("gate", "source"),
    [
        (writes_files, "open(path, 'rb')\nopen(path)\nos.open(path, os.O_RDONLY)\nself.open(day)"),
        (writes_files, "text.replace('a', 'b')\ndataclasses.replace(row, words=1)"),
        (formats_a_variable, "'{}'.format(x)\n'%s' % (x,)\ncount % 2"),
        (too_long, "@a\n@b\ndef f():\n" + "    x\n" * 39),
        (undocumented, "'doc'\ndef f():\n    'doc'\n    def g(): pass\ndef _h(): pass"),
    ],
)
def test_a_gate_lets_pass(gate: Callable[[Module], Iterator[str]], source: str, tmp_path: Path) -> None:
    assert list(gate(snippet(source, tmp_path))) == []


def snippet(source: str, folder: Path) -> Module:
    """A module that is not part of the package."""

    class Loose(Module):
        name = "loose"

        def at(self, node: ast.stmt | ast.expr) -> str:
            return f"line {node.lineno}"

    path = folder / "loose.py"
    path.write_text(source, encoding="utf-8")
    return Loose(path)


# The table of keys


def test_commands_have_names_of_their_own() -> None:
    from journal_tui.tui.commands import COMMANDS

    ids = [command.id for command in COMMANDS]
    assert [name for name in ids if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name)] == []
    assert [name for name in ids if ids.count(name) > 1] == []


def test_commands_are_explained() -> None:
    from journal_tui.tui.commands import COMMANDS

    assert [c.id for c in COMMANDS if not c.label or not c.help.endswith(".")] == []


def test_a_command_without_a_key_is_in_the_palette() -> None:
    from journal_tui.tui.commands import COMMANDS

    assert [command.id for command in COMMANDS if not command.keys and not command.palette] == []


def test_no_key_means_two_things_in_one_place() -> None:
    from journal_tui.tui import commands as c

    clashes = []
    on_a_screen = [(c.EVERYWHERE, c.LIST), (c.EVERYWHERE, c.PAGE, c.SELECT), (c.EVERYWHERE, c.FIND)]
    for places in [*on_a_screen, (c.DIALOG,), (c.VERSIONS,), (c.COMPARISON,), (c.SUGGESTIONS,)]:
        keys = [key for command in c.commands_of(*places) for key in command.keys.split(",") if key]
        clashes += [f"{key} ({places[-1]})" for key in sorted(set(keys)) if keys.count(key) > 1]
    assert clashes == []


def test_default_keys_reach_every_terminal() -> None:
    """alt+letter types the letter in many terminals. ctrl+shift+letter, super and the modified Enter and Tab
    exist only under the kitty keyboard protocol, so they may not be a command's only key.
    """
    from journal_tui.tui.commands import COMMANDS

    alt_letter = re.compile(r"alt\+(.*\+)?.$")
    kitty_only = re.compile(r"(.*\+)?super\+|ctrl\+shift\+.$|(ctrl|shift)\+enter$|ctrl\+(shift\+)?tab$")
    assert [command.id for command in COMMANDS if any(map(alt_letter.match, command.keys.split(",")))] == []
    assert [command.id for command in COMMANDS if all(map(kitty_only.match, command.keys.split(",")))] == []
