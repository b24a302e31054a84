"""Use cases: functions over the floors below that return plain values and never talk to a user."""
