"""Keeping what somebody chose in the app: one value in config.toml is changed, comments and order stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal_tui.domain.errors import JournalError
from journal_tui.services.where import config_path
from journal_tui.storage.saver import read, save

if TYPE_CHECKING:
    from journal_tui.services.workspace import Workspace
    from journal_tui.settings.edit import Value


def keep_choice(workspace: Workspace, table: str | None, key: str, value: Value, what: str) -> str | None:
    """Set `key` in `[table]` (None: at the top of the file). `what` is the choice in words: "the theme".

    Returns:
        A line to tell when that was not possible; then the file is as it was.
    """
    from journal_tui.settings.edit import set_value  # with its parser: only who chooses pays for it

    path = config_path(workspace.locations)
    try:
        data = read(path)
        save(path, set_value(data, table, key, value, path), data)
    except JournalError as error:
        return str(error)
    except (OSError, ValueError) as error:
        return f"{path}: {what} could not be written there ({error}); it holds until you leave."
    return None
