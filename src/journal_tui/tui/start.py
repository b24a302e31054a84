"""From the shell into the app and back: nothing typed meanwhile is lost, the terminal is left as it was."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from typing import Any, NoReturn

    from textual.app import App

    from journal_tui.services.sitting import Sitting
    from journal_tui.services.themes import Themes
    from journal_tui.tui.app import JournalApp
    from journal_tui.tui.endings import Endings


def run(workspace_name: str | None = None, day: str | None = None) -> NoReturn:
    """Open the app on the page of `day` (today's when None), and end the process with the app's exit code.

    Raises:
        JournalError: the journal cannot be opened; the terminal is as before.
    """
    terminal = HeldTerminal()
    try:
        code = _run(terminal, workspace_name, day)
    finally:
        terminal.release()
    end_process(code)


def _run(terminal: HeldTerminal, workspace_name: str | None, day: str | None) -> int:
    import gc

    # Importing makes a great many objects and no garbage; the app switches the collector on when it is ready.
    gc.disable()
    from journal_tui.domain.days import parse_day
    from journal_tui.services.sitting import Sitting
    from journal_tui.services.themes import Themes
    from journal_tui.services.workspace import open_workspace

    import_asyncio()
    prepare_textual(os.environ)
    workspace = open_workspace(workspace_name, os.environ)
    sitting = Sitting(workspace)
    if day is not None:
        sitting.open(parse_day(day, sitting.today))
    themes = Themes(workspace)

    return _write(terminal, sitting, themes)


def _write(terminal: HeldTerminal, sitting: Sitting, themes: Themes) -> int:
    """Run the app; whatever ends it, the text is written and the terminal is given back."""
    from journal_tui.tui.app import JournalApp
    from journal_tui.tui.endings import Endings
    from journal_tui.tui.farewell import told
    from journal_tui.tui.quick_exit import leave_terminal
    from journal_tui.tui.terminal_input import install

    install()
    speak_utf8()

    def started(app: App[int]) -> None:
        terminal.hand_over(app)
        endings.hook_suspend()

    app = JournalApp(sitting, themes, terminal=started)
    endings = Endings(app, terminal.release)

    def at_once(code: int) -> NoReturn:
        leave_terminal(app)
        end_process(_settle(app, endings, terminal, code))

    app.quick_exit = at_once
    try:
        code = app.run()
    except Exception as error:
        app.farewell = f"journal: stopped by an error in the program ({told(error)})."
        code = 1
    return _settle(app, endings, terminal, code if code is not None else (app.return_code or 0))


def _settle(app: JournalApp, endings: Endings, terminal: HeldTerminal, code: int) -> int:
    """The terminal is the shell's again: tell what there is to tell. Returns the exit code."""
    from journal_tui.tui.farewell import rescue

    endings.done()
    if endings.signal and app.sitting.dirty:
        rescue(app)  # a save was under way when the signal came, and failed
    app.drafts.close()
    terminal.release()
    if app.farewell:
        say_farewell(app.farewell)
    return 128 + endings.signal if endings.signal else code


def say_farewell(text: str) -> None:
    """Tell the shell, if anybody is there to read it."""
    from journal_tui.domain.display import visible

    try:
        # Not sys.stderr: while the app runs Textual listens there itself.
        print(visible(text, keep_newlines=True), file=sys.__stderr__, flush=True)
    except (OSError, ValueError):
        pass


def end_process(code: int) -> NoReturn:
    """Leave at once: taking the interpreter down in order takes longer than many programs take to run, and a
    terminal that is gone would change the exit code."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            pass
    os._exit(code)


def import_asyncio() -> None:
    """Import asyncio without TLS, as in a Python that was built without it: OpenSSL takes a twentieth of the time to
    the first frame and some megabytes, and this program opens no connection. Others may import `ssl` as ever."""
    if "asyncio" in sys.modules or "ssl" in sys.modules:
        return
    modules: dict[str, Any] = sys.modules
    modules["ssl"] = None  # the import system's own sign for a module that must not be found
    try:
        import asyncio  # noqa: F401
    finally:
        del modules["ssl"]


def prepare_textual(environ: MutableMapping[str, str]) -> None:
    """Set what Textual reads from the environment when it is imported.

    Its own variables go: one of them writes every key, passwords too, into a file.
    """
    for name in [name for name in environ if name.startswith("TEXTUAL")]:
        del environ[name]
    if environ.get("TERM_PROGRAM") == "iTerm.app" and "TMUX" not in environ:
        # What an input method commits is lost there under the kitty protocol as Textual asks for it.
        environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"


def speak_utf8() -> None:
    """Textual writes to standard error in the encoding of the locale; with LC_ALL=C that would be escapes."""
    stream: Any = sys.__stderr__
    try:
        stream.reconfigure(encoding="utf-8", errors="replace")
    except (AttributeError, ValueError, OSError):
        pass


class HeldTerminal:
    """The terminal from our first moment on: keys wait unread and unechoed until the app reads them."""

    def __init__(self) -> None:
        self._before: list[Any] | None = None
        try:
            import termios

            self._fd = sys.stdin.fileno()
            self._before = termios.tcgetattr(self._fd)
            held = termios.tcgetattr(self._fd)
            held[0] &= ~(termios.ICRNL | termios.IXON)
            held[3] &= ~(termios.ECHO | termios.ICANON)
            termios.tcsetattr(self._fd, termios.TCSANOW, held)
        except (ImportError, OSError, ValueError, _termios_error()):
            pass

    def hand_over(self, app: App[int]) -> None:
        """The driver took the held state for the terminal's own; give it what to restore in the end."""
        driver: Any = getattr(app, "_driver", None)
        if self._before is not None and getattr(driver, "attrs_before", None) is not None:
            driver.attrs_before = self._before

    def release(self) -> None:
        """Put the terminal back as we found it; a second time does nothing new."""
        if self._before is not None:
            import termios

            try:
                # At once: waiting until all is written would be for ever where nobody reads the terminal.
                termios.tcsetattr(self._fd, termios.TCSANOW, self._before)
                # What the terminal answered meanwhile is not the shell's to read.
                termios.tcflush(self._fd, termios.TCIFLUSH)
            except (OSError, termios.error):
                pass


def _termios_error() -> type[Exception]:
    try:
        import termios
    except ImportError:
        return OSError
    return termios.error
