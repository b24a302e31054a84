"""What a run found: rows with a budget each, and the report that is made of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from bench.rounds import Samples, ratio

_HEAD = ("what", "measured", "against", "ratio", "budget", "met")


@dataclass(frozen=True)
class Row:
    """One line of the report; `met` is None where no budget is set."""

    what: str
    measured: str
    against: str = ""
    ratio: str = ""
    budget: str = ""
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        """The row as text, in the order of the head."""
        met = "" if self.met is None else ("yes" if self.met else "**no**")
        return (self.what, self.measured, self.against, self.ratio, self.budget, met)


@dataclass
class Part:
    """The rows of one topic; a note says what could not be measured or how to read it."""

    title: str
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    broken: bool = False


def show_time(seconds: float) -> str:
    """Milliseconds with three significant figures or so."""
    ms = seconds * 1000
    if ms >= 100:
        return f"{ms:,.0f} ms"
    return f"{ms:.1f} ms" if ms >= 1 else f"{ms:.3f} ms"


def show_ratio(value: float) -> str:
    """`1.31` or, for what is at least five times smaller, `1/13`."""
    if 0 < value <= 0.2:
        return f"1/{1 / value:,.0f}" if value < 0.01 else f"1/{1 / value:.3g}"
    return f"{value:.2f}"


def show_limit(value: float) -> str:
    """A limit as the budget states it: `1.4` or `1/15`."""
    return f"{value:g}" if value >= 1 else f"1/{round(1 / value)}"


def compared(what: str, ours: Samples, name: str, base: Samples, limit: float | None = None) -> Row:
    """A row of our times against others of the same rounds, at most `limit` times as long."""
    figure = ratio(ours, base)
    return Row(
        what,
        show_time(median(ours)),
        f"{name}: {show_time(median(base))}",
        show_ratio(figure),
        "" if limit is None else f"≤ {show_limit(limit)} ×",
        None if limit is None else figure <= limit,
    )


def level(what: str, ours: Samples, name: str, base: Samples, slack: float) -> Row:
    """A row of times that must not differ from others of the same rounds by more than the share `slack`."""
    figure = ratio(ours, base)
    met = 1 - slack <= figure <= 1 + slack
    against = f"{name}: {show_time(median(base))}"
    return Row(what, show_time(median(ours)), against, show_ratio(figure), f"± {slack:.0%}", met)


def within(what: str, seconds: float, limit: float | None) -> Row:
    """A row of one time that may take `limit` seconds."""
    if limit is None:
        return Row(what, show_time(seconds))
    return Row(what, show_time(seconds), budget=f"≤ {limit * 1000:g} ms", met=seconds <= limit)


def memory(what: str, megabytes: float, limit: float) -> Row:
    """A row of a peak of memory."""
    return Row(what, f"{megabytes:.1f} MB", budget=f"≤ {limit:g} MB", met=megabytes <= limit)


def verdict(parts: Iterable[Part]) -> str:
    """How many budgets are met, and which are not."""
    judged = [row for part in parts for row in part.rows if row.met is not None]
    missed = [row.what for row in judged if not row.met]
    line = f"{len(judged) - len(missed)} of {len(judged)} budgets met"
    return line + (f"; not met: {'; '.join(missed)}." if missed else ".")


def markdown(parts: Iterable[Part]) -> str:
    """The report's tables."""
    blocks = []
    for part in parts:
        lines = [f"## {part.title}", ""]
        if part.rows:
            lines += _table([_HEAD, *(row.cells() for row in part.rows)])
        lines += ["", *(f"- {note}" for note in part.notes)] if part.notes else []
        blocks.append("\n".join(lines).rstrip() + "\n")
    return "\n".join(blocks)


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return lines
