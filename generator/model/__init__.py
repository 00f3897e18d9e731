"""The shared nouns: frozen values that the rooms hand to one another."""
