"""A backtest: how often each label held over the history, and what the price did after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from generator.model.chart import Tone

#: A state held on more of the days than this tells little.
TOO_OFTEN: Final = 0.6

Kind = Literal["rule", "condition", "stance"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Returns: how many, their median, and between what eight in ten of them lie."""

    n: int
    median: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """What the price did within so many days after.

    Args:
        days: How many.
        held: Over all days of the state; None where none has its future on record.
        entered: Over the days on which it began, known to have been another the day before.
        interval: In which nine in ten bootstraps have the median over ``entered``; None for fewer than
            five spells that do not overlap.
    """

    days: int
    held: Spread | None
    entered: Spread | None = None
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spells:
    """One label over the history.

    Args:
        days: On how many days it held.
        share: Of the days on which any label is known.
        episodes: How many runs of days in a row.
        typical: Their median length. [days]
        longest: [days]
    """

    state: str
    tone: Tone
    days: int
    share: float
    episodes: int
    typical: float
    longest: int
    after: tuple[After, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Days in a row of one label."""

    first: date
    days: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """Changes of label over so many readings that scatter about a cut by four fifths of the hysteresis."""

    readings: int
    held: int
    bare: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A rule of one tenor, a condition, or the stance, over the history.

    Args:
        documents: Ids of the rules of different times that judged.
        known: Days with a label, from ``first`` to ``last``.
        pairs: Days whose label is known, as is that of the day before.
        changes: On how many of them it is another; ``bare`` the same without hysteresis and waiting.
        all_days: The price after every day with a label, to set the labels against.
        never: Labels that held on no day.
        resting: What a condition is called while it is not told, "" for the others.
    """

    id: str
    kind: Kind
    tenor: str
    documents: tuple[str, ...]
    known: int
    first: date
    last: date
    pairs: int
    changes: int
    bare: int
    labels: tuple[Spells, ...]
    all_days: tuple[After, ...]
    runs: tuple[Run, ...]
    never: tuple[str, ...] = ()
    resting: str = ""
    noise: Noise | None = None

    @property
    def weekly(self) -> float | None:
        """Changes a week, None where no two days in a row are known."""
        return 7 * self.changes / self.pairs if self.pairs else None

    @property
    def bare_weekly(self) -> float | None:
        """The same without hysteresis."""
        return 7 * self.bare / self.pairs if self.pairs else None

    @property
    def constant(self) -> str:
        """The label that held on so many days that it tells little, "" for none."""
        often = (each.state for each in self.labels if each.share > TOO_OFTEN and each.state != self.resting)
        return next(often, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """The worst day of a quarter: the price's change, and the stance then; None where it is unknown.

    Args:
        families: How many of the stance's families were known on the day, of ``of``.
    """

    day: date
    change: float
    before: str | None
    on: str | None
    after: str | None
    families: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A day that two rulebooks label differently.

    Args:
        reading: In the rule's unit, None for a condition; of the stance its score by the desk's rulebook.
        reading_there: By the other: the same but for the stance.
        unit: The rule's, "none" for scores and conditions.
        here: The label by the desk's rulebook, None for unknown; ``there`` that by the other.
        cut_here: Where the cut between the labels lies in each, None where there is no such cut.
    """

    day: date
    id: str
    tenor: str
    metric: str
    unit: str
    reading: float | None
    reading_there: float | None
    here: str | None
    there: str | None
    cut_here: float | None
    cut_there: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """Two rulebooks side by side, from ``first`` to ``last``.

    Args:
        name: What the other is called.
        only_here: Rules and conditions that the other has not; ``only_there`` those that it has alone.
    """

    name: str
    first: date
    last: date
    differences: tuple[Difference, ...]
    only_here: tuple[str, ...]
    only_there: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """All labels of one asset over the days from ``first`` to ``last``, as the data stand today."""

    asset: str
    first: date
    last: date
    tested: tuple[Trial, ...]
    falls: tuple[Fall, ...]
    against: Against | None = None
