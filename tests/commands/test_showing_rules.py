"""``wirecopy rules show``: a rule with its reasons, what it says of a day, and what would change that."""

import json

import pytest


@pytest.fixture
def shown(filled, wirecopy):
    """Return a function that runs ``rules show`` on the sample's last day and returns its lines."""

    def show(*arguments, day="2026-02-10"):
        ran = wirecopy("rules", "show", *arguments, "--date", day, "--desk", filled)
        assert ran.code == 0, ran.err
        return ran.out.splitlines()

    return show


def test_a_rule_stands_there_with_its_reasons_and_the_day(shown):
    """Bands with the owners of their edges, why, who published them; then the reading, and how far others are."""
    lines = shown("options-skew-30d")
    assert "  fear           above 6%, up to 10%" in lines
    assert "  panic          20% or more" in lines
    assert any(line.startswith("  source   AltcoinStory") for line in lines)
    at = lines.index("before 2026-02-11T00:00:00Z:")
    assert lines[at + 1] == "  BTC/options.skew_25d/30d@deribit: 20.2%: panic, since 2026-02-10, after extreme fear"
    assert lines[at + 2] == "    would be extreme fear below 19%, 1.22 points away"


def test_all_that_is_judged_of_a_day(shown):
    """A line each, of the asset and of the whole market."""
    lines = shown()
    assert "  BTC/spot.return/1d: -1.8%: ordinary, since 2026-02-07 (4 days), after extreme gain" in lines
    assert any(line.startswith("  CRYPTO/sentiment.fear_greed@alternative.me: 9: extreme fear") for line in lines)
    assert not any(line.startswith("  ETH/") for line in lines)


def test_another_asset(shown):
    """Whoever asks for ether is told of ether."""
    lines = shown("spot-return-1d-eth", "--asset", "ETH")
    assert any(line.startswith("  ETH/spot.return/1d: ") for line in lines)


def test_programs_get_the_same(filled, wirecopy):
    """Each verdict with its parts."""
    ran = wirecopy("rules", "show", "futures-basis-90d", "--date", "2026-02-06", "--desk", filled, "--json")
    told = json.loads(ran.out)
    assert told["as_of"] == "2026-02-07T00:00:00Z"
    (basis,) = [each for each in told["verdicts"] if each["series"] == "BTC/futures.basis/90d@binance"]
    assert (basis["reading"], basis["state"], basis["previous"]) == ("2.7%", "weak", "neutral")
    assert len(basis["changes"]) == 2


def test_a_desk_without_a_store_shows_the_book(desk, wirecopy):
    """The reasons need no reading."""
    ran = wirecopy("rules", "show", "options-skew-30d", "--desk", desk)
    assert ran.code == 0
    assert "nothing is judged by it: no reading is at hand" in ran.out


def test_a_rule_that_is_not_there(desk, wirecopy):
    """One line, with what to do."""
    ran = wirecopy("rules", "show", "options-skew-31d", "--desk", desk)
    assert ran.code == 1
    assert "there is no rule 'options-skew-31d'; `wirecopy rules show` lists them" in ran.err
