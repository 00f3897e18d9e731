"""Publish: article → files. Only what the verifier has passed gets its final name."""
