"""Gaps: what an edition would tell and could not, each with why. Named once, near the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from generator.model.finding import Gap

if TYPE_CHECKING:
    from generator.narrative.view import View


class _Wanted(NamedTuple):
    """A quantity that an edition tells; ``asset`` is "" for the article's, ``venue`` "" for any."""

    metric: str
    tenor: str = ""
    asset: str = ""
    venue: str = ""


_FUNDING: Final = (
    _Wanted("perp.funding_rate", "1d", venue="binance"),
    _Wanted("perp.funding_rate", "1d", venue="bybit"),
)
_COMMON: Final = (
    _Wanted("spot.price"),
    _Wanted("futures.basis", "90d"),
    *_FUNDING,
    _Wanted("futures.open_interest"),
)
_MOOD: Final = _Wanted("sentiment.fear_greed", asset="CRYPTO")
_STOCKS: Final = _Wanted("macro.level", asset="macro:NDX")
_WANTED: Final = {
    "derivatives": (
        *_COMMON, _Wanted("options.skew_25d", "30d"), _Wanted("options.iv_atm", "30d"), _Wanted("options.dvol"),
        _Wanted("liquidations.total", "1d"), _STOCKS, _MOOD,
    ),
    "markets": (
        *_COMMON, _Wanted("market.breadth", "1d", "basket:LARGE"),
        _Wanted("market.breadth", "1d", "basket:PERPS", "binance"),
        _Wanted("options.skew_25d", "7d"), _Wanted("liquidations.total", "1d", "CRYPTO"), _STOCKS, _MOOD,
    ),
    "brief": (*_COMMON[:4], _Wanted("options.skew_25d", "7d"), _MOOD),
    "weekly": (*_COMMON[:4], _Wanted("options.skew_25d", "30d"), _Wanted("options.iv_atm", "30d"), _MOOD),
}  # fmt: skip
#: What is told as well in its place: (metric, tenor).
_ALSO: Final = {
    "futures.open_interest": (("futures.open_interest_usd", ""),),
    "perp.funding_rate": (("perp.funding_rate", ""),),
    "liquidations.total": (("liquidations.total", "5d"),),
    "options.skew_25d": (("options.skew_25d", "30d"), ("options.skew_25d", "7d")),
}
#: The whole market's figure, in whose place the article's own coin is told.
_OWN_WILL_DO: Final = "liquidations.total"


def gaps(view: View, edition: str) -> tuple[Gap, ...]:
    """Return what is missing, in the order in which the edition would tell it."""
    missing = [wanted for wanted in _WANTED[edition] if not _is_there(view, wanted)]
    found: dict[str, Gap] = {}
    for wanted in missing:
        # A metric that is missing everywhere is named once, without its venues.
        elsewhere = view.level(wanted.metric, wanted.tenor, asset=wanted.asset or None) is not None
        told = elsewhere or any(each.metric == wanted.metric and each not in missing for each in _WANTED[edition])
        venue = wanted.venue if told else ""
        asset = wanted.asset if wanted.asset.startswith("macro:") else ""
        gap = Gap(wanted.metric, "no source delivered it", venue, asset)
        found.setdefault(gap.id, gap)
    return tuple(found.values())


def _is_there(view: View, wanted: _Wanted) -> bool:
    for metric, tenor in ((wanted.metric, wanted.tenor), *_ALSO.get(wanted.metric, ())):
        if view.level(metric, tenor, asset=wanted.asset or None, venue=wanted.venue or None) is not None:
            return True
    return wanted.metric == _OWN_WILL_DO and view.level(wanted.metric, wanted.tenor) is not None
