"""The rulebook as people read it: each band with its range in words, and who owns the edges."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from generator.model.rule_text import RuleText
from generator.rules.daily import tone

if TYPE_CHECKING:
    from generator.model.units import FactUnit
    from generator.rules.book import Cut, Rule, Rulebook, Scale, StanceRule

#: What the stance is called among the rules, and as a quantity.
STANCE: Final = "stance"
#: Says a cut in words: metric, unit, value. A rule about a change has another unit than its metric.
Printed = Callable[[str, "FactUnit", float], str]


def told(rulebook: Rulebook, printed: Printed) -> tuple[RuleText, ...]:
    """Return every rule for people, the stance last.

    Args:
        rulebook: What is told.
        printed: Says a number in words; only the render room knows how.
    """
    return (*(_rule(rule, printed) for rule in rulebook), _stance(rulebook.stance, printed))


def _rule(rule: Rule, printed: Printed) -> RuleText:
    in_words = partial(printed, rule.metric, rule.unit)
    return RuleText(
        id=rule.id,
        metric=rule.metric,
        tenors=rule.tenors,
        why=rule.why,
        source=rule.source,
        published=rule.published.isoformat(),
        bands=tuple(_bands(rule.scale, in_words)),
        assets=rule.assets,
        venues=rule.venues,
        change=rule.change,
        hysteresis=_hysteresis(rule.scale, in_words),
        family=rule.family,
    )


def _stance(stance: StanceRule, printed: Printed) -> RuleText:
    in_words = partial(printed, STANCE, "none")
    return RuleText(
        id=STANCE,
        metric=STANCE,
        tenors=("",),
        why=stance.why,
        source=stance.source,
        published=stance.published.isoformat(),
        bands=tuple(_bands(stance.scale, in_words)),
        hysteresis=_hysteresis(stance.scale, in_words),
    )


def _bands(scale: Scale, printed: Callable[[float], str]) -> Iterator[tuple[str, str, str]]:
    edges = (None, *scale.cuts, None)
    for place, band in enumerate(scale.bands):
        yield band.state, _range(edges[place], edges[place + 1], printed), tone(band)


def _where(cut: Cut, printed: Callable[[float], str]) -> str:
    """Return a cut in words: a number, or how it moves."""
    moving = cut.moving
    if moving is None:
        return printed(cut.value)
    if moving.kind == "percentile":
        return f"percentile {moving.amount:g} of the {moving.days} days before"
    return f"{moving.amount:g} standard deviations of the {moving.days} days before"


def _range(low: Cut | None, high: Cut | None, printed: Callable[[float], str]) -> str:
    """Return a range in words: ``above 6%``, ``5% to 10%``, ``above 6%, up to 10%``."""
    start = _where(low, printed) if low is not None else ""
    end = _where(high, printed) if high is not None else ""
    from_start, to_end = low is not None and not low.lower_owns, high is not None and high.lower_owns
    if high is None:
        return f"{start} or more" if from_start else f"above {start}"
    if low is None:
        return f"{end} or less" if to_end else f"below {end}"
    if from_start and to_end:
        return f"{start} to {end}"
    return f"{'from' if from_start else 'above'} {start}, {'up to' if to_end else 'below'} {end}"


def _hysteresis(scale: Scale, printed: Callable[[float], str]) -> str:
    return printed(scale.hysteresis) if scale.hysteresis else ""
