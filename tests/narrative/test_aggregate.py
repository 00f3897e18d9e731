"""Large coins that went one way: told in one sentence, without the one that leads and without those that did not."""

from datetime import UTC, datetime

import pytest

from generator.model.fact import Fact, Facts, Kind
from generator.model.finding import Finding
from generator.model.outline import Outline
from generator.model.signal import Stance
from generator.narrative.aggregate import aggregated

NOW = datetime(2026, 2, 7, tzinfo=UTC)


def told(edition="markets", leader="BTC", **days):
    """The assets of the sentence about other coins, of a day on which coins moved like this."""
    facts = Facts(
        Fact(
            id=f"{name}/spot.return/1d", kind=Kind.CHANGE, value=value, unit="ratio", as_of=NOW, formula="", window="1d"
        )
        for name, value in days.items()
    )
    price = Fact(id=f"{leader}/spot.price@v", kind=Kind.LEVEL, value=1.0, unit="USD", as_of=NOW, formula="")
    alone = Finding("other-major", "lead", {"day": facts["ETH/spot.return/1d"]}, frozenset({"down"}))
    sections = {"lead": (Finding("lead-day", "lead", {"price": price}), alone)}
    stance = Stance(label=None, horizon="", confidence="", families={})
    outline = Outline(edition, "", NOW, facts, stance, (), sections)
    found = aggregated(sections, outline)["lead"][-1]
    return found.move, [fact.key.asset for fact in found.cast.values()]


def test_the_first_that_went_the_same_way_stands_beside_ether():
    """Solana rose, so that XRP takes its place; a third coin would be one number too many for a sentence."""
    days = {"ETH": -0.04, "SOL": 0.02, "XRP": -0.03, "BNB": -0.02, "DOGE": -0.05}
    assert told(**days) == ("majors", ["ETH", "XRP"])


@pytest.mark.parametrize(
    ("edition", "days"),
    [
        ("derivatives", {"SOL": -0.02, "XRP": -0.03}),
        ("markets", {"SOL": 0.02, "XRP": 0.03}),
        ("markets", {"SOL": 0.02, "XRP": -0.001}),
        ("markets", {}),
    ],
)
def test_without_one_of_them_ether_is_told_alone(edition, days):
    """In another edition, too, and where one moved next to nothing."""
    assert told(edition, ETH=-0.04, **days) == ("other-major", ["ETH"])


def test_the_coin_that_leads_is_not_named_again():
    """An article that opens with solana has told its day."""
    days = {"ETH": -0.04, "SOL": -0.02, "XRP": -0.03, "BNB": -0.02}
    assert told(leader="SOL", **days) == ("majors", ["ETH", "XRP"])
