"""Aspects of a fact, by subject; ``told.Told`` has them all."""
