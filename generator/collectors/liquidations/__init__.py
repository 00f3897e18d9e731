"""Liquidations from the venues' own streams: heard, kept raw, and added up only where nothing was missed."""
