"""What the charts' tests stand on."""

import pytest

from generator.model.catalogue import load_catalogue


@pytest.fixture(scope="session")
def catalogue():
    """The shipped catalogue."""
    return load_catalogue()
