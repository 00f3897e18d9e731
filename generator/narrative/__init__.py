"""Narrative: what is worth saying, in which order. No words: those are in templates."""
