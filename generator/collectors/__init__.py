"""Collectors: one module a source. Parsers are pure: bytes in, readings out, no clock, no network."""
