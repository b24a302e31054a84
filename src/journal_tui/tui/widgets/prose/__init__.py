"""The parts of the page. Names that Textual keeps private are used here, in `wrapping`, `flowed`, `undoing`,
`painting`, `area` and `moves`, and nowhere else in the page, so that a new Textual is one folder to look at."""
