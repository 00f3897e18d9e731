from dataclasses import replace
from datetime import timedelta

from generator.model.observation import Observation, SeriesKey
from scripts.calibrate_gate import Remembered
from tests.collectors.gate.healthy import AT, DAY, chain, of, quotes, sifted, whys

HOUR = timedelta(hours=1)
BITCOIN = [quote for quote in chain() if quote.asset == "BTC"]


def provider(asset, at):
    """A coin's price at an instant and, of 2025, its record high, of one reply."""
    price = next(r for r in of("coingecko", asset="BTC") if r.series.metric == "spot.price")
    high = replace(price.series, asset=asset, metric="spot.all_time_high")
    made = AT - 120 * DAY
    return [
        replace(price, series=replace(price.series, asset=asset), observed_at=at),
        replace(price, series=high, value=126_080.0, observed_at=made, available_at=made),
    ]


def test_a_record_high_falls_with_its_replys_clock():
    """A price of seven hours ago says that the reply's dates are wrong, its record's too; one of five does not."""
    assert not sifted(provider("BTC", AT - 5 * HOUR)).aside
    result = sifted(provider("BTC", AT - 7 * HOUR))
    assert not result.passed
    assert whys(result)[1].startswith("its reply was made at another time: stale")


def test_one_coin_that_is_no_longer_traded():
    """One old coin of three takes only its own record with it; two take the third."""
    ages = (7, 0, 0), (7, 7, 0)
    passed = []
    for old in ages:
        rows = [
            r for name, age in zip(("BTC", "ETH", "SOL"), old, strict=True) for r in provider(name, AT - age * HOUR)
        ]
        passed.append({r.series.asset for r in sifted([replace(r, value=126_080.0) for r in rows]).passed})
    assert passed[1] == set()
    assert "BTC" not in passed[0]


def test_coins_and_dollars_fall_together():
    """Open interest in dollars falls with that in coins, of its own venue and coin only."""
    rows = [r for r in quotes(AT) if isinstance(r, Observation)]
    bad = next(r for r in rows if r.series == SeriesKey("BTC", "futures.open_interest", "", "okx"))
    result = sifted([replace(r, value=-1.0) if r is bad else r for r in rows])
    fallen = {str(r.series) for item in result.aside for r in item.records}
    assert fallen == {"BTC/futures.open_interest@okx", "BTC/futures.open_interest_usd@okx"}
    assert "which fell: " in whys(result)[1]


def test_a_chain_of_calls():
    """A chain in which more than 3% of the options lack their call or put is a part of one."""
    puts = [quote for quote in BITCOIN if quote.right == "P"]
    some = int(len(BITCOIN) * 0.03 / 1.03 / 1.0)
    for lost, falls in ((some // 2, False), (2 * some, True)):
        gone = set(puts[:lost])
        result = sifted([quote for quote in BITCOIN if quote not in gone])
        assert bool(result.aside) is falls
    assert "the chain's options are not all there" in whys(result)[0]


def test_a_chain_without_an_expiry():
    """An expiry that has a future has options; without the future nobody misses it."""
    future = next(r for r in quotes(AT) if getattr(r, "instrument", "") == "BTC-25SEP26")
    future = replace(future, observed_at=BITCOIN[0].observed_at)
    part = [quote for quote in BITCOIN if quote.expires_at != future.expires_at]
    assert not sifted([*BITCOIN, future]).aside
    assert not sifted(part).aside
    assert whys(sifted([*part, future])) == [
        "the chain's options are not all there: none expires with the future of 2026-09-25"
    ]


def macro(asset, metric, values, by=0):
    unit = "index" if metric == "macro.level" else "ratio"
    first = AT - 12 * DAY
    key = SeriesKey(asset, metric, "", "FRED")
    times = [first + (place + by) * DAY for place in range(len(values))]
    return [Observation(key, value, unit, at, at) for value, at in zip(values, times, strict=True)]


def again(asset, metric, values, told, by=0):
    past = Remembered()
    past.take(macro(asset, metric, values))
    return sifted(macro(asset, metric, told, by), before=past)


def test_a_level_may_be_revised_by_a_fifth():
    """The broad dollar is revised each year, and never to another size."""
    levels = [120.0 + place / 10 for place in range(10)]
    for factor, falls in ((1.0, 0), (1.19, 0), (1.3, 10), (0.01, 10)):
        result = again("macro:USD_BROAD", "macro.level", levels, [v * factor for v in levels])
        assert sum(len(item.records) for item in result.aside) == falls


def test_a_yield_may_be_revised_by_half_a_point():
    """Also where it is near nothing: 0.1% may become 0.5%, and 4.2% not 4.8%."""
    for was, now, falls in ((0.001, 0.005, False), (0.042, 0.0465, False), (0.042, 0.048, True), (0.042, -0.042, True)):
        result = again("macro:US10Y", "macro.yield", [was] * 3, [now] * 3)
        assert bool(result.aside) is falls, (was, now)


def test_a_list_of_other_days():
    """Values that are stored a day later have the wrong dates, all of them; a list that ends earlier is old."""
    levels = [6_900.0 + place * place for place in range(10)]
    result = again("macro:SPX", "macro.level", levels, [*levels[1:], 7_000.0])
    assert not result.passed
    assert whys(result) == ["its readings are stored already, each of another day"]
    assert whys(again("macro:SPX", "macro.level", levels, levels, by=-365)) == [
        "365 days older than what is stored already"
    ]
