"""A day judged: signals, bands, runs, thresholds and the curve's shape."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from generator.model.fact import Kind
from generator.rules.judge import judge

AS_OF = datetime(2026, 2, 7, tzinfo=UTC)
BASIS = "BTC/futures.basis/90d@binance"
SKEW = "BTC/options.skew_25d/30d@deribit"
SLOPES = ("7d-30d", "30d-90d", "90d-180d")


@pytest.fixture(scope="module")
def judged(shipped, catalogue, names, measured):
    """Return a function that judges a day made of histories by the shipped rules."""

    def judge_histories(histories, *, as_of=AS_OF, hours_old=2.0):
        day = measured(histories, as_of=as_of, hours_old=hours_old)
        return judge(shipped, day, catalogue=catalogue, names=names, as_of=as_of)

    return judge_histories


def signal_of(day, fact):
    """Return the signal about one fact."""
    (signal,) = [signal for signal in day.signals if signal.fact == fact]
    return signal


def test_a_signal_says_what_since_when_and_what_before(judged):
    """Neutral until 4 February, weak for two days, the day of 7 February excluded."""
    signal = signal_of(judged({BASIS: [0.06, 0.055, 0.034, 0.027]}), BASIS)
    assert (signal.rule, signal.state, signal.previous) == ("futures-basis-90d", "weak", "neutral")
    assert (signal.since, signal.days, signal.changed) == (date(2026, 2, 5), 2, False)
    assert (signal.lean, signal.strength, signal.family) == (-1, 1, "leverage")


def test_an_article_of_the_morning_counts_its_own_day(judged):
    """At 10:00 on 10 February today's reading is of 10 February."""
    morning = datetime(2026, 2, 10, 10, tzinfo=UTC)
    assert signal_of(judged({BASIS: [0.06, 0.031]}, as_of=morning), BASIS).since == date(2026, 2, 10)


def test_below_five_percent_for_thirty_days(judged):
    """A run counts raw readings beyond the cut, although hysteresis held the state for longer."""
    day = judged({BASIS: [0.06, 0.049, 0.051, *[0.045] * 30]})
    streak = day.facts[f"{BASIS}~streak:weak"]
    assert (streak.kind, streak.n, streak.value, streak.unit, streak.sign) == (Kind.STREAK, 30, 30.0, "days", -1)
    assert streak.since == date(2026, 1, 8)
    assert streak.coverage.start_known
    assert day.facts[streak.than].value == 0.05
    assert day.facts[f"{BASIS}~band"].n == 32


def test_the_first_reading_beyond_a_cut_names_the_one_before_it(judged):
    """Below 5% today, and last so 40 days ago: between them no reading was, and none is missing."""
    last = f"{BASIS}~streak:weak~last"
    earlier = judged({BASIS: [0.06, 0.04, *[0.06] * 39, 0.03]}).facts[last]
    assert (earlier.kind, earlier.value, earlier.as_of.date()) == (Kind.PAST, 0.04, date(2025, 12, 28))
    assert earlier.coverage.days == earlier.coverage.expected == 40
    assert last not in judged({BASIS: [0.06, 0.04, *[0.06] * 28, 0.03]}).facts, "too recent to be news"
    assert last not in judged({BASIS: [0.06, 0.04, *[0.06] * 39, 0.03, 0.03]}).facts, "the second such day"
    assert last not in judged({BASIS: [0.06, 0.04, *[None] * 5, *[0.06] * 34, 0.03]}).facts, "over a hole"
    assert last not in judged({BASIS: [*[0.06] * 60, 0.03]}).facts, "there never was one"


def test_a_run_after_a_gap_is_at_least_so_long(judged):
    """Nobody knows what the missing day would have read."""
    day = judged({BASIS: [0.06, None, 0.045, 0.045]})
    streak = day.facts[f"{BASIS}~streak:weak"]
    assert (streak.n, streak.since, streak.coverage.start_known) == (2, None, False)
    assert signal_of(day, BASIS).since is None
    assert signal_of(day, BASIS).previous is None


def test_there_is_a_run_for_each_cut_that_the_reading_is_beyond(judged):
    """Panic for one day is extreme fear for two and fear for three."""
    day = judged({SKEW: [0.05, 0.07, 0.12, 0.21]})
    runs = {name: day.facts[name].n for name in day.facts if "~streak:" in name}
    assert runs == {f"{SKEW}~streak:panic": 1, f"{SKEW}~streak:extreme fear": 2, f"{SKEW}~streak:fear": 3}


def test_a_state_that_only_hysteresis_holds_has_no_run(judged):
    """5.5% is no reading above 6%."""
    day = judged({SKEW: [0.07, 0.055]})
    assert day.facts[f"{SKEW}~band"].state == "fear"
    assert not [name for name in day.facts if "~streak:" in name]


def test_a_threshold_knows_its_rule_its_source_and_the_state_beyond_it(judged, shipped):
    """Each cut of each rule of that day is a fact, whether or not a reading is near it; one that moves needs some."""
    facts = judged({}).facts
    fear, greed = (facts[f"rule:options-skew-30d~threshold:{state}"] for state in ("fear", "greed"))
    assert (fear.value, fear.sign, fear.unit, fear.published) == (0.06, 1, "ratio", date(2026, 2, 9))
    assert (greed.value, greed.sign) == (-0.06, -1)
    assert "AltcoinStory" in fear.threshold_source
    assert len(facts) == sum(cut.moving is None for rule in shipped.on(date(2026, 2, 6)) for cut in rule.scale.cuts)


def test_a_fact_that_is_too_old_is_stale_and_in_no_band(judged):
    """36 hours are too many, a minute less is not."""
    day = judged({BASIS: [0.06, 0.03]}, hours_old=36)
    signal = signal_of(day, BASIS)
    assert (signal.state, signal.why_unknown, signal.days, signal.since) == (None, "stale", 0, None)
    assert f"{BASIS}~band" not in day.facts
    assert not [name for name in day.facts if "~streak:" in name]
    assert signal_of(judged({BASIS: [0.06, 0.03]}, hours_old=35.98), BASIS).state == "weak"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_not_a_number_is_in_no_band(judged, value):
    """Least of all in the highest."""
    signal = signal_of(judged({BASIS: [0.06, value]}), BASIS)
    assert (signal.state, signal.why_unknown) == (None, "not a number")


def test_a_rule_says_which_of_its_assets_it_misses(judged):
    """A series with a history and nothing fresh is stale; one that never was is missing."""
    signals = {s.fact: s.why_unknown for s in judged({BASIS: [0.06, None]}).signals}
    assert signals[BASIS] == "stale"
    assert signals["ETH/futures.basis/90d"] == "missing"
    assert signals["CRYPTO/sentiment.fear_greed"] == "missing"


def test_venues_are_judged_each_for_itself(judged):
    """Binance and Bybit may disagree."""
    rate = "BTC/perp.funding_rate/1d"
    day = judged({f"{rate}@binance": [0.02, -0.105], f"{rate}@bybit": [0.02, 0.01]})
    assert day.facts[f"{rate}@binance~band"].state == "shorts pay heavily"
    assert day.facts[f"{rate}@bybit~band"].state == "neutral"


def test_a_rule_about_a_change_judges_the_change(judged):
    """The week's change of open interest, not its level."""
    level = "BTC/futures.open_interest@all venues"
    day = judged({level: [600_000.0, 527_850.0], f"{level}~change:7d": [-0.06]})
    assert day.facts[f"{level}~change:7d~band"].state == "unwinding"
    assert f"{level}~band" not in day.facts


def test_no_history_but_today_is_enough_for_a_band(measured, shipped, catalogue, names):
    """A desk's first day has states, with no past."""
    first = measured({SKEW: [0.2]})
    day = judge(shipped, type(first)(first.facts, {}), catalogue=catalogue, names=names, as_of=AS_OF)
    signal = signal_of(day, SKEW)
    assert (signal.state, signal.days, signal.since, signal.changed) == ("panic", 1, None, False)


def test_the_past_is_judged_without_the_future(judged):
    """A day's signals are the same whatever comes after it."""
    history = [0.05, 0.07, 0.055, None, 0.055, 0.12, 0.21, 0.195]
    for days in range(1, len(history) + 1):
        if history[days - 1] is not None:
            band = judged({SKEW: history[:days]}).facts[f"{SKEW}~band"]
            expected = ["neutral", "fear", "fear", None, "neutral", "extreme fear", "panic", "panic"][days - 1]
            assert band.state == expected


def curve(*segments):
    """Return the histories of the three segments, each a list of readings."""
    return {f"BTC/options.term_slope/{tenor}@deribit": list(s) for tenor, s in zip(SLOPES, segments, strict=True)}


@pytest.mark.parametrize(
    ("segments", "shape"),
    [
        pytest.param(([0.247], [0.147], [0.054]), "backwardation", id="falling along its whole length"),
        pytest.param(([-0.026], [-0.023], [-0.029]), "contango", id="rising along its whole length"),
        pytest.param(([0.01], [-0.01], [0.0]), "flat", id="a point either way is flat"),
        pytest.param(([0.07], [0.03], [0.52 - 0.53]), "mixed", id="flat at the back, by binary dust"),
    ],
)
def test_the_curve_has_the_shape_that_all_its_segments_have(judged, segments, shape):
    """All alike gives that shape, else mixed."""
    fact = judged(curve(*segments)).facts["BTC/options.term_slope@deribit~shape"]
    assert (fact.kind, fact.state, fact.previous) == (Kind.BAND, shape, None)
    assert len(fact.inputs) == 3


def test_the_shape_remembers_the_day_before(judged):
    """From backwardation to mixed, on the day when the back turned up."""
    day = judged(curve([0.11, 0.07], [0.05, 0.03], [0.02, -0.01]))
    fact = day.facts["BTC/options.term_slope@deribit~shape"]
    assert (fact.previous, fact.state, fact.n, fact.since) == ("backwardation", "mixed", 1, date(2026, 2, 6))


def test_part_of_a_curve_has_no_shape(judged):
    """Two segments of three say nothing of the whole."""
    day = judged(curve([0.07], [0.03], [None]))
    assert "BTC/options.term_slope@deribit~shape" not in day.facts


def test_a_rule_may_be_stricter_about_age_than_the_catalogue(shipped, catalogue, names, measured):
    """A desk that wants its basis fresh within six hours gets no band of an older one."""
    rule = replace(shipped.rules["futures-basis-90d"], stale=timedelta(hours=6))
    strict = replace(shipped, rules={**shipped.rules, rule.id: rule})
    for hours, state in ((5.9, "weak"), (6, None)):
        day = judge(strict, measured({BASIS: [0.03]}, hours_old=hours), catalogue=catalogue, names=names, as_of=AS_OF)
        assert signal_of(day, BASIS).state == state


def test_one_venues_liquidations_are_not_judged_by_cuts_for_all_venues(judged):
    """$290 million are routine over all venues and a storm at one: Bybit's sum has no band and no signal."""
    bybit, all_of_them = (f"CRYPTO/liquidations.total/1d@{venue}" for venue in ("bybit", "coinglass"))
    both = judged({bybit: [120e6, 290e6], all_of_them: [120e6, 290e6]})
    assert signal_of(both, all_of_them).state == "routine"
    assert not [signal for signal in both.signals if signal.fact == bybit]
    assert f"{bybit}~band" not in both.facts
    alone = signal_of(judged({bybit: [120e6, 290e6]}), "CRYPTO/liquidations.total/1d")
    assert (alone.state, alone.why_unknown) == (None, "missing")


def test_of_a_rules_own_venues_an_old_reading_is_stale(judged):
    """Coinglass was heard the day before; that Bybit is heard today does not change it."""
    bybit, all_of_them = (f"CRYPTO/liquidations.total/1d@{venue}" for venue in ("bybit", "coinglass"))
    signal = signal_of(judged({bybit: [120e6, 290e6], all_of_them: [290e6, None]}), all_of_them)
    assert (signal.state, signal.why_unknown) == (None, "stale")
