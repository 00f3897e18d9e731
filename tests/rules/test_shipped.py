"""The shipped book: what each rule must say for itself, what each year was judged by, and what no two votes can do."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from generator.rules.bands import UNKNOWN, states
from generator.rules.judge import judge
from generator.verify.states import readable

DATED = ("futures-basis-90d", "options-skew-30d")
SKEW = "BTC/options.skew_25d/30d@deribit"
BASIS = "BTC/futures.basis/90d@binance"
#: A day each, from before the first published cut to after the last.
DAYS = [date(2017, 8, 17) + timedelta(days=ago) for ago in range(0, 3300, 7)]


@pytest.fixture(scope="module")
def on(shipped, measured, catalogue, names):
    """Return a function that judges the end of a day, given histories by series."""

    def judge_day(day, histories):
        end = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
        return judge(shipped, measured(histories, as_of=end), catalogue=catalogue, names=names, as_of=end)

    return judge_day


def test_each_rule_says_who_wrote_it_what_follows_and_what_does_not(shipped):
    """Plain sentences, and no number in them: numbers are in the bands."""
    for rule in [*shipped, *shipped.conditions.values()]:
        assert rule.author == "wirecopy"
        for sentence in (rule.say, rule.never):
            assert re.fullmatch(r"[A-Z][^\d%$]+", sentence), (rule.id, sentence)
        assert rule.say.endswith(".")
        assert rule.why
        assert rule.source


def test_every_label_can_stand_in_a_text(shipped):
    """No word that the verifier bans, or would read as a claim of its own."""
    labels = {band.state for rule in shipped for band in rule.scale.bands}
    labels |= {case.state for condition in shipped.conditions.values() for case in condition.cases}
    assert [label for label in sorted(labels) if not readable(label)] == []
    assert all(label == label.lower() for label in labels)


@pytest.mark.parametrize("stem", DATED)
def test_every_day_has_one_rule_of_a_dated_stem(shipped, stem):
    """No day of the record is without one, and none has two."""
    for day in DAYS:
        assert sum(rule.stem == stem for rule in shipped.on(day)) == 1, day


@pytest.mark.parametrize("stem", DATED)
def test_dated_rules_differ_in_their_cuts_alone(shipped, stem):
    """Labels, leans, weight, family and hysteresis are those of every year, so that years can be compared."""
    forms = {
        (rule.family, rule.weight, rule.scale.bands, rule.scale.hysteresis, rule.scale.middle)
        for rule in shipped
        if rule.stem == stem
    }
    assert len(forms) == 1


@pytest.mark.parametrize(
    ("day", "state", "cut", "source"),
    [
        (date(2019, 6, 1), "neutral", 0.08, "Investment Wheel"),
        (date(2021, 11, 15), "neutral", 0.08, "Investment Wheel"),
        (date(2022, 3, 31), "neutral", 0.08, "Investment Wheel"),
        (date(2022, 4, 1), "neutral", 0.10, "Newsformal"),
        (date(2022, 7, 1), "neutral", 0.12, "Crypto and Forex News"),
        (date(2023, 8, 1), "neutral", 0.07, "Machina Trader"),
        (date(2024, 12, 24), "neutral", 0.07, "Machina Trader"),
        (date(2024, 12, 25), "fear", 0.06, "Bloomingbit"),
        (date(2026, 2, 9), "fear", 0.06, "AltcoinStory"),
    ],
)
def test_a_skew_of_seven_percent_is_judged_by_its_year(on, day, state, cut, source):
    """Neutral by the band of 2021, fear by that of 2026, and the evidence says by whose."""
    facts = on(day, {SKEW: [0.07]}).facts
    band = facts[f"{SKEW}~band"]
    threshold = facts[f"rule:{band.rule}~threshold:fear"]
    assert (band.state, threshold.value) == (state, cut)
    assert source in band.threshold_source
    assert (band.threshold_source, band.published) == (threshold.threshold_source, threshold.published)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2021, 10, 31), "heated"),
        (date(2021, 11, 1), "neutral"),
        (date(2022, 3, 31), "neutral"),
        (date(2022, 4, 1), "heated"),
        (date(2024, 12, 25), "heated"),
    ],
)
def test_a_basis_of_thirteen_percent_is_judged_by_its_year(on, day, state):
    """Usual for a few months after November 2021, heated before and after."""
    assert on(day, {BASIS: [0.13]}).facts[f"{BASIS}~band"].state == state


def test_an_article_of_2022_has_no_threshold_of_2026(on):
    """Facts are of that day's rules alone."""
    thresholds = {name.split("~")[0] for name in on(date(2022, 6, 13), {}).facts if "~threshold:" in name}
    assert "rule:options-skew-30d@2022-04" in thresholds
    assert not thresholds & {"rule:options-skew-30d", "rule:options-skew-7d", "rule:futures-basis-90d"}


def test_the_strain_of_an_old_skew_has_its_horizon(on):
    """A dated rule stands for the weeks as the newest does."""
    old = on(date(2022, 6, 13), {SKEW: [0.15], BASIS: [0.01]})
    assert old.stances["BTC"].horizon == "weeks"
    assert old.facts[f"{SKEW}~band"].state == "extreme fear"


@pytest.mark.parametrize("skew", [0.061, 0.11, 0.21, 0.5])
@pytest.mark.parametrize("basis", [-0.2, -0.001, 0.001, 0.049])
@pytest.mark.parametrize("others", [{}, {"mood": 50.0}, {"mood": 50.0, "week": 0.0}])
def test_a_weak_basis_and_a_skew_never_make_extreme_fear_alone(on, skew, basis, others):
    """Whatever their readings, whether the others are neutral or unknown."""
    readings = {
        SKEW: [skew],
        BASIS: [basis],
        "CRYPTO/sentiment.fear_greed@alternative.me": [others.get("mood")],
        "BTC/spot.return/7d": [others.get("week")],
    }
    known = {name: history for name, history in readings.items() if history != [None]}
    label = on(date(2026, 2, 6), known).stances["BTC"].label
    if basis >= 0:
        assert label in {"fear", "neutral"}
    else:  # backwardation is more than weak, and needs a third family all the same
        assert label in {"fear", "neutral"} if len(known) < 3 else label is not None


@pytest.mark.parametrize("skew", [-0.061, -0.11, -0.21])
def test_nor_do_two_families_make_extreme_greed(on, skew):
    """The other way round it is the same."""
    assert on(date(2026, 2, 6), {SKEW: [skew], BASIS: [0.3]}).stances["BTC"].label == "greed"


@pytest.mark.parametrize(
    ("rule", "below", "cut", "above"),
    [
        ("flows-etf-1d-btc", "heavy redemptions", -500e6, "redemptions"),
        ("flows-etf-1d-eth", "heavy redemptions", -200e6, "redemptions"),
        ("spot-drawdown", "halved", -0.5, "bear market"),
        ("futures-carry-90d", "negative carry", 0.0, "thin carry"),
        ("options-volatility-premium-30d", "usual", 0.12, "rich"),
    ],
)
def test_the_new_cuts_lie_where_they_were_measured(shipped, rule, below, cut, above):
    """A hair to either side."""
    scale = shipped.rules[rule].scale
    at = states(scale, [cut - 1e-6 * max(1, abs(cut)), float("nan"), cut + 1e-6 * max(1, abs(cut))])
    assert at[1] == UNKNOWN
    assert [scale.bands[at[0]].state, scale.bands[at[2]].state] == [below, above]


def test_a_put_call_ratio_is_held_to_its_own_year(on):
    """After a year between 0.55 and 0.69 a ratio of 0.78 is put-heavy; without so long a record nobody knows."""
    series = "BTC/options.put_call_ratio@deribit"
    year = [0.55 + 0.14 * (step % 50) / 49 for step in range(120)]
    day = date(2026, 2, 6)
    assert on(day, {series: [*year, 0.78]}).facts[f"{series}~band"].state == "put-heavy"
    assert f"{series}~band" not in on(day, {series: [0.7] * 50}).facts


def test_a_rush_for_protection_is_a_move_of_the_week_s_skew(on):
    """Its usual move was half a point; six points in a day are a rush."""
    series = "BTC/options.skew_25d/7d@deribit"
    moves = [0.005 if step % 2 else -0.005 for step in range(120)]
    found = on(date(2026, 2, 6), {series: [0.1] * 121, f"{series}~change:1d": [*moves, 0.06]}).facts
    assert found[f"{series}~change:1d~band"].state == "rush for protection"
