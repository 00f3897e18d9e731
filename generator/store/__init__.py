"""Store: observations, candles, quotes and settlements with provenance, in one SQLite file."""
