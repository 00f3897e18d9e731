"""More of the real history: collected files become the records that collectors would have made of them."""

import gzip
from datetime import UTC, datetime

import pytest

from benchmarks import wider
from generator.store.sqlite import Store

FILES = {
    "etf_flows_btc_daily.csv": "date,ibit_flow_musd,total_flow_musd\n2026-02-09,100.0,144.9\n2026-02-10,26.5,166.5\n",
    "stablecoin_supply_daily.csv": "date,total_stablecoin_supply_usd,usdt_market_cap_usd\n2026-02-10,3.05697e+11,\n",
    "open_interest_aggregated_daily.csv": (
        "date,btc_oi_usd,btc_oi_btc_est,eth_oi_usd\n2026-02-10,4.4769695e+10,650332.01,\n"
    ),
    "open_interest_by_exchange_daily.csv.gz": (
        "date,symbol,price_usd,binance_oi_usd,cme_oi_usd\n2025-05-15,ETH,2529.47,5.7e+09,2e+09\n"
    ),
    "liquidations_binance_coinglass_daily.csv": (
        "date,btc_long_liq_usd,btc_short_liq_usd\n2024-11-14,21000000.0,12000000.0\n"
    ),
    "liquidations_hyperliquid_daily.csv": (
        "date,symbol,total_liq_usd,long_liq_usd,short_liq_usd\n2025-12-07,BTC,33.0,29.0,4.0\n2025-12-08,BTC,1.0,1.0,0\n"
    ),
    "funding_multivenue_daily.csv.gz": (
        "date,venue,coin,funding_sum_day_frac,n_intervals\n"
        "2026-02-09,okx,BTC,0.0001,3\n2026-02-10,okx,BTC,0.0001,2\n2026-02-10,kraken,BTC,0.0001,24\n"
    ),
    "macro_daily.csv": "date,sp500_index,gold_futures_usd_oz\n2026-02-10,6941.81,5003.8\n2026-02-11,,5010.0\n",
    "dominance_basket_daily.csv": "date,bitcoin_share_of_basket_pct\n2026-02-10,56.71\n",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What a small folder gives: series → its readings."""
    folder = tmp_path_factory.mktemp("history")
    for name, text in FILES.items():
        body = text.encode()
        (folder / name).write_bytes(gzip.compress(body) if name.endswith(".gz") else body)
    found = {}
    for each in wider.read(folder):
        found.setdefault(str(each.series), []).append(each)
    return found


def test_amounts_are_in_dollars_and_rates_a_year(told):
    """Millions become dollars, and a day's funding that of 365 such days."""
    assert [each.value for each in told["BTC/flows.etf_net/1d@farside"]] == [144.9e6, 166.5e6]
    (rate,) = told["BTC/perp.funding_rate/1d@okx"]
    assert (rate.value, rate.unit) == (pytest.approx(0.0365), "ratio")


def test_a_session_ends_with_its_close_and_is_known_the_morning_after(told):
    """Funds tell overnight what flowed until New York closed."""
    flow = told["BTC/flows.etf_net/1d@farside"][-1]
    assert flow.observed_at == datetime(2026, 2, 10, 21, tzinfo=UTC)
    assert flow.available_at == datetime(2026, 2, 11, 6, tzinfo=UTC)


def test_sides_add_up_to_the_day_of_the_venue_that_was_counted(told):
    """Binance alone, as Coinglass counts it: a part of the market under its own name."""
    (total,) = told["BTC/liquidations.total/1d@binance"]
    assert total.value == 33e6
    assert total.origin.source == "Coinglass"


def test_what_may_be_a_part_of_a_day_is_left_out(told):
    """The last day of a dump of liquidations, and a day that lacks settlements."""
    assert [each.value for each in told["BTC/liquidations.total/1d@hyperliquid"]] == [33.0]
    assert len(told["BTC/perp.funding_rate/1d@okx"]) == 1


def test_what_would_mean_something_else_is_left_out(told):
    """No share of a basket, no coins made of dollars, no venue with unverified units, no closed market."""
    assert not [name for name in told if "dominance" in name or "kraken" in name or "cme" in name]
    assert "BTC/futures.open_interest@all venues" not in told
    assert len(told["macro:SPX/macro.level@fred"]) == 1


def test_a_store_takes_them(tmp_path):
    """What is not in the folder is passed over."""
    (tmp_path / "macro_daily.csv").write_text(FILES["macro_daily.csv"], encoding="utf-8")
    with Store.open(tmp_path / "store.sqlite") as store:
        assert wider.fill(store, tmp_path) == 3
