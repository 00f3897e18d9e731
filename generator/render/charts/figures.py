"""How a metric's values print in charts: as the text prints them, and short beside an axis."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from generator.errors import TemplateError
from generator.model.catalogue import Catalogue, Metric
from generator.model.chart import Chart
from generator.render import numbers


@dataclass(frozen=True, slots=True)
class Figures:
    """The words of one metric's values."""

    metric: Metric

    def printed(self, value: float, fact: str) -> str:
        """Return a value as the text has it: ``8.1%``, ``$68,841``, ``527,850 BTC``."""
        unit, prints, places = self.metric.unit, self.metric.prints, self.metric.places
        if unit == "ratio" and prints == "percent":
            return numbers.percent(value, places)
        if unit == "ratio" and prints == "points":
            return numbers.volatility_points(value, places)
        if unit in ("USD", "usd_per_coin"):
            return numbers.big_dollars(value) if prints == "usd_big" else numbers.dollars(value)
        if unit == "coin":
            return f"{numbers.fixed(value, 0)} {fact.partition('/')[0]}".rstrip()
        return numbers.fixed(value, places)

    def edge(self, value: float, fact: str) -> str:
        """Return a level or a threshold: as exact as it is, without needless zeros, ``10%``."""
        printed = numbers.edge(value)
        if (
            self.metric.prints == "percent"
            and Decimal(printed.rstrip("%").replace(",", "")) == Decimal(str(value)) * 100
        ):
            return printed
        return self.printed(value, fact)

    def tick(self, value: Decimal, step: Decimal, largest: Decimal) -> str:
        """Return an axis label: ``8%``, ``$60K``; those of one axis share their decimals."""
        unit, prints = self.metric.unit, self.metric.prints
        if unit == "ratio" and prints == "percent":
            return numbers.tick_percent(value, step=step)
        if unit == "ratio" and prints == "points":
            return numbers.tick(value * 100, step=step * 100, largest=largest * 100)
        if unit in ("USD", "usd_per_coin"):
            return numbers.tick_dollars(value, step=step, largest=largest)
        return numbers.tick(value, step=step, largest=largest)


def figures(chart: Chart, catalogue: Catalogue) -> Figures:
    """Return how the chart's values print.

    Raises:
        TemplateError: The catalogue does not know its metric.
    """
    metric = catalogue.get(chart.metric)
    if metric is None:
        raise TemplateError(f"chart {chart.id}: the catalogue has no metric {chart.metric!r}; name one that it has")
    return Figures(metric)
