"""Direction of a fact: verbs, nouns and adverbs, by sign and strength."""

from __future__ import annotations

from typing import Final

from generator.model.fact import Kind
from generator.render.aspects.base import Aspect, UnsayableError

#: Below the first a move is told in mild words, from the second on in strong ones.
_MILD_BELOW: Final = 0.02
_STRONG_FROM: Final = 0.06


class DirectionAspect(Aspect):
    """Words of direction; a fact without one cannot be said with them."""

    @property
    def _sign(self) -> int:
        if self.fact.sign is not None:
            return self.fact.sign
        value = self.number
        return (value > 0) - (value < 0)

    @property
    def _strength(self) -> str:
        """``mild``, ``plain`` or ``strong`` for a price or an amount; a rate, an index or a run only rises or falls."""
        if self.fact.unit != "ratio" or self.fact.kind is Kind.STREAK or self.fact.value is None:
            return "reading"
        size = abs(self.fact.value)
        return "strong" if size >= _STRONG_FROM else "mild" if size < _MILD_BELOW else "plain"

    def _direction(self, form: str) -> str:
        if self._sign == 0:
            raise UnsayableError(f"{self.fact.id} has no direction")
        seed = f"{self._by.seed}:{self.fact.id}"
        word = self._by.words.direction(form, self._sign, self._strength, seed=seed)
        return self._mark("direction", "sign", word)

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
        """``little changed``, for a move that is next to none."""
        return self._mark("direction", "sign", "little changed")

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
