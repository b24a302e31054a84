"""The shell face: arguments, plain text and JSON. Never imports Textual."""
