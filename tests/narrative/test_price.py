"""What is told of the price: round numbers that were crossed, records, and what the close alone would hide."""

from datetime import UTC, date, datetime, timedelta

import pytest

from generator.model.coverage import Coverage
from generator.model.fact import Fact, Facts, Kind
from generator.model.signal import Stance
from generator.narrative.headlines import headlines
from generator.narrative.price import price
from generator.narrative.view import View
from generator.narrative.watch import watch
from generator.narrative.wider import macro, mood, wider

NOW = datetime(2026, 2, 11, tzinfo=UTC)
PRICE = "BTC/spot.price@binance"
HIGH = "BTC/spot.high/1d@binance"
LOW = "BTC/spot.low/1d@binance"
FULL = Coverage(first=date(2017, 8, 17), days=365, expected=365)


def fact(fact_id, value, unit="USD", kind=Kind.LEVEL, **more):
    more.setdefault("as_of", NOW - timedelta(milliseconds=1))
    return Fact(id=fact_id, kind=kind, value=value, unit=unit, formula="", **more)


def view(*facts):
    return View("BTC", NOW, Facts(facts), {}, Stance(label=None, horizon="", confidence="low", families={}))


def candidates(day, edition):
    """Return the patterns that a day offers for a title."""
    moves = {each.move: each for each in (*price(day), *mood(day))}
    return {each.move for each in headlines(day, edition, moves)}


def rank(fact_id, value, said, since=None):
    return fact(f"{fact_id}~rank", value, kind=Kind.RANK, rank=said, since=since, coverage=FULL)


@pytest.mark.parametrize(
    ("before", "told"), [(70_300.0, True), (68_900.0, False), (70_000.0, False), (75_000.0, False)]
)
def test_a_round_price_is_told_on_the_day_that_crosses_it(before, told):
    """A price that is merely near $70,000 is near it every day, and a fall of 8% goes through one anyhow."""
    found = price(view(
        fact(PRICE, 69_000.0), fact(f"{PRICE}~past:1d", before, kind=Kind.PAST), fact(f"{PRICE}~round:above", 70_000.0)
    ))  # fmt: skip
    assert ("round-above" in {each.move for each in found}) is told


@pytest.mark.parametrize(
    ("record", "trait", "head"), [(72_800.0, "record", "head-record"), (73_000.0, "extreme", None)]
)
def test_a_record_is_called_one(record, trait, head):
    """No price was ever as high: "in more than six years" would be less than the truth."""
    day = view(
        fact(PRICE, 72_078.0), fact(HIGH, 72_800.0), rank(HIGH, 72_800.0, "highest"),
        fact("BTC/spot.all_time_high@binance", record), fact("BTC/spot.return/1d", 0.045, "ratio", Kind.CHANGE),
    )  # fmt: skip
    assert trait in next(each for each in price(day) if each.move == "touched-high").traits
    assert ("head-record" in candidates(day, "markets")) is (head is not None)


@pytest.mark.parametrize(("since", "told"), [(date(2025, 4, 11), True), (date(2026, 1, 11), False)])
def test_a_low_of_half_a_year_goes_into_the_headline(since, told):
    """The close alone hides that the day fell further; the low of a month is no such news."""
    day = view(
        fact(PRICE, 85_129.0), fact(LOW, 80_600.0), rank(LOW, 80_600.0, "lowest", since),
        fact("BTC/spot.return/1d", -0.017, "ratio", Kind.CHANGE),
    )  # fmt: skip
    assert ("head-touched" in candidates(day, "derivatives")) is told


@pytest.mark.parametrize(("points", "told"), [(-37.0, True), (14.0, False)])
def test_a_turn_of_sentiment_is_a_headline(points, told):
    """Fifteen points in a day happen a few times a year."""
    index = "CRYPTO/sentiment.fear_greed@alternative.me"
    day = view(
        fact(PRICE, 110_644.0), fact(index, 27.0, "index"), fact(f"{index}~past:1d", 64.0, "index", Kind.PAST),
        fact(f"{index}~change:1d", points, "index_points", Kind.CHANGE),
    )  # fmt: skip
    assert ("head-mood" in candidates(day, "markets")) is told


@pytest.mark.parametrize(
    ("change", "hours", "told"), [(-0.0005, 18, True), (0.0001, 18, False), (0.0, 18, False), (-0.0005, 42, False)]
)
def test_a_yield_is_told_of_a_session_that_has_just_moved_it(change, hours, told):
    """On a Saturday what Friday brought is old, and "1.70%, against 1.70%" is nothing on any day."""
    bond = fact("macro:JP10Y/macro.yield", 0.0224, "ratio", as_of=NOW - timedelta(hours=hours))
    day = fact(f"{bond.id}~change:1d", change, "ratio_points", Kind.CHANGE, window="1d")
    assert ("jgb" in {each.move for each in macro(view(bond, day))}) is told


@pytest.mark.parametrize("perpetuals", [True, False])
def test_the_market_is_counted_once(perpetuals):
    """A count of other hours beside the first would contradict it: 67 of 79 rose, and five of 72."""
    counts = {"basket:TOP100": (5, 72), **({"basket:PERPS": (67, 79)} if perpetuals else {})}
    day = view(*(
        fact(f"{asset}/market.breadth/1d", float(n), "count", Kind.COUNT, n=n, total=total)
        for asset, (n, total) in counts.items()
    ))  # fmt: skip
    assert ("ranked-breadth" in {each.move for each in wider(day)}) is not perpetuals


@pytest.mark.parametrize(("known", "told"), [((), True), (("low",), False)])
def test_a_round_price_is_watched_where_no_range_is_known(known, told):
    """Where only the price came, the nearest round number is what is left to look at."""
    price = fact(PRICE, 68_633.0)
    line = fact(f"{price.id}~round:above", 70_000.0, "USD", Kind.THRESHOLD, of=price.id, sign=-1)
    low = [fact("BTC/spot.low/7d", 60_150.0, "USD")] if known else []
    found = {each.move: each for each in watch(view(price, line, *low), "markets")}
    assert ("watch-round" in found) is told
    assert told is (found.keys().isdisjoint({"watch-low"}))
