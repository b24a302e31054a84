"""Made-up text that is the same on every machine: 500 words a day, words as rare and as odd as real ones."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random

WORDS_A_DAY = 500
VOCABULARY = 20_000

_HEADS = (*"bcdfghklmnprstvwzé", "ch", "br", "st", "tr", "pl", "sh")
_HEARTS = (*"aaeeeiioouéüøà", "ai", "ea", "ou", "ñe")
_TAILS = ("", "", *"nrstl", "nd", "ck")


@cache
def vocabulary() -> list[str]:
    """20,000 different words, with accents, apostrophes and hyphens; earlier ones are shorter on the whole."""
    chance = Random("vocabulary")
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        syllables = 1 + len(words) // 3000 if len(words) < 6000 else chance.choice((2, 3, 3, 4))
        word = "".join(
            chance.choice(_HEADS) + chance.choice(_HEARTS) + chance.choice(_TAILS) for _ in range(syllables)
        )
        odd = chance.random()
        if odd < 0.02:
            word += chance.choice(("’s", "'s", "n’t"))
        elif odd < 0.04:
            word += "-" + chance.choice(_HEADS) + chance.choice(_HEARTS)
        words[word] = None
    return list(words)


@cache
def _weights() -> list[float]:
    # Zipf's law with Mandelbrot's shift, about as steep as English prose.
    return list(accumulate(1 / (rank + 2.7) for rank in range(1, VOCABULARY + 1)))


def prose(words: int, words_a_line: int, seed: str) -> str:
    """`words` words in paragraphs of one long line each, blank lines between; ends with a newline."""
    chance = Random(seed)
    drawn = chance.choices(vocabulary(), cum_weights=_weights(), k=words)
    at = 0
    while at < words:
        drawn[at] = drawn[at].capitalize()
        at += chance.randint(4, 22)
        if 0 < at < words:
            drawn[at - 1] += chance.choice((".", ".", ".", "?", "!"))
    lines = (" ".join(drawn[at : at + words_a_line]) for at in range(0, words, words_a_line))
    return "\n\n".join(lines) + "\n"


def entry(days_ago: int) -> str:
    """The text of one day: a heading of four words, then paragraphs of about ninety; 500 words together."""
    seed = f"entry {days_ago}"
    title = " ".join(Random(seed).choices(vocabulary(), k=4)).capitalize()
    return f"# {title}\n\n{prose(WORDS_A_DAY - 4, 93, seed)}"


def entries(count: int, last: date) -> Iterator[tuple[date, str]]:
    """`count` days and their texts, oldest first, ending on `last`; a day has the same text in every journal."""
    for ago in reversed(range(count)):
        yield last - timedelta(days=ago), entry(ago)


def write_journals(count: int, last: date, folder: str, jrnl_file: str | None) -> None:
    """Write `count` entries as one file a day into `folder`, and if wanted as one journal of `jrnl`."""
    os.makedirs(folder)
    together = open(jrnl_file, "w", encoding="utf-8") if jrnl_file else None
    for day, text in entries(count, last):
        with open(os.path.join(folder, f"{day.isoformat()}.md"), "w", encoding="utf-8") as file:
            file.write(text)
        if together:
            together.write(f"[{day.isoformat()} 09:00] {text}\n")
    if together:
        together.close()
    os.sync()  # else the first fsync that is measured pays for all of this
