"""Units as users write them, and the canonical ones that we hold.

At the door ``percent`` and ``bps`` become ``ratio``, and a coin's ticker in the
unit column becomes ``coin``. Inside, a ratio is a fraction: 0.07 is 7%.
"""

from collections.abc import Callable
from typing import Final, Literal

from generator.errors import InputError

Unit = Literal["USD", "coin", "ratio", "index", "count", "days", "usd_per_coin"]
#: Units that only computed facts have: differences, and runs of days, weeks or months.
FactUnit = Literal[
    "USD", "coin", "ratio", "index", "count", "days", "usd_per_coin",
    "ratio_points", "index_points", "weeks", "months", "none",
]  # fmt: skip

CANONICAL: Final[tuple[Unit, ...]] = ("USD", "coin", "ratio", "index", "count", "days", "usd_per_coin")
_SCALED: Final[dict[str, float]] = {"percent": 1e-2, "bps": 1e-4}


def canonical(value: float, unit: str, *, is_ticker: Callable[[str], bool]) -> tuple[float, Unit]:
    """Return the value in its canonical unit.

    Args:
        value: As the source wrote it, in ``unit``.
        unit: One of DESIGN's units, ``percent``, ``bps``, or a coin's ticker.
        is_ticker: Says whether an upper-case word is a coin that we know.

    Raises:
        InputError: The unit is not one of these.

    Example:
        >>> canonical(20.0, "percent", is_ticker=lambda _: False)
        (0.2, 'ratio')
    """
    if unit in CANONICAL:
        return value, unit
    if unit in _SCALED:
        return value * _SCALED[unit], "ratio"
    if is_ticker(unit):
        return value, "coin"
    known = ", ".join([*CANONICAL, *_SCALED])
    raise InputError(f"unknown unit {unit!r}; use one of {known}, or a coin's ticker")
