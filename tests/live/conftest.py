"""One world and one bench for all tests of whole runs: both cost seconds to make and are only read."""

import os
from datetime import UTC, datetime

import pytest

from tests.loopback.matrix import KEYS, Bench
from tests.loopback.world import World

SAMPLE_DAY = datetime(2026, 2, 10, 10, tzinfo=UTC)


@pytest.fixture(scope="session")
def world():
    """The market of the sample's last day."""
    return World(SAMPLE_DAY)


@pytest.fixture(scope="session")
def bench(tmp_path_factory):
    """A desk that knows yesterday, and the server that it asks."""
    before = dict(os.environ)
    os.environ.update(KEYS)
    os.environ.pop("WIRECOPY_DESK", None)
    try:
        with Bench(tmp_path_factory.mktemp("bench"), SAMPLE_DAY) as ready:
            yield ready
    finally:
        os.environ.clear()
        os.environ.update(before)
