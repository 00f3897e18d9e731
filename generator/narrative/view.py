"""The day as the narrative sees it: facts by their place, with the judgements on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from generator.model.finding import Finding
from generator.model.strength import is_flat

if TYPE_CHECKING:
    from generator.model.fact import Fact, Facts
    from generator.model.memory import Said
    from generator.model.note import Note
    from generator.model.signal import Signal, Stance

#: From this age on a reading gives way to another venue's.
_FRESH: Final = timedelta(hours=3)
_LARGEST: Final = ("binance", "bybit")
#: What is published once a day is as fresh as it gets all day long: another provider's index is another index.
_FRESH_FOR: Final = {"sentiment.fear_greed": timedelta(hours=25)}


@dataclass(frozen=True, slots=True)
class View:
    """Facts and judgements of one instant, for one asset, and what the last issues said of it, the newest first."""

    asset: str
    as_of: datetime
    facts: Facts
    signals: Mapping[str, Signal]
    stance: Stance
    notes: tuple[Note, ...] = ()
    recent: tuple[Said, ...] = ()

    def level(self, metric: str, tenor: str = "", *, asset: str | None = None, venue: str | None = None) -> Fact | None:
        """Return the preferred fact of a quantity, of this view's asset unless another is named.

        A venue whose last reading is hours old gives way to one of the same kind that has a fresh one.
        """
        if venue is not None:
            return self.facts.find(asset or self.asset, metric, tenor, venue=venue)
        return next(iter(self._told(metric, tenor, asset or self.asset)), None)

    def _told(self, metric: str, tenor: str, asset: str) -> list[Fact]:
        """Return the facts of a quantity that may be told, the preferred one first."""
        facts = self.facts.all_of(asset, metric, tenor)
        alike = [fact for fact in facts if fact.computed == facts[0].computed]
        fresh = [fact for fact in alike if self.as_of - fact.as_of <= _FRESH_FOR.get(metric, _FRESH)]
        return fresh or alike

    def funding(self) -> list[Fact]:
        """Return the funding that is told: of the two venues that most is traded on, else of the first two."""
        rates = self.facts.all_of(self.asset, "perp.funding_rate", "1d")
        rates = rates or self.facts.all_of(self.asset, "perp.funding_rate")
        return [rate for rate in rates if rate.key.venue in _LARGEST] or rates[:2]

    def interest(self) -> Fact | None:
        """Return the open interest that is told, in dollars: of venues that deliver their own, the largest."""
        facts = self._told("futures.open_interest_usd", "", self.asset)
        venues = [fact for fact in facts if not fact.publisher and fact.value is not None]
        return max(venues, key=lambda fact: fact.value or -1.0) if venues else next(iter(facts), None)

    def past(self, fact: Fact | None, window: str) -> Fact | None:
        """Return the reading a window earlier."""
        return self.facts.derived(fact, f"past:{window}")

    def change(self, fact: Fact | None, window: str) -> Fact | None:
        """Return the change over a window."""
        return self.facts.derived(fact, f"change:{window}")

    def derived(self, fact: Fact | None, suffix: str) -> Fact | None:
        """Return any derived fact, None where ``fact`` is missing."""
        return self.facts.derived(fact, suffix)

    def signal(self, fact: Fact | None) -> Signal | None:
        """Return what the rules say of a fact."""
        return None if fact is None else self.signals.get(fact.id)

    def state(self, fact: Fact | None) -> str | None:
        """Return the band's label, None where it is unknown or there is no rule."""
        signal = self.signal(fact)
        return None if signal is None else signal.state

    def told_state(self, fact: Fact | None) -> str | None:
        """Return the band's label if the reading lies in the band, None if hysteresis alone holds it there."""
        state = self.state(fact)
        cut = self.threshold(fact, state) if state else None
        return state if cut is None or beyond(fact, cut) else None

    def threshold(self, fact: Fact | None, state: str) -> Fact | None:
        """Return the cut from which the rule for ``fact`` says ``state``."""
        signal = self.signal(fact)
        return None if signal is None else self.facts.get(f"rule:{signal.rule}~threshold:{state}")

    def told_lately(self, move: str, issues: int) -> bool:
        """Whether one of the last issues told a move."""
        return any(name.startswith(f"{move}/") for said in self.recent[:issues] for name in said.phrases)

    @property
    def midnight(self) -> bool:
        """Whether the article closes a UTC day, so that a day's change may be told by its weekday."""
        return (self.as_of.hour, self.as_of.minute) == (0, 0)

    def closes_day(self, fact: Fact | None) -> bool:
        """Whether a reading is the last of the UTC day that the article closes."""
        return fact is not None and self.midnight and self.as_of - fact.as_of < timedelta(minutes=1)


def trend(change: Fact | None) -> frozenset[str]:
    """Return ``up``, ``down`` or ``flat`` for a change, nothing where it is missing."""
    if change is None or change.value is None:
        return frozenset()
    if is_flat(change):
        return frozenset({"flat"})
    return frozenset({"up" if change.value > 0 else "down"})


def moved(change: Fact | None, size: float) -> bool:
    """Whether a change is there and at least of this size, whichever way it goes."""
    return change is not None and change.value is not None and abs(change.value) >= size


def start_known(run: Fact | None) -> bool:
    """Whether a run, where there is one, is younger than its record, so that its length is all of it."""
    return run is None or run.coverage is None or run.coverage.start_known


def near(one: Fact | None, other: Fact | None, within: float) -> bool:
    """Whether two prices are both there and differ by less than ``within`` of the second."""
    if one is None or other is None or not one.value or not other.value:
        return False
    return abs(one.value / other.value - 1) <= within


def beyond(fact: Fact | None, cut: Fact | None) -> bool:
    """Whether a reading lies beyond a cut, seen from zero or from the neutral side that the cut's sign names.

    A state can outlast its cut by the rule's hysteresis; then the cut must not be told as passed.
    """
    if fact is None or cut is None or fact.value is None or cut.value is None:
        return False
    return fact.value >= cut.value if (cut.sign or 1) > 0 else fact.value < cut.value


def cast(**facts: Fact | None) -> dict[str, Fact]:
    """Return the facts that are there, by name."""
    return {name: fact for name, fact in facts.items() if fact is not None}


def finding(  # noqa: PLR0913 - a finding has these parts, all by name
    move: str,
    section: str,
    parts: Mapping[str, Fact],
    *,
    traits: Iterable[str] = (),
    size: float = 0.0,
    rarity: float = 0.0,
    novelty: float = 0.0,
    score: Mapping[str, float] | None = None,
    why: str = "",
) -> Finding:
    """Return a finding.

    Its score is ``score`` where there is one, as ``salience.weigh`` makes it, else of the parts that are not zero.
    """
    given = {name: round(part, 3) for name, part in (("size", size), ("rarity", rarity), ("novelty", novelty)) if part}
    return Finding(move, section, parts, frozenset(traits), given if score is None else score, why)


def rarity(rank: Fact | None) -> float:
    """Return 0 to 1: how long ago a reading was last as extreme; a year or more is 1."""
    if rank is None or rank.coverage is None:
        return 0.0
    since = rank.since or rank.coverage.first
    return min((rank.as_of.date() - since).days / 365, 1.0)
