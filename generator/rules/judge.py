"""A day judged: every rule applied to every fact it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from generator.model.catalogue import Catalogue
from generator.model.fact import Fact, Facts
from generator.model.names import Names
from generator.model.observation import SeriesKey
from generator.model.ports import Measured
from generator.model.signal import Signal, Stance
from generator.rules import shape, telling
from generator.rules.book import Rule, Rulebook
from generator.rules.reading import Reading, read
from generator.rules.stance import judge_stance, stance_fact, votes

#: The asset whose readings speak for every coin, and the coin that speaks for the market.
WHOLE_MARKET: Final = "CRYPTO"
MARKET: Final = "market"
_LEADER: Final = "BTC"


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say of a day.

    Args:
        facts: The metrics' facts, followed by those of the rules.
        signals: One for each rule and fact, the preferred venue's first; where a rule has
            no fact of an asset that it names, one that says so.
        stances: By coin, and ``market`` for the whole market (judged on bitcoin); of a coin that
            nothing is known of it has no label.
    """

    facts: Facts
    signals: tuple[Signal, ...]
    stances: Mapping[str, Stance]


def judge(rulebook: Rulebook, measured: Measured, *, catalogue: Catalogue, names: Names, as_of: datetime) -> Judged:
    """Return the day's signals, stances, and the facts that rules add.

    Args:
        rulebook: The rules, and how they make a stance.
        measured: The day's facts in order of preference, with their histories.
        catalogue: Says when a reading is stale.
        names: Says which assets are baskets: these have no stance.
        as_of: The article's instant.
    """
    readings = list(_readings(rulebook, measured, catalogue=catalogue, as_of=as_of))
    made = [fact for rule in rulebook for fact in telling.thresholds(rule, as_of)]
    for reading in readings:
        if reading.state is not None:
            made.append(telling.band(reading))
            made += telling.streaks(reading)
    made += _shapes(readings)
    stances, stance_facts = _stances(rulebook, readings, names=names, as_of=as_of)
    signals = [*(reading.signal() for reading in readings), *_missing(rulebook, readings, measured)]
    return Judged(measured.facts.plus([*made, *stance_facts]), tuple(signals), stances)


def _readings(rulebook: Rulebook, measured: Measured, *, catalogue: Catalogue, as_of: datetime) -> Iterator[Reading]:
    """Yield every rule's reading of every fact it judges, in the order of the facts."""
    judged = {rule.metric for rule in rulebook}
    for fact_id, fact in measured.facts.items():
        if "~" in fact_id or not _speaks_of(fact_id, judged):
            continue
        key = fact.key
        for rule in rulebook.judging(key.metric, key.tenor, key.asset, key.venue):
            told = fact if not rule.change else measured.facts.derived(fact, f"change:{rule.change}")
            if told is not None:
                yield read(rule, told, measured.history.get(told.id), catalogue=catalogue, as_of=as_of)


def _speaks_of(fact_id: str, metrics: set[str]) -> bool:
    """Return whether a fact is of one of the metrics, without parsing the ids of all others."""
    return fact_id.partition("/")[2].partition("/")[0].partition("@")[0] in metrics


def _shapes(readings: list[Reading]) -> Iterator[Fact]:
    curves: dict[tuple[str, str], list[Reading]] = {}
    for reading in readings:
        if reading.rule.metric == shape.METRIC:
            key = reading.fact.key
            curves.setdefault((key.asset, key.venue), []).append(reading)
    for segments in curves.values():
        curve = shape.shape(segments)
        if curve is not None:
            yield curve


def _stances(
    rulebook: Rulebook, readings: list[Reading], *, names: Names, as_of: datetime
) -> tuple[dict[str, Stance], list[Fact]]:
    """Return the stance of every coin, unknown where no rule votes on it, and the market's."""
    by_asset: dict[str, list[Reading]] = {}
    for reading in readings:
        by_asset.setdefault(reading.fact.key.asset, []).append(reading)
    shared = by_asset.pop(WHOLE_MARKET, [])
    unknown = Stance(label=None, horizon="", confidence="", families=dict.fromkeys(rulebook.stance.families))
    coins = dict.fromkeys([*names.assets, *by_asset, _LEADER, MARKET])
    no_coin = {WHOLE_MARKET, *names.baskets}
    stances = {coin: unknown for coin in coins if ":" not in coin and coin not in no_coin}
    facts: list[Fact] = []
    for asset, own in by_asset.items():
        if asset not in stances or not any(reading.rule.family for reading in own):
            continue
        said = [*own, *shared]
        stance, at = judge_stance(rulebook.stance, said)
        inputs = tuple(f"{vote.fact}~band" for vote in votes(said))
        for owner in (asset, MARKET) if asset == _LEADER else (asset,):
            stances[owner] = stance
            if stance.label is not None:
                facts.append(stance_fact(owner, rulebook.stance, at, inputs, as_of))
    return stances, facts


def _missing(rulebook: Rulebook, readings: list[Reading], measured: Measured) -> Iterator[Signal]:
    """Yield a signal for each asset that a rule names and has no fact of.

    A series that has a history but no fact of today is stale, one without is missing.
    """
    found = {(reading.rule.id, reading.fact.key.asset) for reading in readings}
    for rule in rulebook:
        for asset in rule.assets:
            if (rule.id, asset) not in found:
                series = _series(rule, asset, measured)
                why = "stale" if series in measured.history else "missing"
                yield Signal(rule=rule.id, fact=series, state=None, why_unknown=why, family=rule.family)


def _series(rule: Rule, asset: str, measured: Measured) -> str:
    """Return the written form of the series that a rule misses, with its venue where there is a history."""
    change = f"~change:{rule.change}" if rule.change else ""
    for tenor in rule.tenors:
        bare = str(SeriesKey(asset, rule.metric, tenor))
        for series in measured.history:
            own = series == bare + change or (series.startswith(f"{bare}@") and series.endswith(change))
            if own and rule.judges(asset, series.partition("@")[2].removesuffix(change)):
                return series
    return str(SeriesKey(asset, rule.metric, rule.tenors[0])) + change
