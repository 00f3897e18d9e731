"""Verify: an independent reader of finished text that demands a fact for each word that asserts something."""
