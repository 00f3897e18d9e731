"""Rules: which band a reading is in, since when, and what stance the bands add up to."""
