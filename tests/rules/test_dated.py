"""A reading is judged by what was published in its time, and the evidence says by whom."""

from datetime import UTC, date, datetime, timedelta

import pytest

from generator.rules.judge import judge

SKEW = "BTC/options.skew_25d/30d@deribit"


@pytest.fixture
def judged(shipped, catalogue, names, measured):
    """Return a function that judges readings of the days up to one day, by the shipped book."""

    def of(day, *readings):
        as_of = datetime.combine(day, datetime.min.time(), tzinfo=UTC) + timedelta(days=1)
        return judge(shipped, measured({SKEW: [*readings]}, as_of=as_of), catalogue=catalogue, names=names, as_of=as_of)

    return of


@pytest.mark.parametrize(
    ("day", "state", "rule", "cut"),
    [
        (date(2021, 11, 15), "neutral", "options-skew-30d@2021-11", 0.08),
        (date(2026, 2, 6), "fear", "options-skew-30d", 0.06),
    ],
)
def test_seven_percent_was_balanced_in_2021_and_is_fear_in_2026(judged, day, state, rule, cut):
    """The same reading under two books; each cut is a fact with its source, of its time."""
    found = judged(day, 0.07)
    band = found.facts[f"{SKEW}~band"]
    fear = found.facts[f"rule:{rule}~threshold:fear"]
    assert (band.state, band.rule) == (state, rule)
    assert (fear.value, fear.rule) == (cut, rule)
    assert fear.threshold_source == band.threshold_source != ""
    assert fear.published == band.published


def test_the_evidence_of_a_day_has_no_threshold_of_another_time(judged):
    """One document a stem: an article of 2021 shows no cut of 2026, and the sources are not the same."""
    sources = set()
    for day in (date(2021, 11, 15), date(2026, 2, 6)):
        cuts = [fact for fact in judged(day, 0.07).facts.values() if fact.id.startswith("rule:options-skew-30d")]
        assert len({fact.rule for fact in cuts}) == 1
        sources |= {fact.threshold_source for fact in cuts}
    assert len(sources) == 2


def test_the_turn_from_one_time_to_the_next_is_no_change_of_the_market(judged, shipped):
    """On the first day of new cuts the days before are judged by them too: 7% on both days is no news."""
    turn = shipped.rules["options-skew-30d"].begins
    for day in (turn - timedelta(days=1), turn, turn + timedelta(days=1)):
        (signal,) = [each for each in judged(day, 0.07, 0.07).signals if each.fact == SKEW]
        assert not signal.changed
