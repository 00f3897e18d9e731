"""A rule's cut in words: as exact as it is written, and as articles print such numbers."""

import pytest

from generator.model.catalogue import load_catalogue
from generator.render.edges import edge


@pytest.fixture(scope="module")
def catalogue():
    """Return what wirecopy ships."""
    return load_catalogue()


@pytest.mark.parametrize(
    ("metric", "unit", "value", "words"),
    [
        pytest.param("options.skew_25d", "ratio", 0.06, "6%", id="a share"),
        pytest.param("perp.funding_rate", "ratio", 0.1095, "10.95%", id="no digit is lost"),
        pytest.param("options.call_share", "ratio", 0.44, "44%", id="a share of whole percents"),
        pytest.param("spot.return", "ratio", -0.07, "-7%", id="a loss"),
        pytest.param("options.term_slope", "ratio", 0.01, "1 point", id="one point"),
        pytest.param("options.term_slope", "ratio", -0.015, "-1.5 points", id="points"),
        pytest.param("options.put_call_ratio", "ratio", 0.5, "0.5", id="a ratio"),
        pytest.param("futures.open_interest", "ratio", 0.05, "5%", id="a change of coins is a share"),
        pytest.param("liquidations.total", "USD", 744e6, "$744 million", id="millions"),
        pytest.param("liquidations.total", "USD", 1.8e9, "$1.8 billion", id="billions"),
        pytest.param("liquidations.total", "USD", 1.25e9, "$1.25 billion", id="hundredths of a billion"),
        pytest.param("liquidations.total", "USD", 1_234_567_890.0, "$1,234,567,890", id="too exact for a word"),
        pytest.param("liquidations.total", "USD", 744_500_000.0, "$744,500,000", id="half a million"),
        pytest.param("liquidations.total", "USD", 0.0, "$0", id="nothing"),
        pytest.param("spot.price", "USD", 100_000.0, "$100,000", id="a price"),
        pytest.param("spot.price", "USD", 2_000_000.0, "$2,000,000", id="a price of millions"),
        pytest.param("spot.price", "USD", 0.25, "$0.25", id="a price of cents"),
        pytest.param("sentiment.fear_greed", "index", 25.0, "25", id="an index"),
        pytest.param("stance", "none", -0.5, "-0.5", id="a score"),
        pytest.param("of.nobody", "ratio", 0.06, "6%", id="a metric that nobody describes"),
    ],
)
def test_a_cut_is_told_exactly(catalogue, metric, unit, value, words):
    """Worked by hand: what is rounded would be another rule."""
    assert edge(catalogue, metric, unit, value) == words
