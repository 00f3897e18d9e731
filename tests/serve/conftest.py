"""A desk in the browser: the real server on a loopback port, and a browser's part played by http.client."""

import http.client
import re
import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from urllib.parse import urlencode

import pytest

from generator.cli import run_cli
from generator.commands.write import written
from generator.config import load_settings
from generator.serve.room import Room, Tools
from generator.serve.server import Server
from generator.serve.watch import Watch
from generator.store.sqlite import Store

DAY = "2026-02-10"
SLUG = f"{DAY}-btc-brief"
NOON = datetime(2026, 2, 11, 12, tzinfo=UTC)
TOKEN = "a token of this run"


@dataclass(frozen=True)
class Said:
    """An answer."""

    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode()


class Browser:
    """Asks as a browser does that stays on our pages."""

    def __init__(self, server, desk):
        self.server = server
        self.desk = desk
        self.host = f"127.0.0.1:{server.guard.port}"

    def get(self, path, **headers):
        return self.ask("GET", path, headers=headers)

    def ask(self, method, path, body=None, headers=None):
        line = http.client.HTTPConnection("127.0.0.1", self.server.guard.port, timeout=60)
        try:
            line.request(method, path, body=body, headers={"Host": self.host, **(headers or {})})
            answer = line.getresponse()
            return Said(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            line.close()

    def post(self, path, headers=None, **fields):
        fields = {"token": TOKEN, **fields}
        told = {
            "Origin": f"http://{self.host}",
            "Content-Type": "application/x-www-form-urlencoded",
            **(headers or {}),
        }
        told = {name: value for name, value in told.items() if value is not None}
        return self.ask("POST", path, urlencode({k: v for k, v in fields.items() if v is not None}), told)

    def form(self, path):
        """Return the hash and the text that an article's page offers."""
        page = self.get(path).text
        sha256 = re.search(r'name="sha256" value="([0-9a-f]{64})"', page)
        text = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
        assert sha256 is not None, page
        assert text is not None
        return sha256[1], unescape(text[1])


@pytest.fixture(scope="session")
def shelf(tmp_path_factory, sample_store):
    """A desk that has written its brief; it is copied, never written to."""
    folder = tmp_path_factory.mktemp("shelf") / "desk"
    assert run_cli(["init", str(folder)]) == 0
    shutil.copyfile(sample_store, folder / "data" / "wirecopy.sqlite")
    assert run_cli(["write", "--desk", str(folder), "--date", DAY, "--edition", "brief"]) == 0
    return folder


def copy(shelf, folder):
    """Copy the article, its evidence and its pictures, but not the readings: they are large."""
    shutil.copytree(shelf, folder, ignore=shutil.ignore_patterns("wirecopy.sqlite*"))
    Store.open(folder / "data" / "wirecopy.sqlite").close()
    return folder


@pytest.fixture
def desk(shelf, tmp_path):
    """A desk of one's own."""
    return copy(shelf, tmp_path / "desk")


def room_of(desk):
    settings = load_settings(desk)

    def write_anew(as_of, asset, editions):
        with Store.open(settings.store) as store:
            list(written(settings, store, as_of=as_of, asset=asset, editions=editions, at=NOON))

    return Room(
        settings=settings, clock=lambda: NOON, by="Ada", token=TOKEN, write_anew=write_anew, tools=Tools.open(settings)
    )


@contextmanager
def serving(room, **options):
    complaints = []
    with Server(room, port=0, complain=complaints.append, **{"host": "127.0.0.1", **options}) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            room.bell.close()
            server.shutdown()
            thread.join()
    assert complaints == []


@pytest.fixture
def browser(desk):
    room = room_of(desk)
    with serving(room) as server:
        yield Browser(server, desk)


@pytest.fixture(scope="session")
def door(shelf, tmp_path_factory):
    """A browser before one server, for who changes nothing."""
    desk = copy(shelf, tmp_path_factory.mktemp("door") / "desk")
    with serving(room_of(desk)) as server:
        yield Browser(server, desk)


@pytest.fixture
def watch(browser):
    """Looks when it is told to, so that no test waits for a second to pass."""
    return Watch(browser.server.room)
