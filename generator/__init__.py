"""wirecopy: daily market commentary in which every claim is checked against the data."""

__version__ = "0.1.0"
