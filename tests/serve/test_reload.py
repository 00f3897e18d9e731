"""Pages follow the desk: what articles are made from changes, drafts are written anew, and pages are told."""

import http.client
import shutil
import time

import pytest

from generator.model.observation import Observation, Provenance, SeriesKey
from generator.resources import SHIPPED
from generator.serve.watch import Watch
from generator.store.sqlite import Store
from tests.serve.conftest import DAY, NOON, SLUG

ARTICLE = f"/articles/{SLUG}/"
NOTE = "---\ntopic: exchanges\nasset: BTC\n---\nAn exchange in Seoul halted withdrawals for 40 minutes.\n"


@pytest.fixture
def desk(desk, shelf):
    """A desk that can write: with its readings."""
    shutil.copyfile(shelf / "data" / "wirecopy.sqlite", desk / "data" / "wirecopy.sqlite")
    return desk


def text(browser):
    return (browser.desk / "output" / "articles" / f"{SLUG}.md").read_text(encoding="utf-8")


def test_nothing_changes_by_itself(browser, watch):
    """Looking at a desk at rest, and at its pages, rings no bell and writes nothing."""
    before = text(browser)
    browser.get("/")
    browser.get(ARTICLE)
    for _ in range(3):
        watch.look()
    assert browser.server.room.bell.times == 0
    assert text(browser) == before


def test_a_note_is_in_the_draft_and_the_page_is_told(browser):
    """The real thing: a page that listens hears of it within a moment, and shows it when it loads again."""
    watch = Watch(browser.server.room, seconds=0.05)
    line = http.client.HTTPConnection("127.0.0.1", browser.server.guard.port, timeout=60)
    line.request("GET", "/events", headers={"Host": browser.host})
    heard = line.getresponse()
    assert heard.headers["Content-Type"] == "text/event-stream"
    assert heard.readline() == b"data: 0\n"
    watch.start()
    (browser.desk / "notes" / f"{DAY}.md").write_text(NOTE, encoding="utf-8")
    said = b"\n"
    while not said.startswith(b"data: "):
        said = heard.readline()
    watch.stop()
    watch.join()
    line.close()
    assert int(said.removeprefix(b"data: ")) >= 1
    assert "An exchange in Seoul" in browser.get(ARTICLE).text


@pytest.mark.parametrize("name", ["rules/own.yaml", "templates/prose/brief.md.j2"])
def test_a_mistake_is_shown_until_it_is_mended(browser, watch, name):
    """The page says file and line, the article stays, and the next change takes the banner away."""
    before = text(browser)
    own = browser.desk / name
    own.parent.mkdir(parents=True)
    shipped = SHIPPED / "templates" / "prose" / "brief.md.j2"
    own.write_text("id: own\nid: again\n{% if %}\n", encoding="utf-8")
    watch.look()
    page = browser.get("/").text
    assert "The last writing did not come off: " in page
    assert own.name in page
    assert text(browser) == before
    if own.suffix == ".yaml":
        own.unlink()
    else:
        own.write_text(shipped.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    watch.look()
    assert "did not come off" not in browser.get("/").text
    assert browser.server.room.bell.times == 2


def test_a_layout_that_says_too_much_is_listed_as_refused(browser, watch):
    """The draft is held with its reasons, and the article stays."""
    own = browser.desk / "templates" / "prose" / "brief.md.j2"
    own.parent.mkdir(parents=True)
    shipped = (SHIPPED / "templates" / "prose" / "brief.md.j2").read_text(encoding="utf-8")
    own.write_text(f"{shipped}\n\nBitcoin will reach $500,000 by summer.\n", encoding="utf-8")
    before = text(browser)
    watch.look()
    page = browser.get("/").text
    assert '<span class="state refused">refused</span>' in page
    assert text(browser) == before
    assert "$500,000" in browser.get(f"/held/{SLUG}/").text


def test_what_a_person_was_at_is_not_written_over(browser, watch):
    """An edited draft stays when a note comes in; the page is told all the same."""
    sha256, markdown = browser.form(ARTICLE)
    blocks = markdown.rstrip("\n").split("\n\n")
    edited = "\n\n".join(blocks[:-2] + blocks[-1:]) + "\n"
    browser.post(f"{ARTICLE}save", text=edited, sha256=sha256)
    assert text(browser) == edited, browser.get(f"/held/{SLUG}/").text
    watch.look()
    (browser.desk / "notes" / f"{DAY}.md").write_text(NOTE, encoding="utf-8")
    rung = browser.server.room.bell.times
    watch.look()
    assert text(browser) == edited
    assert browser.server.room.bell.times == rung + 1


def test_a_decision_makes_no_text_old(browser, watch):
    """It changes the store's file, and no draft is written for it."""
    sha256, _ = browser.form(ARTICLE)
    stamp = (browser.desk / "output" / "articles" / f"{SLUG}.md").stat().st_mtime_ns
    assert browser.post(f"{ARTICLE}hold", sha256=sha256, why="wait").status == 303
    watch.look()
    assert (browser.desk / "output" / "articles" / f"{SLUG}.md").stat().st_mtime_ns == stamp


def test_new_readings_are_written_of(browser, watch):
    """A reading of the article's day that comes in late."""
    at = NOON.replace(day=10)
    said_by = Provenance("alternative.me", "https://example.org/", "0" * 64, at)
    reading = Observation(
        SeriesKey("CRYPTO", "sentiment.fear_greed", "", "alternative_me"), 11.0, "index", at, at, said_by
    )
    stamp = (browser.desk / "output" / "articles" / f"{SLUG}.md").stat().st_mtime_ns
    with Store.open(browser.desk / "data" / "wirecopy.sqlite") as store:
        store.add([reading])
    watch.look()
    assert (browser.desk / "output" / "articles" / f"{SLUG}.md").stat().st_mtime_ns > stamp


def test_a_page_that_has_gone_is_let_go_and_too_many_are_refused(browser):
    """Listening pages hold a thread each, so there is an end to them."""
    lines = []
    for _ in range(24):
        line = http.client.HTTPConnection("127.0.0.1", browser.server.guard.port, timeout=60)
        line.request("GET", "/events", headers={"Host": browser.host})
        assert line.getresponse().status == 200
        lines.append(line)
    assert browser.get("/events").status == 503
    for line in lines:
        line.sock.close() if line.sock else line.close()
    until = time.monotonic() + 20
    browser.server.room.bell.ring()
    browser.server.room.bell.ring()
    while time.monotonic() < until:
        browser.server.room.bell.ring()
        line = http.client.HTTPConnection("127.0.0.1", browser.server.guard.port, timeout=60)
        line.request("GET", "/events", headers={"Host": browser.host})
        status = line.getresponse().status
        line.close()
        if status == 200:
            return
        time.sleep(0.05)
    pytest.fail("no place came free")
