"""Markets for scale: drawn from their seed and each asset's number alone, sound as records, and good to write about."""

from datetime import date, timedelta

import numpy as np
import pytest

from benchmarks.desk import closing
from benchmarks.scale import fill, names
from benchmarks.scale_assets import Market, asset
from generator.model.names import load_names
from generator.store.block import Words
from generator.store.history import History
from generator.store.lake import Lake
from generator.store.sqlite import Store
from tests.store.frames import assert_alike
from tests.store.test_lake import rows

LAST = date(2026, 2, 10)


def drawn(seed, number, days=400):
    """Return an asset's columns as values that can be set side by side."""
    blocks = asset(Market.drawn(seed, days, LAST), number)
    return {
        (kind, name): (column.names, column.codes.tolist()) if isinstance(column, Words) else column.tolist()
        for kind, block in blocks.items()
        for name, column in block.items()
        if not (isinstance(column, np.ndarray) and np.isnan(column).any())
    }


def test_a_seed_and_a_number_are_an_asset():
    """The same ones give the same readings, whoever else is there; another seed or number gives others."""
    assert drawn(1, 7) == drawn(1, 7)
    assert drawn(1, 7)["candle", "close"] != drawn(2, 7)["candle", "close"]
    assert drawn(1, 7)["candle", "close"] != drawn(1, 8)["candle", "close"]


def test_the_same_market_fills_the_same_lake(tmp_path):
    """File by file, also among more assets."""

    def files(name, assets):
        fill(str(tmp_path / name), assets=assets, years=0.5, seed=3)
        return {str(path.relative_to(tmp_path / name)): path.read_bytes() for path in (tmp_path / name).rglob("*.*")}

    one, again, more = files("one", 2), files("again", 2), files("more", 3)
    assert one == again
    assert one.items() <= more.items()
    assert Lake.open(str(tmp_path / "more")).assets() == ["ABBBC", "ABBBD", "ABBBF", "CRYPTO"]


def test_a_lake_and_a_store_are_filled_alike(tmp_path):
    """With the same readings, and the same frames on any day."""
    counted = fill(str(tmp_path / "lake"), assets=2, years=0.3)
    assert fill(str(tmp_path / "one.sqlite"), assets=2, years=0.3)[0] == counted[0]
    lake = Lake.open(str(tmp_path / "lake"))
    with History.open(tmp_path / "two.sqlite") as store:
        for each in lake.assets():
            store.restore(each, lake.read(each))
    assert rows(tmp_path / "one.sqlite") == rows(tmp_path / "two.sqlite")
    with Store.open(tmp_path / "one.sqlite") as store:
        for day in (LAST, LAST - timedelta(days=60)):
            assert_alike(store.market(closing(day)), lake.whole().at(closing(day)))


def test_there_are_crashes_gaps_and_late_listings():
    """In years of some assets all of these come up, and no price is lost in them."""
    market = Market.drawn(1, 1500, LAST)
    bars = [asset(market, number)["candle"] for number in range(1, 21)]
    first = [bar["observed_at"][0] for bar in bars]
    assert len(set(first)) > 3
    assert all((np.diff(bar["observed_at"]) > 86_400_000_000).any() for bar in bars)
    assert min((bar["close"][1:] / bar["close"][:-1]).min() for bar in bars) < 0.75
    for bar in bars:
        assert (bar["low"] <= np.minimum(bar["open"], bar["close"])).all()
        assert (bar["high"] >= np.maximum(bar["open"], bar["close"])).all()
        assert (bar["low"] > 0).all()


def test_no_day_knows_what_comes_after_it():
    """Rates follow the regimes and do not go before them."""
    market = Market.drawn(5, 800, LAST)
    calm = Market(market.seed, market.dates[:500], market.target[:500], market.moves[:500], market.expiries[:500])

    class Nothing:
        def normal(self, *_):
            return 0.0

    assert np.array_equal(calm.followed(Nothing(), 2, 0.0), market.followed(Nothing(), 2, 0.0)[:500])


@pytest.fixture
def synthetic(desk):
    """A desk with two assets of this market, whose names it knows."""
    fill(str(desk / "data" / "wirecopy.sqlite"), assets=2, years=1.2)
    (desk / "reference").mkdir()
    (desk / "reference" / "names.yaml").write_text(names(2), encoding="utf-8")
    return desk


def test_an_article_can_be_written_of_an_asset(synthetic, wirecopy):
    """All editions of a day pass the verifier, by the names of a desk that knows the asset."""
    assert load_names(synthetic).asset("ABBBD").name == "bababafi"
    ran = wirecopy("write", "--asset", "ABBBD", "--date", "2026-02-08", "--desk", synthetic)
    assert ran.code == 0, ran.err
    assert (synthetic / "output" / "articles" / "2026-02-08-abbbd-derivatives.md").is_file()
