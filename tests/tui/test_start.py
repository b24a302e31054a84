"""What the way into the app loads, and what it leaves as it was."""

from __future__ import annotations

import os
import subprocess
import sys

PROGRAM = """
import sys
from journal_tui.tui.start import import_asyncio
import_asyncio()
assert "asyncio" in sys.modules
assert "ssl" not in sys.modules
import textual.app
assert "ssl" not in sys.modules
import asyncio, ssl, urllib.request
asyncio.run(asyncio.sleep(0))
assert ssl.create_default_context() is not None
import_asyncio()
assert sys.modules["ssl"] is ssl
"""


def test_tls_is_not_loaded_and_stays_within_reach() -> None:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
