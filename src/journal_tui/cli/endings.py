"""A command that is ended by TERM or HUP leaves as little behind as one that is ended by Ctrl-C."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


class _Ended(BaseException):
    """Unwinds the stack as KeyboardInterrupt does, so that everybody clears away what is unfinished."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Within it, TERM and HUP run all `finally` and then end the process as they would have; ignored ones
    (nohup) stay ignored.
    """
    numbers = [n for n in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(n) is signal.SIG_DFL]

    def end(number: int, _: FrameType | None) -> None:
        for each in numbers:  # a second one must not interrupt the clearing away
            signal.signal(each, signal.SIG_IGN)
        raise _Ended(number)

    try:
        for number in numbers:
            signal.signal(number, end)
        yield
    except _Ended as ended:
        signal.signal(ended.number, signal.SIG_DFL)
        os.kill(os.getpid(), ended.number)
    finally:
        for number in numbers:
            signal.signal(number, signal.SIG_DFL)
