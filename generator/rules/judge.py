"""A day judged: every rule applied to every fact it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from generator.model.catalogue import Catalogue
from generator.model.fact import Fact, Facts
from generator.model.instants import closing_day
from generator.model.names import Names
from generator.model.observation import SeriesKey
from generator.model.ports import Measured
from generator.model.signal import Signal, Stance
from generator.rules import agreement, conditions, shape, telling
from generator.rules.book import Rule, Rulebook
from generator.rules.carried import Carried
from generator.rules.daily import labels, tints
from generator.rules.reading import Reading, history_of, read
from generator.rules.stance import judge_stance, stance_fact, votes

if TYPE_CHECKING:
    from generator.model.chart import Daily, Zone

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
        daily: A band's fact → the labels of the last year, today's last.
        zones: Rule → its bands, tinted; ``stance`` among them.
        readings: Every fact as its rule sees it, with its history.
        following: Every condition of every asset, day by day.
    """

    facts: Facts
    signals: tuple[Signal, ...]
    stances: Mapping[str, Stance]
    daily: Mapping[str, Daily] = field(default_factory=dict)
    zones: Mapping[str, tuple[Zone, ...]] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()
    following: tuple[conditions.Told, ...] = ()


def judge(
    rulebook: Rulebook, measured: Measured, *, catalogue: Catalogue, names: Names, as_of: datetime,
    carried: Carried | None = None,
) -> Judged:  # fmt: skip
    """Return the day's signals, stances, and the facts that rules add.

    Args:
        rulebook: The rules, of which those of that day judge, and how they make a stance.
        measured: The day's facts in order of preference, with their histories.
        catalogue: Says when a reading is stale.
        names: Says which assets are baskets: these have no stance.
        as_of: The article's instant.
        carried: Labels of days that were judged before, for whoever judges many in order.
    """
    rulebook = rulebook.on(closing_day(as_of))
    kept = Carried() if carried is None else carried
    readings = list(_readings(rulebook, measured, catalogue=catalogue, as_of=as_of, carried=kept))
    following = list(
        conditions.apply(rulebook, readings, measured, shared=WHOLE_MARKET, catalogue=catalogue, as_of=as_of)
    )
    first = {reading.rule.id: reading for reading in reversed(readings)}
    made = [fact for rule in rulebook for fact in telling.thresholds(rule, first.get(rule.id), as_of)]
    for reading in readings:
        if reading.state is not None:
            made.append(telling.band(reading))
            made += telling.streaks(reading)
    made += _shapes(readings)
    held = [conditions.fact_of(each, as_of) for each in following if each.state is not None]
    made += [*held, *agreement.of_conditions(held, readings, as_of)]
    stances, told, counts = _stances(rulebook, readings, names=names, as_of=as_of)
    signals = [
        *(reading.signal() for reading in readings),
        *_missing(rulebook, readings, measured),
        *(conditions.signal_of(each, as_of) for each in following),
    ]
    facts = measured.facts.plus([*made, *(fact for fact, _ in told), *counts])
    daily = _labels(readings, as_of) | {fact.id: days for fact, days in told}
    return Judged(facts, tuple(signals), stances, daily, tints(rulebook), tuple(readings), tuple(following))


def _labels(readings: list[Reading], as_of: datetime) -> dict[str, Daily]:
    """Return the labels of every band by day."""
    last = closing_day(as_of)
    found: dict[str, Daily] = {}
    for reading in readings:
        name = f"{reading.fact.id}~band"
        if reading.state is not None and name not in found:
            found[name] = labels(name, reading.rule.scale, reading.at, last)
    return found


def _readings(
    rulebook: Rulebook, measured: Measured, *, catalogue: Catalogue, as_of: datetime, carried: Carried
) -> Iterator[Reading]:
    """Yield every rule's reading of every fact it judges, in the order of the facts."""
    judged = {rule.metric for rule in rulebook}
    for fact_id, fact in measured.facts.items():
        if "~" in fact_id or not _speaks_of(fact_id, judged):
            continue
        key = fact.key
        for rule in rulebook.judging(key.metric, key.tenor, key.asset, key.venue):
            told = fact if not rule.change else measured.facts.derived(fact, f"change:{rule.change}")
            if told is not None:
                history = history_of(measured, told.id)
                yield read(rule, told, history, catalogue=catalogue, as_of=as_of, carried=carried)


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
) -> tuple[dict[str, Stance], list[tuple[Fact, Daily]], list[Fact]]:
    """Return the stance of every coin and of the market, each known one by day, and how many families point where.

    A coin that no rule votes on has an unknown one.
    """
    by_asset: dict[str, list[Reading]] = {}
    for reading in readings:
        by_asset.setdefault(reading.fact.key.asset, []).append(reading)
    shared = by_asset.pop(WHOLE_MARKET, [])
    unknown = Stance(label=None, horizon="", confidence="", families=dict.fromkeys(rulebook.stance.families))
    coins = dict.fromkeys([*names.assets, *by_asset, _LEADER, MARKET])
    no_coin = {WHOLE_MARKET, *names.baskets}
    stances = {coin: unknown for coin in coins if ":" not in coin and coin not in no_coin}
    told: list[tuple[Fact, Daily]] = []
    counts: list[Fact] = []
    for asset, own in by_asset.items():
        if asset not in stances or not any(reading.rule.family for reading in own):
            continue
        said = [*own, *shared]
        stance, at = judge_stance(rulebook.stance, said)
        inputs = tuple(f"{vote.fact}~band" for vote in votes(said))
        counts += agreement.of_directions(asset, rulebook.stance, stance, inputs, as_of)
        for owner in (asset, MARKET) if asset == _LEADER else (asset,):
            stances[owner] = stance
            if stance.label is not None:
                fact = stance_fact(owner, rulebook.stance, at, inputs, as_of)
                told.append((fact, labels(fact.id, rulebook.stance.scale, at, closing_day(as_of))))
    return stances, told, counts


def _missing(rulebook: Rulebook, readings: list[Reading], measured: Measured) -> Iterator[Signal]:
    """Yield a signal for each asset that a rule names and has no fact of.

    A series that has a history but no fact of today is stale, one without is missing.
    """
    found = {(reading.rule.id, reading.fact.key.asset) for reading in readings}
    by_path: dict[str, list[tuple[int, str]]] = {}
    for place, series in enumerate(measured.history):
        by_path.setdefault(series.partition("@")[0], []).append((place, series))
    for rule in rulebook:
        for asset in rule.assets:
            if (rule.id, asset) not in found:
                series = _series(rule, asset, by_path)
                why = "stale" if series in measured.history else "missing"
                yield Signal(rule=rule.id, fact=series, state=None, why_unknown=why, family=rule.family)


def _series(rule: Rule, asset: str, by_path: Mapping[str, list[tuple[int, str]]]) -> str:
    """Return the written form of the series that a rule misses, with its venue where there is a history.

    ``by_path`` has all that have one, with their place, by what stands before the venue.
    """
    change = f"~change:{rule.change}" if rule.change else ""
    for tenor in rule.tenors:
        bare = str(SeriesKey(asset, rule.metric, tenor))
        known: set[tuple[int, str]] = {*by_path.get(bare + change, ()), *by_path.get(bare, ())}
        for _, series in sorted(known):
            own = series == bare + change or (series.startswith(f"{bare}@") and series.endswith(change))
            if own and rule.judges(asset, series.partition("@")[2].removesuffix(change)):
                return series
    return str(SeriesKey(asset, rule.metric, rule.tenors[0])) + change
