"""What every test stands on: no network, desks of its own, and the command as a user runs it."""

import io
import json
import shutil
import socket
import time
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.cli import run_cli

ROOT = Path(__file__).resolve().parents[1]
_LOOPBACK = ("127.", "::1", "localhost")
#: Tests with servers of their own, or that wait for one: `make test` runs them when nothing else does.
_ALONE = (
    "batch",
    "collectors/liquidations",
    "collectors/net",
    "commands/test_collecting.py",
    "dovecot",
    "live",
    "serve",
)


def pytest_addoption(parser):
    """``make golden`` writes the kept articles anew; read the diff before it is committed."""
    parser.addoption("--write-golden", action="store_true", help="write the kept articles anew")


def pytest_collection_modifyitems(items):
    """Mark what is not run beside other tests."""
    alone = tuple(str(ROOT / "tests" / name) for name in _ALONE)
    for item in items:
        if str(item.path).startswith(alone):
            item.add_marker("alone")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Refuse to leave the machine; servers of the tests' own on loopback are welcome."""
    connect = socket.socket.connect

    def refuse(self, address):
        local = self.family == getattr(socket, "AF_UNIX", None) or str(address[0]).startswith(_LOOPBACK)
        if not local:
            raise AssertionError(f"a test tried to reach {address}; keep a body in tests/captures/ instead")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(autouse=True)
def _no_desk_from_outside(monkeypatch):
    """A developer's own desk must not be written to by a test."""
    monkeypatch.delenv("WIRECOPY_DESK", raising=False)


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        """Standard output as JSON."""
        return json.loads(self.out)


def _now():
    return datetime.now(UTC)


def quietly(*arguments):
    """Run the command where no fixture catches what is printed; it must end well."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = run_cli([str(argument) for argument in arguments], clock=_now)
    assert code == 0, said.getvalue()


@pytest.fixture
def wirecopy(capsys):
    """Run the command in this process, as ``wirecopy ARGUMENTS``."""

    def run(*arguments, clock=_now):
        capsys.readouterr()
        code = run_cli([str(argument) for argument in arguments], clock=clock)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return run


@pytest.fixture
def desk(tmp_path, wirecopy):
    """An empty desk."""
    folder = tmp_path / "desk"
    assert wirecopy("init", folder).code == 0
    return folder


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory):
    """A store filled once from the sample; copy it rather than write to it."""
    from generator.commands.console import Console
    from generator.commands.sample import fill
    from generator.store.sqlite import Store

    path = tmp_path_factory.mktemp("sample") / "wirecopy.sqlite"
    with Store.open(path) as store:
        fill(Console(tick=time.monotonic, clock=_now), store, desk=ROOT)
    return path


@pytest.fixture
def filled(desk, sample_store):
    """A desk whose store holds the sample."""
    shutil.copyfile(sample_store, desk / "data" / "wirecopy.sqlite")
    return desk
