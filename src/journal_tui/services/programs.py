"""Programs of other people: found on the PATH by their names, started without a shell."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def find_program(name: str, env: Mapping[str, str]) -> str | None:
    """The path of the program called `name`, which may be a path itself; None when there is none to run.

    Folders of the PATH that are not absolute are passed over: what lies where one happens to stand is no program
    that anybody chose.
    """
    if "/" in name:
        path = os.path.expanduser(name)
        return os.path.abspath(path) if _is_program(path) else None
    for folder in env.get("PATH", os.defpath).split(os.pathsep):
        path = os.path.join(folder, name)
        if os.path.isabs(folder) and _is_program(path):
            return path
    return None


def _is_program(path: str) -> bool:
    return os.path.isfile(path) and os.access(path, os.X_OK)
