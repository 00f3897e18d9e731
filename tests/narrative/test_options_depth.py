"""The second reading of options, by hand: which expiry, strike, tenor and wing is told, and when none is."""

from datetime import UTC, date, datetime

import pytest

from generator.model.coverage import Coverage
from generator.model.fact import Fact, Facts, Kind
from generator.model.signal import Stance
from generator.narrative.depth import depth, method
from generator.narrative.expiries import expiries
from generator.narrative.extras import without_the_lesser
from generator.narrative.view import View, finding

NOW = datetime(2026, 2, 11, tzinfo=UTC)
PRICE = "BTC/spot.price@binance"
OPTIONS = "BTC/options"


def fact(fact_id, value, unit="ratio", kind=Kind.LEVEL, **more):
    return Fact(id=fact_id, kind=kind, value=value, unit=unit, as_of=NOW, formula="", **more)


def price(value=70_000.0):
    return fact(PRICE, value, "USD")


def expiry(day, share, pain=75_000.0):
    """Return the facts of one expiry of a chain of $20 billion."""
    notional = f"{OPTIONS}.expiry_notional/{day}@deribit"
    return [
        fact(notional, share * 20e9, "USD"),
        fact(f"{notional}~share", share, kind=Kind.SHARE),
        fact(f"{OPTIONS}.put_call_ratio/{day}@deribit", 0.8),
        fact(f"{OPTIONS}.max_pain/{day}@deribit", pain, "USD"),
        fact(f"{OPTIONS}.max_pain/{day}@deribit~distance", pain / 70_000 - 1, kind=Kind.CHANGE, than=PRICE),
    ]  # fmt: skip


def view(*facts):
    return View("BTC", NOW, Facts(facts), {}, Stance(label=None, horizon="", confidence="low", families={}))


def told(found):
    return {each.move: each for each in found}


def test_the_next_expiry_is_the_first_that_matters():
    """A day's own options are dust beside Friday's, and what has expired is no more to come."""
    dust, friday, past = expiry("2026-02-12", 0.01), expiry("2026-02-13", 0.1), expiry("2026-02-10", 0.3)
    found = told(expiries(view(price(), *dust, *friday, *past), "derivatives"))
    assert found["watch-expiry"].cast["notional"].key.tenor == "2026-02-13"
    assert "watch-expiry-large" not in found


def test_a_large_expiry_further_out_is_told_by_itself():
    """A quarter of all options on one date is worth a line; the closer it comes the more."""
    far = told(expiries(view(price(), *expiry("2026-02-13", 0.1), *expiry("2026-03-27", 0.25)), "derivatives"))
    soon = told(expiries(view(price(), *expiry("2026-02-13", 0.1), *expiry("2026-02-27", 0.25)), "derivatives"))
    assert far["watch-expiry-large"].cast["notional"].key.tenor == "2026-03-27"
    assert soon["watch-expiry-large"].salience > far["watch-expiry-large"].salience
    small = told(expiries(view(price(), *expiry("2026-02-13", 0.1), *expiry("2026-03-27", 0.19)), "derivatives"))
    assert "watch-expiry-large" not in small


def test_max_pain_is_for_readers_of_derivatives_and_of_the_price_that_is_told():
    """A distance from another price than the article's is left out."""
    facts = expiry("2026-02-13", 0.1)
    assert {"pain", "away"} <= told(expiries(view(price(), *facts), "derivatives"))["watch-expiry"].cast.keys()
    assert "pain" not in told(expiries(view(price(), *facts), "markets"))["watch-expiry"].cast
    other = view(fact("BTC/spot.price@deribit", 70_010.0, "USD"), *facts)
    assert "away" not in told(expiries(other, "derivatives"))["watch-expiry"].cast


@pytest.mark.parametrize(
    ("put", "call", "named"),
    [
        pytest.param(60_000.0, 80_000.0, {"put", "call"}, id="one on each side"),
        pytest.param(60_000.0, 100_000.0, {"put"}, id="the calls are out of sight"),
        pytest.param(40_000.0, 100_000.0, None, id="both are"),
    ],
)
def test_strikes_are_levels_only_where_the_price_may_get(put, call, named):
    """A strike more than a quarter away is no level of the week."""
    facts = [
        fact(f"{OPTIONS}.top_put_strike@deribit", put, "USD"), fact(f"{OPTIONS}.top_call_strike@deribit", call, "USD"),
    ]  # fmt: skip
    found = told(expiries(view(price(), *facts), "derivatives"))
    assert ("watch-strikes" in found) == (named is not None)
    assert named is None or found["watch-strikes"].cast.keys() - {"price"} == named


@pytest.mark.parametrize(("strike", "is_told"), [(70_500.0, True), (73_400.0, True), (73_600.0, False)])
def test_gamma_is_told_within_five_percent_of_the_price(strike, is_told):
    """Further away hedges hardly change with the price."""
    found = told(expiries(view(price(), fact(f"{OPTIONS}.gamma_strike@deribit", strike, "USD")), "derivatives"))
    assert ("watch-gamma" in found) is is_told


@pytest.mark.parametrize(
    ("front", "back", "trait"),
    [(0.2, 0.1, "front"), (0.1, 0.2, "back"), (-0.02, 0.05, "split"), (0.1, 0.09, None), (-0.1, -0.2, None)],
)
def test_near_and_far_skew_are_told_apart_where_they_differ(front, back, trait):
    """Three points of a share are a difference; below zero calls are dearer and other words would be needed."""
    facts = [fact(f"{OPTIONS}.skew_25d/7d@deribit", front), fact(f"{OPTIONS}.skew_25d/180d@deribit", back)]
    found = told(depth(view(*facts)))
    assert found.get("skew-front") is None if trait is None else trait in found["skew-front"].traits


def test_the_back_is_the_farthest_tenor_that_has_a_skew():
    """Without a reading at 180 days that at 90 stands for the far end."""
    facts = [fact(f"{OPTIONS}.skew_25d/7d@deribit", 0.2), fact(f"{OPTIONS}.skew_25d/90d@deribit", 0.1)]
    assert told(depth(view(*facts)))["skew-front"].cast["back"].key.tenor == "90d"


def test_the_butterfly_is_told_on_unusual_days_only():
    """An extreme of two months, or the outer twentieth of a year's readings."""
    wings = fact(f"{OPTIONS}.butterfly_25d/30d@deribit", 0.03)
    rank = fact(f"{wings.id}~rank", 0.03, kind=Kind.RANK, rank="highest", since=date(2025, 11, 21),
                coverage=Coverage(first=date(2025, 1, 1), days=365, expected=365))  # fmt: skip
    assert "butterfly" not in told(depth(view(wings, fact(f"{wings.id}~percentile", 0.9, kind=Kind.SHARE))))
    assert "butterfly" in told(depth(view(wings, fact(f"{wings.id}~percentile", 0.97, kind=Kind.SHARE))))
    assert told(depth(view(wings, rank)))["butterfly"].cast["rank"] is rank


@pytest.mark.parametrize(
    ("week", "month", "is_told"),
    [(-0.2, 0.1, True), (-0.02, 0.1, False), (0.1, 0.1, False), (-0.97, -0.3, True), (-0.5, -0.3, False)],
)
def test_a_week_is_told_where_it_says_something_else_than_the_month(week, month, is_told):
    """Where it turns the month's reading round, or goes twice as far."""
    facts = [
        fact(f"{OPTIONS}.volatility_premium/30d@deribit", month), fact(f"{OPTIONS}.iv_atm/7d@deribit", 0.6),
        fact("BTC/spot.realised_vol/7d", 0.6 - week), fact(f"{OPTIONS}.volatility_premium/7d@deribit", week),
    ]  # fmt: skip
    assert ("vol-premium-week" in told(depth(view(*facts)))) is is_told


def test_a_premium_is_told_with_the_two_volatilities_that_it_is_the_difference_of():
    """A realized volatility of another hour would not give it."""
    facts = [
        fact(f"{OPTIONS}.volatility_premium/30d@deribit", 0.1), fact(f"{OPTIONS}.iv_atm/7d@deribit", 0.6),
        fact("BTC/spot.realised_vol/7d", 0.81), fact(f"{OPTIONS}.volatility_premium/7d@deribit", -0.2),
    ]  # fmt: skip
    assert "vol-premium-week" not in told(depth(view(*facts)))


@pytest.mark.parametrize(
    ("n", "note", "traits"),
    [
        (9, "2 under 36 hours, 1 without a 25-delta wing", {"short", "thin"}),
        (10, "2 under 36 hours", {"short"}),
        (12, "", None),
        (9, "", None),
    ],
)
def test_what_the_chain_left_out_is_told_with_its_reason(n, note, traits):
    """Nothing left out is not told, nor what was left out without a reason."""
    read = fact(f"{OPTIONS}.expiries@deribit", float(n), "count", Kind.COUNT, n=n, total=12, note=note)
    found = method(view(read))
    assert [set(each.traits) for each in found] == ([] if traits is None else [traits])


def test_only_the_best_extras_are_told():
    """Two second readings and two things to watch at most; those with hardly any news in them never."""
    names = ("skew-front", "implied-move", "vol-premium-week", "basis-curve", "butterfly")
    found = {name: finding(name, "x", {}, size=0.2 + place / 10) for place, name in enumerate(names)}
    found |= {f"other-{n}": finding(f"other-{n}", "x", {}, size=0.1) for n in range(60)}
    kept = without_the_lesser(found, "derivatives", dull=False)
    assert [name for name in names if name in kept] == ["basis-curve", "butterfly"]
    assert sum(name.startswith("other") for name in kept) == 60
    assert "skew-front" not in without_the_lesser({"skew-front": finding("skew-front", "x", {}, size=0.1)} | found,
                                                  "derivatives", dull=False)  # fmt: skip
    assert not set(names) & set(without_the_lesser(found, "brief", dull=False))


def test_the_week_gives_way_to_a_month_that_says_the_same():
    """After a crash a week's realized volatility goes further in the month's direction for days."""
    others = {f"other-{n}": finding(f"other-{n}", "x", {}, size=0.1) for n in range(60)}
    month = {"vol-premium": finding("vol-premium", "x", {}, size=0.4)}
    for trait, is_told in (("further", False), ("turned", True)):
        week = {"vol-premium-week": finding("vol-premium-week", "x", {}, traits={trait}, size=0.4)}
        kept = without_the_lesser(others | month | week, "derivatives", dull=False)
        assert ("vol-premium-week" in kept) is is_told
