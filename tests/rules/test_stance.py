"""The stance: a weighted median of families, its confidence, and its horizon."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.rules.judge import judge
from generator.rules.stance import weighted_median

AS_OF = datetime(2026, 2, 7, tzinfo=UTC)
NAN = float("nan")

DAY_AND_WEEK = {"BTC/spot.return/1d": "day", "BTC/spot.return/7d": "week", "BTC/spot.drawdown": "drawdown"}
LEVERAGE = {"BTC/futures.basis/90d@binance": "basis", "BTC/perp.funding_rate/1d@binance": "funding"}
SKEWS = {f"BTC/options.skew_25d/{tenor}@deribit": f"skew_{tenor}" for tenor in ("7d", "30d", "90d")}
SENTIMENT = {"CRYPTO/sentiment.fear_greed@alternative.me": "fear_greed"}
SLOPE = {"BTC/options.term_slope/30d-90d@deribit": "slope"}
SERIES = {name: series for series, name in (DAY_AND_WEEK | LEVERAGE | SKEWS | SENTIMENT | SLOPE).items()}


@pytest.fixture(scope="module")
def judged(shipped, catalogue, names, measured):
    """Return a function that judges a day of readings given by name, each a history or one number."""

    def judge_readings(**readings):
        histories = {SERIES[name]: r if isinstance(r, list) else [r] for name, r in readings.items()}
        return judge(shipped, measured(histories), catalogue=catalogue, names=names, as_of=AS_OF)

    return judge_readings


# Readings of three real days, rounded.
REBOUND = {
    "day": 0.122, "week": -0.162, "drawdown": -0.441, "basis": 0.027, "funding": -0.105,
    "skew_7d": 0.214, "skew_30d": 0.216, "skew_90d": 0.167, "fear_greed": 9, "slope": 0.024,
}  # fmt: skip
SELLERS = {
    "day": -0.018, "week": -0.093, "drawdown": -0.455, "basis": 0.031, "funding": -0.082,
    "skew_7d": 0.204, "skew_30d": 0.201, "skew_90d": 0.167, "fear_greed": 9, "slope": 0.025,
}  # fmt: skip
QUIET = {
    "day": 0.007, "week": 0.031, "drawdown": -0.282, "basis": 0.045, "funding": 0.041,
    "skew_7d": 0.039, "skew_30d": 0.049, "skew_90d": 0.062, "fear_greed": 29, "slope": -0.012,
}  # fmt: skip


@pytest.mark.parametrize(
    ("readings", "label", "horizon"),
    [
        pytest.param(REBOUND, "extreme fear", "days to weeks", id="6 February 2026"),
        pytest.param(SELLERS, "extreme fear", "days to weeks", id="10 February 2026"),
        pytest.param(QUIET, "neutral", "weeks", id="3 January 2026"),
    ],
)
def test_the_stance_of_real_days(judged, readings, label, horizon):
    """What an editor would say of them."""
    stance = judged(**readings).stances["BTC"]
    assert (stance.label, stance.horizon, stance.confidence) == (label, horizon, "high")


def test_a_family_is_the_weighted_mean_of_its_votes(judged):
    """Worked by hand: extreme gain +2, extreme loss -2 twice, bear market -1 at half a vote, over 3.5."""
    families = judged(**REBOUND).stances["BTC"].families
    assert families["price and volatility"] == pytest.approx((2 - 2 * 2 - 0.5) / 3.5)
    assert families["leverage"] == pytest.approx((2 * -1 - 2) / 3)  # weak at double weight, shorts pay heavily
    assert families["options"] == -2
    assert families["sentiment"] == -2


def test_unknown_families_lower_the_confidence_and_are_named(judged):
    """Four families are high confidence, three medium, two low, one is no stance."""
    readings = dict(REBOUND)
    confidences = []
    for names in ([], ["fear_greed"], ["basis", "funding"], ["day", "week", "drawdown"]):
        for name in names:
            del readings[name]
        stance = judged(**readings).stances["BTC"]
        confidences.append((stance.label is not None, stance.confidence, stance.unknown))
    assert confidences == [
        (True, "high", []),
        (True, "medium", ["sentiment"]),
        (True, "low", ["leverage", "sentiment"]),
        (False, "", ["price and volatility", "leverage", "sentiment"]),
    ]


def test_without_a_stance_there_is_no_fact_of_one(judged):
    """One family is not enough, and nothing is said instead."""
    day = judged(skew_30d=0.2)
    assert day.stances["BTC"].label is None
    assert "BTC/stance~band" not in day.facts


def test_a_coin_that_no_rule_votes_on_has_an_unknown_stance(judged):
    """Asked for solana, the answer is that nobody can say, not an error."""
    stance = judged(**REBOUND).stances["SOL"]
    assert (stance.label, stance.confidence, len(stance.unknown)) == (None, "", 4)
    assert judged().stances["market"].label is None


def test_the_market_is_judged_on_bitcoin(judged):
    """The stance of the whole market is bitcoin's, as a fact of its own."""
    day = judged(**REBOUND)
    assert day.stances["market"] == day.stances["BTC"]
    assert day.facts["market/stance~band"].state == day.facts["BTC/stance~band"].state == "extreme fear"


def test_the_stance_remembers_when_it_turned(judged):
    """Neutral on the first two days, extreme fear on the third."""
    turned = {name: [QUIET[name], QUIET[name], REBOUND[name]] for name in REBOUND}
    fact = judged(**turned).facts["BTC/stance~band"]
    assert (fact.previous, fact.state, fact.n) == ("neutral", "extreme fear", 1)


@pytest.mark.parametrize(
    ("skews", "slope", "horizon"),
    [
        pytest.param((0.05, 0.05, 0.05), 0.0, "weeks", id="no strain"),
        pytest.param((0.16, 0.05, 0.05), 0.0, "days", id="the week alone"),
        pytest.param((0.16, 0.12, 0.07), 0.0, "days to weeks", id="the week and the month"),
        pytest.param((0.09, 0.12, 0.07), 0.0, "weeks", id="the month alone"),
        pytest.param((0.16, 0.14, 0.12), 0.0, "weeks to months", id="all tenors, level curve"),
        pytest.param((0.16, 0.14, 0.12), 0.03, "days to weeks", id="all tenors, the curve falls from its front"),
        pytest.param((0.05, 0.12, 0.12), 0.0, "weeks to months", id="the far end"),
        pytest.param((0.21, 0.14, 0.12), 0.0, "days", id="panic in the week counts before strain elsewhere"),
        pytest.param((-0.16, -0.12, -0.03), 0.0, "days to weeks", id="calls strained as well as puts"),
        pytest.param((0.16, None, None), 0.0, "days", id="only the week is known"),
    ],
)
def test_the_horizon_follows_the_tenors_that_carry_the_strain(judged, skews, slope, horizon):
    """The most strained tenors of the skew give the span."""
    known = {f"skew_{tenor}": skew for tenor, skew in zip(("7d", "30d", "90d"), skews, strict=True) if skew is not None}
    assert judged(**known, slope=slope, fear_greed=30).stances["BTC"].horizon == horizon


def test_the_preferred_venue_votes(shipped, catalogue, names, measured):
    """Of two venues the first in order is told, so it is the one that votes."""
    rate = "BTC/perp.funding_rate/1d"
    day = measured({f"{rate}@binance": [-0.1], f"{rate}@bybit": [0.2], SERIES["fear_greed"]: [9]})
    stance = judge(shipped, day, catalogue=catalogue, names=names, as_of=AS_OF).stances["BTC"]
    assert stance.families["leverage"] == -2


@pytest.mark.parametrize(
    ("scores", "weights", "median"),
    [
        pytest.param([-2, -1, 0, 1], [1, 1, 1, 1], -0.5, id="the mean of the two in the middle"),
        pytest.param([-2, -2, 1, 0], [1, 1, 2, 1], 0, id="the double vote moves the middle"),
        pytest.param([NAN, -1, NAN, 1], [1, 1, 2, 1], 0, id="what is unknown has no weight"),
        pytest.param([NAN, -1, 1, NAN], [1, 1, 2, 1], 1, id="the heavier of two"),
        pytest.param([NAN, NAN, -2, NAN], [1, 1, 2, 1], -2, id="one alone"),
    ],
)
def test_the_weighted_median_by_hand(scores, weights, median):
    """Half of the weight lies on either side."""
    assert weighted_median(np.array([scores], dtype=float), np.array(weights, dtype=float)).tolist() == [median]


def test_nothing_known_has_no_median():
    """Not zero."""
    assert np.isnan(weighted_median(np.full((1, 4), NAN), np.ones(4))).all()


@given(
    st.lists(st.tuples(st.sampled_from([-2.0, -1.5, -1.0, 0.0, 0.5, 2.0]), st.integers(1, 3)), min_size=1, max_size=6)
)
def test_a_weighted_median_is_the_median_of_repeated_votes(votes):
    """A weight of two counts as two votes."""
    scores, weights = (np.array(column, dtype=float) for column in zip(*votes, strict=True))
    repeated = np.repeat(scores, weights.astype(int))
    assert weighted_median(scores[None, :], weights)[0] == pytest.approx(np.median(repeated))
