"""The parts that screens are made of. A widget never opens a file."""
