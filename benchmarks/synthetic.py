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
from benchmarks.synthetic_paths import paths
from benchmarks.synthetic_world import World
from generator.store.sqlite import Store

#: Two years and a half: enough for ranks and percentiles of a year, and for stretches that came before.
HISTORY = 900
#: Enough for percentiles of what options say.
CHAINS = 100
#: Chances that a source is missing altogether, has a hole somewhere, or falls silent before the end.
_MISSING, _HOLE, _SILENT = 0.08, 0.15, 0.08


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
    with Store.open(path) as store:
        store.add(_without(trade.candles(world), _days_off(rng, last, written, chance=0.0 if whole else 0.3)))
        for read in sources(world):
            fate = "whole" if whole else rng.choice(["missing", "hole", "silent", "whole"], p=_fates())
            if fate != "missing":
                store.add(_without(read(), _off(rng, fate, last, written)))


def sources(world):
    """Return what reads each source of a market but that of its prices, in a fixed order."""
    alone = (
        trade.coinbase, trade.perpetuals, trade.dvol, around.liquidations, around.flows, around.moods,
        around.stablecoins, around.macro, around.ranking, around.records, around.accounts, around.published,
    )  # fmt: skip
    by_name = (
        (trade.futures, ("binance", "deribit")), (trade.options, ("BTC", "ETH")), (trade.funding, trade.RATES),
        (trade.interest, trade.HELD),
    )  # fmt: skip
    return [partial(read, world) for read in alone] + [
        partial(read, world, name) for read, names in by_name for name in names
    ]


def _fates():
    return [_MISSING, _HOLE, _SILENT, 1 - _MISSING - _HOLE - _SILENT]


def _off(rng, fate, last, written):
    """Return the days of which a source has nothing."""
    if fate == "silent":
        return {last - timedelta(days=n) for n in range(int(rng.integers(1, max(written, 2))))}
    return _days_off(rng, last, written, chance=1.0 if fate == "hole" else 0.0)


def _days_off(rng, last, written, *, chance):
    """Return some days of the last ones, or none."""
    if rng.random() >= chance:
        return set()
    return {last - timedelta(days=int(n)) for n in rng.integers(1, written + 40, 3)}


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
