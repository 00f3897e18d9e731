"""What observations say, as facts that a text can be held against: readings, their changes, sums and products.

A text without evidence names no facts; all that follows from the observations is worked out here, and the numbers
of the text are sought in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from generator.model.instants import iso
from generator.verify.ledger import Ledger

if TYPE_CHECKING:
    from generator.model.observation import Observation, SeriesKey

#: Of a longer series only the last reading is told, and those of days that the text names.
_FEW: Final = 8
_DIFFERENCES: Final = frozenset({"ratio", "index"})
_SAME_CLOCK: Final = timedelta(minutes=5)
_PRICE: Final = "spot.price"
_ENDS: Final = ("spot.low", "spot.high", "spot.all_time_high")

Series = Mapping["SeriesKey", Sequence["Observation"]]
Raw = dict[str, dict[str, Any]]


def ledger_of(observations: Iterable[Observation], days: Collection[date] = ()) -> Ledger:
    """Return all that observations say, and what follows from them.

    Args:
        observations: In any order; of one series and instant the last one counts.
        days: Days that the text names: readings of them are told also where the series is long.
    """
    series = _series(observations)
    facts: Raw = {}
    for key, readings in series.items():
        facts.update(_readings(key, readings, days))
    facts.update(_from_ends(series))
    facts.update(_sums(series))
    facts.update(_products(series))
    latest = max((readings[-1].observed_at for readings in series.values()), default=None)
    return Ledger({"as_of": iso(latest) if latest is not None else "1970-01-01T00:00:00Z", "facts": facts})


def _series(observations: Iterable[Observation]) -> Series:
    found: dict[SeriesKey, dict[datetime, Observation]] = defaultdict(dict)
    for each in observations:
        found[each.series][each.observed_at] = each
    return {key: [readings[at] for at in sorted(readings)] for key, readings in found.items()}


def _fact(kind: str, value: float, unit: str, at: datetime, **more: object) -> dict[str, Any]:
    return {"kind": kind, "value": value, "unit": unit, "as_of": iso(at), **more}


def _readings(key: SeriesKey, readings: Sequence[Observation], days: Collection[date]) -> Iterator[tuple[str, Any]]:
    """Yield the last reading, the earlier ones that count, and how far it has come from each."""
    last = readings[-1]
    yield str(key), _fact("level", last.value, last.unit, last.observed_at, publisher=last.origin.source)
    earlier = readings[:-1]
    if len(earlier) > _FEW:
        earlier = [each for each in earlier if each.observed_at.date() in days]
    for each in earlier:
        passed = round((last.observed_at - each.observed_at) / timedelta(days=1))
        name = f"{key}~past:{each.observed_at:%Y-%m-%d}"
        yield name, _fact("past", each.value, each.unit, each.observed_at, of=str(key), window=f"{passed}d")
        if last.unit in _DIFFERENCES:
            unit = "index_points" if last.unit == "index" else "ratio_points"
            moved = _fact("change", last.value - each.value, unit, last.observed_at, window=f"{passed}d")
        elif each.value:
            moved = _fact("change", last.value / each.value - 1, "ratio", last.observed_at, window=f"{passed}d")
        else:
            continue
        end = "~return" if key.metric == _PRICE else ""
        yield f"{key}~change:{each.observed_at:%Y-%m-%d}{end}", moved | {"of": str(key), "than": name}


def _from_ends(series: Series) -> Iterator[tuple[str, Any]]:
    """Yield how far a price is from its low, its high and its record."""
    prices = {key.asset: readings[-1] for key, readings in series.items() if key.metric == _PRICE}
    for key, readings in series.items():
        price, end = prices.get(key.asset), readings[-1]
        if key.metric in _ENDS and price is not None and end.value:
            away = price.value / end.value - 1
            yield f"{key}~away", _fact("change", away, "ratio", price.observed_at, than=str(key))


def _sums(series: Series) -> Iterator[tuple[str, Any]]:
    """Yield what the parts of all liquidations add up to, and each side's share."""
    for key, readings in series.items():
        if key.metric != "liquidations.total" or key.asset != "CRYPTO":
            continue
        whole = readings[-1]
        parts = {
            str(other): each[-1].value
            for other, each in series.items()
            if other.metric == key.metric and (other.tenor, other.venue) == (key.tenor, key.venue) and other != key
        }
        if parts:
            yield f"{key}~parts", _fact("level", sum(parts.values()), "USD", whole.observed_at, inputs=[*parts])
        for other, each in series.items():
            if other.asset == key.asset and other.metric in ("liquidations.long", "liquidations.short") and whole.value:
                share = each[-1].value / whole.value
                yield f"{other}~share", _fact("share", share, "ratio", whole.observed_at, than=str(key))


def _products(series: Series) -> Iterator[tuple[str, Any]]:
    """Yield what coins are worth at a price of the same time."""
    for key, readings in series.items():
        if key.metric != "futures.open_interest":
            continue
        for other, prices in series.items():
            if other.metric != _PRICE or other.asset != key.asset:
                continue
            coins, price = readings[-1], prices[-1]
            if abs(coins.observed_at - price.observed_at) <= _SAME_CLOCK:
                yield f"{key}~worth", _fact("level", coins.value * price.value, "USD", coins.observed_at)
