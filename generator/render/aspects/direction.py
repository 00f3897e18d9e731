"""Direction of a fact: verbs, nouns and adverbs, by sign and strength."""

from __future__ import annotations

from typing import Final

from generator.model.strength import strength
from generator.render.aspects.base import Aspect, UnsayableError

#: Forms whose words for a rate, an index or a run are others than those for a price or an amount.
_OF_READINGS: Final = frozenset({"rose", "rises", "gain"})


class DirectionAspect(Aspect):
    """Words of direction; a fact without one cannot be said with them."""

    @property
    def _sign(self) -> int:
        if self.fact.sign is not None:
            return self.fact.sign
        value = self.number
        return (value > 0) - (value < 0)

    def _direction(self, form: str) -> str:
        if self._sign == 0:
            raise UnsayableError(f"{self.fact.id} has no direction")
        listed = f"{form}-reading" if form in _OF_READINGS and self.fact.unit != "ratio" else form
        return self._mark("direction", "sign", self._word(listed, self._sign, self._strength))

    @property
    def _strength(self) -> str:
        """How strong a verb or noun may be; of a move that is next to none the weakest that there is."""
        how = strength(self.fact)
        if how == "flat":
            return "plain" if self.fact.usual is None else "mild"
        return how

    def _word(self, form: str, sign: int, how: str) -> str:
        return self._by.words.direction(form, sign, how, seed=f"{self._by.seed}:{self.fact.id}")

    @property
    def rose(self) -> str:
        """Past-tense verb: ``rose``, ``slipped``."""
        return self._direction("rose")

    @property
    def rises(self) -> str:
        """Present-tense verb, for headlines."""
        return self._direction("rises")

    @property
    def gained(self) -> str:
        """Past-tense verb that takes the size as its object: ``gained``, ``lost``."""
        return self._direction("gained")

    @property
    def gain(self) -> str:
        """Noun: ``gain``, ``drop``."""
        return self._direction("gain")

    @property
    def loss(self) -> str:
        """Noun in the singular: ``gain``, ``loss``."""
        return self._direction("gains")

    @property
    def losses(self) -> str:
        """The same in the plural, for a run: ``gains``, ``losses``."""
        return self._direction("losses")

    @property
    def outpaced(self) -> str:
        """Verb for a difference of returns: ``outpaced``, ``trailed``."""
        return self._direction("outpaced")

    @property
    def inflows(self) -> str:
        """Noun for money: ``inflows``, ``outflows``."""
        return self._direction("inflows")

    @property
    def rally(self) -> str:
        """Noun for a day's or a week's move: ``rally``, ``selloff``."""
        return self._direction("rally")

    @property
    def up(self) -> str:
        """Adverb: ``up``, ``down``."""
        return self._direction("up")

    @property
    def higher(self) -> str:
        """Comparative adverb: ``higher``, ``lower``."""
        return self._direction("higher")

    @property
    def grew(self) -> str:
        """Past-tense verb for amounts: ``grew``, ``shrank``."""
        return self._direction("grew")

    @property
    def flat(self) -> str:
        """``little changed``, ``steady``, for a move that is next to none."""
        return self._mark("direction", "sign", self._word("still", 1, "mild"))

    @property
    def tookback(self) -> str:
        """Verb for a move that undoes part of an earlier one: ``took back``, ``gave back``."""
        return self._direction("tookback")

    @property
    def recovered(self) -> str:
        """The same in one word: ``recovered``, ``erased``."""
        return self._direction("recovered")

    @property
    def fallen(self) -> str:
        """Past participle: ``risen``, ``fallen``."""
        return self._direction("fallen")

    @property
    def risen(self) -> str:
        """``rose``, for a count of those that did."""
        return self._mark("direction", "sign", "rose")
