"""Numbers of a fact: its value, its size, its counts."""

from __future__ import annotations

from typing import Final

from generator.model.fact import Kind
from generator.render import numbers
from generator.render.aspects.base import Aspect, UnsayableError

#: Metrics whose differences are points of volatility, not percentage points of a rate.
_VOLATILITY: Final = ("options.skew", "options.butterfly", "options.iv_atm", "options.dvol")
_LEVELS: Final = (Kind.LEVEL, Kind.PAST)
#: Levels that are a difference of two rates a year.
_DIFFERENCES: Final = ("futures.carry",)
#: Changes that are a difference of two returns.
_APART: Final = ("market.rotation",)


class NumberAspect(Aspect):
    """Numbers, each printed in its own unit and rounding."""

    def _number(self, value: float, places: int | None = None) -> str:
        unit = self.fact.unit
        if unit == "ratio_points":
            spell = numbers.volatility_points if self._is_volatility else numbers.points
            return spell(value, 1 if places is None else places)
        if unit == "ratio":
            return self._ratio(value, places)
        if unit in ("USD", "usd_per_coin"):
            metric = self._metric
            big = metric is not None and metric.prints == "usd_big"
            return self._sum(value) if big else self._price(value)
        if unit == "coin":
            return f"{numbers.fixed(value, 0)} {self.fact.key.asset}"
        if unit == "index_points":
            return numbers.fixed(value, 0 if places is None else places)
        return numbers.fixed(value, self._places if places is None else places)

    def _sum(self, value: float) -> str:
        return numbers.big_dollars(value, from_=self._by.style.millions_from)

    def _price(self, value: float) -> str:
        least = self._by.style.thousands_from
        short = self._by.short and least is not None and abs(value) >= least
        return numbers.short_dollars(value) if short else numbers.dollars(value)

    def _ratio(self, value: float, places: int | None) -> str:
        metric = self._metric
        if self.fact.key.metric in _APART:
            return numbers.points(value, self._places if places is None else places)
        if self.fact.kind in _LEVELS and self.fact.key.metric in _DIFFERENCES:
            return numbers.points(value, self._places if places is None else places)
        if self.fact.kind in _LEVELS and metric is not None and metric.prints == "plain":
            return numbers.fixed(value, metric.places)
        if self.fact.kind in _LEVELS and metric is not None and metric.prints == "points":
            return numbers.volatility_points(value, metric.places)
        if self.fact.kind is Kind.CHANGE and metric is not None and metric.prints != "percent":
            return numbers.percent(value, 1 if places is None else places)
        # What has hundredths goes without where they say nothing: a yield of 1%.
        return numbers.percent(value, self._places if places is None else places).replace(".00%", "%")

    @property
    def _places(self) -> int:
        """Decimals of the metric; a change, a rate or a share has one where the catalogue is silent."""
        metric = self._metric
        return 1 if metric is None else metric.places

    @property
    def _is_volatility(self) -> bool:
        return self.fact.key.metric.startswith(_VOLATILITY)

    @property
    def value(self) -> str:
        """The number with its sign: ``-7.0%``, ``$68,841``, ``527,850 BTC``."""
        return self._mark("number", "value", self._number(self.number))

    @property
    def size(self) -> str:
        """The number without its sign, for use beside a word that gives it."""
        return self._mark("number", "size", self._number(abs(self.number)))

    @property
    def whole(self) -> str:
        """The size without decimals, for headlines: ``12%``."""
        return self._mark("number", "size", self._number(abs(self.number), 0))

    @property
    def amount(self) -> str:
        """The number without a unit word, where the sentence names it: ``527,850``, ``9``."""
        return self._mark("number", "value", numbers.fixed(self.number, 0))

    @property
    def rough(self) -> str:
        """A price to three digits, for use after "near" or "about": ``$90,600``."""
        return self._mark("number", "value", numbers.rough_dollars(self.number))

    @property
    def edge(self) -> str:
        """A threshold, exactly: ``6%``, ``$70,000``."""
        if self.fact.unit == "ratio":
            printed = numbers.edge(abs(self.number))
        elif self.fact.unit == "USD":
            printed = numbers.dollars(self.number)
        else:
            printed = numbers.fixed(self.number, 0)
        return self._mark("number", "edge", printed)

    @property
    def sum(self) -> str:
        """A sum of money where the metric is a price: ``$48 million`` of gamma at a strike."""
        if self.fact.unit != "USD":
            raise UnsayableError(f"{self.fact.id} is no sum of money")
        return self._mark("number", "value", self._sum(self.number))

    @property
    def times(self) -> str:
        """A multiple of what is usual: ``3.1 times``."""
        return self._mark("number", "times", f"{numbers.fixed(abs(self.number), 1)} times")

    @property
    def n(self) -> str:
        """A count: ``four``, ``30``."""
        return self._mark("number", "n", numbers.count(self._n()))

    @property
    def every(self) -> str:
        """``all`` or ``none``, for a count of the whole or of nothing."""
        if self._n() not in (0, self.fact.total):
            raise UnsayableError(f"{self.fact.id} counts some, neither all nor none")
        return self._mark("number", "n", "none" if self._n() == 0 else "all")

    @property
    def digits(self) -> str:
        """A count in numerals, for tables."""
        return self._mark("number", "n", f"{self._n():,}")

    @property
    def nth(self) -> str:
        """A run's length as an ordinal: ``third``, ``34th``."""
        return self._mark("streak", "n", numbers.ordinal(self._n()))

    @property
    def total(self) -> str:
        """The whole that a count is of: ``79``."""
        if self.fact.total is None:
            raise UnsayableError(f"{self.fact.id} is a count of no whole")
        return self._mark("number", "total", numbers.count(self.fact.total))

    @property
    def unit(self) -> str:
        """The unit of a run, for its length: ``days``, ``week``."""
        plural = self.fact.unit if self._n() != 1 else self.fact.unit.removesuffix("s")
        return self._mark("streak", "unit", plural)

    @property
    def session(self) -> str:
        """The same for a run of trading sessions: ``session``."""
        return self._mark("streak", "unit", "session")

    @property
    def one(self) -> str:
        """The unit of a run in the singular: ``day``, ``week``."""
        return self._mark("streak", "unit", self.fact.unit.removesuffix("s"))
