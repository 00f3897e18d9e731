from collections import defaultdict
from datetime import date

import pytest

from generator.collectors.gate.readings import series_of
from generator.model.quotes import FutureQuote
from scripts.calibrate_gate import sift_runs
from tests.collectors.gate.healthy import DAY, read

FILES = [
    ("binance-spot-daily.csv.gz", 200),
    ("binance-spot-hourly.csv.gz", 20),
    ("binance-dated-daily.csv.gz", 200),
    ("binance-funding.csv.gz", 200),
    ("binance-perpetual-marks.csv.gz", 20),
    ("bybit-funding.csv.gz", 200),
    ("hyperliquid-funding.csv.gz", 40),
    ("hyperliquid-interest.csv.gz", 60),
    ("deribit-chains.csv.gz", 4),
    ("deribit-futures.csv.gz", 40),
    ("deribit-dvol.csv.gz", 1_000),
    ("alternative-me-fear-greed.csv.gz", 1_000),
    ("fred-macro.csv.gz", 1_000),
    ("mof-yields.csv.gz", 1_000),
    ("coingecko-top100.csv.gz", 30),
    ("published.csv", 10),
]


def last_days(records, days):
    end = max(record.observed_at for record in records).date()
    return date.fromordinal(end.toordinal() - days)


def expired(record):
    """Whether a dated future was still listed on the day after its expiry."""
    return (
        isinstance(record, FutureQuote)
        and record.expires_at is not None
        and record.observed_at - record.expires_at > DAY
    )


def test_the_real_history_passes_together():
    """Two weeks in which bitcoin fell from 83,000 to 60,000: the gate doubts no reading of any source."""
    recent = [r for name, _ in FILES for r in read(name) if r.observed_at.date() >= date(2026, 1, 20)]
    result = list(sift_runs(recent, date(2026, 1, 28), current=False))
    assert sum(len(sifted.passed) for _, sifted in result) > 30_000
    assert not [item for _, sifted in result for item in sifted.aside]


@pytest.mark.parametrize(("name", "days"), FILES)
def test_each_source_passes_as_a_run_of_its_moment(name, days):
    """What was true passes on the day on which it was told."""
    records = read(name)
    first = last_days(records, days)
    recent = [r for r in records if r.observed_at.date().toordinal() > first.toordinal() - 40]
    aside = [item for _, sifted in sift_runs(recent, first, current=True) for item in sifted.aside]
    assert not [item for item in aside if not all(map(expired, item.records))]


def test_what_the_history_has_that_the_gate_doubts():
    """Two low prints, and contracts that were still listed after they had expired.

    ETH on 2017-08-22 and LINK on 2020-03-12 were sold at half and at a twenty-thousandth of the
    price for a moment: true prints, at which nobody could trade; they wait for the editor. The
    contract of September 2023 was listed for six weeks, in the end 24% below the index.
    """
    rows = [*read("binance-spot-daily.csv.gz"), *read("binance-dated-daily.csv.gz")]
    doubted = defaultdict(list)
    for start, end in (
        (date(2017, 8, 17), date(2017, 9, 30)),
        (date(2020, 3, 1), date(2020, 3, 31)),
        (date(2023, 9, 20), date(2023, 11, 30)),
    ):
        part = [r for r in rows if start <= r.observed_at.date() <= end]
        for day, sifted in sift_runs(part, start, current=False):
            for item in sifted.aside:
                for record in item.records:
                    doubted[series_of(record)[1:], item.why].append(day)
    assert {key: (min(days), max(days), len(days)) for key, days in doubted.items()} == {
        (("ETH", "binance", "1d"), "a low 1/2.1 of what the bar opened and closed at"): (*[date(2017, 8, 22)] * 2, 1),
        (("LINK", "binance", "1d"), "a low 1/19,931 of what the bar opened and closed at"): (
            *[date(2020, 3, 12)] * 2,
            1,
        ),
        (("BTC", "binance", "BTCUSDT_230929"), "observed after the contract expired"): (
            date(2023, 9, 30),
            date(2023, 11, 14),
            46,
        ),
    }
