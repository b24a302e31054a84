"""Recording progress and reading it back; the stopwatch that sessions are timed by."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

import pytest

from journal_tui.services.progress import record_typed, rows_of_day
from journal_tui.services.stopwatch import Stopwatch
from journal_tui.services.workspace import open_workspace

DAY = date(2018, 3, 28)


def test_a_recorded_row_is_read_back(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNAL_NOW", "2018-03-29T01:30:10")
    workspace = open_workspace(None, os.environ)
    row = record_typed(workspace, DAY, 412, 12, 25)
    record_typed(workspace, date(2018, 3, 27), 1, 0)
    assert rows_of_day(workspace, DAY) == [row]
    assert (row.project, row.source) == ("journal", "typed")
    assert (row.added, row.cut, row.net, row.minutes) == (412, 12, 400, 25)
    at = datetime.fromisoformat(row.at)
    assert at.utcoffset() is not None
    assert at.replace(tzinfo=None) == datetime(2018, 3, 29, 1, 30, 10)


def test_rows_of_all_devices_come_in_the_order_of_their_times(home: Path) -> None:
    workspace = open_workspace(None, os.environ)
    mine = record_typed(workspace, DAY, 1, 0, 1)
    folder = Path(workspace.journal.root, "progress")
    header = next(folder.iterdir()).read_text().splitlines()[0]
    (folder / "aaa-0000.csv").write_text(
        f"{header}\n2999-01-01T00:00:00Z,2018-03-28,journal,5,5,0,,,1,,log,,,,\n"
    )
    assert [row.net for row in rows_of_day(workspace, DAY)] == [1, 5]
    assert rows_of_day(workspace, DAY)[0] == mine


class Clocks:
    """Two clocks that a test moves."""

    def __init__(self) -> None:
        self.steady, self.wall = 50.0, 1000.0

    def watch(self) -> Stopwatch:
        """A stopwatch on them."""
        return Stopwatch(lambda: self.steady, lambda: self.wall)


@pytest.mark.parametrize(
    ("steady", "wall", "passed"),
    [
        (10.0, 10.0, 10.0),
        (10.0, 10.5, 10.0),
        (1.0, 3601.0, 3601.0),  # an hour of sleep
        (10.0, -3590.0, 10.0),  # the clock was set back
    ],
)
def test_the_stopwatch_counts_sleep_and_never_goes_back(steady: float, wall: float, passed: float) -> None:
    clocks = Clocks()
    watch = clocks.watch()
    assert watch.look() == 0.0
    clocks.steady += steady
    clocks.wall += wall
    assert watch.look() == pytest.approx(passed)
    assert watch.look() == pytest.approx(passed)
