"""Errors that a user meets: each is one clear line and carries the exit code of the shell face."""


class JournalError(Exception):
    """Something a user must be told in one line.

    The message names the file or word at fault and says what to do. `exit_code` is what the shell face
    ends with: 1 nothing found, 2 wrong usage or bad input, 3 could not read or write.
    """

    exit_code = 3


class NothingFound(JournalError):
    """What was asked for does not exist."""

    exit_code = 1


class UsageError(JournalError):
    """The words or the input make no sense, so nothing was done."""

    exit_code = 2


class StorageError(JournalError):
    """A file could not be read or written."""

    exit_code = 3
