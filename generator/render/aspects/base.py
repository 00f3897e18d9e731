"""What every aspect of a fact shares: the fact, the speaker, and the marking of claims."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from generator.errors import WirecopyError
from generator.model.fact import Fact
from generator.model.style import Style
from generator.render.ink import Seed
from generator.render.reference import Reference

if TYPE_CHECKING:
    from generator.model.article import ClaimKind, Role
    from generator.model.catalogue import Catalogue, Metric
    from generator.model.names import Names
    from generator.render.ink import Ink
    from generator.render.words import Words


class UnsayableError(WirecopyError):
    """The fact has no such aspect: another phrase, that asks for less, has to say it."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """What every told fact of one sentence shares; ``short`` where it stands in a headline.

    ``reference`` knows what the sentences before have named.
    """

    ink: Ink
    words: Words
    names: Names
    catalogue: Catalogue
    today: date
    seed: str
    style: Style = field(default_factory=Style)
    short: bool = False
    reference: Reference = field(default_factory=Reference)


class Aspect:
    """One fact in the words of one sentence."""

    def __init__(self, fact: Fact, speaker: Speaker) -> None:
        self.fact = fact
        self._by = speaker

    def _mark(
        self, kind: ClaimKind, role: Role, printed: str, *, than: str | None = None, value: float | str | None = None
    ) -> str:
        """Return ``printed`` as a claim of the fact."""
        seed = Seed(kind, role, self.fact.id, than, self.fact.value if value is None else value, self.fact.unit)
        return self._by.ink.mark(seed, printed)

    @property
    def number(self) -> float:
        """The bare number, for comparing; phrases print ``value`` or ``size``."""
        if self.fact.value is None:
            raise UnsayableError(f"{self.fact.id} has no number to print; it is a {self.fact.kind}")
        return self.fact.value

    def _n(self) -> int:
        if self.fact.n is None:
            raise UnsayableError(f"{self.fact.id} counts nothing")
        return self.fact.n

    @property
    def _metric(self) -> Metric | None:
        """The catalogue's entry for the fact's metric, None for what has none."""
        return self._by.catalogue.get(self.fact.key.metric)
