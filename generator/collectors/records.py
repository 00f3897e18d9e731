"""A record high that a source delivers, held against the source's own distance from it."""

from __future__ import annotations

from typing import Final

#: By how much the record, less its distance, may miss the price: the two are renewed moments apart.
_TOLERANCE: Final = 0.05


def fits(record: float, percent_from_record: float, price: float) -> bool:
    """Whether a record and the distance from it lead to the price; a slip in either does not.

    Args:
        record: Highest price ever. [USD], > 0
        percent_from_record: How far the price is from it. [percent, negative below the record]
        price: As delivered beside them. [USD], > 0

    Example:
        >>> fits(73_738, -4.77063, 70_187), fits(7_373_800, -4.77063, 70_187)
        (True, False)
    """
    return abs(record * (1 + percent_from_record / 100) / price - 1) <= _TOLERANCE
