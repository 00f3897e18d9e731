"""A rule's cut in words, exactly: a reader compares it with a reading that may lie right beside it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from generator.render import numbers

if TYPE_CHECKING:
    from generator.model.catalogue import Catalogue
    from generator.model.units import FactUnit


def edge(catalogue: Catalogue, metric: str, unit: FactUnit, value: float) -> str:
    """Return a cut as the texts have such numbers: ``6%``, ``$744 million``, ``0.7``.

    Args:
        catalogue: Says how the metric prints.
        metric: What is judged; a change of it has a unit of its own.
        unit: The rule's.
        value: In that unit.
    """
    listed = catalogue.get(metric)
    prints = listed.prints if listed is not None and listed.unit == unit else "percent" if unit == "ratio" else "plain"
    exact = Decimal(str(value))
    if unit in ("USD", "usd_per_coin"):
        return _money(exact, scaled=prints == "usd_big")
    if unit == "ratio" and prints == "percent":
        return f"{_exactly(exact * 100)}%"
    if unit == "ratio" and prints == "points":
        printed = _exactly(exact * 100)
        return f"{printed} point{'' if abs(exact * 100) == 1 else 's'}"
    return _exactly(exact)


def _money(value: Decimal, *, scaled: bool) -> str:
    # Sums are printed in whole millions, and in hundredths of what is larger.
    scale = min(max(value.adjusted() // 3 * 3, 6), 12)
    if scaled and abs(value) >= 10**6 and value % Decimal(10) ** (scale if scale == 6 else scale - 2) == 0:
        return numbers.big_dollars(float(value))
    return f"{numbers.MINUS if value < 0 else ''}${_exactly(abs(value))}"


def _exactly(value: Decimal) -> str:
    exponent = value.normalize().as_tuple().exponent
    return numbers.fixed(value, max(0, -exponent) if isinstance(exponent, int) else 0)
