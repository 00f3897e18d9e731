"""A look back over years reads all that is known; an article's day reads no more than it needs."""

from datetime import UTC, datetime

import numpy as np
import pytest

from generator.metrics.measure import measure
from generator.model.catalogue import load_catalogue
from generator.model.names import load_names
from generator.store.sqlite import Store

FUNDING = "BTC/perp.funding_rate/1d@binance"
AS_OF = datetime(2026, 2, 11, tzinfo=UTC)


@pytest.fixture(scope="module")
def measured(sample_store):
    """Return a function that measures the sample at an instant."""
    catalogue, names = load_catalogue(), load_names()

    def at(as_of, *, whole):
        with Store.open(sample_store, create=False) as store:
            market = store.market(as_of)
            return measure(market, catalogue=catalogue, names=names, assets=["BTC"], whole=whole)

    return at


def test_funding_is_read_from_its_first_day(measured):
    """The sample has it since 2019; an article tells it among three years."""
    years = {whole: measured(AS_OF, whole=whole).history[FUNDING].index[0].year for whole in (False, True)}
    assert years == {False: 2023, True: 2019}


def test_what_both_have_is_the_same(measured):
    """Every day of the shorter history has the longer one's reading, and the facts are of the same names."""
    day, all_days = measured(AS_OF, whole=False), measured(AS_OF, whole=True)
    assert list(day.facts) == list(all_days.facts)
    for name in (FUNDING, "BTC/spot.realised_vol/7d@binance", "BTC/futures.basis/90d@binance"):
        short, long = day.history[name], all_days.history[name]
        assert len(long) >= len(short) > 300
        np.testing.assert_allclose(
            long[short.index], short, atol=1e-12
        )  # sums from another day on differ in the last bit


def test_a_series_that_has_ended_keeps_its_changes(measured):
    """Three days after the last chain nothing fresh is known of the skew, and its changes were what they were."""
    later = datetime(2026, 2, 14, tzinfo=UTC)
    skew = "BTC/options.skew_25d/30d@deribit"
    found = measured(later, whole=True)
    assert skew not in found.facts
    assert len(found.history[f"{skew}~change:7d"]) > 30
    assert f"{skew}~change:7d" not in measured(later, whole=False).history
