"""Salience: four parts of a score, each 0 to 1, each only where it is known."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.coverage import Coverage
from generator.model.fact import Fact, Facts, Kind
from generator.model.signal import Signal, Stance
from generator.narrative.salience import agreement, is_news, novelty, rarity, size, weigh
from generator.narrative.view import View

NOW = datetime(2026, 2, 6, tzinfo=UTC)
TODAY = NOW.date()
FAMILIES = ("price and volatility", "leverage", "options", "sentiment")
scores = st.one_of(st.none(), st.floats(-2, 2))
families = st.fixed_dictionaries(dict.fromkeys(FAMILIES, scores))
moves = st.floats(-50, 50)


def rank(days, first=4000):
    """An extreme since so many days ago, None if nothing in the record was as extreme."""
    since = None if days is None else TODAY - timedelta(days=days)
    return Fact(
        id="X/y~rank", kind=Kind.RANK, value=1.0, unit="ratio", as_of=NOW, formula="", rank="lowest", since=since,
        coverage=Coverage(TODAY - timedelta(days=first), 365, 365),
    )  # fmt: skip


def signal(lean=-1, family="options", **more):
    return Signal(rule="r", fact="f", state="fear", lean=lean, family=family, **more)


@pytest.mark.parametrize(("deviations", "expected"), [(0, 0), (1, 0.25), (-1, 0.25), (2, 0.4375), (-6.1, 0.827)])
def test_a_move_counts_by_what_is_usual_for_its_series(deviations, expected):
    """One standard deviation is a quarter; the fall of 5 February 2026 was six."""
    assert size([deviations]) == pytest.approx(expected, abs=5e-4)


def test_the_larger_of_two_moves_counts():
    """A quiet day at the end of a wild week."""
    assert size([0.1, -4.0]) == size([-4.0, None]) == size([4.0])


@pytest.mark.parametrize(
    ("days", "share", "expected"),
    [
        pytest.param(365, None, 1.0, id="lowest in a year"),
        pytest.param(73, None, 0.2, id="lowest since two months and a half"),
        pytest.param(None, 0.5, 1.0, id="lowest of a record of years"),
        pytest.param(36.5, 0.97, 0.7, id="among the highest three in a hundred"),
        pytest.param(73, 0.08, 0.2, id="the larger of two"),
        pytest.param(73, 0.3, 0.2, id="no part of the tail"),
    ],
)
def test_rarity_is_reach_or_place_in_the_year(days, share, expected):
    """How long ago it was as extreme, and how far out it lies; the larger one counts."""
    assert rarity(rank(days), share) == pytest.approx(expected)


def test_an_ordinary_place_in_the_year_is_known_to_be_none():
    """Zero is knowledge, nothing is not."""
    assert rarity(None, 0.5) == 0.0
    assert rarity(None, None) is None


def test_a_state_that_has_held_for_weeks_is_not_news():
    """The first day counts whole, the thirty-fourth hardly; one that the record begins in nobody knows."""
    assert novelty(signal(days=1, since=TODAY)) == 1.0
    assert novelty(signal(days=34, since=TODAY - timedelta(days=33))) < 0.03
    assert novelty(signal(days=34, since=None)) is None
    assert novelty(None) is None


def test_others_that_point_the_same_way_agree_with_a_reading():
    """Options show fear; prices do as strongly as can be, leverage half as much, sentiment is unknown."""
    others = {"options": -2.0, "price and volatility": -2.0, "leverage": -1.0, "sentiment": None}
    assert agreement(signal(), others) == pytest.approx(0.75)
    assert agreement(signal(lean=1), others) == 0.0
    assert agreement(signal(lean=0), others) is None
    assert agreement(signal(), {"options": -2.0, "sentiment": None}) is None


def test_an_ordinary_return_after_a_crash_is_no_new_state():
    """Each day has its own; that fear has left the options is news all the same."""
    calm = {"days": 1, "since": TODAY, "lean": 0, "strength": 0}
    day = Signal(rule="r", fact=DAY.id, state="ordinary", **calm)
    assert "novelty" not in weigh(view(DAY, judged=day), DAY)
    basis = Signal(rule="r", fact=BASIS.id, state="neutral", **calm)
    assert weigh(view(BASIS, judged=basis), BASIS)["novelty"] == 1.0


@pytest.mark.parametrize(
    ("score", "news"),
    [
        pytest.param({"novelty": 1.0}, True, id="a state began today"),
        pytest.param({"novelty": 0.5, "rarity": 0.1, "size": 0.9}, False, id="it began yesterday"),
        pytest.param({"rarity": 0.2}, True, id="an extreme of ten weeks"),
        pytest.param({}, False, id="nothing is known"),
    ],
)
def test_what_has_held_for_weeks_makes_no_long_article(score, news):
    """Only what is new or rare does, and of the price an unusual move."""
    assert is_news(score) is news
    assert is_news({"size": 0.3}, move=True)


@given(moves, moves)
def test_a_larger_move_never_scores_less(one, other):
    """Whichever way it goes."""
    small, large = sorted((one, other), key=abs)
    assert 0 <= size([small]) <= size([large]) <= 1


@given(st.integers(0, 4000), st.integers(0, 4000), st.one_of(st.none(), st.floats(0, 1)))
def test_an_extreme_of_longer_never_scores_less(one, other, share):
    """Since longer ago is rarer, and nothing is rarer than the whole record."""
    short, long = sorted((one, other))
    assert 0 <= rarity(rank(short), share) <= rarity(rank(long), share) <= rarity(rank(None), share) <= 1


@given(st.floats(0, 0.5), st.floats(0, 0.5), st.booleans(), st.one_of(st.none(), st.integers(0, 4000)))
def test_a_place_further_out_never_scores_less(one, other, high, days):
    """On either side of the year's readings."""
    far, near = sorted((one, other))
    further, nearer = (rarity(rank(days), 1 - share if high else share) for share in (far, near))
    assert 0 <= nearer <= further <= 1


@given(st.integers(1, 4000), st.integers(1, 4000))
def test_a_state_of_longer_is_never_newer(one, other):
    """Day by day it is less of a novelty."""
    short, long = sorted((one, other))
    assert 0 < novelty(signal(days=long, since=TODAY)) <= novelty(signal(days=short, since=TODAY)) <= 1


@given(st.sampled_from([-1, 1]), families, st.sampled_from(FAMILIES), st.floats(-2, 2), st.floats(-2, 2))
def test_a_family_that_turns_its_way_never_weakens_agreement(lean, scored, name, one, other):
    """Its own family has no say."""
    against, along = sorted((one, other), key=lambda score: score * lean)
    before, after = agreement(signal(lean), scored | {name: against}), agreement(signal(lean), scored | {name: along})
    assert (before is None) == (after is None)
    if before is not None:
        assert 0 <= before <= after <= 1
        assert name != "options" or before == after


def view(*facts, judged=None, **scored):
    stance = Stance(label=None, horizon="", confidence="", families=dict.fromkeys(FAMILIES) | scored)
    return View("BTC", NOW, Facts(facts), {judged.fact: judged} if judged else {}, stance)


def fact(fact_id, value, kind=Kind.LEVEL, **more):
    return Fact(id=fact_id, kind=kind, value=value, unit="ratio", as_of=NOW, formula="", **more)


BASIS = fact("BTC/futures.basis/90d@binance", 0.03)
DAY = fact("BTC/spot.return/1d", -0.14, Kind.CHANGE, of="BTC/spot.price@binance", window="1d")


def test_a_reading_of_which_nothing_is_known_has_no_score():
    """No part is zero that nobody has worked out."""
    assert weigh(view(BASIS), BASIS) == {}
    assert weigh(view(), None) == {}


def test_a_size_is_taken_from_elsewhere_only_where_nothing_says_what_is_usual():
    """In a record of weeks nobody knows what a usual week is."""
    assert weigh(view(BASIS), BASIS, otherwise=0.4) == {"size": 0.4}
    usual = fact(f"{BASIS.id}~unusual:7d", -1.0)
    assert weigh(view(BASIS, usual), BASIS, otherwise=0.4) == {"size": 0.25}


def test_a_return_is_measured_against_returns_of_its_window():
    """The week's fall does not make the day's larger."""
    known = [fact("BTC/spot.price@binance~unusual:1d", -2.0), fact("BTC/spot.price@binance~unusual:7d", -6.0)]
    assert weigh(view(DAY, *known), DAY)["size"] == pytest.approx(0.438)


def test_all_four_parts_of_a_basis():
    """By hand: two deviations in a week, the lowest of its year, three days in its state, options as strained."""
    judged = Signal(
        rule="basis", fact=BASIS.id, state="weak", lean=-1, family="leverage", days=3, since=date(2026, 2, 4)
    )  # fmt: skip
    known = [fact(f"{BASIS.id}~unusual:7d", -2.0), fact(f"{BASIS.id}~percentile", 0.01, Kind.SHARE)]
    scored = {"options": -2.0, "sentiment": -1.0}
    assert weigh(view(BASIS, *known, judged=judged, **scored), BASIS) == {
        "size": 0.438, "rarity": 0.9, "novelty": 0.333, "agreement": 0.75,
    }  # fmt: skip


@given(
    st.one_of(st.none(), moves), st.one_of(st.none(), st.floats(0, 1)), st.one_of(st.none(), st.integers(1, 900)),
    families,
)  # fmt: skip
def test_every_part_lies_between_nothing_and_one(unusual, share, days, scored):
    """And there is one for what is known, no more."""
    known = [BASIS]
    if unusual is not None:
        known.append(fact(f"{BASIS.id}~unusual:1d", unusual))
    if share is not None:
        known.append(fact(f"{BASIS.id}~percentile", share, Kind.SHARE))
    judged = None
    if days is not None:
        judged = Signal(
            rule="r", fact=BASIS.id, state="weak", lean=-1, family="leverage", days=days, since=date(2024, 1, 1)
        )
    parts = weigh(view(*known, judged=judged, **scored), BASIS)
    others = [score for name, score in scored.items() if name != "leverage" and score is not None]
    present = {"size": unusual, "rarity": share, "novelty": days, "agreement": (days and others) or None}
    assert set(parts) == {name for name, value in present.items() if value is not None}
    assert all(0 <= part <= 1 for part in parts.values())
