"""The stance: what the families of rules add up to, over days, with its horizon.

Each rule with a family votes with its band's score, -2 to 2. A family's score is the
weighted mean of its known votes; the stance is the weighted median of the known families,
put into a band of ``stance.yaml``. Nothing is made of fewer families than that file needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from generator.model.fact import Fact, Kind
from generator.model.signal import Stance
from generator.rules.bands import UNKNOWN, Places, Readings, last_run, states
from generator.rules.book import Rule, StanceRule
from generator.rules.reading import Reading

#: How far back the stance is followed: longer than any stance is told.
_DAYS: Final = 400
#: The score of a mild label, either way.
_MILD: Final = 1.0
#: By how many families are unknown.
_CONFIDENCE: Final = ("high", "medium", "low")
#: The spans that carry the strain → how the horizon is told.
_HORIZONS: Final[Mapping[frozenset[str], str]] = {
    frozenset(): "weeks",
    frozenset({"days"}): "days",
    frozenset({"days", "weeks"}): "days to weeks",
    frozenset({"weeks"}): "weeks",
    frozenset({"days", "months"}): "weeks",
    frozenset({"weeks", "months"}): "weeks to months",
    frozenset({"months"}): "weeks to months",
    frozenset({"days", "weeks", "months"}): "weeks to months",
}
_FRONT_SEGMENT: Final = "30d-90d"


@dataclass(frozen=True, slots=True)
class Vote:
    """One rule's say in its family: a score for each day in a row, nan where unknown, today's last."""

    family: str
    weight: float
    scores: Readings
    fact: str


def votes(readings: Iterable[Reading]) -> list[Vote]:
    """Return the votes of the readings whose rules have a family, one a rule.

    Of several venues the preferred one's reading votes, the first that is known: the
    stance must follow from the numbers that an article tells.
    """
    chosen: dict[str, Reading] = {}
    for reading in readings:
        if reading.rule.family and reading.state is not None:
            chosen.setdefault(reading.rule.id, reading)
    return [_vote(reading) for reading in chosen.values()]


def _vote(reading: Reading) -> Vote:
    return vote(reading.rule, reading.at[-_DAYS:], reading.fact.id)


def vote(rule: Rule, at: Places, fact: str) -> Vote:
    """Return what a rule says of a fact by day as a vote; ``at`` are its bands."""
    scores = np.array([*(float(band.score) for band in rule.scale.bands), np.nan])
    return Vote(rule.family, rule.weight, scores[at], fact)


def judge_stance(rule: StanceRule, readings: Sequence[Reading]) -> tuple[Stance, Places]:
    """Return today's stance, and the place of its label day by day.

    ``readings`` are those of one asset, and those that speak for the whole market.
    """
    families, score = scored(rule, votes(readings))
    at = states(rule.scale, score)
    known = ~np.isnan(families)
    today = {
        name: float(value) if is_known else None
        for name, value, is_known in zip(rule.families, families[-1], known[-1], strict=True)
    }
    if at[-1] == UNKNOWN:
        return Stance(label=None, horizon="", confidence="", families=today), at
    missing = sum(value is None for value in today.values())
    confidence = _CONFIDENCE[min(missing, len(_CONFIDENCE) - 1)]
    label = rule.scale.bands[at[-1]].state
    return Stance(label=label, horizon=horizon(rule, readings), confidence=confidence, families=today), at


def scored(rule: StanceRule, said: Sequence[Vote]) -> tuple[Readings, Readings]:
    """Return each family's score by day, a column each, and the stance's; nan where too little is known."""
    families = _family_scores(rule, said)
    known = ~np.isnan(families)
    score = weighted_median(families, np.array(list(rule.families.values())))
    count = known.sum(axis=1)
    score = np.where(count >= rule.strong_needs, score, np.clip(score, -_MILD, _MILD))
    return families, np.where(count >= rule.needs, score, np.nan)


def _family_scores(rule: StanceRule, said: Sequence[Vote]) -> Readings:
    """Return one row a day and one column a family, nan where none of its votes is known."""
    length = max((len(vote.scores) for vote in said), default=1)
    columns = []
    for family in rule.families:
        total, weight = np.zeros(length), np.zeros(length)
        for vote in said:
            if vote.family == family:
                tail = slice(length - len(vote.scores), length)
                known = ~np.isnan(vote.scores)
                total[tail] += np.where(known, vote.scores, 0.0) * vote.weight
                weight[tail] += known * vote.weight
        columns.append(np.divide(total, weight, out=np.full(length, np.nan), where=weight > 0))
    return np.column_stack(columns)


def weighted_median(scores: Readings, weights: Readings) -> Readings:
    """Return each row's weighted median over what is known, nan where nothing is.

    Where exactly half of the weight lies on either side, the mean of the two neighbours.

    Args:
        scores: One row a day, one column a voter, nan where unknown.
        weights: One a column, positive.

    Example:
        >>> weighted_median(np.array([[-2.0, 0.0, np.nan, -1.0]]), np.array([1.0, 1.0, 1.0, 1.0]))
        array([-1.])
    """
    order = np.argsort(scores, axis=1)  # what is not a number comes last
    ordered = np.take_along_axis(scores, order, axis=1)
    heaped = np.cumsum(np.where(np.isnan(ordered), 0.0, weights[order]), axis=1)
    half = heaped[:, -1:] / 2
    low = np.argmax(heaped >= half - 1e-12, axis=1)[:, None]
    high = np.argmax(heaped > half + 1e-12, axis=1)[:, None]
    middle = (np.take_along_axis(ordered, low, axis=1) + np.take_along_axis(ordered, high, axis=1)) / 2
    return np.asarray(np.where(half > 0, middle, np.nan)[:, 0])


def horizon(rule: StanceRule, readings: Sequence[Reading]) -> str:
    """Return the horizon: the spans of the tenors whose skew is strained the most.

    Where all three are, and the curve falls beyond one month, the front carries the strain.
    """
    strain: dict[str, int] = {}
    for reading in readings:
        span = rule.horizon_rules.get(reading.rule.stem)
        if span is not None and reading.state is not None:
            strain.setdefault(span, reading.rule.scale.bands[reading.run.place].strength)
    most = max(strain.values(), default=0)
    spans = {span for span, strength in strain.items() if strength == most and strength >= rule.strained}
    if len(spans) > 1 and _falls_at_front(rule, readings):
        spans.discard("months")
    return _HORIZONS[frozenset(spans)]


def _falls_at_front(rule: StanceRule, readings: Sequence[Reading]) -> bool:
    """Return whether the preferred venue's curve falls from one month to three."""
    for reading in readings:
        if reading.rule.called(rule.slope_rule) and reading.fact.key.tenor == _FRONT_SEGMENT and reading.state:
            return reading.run.place > reading.rule.scale.middle
    return False


def stance_fact(owner: str, rule: StanceRule, at: Places, inputs: tuple[str, ...], as_of: datetime) -> Fact:
    """Return ``OWNER/stance~band``; today's label must be known."""
    run = last_run(at)
    bands = rule.scale.bands
    return Fact(
        id=f"{owner}/stance~band",
        kind=Kind.BAND,
        value=None,
        unit="none",
        as_of=as_of,
        formula="weighted median of the families' scores, each the weighted mean of its rules'",
        inputs=inputs,
        n=run.length,
        sign=bands[run.place].lean,
        state=bands[run.place].state,
        previous=bands[run.before].state if run.start_known else None,
        rule="stance",
        threshold_source=rule.source,
        published=rule.published,
    )
