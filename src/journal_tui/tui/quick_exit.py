"""Leaving without the wait: everything is saved, so nothing has to be taken down in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App


def leave_terminal(app: App[int]) -> None:
    """Send what Textual's driver sends when it stops, and wait until it is written.

    The driver itself would first wait up to a tenth of a second for its thread to look up from the keyboard.
    """
    driver: Any = app._driver
    if driver is None:
        return
    driver._disable_bracketed_paste()
    driver._enable_line_wrap()
    driver._disable_in_band_window_resize()
    driver._disable_mouse_support()
    for sequence in ("\x1b[<u", "\x1b[?1049l", "\x1b[?25h", "\x1b[?1004l"):
        driver.write(sequence)
    driver.close()
