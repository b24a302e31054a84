"""What the proofs share: the app on a journal of its own, with and without a terminal."""

from __future__ import annotations

from tests.tui.conftest import OpenApp, folder, open_app

__all__ = ["OpenApp", "folder", "open_app"]
