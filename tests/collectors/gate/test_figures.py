"""What the catalogue says of the gate."""

import pytest

from generator.errors import InputError
from generator.model.catalogue import load_catalogue
from tests.collectors.gate.healthy import CATALOGUE

METRIC = """\
spot.price:
  label: price
  unit: USD
  sign: higher is dearer
  formula: a close
  source: a venue
  prints: usd
  places: 0
"""


@pytest.fixture
def desk(tmp_path):
    """A desk whose catalogue has one metric and a line more."""

    def make(line):
        folder = tmp_path / "reference"
        folder.mkdir(parents=True)
        (folder / "metrics.yaml").write_text(METRIC + line)
        return tmp_path

    return make


def test_a_figure_may_differ_by_asset(desk):
    """Bitcoin has its own range, the rest has another."""
    price = load_catalogue(desk('  plausible: {BTC: [1000, 10000000], "*": [0.001, 5]}\n'))["spot.price"]
    assert price.plausible.of("BTC") == (1000, 10_000_000)
    assert price.plausible.of("XRP") == (0.001, 5)


def test_nothing_said_is_nothing_asked(desk):
    """A metric without figures has none for any asset."""
    price = load_catalogue(desk(""))["spot.price"]
    assert (price.plausible.of("BTC"), price.tolerance.of("BTC"), price.beyond.of("BTC")) == (None, None, None)
    assert (price.jump.of("BTC"), price.revised, price.ticks) == (None, 0, False)


@pytest.mark.parametrize(
    "line",
    [
        "plausible: 5",
        "plausible: [5, 1]",
        "plausible: {BTC: [1, many]}",
        "tolerance: 0",
        "tolerance: {BTC: -0.1}",
        "beyond: chapter",
        "jump: wide",
        "revised: true",
    ],
)
def test_a_wrong_figure_is_told_with_its_line(desk, line):
    """The editor reads where it stands and how to write it."""
    with pytest.raises(InputError, match=r"metrics\.yaml:1: spot\.price: .*(write|mend)"):
        load_catalogue(desk(f"  {line}\n"))


def test_only_prices_of_the_large_coins_hold_an_article():
    """Two coins may have one ticker: a small coin's difference holds its sentences, bitcoin's all."""
    assert CATALOGUE["spot.price"].beyond.of("BTC") == "article"
    assert CATALOGUE["spot.price"].beyond.of("PEPE") == "sentence"
    assert CATALOGUE["sentiment.fear_greed"].tolerance.of("CRYPTO") is None
