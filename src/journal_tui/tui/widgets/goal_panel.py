"""Today against the goal: a quiet column beside the page, or one line below it."""

from __future__ import annotations

from itertools import zip_longest
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from journal_tui.services.goal import GoalReport

_DIGITS = {
    "0": ("┏━┓", "┃ ┃", "┗━┛"),
    "1": (" ╺┓", "  ┃", "  ╹"),
    "2": ("╺━┓", "┏━┛", "┗━╸"),
    "3": ("╺━┓", " ━┫", "╺━┛"),
    "4": ("╻ ╻", "┗━┫", "  ╹"),
    "5": ("┏━╸", "┗━┓", "╺━┛"),
    "6": ("┏━╸", "┣━┓", "┗━┛"),
    "7": ("╺━┓", "  ┃", "  ╹"),
    "8": ("┏━┓", "┣━┫", "┗━┛"),
    "9": ("┏━┓", "┗━┫", "╺━┛"),
    ",": (" ", " ", ","),
}


class GoalStyles(NamedTuple):
    """How the goal is painted."""

    base: Style = Style()
    figure: Style = Style(bold=True)
    text: Style = Style()
    quiet: Style = Style(dim=True)
    bar: Style = Style()
    bar_done: Style = Style()
    bar_rest: Style = Style(dim=True)


Line = list[tuple[str, Style]]


class GoalView(Widget):
    """Shows a `GoalReport`; a new one repaints only the rows that look different."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.styles_of_goal = GoalStyles()
        self.report: GoalReport | None = None
        self._painted: list[Line] = []
        self._painted_width = 0

    def show(self, report: GoalReport, styles: GoalStyles) -> None:
        """Show this from now on."""
        same_styles = styles is self.styles_of_goal
        self.report, self.styles_of_goal = report, styles
        if not self.size:
            return
        before, self._painted = self._painted, self.lines(self.size.width)
        self._painted_width = self.size.width
        if not same_styles:
            self.refresh()
            return
        rows = [y for y, (old, new) in enumerate(zip_longest(before, self._painted)) if old != new]
        if rows:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in rows))

    def lines(self, width: int) -> list[Line]:
        """What is shown, a list of styled pieces a row."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        width, base = self.size.width, self.styles_of_goal.base
        if self._painted_width != width:
            self._painted, self._painted_width = self.lines(width) if self.report else [], width
        pieces = self._painted[y] if y < len(self._painted) else []
        return Strip([Segment(text, base + style) for text, style in pieces]).adjust_cell_length(width, base)


class GoalPanel(GoalView):
    """The column on a wide screen."""

    def lines(self, width: int) -> list[Line]:
        """Figure, bar, days kept."""
        report, styles = self.report, self.styles_of_goal
        if report is None:
            return []
        figure = styles.bar_done if report.goal and report.words >= report.goal else styles.figure
        rows: list[Line] = [[(row.rjust(width), figure)] for row in big_number(f"{report.words:,}", width)]
        rows.append([(_wanted(report).rjust(width), styles.quiet)])
        if report.goal and report.writing_day:
            rows += [[], _bar(report.share, width, styles)]
        rows += [
            [],
            *[
                [(text.rjust(width), styles.text if n == 0 else styles.quiet)]
                for n, text in enumerate(_kept(report))
            ],
        ]
        return rows


class GoalLine(GoalView):
    """The line on a narrower screen."""

    def lines(self, width: int) -> list[Line]:
        """The same in a row: figure, bar, days kept."""
        report, styles = self.report, self.styles_of_goal
        if report is None:
            return []
        figure = styles.bar_done if report.goal and report.words >= report.goal else styles.figure
        head = f" {report.words:,}"
        rest = f" {_wanted(report)}"
        kept = " · ".join(_kept(report)) + " "
        room = width - len(head) - len(rest) - len(kept) - 4
        line: Line = [(head, figure), (rest, styles.quiet)]
        if report.goal and report.writing_day and room >= 8:
            line += [("  ", styles.base), *_bar(report.share, min(room, 40), styles), ("  ", styles.base)]
        used = sum(len(text) for text, _ in line)
        if used + len(kept) <= width:
            line.append((kept.rjust(width - used), styles.quiet))
        return [line]


def big_number(text: str, width: int) -> list[str]:
    """A number three rows high, or plain where there is no room for it."""
    if sum(len(_DIGITS[c][0]) for c in text) > width:
        return [text]
    return ["".join(_DIGITS[c][row] for c in text) for row in range(3)]


def _wanted(report: GoalReport) -> str:
    if not report.goal or not report.writing_day:
        return "words today" if report.writing_day else "words, on a day off"
    return f"of {report.goal:,} words today"


def _kept(report: GoalReport) -> list[str]:
    """The habit in one or two short phrases; nothing while it is not known."""
    habit = report.habit
    if habit is None:
        return []
    days = "day" if habit.streak == 1 else "days"
    phrases = [f"{habit.streak:,} {days} in a row"] if habit.streak else []
    if habit.of:
        phrases.append(f"kept {habit.kept} of the last {habit.of}")
    return phrases


def _bar(share: float, width: int, styles: GoalStyles) -> Line:
    full = int(share * width)
    done = styles.bar_done if share >= 1 else styles.bar
    return [("━" * full, done), ("─" * (width - full), styles.bar_rest)]
