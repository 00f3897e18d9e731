"""How firmly something may be concluded: one rung a kind of market that agrees."""

from __future__ import annotations

from generator.model.fact import Kind
from generator.render.aspects.base import Aspect, UnsayableError


class HedgeAspect(Aspect):
    """Verbs of a conclusion, by the number of a count: ``shows``, ``suggests``, ``may point to``."""

    def _hedge(self, form: str) -> str:
        if self.fact.kind is not Kind.COUNT:
            raise UnsayableError(f"{self.fact.id} counts nobody who agrees")
        return self._mark("label", "hedge", self._by.words.hedge(form, self._n()))

    @property
    def suggests(self) -> str:
        """With a noun behind it: ``shows``, ``indicates``, ``suggests``, ``hints at``, ``may point to``."""
        return self._hedge("suggests")

    @property
    def suggest(self) -> str:
        """The same of several: ``show``, ``hint at``."""
        return self._hedge("suggest")

    @property
    def suggesting(self) -> str:
        """Behind a comma: ``showing``, ``hinting at``, ``possibly pointing to``."""
        return self._hedge("suggesting")

    @property
    def suggests_that(self) -> str:
        """With a clause behind it: ``shows that``, ``hints that``, ``may mean that``."""
        return self._hedge("suggests_that")

    @property
    def suggest_that(self) -> str:
        """The same of several: ``show that``, ``hint that``."""
        return self._hedge("suggest_that")
