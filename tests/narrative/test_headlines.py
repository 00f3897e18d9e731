"""Candidates for a title: which patterns a day offers, in which order, and when a question may be asked."""

from datetime import UTC, date, datetime, timedelta

import pytest

from generator.model.coverage import Coverage
from generator.model.fact import Fact, Facts, Kind
from generator.model.memory import Said
from generator.model.signal import Signal, Stance
from generator.narrative.futures import futures
from generator.narrative.headlines import headlines
from generator.narrative.price import price
from generator.narrative.view import View
from generator.narrative.wider import mood

NOW = datetime(2021, 6, 2, tzinfo=UTC)
PRICE = "BTC/spot.price@binance"
BASIS = "BTC/futures.basis/90d@binance"
FUNDING = "BTC/perp.funding_rate/1d@binance"
INDEX = "CRYPTO/sentiment.fear_greed@alternative.me"
WEAK = "rule:basis~threshold:weak"
FULL = Coverage(first=date(2017, 8, 17), days=365, expected=365)


def fact(fact_id, value, unit="ratio", kind=Kind.LEVEL, **more):
    more.setdefault("as_of", NOW - timedelta(milliseconds=1))
    return Fact(id=fact_id, kind=kind, value=value, unit=unit, formula="", **more)


def ordinary(day=0.021):
    """Return a day of 2021: price, basis, funding and sentiment, no options."""
    return [
        fact("run/as_of", None, "none", as_of=NOW),
        fact(PRICE, 37_600.0, "USD"),
        fact("BTC/spot.return/1d", day, kind=Kind.CHANGE, of=PRICE, window="1d"),
        fact("BTC/spot.return/7d", -0.034, kind=Kind.CHANGE, of=PRICE, window="7d"),
        fact(BASIS, 0.041),
        fact(f"{BASIS}~past:1d", 0.052, kind=Kind.PAST, window="1d"),
        fact(f"{BASIS}~change:1d", -0.011, "ratio_points", Kind.CHANGE, of=BASIS, window="1d"),
        fact(f"{BASIS}~band", None, "none", Kind.BAND, state="weak"),
        fact(f"{BASIS}~streak:weak", 6.0, "days", Kind.STREAK, n=6, than=WEAK, coverage=FULL),
        fact(WEAK, 0.05, kind=Kind.THRESHOLD, sign=-1),
        fact(FUNDING, 0.064),
        fact(INDEX, 24.0, "index"),
        fact(f"{INDEX}~band", None, "none", Kind.BAND, state="extreme fear"),
        fact("BTC/stance~band", None, "none", Kind.BAND, state="fear"),
    ]


def candidates(*facts, edition="derivatives", recent=()):
    """Return the patterns offered, the best first, each once."""
    weak = Signal(rule="basis", fact=BASIS, state="weak", days=6, strength=1, lean=-1)
    stance = Stance(label=None, horizon="", confidence="low", families={})
    view = View("BTC", NOW, Facts(facts), {BASIS: weak}, stance, recent=tuple(recent))
    moves = {each.move: each for each in (*price(view), *futures(view), *mood(view))}
    return list(dict.fromkeys(each.move for each in headlines(view, edition, moves)))


def issue(headline):
    return Said(
        slug="", edition="derivatives", asset="BTC", tone="professional", as_of=NOW, frame="", headline=headline,
        phrases=(), explained=(), sentences=(),
    )  # fmt: skip


@pytest.mark.parametrize("edition", ["derivatives", "markets", "brief"])
def test_an_ordinary_day_without_options_has_a_choice(edition):
    """Price, basis, funding and sentiment are enough for more patterns than rest at one time."""
    assert len(candidates(*ordinary(), edition=edition)) > 6


def test_price_against_derivatives_goes_first_for_readers_of_derivatives():
    """A rise that futures do not share is their story."""
    assert candidates(*ordinary())[0] == "head-contrast"


def test_readers_of_the_market_get_another_pattern():
    """The day's two long pieces do not share a title."""
    assert candidates(*ordinary(), edition="markets")[0] != candidates(*ordinary())[0]


def test_a_rise_that_leaves_the_premium_low_is_not_enough():
    """ "Not yet" needs a rise under a line; a fall has nothing to reach."""
    assert "head-not-yet" in candidates(*ordinary(0.021))
    assert "head-not-yet" not in candidates(*ordinary(-0.021))


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        pytest.param(["head-basis"] * 9, True, id="nine issues without one"),
        pytest.param(["head-basis"] * 4 + ["head-question"] + ["head-basis"] * 4, False, id="asked five issues ago"),
        pytest.param(["head-basis"] * 3, False, id="a young desk has not said enough yet"),
    ],
)
def test_one_issue_in_ten_may_ask(before, asked):
    """A question every other day is a tic."""
    assert ("head-question" in candidates(*ordinary(), recent=map(issue, before))) is asked


def test_candidates_stand_in_the_order_of_their_scores():
    """The evidence shows why one went before another."""
    weak = Signal(rule="basis", fact=BASIS, state="weak", days=6, strength=1, lean=-1)
    view = View("BTC", NOW, Facts(ordinary()), {BASIS: weak},
                Stance(label=None, horizon="", confidence="low", families={}))  # fmt: skip
    moves = {each.move: each for each in (*price(view), *futures(view), *mood(view))}
    scores = [each.salience for each in headlines(view, "derivatives", moves)]
    assert scores == sorted(scores, reverse=True)
