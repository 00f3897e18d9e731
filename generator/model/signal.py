"""A signal: a fact that a rule has put into a band, or could not."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """What one rule says of one fact.

    Args:
        rule: The rule's id.
        fact: Id of the judged fact; the series' written form where there is none.
        state: The band's label, None when it is unknown.
        why_unknown: Why there is no state: missing, stale, not a number, too few readings before it.
        since: First day of the present run of this state, None if the record
            begins within it.
        days: Readings in that run, today's included.
        previous: The state before that run, where known.
        lean: Which way the state leans for the price: -1 bearish, 0, 1 bullish.
        strength: 0 neutral, 1 mild, 2 strong, 3 extreme.
        changed: Whether yesterday's reading was in another state.
        family: The stance's family that this rule speaks for, or "".
        otherwise: Whether a condition is in none of its cases: that is known, and not worth telling.
    """

    rule: str
    fact: str
    state: str | None
    why_unknown: str = ""
    since: date | None = None
    days: int = 0
    previous: str | None = None
    lean: int = 0
    strength: int = 0
    changed: bool = False
    family: str = ""
    otherwise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """The market's stance as the families of rules have it.

    ``label`` is one of ``extreme fear, fear, neutral, greed, extreme greed``, None with
    fewer than two known families. ``families`` maps each family to its score from -2
    (extreme fear) to 2, None where it is unknown.
    """

    label: str | None
    horizon: str
    confidence: str
    families: dict[str, float | None]

    @property
    def unknown(self) -> list[str]:
        """The families that could not be judged."""
        return [name for name, score in self.families.items() if score is None]
