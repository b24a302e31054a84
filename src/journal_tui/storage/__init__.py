"""Files: where things lie and how they are read and written without losing a byte."""
