"""Runs of consecutive days, each with a desk of its own: what was written, what was wrong, which phrases were used."""

import shutil
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from datetime import date, time, timedelta
from math import ceil
from pathlib import Path

from benchmarks.articles_probe import probed
from benchmarks.desk import LAST, days, failures, read, settings, write_days
from benchmarks.prose_grammar import findings
from benchmarks.synthetic import CHAINS, HISTORY, market
from benchmarks.synthetic_paths import is_slow
from generator.model.style import TONES

FIRST = date(2021, 1, 1)
#: Roles that only call something by its name: an explanation names what it explains.
_NAMING = frozenset({"asset", "venue", "source", "metric", "tenor"})
#: Days in a row that one desk writes: memory reaches back 14 issues.
STRETCH = 120
#: An hour of the day at which no day ends.
MIDDAY = "1337"
#: From then on there are hourly bars of the real history.
_HOURLY_FROM = date(2024, 4, 20)
#: Days of a slow market.
LONG = 2000
#: Seeds of markets in which no source lacks anything, and of how many days these have chains of options.
WHOLE, _WHOLE_CHAINS = range(1000, 1004), 420
#: Where files are quick, since nobody needs them to outlive a loss of power.
QUICK = Path("/dev/shm")
#: Examples of one kind of failure that a job keeps.
_KEPT = 50


@dataclass(frozen=True)
class Job:
    """One run: a stretch of the real history, or of a random market of a seed.

    Args:
        clock: The time of the day's articles, "1337"; empty at its end.
        every: Days from one issue to the next.
    """

    source: str
    asset: str
    first: date
    count: int
    tone: str = "professional"
    seed: int = 0
    history: int = HISTORY
    chains: int = CHAINS
    clock: str = ""
    every: int = 1

    @property
    def name(self):
        more = [self.clock] if self.clock else []
        more += [f"every{self.every}"] if self.every > 1 else []
        parts = [self.source, self.seed, self.asset, self.first, self.count, self.tone, *more]
        return "-".join(map(str, parts))

    @property
    def days(self):
        """The days that are written."""
        return days(self.first, self.first + timedelta(days=self.count - 1))[:: self.every]

    @property
    def time(self):
        """The clock time of its articles, None for the end of the day."""
        return time(int(self.clock[:2]), int(self.clock[2:])) if self.clock else None


@dataclass
class Told:
    """What one job found."""

    job: str
    source: str
    articles: int = 0
    sentences: int = 0
    claims: int = 0
    mismatched: int = 0
    language: int = 0
    holes: int = 0
    broken: int = 0
    examples: list = field(default_factory=list)
    phrases: dict = field(default_factory=dict)
    moves: dict = field(default_factory=dict)
    facts: dict = field(default_factory=dict)

    def note(self, day, edition, what, template):
        if len(self.examples) < _KEPT:
            self.examples.append([f"{day}", edition, what, template])


def real_jobs(count, editions=3):
    """Return stretches of the real history that give about so many articles, bitcoin's and ether's in turn."""
    # Bitcoin's are in the professional tone and ether's in the plain one, then the other way round.
    begun = [FIRST + timedelta(days=n) for n in range(0, (LAST - FIRST).days + 1, STRETCH)]
    stretches = [_stretch(place, first, m) for place, first in enumerate(begun) for m in range(2)]
    wanted = ceil(count / editions)
    if wanted >= sum(job.count for job in stretches):
        return stretches
    each = max(1, ceil(wanted / len(stretches)))
    # The end of a stretch: the last one holds the days that have option chains.
    return [
        replace(job, first=job.first + timedelta(days=job.count - kept), count=kept)
        for job in stretches
        for kept in (min(each, job.count),)
    ]


def _stretch(place, first, other):
    """Return a whole stretch; of those with hourly bars each third is written at midday, never the last one."""
    hourly = _HOURLY_FROM <= first < LAST - timedelta(days=STRETCH)
    return Job(
        "real", ("BTC", "ETH")[other], first, min(STRETCH, (LAST - first).days + 1), TONES[(place + other) % 2],
        clock=MIDDAY if hourly and (place + other) % 3 == 0 else "",
    )  # fmt: skip


def random_jobs(count, editions=3, each=40, first_seed=0):
    """Return random markets that give about so many articles, one seed a market.

    Each fourth pair of them is written at midday, each fifth every other day. Slow markets have a long history: what
    they come to now and then has come before.
    """
    found = []
    for n in range(ceil(count / (editions * each))):
        every = 2 if n // 2 % 5 == 2 else 1
        first = LAST - timedelta(days=each * every - 1)
        clock = MIDDAY if n // 2 % 4 == 3 else ""
        history = LONG if is_slow(first_seed + n) else HISTORY
        found.append(
            Job("random", ("BTC", "ETH", "SOL")[n % 3], first, each * every, TONES[n % 2], first_seed + n,
                history=history, clock=clock, every=every)
        )  # fmt: skip
    return found


def whole_jobs(each=40):
    """Return markets in which no source lacks anything: what only a desk with everything can say is said there."""
    first = LAST - timedelta(days=each - 1)
    return [
        Job("random", ("BTC", "ETH")[n // 2], first, each, TONES[n % 2], seed, chains=_WHOLE_CHAINS)
        for n, seed in enumerate(WHOLE)
    ]


def run(job, base):
    """Write a job's days on a desk of its own, and return what was found; ``base`` is a store that holds the sample."""
    folder = Path(tempfile.mkdtemp(prefix="wirecopy-articles-", dir=QUICK if QUICK.is_dir() else None))
    try:
        made = settings(folder, tone=job.tone, assets=tuple(dict.fromkeys(("BTC", "ETH", job.asset))))
        if job.source == "real":
            shutil.copyfile(base, made.store)
        else:
            last = job.first + timedelta(days=job.count - 1)
            market(
                made.store, seed=job.seed, last=last, written=job.count, history=job.history, chains=job.chains,
                whole=job.seed in WHOLE,
            )  # fmt: skip
        return _read(job, made)
    finally:
        shutil.rmtree(folder)


def _read(job, made):
    told, said = Told(job.name, job.source), set()
    phrases = Counter()
    for one in write_days(made, job.days, asset=job.asset, clock=job.time):
        if one.error:
            told.broken += 1
            told.note(one.day, one.edition, one.error, "")
            continue
        told.articles += 1
        told.claims += one.claims
        told.sentences += one.sentences
        markdown, evidence = read(one)
        for template, what in failures(one, evidence):
            told.mismatched += 1
            told.note(one.day, one.edition, what, template)
        for what in probed(markdown):
            told.holes += 1
            told.note(one.day, one.edition, what, "")
        # Two phrases that were joined to one sentence are named with a plus between them.
        phrases.update(
            name for each in evidence["sentences"] if not each["fixed"] for name in each["template"].split("+")
        )
        for each in evidence["findings"]:
            _count(told.moves.setdefault(each["id"], {"found": 0, "said": 0, "traits": [], "cast": {}}), each)
        said |= {(each["text"], each["template"]) for each in evidence["sentences"] if not each["fixed"]}
        told.facts[f"{one.day} {one.edition}"] = sorted(_told(evidence["claims"]))
    for line in findings(_prose(said)) or []:
        told.language += 1
        told.note("", "", f"language: {line}", "")
    told.phrases = dict(phrases)
    return asdict(told)


def _told(claims):
    """Return the facts that are told, also as what another is compared with; who is only named is told nothing of."""
    told = [each for each in claims if each["role"] not in _NAMING]
    return {fact for each in told for fact in (each["fact"], each["than"]) if fact}


def _count(move, finding):
    """Count a finding of a move: with which facts and traits it comes up says why a phrase of it never does."""
    move["found"] += 1
    move["said"] += bool(finding["said"])
    move["traits"] = sorted({*move["traits"], *finding["traits"]})
    for name, fact in finding["facts"].items():
        metric = fact.partition("~")[0].partition("@")[0].split("/")[1] if "/" in fact else fact
        move["cast"][name] = sorted({*move["cast"].get(name, ()), metric})


def _prose(said):
    """Return what is made of sentences: rows of a table are none."""
    return {(text, template) for text, template in said if not template.startswith(("row-", "table", "head-"))}
