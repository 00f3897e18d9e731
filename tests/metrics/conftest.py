"""The market that metrics are tried on: records worked by hand, and the real ones of the sample."""

import pytest
from known_market import Known

from generator.collectors.sample import read_sample
from generator.metrics.measure import measure
from generator.model.catalogue import load_catalogue
from generator.model.names import load_names
from generator.resources import SHIPPED

_CUTS = {"options.skew_25d": (-0.20, -0.10, -0.06, 0.06, 0.10, 0.20)}


@pytest.fixture(scope="session")
def names():
    return load_names()


@pytest.fixture(scope="session")
def catalogue():
    return load_catalogue()


@pytest.fixture(scope="session")
def measured(names, catalogue):
    """Measure records as of an instant: ``measured(records, "2026-02-10T00:00:00Z")``."""

    def run(records, as_of, **also):
        known = records if isinstance(records, Known) else Known(records)
        also.setdefault("cuts", _CUTS)
        return measure(known.before(as_of), catalogue=catalogue, names=names, **also)

    return run


@pytest.fixture(scope="session")
def facts(measured):
    """Measure records, and return the facts alone."""
    return lambda *arguments, **also: measured(*arguments, **also).facts


@pytest.fixture(scope="session")
def sample(names, catalogue):
    """Everything that the bundled sample knows."""
    batches = read_sample(SHIPPED / "data" / "sample", names=names, catalogue=catalogue)
    return Known([record for batch in batches for record in batch.records])
