"""The nouns of a rulebook: bands, cuts, rules and the stance, as they stand in ``data/rules``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Protocol

from generator.model.cut import CutsOf
from generator.model.observation import SeriesKey
from generator.model.units import FactUnit

if TYPE_CHECKING:
    from generator.rules.condition import Condition

#: Words of the files → their place on the scale.
LEANS: Final[Mapping[str, int]] = {"bearish": -1, "neutral": 0, "bullish": 1}
STRENGTHS: Final[Mapping[str, int]] = {"neutral": 0, "mild": 1, "strong": 2, "extreme": 3}
#: A score is a label's distance from neutral; the most extreme labels are two away.
FULL_SCORE: Final = 2


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of the line: its state, which way it leans for the price (-1, 0, 1), how strongly (0 to 3)."""

    state: str
    lean: int = 0
    strength: int = 0

    @property
    def score(self) -> int:
        """What the band adds to a stance, from -2 (extreme fear) to 2."""
        return self.lean * min(self.strength, FULL_SCORE)


@dataclass(frozen=True, slots=True)
class Moving:
    """A cut that moves with the readings before it.

    Args:
        kind: ``percentile`` of them, or ``sigma``: a multiple of their standard deviation.
        amount: Which percentile (0 to 100), or how many standard deviations.
        days: How many days before today's reading count.
    """

    kind: Literal["percentile", "sigma"]
    amount: float
    days: int


@dataclass(frozen=True, slots=True)
class Cut:
    """Where two bands meet.

    Args:
        value: The cut itself, in the rule's unit; nan for one that moves.
        lower_owns: Whether a reading exactly on the cut belongs to the band below it.
        sign: 1 if the side away from the neutral band lies above, -1 if below.
        state: The state that begins on that side.
        moving: How the cut follows from the readings before today's; None for a number.
    """

    value: float
    lower_owns: bool
    sign: int
    state: str
    moving: Moving | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """Bands that tile the line, low to high, with the cuts between them.

    ``middle`` is the place of the neutral band, ``hysteresis`` how far back past its
    cut a reading must come before a state is left towards neutral, ``after`` how many
    readings in a row must lie beyond a cut before its state is entered.
    """

    bands: tuple[Band, ...]
    cuts: tuple[Cut, ...]
    middle: int
    hysteresis: float
    after: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One document of ``data/rules``.

    Args:
        tenors: The tenors that it judges, "" for readings without one.
        assets: The assets that it judges; empty means all.
        venues: The venues whose readings it judges; empty means all.
        change: The window of the change that it judges (``7d``), "" for the reading itself.
        stale: An age from which a reading is unknown, tighter than the catalogue's, or None.
        family: The stance's family that it votes in, or "".
        weight: Its weight among that family's votes.
        path: The file, for messages and for the cases that lie beside it.
        author: Who put it into the book.
        say: What may be concluded from it, in a plain sentence.
        never: What must not be concluded.
        begins: The first day on which it judges, None for always.
        ends: The first day on which it does not judge any more, None for never.
    """

    id: str
    metric: str
    tenors: tuple[str, ...]
    assets: tuple[str, ...]
    venues: tuple[str, ...]
    change: str
    unit: FactUnit
    scale: Scale
    stale: timedelta | None
    why: str
    source: str
    published: date
    family: str
    weight: float
    path: Path
    author: str = ""
    say: str = ""
    never: str = ""
    begins: date | None = None
    ends: date | None = None

    @property
    def stem(self) -> str:
        """The id without the date of a dated rule and the asset of one for a single asset.

        ``options-skew-30d@2021-11`` is ``options-skew-30d``, ``spot-return-1d-btc`` is ``spot-return-1d``.
        """
        stem = self.id.partition("@")[0]
        return stem.removesuffix(f"-{self.assets[0].lower()}") if len(self.assets) == 1 else stem

    def called(self, name: str) -> bool:
        """Return whether a name means this rule: its id or the stem of it."""
        return name in (self.id, self.stem)

    def valid(self, day: date) -> bool:
        """Return whether the rule judges readings of a day."""
        return (self.begins is None or self.begins <= day) and (self.ends is None or day < self.ends)

    def judges(self, asset: str, venue: str) -> bool:
        """Return whether the rule speaks of ``asset``, as counted at ``venue``."""
        return (not self.assets or asset in self.assets) and (not self.venues or venue in self.venues)

    @property
    def narrow(self) -> tuple[bool, bool]:
        """Whether the rule names assets, and venues: the greater goes first."""
        return bool(self.assets), bool(self.venues)


@dataclass(frozen=True, slots=True)
class StanceRule:
    """How families of rules add up to a stance: ``stance.yaml``.

    Args:
        families: Family → its weight in the median, in printing order.
        needs: How many families must be known.
        scale: The labels, over scores from -2 to 2.
        strong_needs: How many must be known for a label past the mild ones; with fewer a score counts as a mild one.
        strained: The strength from which a tenor carries strain.
        horizon_rules: Rule id → the span (``days``, ``weeks``, ``months``) that its tenor stands for.
        slope_rule: The rule whose ``30d-90d`` segment says whether the front carries the strain.
        published: The day on which this was written down.
    """

    families: Mapping[str, float]
    needs: int
    scale: Scale
    strained: int
    horizon_rules: Mapping[str, str]
    slope_rule: str
    why: str
    source: str
    published: date
    path: Path
    strong_needs: int = 1


class Rules(Protocol):
    """Rules, and conditions in an order in which each follows those that it names; with a stance or without."""

    @property
    def conditions(self) -> Mapping[str, Condition]:
        """Every condition by id."""

    def __iter__(self) -> Iterator[Rule]:
        """Yield every rule."""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Every rule by id, the stance, and the conditions in an order in which each follows those that it names."""

    rules: Mapping[str, Rule]
    stance: StanceRule
    conditions: Mapping[str, Condition] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules.values())

    def on(self, day: date) -> Rulebook:
        """Return the book as it judges a day: without the rules that are of other times."""
        valid = {name: rule for name, rule in self.rules.items() if rule.valid(day)}
        return self if len(valid) == len(self.rules) else replace(self, rules=valid)

    def judging(self, metric: str, tenor: str, asset: str, venue: str = "") -> tuple[Rule, ...]:
        """Return the rules for one quantity: the reading's and its changes', one each.

        A rule that names the asset, or else the venue, goes before one that is for all.
        """
        best: dict[str, Rule] = {}
        for rule in self.rules.values():
            if rule.metric != metric or tenor not in rule.tenors or not rule.judges(asset, venue):
                continue
            if rule.change not in best or rule.narrow > best[rule.change].narrow:
                best[rule.change] = rule
        return tuple(best.values())


def cuts(rulebook: Rulebook) -> CutsOf:
    """Return what tells the cuts of any series: those of the rule that judges its readings.

    Rules about changes are left out: their cuts are on another line than the metric's. So are cuts that
    move: they say nothing of how like two days are.
    """
    judged = {rule.metric for rule in rulebook if not rule.change}

    def of(key: SeriesKey) -> tuple[Cut, ...]:
        if key.metric not in judged:
            return ()
        rules = rulebook.judging(key.metric, key.tenor, key.asset, key.venue)
        own = next((rule.scale.cuts for rule in rules if not rule.change), ())
        return tuple(cut for cut in own if cut.moving is None)

    return of
