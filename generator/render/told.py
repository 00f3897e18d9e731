"""A fact as phrases see it: each aspect a word or number that is also a claim.

``{{ day.rose }} {{ day.size }}`` prints "rose 12.2%" and takes down two claims of
the fact bound to ``day``: its sign and its size.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from generator.errors import TemplateError
from generator.model.fact import Fact, Kind
from generator.render import numbers
from generator.render.ink import Seed

if TYPE_CHECKING:
    from generator.model.article import ClaimKind, Role
    from generator.model.catalogue import Catalogue
    from generator.model.names import Names
    from generator.render.ink import Ink
    from generator.render.words import Words

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
_OTHER: Final = {"longs": "shorts", "shorts": "longs", "puts": "calls", "calls": "puts"}
#: From here a price that moved is called little changed, or its move strong: see docs/claims.md.
_MILD_BELOW: Final = 0.02
_STRONG_FROM: Final = 0.06


@dataclass(frozen=True, slots=True)
class Speaker:
    """What every told fact of one sentence shares."""

    ink: Ink
    words: Words
    names: Names
    catalogue: Catalogue
    today: date
    seed: str


class Told:
    """One fact, told in the words of one sentence."""

    def __init__(self, fact: Fact, speaker: Speaker) -> None:
        self.fact = fact
        self._by = speaker

    def _mark(  # noqa: PLR0913 - a claim has these six parts
        self, kind: ClaimKind, role: Role, printed: str, *, than: str | None = None, value: float | str | None = None
    ) -> str:
        seed = Seed(kind, role, self.fact.id, than, self.fact.value if value is None else value, self.fact.unit)
        return self._by.ink.mark(seed, printed)

    # Numbers

    def _number(self, value: float, places: int | None = None) -> str:
        fact = self.fact
        if fact.unit == "ratio_points":
            if "skew" in fact.key.metric or "iv_" in fact.key.metric or "dvol" in fact.key.metric:
                return numbers.volatility_points(value, 1 if places is None else places)
            return numbers.points(value, 1 if places is None else places)
        if fact.unit == "index_points":
            return numbers.fixed(value, 0 if places is None else places)
        if fact.unit == "ratio":
            return self._ratio(value, places)
        if fact.unit in ("USD", "usd_per_coin"):
            listed = fact.key.metric in self._by.catalogue and self._by.catalogue[fact.key.metric].prints
            return numbers.big_dollars(value) if listed == "usd_big" else numbers.dollars(value)
        if fact.unit == "coin":
            return f"{numbers.fixed(value, 0)} {fact.key.asset}"
        return numbers.fixed(value, self._places if places is None else places)

    def _ratio(self, value: float, places: int | None) -> str:
        if self.fact.kind is Kind.LEVEL or self.fact.kind is Kind.PAST:
            metric = self.fact.key.metric
            listed = self._by.catalogue[metric] if metric in self._by.catalogue else None
            if listed is not None and listed.prints == "plain":
                return numbers.fixed(value, listed.places)
            if listed is not None and listed.prints == "points":
                return numbers.volatility_points(value, listed.places)
        return numbers.percent(value, self._places if places is None else places)

    @property
    def _places(self) -> int:
        metric = self.fact.key.metric
        return self._by.catalogue[metric].places if metric in self._by.catalogue else 1

    def _value(self) -> float:
        if self.fact.value is None:
            raise TemplateError(f"{self.fact.id} has no number to print; it is a {self.fact.kind}")
        return self.fact.value

    @property
    def value(self) -> str:
        """The number with its sign: ``-7.0%``, ``$68,841``, ``527,850 BTC``."""
        return self._mark("number", "value", self._number(self._value()))

    @property
    def size(self) -> str:
        """The number without its sign, for use beside a word that gives it."""
        return self._mark("number", "size", self._number(abs(self._value())))

    @property
    def whole(self) -> str:
        """The size without decimals, for headlines: ``12%``."""
        return self._mark("number", "size", self._number(abs(self._value()), 0))

    @property
    def amount(self) -> str:
        """The number without a unit word, where the sentence names it: ``527,850``, ``9``."""
        return self._mark("number", "value", numbers.fixed(self._value(), 0))

    @property
    def edge(self) -> str:
        """A threshold, exactly: ``6%``, ``$70,000``."""
        if self.fact.unit == "ratio":
            printed = numbers.edge(abs(self._value()))
        elif self.fact.unit == "USD":
            printed = numbers.dollars(self._value())
        else:
            printed = numbers.fixed(self._value(), 0)
        return self._mark("number", "edge", printed)

    @property
    def n(self) -> str:
        """A count: ``four``, ``30``."""
        return self._mark("number", "n", numbers.count(self._n()))

    @property
    def digits(self) -> str:
        """A count in numerals, for tables."""
        return self._mark("number", "n", f"{self._n():,}")

    @property
    def nth(self) -> str:
        """A run's length as an ordinal: ``third``, ``34th``."""
        return self._mark("streak", "n", numbers.ordinal(self._n()))

    def _n(self) -> int:
        if self.fact.n is None:
            raise TemplateError(f"{self.fact.id} counts nothing")
        return self.fact.n

    @property
    def total(self) -> str:
        """The whole that a count is of: ``79``."""
        if self.fact.total is None:
            raise TemplateError(f"{self.fact.id} is a count of no whole")
        return self._mark("number", "total", numbers.count(self.fact.total))

    @property
    def unit(self) -> str:
        """The unit of a run, for its length: ``days``, ``week``."""
        plural = self.fact.unit if self._n() != 1 else self.fact.unit.removesuffix("s")
        return self._mark("streak", "unit", plural)

    @property
    def one(self) -> str:
        """The unit of a run in the singular: ``day``, ``week``."""
        return self._mark("streak", "unit", self.fact.unit.removesuffix("s"))

    # Direction

    @property
    def _sign(self) -> int:
        if self.fact.sign is not None:
            return self.fact.sign
        value = self._value()
        return (value > 0) - (value < 0)

    def _direction(self, form: str) -> str:
        size = abs(self.fact.value) if self.fact.value is not None and self.fact.unit == "ratio" else _MILD_BELOW
        strength = "strong" if size >= _STRONG_FROM else "mild" if size < _MILD_BELOW else "plain"
        if self.fact.kind is Kind.STREAK:
            strength = "plain"
        word = self._by.words.direction(form, self._sign, strength, seed=f"{self._by.seed}:{self.fact.id}")
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

    # Names

    @property
    def asset(self) -> str:
        """``bitcoin``; the renderer capitalises the first word of a sentence."""
        return self._mark("name", "asset", self._by.names.asset(self.fact.key.asset).name)

    @property
    def ticker(self) -> str:
        """``BTC``."""
        return self._mark("name", "asset", self.fact.key.asset)

    @property
    def venue(self) -> str:
        """``Binance``."""
        return self._mark("name", "venue", self._by.names.venue(self.fact.key.venue))

    @property
    def source(self) -> str:
        """Who published a delivered number: ``CoinDesk``."""
        name = self.fact.publisher or (self.fact.sources[0].name if self.fact.sources else "")
        if not name:
            raise TemplateError(f"{self.fact.id} names no source")
        return self._mark("name", "source", name)

    def metric(self, words: str) -> str:
        """A noun for the fact's metric, as the phrase has it: ``{{ basis.metric('futures premium') }}``."""
        return self._mark("name", "metric", words)

    def label(self, words: str | None = None) -> str:
        """The state of a band, or the phrase's own word for it."""
        if self.fact.state is None:
            raise TemplateError(f"{self.fact.id} has no state")
        return self._mark("label", "label", words or self.fact.state, value=self.fact.state)

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
            raise TemplateError(f"{self.fact.id} has no sides")
        positive, negative = _SIDES[metric]
        return positive if self._value() >= 0 else negative

    # Time

    @property
    def tenor(self) -> str:
        """The tenor as an adjective: ``30-day``, ``three-month``."""
        return self._mark("name", "tenor", numbers.span_adjective(self.fact.key.tenor))

    @property
    def tenor_noun(self) -> str:
        """The tenor as a noun: ``one week``, ``30 days``."""
        return self._mark("name", "tenor", numbers.tenor_noun(self.fact.key.tenor))

    @property
    def window(self) -> str:
        """The length of the window: ``24 hours``, ``seven days``."""
        return self._mark("date", "window", numbers.span(self.fact.window or self.fact.key.tenor))

    @property
    def earlier(self) -> str:
        """``a day earlier``, ``a week earlier``, for a past reading of that window."""
        detail = self.fact.window or self.fact.id.rpartition(":")[2]
        words = {"1d": "a day earlier", "7d": "a week earlier", "30d": "30 days earlier"}.get(detail)
        if words is None:
            raise TemplateError(f"{self.fact.id} is no reading of a day, a week or a month ago")
        return self._mark("date", "window", words)

    @property
    def date(self) -> str:
        """``Feb. 6``, with the year where it is another one."""
        return self._mark("date", "date", numbers.day(self.fact.as_of.date(), near=self._by.today))

    @property
    def month(self) -> str:
        """``October``, ``October 2024``."""
        return self._mark("date", "date", numbers.month(self.fact.as_of.date(), near=self._by.today))

    @property
    def weekday(self) -> str:
        """``Friday``; only for the last seven days."""
        if (self._by.today - self.fact.as_of.date()).days > 6:
            return self.date
        return self._mark("date", "weekday", numbers.weekday(self.fact.as_of.date()))

    @property
    def time(self) -> str:
        """``21:30 UTC``."""
        return self._mark("date", "time", numbers.clock(self.fact.as_of))

    @property
    def since(self) -> str:
        """The day of a rank's or a run's other end."""
        if self.fact.since is None:
            raise TemplateError(f"{self.fact.id} has no earlier reading as extreme")
        return self._mark("date", "since", numbers.day(self.fact.since, near=self._by.today))

    # History

    @property
    def lowest(self) -> str:
        """``lowest`` or ``highest``."""
        return self._mark("superlative", "rank", self._rank())

    @property
    def largest(self) -> str:
        """``largest``: for a signed quantity, which the sign word beside it directs."""
        return self._mark("superlative", "rank", "largest")

    @property
    def most(self) -> str:
        """``most``: for what one side pays."""
        return self._mark("superlative", "rank", "most")

    def _rank(self) -> str:
        if self.fact.rank is None:
            raise TemplateError(f"{self.fact.id} is no rank")
        return self.fact.rank

    @property
    def reach(self) -> str:
        """How far a superlative reaches: ``in over a year``, ``since Nov. 21``, ``in a record that begins on Dec. 30``."""
        coverage = self.fact.coverage
        if coverage is None:
            raise TemplateError(f"{self.fact.id} does not say what it rests on")
        first = self._mark("date", "first", numbers.day(coverage.first, near=self._by.today))
        since = self.fact.since
        reach = numbers.years((self.fact.as_of.date() - (since or coverage.first)).days)
        if coverage.share < 0.95 or (since is None and reach is None):
            return f"in a record that begins on {first}"
        if reach is not None and (since is None or "over" in reach):
            return f"in {self._mark('date', 'reach', reach)}"
        return f"since {self.since}"

    # Comparison

    def over(self, other: Told) -> str:
        """``above`` or ``below``: this value against ``other``'s."""
        word = "above" if self._value() > other._value() else "below"
        return self._mark("comparison", "level", word, than=other.fact.id)

    def more(self, other: Told) -> str:
        """``more`` or ``less`` than ``other``."""
        word = "more" if abs(self._value()) > abs(other._value()) else "less"
        return self._mark("comparison", "cmp", word, than=other.fact.id)
