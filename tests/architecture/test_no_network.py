"""The guard that keeps tests off the network guards."""

import socket

import pytest


def test_leaving_the_machine_is_refused():
    """A connection to an address of the documentation range is refused before a packet leaves."""
    with socket.socket() as line, pytest.raises(AssertionError, match="tried to reach"):
        line.connect(("192.0.2.1", 80))


def test_a_server_of_the_tests_own_is_reached():
    """Loopback stays open."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as line:
        line.connect(server.getsockname())
        assert line.getpeername() == server.getsockname()
