"""Each source's rows are read as the source means them, and a broken row stops its file with one line."""

from datetime import UTC, datetime, timedelta

import pytest

from generator.collectors.kept import alternative_me, binance, bybit, coingecko, deribit, fred, hyperliquid, mof
from generator.errors import PayloadError
from generator.model.names import load_names
from generator.model.observation import Provenance, SeriesKey

NAMES = load_names()
ORIGIN = Provenance("test", "", "ab" * 32)
LAST_MOMENT = timedelta(milliseconds=1)

DAILY = "date,open_usdt,high_usdt,low_usdt,close_usdt,volume_coin,symbol\n"
HOURLY = DAILY.replace("date", "timestamp")
DATED = "date,contract,expiry_date,close_usdt,volume_btc,spot_close_usdt\n"
RATES = "timestamp,symbol,rate_per_interval,interval_hours\n"
MARKS = "date,symbol,mark_price_first_usdt,mark_price_last_usdt,n_intervals,last_mark_hour_utc\n"
CHAIN = (
    "snapshot_ts,symbol,instrument_name,expiry_utc,strike_usd,option_type,bid_coin,ask_coin,mark_coin,mark_iv_frac,"
    "open_interest_coin,volume_24h_coin,futures_price_usd,index_price_usd\n"
)
OPTION = (
    "2026-02-10T21:42:24Z,BTC,BTC-27MAR26-60000-P,2026-03-27T08:00Z,60000,P,,0.0245,0.0238,0.55,1210.5,96.1,"
    "68559.42,68360.5\n"
)


def read(parse, text, name="file.csv"):
    return list(parse(text.encode(), name=name, origin=ORIGIN, names=NAMES))


def utc(*when):
    return datetime(*when, tzinfo=UTC)


def test_a_daily_bar_ends_with_its_day():
    """The bar of 10 February speaks of 23:59:59.999 that day, and not of the day's start."""
    (bar,) = read(binance.parse_daily, DAILY + "2026-02-10,70138,70527.59,67800,68841.29,20373.77,BTC\n")
    assert bar.observed_at == utc(2026, 2, 11) - LAST_MOMENT
    assert (bar.open_usd, bar.high_usd, bar.low_usd, bar.close_usd) == (70138, 70527.59, 67800, 68841.29)
    assert (bar.asset, bar.venue, bar.interval, bar.quote) == ("BTC", "binance", "1d", "USDT")


def test_an_hourly_bar_ends_with_its_hour():
    """The source stamps a bar with its opening; what it says is known an hour later."""
    (bar,) = read(binance.parse_hourly, HOURLY + "2026-02-10T09:00:00Z,1,2,1,2,,ETH\n")
    assert bar.observed_at == utc(2026, 2, 10, 10) - LAST_MOMENT
    assert bar.volume_coin is None


def test_a_dated_future_has_the_spot_close_of_its_day_beside_it():
    """Contracts expire at 08:00 UTC; 69,066.4 over 68,841.29 is the premium of one instant."""
    (quote,) = read(binance.parse_dated, DATED + "2026-02-10,BTCUSDT_260327,2026-03-27,69066.4,189.684,68841.29\n")
    assert quote.expires_at == utc(2026, 3, 27, 8)
    assert (quote.price_usd, quote.index_usd, quote.basis) == (69066.4, 68841.29, "close")


def test_a_funding_rate_keeps_its_own_interval():
    """-0.004829% per eight hours at Binance, 0.00063% per hour at Hyperliquid: fractions, each with its hours."""
    rows = RATES + "2026-02-10T08:00:00Z,BTC,-4.829e-05,8\n"
    assert [(each.rate, each.interval_hours) for each in read(binance.parse_funding, rows)] == [(-4.829e-05, 8)]
    assert [each.venue for each in read(bybit.parse_funding, rows)] == ["bybit"]
    (hour,) = read(hyperliquid.parse_funding, RATES + "2026-02-10T23:00:00Z,BTC,6.331318644e-06,1\n")
    assert (hour.rate, hour.interval_hours, hour.instrument) == (6.331318644e-06, 1, "BTC")


def test_a_mark_is_for_one_coin_and_of_its_own_hour():
    """1000PEPE at 0.0037 is PEPE at 0.0000037; its last mark is of 16:00, its first of 00:00."""
    first, last = read(binance.parse_perpetual_marks, MARKS + "2026-02-10,1000PEPE,0.0037,0.0038,3,16\n")
    assert [each.observed_at for each in (first, last)] == [utc(2026, 2, 10), utc(2026, 2, 10, 16)]
    assert first.price_usd == pytest.approx(0.0000037)
    assert (first.asset, first.instrument, first.expires_at) == ("PEPE", "1000PEPEUSDT", None)


def test_the_perpetual_called_spx_is_the_token():
    """The S&P 500 must never be told from a memecoin's price."""
    quotes = read(binance.parse_perpetual_marks, MARKS + "2026-02-10,SPX,0.3,0.31,3,16\n")
    assert {each.asset for each in quotes} == {"SPX6900"}


def test_a_listing_days_first_mark_is_left_out():
    """Two funding times of which the last is 20:00 cannot have begun at midnight: the hour is not known."""
    (only,) = read(binance.parse_perpetual_marks, MARKS + "2025-02-20,KAITO,1.1,1.2,2,20\n")
    assert (only.observed_at, only.price_usd) == (utc(2025, 2, 20, 20), 1.2)


def test_a_day_with_one_funding_time_has_one_mark():
    """First and last are the same reading then, not two."""
    assert len(read(binance.parse_perpetual_marks, MARKS + "2026-02-10,BTC,70000,70000,1,0\n")) == 1


def test_an_option_is_read_with_its_own_forward():
    """A quote that nobody made is missing, not zero."""
    (option,) = read(deribit.parse_chains, CHAIN + OPTION)
    assert (option.strike_usd, option.right, option.expires_at) == (60000, "P", utc(2026, 3, 27, 8))
    assert (option.bid_coin, option.ask_coin, option.mark_iv) == (None, 0.0245, 0.55)
    assert (option.underlying_usd, option.index_usd) == (68559.42, 68360.5)
    assert option.observed_at == utc(2026, 2, 10, 21, 42, 24)


def test_the_volatility_index_becomes_a_fraction():
    """54.84 percent a year is held as 0.5484."""
    (dvol,) = read(deribit.parse_dvol, "date,symbol,dvol_close_pct\n2026-02-10,BTC,54.84\n")
    assert (dvol.value, dvol.unit) == (pytest.approx(0.5484), "ratio")


def test_fear_and_greed_is_known_at_the_start_of_its_day():
    """The index of 10 February is published at 00:00 that day."""
    (index,) = read(alternative_me.parse_fear_greed, "date,fear_greed_index\n2026-02-10,9\n")
    assert (index.value, index.observed_at, index.available_at) == (9, utc(2026, 2, 10), utc(2026, 2, 10))
    assert index.series == SeriesKey("CRYPTO", "sentiment.fear_greed", "", "alternative.me")


def test_us_closes_are_known_after_the_close_and_the_dollar_index_a_week_later():
    """Friday's broad dollar index comes out on Monday evening; the Nasdaq's close is known at 21:00."""
    head = "date,nasdaq100_index,vix_index,broad_dollar_index_fred,us10y_yield_pct\n"
    nasdaq, dollar, bond = read(fred.parse_fred, head + "2026-02-06,25076,,117.6,4.22\n")
    assert (nasdaq.series.asset, nasdaq.available_at) == ("macro:NDX", utc(2026, 2, 6, 21))
    assert (dollar.observed_at, dollar.available_at) == (utc(2026, 2, 6, 21, 15), utc(2026, 2, 9, 21, 15))
    assert (bond.value, bond.unit) == (pytest.approx(0.0422), "ratio")


def test_japanese_yields_are_known_at_the_close_of_tokyo():
    """2.241 percent at 15:00 in Tokyo, which is 06:00 UTC."""
    ten, two = read(mof.parse_mof, "date,jp10y_yield_pct,jp2y_yield_pct\n2026-02-10,2.241,1.303\n")
    assert (ten.series.asset, ten.value, ten.observed_at) == (
        "macro:JP10Y",
        pytest.approx(0.02241),
        utc(2026, 2, 10, 6),
    )
    assert two.series.asset == "macro:JP2Y"


def test_a_wrapped_coin_does_not_pass_for_the_coin():
    """Of two coins called SOL the one with the better rank is meant, wherever it stands in the file."""
    head = "date,market_cap_rank,symbol,price_usd\n"
    (sol,) = read(coingecko.parse_ranked_prices, head + "2026-02-10,70,SOL,91.2\n2026-02-10,7,SOL,83.1\n")
    assert (sol.value, sol.origin.note) == (83.1, "rank 7 by market value")
    assert (sol.observed_at, sol.available_at) == (utc(2026, 2, 10, 12), utc(2026, 2, 10, 14))


def test_open_interest_of_one_venue_stays_that_venues():
    """Hyperliquid's own contracts, in dollars, at the end of the day."""
    (seen,) = read(hyperliquid.parse_open_interest, "date,symbol,open_interest_usd\n2026-02-10,BTC,1.9588273e+09\n")
    assert str(seen.series) == "BTC/futures.open_interest_usd@hyperliquid"
    assert (seen.value, seen.unit, seen.observed_at) == (1958827300, "USD", utc(2026, 2, 11) - LAST_MOMENT)


@pytest.mark.parametrize(
    ("parse", "text", "line"),
    [
        (binance.parse_daily, "date,close_usdt\n", "chain.csv:1: needs one column 'open_usdt'"),
        (binance.parse_daily, "", "chain.csv:1: needs one column 'date'"),
        (binance.parse_daily, DAILY + "2026-02-10,1,2,1,2,3\n", "chain.csv:2: 6 cells where the header has 7"),
        (binance.parse_daily, DAILY + "2026-02-31,1,2,1,2,3,BTC\n", "chain.csv:2: date is '2026-02-31', not a day"),
        (binance.parse_daily, DAILY + "2026-02-10,1,2,1,nan,3,BTC\n", "close_usdt is 'nan', not a finite number"),
        (binance.parse_daily, DAILY + "2026-02-10,1,2,1,1_0,3,BTC\n", "close_usdt is '1_0', not a finite number"),
        (binance.parse_daily, DAILY + "2026-02-10,1,2,0,2,3,BTC\n", "low_usdt is 0.0, not above zero"),
        (binance.parse_daily, DAILY + "2026-02-10,1,2,1,,3,BTC\n", "chain.csv:2: close_usdt is empty"),
        (binance.parse_daily, DAILY + '2026-02-10,1,2,1,2,3,"BTC\n', "is not CSV"),
        (binance.parse_hourly, HOURLY + "2026-02-10T09:00:00,1,2,1,2,,ETH\n", "has no time zone"),
        (binance.parse_funding, RATES + "2026-02-10T08:00:00Z,BTC,0.0001,8.5\n", "'8.5', not a whole number"),
        (binance.parse_perpetual_marks, MARKS + "2026-02-10,BTC,1,1,3,24\n", "is 24, no hour of a day"),
        (alternative_me.parse_fear_greed, "date,fear_greed_index\n2026-02-10,101\n", "101, not from 0 to 100"),
        (deribit.parse_chains, CHAIN + OPTION.replace(",P,", ",C,"), "is not the option that the row describes"),
        (deribit.parse_chains, CHAIN + OPTION.replace(",60000,", ",6000,"), "is not the option that the row describes"),
        (deribit.parse_chains, CHAIN + OPTION.replace("2026-03-27T", "2026-03-28T"), "is not the option that the row"),
        (deribit.parse_chains, CHAIN + OPTION.replace("Z,BTC,", "Z,ETH,"), "is not the option that the row describes"),
        (deribit.parse_chains, CHAIN + OPTION.replace("BTC-27MAR26", "BTC-31FEB26"), "is no option's name"),
        (deribit.parse_chains, CHAIN + OPTION.replace("BTC-27MAR26-60000-P", "BTC-27MAR26"), "is no option's name"),
        (deribit.parse_chains, CHAIN + OPTION.replace("0.55", "55%"), "mark_iv_frac is '55%', not a finite number"),
        (deribit.parse_chains, CHAIN + OPTION + "2026-02-10T21:42:24Z,BTC\n", "chain.csv:3: 2 cells"),
    ],
)
def test_a_broken_row_is_named_in_one_line(parse, text, line):
    """File, line, what and what to do: nothing of the file is handed over."""
    with pytest.raises(PayloadError) as caught:
        read(parse, text, name="chain.csv")
    assert line in str(caught.value)
    assert str(caught.value).startswith("chain.csv:")
    assert "\n" not in str(caught.value)
    assert "; " in str(caught.value)


def test_a_body_of_other_bytes_is_refused():
    """A picture or a packed file where text should be."""
    with pytest.raises(PayloadError, match="is not UTF-8 text"):
        list(binance.parse_daily(b"\x89PNG\xff", name="x.csv", origin=ORIGIN, names=NAMES))
