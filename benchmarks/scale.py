"""Markets for scale: ``python -m benchmarks.scale URL --assets 200 --years 2 --seed 1`` fills a lake or a store.

Thousands of assets that never were, ``ABBBC`` (0001 in letters) and on, with years of daily bars, futures, funding,
open interest and moods. One market moves them all through calm, panic and the rest; each follows it more or less, has
crashes, gaps and a first day of its own. All is drawn a whole series at a time and written an asset at a time, so the
memory that it takes does not grow with their number; an asset is drawn from the seed and its own number, so that it is
the same among two and among two thousand. An address that ends in ``.sqlite`` is a store, any other a lake.
"""

import argparse
import sys
import time
from datetime import date
from pathlib import Path

from benchmarks.scale_assets import MARKET, Market, around, asset, name, spoken
from generator.resources import find
from generator.store.history import History
from generator.store.lake import Lake

LAST = date(2026, 2, 10)


def fill(url, *, assets, years, seed=1, last=LAST):
    """Fill a lake or a store, and return how many readings and bytes there then are.

    Args:
        url: Where the lake is, or the file of a store.
        assets: How many there are.
        years: How many years of days.
        seed: The market.
        last: Its last day.
    """
    market = Market.drawn(seed, round(365 * years), last)
    drawn = ((name(number), asset(market, number)) for number in range(1, assets + 1))
    everything = ((who, blocks) for some in ([(MARKET, around(market))], drawn) for who, blocks in some)
    if url.endswith(".sqlite"):
        with History.open(Path(url)) as store:
            rows = sum(store.restore(who, blocks).new for who, blocks in everything)
        return rows, _size(Path(url))
    lake = Lake.create(url)
    wrote = [lake.write(who, blocks) for who, blocks in everything]
    return sum(each.rows for each in wrote), sum(each.bytes for each in wrote)


def _size(path):
    """Return the bytes of a store, also of what SQLite has yet to move into its main file."""
    return sum(each.stat().st_size for each in path.parent.glob(f"{path.name}*"))


def names(count, desk=None):
    """Return a names file, as text, that knows these assets beside those of a desk."""
    shipped = find("data/reference", "names.yaml", desk).read_text(encoding="utf-8")
    ours = "".join(
        f"  {name(number)}: {{name: {word}, title: {word.capitalize()}, words: [{word}, {name(number)}]}}\n"
        for number in range(1, count + 1)
        for word in [spoken(number)]
    )
    return shipped.replace("assets:\n", f"assets:\n{ours}", 1)


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--assets", type=int, default=200)
    parser.add_argument("--years", type=float, default=2.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--last", type=date.fromisoformat, default=LAST)
    parser.add_argument("--names", type=Path, help="write a names file that knows the assets")
    asked = parser.parse_args(arguments)
    began, worked = time.monotonic(), time.process_time()
    rows, size = fill(asked.url, assets=asked.assets, years=asked.years, seed=asked.seed, last=asked.last)
    took, worked = time.monotonic() - began, time.process_time() - worked
    if asked.names is not None:
        asked.names.parent.mkdir(parents=True, exist_ok=True)
        asked.names.write_text(names(asked.assets), encoding="utf-8")
    years = asked.assets * asked.years
    print(
        f"{rows:,} readings, {size / 1e6:.1f} MB, {took:.1f} s ({worked:.1f} s of the processor); "
        f"{years / worked:,.0f} years of an asset in a second of it, {size / years / 1000:.1f} kB each"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
