"""Many days of many assets: the daily line, run over a history that is read once; see docs/scaling.md."""
