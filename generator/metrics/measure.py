"""Everything that is measured for one instant, part by part."""

from __future__ import annotations

from datetime import timedelta
from operator import methodcaller
from typing import TYPE_CHECKING, Final

from generator.metrics.analogues import analogues
from generator.metrics.basis import basis
from generator.metrics.book import Book
from generator.metrics.carry import carry
from generator.metrics.correlation import correlation
from generator.metrics.daily import Dailies
from generator.metrics.delivered import delivered, read_delivered
from generator.metrics.episodes import episodes
from generator.metrics.flows import flows
from generator.metrics.frames import frames
from generator.metrics.funding import funding
from generator.metrics.interest import interest
from generator.metrics.liquidations import liquidations
from generator.metrics.market import market as wider
from generator.metrics.options import options
from generator.metrics.pairs import pairs
from generator.metrics.sheet import sheet
from generator.metrics.spot import spot
from generator.metrics.venues import venues
from generator.metrics.weights import weights
from generator.model.fact import Fact, Kind
from generator.model.ports import Measured

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.model.catalogue import Catalogue
    from generator.model.cut import Cut, CutsOf
    from generator.model.names import Names
    from generator.model.observation import SeriesKey
    from generator.model.ports import Market

#: What is computed goes before what was delivered; what follows from both comes last.
PARTS: Final[tuple[Callable[[Book], None], ...]] = (
    spot, frames, pairs, basis, funding, venues, options, wider, weights, flows, correlation, delivered, carry,
    interest, liquidations, analogues, episodes,
)  # fmt: skip

#: Told with their change over days and weeks, and correlated over a quarter: reading all would cost more than all else.
_RECENT: Final = ("macro.level", "macro.yield", "spot.market_cap")
_MONTHS: Final = timedelta(days=100)


def _unjudged(_: SeriesKey) -> tuple[Cut, ...]:
    """Return the cuts of a series that no rule judges."""
    return ()


def measure(
    market: Market,
    *,
    catalogue: Catalogue,
    names: Names,
    assets: Sequence[str] = ("BTC", "ETH"),
    cuts: CutsOf = _unjudged,
    whole: bool = False,
) -> Measured:
    """Return the facts of the market's instant, and the daily history of each series.

    Nothing after ``market.as_of`` is seen, what is missing makes no fact, and no value is
    NaN or infinite. docs/facts.md lists what there can be.

    Args:
        market: What was known before the instant.
        catalogue: Says when a reading is stale.
        names: Venues in order of preference, and the members of baskets.
        assets: The coins that are told. The first one's derivatives are measured over their
            history, those of the others over a few days: enough for a change, not for a rank.
        cuts: Series → where the bands of its rule meet. Only for finding earlier readings like today's.
        whole: Whether the first asset's history is wanted as far back as it is known, also of what
            nothing fresh is known of: for looking back over years, which an article need not pay for.
    """
    book = Book.opened(market, catalogue, names, tuple(dict.fromkeys(assets)), cuts, whole=whole)
    told = [metric for metric in catalogue.metrics if metric not in _RECENT]
    for asked in (
        {"metrics": told, "assets": sorted(book.told)},
        {"metrics": _RECENT, "since": book.since(_MONTHS)},
    ):
        book.delivered.update(read_delivered(sheet(market, methodcaller("observations", **asked)), names))
    for part in PARTS:
        part(book)
    book.add(
        Fact(
            id="run/as_of",
            kind=Kind.LEVEL,
            value=None,
            unit="none",
            as_of=market.as_of,
            formula="the article's instant",
        )
    )
    return Measured(book.measured_facts(), book.past, Dailies(book.past.sampled), book.past.grid)
