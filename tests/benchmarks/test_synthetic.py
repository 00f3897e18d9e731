"""Random markets: drawn from their seed alone, sound as records, and wide enough to write about."""

from datetime import date

import pytest

from benchmarks.desk import closing
from benchmarks.synthetic import market
from benchmarks.synthetic_options import expiries, last_friday, named
from benchmarks.synthetic_paths import REGIMES, paths
from generator.metrics.measure import measure
from generator.model.catalogue import load_catalogue
from generator.model.names import load_names
from generator.store.sqlite import Store

LAST = date(2026, 2, 10)
#: Metrics of the catalogue that follow from no record that a source delivers to a desk of today.
UNMADE = {"market.basket_return", "spot.open", "spot.volume"}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A store with a market that lacks nothing."""
    path = tmp_path_factory.mktemp("market") / "store.sqlite"
    market(path, seed=5, last=LAST, history=420, chains=2, whole=True)
    with Store.open(path) as opened:
        yield opened


def test_a_seed_is_a_market(tmp_path):
    """The same seed gives the same readings, another seed others."""

    def read(name, seed):
        market(tmp_path / name, seed=seed, last=LAST, history=40, chains=0)
        with Store.open(tmp_path / name) as opened:
            return [(str(each.series), each.observed_at, each.value) for each in opened.observations()]

    assert read("one", 1) == read("again", 1) != read("other", 2)


def test_every_metric_can_be_measured(store):
    """All that the catalogue names comes up in a market that lacks no source."""
    found = measure(store.market(closing(LAST)), catalogue=load_catalogue(), names=load_names())
    metrics = {fact.key.metric for fact in found.facts.values() if "/" in fact.id}
    assert set(load_catalogue().metrics) - metrics <= UNMADE


def test_a_bar_holds_its_open_and_its_close(store):
    """The low is the lowest and the high the highest of a bar, by day and by hour."""
    for interval in ("1d", "1h"):
        bars = store.market(closing(LAST)).candles(interval)
        assert len(bars)
        assert (bars["low"] <= bars[["open", "close"]].min(axis=1)).all()
        assert (bars["high"] >= bars[["open", "close"]].max(axis=1)).all()


def test_every_regime_comes_up_in_some_market():
    """Ten markets of three years go through all of them."""
    assert {name for seed in range(10) for name in paths(seed, 1000).regime} == set(REGIMES)


def test_expiries_are_listed_as_exchanges_do():
    """Two dailies, the next two Fridays, and the last Fridays of months and quarters."""
    listed = expiries(date(2026, 2, 10))
    assert listed[:4] == [date(2026, 2, 11), date(2026, 2, 12), date(2026, 2, 13), date(2026, 2, 20)]
    assert {last_friday(2026, month) for month in (2, 3, 6, 9, 12)} < set(listed)
    assert named("BTC", date(2026, 2, 6)) == "BTC-6FEB26"
