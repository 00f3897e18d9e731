"""What rules said day by day, and how their bands are tinted."""

from datetime import UTC, date, datetime

import pytest

from generator.rules.daily import zones
from generator.rules.judge import judge

AS_OF = datetime(2026, 2, 7, tzinfo=UTC)
BASIS = "BTC/futures.basis/90d@binance"


@pytest.fixture
def judged(shipped, catalogue, names, measured):
    """Return a function that judges histories, id → readings."""

    def by_id(histories):
        return judge(shipped, measured(histories), catalogue=catalogue, names=names, as_of=AS_OF)

    return by_id


def test_a_band_is_told_for_each_day(judged):
    """With half a point of hysteresis 5.2% is still weak after 4%, and 5.6% no more."""
    days = judged({BASIS: [0.06, 0.04, 0.052, 0.056, -0.01]}).daily[f"{BASIS}~band"]
    assert days.values == ("neutral", "weak", "weak", "neutral", "backwardation")
    assert days.last == date(2026, 2, 6)


def test_a_day_without_a_reading_has_no_label(judged):
    """Nobody knows what the state was."""
    assert judged({BASIS: [0.06, None, 0.04]}).daily[f"{BASIS}~band"].values == ("neutral", None, "weak")


def test_the_last_label_is_the_fact_s(judged):
    """The strip ends where the text does."""
    found = judged({BASIS: [0.06, 0.04], "CRYPTO/sentiment.fear_greed@alternative.me": [50.0, 9.0]})
    told = [name for name in found.facts if name.endswith("stance~band")]
    assert set(told) == {"BTC/stance~band", "market/stance~band"}
    for name, days in found.daily.items():
        assert days.values[-1] == found.facts[name].state
        assert days.fact == name


def test_votes_meet_on_the_day_that_they_were_cast(shipped, catalogue, names, measured):
    """A hole in one series does not shift its votes against another's.

    On the third day the basis was heated and the mood greedy: greed on that day, whatever is missing since, and no
    more than greed, since only two families are known.
    """
    frames = {
        BASIS: [0.07, 0.07, 0.2, 0.07, 0.07, 0.07],
        "CRYPTO/sentiment.fear_greed@alternative.me": [50.0, 50.0, 90.0, None, None, 50.0],
    }
    day = measured(frames)
    holes = {name: series.dropna() for name, series in day.history.items()}
    found = judge(shipped, type(day)(day.facts, holes), catalogue=catalogue, names=names, as_of=AS_OF)
    assert found.daily["BTC/stance~band"].values == (
        "neutral", "neutral", "greed", None, None, "neutral",
    )  # fmt: skip


def test_zones_are_the_bands_between_the_cuts(shipped):
    """From the most fearful tint to the greediest, open at both ends, without a gap."""
    drawn = zones(shipped.rules["options-skew-30d"].scale)
    assert [(zone.label, zone.tone) for zone in drawn] == [
        ("euphoria", "greed2"), ("extreme greed", "greed2"), ("greed", "greed1"), ("neutral", "calm"),
        ("fear", "fear1"), ("extreme fear", "fear2"), ("panic", "fear2"),
    ]  # fmt: skip
    assert [zone.high for zone in drawn[:-1]] == [zone.low for zone in drawn[1:]] == [-0.2, -0.1, -0.06, 0.06, 0.1, 0.2]
    assert (drawn[0].low, drawn[-1].high) == (None, None)


def test_every_edge_of_a_zone_is_a_threshold_of_the_evidence(judged):
    """What is tinted can be looked up."""
    found = judged({BASIS: [0.04]})
    for rule, bands in found.zones.items():
        cuts = {fact.value for name, fact in found.facts.items() if name.startswith(f"rule:{rule}~threshold:")}
        if rule != "stance":
            assert {zone.low for zone in bands} - {None} == cuts, rule
