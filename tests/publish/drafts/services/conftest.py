"""One server for all tests of the services: it is told anew for each whom it plays."""

import pytest

from tests.loopback.server import Answer, Loopback


@pytest.fixture(scope="session")
def server():
    """Return a server on this machine; it may be set anew between two requests."""
    with Loopback(lambda _request: Answer(404), compressed=False) as playing:
        yield playing
