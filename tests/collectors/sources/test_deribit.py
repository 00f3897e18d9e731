"""Deribit: what percent, coins, dollars and the settlement price are, and which funding is added up."""

import gzip
import json
from datetime import UTC, datetime, timedelta

import pytest

from generator.collectors.kept.deribit import parse_dvol
from generator.collectors.source import Scope
from generator.collectors.sources import deribit
from generator.errors import PayloadError
from generator.model.observation import Observation, Provenance
from generator.model.quotes import FutureQuote
from tests.collectors.sources.replies import NAMES, RECORDED, capture, put, told, values, without

CHAIN = json.loads(capture("deribit/book-summary-btc-option-2026-05-22.json"))
EXPIRIES = json.loads(capture("deribit/book-summary-btc-option-24rows-2026-08-05.json"))
FUTURES = json.loads(capture("deribit/book-summary-btc-future-2026-05-22.json"))
SEPTEMBER = json.loads(capture("deribit/book-summary-btc-future-2026-09-20.json"))
TICKER = json.loads(capture("deribit/ticker-btc-perpetual-2026-05-22.json"))["result"]
FUNDING = json.loads(capture("deribit/funding-rate-history-2026-09-20.json"))
VOLATILITY = json.loads(capture("deribit/volatility-index-hours-documented.json"))
NOW = datetime(2026, 9, 20, 21, 17, 16, tzinfo=UTC)
recorded = pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded replies are not here")


def options(body):
    return told(deribit.SOURCE, "options", body, subject="BTC")


def futures(body):
    """Return the futures by name, and what was observed of them together."""
    readings = told(deribit.SOURCE, "futures", body, subject="BTC")
    quotes = {each.instrument: each for each in readings if isinstance(each, FutureQuote)}
    return quotes, values([each for each in readings if isinstance(each, Observation)])


def funding(body):
    return told(deribit.SOURCE, "funding", body, subject="BTC-PERPETUAL")


def volatility(body, at=NOW):
    return told(deribit.SOURCE, "volatility", body, subject="BTC", at=at)


def moved(body, at):
    """Return a book summary of another instant."""
    stamp = int(at.timestamp() * 1000)
    return {**body, "result": [{**row, "creation_timestamp": stamp} for row in body["result"]]}


def test_a_chain_is_read_from_the_wire():
    """The strike stands in the name, and the mark is in coins."""
    put_, call, *_ = chain = options(CHAIN)
    assert [each.instrument[-7:] for each in chain] == ["69000-P", "70000-C", "68000-C", "68000-P", "69000-C"]
    assert (put_.strike_usd, put_.right) == (69000, "P")
    assert (call.strike_usd, call.right, call.mark_coin) == (70000, "C", 0.08786804)
    assert (call.underlying_usd, call.open_interest_coin) == (76736.07, 0.0)
    assert {each.expires_at for each in chain} == {datetime(2026, 5, 23, 8, tzinfo=UTC)}


def test_a_chain_is_one_reading():
    """Rows are stamped a few milliseconds apart; the chain speaks of the instant at which it was whole."""
    assert {each.observed_at for each in options(CHAIN)} == {datetime(2026, 5, 22, 14, 33, 53, 271000, tzinfo=UTC)}


def test_percent_is_no_fraction():
    """A mark volatility of 39.59 on the wire is 0.3959 a year, and one of 1,000 percent is 10."""
    assert options(EXPIRIES)[0].mark_iv == pytest.approx(0.3959)
    assert options(put(EXPIRIES, ("result", 0, "mark_iv"), 1000.0))[0].mark_iv == 10


def test_bids_and_asks_are_not_read():
    """Nothing would notice a wrong one, so that they are missing whatever the reply says."""
    odd = put(put(CHAIN, ("result", 0, "bid_price"), "many"), ("result", 0, "ask_price"), 99.0)
    for option in options(CHAIN) + options(odd):
        assert (option.bid_coin, option.ask_coin) == (None, None)
    assert [each.mark_coin for each in options(odd)] == [each.mark_coin for each in options(CHAIN)]


def test_an_option_keeps_the_forward_of_its_own_expiry():
    """Three expiries have three forwards, and one index beside them."""
    chain = options(EXPIRIES)
    forwards = {each.expires_at.date().isoformat(): round(each.underlying_usd) for each in chain}
    assert forwards == {"2026-12-25": 65400, "2026-08-28": 64457, "2026-08-05": 64287}
    assert {each.index_usd for each in chain} == {64294.85}


def test_a_volatility_that_is_not_told_is_none():
    """Null is no nought."""
    assert options(put(CHAIN, ("result", 0, "mark_iv"), None))[0].mark_iv is None


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"jsonrpc": "2.0", "error": {"code": 10028}}, "error.message: Field required"),
        (put(CHAIN, ("result", 1, "mark_iv"), "56.1"), "result.1.mark_iv"),
        (
            put(CHAIN, ("result", 1, "instrument_name"), "BTC-23MAY26-70000"),
            "result.1.instrument_name: 'BTC-23MAY26-70000' is no option's name",
        ),
        (put(CHAIN, ("result", 1, "instrument_name"), f"BTC-23MAY26-{'9' * 400}-C"), "is no option's name"),
        (put(CHAIN, ("result", 1, "instrument_name"), "BTC-23MAY26-0d0-C"), "'BTC-23MAY26-0d0-C' is no option's name"),
        (put(CHAIN, ("result", 1, "instrument_name"), "BTC-31FEB26-70000-C"), "is no option's name"),
        (put(CHAIN, ("result", 1, "instrument_name"), "BTC-PERPETUAL"), "'BTC-PERPETUAL' is no option's name"),
        (put(CHAIN, ("result", 1, "instrument_name"), "ETH-23MAY26-70000-C"), "is not of the chain"),
        (put(CHAIN, ("result", 1, "base_currency"), "ETH"), "result.1.base_currency: is 'ETH'"),
        (put(CHAIN, ("result",), []), "result: is empty"),
        (without(CHAIN, ("result",)), "result: is missing"),
        (b"<html>too many requests</html>", "is a web page where JSON belongs"),
    ],
)
def test_a_chain_of_another_form_is_refused(body, said):
    """An error, a page, a text for a number, no option, another coin, nothing: one short line, and no option."""
    with pytest.raises(PayloadError, match=r"^deribit options BTC: ") as caught:
        options(body)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 250


def test_a_strike_below_ten_dollars_has_a_d_for_its_point():
    """``1d25`` is a dollar and a quarter."""
    assert options(put(CHAIN, ("result", 0, "instrument_name"), "BTC-23MAY26-1d25-C"))[0].strike_usd == 1.25


@pytest.mark.parametrize("read", [options, futures, funding, volatility])
def test_the_test_network_is_refused(read):
    """Its prices are nobody's; a reply says ``testnet`` where it comes from there."""
    body = {options: CHAIN, futures: FUTURES, funding: FUNDING, volatility: VOLATILITY}[read]
    read({**body, "testnet": False})
    with pytest.raises(PayloadError, match="testnet: comes from the test network"):
        read({**body, "testnet": True})


@pytest.mark.parametrize("read", [options, futures, funding, volatility])
def test_an_error_object_with_status_200_is_quoted(read):
    """JSON-RPC puts its refusals beside where the result would be."""
    error = {"code": 10028, "message": "too_many_requests", "data": {"wait": 1}}
    for body in ({"jsonrpc": "2.0", "error": error, "testnet": False}, {**CHAIN, "error": error, "result": None}):
        with pytest.raises(PayloadError, match='in its words: "too_many_requests"'):
            read(body)


@pytest.mark.parametrize("factor", [100, 0.01, 0])
@pytest.mark.parametrize(("read", "body"), [(options, EXPIRIES), (futures, FUTURES)], ids=["options", "futures"])
def test_volume_fits_what_was_paid_for_it(read, body, factor):
    """A summary has its turnover twice, in coins and in dollars; a slip in the unit of one shows against the other."""
    for name in ("volume", "volume_usd"):
        slipped = {**body, "result": [{**row, name: row[name] * factor} for row in body["result"]]}
        with pytest.raises(PayloadError, match=r"result: volume: is worth [\d,]+ dollars, for which volume_usd has"):
            read(slipped)


@pytest.mark.parametrize(("read", "body"), [(options, EXPIRIES), (futures, FUTURES)], ids=["options", "futures"])
def test_a_market_in_which_nobody_holds_anything_is_none(read, body):
    """Noughts in all rows are no open interest."""
    for nothing in (0.0, 0):
        with pytest.raises(PayloadError, match="result: open_interest: is nothing in all rows"):
            read({**body, "result": [{**row, "open_interest": nothing} for row in body["result"]]})


def test_open_interest_of_futures_is_in_dollars():
    """1,012,315,080 dollars of the perpetual at its mark of 76,756.66 are 13,188.63 bitcoin; volume is in coins."""
    perpetual = futures(FUTURES)[0]["BTC-PERPETUAL"]
    assert (
        perpetual.open_interest_coin == pytest.approx(1_012_315_080 / 76_756.66) == pytest.approx(13_188.63, abs=0.01)
    )
    assert (perpetual.volume_24h_coin, perpetual.expires_at) == (4901.97704508, None)


def test_open_interest_of_a_venue_is_its_perpetual_and_dated_contracts_together():
    """The thirteen rows' dollars are 2,133,627,970; in coins each counts at its own mark."""
    together = futures(FUTURES)[1]
    assert together["BTC/futures.open_interest_usd@deribit"] == 2_133_627_970
    coins = sum(row["open_interest"] / row["mark_price"] for row in FUTURES["result"])
    assert together["BTC/futures.open_interest@deribit"] == pytest.approx(coins) == pytest.approx(27_722.98, abs=0.01)


def test_mark_and_index_of_a_future_are_of_one_instant():
    """The September contract stood 0.81% over the index 126 days before its end: 2.36% a year, by hand."""
    quotes, _ = futures(FUTURES)
    quote = quotes["BTC-25SEP26"]
    assert (quote.price_usd, quote.index_usd) == (77_359.51, 76_736.38)
    days = (quote.expires_at - quote.observed_at) / timedelta(days=1)
    assert days == pytest.approx(125.73, abs=0.01)
    assert (quote.price_usd / quote.index_usd - 1) * 365 / days == pytest.approx(0.02357, abs=0.0001)
    assert len({(each.index_usd, each.observed_at) for each in quotes.values()}) == 1


def test_what_a_summary_calls_the_delivery_price_is_the_index():
    """A second later the ticker says both: they are one number, half a dollar from the summary's."""
    assert TICKER["estimated_delivery_price"] == TICKER["index_price"]
    perpetual = futures(FUTURES)[0]["BTC-PERPETUAL"]
    assert perpetual.index_usd == pytest.approx(TICKER["index_price"], rel=1e-5)


@recorded
@pytest.mark.parametrize("day", range(14, 20))
def test_delivery_price_and_index_are_one_on_every_recorded_day(day):
    """All futures and options of six days, asked one by one outside of the half hour before 08:00."""
    packed = RECORDED / "deribit" / f"tickers-btc-all-2026-01-{day}.json.gz"
    sheets = json.loads(gzip.decompress(packed.read_bytes()))
    rows = [row for sheet in sheets.values() for row in sheet]
    assert len(rows) > 600
    assert all(row["estimated_delivery_price"] == row["index_price"] for row in rows)


@pytest.mark.parametrize(
    ("hour", "minute", "settling"),
    [(7, 29, False), (7, 30, True), (7, 59, True), (8, 0, True), (8, 1, False), (19, 45, False)],
)
def test_the_average_that_is_settled_at_is_no_index(hour, minute, settling):
    """In the half hour before 08:00 UTC a summary has no index: no basis rests on it, nor any option."""
    at = datetime(2026, 5, 22, hour, minute, tzinfo=UTC)
    quotes, together = futures(moved(FUTURES, at))
    expected = {None} if settling else {76_736.38}
    assert {each.index_usd for each in quotes.values()} == expected
    assert {each.index_usd for each in options(moved(CHAIN, at))} == ({None} if settling else {76_736.07})
    assert len(together) == 2


def test_a_day_in_a_name_is_not_filled_up():
    """The ninth of October is ``9OCT26``, and every contract ends at 08:00 UTC."""
    ends = {name: quote.expires_at for name, quote in futures(SEPTEMBER)[0].items()}
    assert ends["BTC-9OCT26"] == datetime(2026, 10, 9, 8, tzinfo=UTC)
    assert ends["BTC-25JUN27"] == datetime(2027, 6, 25, 8, tzinfo=UTC)


@pytest.mark.parametrize("name", ["BTC-31FEB26", "ETH-25SEP26", "BTC-25SEP26-64000-C", "BTC-FS-25SEP26_PERP", "BTC"])
def test_what_is_no_future_of_the_coin_is_named(name):
    """No such day, another coin, an option, a spread, a coin alone."""
    with pytest.raises(PayloadError, match=r"^deribit futures BTC: result\.3\.instrument_name: ") as caught:
        futures(put(FUTURES, ("result", 3, "instrument_name"), name))
    assert repr(name) in str(caught.value)


def test_the_interest_of_eight_hours_is_never_added_up():
    """Eight hours' ``interest_1h`` make one ``interest_8h``, so a day's rows of the latter count each hour often."""
    hours = funding(FUNDING)
    assert {each.interval_hours for each in hours} == {1}
    assert len(hours) == 24
    last = FUNDING["result"][-1]
    assert sum(each.rate for each in hours[-8:]) == pytest.approx(last["interest_8h"], rel=0.01)
    day, wrong = sum(each.rate for each in hours), sum(row["interest_8h"] for row in FUNDING["result"])
    assert wrong / day > 4
    assert [each.rate for each in hours] == [row["interest_1h"] for row in FUNDING["result"]]


def test_an_hours_funding_is_stamped_when_the_hour_ends():
    """The row of 21:00 has the index of 20:00 as the one before."""
    hours = funding(FUNDING)
    assert hours[-1].observed_at == datetime(2026, 9, 20, 21, tzinfo=UTC)
    assert FUNDING["result"][-1]["prev_index_price"] == FUNDING["result"][-2]["index_price"]
    assert (hours[-1].instrument, hours[-1].venue) == ("BTC-PERPETUAL", "deribit")


@pytest.mark.parametrize("stamp", [1789938000, 1789938000000000, "1789938000000", 1789938000000.5])
def test_milliseconds_are_no_seconds(stamp):
    """Times a thousand times too small or too large, texts and parts of a millisecond are refused."""
    for read, body, place in (
        (funding, FUNDING, ("result", 2, "timestamp")),
        (volatility, VOLATILITY, ("result", "data", 2, 0)),
        (options, CHAIN, ("result", 2, "creation_timestamp")),
    ):
        with pytest.raises(PayloadError, match=rf"{'.'.join(str(part) for part in place)}: "):
            read(put(body, place, stamp))


def test_the_volatility_index_is_told_at_the_end_of_its_hour():
    """Percent becomes a fraction; the hour that has not ended at 21:17 is left out."""
    readings = volatility(VOLATILITY)
    assert len(readings) == len(VOLATILITY["result"]["data"]) - 1 == 14
    last = readings[-1]
    assert last.observed_at == last.available_at == datetime(2026, 9, 20, 20, 59, 59, 999000, tzinfo=UTC)
    assert last.value == pytest.approx(0.3485)
    assert len(volatility(VOLATILITY, NOW + timedelta(hours=1))) == 14


def test_an_index_without_an_hour_that_ended_is_refused():
    """Nothing is to be told of hours to come."""
    for body in (put(VOLATILITY, ("result", "data"), []), VOLATILITY):
        with pytest.raises(PayloadError, match=r"result\.data: has no bar that had ended"):
            volatility(body, NOW - timedelta(days=1))


def test_hours_of_the_volatility_index_join_the_kept_days():
    """The last hour of a day and the day's close are one series at one instant, in one unit."""
    kept, *_ = parse_dvol(
        b"date,symbol,dvol_close_pct\n2026-09-20,BTC,35.47\n", name="x", origin=Provenance("x"), names=NAMES
    )
    start = 1789938000000 + 2 * 3_600_000
    bars = [[start, 34.0, 36.0, 34.0, 35.47], [start + 3_600_000, 35.47, 36.0, 35.0, 35.5]]
    hour, *_ = volatility(put(VOLATILITY, ("result", "data"), bars), NOW + timedelta(days=1))
    assert (kept.series, kept.unit, kept.observed_at, kept.value) == (
        hour.series, hour.unit, hour.observed_at, pytest.approx(hour.value),
    )  # fmt: skip


def test_only_coins_with_a_chain_of_their_own_are_asked_about():
    """A desk that also writes about solana has no question about it here."""
    asks = list(deribit.SOURCE.asks(Scope(("SOL", "ETH"), NAMES, NOW)))
    assert {ask.subject.partition("-")[0] for ask in asks} == {"ETH"}
    assert [ask.kind for ask in asks] == ["options", "futures", "volatility", "funding"]


def test_a_page_of_the_past_is_no_larger_than_the_source_allows():
    """1,000 bars of the index; 744 rows of funding, both ends included."""
    asks = list(deribit.SOURCE.history(Scope(("BTC",), NAMES, NOW), NOW - timedelta(days=400)))
    for ask in asks:
        window = dict(ask.query)
        span = int(window["end_timestamp"]) - int(window["start_timestamp"])
        assert span // 3_600_000 + 1 <= (1000 if ask.kind == "volatility" else 744)
    firsts = [
        min(int(dict(a.query)["start_timestamp"]) for a in asks if a.kind == k) for k in ("volatility", "funding")
    ]
    assert max(firsts) <= (NOW - timedelta(days=400)).timestamp() * 1000
