"""One whole process: how long it takes from before its start until it is reaped, and its peak of memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter

_NOTHING = os.devnull
_QUIET = [
    (os.POSIX_SPAWN_OPEN, 0, _NOTHING, os.O_RDONLY, 0),
    (os.POSIX_SPAWN_OPEN, 1, _NOTHING, os.O_WRONLY, 0),
    (os.POSIX_SPAWN_OPEN, 2, _NOTHING, os.O_WRONLY, 0),
]
# A child's peak is never told below that of the process that made it, so a bare interpreter stands between.
_LAUNCHER = """\
import os, sys
null = os.open(os.devnull, os.O_RDWR)
calm = [(os.POSIX_SPAWN_DUP2, null, fd) for fd in (0, 1, 2)]
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=calm)
print(os.wait4(pid, 0)[2].ru_maxrss)
"""


class Failed(Exception):
    """Something that was to be measured does not run; the message says what and why, in a line."""


@dataclass(frozen=True)
class Command:
    """A program (absolute path) with its arguments, and the whole environment that it gets."""

    args: tuple[str, ...]
    env: Mapping[str, str]

    @property
    def name(self) -> str:
        """The command as a person would type it."""
        return " ".join((os.path.basename(self.args[0]), *self.args[1:]))

    def seconds(self) -> float:
        """Run once, output thrown away; wall time from before the start until the process is gone.

        Raises:
            Failed: it ended with another code than 0.
        """
        start = perf_counter()
        pid = os.posix_spawn(self.args[0], self.args, self.env, file_actions=_QUIET)
        _, status = os.waitpid(pid, 0)
        taken = perf_counter() - start
        code = os.waitstatus_to_exitcode(status)
        if code:
            raise Failed(f"{self.name}: exit code {code}")
        return taken

    def output(self) -> str:
        """Run once and return what it prints.

        Raises:
            Failed: there is no such program, it ended with another code than 0, or took over two minutes.
        """
        try:
            done = subprocess.run(
                self.args, env=self.env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Failed(f"{self.name}: {type(error).__name__}") from error
        if done.returncode:
            said = done.stderr.strip().splitlines() or ["nothing on standard error"]
            raise Failed(f"{self.name}: exit code {done.returncode}, {said[-1]}")
        return done.stdout

    def peak(self) -> float:
        """Run once; the most memory it held, in megabytes (10^6 bytes, resident)."""
        launcher = Command((sys.executable, "-I", "-S", "-c", _LAUNCHER, *self.args), self.env)
        unit = 1 if sys.platform == "darwin" else 1024
        return int(launcher.output()) * unit / 1e6
