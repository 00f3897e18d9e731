"""A fact's value in words, where no sentence is around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.render.charts.figures import Figures

if TYPE_CHECKING:
    from generator.model.catalogue import Catalogue
    from generator.model.fact import Fact


def printed(catalogue: Catalogue, fact: Fact) -> str:
    """Return a reading as the text prints it, of a band its label; "" for what has neither."""
    if fact.value is None:
        return fact.state if fact.state is not None else ""
    metric = catalogue.get(fact.key.metric)
    return "" if metric is None else Figures(metric).printed(fact.value, fact.id)
