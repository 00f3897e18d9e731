"""``wirecopy run --live`` against healthy sources: articles of today, and each number leads to what was received."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from generator.collectors.registry import SOURCES
from tests.loopback import desk as desks
from tests.loopback import direct, truth
from tests.loopback.matrix import ASKED, IDS, NOW
from tests.loopback.server import Loopback
from tests.loopback.world import World

SAMPLE_DAY = NOW
NO_KEYS = {source.key.name: "" for source in SOURCES if source.key is not None}


@pytest.fixture(scope="module")
def served(world):
    """The healthy server."""
    with Loopback(direct.warm(world, ASKED).respond) as server:
        yield server


@pytest.fixture
def fresh(served, tmp_path):
    """A new desk with nothing set but whom it asks."""
    return desks.make(tmp_path / "desk", desks.addresses(served, IDS))


@pytest.fixture
def _no_keys(monkeypatch):
    for name in NO_KEYS:
        monkeypatch.delenv(name, raising=False)


def test_a_fresh_desk_writes_three_articles_on_its_first_morning(tmp_path):
    """As a user does it: a new desk, nothing edited but addresses, no key; a process of its own, the real clock."""
    world = direct.warm(World(datetime.now(UTC)), ASKED)
    with Loopback(world.respond) as server:
        desk = desks.make(tmp_path / "desk", desks.addresses(server, IDS))
        ended = desks.as_process("run", "--live", "--json", "--desk", str(desk), **NO_KEYS)
    assert ended.code == 0, ended.err
    assert [each["edition"] for each in ended.result["articles"]] == ["derivatives", "markets", "brief"]
    assert ended.result["aside"] == []
    assert {each["source"] for each in ended.result["troubles"]} <= {
        source.id for source in SOURCES if source.key is not None and not source.key.optional
    }
    assert world.unplayed == []
    for each in ended.result["articles"]:
        checked = desks.wirecopy("verify", each["path"], "--desk", str(desk))
        assert checked.code == 0, checked.err


@pytest.mark.usefixtures("_no_keys")
@pytest.mark.parametrize("now", ["2026-02-10T00:00:20", "2026-12-25T08:00:10"], ids=["midnight", "an expiry"])
def test_a_healthy_run_is_whole_at_awkward_hours(tmp_path, now):
    """At the turn of a day and at the hour of expiry all articles are written and nothing is set aside."""
    at = desks.of(now)
    world = direct.warm(World(at), ASKED)
    with Loopback(world.respond) as server:
        ended = desks.live(desks.make(tmp_path / "desk", desks.addresses(server, IDS)), at)
    assert ended.code == 0, ended.err
    assert len(ended.result["articles"]) == 3
    assert ended.result["aside"] == []
    assert world.unplayed == []


@pytest.mark.usefixtures("_no_keys")
def test_every_number_leads_to_a_kept_reply_whose_hash_is_right(fresh):
    """Each claim's fact goes back, through the facts it was made of, to raw bodies that are kept as they came."""
    assert desks.live(fresh, SAMPLE_DAY).code == 0
    articles = desks.evidences(fresh)
    assert len(articles) == 3
    for evidence in articles:
        claims = [claim for claim in evidence["claims"] if measured(claim)]
        assert claims
        for claim in claims:
            hashes = roots(claim["fact"], evidence["facts"])
            assert hashes, claim
            for sha256, body in desks.bodies(fresh, hashes).items():
                assert body is not None, claim
                assert hashlib.sha256(body).hexdigest() == sha256


def measured(claim):
    """Whether a claim is of the market: not of the article's own instant, of a rule's line, or of what is left out."""
    return claim["fact"] != "run/as_of" and not claim["fact"].startswith(("gap:", "rule:"))


def roots(fact_id, facts, seen=frozenset()):
    """Return the hashes of the raw bodies that a fact was made of, at once or by way of other facts."""
    if fact_id in seen or fact_id not in facts:
        return set()
    fact = facts[fact_id]
    found = {source["raw_sha256"] for source in fact.get("sources", ()) if source.get("raw_sha256")}
    made_of = [*fact.get("inputs", ()), *([fact["of"]] if fact.get("of") else [])]
    return found.union(*(roots(each, facts, seen | {fact_id}) for each in made_of))


@pytest.mark.usefixtures("_no_keys")
def test_a_healthy_run_stores_what_was_said_and_nothing_else(fresh, world):
    """Every reading in the store is one that its source gave, and nothing was set aside."""
    ended = desks.live(fresh, SAMPLE_DAY)
    assert ended.result["aside"] == []
    said = truth.Truth([world], ASKED)
    stored = truth.held(fresh / "data" / "wirecopy.sqlite")
    assert stored
    assert said.false((key, each) for key, values in stored.items() for each in values) == []


@pytest.mark.usefixtures("_no_keys")
def test_a_day_read_again_from_its_kept_replies_is_the_same(fresh):
    """``collect --replay`` gives every reading as it was, without asking anybody."""
    assert desks.live(fresh, SAMPLE_DAY).code == 0
    store = fresh / "data" / "wirecopy.sqlite"
    before = truth.held(store)
    settings = fresh / "wirecopy.toml"
    settings.write_text(
        settings.read_text().replace("127.0.0.1", "localhost")
    )  # nobody is asked: addresses have no say
    ended = desks.wirecopy(
        "collect", "--replay", "2026-02-10", "--desk", str(fresh), now=SAMPLE_DAY + timedelta(days=3)
    )
    assert ended.code == 0, ended.err
    assert truth.held(store) == before


@pytest.mark.usefixtures("_no_keys")
def test_the_same_run_again_changes_nothing(fresh):
    """A second run of the same minute stores no new reading and writes the same articles."""
    first = desks.live(fresh, SAMPLE_DAY)
    texts = {path: path.read_bytes() for path in (fresh / "output").rglob("*.md")}
    again = desks.live(fresh, SAMPLE_DAY)
    assert (first.code, again.code) == (0, 0)
    assert (again.result["new"], again.result["revised"]) == (0, 0)
    assert {path: path.read_bytes() for path in (fresh / "output").rglob("*.md")} == texts
