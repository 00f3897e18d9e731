"""A rule as people read it: the rules room tells it, the site prints it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleText:
    """A rule for people: ``bands`` are label, words for its range ("above 6%") and tone, low to high.

    Args:
        id: Its name; ``stance`` is how the families of rules add up.
        tenors: The tenors that it judges, "" for readings without one.
        published: The day on which its cuts were written down.
        assets: The assets that it judges; empty means all.
        venues: The venues whose readings it judges; empty means all.
        change: The window of the change that it judges (``7d``), "" for the reading itself.
        hysteresis: How far back past its cut a reading must come before a state is left, in words; "" is not at all.
        family: The stance's family that it votes in, or "".
    """

    id: str
    metric: str
    tenors: tuple[str, ...]
    why: str
    source: str
    published: str
    bands: tuple[tuple[str, str, str], ...]
    assets: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    change: str = ""
    hysteresis: str = ""
    family: str = ""
