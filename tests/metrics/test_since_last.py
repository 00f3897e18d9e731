"""What is another now than at the last issue, by hand: labels by day, prices by day, and hours that do not meet."""

from datetime import UTC, datetime, timedelta

from generator.metrics.since_last import since_last
from generator.model.chart import Daily
from generator.model.fact import Fact, Facts, Kind

NOW = datetime(2026, 2, 7, tzinfo=UTC)
CLOSE = NOW - timedelta(milliseconds=1)
PRICE, SKEW = "BTC/spot.price@binance", "BTC/options.skew_25d/30d@deribit"
STATES = ("neutral", "fear", "fear", "panic", "panic")
CLOSES = (90.0, 80.0, 75.0, 60.0, 66.0)


def told(days, *, hours=0, states=STATES, closes=CLOSES):
    """The facts since an issue so many days and hours ago, by what follows the tilde of their ids."""
    facts = Facts(
        [
            Fact(id=PRICE, kind=Kind.LEVEL, value=closes[-1], unit="USD", as_of=CLOSE, formula=""),
            Fact(id=SKEW, kind=Kind.LEVEL, value=0.2, unit="ratio", as_of=CLOSE, formula=""),
            Fact(id=f"{SKEW}~band", kind=Kind.BAND, value=None, unit="none", as_of=CLOSE, formula="", state=states[-1]),
        ]
    )
    daily = {PRICE: Daily(fact=PRICE, last=CLOSE.date(), values=closes)}
    labels = {f"{SKEW}~band": Daily(fact=f"{SKEW}~band", last=CLOSE.date(), values=states)}
    last = NOW - timedelta(days=days, hours=hours)
    return {fact.id: fact for fact in since_last(facts, daily, labels, asset="BTC", last=last, as_of=NOW)}


def test_a_label_that_is_another_now_is_set_against_the_earlier_one():
    """Fear three days ago, panic now; what the day before said plays no part."""
    band = told(3)[f"{SKEW}~band~issue"]
    assert (band.previous, band.state, band.start) == ("fear", "panic", NOW - timedelta(days=3))


def test_a_label_that_is_the_same_is_not_told():
    """Panic a day ago, panic now."""
    assert told(1) == {}


def test_a_price_is_set_against_that_of_the_issue_from_two_days_on():
    """66 after 75 is a fall of 12%; a day's move is told by the lead."""
    found = told(2)
    assert found[f"{PRICE}~issue"].value == 75.0
    assert found[f"{PRICE}~issue"].as_of == CLOSE - timedelta(days=2)
    change = found[f"{PRICE}~issue~return"]
    assert change.value == 66.0 / 75.0 - 1
    assert (change.of, change.than, change.window) == (PRICE, f"{PRICE}~issue", "2d")


def test_an_issue_of_another_hour_is_not_compared():
    """What was known at 10:00 is not on a grid of midnights; two hours are near enough."""
    assert told(2, hours=10) == {}
    assert told(2, hours=2)


def test_what_is_not_on_record_is_not_told():
    """A hole on the day of the issue, or an issue from before the record."""
    assert told(3, states=("neutral", None, "fear", "panic", "panic"), closes=(90.0, None, 75.0, 60.0, 66.0)) == {}
    assert told(9) == {}


def test_nothing_after_the_instant_of_the_issue_decides_what_was_so_then():
    """With other readings since, the earlier label and price are the same."""
    one, other = (
        told(3),
        told(3, states=("neutral", "fear", "neutral", "fear", "panic"), closes=(90, 80.0, 1.0, 2.0, 66.0)),
    )
    assert one[f"{SKEW}~band~issue"].previous == other[f"{SKEW}~band~issue"].previous
    assert one[f"{PRICE}~issue"] == other[f"{PRICE}~issue"]
