"""Render: outline → draft. Templates hold the words; numbers become words in one place."""
