"""From what was known before an instant to the day's facts: pure functions over frames."""
