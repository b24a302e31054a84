"""An address in the writer's own browser or mail program, without a shell."""

from __future__ import annotations

import subprocess
import sys

from journal_tui.domain.errors import UsageError
from journal_tui.services.programs import find_program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

PATIENCE = 3.0
"""Seconds in which a program that cannot open an address says so; one that still runs then has opened it."""


def opener(env: Mapping[str, str]) -> str | None:
    """The path of the program that opens addresses here; None where there is no desktop to show them."""
    if sys.platform == "darwin":
        return find_program("open", env)
    if env.get("WSL_DISTRO_NAME") and (path := find_program("wslview", env)):
        return path
    if not (env.get("WAYLAND_DISPLAY") or env.get("DISPLAY")):
        return None
    return find_program("xdg-open", env)


def open_address(address: str, env: Mapping[str, str]) -> None:
    """Hand an address over; waits up to `PATIENCE` for a complaint, so call it in a thread.

    `address` must be a `Link`'s `target`: it begins with its scheme, so that it can be no option.

    Raises:
        UsageError: there is nothing that opens it, or that failed.
    """
    path = opener(env)
    if path is None:
        raise UsageError("There is no desktop here that could open an address.")
    try:
        process = subprocess.Popen(
            [path, address],
            env=dict(env),
            # A browser that writes to the terminal would write over the page.
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        code = process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        return
    except OSError as error:
        raise UsageError(f"{path} could not be started: {error.strerror}.") from error
    if code != 0:
        raise UsageError(f"{path} could not open the address (exit code {code}).")
