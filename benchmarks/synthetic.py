"""Random markets: ``python -m benchmarks.synthetic STORE --seed N`` fills a store with a market that never was.

Its records go the way of real ones, through the same nouns into the same store. One market has everything, another
lacks sources, days, or a source's last days, so that every branch of the texts and every kind of gap comes up.
"""

import argparse
import sys
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks import synthetic_around as around
from benchmarks import synthetic_records as trade
from benchmarks import synthetic_tellers as tellers
from benchmarks.synthetic_paths import paths
from benchmarks.synthetic_world import World
from generator.store.sqlite import Store

#: Two years and a half: enough for ranks and percentiles of a year, and for stretches that came before.
HISTORY = 900
#: Enough for percentiles of what options say.
CHAINS = 100
#: Chances of what becomes of a source: it is missing altogether, has a hole somewhere, falls silent before the end,
#: begins only in the last weeks, or delivers on some days only. Of two markets in five little is known.
_FATES = ("missing", "hole", "silent", "young", "patchy", "whole")
_RICH, _LEAN = (0.06, 0.12, 0.06, 0.06, 0.05, 0.65), (0.42, 0.06, 0.06, 0.12, 0.12, 0.22)
#: Of prices, without which there is little to say: they are there on some day at least.
_PRICED = (0.0, 0.25, 0.05, 0.1, 0.05, 0.55)
#: How many of a patchy source's days are lacking.
_PATCHY = 0.4


def market(path, *, seed, last, written=1, history=HISTORY, chains=CHAINS, whole=False):
    """Fill a store with the market of a seed, up to and with a day.

    Args:
        path: Where the store lies.
        seed: The market.
        last: Its last day.
        written: How many of the last days articles are written of; so long are chains of options and hourly bars kept.
        history: How many days there are.
        chains: Of how many days before those there are chains too.
        whole: Whether no source lacks anything.
    """
    rng = np.random.default_rng((seed, 1))
    dates = [last - timedelta(days=n) for n in range(history - 1, -1, -1)]
    world = World(paths(seed, history), dates, written, rng, chains)
    chances = _LEAN if seed % 5 in (1, 3) else _RICH
    with Store.open(path) as store:
        imported = seed % 7 == _IMPORTS and not whole
        read_by = imports(world) if imported else [partial(trade.candles, world), *sources(world, whole=whole)]
        for place, read in enumerate(read_by):
            fate = "whole" if whole else rng.choice(_FATES, p=chances if place else _PRICED)
            if fate != "missing":
                store.add(_without(read(), _off(rng, fate, dates, written)))


#: One market in seven is that of a desk that imports a few figures and collects nothing from exchanges.
_IMPORTS = 5


def imports(world):
    """Return what reads the market of a desk that imports its figures."""
    alone = (
        tellers.imported, partial(tellers.ratios, venue="", who="CoinDesk"), tellers.liquidations, around.moods,
        around.flows, around.stablecoins, around.macro, around.dominance, tellers.published,
        tellers.interest_by_publication,
    )  # fmt: skip
    return [partial(read, world=world) for read in alone]


def sources(world, *, whole=False):
    """Return what reads each source of a market but that of its prices, in a fixed order.

    A market has either a whole chain of options or what a vendor makes of one, and open interest of venues, of all of
    them together, or of both.
    """
    flows = partial(around.flows, one_way=whole)
    alone = (
        trade.coinbase, trade.perpetuals, trade.dvol, tellers.liquidations, flows, around.moods,
        around.stablecoins, around.macro, around.ranking, around.dominance, around.records, around.accounts,
        tellers.published, tellers.interest_by_publication,
    )  # fmt: skip
    draws = np.zeros(4) if whole else world.rng.random(4)
    by_name = [(trade.futures, ("binance", "deribit")), (trade.funding, trade.RATES if draws[3] < _PAID else ())]
    if draws[0] < _CHAINED:
        by_name.append((trade.options, ("BTC", "ETH")))
    else:
        alone += (tellers.ratios,)
    if draws[1] < _COUNTED:
        by_name.append((trade.interest, trade.HELD if draws[2] < _MANY else ("binance",)))
    elif draws[2] < _SUMMED:
        alone += (tellers.interest_everywhere,)
    return [partial(read, world=world) for read in alone] + [
        partial(read, world, name) for read, names in by_name for name in names
    ]


#: Chances that a market knows who pays in perpetual contracts.
_PAID = 0.85
#: Chances that a market has chains of options, open interest venue by venue, that of more than one venue, and a
#: vendor's of all where no venue's is.
_CHAINED, _COUNTED, _MANY, _SUMMED = 0.75, 0.6, 0.7, 0.6


def _off(rng, fate, dates, written):
    """Return the days of which a source has nothing."""
    last = dates[-1]
    if fate == "silent":
        return {last - timedelta(days=n) for n in range(int(rng.integers(1, max(written, 2))))}
    if fate == "young":
        return set(dates[: -int(rng.integers(2, written + 30))])
    if fate == "patchy":
        return {day for day in dates[-written - 10 :] if rng.random() < _PATCHY}
    return {last - timedelta(days=int(n)) for n in rng.integers(1, written + 40, 3)} if fate == "hole" else set()


def _without(records, off):
    return [each for each in records if each.observed_at.date() not in off] if off else list(records)


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m benchmarks.synthetic", description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--last", type=date.fromisoformat, default=date(2026, 2, 10))
    parser.add_argument("--written", type=int, default=40)
    parser.add_argument("--whole", action="store_true")
    asked = parser.parse_args(arguments)
    market(asked.store, seed=asked.seed, last=asked.last, written=asked.written, whole=asked.whole)
    return 0


if __name__ == "__main__":
    sys.exit(main())
