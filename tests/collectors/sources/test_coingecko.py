"""CoinGecko: coins by id and rank, one snapshot, percent as fractions; CoinPaprika beside it."""

import json
from datetime import UTC, datetime

import pytest

from generator.collectors.records import fits
from generator.collectors.sources import coingecko, coinpaprika
from generator.errors import PayloadError
from tests.collectors.sources.replies import capture, put, told, values

MARKETS = json.loads(capture("coingecko/coins-markets-documented.json"))
CATEGORIES = json.loads(capture("coingecko/coins-categories-documented.json"))
TICKER = json.loads(capture("coinpaprika/ticker-btc-bitcoin-documented.json"))


def markets(body):
    return told(coingecko.SOURCE, "markets", body)


def test_the_largest_coin_of_a_real_reply():
    """Price, value, turnover, and the record at the instant when it was made."""
    readings = markets(capture("coingecko/coins-markets-2024-04.json"))
    assert values(readings) == {
        "BTC/spot.price@coingecko": 70187.0,
        "BTC/spot.market_cap@coingecko": 1381651251183.0,
        "BTC/spot.volume/1d@coingecko": 20154184933.0,
        "BTC/spot.all_time_high@coingecko": 73738.0,
    }
    record = readings[-1]
    assert record.observed_at == datetime(2024, 3, 14, 7, 10, 36, 635000, tzinfo=UTC)
    assert readings[0].observed_at == datetime(2024, 4, 7, 16, 49, 31, 736000, tzinfo=UTC)
    assert readings[0].origin.note == "rank 1 by market value"


def test_no_return_is_delivered():
    """Movers are ranked from two snapshots, so the source's own 24-hour change is not taken over."""
    assert not [each for each in markets(MARKETS) if each.series.metric == "spot.return"]


def test_all_prices_of_a_reply_are_one_snapshot():
    """Renewed seconds apart, they speak of the newest of these instants."""
    assert {each.observed_at for each in markets(MARKETS) if each.series.metric == "spot.price"} == {
        datetime(2024, 4, 7, 16, 49, 33, 100000, tzinfo=UTC)
    }


def test_a_frozen_price_is_left_out_of_the_snapshot():
    """A price that is hours behind the others would be told as one of now; one without a price is none."""
    coins = {each.series.asset for each in markets(MARKETS)}
    assert coins == {"BTC", "SOL", "SPX6900"}


def test_of_two_coins_with_one_ticker_the_coin_itself_is_meant():
    """A bridged copy is called SOL too, even where a list should rank it first."""
    price = "SOL/spot.price@coingecko"
    assert values(markets(MARKETS))[price] == 180.5
    best_ranked_copy = put(put(MARKETS, (2, "market_cap_rank"), 2), (2, "current_price"), 7.0)
    assert values(markets(best_ranked_copy))[price] == 180.5


def test_of_two_coins_that_nobody_names_the_higher_ranked_is_meant():
    """Coins without a name of ours are told apart by rank alone, whatever their order in the list."""
    twins = [
        MARKETS[1] | {"id": "younger", "symbol": "twin", "market_cap_rank": 90, "current_price": 2.0},
        MARKETS[1] | {"id": "elder", "symbol": "twin", "market_cap_rank": 40, "current_price": 1.0},
        MARKETS[1] | {"id": "unranked", "symbol": "twin", "market_cap_rank": None, "current_price": 3.0},
    ]
    assert values(markets(twins))["TWIN/spot.price@coingecko"] == 1.0


def test_the_largest_coins_come_with_their_value():
    """A basket of the twenty largest needs coins that nobody names here: up to rank 60, and no further."""
    body = [MARKETS[1] | {"id": f"c{rank}", "symbol": f"c{rank}", "market_cap_rank": rank} for rank in (60, 61)]
    assert {str(each.series) for each in markets(body)} == {
        "C60/spot.price@coingecko", "C60/spot.market_cap@coingecko", "C61/spot.price@coingecko",
    }  # fmt: skip


@pytest.mark.parametrize("symbol", ["crypto", "other", "cd20", "a/b", "x@y", "a b", "", "\uff42\uff54\uff43"])
def test_a_coin_cannot_pass_for_something_else(symbol):
    """A token called CRYPTO is not the market, and one with a slash in its ticker is no series."""
    readings = markets([MARKETS[0], MARKETS[1] | {"id": "impostor", "symbol": symbol}])
    assert {each.series.asset for each in readings} == {"BTC"}


def test_symbols_are_resolved_as_names_says():
    """The token SPX is SPX6900 and not the S&P 500; a value of 0 is one that is not known."""
    assert values(markets(MARKETS))["SPX6900/spot.price@coingecko"] == 1.25
    assert "SPX6900/spot.market_cap@coingecko" not in values(markets(MARKETS))


@pytest.mark.parametrize(("field", "value"), [("ath", 7_373_800.0), ("ath_change_percentage", -95.0), ("ath", None)])
def test_a_record_that_its_own_distance_contradicts_is_not_told(field, value):
    """The price of the same coin is told all the same."""
    readings = values(markets(put(MARKETS, (0, field), value)))
    assert "BTC/spot.all_time_high@coingecko" not in readings
    assert readings["BTC/spot.price@coingecko"] == 70187.0


def test_percent_becomes_a_fraction_for_categories():
    """-3.4 percent is -0.034; each category has its own time."""
    readings = told(coingecko.SOURCE, "categories", CATEGORIES)
    assert values(readings) == {
        "basket:AI/market.basket_return/1d@coingecko": pytest.approx(0.025),
        "basket:MEME/market.basket_return/1d@coingecko": pytest.approx(-0.034),
    }
    assert {each.unit for each in readings} == {"ratio"}
    assert readings[0].observed_at == datetime(2024, 4, 6, 8, 25, 31, tzinfo=UTC)


def test_categories_without_ours_are_refused():
    """A real list of one other category: the ids may have changed, and somebody must look."""
    with pytest.raises(PayloadError, match="coingecko categories: id: none of meme-token, artificial-intelligence"):
        told(coingecko.SOURCE, "categories", capture("coingecko/coins-categories-2024-04.json"))


def test_percent_becomes_a_fraction_for_dominance():
    """The real reply of 12 September 2026 says 58.18 percent; its time is in seconds."""
    readings = told(coingecko.SOURCE, "global", capture("coingecko/global-2026-09-12.json"))
    assert values(readings) == {
        "BTC/market.dominance@coingecko": pytest.approx(0.5817938979734104),
        "ETH/market.dominance@coingecko": pytest.approx(0.11569683291071984),
        "CRYPTO/spot.market_cap@coingecko": 2658993478160.9897,
    }
    assert {each.observed_at for each in readings} == {datetime(2026, 9, 12, 17, 57, 17, tzinfo=UTC)}


@pytest.mark.parametrize(
    "body",
    [
        {"status": {"error_code": 429, "error_message": "You've exceeded the Rate Limit."}},
        {"error": "You've exceeded the Rate Limit."},
    ],
)
def test_a_refusal_with_status_200_is_quoted(body):
    """The source's own words say why."""
    with pytest.raises(PayloadError, match=r'in its words: "You\'ve exceeded the Rate Limit\."'):
        markets(body)


def test_the_keys_header_is_optional():
    """Without a key CoinGecko answers too, only less often."""
    key = coingecko.SOURCE.key
    assert (key.name, key.place, key.field, key.optional) == (
        "COINGECKO_API_KEY", "header", "x-cg-demo-api-key", True,
    )  # fmt: skip


def test_coinpaprikas_second_opinion():
    """Price now, the record when it was made, bitcoin's share as a fraction."""
    readings = told(coinpaprika.SOURCE, "ticker", TICKER, subject="btc-bitcoin")
    assert [(str(each.series), each.value, each.observed_at) for each in readings] == [
        ("BTC/spot.price@coinpaprika", 107077.69661924685, datetime(2025, 6, 25, 10, 47, 48, tzinfo=UTC)),
        ("BTC/spot.all_time_high@coinpaprika", 111886.95, datetime(2025, 5, 22, 18, 39, tzinfo=UTC)),
    ]
    share = told(coinpaprika.SOURCE, "global", capture("coinpaprika/global-documented.json"))
    assert values(share) == {"BTC/market.dominance@coinpaprika": pytest.approx(0.6428)}


def test_a_ticker_of_another_coin_is_refused():
    """Asked for ether, bitcoin came."""
    with pytest.raises(PayloadError, match="coinpaprika ticker eth-ethereum: id: is 'btc-bitcoin'"):
        told(coinpaprika.SOURCE, "ticker", TICKER, subject="eth-ethereum")


def test_a_record_fits_its_distance():
    """Bitcoin at CoinGecko on 7 April 2024; a factor of a hundred in either does not fit."""
    assert fits(73_738, -4.77063, 70_187)
    assert not fits(73_738, -0.0477063 * 1000, 70_187)
    assert not fits(737.38, -4.77063, 70_187)
