"""The ground: values and rules. No files, no clock, no terminal."""
