"""Metrics and rules in words, as a quantity's page and the methodology both have them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Self

from generator.publish.site import dates, paths
from generator.publish.site.plain import capital
from generator.publish.site.quantities import asset_title, label, stale, unit

if TYPE_CHECKING:
    from generator.model.catalogue import Metric
    from generator.model.rule_text import RuleText
    from generator.publish.site.dates import Time
    from generator.publish.site.desk import Site


class Described(NamedTuple):
    """A metric: what the catalogue says of it, and where the methodology has it."""

    anchor: str
    label: str
    metric: Metric
    unit: str
    stale: str
    tenors: str

    @classmethod
    def of(cls, metric: Metric) -> Self:
        """Return a metric in words."""
        return cls(
            anchor=metric_anchor(metric.id),
            label=capital(metric.label),
            metric=metric,
            unit=unit(metric),
            stale=stale(metric),
            tenors=", ".join(map(dates.of_tenor, metric.tenors)),
        )


class Band(NamedTuple):
    """A state that a rule gives, and whether it is the one of now."""

    state: str
    range: str
    tone: str
    today: bool


class Judged(NamedTuple):
    """A rule with its bands, and where the methodology has it."""

    anchor: str
    id: str
    title: str
    change: str
    whose: str
    bands: tuple[Band, ...]
    why: str
    source: str
    published: Time
    hysteresis: str
    family: str

    @classmethod
    def of(cls, site: Site, rule: RuleText, today: str | None = None) -> Self:
        """Return a rule in words; ``today`` is the state of now, None where nothing in particular is judged."""
        return cls(
            anchor=rule_anchor(rule.id),
            id=rule.id,
            title=rule_title(site, rule),
            change=dates.of_tenor(rule.change),
            whose=", ".join(site.names.venue(venue) for venue in rule.venues),
            bands=tuple(Band(state, words, tint, state == today) for state, words, tint in rule.bands),
            why=rule.why,
            source=rule.source,
            published=dates.of_day(date.fromisoformat(rule.published)),
            hysteresis=rule.hysteresis,
            family=rule.family,
        )


def rule_title(site: Site, rule: RuleText) -> str:
    """Return what a rule judges, and whose: ``25-delta skew, 30 days: Bitcoin, Ether``."""
    tenors = " or ".join(dates.of_tenor(tenor) for tenor in rule.tenors if tenor)
    change = f"change over {dates.of_tenor(rule.change)}" if rule.change else ""
    judged = ", ".join(filter(None, (label(site, rule.metric), tenors, change)))
    assets = ", ".join(asset_title(site, asset) for asset in rule.assets)
    return capital(": ".join(filter(None, (judged, assets))))


def metric_anchor(metric: str) -> str:
    """Return where the methodology describes a metric."""
    return f"m-{paths.slug(metric)}"


def rule_anchor(rule: str) -> str:
    """Return where the methodology has a rule."""
    return f"r-{paths.slug(rule)}"
