"""The text that stands on an empty page: `templates/<name>.md` of the journal, rendered for a day."""

from __future__ import annotations

from journal_tui.domain.days import WEEKDAYS
from journal_tui.domain.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

VARIABLES = ("{date}", "{weekday}", "{yesterday}")


class Template:
    """A template as an editor shows it. `{date}` and `{yesterday}` become ISO dates, `{weekday}` a name."""

    __slots__ = ("_fixed", "_varying", "text")

    def __init__(self, data: bytes) -> None:
        document = Document.from_bytes(data)
        self.text = document.text
        self._varying = [line for line in document.lines if any(name in line for name in VARIABLES)]
        self._fixed = frozenset(document.lines).difference(self._varying)

    def render(self, day: date) -> str:
        """The text for the page of `day`."""
        return _fill(self.text, day)

    def lines(self, day: date) -> frozenset[str]:
        """The lines of that text: they are nobody's words. Cheap where no line depends on the day."""
        if not self._varying:
            return self._fixed
        return self._fixed.union(_fill(line, day) for line in self._varying)


def _fill(text: str, day: date) -> str:
    before = day.fromordinal(max(1, day.toordinal() - 1))
    values = (day.isoformat(), WEEKDAYS[day.weekday()], before.isoformat())
    for name, value in zip(VARIABLES, values, strict=True):
        text = text.replace(name, value)
    return text
