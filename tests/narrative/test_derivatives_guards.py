"""Guards of what is said of futures and options, by hand: what moves a sentence, and what must not."""

from datetime import UTC, date, datetime, timedelta

import pytest

from generator.model.coverage import Coverage
from generator.model.fact import Fact, Facts, Kind
from generator.model.memory import Said
from generator.model.signal import Signal, Stance
from generator.narrative.futures import futures
from generator.narrative.options import options
from generator.narrative.view import View

NOW = datetime(2026, 2, 11, tzinfo=UTC)
BASIS = "BTC/futures.basis/90d@binance"
RATE, OTHER = "BTC/perp.funding_rate/1d@binance", "BTC/perp.funding_rate/1d@bybit"
SKEW = "BTC/options.skew_25d/30d@deribit"


def fact(fact_id, value, unit="ratio", kind=Kind.LEVEL, **more):
    return Fact(id=fact_id, kind=kind, value=value, unit=unit, as_of=more.pop("as_of", NOW), formula="", **more)


def told(*facts, states=None, phrases=()):
    """Return the findings of futures and options by their moves; ``states`` is what the rules say."""
    stance = Stance(label=None, horizon="", confidence="low", families={})
    signals = {
        fact_id: Signal(rule=rule, fact=fact_id, state=state) for fact_id, (rule, state) in (states or {}).items()
    }
    said = Said(
        slug="a", edition="derivatives", asset="BTC", tone="professional", as_of=NOW - timedelta(days=1), frame="",
        headline="", phrases=tuple(phrases), explained=(), sentences=(),
    )  # fmt: skip
    view = View("BTC", NOW, Facts(facts), signals, stance, (), (said,) if phrases else ())
    return {each.move: each for each in [*futures(view), *options(view, "derivatives")]}


def moves(level, *, day, week, usual=(1.0, 1.0)):
    """Return a level with what it came from, and how unusual its moves are."""
    found = []
    for window, change, far in (("1d", day, usual[0]), ("7d", week, usual[1])):
        past = f"{level.id}~past:{window}"
        found += [
            fact(past, level.value - change, kind=Kind.PAST, of=level.id),
            fact(f"{level.id}~change:{window}", change, "ratio_points", Kind.CHANGE, of=level.id, window=window),
            fact(f"{level.id}~unusual:{window}", far),
        ]  # fmt: skip
    return [level, *found]


def cuts(rule, **states):
    """Return a rule's cuts: state → (value, sign)."""
    return [
        fact(f"rule:{rule}~threshold:{state.replace('_', ' ')}", value, kind=Kind.THRESHOLD, sign=sign)
        for state, (value, sign) in states.items()
    ]


def run(level, state, days, *, known=True):
    """Return for how many days a level has been in a state, and the state itself."""
    first = date(2025, 1, 1)
    return [
        fact(f"{level}~band", None, "none", Kind.BAND, state=state),
        fact(f"{level}~streak:{state}", float(days), "days", Kind.STREAK, n=days,
             coverage=Coverage(first=first, days=days, expected=days, start_known=known)),
    ]  # fmt: skip


WEAK = (*cuts("b", weak=(0.05, -1), heated=(0.10, 1)), *run(BASIS, "weak", 30))
IS_WEAK = {BASIS: ("b", "weak")}


@pytest.mark.parametrize(
    ("day", "week", "usual", "trait"),
    [
        pytest.param(-0.007, -0.004, (1.2, 0.5), "by-day", id="the day brought more"),
        pytest.param(-0.004, -0.020, (0.6, 2.0), "by-week", id="the week brought more"),
        pytest.param(0.0005, 0.001, (0.1, 0.1), "still", id="neither moved"),
        pytest.param(0.0005, 0.020, (0.1, 2.0), "by-week", id="the day stood still"),
    ],
)
def test_a_level_is_set_against_the_span_that_brought_the_more_unusual_move(day, week, usual, trait):
    """A sentence has one comparison: with the day or with the week."""
    assert trait in told(*moves(fact(BASIS, 0.045), day=day, week=week, usual=usual))["basis-level"].traits


def test_both_ends_of_a_move_are_told_only_where_it_is_unusual():
    """What moved as on any day is told by its direction: the table has the numbers."""
    usual, far = (told(*moves(fact(BASIS, 0.045), day=-0.007, week=-0.004, usual=(z, 0.1))) for z in (0.8, 1.6))
    assert "far" not in usual["basis-level"].traits
    assert "far" in far["basis-level"].traits


def test_the_usual_range_is_told_only_where_a_rule_has_one():
    """No cut is made up: without a rule there is no neutral band and no reading of it."""
    found = told(fact(BASIS, 0.03))
    assert "basis-level" in found
    assert not {"basis-frame", "basis-run", "basis-reading"} & found.keys()


def test_the_usual_range_is_not_told_in_issue_after_issue():
    """It is the same every day; the state that lasts is told in between."""
    assert "basis-frame" in told(fact(BASIS, 0.03), *WEAK, states=IS_WEAK)
    again = told(fact(BASIS, 0.03), *WEAK, states=IS_WEAK, phrases=["basis-level/1", "basis-frame/4"])
    assert "basis-frame" not in again
    assert again["basis-run"].cast["run"].n == 30


def test_a_state_that_has_lasted_is_told_with_its_days_and_a_young_one_by_what_it_means():
    """From the fifth day on the days are the news; before that the label is."""
    assert "basis-run" in told(fact(BASIS, 0.03), *WEAK, states=IS_WEAK)
    young = told(fact(BASIS, 0.03), *cuts("b", weak=(0.05, -1)), *run(BASIS, "weak", 2), states=IS_WEAK)
    assert "basis-run" not in young
    assert "weak" in young["basis-reading"].traits


def test_a_reading_short_of_its_cut_is_not_told_as_past_it():
    """Hysteresis holds the state; the text does not say that 5.2% is below 5%."""
    found = told(fact(BASIS, 0.052), *WEAK, states=IS_WEAK)
    assert "basis-reading" not in found
    assert "weak" not in found["basis-frame"].traits


@pytest.mark.parametrize(("other", "trait"), [(0.07, "apart"), (0.03, None), (-0.01, "split")])
def test_venues_are_set_apart_where_they_disagree(other, trait):
    """Five points a year between two venues, or another sign, are told as what they are."""
    traits = told(fact(RATE, 0.015), fact(OTHER, other))["funding"].traits
    assert (trait in traits) if trait else not {"apart", "split"} & traits


@pytest.mark.parametrize(("rate", "days", "is_told"), [(-0.02, 3, True), (-0.02, 2, False), (0.02, 3, False)])
def test_shorts_that_pay_for_days_are_a_state(rate, days, is_told):
    """Three days in a row, and only while they still pay."""
    assert ("funding-run" in told(fact(RATE, rate), *run(RATE, "shorts pay", days))) is is_told


def test_a_rate_is_read_only_where_it_is_out_of_the_ordinary():
    """A neutral rate needs no reading, a heated one is told with its cut."""
    heated = [*cuts("f", heated=(0.1095, 1)), *run(RATE, "heated", 1)]
    found = told(fact(RATE, 0.3), *heated, states={RATE: ("f", "heated")})
    assert found["funding-reading"].cast["edge"].value == 0.1095
    assert "funding-reading" not in told(fact(RATE, 0.05), *run(RATE, "neutral", 9), states={RATE: ("f", "neutral")})


@pytest.mark.parametrize(
    ("rate", "day", "is_told"),
    [(-0.02, 0.05, True), (0.02, -0.05, True), (0.02, -0.02, False), (0.02, 0.05, False), (-0.02, -0.05, False)],
)
def test_leverage_is_read_only_against_the_move(rate, day, is_told):
    """Shorts that pay in a rise and longs that pay through a large fall say something; with the move nobody wonders."""
    move = fact("BTC/spot.return/1d", day, kind=Kind.CHANGE, window="1d")
    assert ("funding-meaning" in told(fact(RATE, rate), move)) is is_told


@pytest.mark.parametrize(
    ("other", "yesterday", "is_told"), [(0.01, 0.03, True), (-0.01, 0.03, False), (0.01, -0.03, False)]
)
def test_longs_kept_paying_only_where_every_venue_says_so_and_they_had_paid_before(other, yesterday, is_told):
    """One venue alone does not speak of leverage, and a side that has just begun to pay keeps nothing."""
    move = fact("BTC/spot.return/1d", -0.05, kind=Kind.CHANGE, window="1d")
    before = fact(f"{RATE}~past:1d", yesterday, kind=Kind.PAST, of=RATE)
    assert ("funding-meaning" in told(fact(RATE, 0.02), fact(OTHER, other), before, move)) is is_told


@pytest.mark.parametrize(("value", "is_below"), [(-0.038, True), (0.002, False)])
def test_nobody_pays_for_leverage_where_futures_trade_below_the_spot_price(value, is_below):
    """A discount is told as one: no buyer pays a negative premium."""
    assert ("negative" in told(fact(BASIS, value))["basis-level"].traits) is is_below


@pytest.mark.parametrize(("value", "trait"), [(0.02, "positive"), (-0.02, "negative"), (0.0002, "even")])
def test_a_skew_of_next_to_nothing_makes_neither_side_dear(value, trait):
    """What prints as 0.0% does not make calls cost extra."""
    assert {"positive", "negative", "even"} & told(fact(SKEW, value))["skew-level"].traits == {trait}


@pytest.mark.parametrize(("days", "known", "is_told"), [(3, True, True), (2, True, False), (9, False, False)])
def test_a_skew_is_told_with_its_days_once_it_has_lasted(days, known, is_told):
    """Three evenings in a row whose first one is known."""
    facts = [fact(SKEW, 0.12), *cuts("s", extreme_fear=(0.10, 1)), *run(SKEW, "extreme fear", days, known=known)]
    found = told(*facts, states={SKEW: ("s", "extreme fear")})["skew-threshold"]
    assert ("run" in found.cast) is is_told
    assert found.cast["cut"].value == 0.10


@pytest.mark.parametrize(("years", "is_told"), [(1, True), (3, False)])
def test_an_earlier_case_is_no_older_than_two_years(years, is_told):
    """Desks read options otherwise before, so that an old reading is no like one."""
    then = fact(f"{SKEW}~analogue", 0.19, kind=Kind.PAST, as_of=NOW - timedelta(days=365 * years))
    fall = fact(f"{SKEW}~analogue~return", -0.2, kind=Kind.CHANGE, window="45d")
    assert ("skew-analogue" in told(fact(SKEW, 0.2), then, fall)) is is_told


def test_implied_and_realized_volatility_are_told_only_as_what_they_differ_by():
    """Windows that differ do not add up, and a difference of a few points is none."""
    month = fact("BTC/options.iv_atm/30d@deribit", 0.50)
    found = []
    for realised, premium in ((0.40, 0.10), (0.38, 0.10), (0.47, 0.03)):
        facts = [
            fact("BTC/spot.realised_vol/30d", realised),
            fact("BTC/options.volatility_premium/30d@deribit", premium),
        ]
        found.append("vol-premium" in told(month, *facts))
    assert found == [True, False, False]


def test_a_curve_without_a_shape_is_not_told():
    """Fewer than three maturities make no shape, and without one two ends are just two numbers."""
    ends = [fact(f"BTC/options.iv_atm/{tenor}@deribit", value) for tenor, value in (("7d", 0.5), ("180d", 0.45))]
    assert "term-shape" not in told(*ends, fact("BTC/options.term_slope/7d-30d@deribit", 0.02))


def test_where_balance_ends_is_told_of_a_skew_far_beyond_it():
    """In fear that is the reading's own cut; from there on it is told, and not again in the next issues."""
    lines = cuts("skew", fear=(0.06, 1), extreme_fear=(0.1, 1), panic=(0.2, 1))
    mild = told(fact(SKEW, 0.08), *lines, *run(SKEW, "fear", 1), states={SKEW: ("skew", "fear")})
    assert "skew-frame" not in mild
    far, is_far = (fact(SKEW, 0.21), *lines, *run(SKEW, "panic", 1)), {SKEW: ("skew", "panic")}
    assert "skew-frame" in told(*far, states=is_far)
    assert "skew-frame" not in told(*far, states=is_far, phrases=["skew-frame/2"])


def test_the_line_of_a_lasting_state_is_told_once_in_a_while():
    """A reader who has just been told where weak demand begins is told for how many days it has been weak."""
    first = told(fact(BASIS, 0.03), *WEAK, states=IS_WEAK)
    again = told(fact(BASIS, 0.03), *WEAK, states=IS_WEAK, phrases=["basis-run/4"])
    assert {"edge", "run"} <= first["basis-run"].cast.keys()
    assert "basis-run" not in again
    assert "edge" not in again["basis-lasting"].cast
