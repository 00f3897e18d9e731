"""A real Dovecot, started once; its tests are skipped where it is absent, but not where ``CI`` is ``true``."""

import os
import shutil

import pytest

from tests.dovecot.server import Dovecot


@pytest.fixture(scope="session")
def start():
    """Start a server with a configuration of its own; it is stopped at the end."""
    # Where daemons lie is not in every user's path.
    program = shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/local/sbin:/usr/sbin")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("dovecot is absent; .ci/run installs it")
        pytest.skip("dovecot is absent; see .ci/run")
    running = []

    def started(**settings):
        running.append(Dovecot(program, **settings))
        return running[-1]

    yield started
    for server in running:
        server.end()
    for server in running:
        server.clear()


@pytest.fixture(scope="session")
def shared(start):
    """The server of most tests."""
    return start()


@pytest.fixture
def dovecot(shared, reader):
    """That server, with nothing in its mailbox."""
    for folder in ("Drafts", "Sent"):
        reader.empty(folder)
    return shared


@pytest.fixture(scope="session")
def reader(shared):
    """A second program at the same mailbox."""
    with shared.reader() as second:
        yield second
