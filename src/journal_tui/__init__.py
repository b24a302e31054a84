"""journal: a terminal app for people who write every day."""

__version__ = "0.1.0"
