"""Gaps: what an edition would tell and could not, each with why. Named once, near the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.model.finding import Gap

if TYPE_CHECKING:
    from generator.narrative.view import View

#: What each edition expects: (metric, tenor, asset or "" for the article's).
_EXPECTED: Final = {
    "derivatives": (
        ("spot.price", "", ""),
        ("futures.basis", "90d", ""),
        ("perp.funding_rate", "1d", ""),
        ("futures.open_interest", "", ""),
        ("options.skew_25d", "30d", ""),
        ("options.iv_atm", "30d", ""),
        ("liquidations.total", "1d", ""),
        ("sentiment.fear_greed", "", "CRYPTO"),
    ),
    "markets": (
        ("spot.price", "", ""),
        ("market.breadth", "1d", "basket:LARGE"),
        ("futures.basis", "90d", ""),
        ("perp.funding_rate", "1d", ""),
        ("futures.open_interest", "", ""),
        ("options.skew_25d", "7d", ""),
        ("liquidations.total", "1d", "CRYPTO"),
        ("sentiment.fear_greed", "", "CRYPTO"),
    ),
    "brief": (
        ("spot.price", "", ""),
        ("futures.basis", "90d", ""),
        ("perp.funding_rate", "1d", ""),
        ("futures.open_interest", "", ""),
        ("options.skew_25d", "7d", ""),
        ("liquidations.total", "1d", ""),
        ("sentiment.fear_greed", "", "CRYPTO"),
    ),
}
#: A delivered figure may come under another name; then nothing is missing.
_ALSO: Final = {
    "futures.open_interest": (("futures.open_interest_usd", ""),),
    "perp.funding_rate": (("perp.funding_rate", ""),),
    "liquidations.total": (("liquidations.total", "5d"),),
    "options.skew_25d": (("options.skew_25d", "30d"), ("options.skew_25d", "7d")),
    "market.breadth": (),
}


def gaps(view: View, edition: str) -> tuple[Gap, ...]:
    """Return what is missing, in the order in which the edition would tell it."""
    missing: list[Gap] = []
    for metric, tenor, asset in _EXPECTED[edition]:
        places = [(metric, tenor), *_ALSO.get(metric, ())]
        if all(view.level(name, length, asset=asset or None) is None for name, length in places):
            missing.append(Gap(metric, "no source delivered it in time"))
    return tuple(missing)
