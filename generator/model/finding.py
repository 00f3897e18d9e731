"""A finding: something that could be said, with a score and a reason to say it or not."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.model.fact import Fact


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that could be said.

    Args:
        move: The sentence function that says it; names the phrases of ``templates/phrases``.
        section: Where it belongs in an article.
        cast: The facts it speaks of, by the names that the phrases use.
        traits: What is true of it, as words that phrases ask for with ``when``.
        score: Parts of its news value, 0 to 1 each (``size``, ``rarity``, ``novelty``, ``agreement``); the known ones.
        why: The reason it is worth saying, or why it was left out.
        joins: ``but``, ``while`` or ``and``: the word by which it may be joined with the finding before it in its
            section to one sentence, "" if it stands alone.
    """

    move: str
    section: str
    cast: Mapping[str, Fact]
    traits: frozenset[str] = frozenset()
    score: Mapping[str, float] = field(default_factory=dict)
    why: str = ""
    joins: str = ""

    @property
    def salience(self) -> float:
        """The sum of the score's parts."""
        return sum(self.score.values())


@dataclass(frozen=True, slots=True)
class Gap:
    """A metric that is missing, and why; of one asset or venue where others are there."""

    metric: str
    why: str
    venue: str = ""
    asset: str = ""

    @property
    def id(self) -> str:
        """``gap:[ASSET/]metric[@venue]``, by which a claim refers to it."""
        asset = f"{self.asset}/" if self.asset else ""
        venue = f"@{self.venue}" if self.venue else ""
        return f"gap:{asset}{self.metric}{venue}"
