"""Makes the picture of the README anew: the real app on a real journal, somebody typing.

    python scripts/picture.py docs/journal.svg [--journal FOLDER] [--now 2022-09-12T21:14] [--words 246]

Without `--journal` it is the diary of Samuel Pepys (moved by 356 years, public domain), if its archive lies
beside the checkout. The folder is copied and never written to; later days than that of `--now` are left out.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import shutil
import sys
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from journal_tui.services.sitting import Sitting
from journal_tui.services.themes import Themes
from journal_tui.services.workspace import open_workspace
from journal_tui.tui.app import JournalApp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.pilot import Pilot

ARCHIVE = Path(__file__).parents[2] / "shared" / "data" / "pepys" / "pepys.tar.gz"
NOW = "2022-09-12T21:14"
"""The evening of the Great Fire."""
WORDS = 246
"""So much of that day's page is written: up to "our Sarah on the bridge."."""
TYPED_LIVE = 7
"""The last words of these are typed as one watches."""
SIZE = (140, 33)
"""Columns and rows."""
FONTS = '"Fira Code", "Cascadia Code", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace'


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the picture; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("out", type=Path, metavar="OUT.svg")
    parser.add_argument("--journal", type=Path, metavar="FOLDER", help="a folder of YYYY-MM-DD.md")
    parser.add_argument("--now", default=NOW, help="the moment it shows (%(default)s)")
    parser.add_argument("--words", type=int, default=WORDS, help="words of that day's page (%(default)s)")
    parser.add_argument("--theme", help="the theme it wears, instead of the default one")
    options = parser.parse_args(arguments)
    if options.journal is None and not ARCHIVE.is_file():
        parser.error("there is no diary beside the checkout: name a folder with --journal")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        live = prepare(options.journal, home / "journal", datetime.fromisoformat(options.now), options.words)
        environment = {"HOME": folder, "JOURNAL_DIR": str(home / "journal"), "JOURNAL_NOW": options.now}
        drawn = asyncio.run(draw(environment, live, options.theme))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(without_hosts(drawn), encoding="utf-8")
    return 0


def prepare(source: Path | None, folder: Path, now: datetime, words: int) -> str:
    """Make `folder` the journal as it is at `now`, its last words still unwritten; returns those words."""
    if source is None:
        with tarfile.open(ARCHIVE) as archive:
            archive.extractall(folder, filter="data")
    else:
        shutil.copytree(source, folder)
    today = f"{now:%Y-%m-%d}.md"
    for later in [path for path in folder.glob("????-??-??.md") if path.name > today]:
        later.unlink()
    page = folder / today
    ends = [
        word.end() for word in re.finditer(r"\S+", page.read_text(encoding="utf-8") if page.exists() else "")
    ]
    if not ends:
        sys.exit(f"picture.py: the journal has no text on {now:%Y-%m-%d}")
    last = min(words, len(ends)) - 1
    text = page.read_text(encoding="utf-8")[: ends[last]]
    written = text[: ends[max(0, last - TYPED_LIVE)]]
    page.write_text(written, encoding="utf-8")
    return text[len(written) :]


async def draw(environment: dict[str, str], live: str, theme: str | None) -> str:
    """Open the app on the journal, type `live` into today's page, save, and return the screen as SVG."""
    workspace = open_workspace(None, environment)
    themes = Themes(workspace)
    app = JournalApp(Sitting(workspace), themes)
    async with app.run_test(size=SIZE) as pilot:
        if theme is not None:
            app.wear(theme)
        app.room.prose.cursor_blink = False
        await counted(app, pilot)
        await pilot.press(*("space" if character == " " else character for character in live))
        await pilot.press("ctrl+s")
        await pilot.pause()
        picture = app.export_screenshot(title="journal", simplify=True)
    # The window around the screen has Rich's colour; a terminal would have the theme's.
    ground = themes[app.theme].background
    return picture.replace('<rect fill="#292929"', f'<rect fill="{ground}"') if ground[0] == "#" else picture


async def counted(app: JournalApp, pilot: Pilot[int]) -> None:
    """Wait until the days kept have been counted."""
    for _ in range(500):
        if app.room.habits is not None:
            return
        await pilot.pause(0.02)
    sys.exit("picture.py: the days kept were not counted in ten seconds")


def without_hosts(svg: str) -> str:
    """The same picture with fonts of this machine only: showing it contacts nobody."""
    local = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    local = local.replace("font-family: Fira Code, monospace;", f"font-family: {FONTS};")
    local = re.sub(r"\s*<!-- Generated with Rich .*? -->", "", local)
    # Some renderers drop spaces at the start of a text, non-breaking ones too, unless they are told.
    local = local.replace('-matrix">', '-matrix" xml:space="preserve">')
    hosts = set(re.findall(r"https?://[^\s\"')]+", local)) - {"http://www.w3.org/2000/svg"}
    if hosts or FONTS not in local:
        sys.exit(f"picture.py: the picture is not as Rich used to write it; it still names {sorted(hosts)}")
    return local


if __name__ == "__main__":
    sys.exit(main())
