"""What is known of each quantity, and how it is called: what the pages of data have in common."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.errors import InputError
from generator.model.instants import parse_instant
from generator.publish.site import dates, paths
from generator.publish.site.output import digest
from generator.publish.site.plain import capital

if TYPE_CHECKING:
    from generator.model.catalogue import Metric
    from generator.model.rule_text import RuleText
    from generator.publish.site.dates import Time
    from generator.publish.site.desk import Series, Site

#: The first word of a metric's id → the group that it stands in; in this order.
GROUPS: Final[Mapping[str, str]] = {
    "stance": "Stance",
    "spot": "Price",
    "market": "Market",
    "futures": "Futures",
    "perp": "Futures",
    "options": "Options",
    "liquidations": "Liquidations",
    "sentiment": "Sentiment",
    "flows": "Flows",
    "stablecoins": "Flows",
    "macro": "Wider markets",
}
_UNITS: Final[Mapping[tuple[str, str], str]] = {
    ("ratio", "percent"): "percent",
    ("ratio", "points"): "percentage points",
    ("ratio", "plain"): "a ratio",
    ("USD", "usd"): "US dollars",
    ("USD", "usd_big"): "US dollars",
    ("usd_per_coin", "usd"): "US dollars a coin",
    ("coin", "coin"): "coins",
    ("count", "count"): "a count",
    ("index", "index"): "points of an index",
    ("index", "plain"): "points of an index",
}
_DAYS_OF_SPARK: Final = 60
_SECOND: Final = timedelta(seconds=1)


class Line(NamedTuple):
    """A quantity in a row of a table; ``tone`` is "" for a state that has none."""

    label: str
    where: str
    href: str
    printed: str
    state: str
    tone: str
    spark: str
    as_of: Time


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A series with its place on the site.

    Args:
        path: Its folder below the root.
        shows: Hash of all that is known of it.
    """

    series: Series
    path: str
    shows: str


def quantities(site: Site) -> tuple[Quantity, ...]:
    """Return every series in its order; of two that share a path the first, which is the preferred one."""
    found: dict[str, Quantity] = {}
    for series in site.series:
        path = paths.quantity(series.asset, series.metric, series.tenor, series.venue)
        if path not in found:
            found[path] = Quantity(series=series, path=path, shows=_shows(site, series))
    return tuple(found.values())


def line(site: Site, quantity: Quantity) -> Line:
    """Return a quantity as a table shows it."""
    series = quantity.series
    return Line(
        label=capital(label(site, series.metric)),
        where=where(site, series),
        href=f"{site.publication.root}{quantity.path}",
        printed=series.printed,
        # A label is its own value.
        state=series.state if series.state != series.printed else "",
        tone=tone(site.rules, series),
        spark=_spark(site, series),
        as_of=dates.of_day(dates.written_for(as_of(series))),
    )


def label(site: Site, metric: str) -> str:
    """Return what a metric is called; one that the catalogue does not have is called by its id."""
    listed = site.catalogue.get(metric)
    return listed.label if listed is not None else metric


def where(site: Site, series: Series) -> str:
    """Return a series' tenor and venue in words."""
    venue = site.names.venue(series.venue) if series.venue else ""
    return ", ".join(filter(None, (dates.of_tenor(series.tenor), venue)))


def asset_title(site: Site, asset: str) -> str:
    """Return what an asset is called where a line begins; of ``macro:JP2Y``, if nobody names it, ``JP2Y``."""
    if asset in site.names.assets:
        return capital(site.names.assets[asset].title)
    return capital(asset.rpartition(":")[2])


def title(site: Site, series: Series) -> str:
    """Return a quantity's whole name: ``Bitcoin: 25-delta skew, 30 days, Deribit``."""
    named = ", ".join(filter(None, (label(site, series.metric), where(site, series))))
    return f"{asset_title(site, series.asset)}: {named}"


def group(metric: str) -> str:
    """Return the group that a metric stands in."""
    kind = metric.partition(".")[0]
    return GROUPS.get(kind, capital(kind))


def in_groups(metrics: Iterable[str]) -> list[str]:
    """Return the groups of these metrics, in the order in which they are shown."""
    order = list(dict.fromkeys(GROUPS.values()))
    named = {group(metric) for metric in metrics}
    return [*(name for name in order if name in named), *sorted(named.difference(order))]


def as_of(series: Series) -> datetime:
    """Return the instant that the latest reading speaks of; where it says none, the one that it was written for.

    A bar's last instant, 09:59:59.999, is its end at 10:00, as in articles.
    """
    told = series.fact.get("as_of")
    try:
        instant = parse_instant(told) if isinstance(told, str) else series.as_of
    except InputError:
        return series.as_of
    ended = instant + _SECOND if instant.second == 59 and instant.microsecond >= 999_000 else instant
    return ended.replace(microsecond=0)


def tone(rules: Iterable[RuleText], series: Series) -> str:
    """Return how a series' state is tinted, "" where no rule gives it."""
    rule = next((rule for rule in rules if rule.id == series.rule), None)
    bands = rule.bands if rule is not None else ()
    return next((tint for name, _, tint in bands if name == series.state), "")


def unit(metric: Metric) -> str:
    """Return in which unit a metric is printed, in words."""
    return _UNITS.get((metric.unit, metric.prints), metric.unit)


def stale(metric: Metric) -> str:
    """Return the age from which a reading is not used any more, in words."""
    hours = round(metric.stale / timedelta(hours=1))
    return dates.of_tenor(f"{hours // 24}d" if hours > 72 and hours % 24 == 0 else f"{hours}h")


def values(series: Series) -> tuple[float | None, ...]:
    """Return the last sixty days' numbers, none of what is told in labels."""
    if series.chart is None or not series.chart.traces:
        return ()
    told = series.chart.traces[0].values[-_DAYS_OF_SPARK:]
    return tuple(each if isinstance(each, float | int) else None for each in told)


def _spark(site: Site, series: Series) -> str:
    if site.spark is None:
        return ""
    numbers = values(series)
    return site.spark(numbers) if numbers else ""


def _shows(site: Site, series: Series) -> str:
    """Hash all that pages show of a series: itself, and how its metric is called and printed."""
    return digest((
        series.id, repr(site.catalogue.get(series.metric)), where(site, series), asset_title(site, series.asset),
        series.printed, series.state, series.rule, str(series.since), series.previous, repr(series.past),
        series.as_of.isoformat(), json.dumps(series.fact, sort_keys=True, default=str), repr(series.chart),
    ))  # fmt: skip
