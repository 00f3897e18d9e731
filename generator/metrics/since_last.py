"""What has changed since an earlier instant: the labels that are others now, and the price.

The instant is that of the last issue. It must lie on the daily grid that today's readings are seen on, to within three
hours: what was known at another hour of the day is not known here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from generator.model.fact import Fact, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.model.chart import Daily
    from generator.model.fact import Facts

#: Readings further apart in clock time are not compared.
_SAME_CLOCK: Final = timedelta(hours=3)
_DAY: Final = timedelta(days=1)
#: Nobody remembers an older issue.
_LONGEST: Final = 30
#: Whose labels are followed; the stance goes before them.
_FOLLOWED: Final = (
    "options.skew_25d/30d", "options.skew_25d/7d", "futures.basis/90d", "perp.funding_rate/1d", "sentiment.fear_greed",
)  # fmt: skip
_MARKET: Final = "CRYPTO"
NAME: Final = "issue"


def since_last(
    facts: Facts,
    daily: Mapping[str, Daily],
    labels: Mapping[str, Daily],
    *,
    asset: str,
    last: datetime,
    as_of: datetime,
) -> list[Fact]:
    """Return the facts that set an instant against an earlier one.

    ``X~band~issue`` for each followed label that is another now, ``A/spot.price@v~issue`` and its ``~return`` where the
    earlier instant lies two days back or more. docs/facts.md has their fields.

    Args:
        facts: Every fact of the instant.
        daily: Fact → its readings by day.
        labels: Band → its labels by day.
        asset: What the issue is about.
        last: The instant of the issue before.
        as_of: The instant, exclusive.
    """
    days = round((as_of - last) / _DAY)
    if not 1 <= days <= _LONGEST or abs(as_of - last - days * _DAY) > _SAME_CLOCK:
        return []
    found = [*_labels(facts, labels, asset, days, last)]
    if days > 1:
        found += _price(facts, daily, asset, days)
    return found


def _labels(facts: Facts, labels: Mapping[str, Daily], asset: str, days: int, last: datetime) -> Iterator[Fact]:
    """Yield the label of each followed band that was another at the instant, the stance's first."""
    for fact in _bands(facts, asset):
        before = _then(labels.get(fact.id), days)
        if isinstance(before, str) and before != fact.state:
            yield replace(
                fact,
                id=f"{fact.id}~{NAME}",
                formula=f"{fact.formula}; previous: the label at the instant of the last issue",
                inputs=(fact.id,),
                previous=before,
                start=last,
                window=f"{days}d",
                since=None,
                n=None,
                coverage=None,
            )


def _bands(facts: Facts, asset: str) -> Iterator[Fact]:
    wanted = [f"{asset}/stance~band"]
    for series in _FOLLOWED:
        metric, _, tenor = series.partition("/")
        told = facts.find(asset, metric, tenor) or facts.find(_MARKET, metric, tenor)
        wanted += [f"{told.id}~band"] if told is not None else []
    for name in wanted:
        fact = facts.get(name)
        if fact is not None and fact.state is not None:
            yield fact


def _price(facts: Facts, daily: Mapping[str, Daily], asset: str, days: int) -> Iterator[Fact]:
    spot = facts.find(asset, "spot.price")
    before = None if spot is None else _then(daily.get(spot.id), days)
    if spot is None or not spot.value or not isinstance(before, float) or not before:
        return
    past = replace(
        spot,
        id=f"{spot.id}~{NAME}",
        kind=Kind.PAST,
        value=before,
        as_of=spot.as_of - days * _DAY,
        formula="the price at the instant of the last issue",
        inputs=(spot.id,),
        of=spot.id,
        than=None,
        window=f"{days}d",
    )
    yield past
    yield replace(
        past,
        id=f"{past.id}~return",
        kind=Kind.CHANGE,
        value=spot.value / before - 1,
        unit="ratio",
        as_of=spot.as_of,
        formula="price / price at the instant of the last issue - 1",
        inputs=(spot.id, past.id),
        than=past.id,
        start=past.as_of,
    )


def _then(daily: Daily | None, days: int) -> float | str | None:
    """Return the value of so many days before the last one, None where there is none."""
    return daily.values[-1 - days] if daily is not None and len(daily.values) > days else None
