"""Looking through the page for a query, a few lines at a time, so that no key waits for the end of the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic

from journal_tui.domain.finding import Matcher, Query, TooSlow
from journal_tui.domain.findings import Findings, Place
from journal_tui.tui.widgets.prose_area import ProseArea

STEP = 0.008
"""Seconds of looking before keys have their turn again."""
PAUSE = 0.002
"""Seconds that they have at least."""

Later = Callable[[float, Callable[[], None]], object]
"""Calls something after so many seconds."""


class Looking:
    """The query, what is known of its matches, and the match `here` at which the writer is.

    `arrived` is called with a match that was looked for, `counted` when all matches are known, `gave_up` with the
    reason when a pattern takes too long.
    """

    def __init__(
        self,
        prose: ProseArea,
        later: Later,
        *,
        arrived: Callable[[Place], None],
        counted: Callable[[], None],
        gave_up: Callable[[str], None],
    ) -> None:
        self.query = Query("")
        self.findings: Findings | None = None
        self.here: Place | None = None
        self._prose = prose
        self._later = later
        self._arrived = arrived
        self._counted = counted
        self._gave_up = gave_up
        self._document: object = None
        self._work: Iterator[object] = iter(())
        self._round = 0

    def begin(self, query: Query) -> None:
        """Take another query and forget what was found.

        Raises:
            BadPattern: the query is a pattern that cannot be read.
        """
        self.stop()
        self.query, self.findings, self.here = query, None, None
        if query.text:
            self.findings = Findings(Matcher(query), self._prose.document.lines)
            self._document = self._prose.document

    def ready(self) -> Findings:
        """The findings in the text as it is now; a match that is gone is no longer the one we are at.

        Raises:
            BadPattern: the query is a pattern that cannot be read.
        """
        lines, here = self._prose.document.lines, self.here
        if self.findings is None:
            self.begin(self.query)
        assert self.findings is not None
        self._document = self._prose.document
        self.findings.renew(lines)
        if here is not None:
            is_there = here.row < len(lines) and here.span in self._spans(here.row)
            self.here = here if is_there else None
        return self.findings

    @property
    def is_of_this_page(self) -> bool:
        """Whether the page is the one that was looked through, edited or not."""
        return self._document is self._prose.document

    def go_on(self, work: Iterator[object]) -> None:
        """Do this first, then count. `work` gives way after each line; a `Place` that it gives is what it was for."""
        self.stop()
        self._work = work
        self._step(self._round)

    def stop(self) -> None:
        """Look no further."""
        self._round += 1

    def marks(self, row: int) -> list[tuple[int, int, str]]:
        """What is lit in a line of the page."""
        here = self.here
        return [
            (*span, "match_here" if here is not None and (here.row, here.span) == (row, span) else "match")
            for span in self._spans(row)
            if span[0] < span[1]
        ]

    def _spans(self, row: int) -> tuple[tuple[int, int], ...]:
        if self.findings is None:
            return ()
        try:
            return self.findings.of(row, self._prose.document.lines[row])
        except TooSlow:
            return ()  # the search comes to this line too, and tells

    def _step(self, this_round: int) -> None:
        findings = self.findings
        if this_round != self._round or findings is None:
            return
        until = monotonic() + STEP
        try:
            for found in self._work:
                if isinstance(found, Place):
                    self._work = findings.count()
                    self._arrived(found)
                    break
                if monotonic() > until:
                    break
            else:
                if findings.is_complete:
                    self._counted()
                    return
                self._work = findings.count()
        except TooSlow as error:
            self.stop()
            self.findings = self.here = None
            self._gave_up(str(error))
            return
        self._later(PAUSE, lambda: self._step(this_round))
