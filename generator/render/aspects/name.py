"""Names in a fact: its asset, venue, source, metric, state and sides."""

from __future__ import annotations

from typing import Final

from generator.render.aspects.base import Aspect, UnsayableError

#: Who pays, or what is dearer, at a positive and at a negative value.
_SIDES: Final = {
    "perp.funding_rate": ("longs", "shorts"),
    "options.skew_25d": ("puts", "calls"),
    "options.skew_25d_points": ("puts", "calls"),
}
_OWN_SIDE: Final = {
    "liquidations.long": "longs",
    "liquidations.short": "shorts",
    "options.call_share": "calls",
    "options.call_share_volume": "calls",
}
#: What a metric compares with, where its venue does not name it.
_BENCHMARK: Final = {"market.rotation": "BTC"}
_OTHER: Final = {"longs": "shorts", "shorts": "longs", "puts": "calls", "calls": "puts"}


class NameAspect(Aspect):
    """Names, as ``data/reference/names.yaml`` and the rules spell them."""

    @property
    def asset(self) -> str:
        """``bitcoin``; the renderer capitalises the first word of a sentence."""
        return self._mark("name", "asset", self._by.names.asset(self.fact.key.asset).name)

    @property
    def ticker(self) -> str:
        """``BTC``."""
        return self._mark("name", "asset", self.fact.key.asset)

    @property
    def it(self) -> str:
        """``it`` where the sentence before was about the asset alone, else one of its names: ``bitcoin``, ``BTC``."""
        asset = self.fact.key.asset
        return self._mark("name", "asset", "it" if self._by.reference.is_clear(asset) else self._called_again())

    @property
    def its(self) -> str:
        """The same as a possessive: ``its``, ``bitcoin's``."""
        asset = self.fact.key.asset
        if self._by.reference.is_clear(asset):
            return self._mark("name", "asset", "its")
        return f"{self._mark('name', 'asset', self._by.names.asset(asset).name)}'s"

    def _called_again(self) -> str:
        asset = self.fact.key.asset
        return self._by.reference.name(asset, self._by.names.asset(asset), f"{self._by.seed}:{self.fact.id}")

    @property
    def venue(self) -> str:
        """``Binance``."""
        if not self.fact.key.venue:
            raise UnsayableError(f"{self.fact.id} names no venue")
        return self._mark("name", "venue", self._by.names.venue(self.fact.key.venue))

    @property
    def against(self) -> str:
        """What a fact is measured against, where its place is no venue: ``gold``, ``the S&P 500``."""
        other = _BENCHMARK.get(self.fact.key.metric, self.fact.key.venue)
        if self.fact.key.metric not in _BENCHMARK and ":" not in other:
            raise UnsayableError(f"{self.fact.id} is measured against nothing")
        return self._mark("name", "against", self._by.names.asset(other).name)

    @property
    def source(self) -> str:
        """Who published a delivered number: ``CoinDesk``."""
        delivered = self.fact.sources[0].name if self.fact.sources and not self.fact.computed else ""
        name = self.fact.publisher or delivered
        if not name:
            raise UnsayableError(f"{self.fact.id} names no source")
        return self._mark("name", "source", name)

    def metric(self, words: str) -> str:
        """A noun for the fact's metric, as the phrase has it: ``{{ basis.metric('futures premium') }}``."""
        return self._mark("name", "metric", words)

    def label(self, words: str | None = None) -> str:
        """The state of a band, or the phrase's own word for it."""
        if self.fact.state is None:
            raise UnsayableError(f"{self.fact.id} has no state")
        return self._mark("label", "label", words or self.fact.state, value=self.fact.state)

    @property
    def before(self) -> str:
        """The state of a band before the present one."""
        if not self.fact.previous:
            raise UnsayableError(f"{self.fact.id} has no earlier state")
        return self._mark("label", "before", self.fact.previous, value=self.fact.previous)

    @property
    def state(self) -> str:
        """The state of a band, as the rule calls it."""
        return self.label()

    @property
    def side(self) -> str:
        """Who pays, what is dearer, or whose positions: ``longs``, ``puts``."""
        return self._mark("name", "side", self._side())

    @property
    def otherside(self) -> str:
        """The opposite of ``side``."""
        return self._mark("name", "otherside", _OTHER[self._side()])

    def _side(self) -> str:
        metric = self.fact.key.metric
        if metric in _OWN_SIDE:
            return _OWN_SIDE[metric]
        if metric not in _SIDES:
            raise UnsayableError(f"{self.fact.id} has no sides")
        positive, negative = _SIDES[metric]
        return positive if self.number >= 0 else negative
