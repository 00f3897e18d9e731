"""Whole runs against broken sources, and whether each told the truth or said what it lacked.

A run is sound if it ends as a run may end, if no number that it printed rests on a reading that no source truly said,
if what is missing has a name, and if every number is the one that a healthy run prints from the same readings. A
false reading that lies in the store and in no text is not unsound; it is counted as untold.
"""

from __future__ import annotations

import hashlib
import math
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Self

from generator.collectors.registry import SOURCES
from generator.collectors.source import Scope
from generator.model.names import load_names
from generator.store.sqlite import Store
from tests.loopback import desk as desks
from tests.loopback import faults, payload_faults
from tests.loopback.server import Answer, Fault, Loopback, Request
from tests.loopback.truth import Key, Said, Truth, held, input_of
from tests.loopback.world import KEY, World

DAY = timedelta(days=1)
NOW = datetime(2026, 2, 10, 10, tzinfo=UTC)
#: The healthy source's own address is replaced by one where this happens.
ADDRESSES: Mapping[str, Callable[[Loopback], str]] = {
    "connection refused": lambda server: server.refused_url,
    "bad TLS": lambda server: server.tls_url,
    "certificate of another name": lambda server: server.other_name_url,
    "expired certificate": lambda server: server.expired_url,
}
#: The source answers as it did a day ago.
FROZEN = "frozen for a day"
KINDS = (*ADDRESSES, *faults.FAULTS, *payload_faults.FAULTS, FROZEN)
#: A source that is only listened to is asked nothing.
ASKED = tuple(source for source in SOURCES if next(iter(source.asks(Scope(("BTC", "ETH"), load_names(), NOW))), None))
IDS = tuple(source.id for source in ASKED)
#: The keys under which a desk of these tests finds the world's own.
KEYS = {source.key.name: KEY for source in SOURCES if source.key is not None}
_ENDS = (0, 3)
#: What these say is said of the whole past of a series.
_HISTORIC = frozenset({"rank", "streak", "band", "share"})
#: A source that dates a true number a little wrong is told with its own date: nobody can know better.
MISDATED = frozenset({"stale time stamps", "time going backwards", "one time in the future"})


@dataclass(frozen=True)
class Broken:
    """One fault of one source; of its questions all are hit, or those that chance picks."""

    source: str
    kind: str
    share: float = 1.0

    def __str__(self) -> str:
        return f"{self.source}: {self.kind}" + ("" if self.share == 1 else " at some questions")


@dataclass
class Outcome:
    """What became of one run: how it ended, what it lacked, what was wrong with it, and what is false and untold."""

    cell: tuple[Broken, ...]
    code: int
    articles: int = 0
    gaps: int = 0
    aside: int = 0
    wrong: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        end = {0: f"{self.articles} articles", 1: "refused", 3: "held"}.get(self.code, f"exit {self.code}")
        return ", ".join(
            [end, *([f"{self.gaps} gaps"] if self.gaps else []), *([f"{self.aside} set aside"] if self.aside else [])]
        )


class Breakage:
    """What the server plays: the world, with some sources broken."""

    def __init__(self, cell: Sequence[Broken], world: World, yesterday: World, seed: str) -> None:
        self._world, self._yesterday, self._seed = world, yesterday, seed
        self._by_source: dict[str, list[Broken]] = {}
        for broken in cell:
            self._by_source.setdefault(broken.source, []).append(broken)

    def respond(self, request: Request) -> Answer:
        """Return the source's answer, spoiled."""
        kinds = list(self._hit(request))
        answer = (self._yesterday if FROZEN in kinds else self._world).respond(request)
        if FROZEN in kinds and answer.status != 200:
            answer = self._world.respond(request)
        for kind in kinds:
            if kind in payload_faults.FAULTS and answer.status == 200:
                chance = self._chance(request, kind)
                answer = Answer(200, payload_faults.FAULTS[kind](answer.body, chance), answer.headers)
        return answer

    def fault(self, request: Request) -> Fault | None:
        """Return what happens to the answer on the wire."""
        found = [faults.FAULTS[kind] for kind in self._hit(request) if kind in faults.FAULTS]
        return found[request.attempt % len(found)] if found else None

    def _hit(self, request: Request) -> Iterator[str]:
        for broken in self._by_source.get(request.source, ()):
            if broken.share == 1 or self._chance(request, f"hit {broken.kind}").random() < broken.share:
                yield broken.kind

    def _chance(self, request: Request, what: str) -> Random:
        # The key has no part in it: the same question is spoiled alike with each.
        query = sorted((name, value) for name, value in request.query.items() if value != KEY)
        return Random(f"{self._seed} {what} {request.source} {request.path} {query} {request.body!r}")


class Bench:
    """Runs cells one after the other, each on a desk of its own that collected a day before too.

    Use it as a context manager, with the keys in the environment.
    """

    def __init__(self, folder: Path, now: datetime, *, timeout: float = 2.0, budget: float = 10.0) -> None:
        self.folder, self.now = folder, now
        self._waits = {"timeout": timeout, "budget": budget}
        self.world = World(now)
        self.yesterday = World(now - DAY, last=now.date())
        self.truth = Truth([self.yesterday, self.world], ASKED)  # which also has all their answers at hand
        self.server = Loopback(self.world.respond)
        self.before: Mapping[Key, set[Said]] = {}
        self.healthy_held: Mapping[Key, set[Said]] = {}
        self.healthy_facts: Mapping[str, Mapping[str, Any]] = {}

    def __enter__(self) -> Self:
        self.server.__enter__()
        self.used = desks.make(self.folder / "used", desks.addresses(self.server, IDS), **self._waits)
        self.server.respond = self.yesterday.respond
        before = desks.live(self.used, self.now - DAY)
        assert before.code == 0, before.err
        self.before = held(_store(self.used))
        self.healthy = self.run(())
        self.healthy_held = held(_store(self._desk))
        self.healthy_facts = _facts(self._desk)
        return self

    def __exit__(self, *raised: object) -> None:
        self.server.__exit__(*raised)

    def run(self, cell: tuple[Broken, ...], seed: str = "") -> Outcome:
        """Run the command against these faults and judge it."""
        breakage = Breakage(cell, self.world, self.yesterday, seed)
        self.server.forget()
        self.server.respond, self.server.fault = breakage.respond, breakage.fault
        self._desk = self.folder / "now"
        shutil.rmtree(self._desk, ignore_errors=True)
        shutil.copytree(self.used, self._desk)
        _readdress(self._desk, {each.source: each.kind for each in cell if each.kind in ADDRESSES}, self.server)
        shutil.rmtree(self._desk / "output")
        ended = desks.live(self._desk, self.now)
        return self._judged(cell, ended)

    def _judged(self, cell: tuple[Broken, ...], ended: desks.Ended) -> Outcome:
        outcome = Outcome(cell, ended.code)
        wrong = outcome.wrong
        with Store.open(_store(self._desk), create=False) as store:
            run = store.last_run("live")
            assert run is not None
            troubles, aside = store.troubles(run.id), store.aside(run.id)
        outcome.gaps, outcome.aside = len(troubles), len(aside)
        if ended.code not in _ENDS:
            wrong.append(f"exit {ended.code}: {ended.err.strip().splitlines()[-1:]}")
        if ended.code == 3 and not ended.result.get("error"):
            wrong.append("ended without a reason")
        wrong += [f"a mistake: {each.source}: {each.why}" for each in troubles if "mistake in this program" in each.why]
        now = held(_store(self._desk))
        undated = any(each.kind in MISDATED for each in cell)
        told = _rest(self._desk) if ended.code == 0 else frozenset()
        for key, what in self.truth.lies(_new(now, self.before), undated=undated):
            (wrong if _is_told(input_of(key), told) else outcome.untold).append(f"false: {what}")
        del wrong[3:]
        wrong += self._silent(cell, now, {each.source for each in troubles}, [each.why for each in aside])
        if ended.code == 0:
            outcome.articles = len(ended.result["articles"])
            wrong += self._said(outcome)
        return outcome

    def _silent(
        self, cell: tuple[Broken, ...], now: Mapping[Key, set[Said]], troubled: set[str], aside: list[str]
    ) -> Iterator[str]:
        """Yield the broken sources that brought less than usual, of which nothing is said."""
        for source in {broken.source for broken in cell}:
            usual = self.truth.by_source[source] & set(self.healthy_held)
            missing = [key for key in usual if key not in now]
            if missing and source not in troubled and not aside:
                yield f"silent: {source} lacks {len(missing)} of {len(usual)} readings, such as {missing[0]}"

    def _said(self, outcome: Outcome) -> Iterator[str]:
        """Yield what is wrong with the articles: a fact without its raw body, or another value than usual."""
        if outcome.articles != 3:
            yield f"{outcome.articles} articles"
        found = desks.evidences(self._desk)
        hashes = {
            source["raw_sha256"]
            for each in found
            for fact in each["facts"].values()
            for source in fact.get("sources", ())
        }
        for sha256, body in desks.bodies(self._desk, hashes).items():
            if body is None or hashlib.sha256(body).hexdigest() != sha256:
                yield f"no raw body {sha256[:12]}"
        for fact_id, fact in _facts(self._desk).items():
            usual = self.healthy_facts.get(fact_id)
            if usual is not None and _alike(fact, usual) and not _equal(fact.get("value"), usual.get("value")):
                yield f"differs: {fact_id} is {fact.get('value')}, usually {usual.get('value')}"


def _equal(value: float | None, usual: float | None) -> bool:
    """Whether two values are the same but for the order in which they were added up."""
    return value == usual or (None not in (value, usual) and math.isclose(value, usual, rel_tol=1e-12))


def _alike(fact: Mapping[str, Any], usual: Mapping[str, Any]) -> bool:
    """Whether two facts should be the same: of one instant, made of the same."""
    return all(fact.get(part) == usual.get(part) for part in ("as_of", "inputs", "start", "n", "total", "coverage"))


def _facts(desk: Path) -> dict[str, Mapping[str, Any]]:
    """Return the facts that the articles claim, by id."""
    found: dict[str, Mapping[str, Any]] = {}
    for each in desks.evidences(desk):
        claimed = {claim["fact"] for claim in each["claims"] if claim.get("fact")}
        found |= {name: fact for name, fact in each["facts"].items() if name in claimed}
    return found


def _rest(desk: Path) -> frozenset[str]:
    """Return the inputs that the articles' claims rest on; of a claim about history, its whole series as well."""
    found: set[str] = set()
    for each in desks.evidences(desk):
        facts = each["facts"]
        waiting = [claim["fact"] for claim in each["claims"] if claim.get("fact") in facts]
        seen = set(waiting)
        while waiting:
            fact = facts[waiting.pop()]
            more = [*fact.get("inputs", ()), *(fact[name] for name in ("of", "than") if fact.get(name))]
            if fact["kind"] in _HISTORIC:
                found |= {_series(name) for name in more}
                found |= {_series(name) for other in more for name in facts.get(other, {}).get("inputs", ())}
            found |= set(more)
            fresh = [name for name in more if name in facts and name not in seen]
            seen |= set(fresh)
            waiting += fresh
    return frozenset(found)


def _series(name: str) -> str:
    """Return an input without its time: ``candle:binance:BTC:1d``."""
    return re.sub(r"[:@]\d{4}-\d\d-\d\dT.*", "", name)


def _is_told(name: str, told: frozenset[str]) -> bool:
    return name in told or _series(name) in told


def _new(now: Mapping[Key, set[Said]], before: Mapping[Key, set[Said]]) -> Iterator[tuple[Key, Said]]:
    for key, said in now.items():
        for each in said - before.get(key, set()):
            yield key, each


def _store(desk: Path) -> Path:
    return desk / "data" / "wirecopy.sqlite"


def _readdress(desk: Path, broken: Mapping[str, str], server: Loopback) -> None:
    settings = desk / "wirecopy.toml"
    text = settings.read_text(encoding="utf-8")
    for source, kind in broken.items():
        wrong = f'[sources."{source}"]\nbase_url = "{ADDRESSES[kind](server)}/{source}"'
        text = re.sub(rf'\[sources\."{re.escape(source)}"\]\nbase_url = "[^"]*"', wrong, text)
    settings.write_text(text, encoding="utf-8")


def cells() -> Iterator[tuple[Broken, ...]]:
    """Yield every source with every kind of fault."""
    for source in IDS:
        for kind in KINDS:
            yield (Broken(source, kind),)


def triples(count: int, seed: int = 0, kinds: Sequence[str] = KINDS) -> Iterator[tuple[Broken, ...]]:
    """Yield so many random combinations of three faults, each at all or at half of its source's questions."""
    chance = Random(seed)
    for _ in range(count):
        yield tuple(Broken(source, chance.choice(kinds), chance.choice((0.5, 1.0))) for source in chance.sample(IDS, 3))
