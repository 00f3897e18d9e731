"""Revisions of data: ``python -m benchmarks.revisions`` prints the table and fails if a claim is missed or touched.

Articles of many days of a random market are written and published; then one reading of each day is revised. What
`wirecopy revise` lists and puts right is held to an oracle that is slow and knows nothing of revisions: the same days
written from scratch by a desk whose sources had said the new values from the start.

    --days N     so many days; 200 if not given
    --seed N     of the market; 0 if not given
"""

import argparse
import io
import json
import shutil
import sys
import tempfile
from contextlib import redirect_stdout
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from generator.cli import run_cli
from generator.config import load_settings
from generator.desk import Desk
from generator.editing.copydesk import Copydesk
from generator.editing.manuscript import read_manuscript
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.quotes import Candle, FundingSettlement
from generator.pipeline import write_day
from generator.store.sqlite import Store

DAYS = 200
START = datetime(2023, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
#: Days of history before the first article.
_BEFORE = 400
_LATER = 3 * DAY
_COINS = ("BTC", "ETH")
_EDITIONS = ("derivatives",)
#: What a role speaks of, where it is not its claim's value.
_FIELDS = {
    "since": "since", "tied": "since", "n": "n", "total": "total", "rank": "rank", "date": "as_of", "time": "as_of",
    "weekday": "as_of", "label": "state", "before": "previous", "tie": "ties",
    "first": "coverage", "hedge": "n",
}  # fmt: skip
_NAMES = {"asset", "venue", "source", "metric", "tenor", "against", "gap", "expiry", "unit", "window", "start"}


@dataclass
class Report:
    """What was found.

    ``missed`` are claims of the oracle that were not listed, ``idle`` listed ones whose fact the oracle does not
    know to differ, ``touched`` sentences that changed and had no cause, ``refused`` articles that the verifier does
    not pass once they are put right, ``others`` corrected articles whose facts are not the oracle's.
    """

    days: int = 0
    articles: int = 0
    claims: int = 0
    listed: int = 0
    wrong: int = 0
    corrected: int = 0
    missed: list = field(default_factory=list)
    idle: list = field(default_factory=list)
    touched: list = field(default_factory=list)
    refused: list = field(default_factory=list)
    others: list = field(default_factory=list)

    @property
    def held(self):
        return not (self.missed or self.idle or self.touched or self.refused or self.others)


def market(days, seed, before=_BEFORE):
    """Return the readings of a random market with ``before`` days of history, and one of each day after as revised."""
    rng = np.random.default_rng(seed)
    origin = Provenance("binance", "https://example.org/klines")
    dates = [START + n * DAY for n in range(before + days)]
    records = []
    for coin, level in zip(_COINS, (30_000.0, 2_000.0), strict=True):
        close = level * np.exp(np.cumsum(rng.standard_t(4, len(dates)) * 0.02))
        for n, date in enumerate(dates):
            opened, closed = float(close[max(n - 1, 0)]), round(float(close[n]), 2)
            low, high = (
                min(opened, closed) * (1 - rng.uniform(0, 0.02)),
                max(opened, closed) * (1 + rng.uniform(0, 0.02)),
            )
            at = date + DAY - timedelta(milliseconds=1)
            records.append(Candle(coin, "binance", "1d", at, opened, high, low, closed, 1e4, "USDT", origin))
    rate, mood, basis = 1e-4, 50.0, 0.07
    for date in dates:
        for hour in (8, 16, 24):
            rate = 0.9 * rate + rng.normal(1e-5, 4e-5)
            at = date + timedelta(hours=hour)
            records.append(FundingSettlement("BTC", "binance", "BTCUSDT", at - DAY * 0, 8, round(rate, 8), origin))
        mood, basis = (
            float(np.clip(mood + rng.normal(0, 6), 3, 97)),
            basis + rng.normal(0, 0.004) + 0.02 * (0.07 - basis),
        )
        noon = date + timedelta(hours=20)
        records.append(
            _observed("CRYPTO", "sentiment.fear_greed", "", "alternative.me", round(mood), "index_points", noon)
        )
        records.append(_observed("BTC", "futures.basis", "90d", "binance", round(basis, 5), "ratio", noon))
    return records, [_revised(rng, n, day, records) for n, day in enumerate(dates[before:])]


def _observed(asset, metric, tenor, venue, value, unit, at):
    return Observation(SeriesKey(asset, metric, tenor, venue), float(value), unit, at, at, Provenance(venue))


def _revised(rng, n, day, records):
    """Return a reading of a day, and what its source says of it some days later."""
    at = day - (7 * DAY if n % 3 == 0 else timedelta())
    size = float(rng.choice([1e-7, 1e-3, 0.01, 0.05]) * rng.choice([-1, 1]))
    candles = [each for each in records if isinstance(each, Candle) and each.observed_at.date() == at.date()]
    fundings = [each for each in records if isinstance(each, FundingSettlement) and each.observed_at == at + DAY / 3]
    others = [each for each in records if isinstance(each, Observation) and each.observed_at.date() == at.date()]
    later = replace(Provenance("binance", "https://example.org/klines"), fetched_at=day + _LATER)
    kind = n % 4
    if kind < 2:
        old = candles[kind]
        closed = round(old.close_usd * (1 + size), 4)
        return old, replace(
            old, close_usd=closed, low_usd=min(old.low_usd, closed), high_usd=max(old.high_usd, closed), origin=later
        )
    if kind == 2:
        return fundings[0], replace(fundings[0], rate=round(fundings[0].rate + size * 1e-2, 9), origin=later)
    old = others[n // 4 % 2]
    value = old.value + (round(size * 200) if old.unit == "index_points" else size)
    return old, replace(old, value=value, available_at=day + _LATER, revision=1)


def simulate(folder, days=DAYS, seed=0, before=_BEFORE):
    """Write, revise and put right a random market's days in a folder, and return what was found."""
    records, revisions = market(days, seed, before)
    first, last = (START + (before + n) * DAY for n in (0, days - 1))
    now = last + 30 * DAY
    desk, oracle = folder / "desk", folder / "oracle"
    gone = {id(old) for old, _ in revisions}
    from_the_start = [
        replace(new, available_at=old.available_at, revision=0) if isinstance(new, Observation) else new
        for old, new in revisions
    ]
    _write(desk, records, days, before)
    with Store.open(load_settings(desk).store) as store:
        _write(
            oracle, [each for each in records if id(each) not in gone] + from_the_start, days, before, _Reader(store)
        )
    with Store.open(load_settings(desk).store) as store:
        store.published([(each.slug, each.sha256) for each in _articles(desk)], at=now)
        store.add(new for _, new in revisions)
    shutil.copytree(desk / "output", folder / "before")
    found = json.loads(
        _say("revise", "--from", f"{first:%Y-%m-%d}", "--apply", "--by", "Ada", "--json", "--desk", desk, now=now)
    )
    return _judged(folder, {each["slug"]: each for each in found}, days)


def _write(place, records, days, before, memory=None):
    """Write the days of a market on a new desk."""
    _say("init", place)
    desk = Desk.open(load_settings(place))
    with Store.open(desk.settings.store) as store:
        store.add(records)
        for n in range(1, days + 1):
            at = START + (before + n) * DAY
            view = store.market(at)
            list(write_day(desk, view, as_of=at, asset="BTC", editions=_EDITIONS, memory=memory or store))


class _Reader:
    """A memory that is read and not written to: both desks have the same earlier issues."""

    def __init__(self, store):
        self.recent = store.recent

    def remember(self, said):
        """Keep nothing."""


def _say(*arguments, now=None):
    out = io.StringIO()
    with redirect_stdout(out):
        code = run_cli([str(each) for each in arguments], clock=lambda: now or datetime.now(UTC))
    assert code == 0, (arguments, out.getvalue())
    return out.getvalue()


def _articles(desk):
    return [read_manuscript(path) for path in sorted((desk / "output" / "articles").glob("*.md"))]


def _judged(folder, found, days):
    report, copydesk = Report(days=days), Copydesk.at(None)
    for old in sorted((folder / "before" / "articles").glob("*.md")):
        both = [folder / place / "output" / "articles" / old.name for place in ("desk", "oracle")]
        if not all(path.is_file() for path in both):
            continue  # the verifier held one of them when it was written
        before, now, oracle = map(read_manuscript, (old, *both))
        case = found.get(before.slug, {"changed": [], "groundless": []})
        listed = {each["claim"]: each for each in case["changed"] if each["sentence"] != "front"}
        report.articles += 1
        report.claims += len(before.evidence["claims"])
        report.listed += len(listed)
        report.wrong += sum(not each["holds"] for each in listed.values())
        _compare(report, before, oracle.evidence["facts"], listed)
        wrong = {each["sentence"] for each in listed.values() if not each["holds"]}
        _untouched(report, before, now, wrong, set(case["groundless"]))
        if "note" in case or "correction" in case:
            report.corrected += 1
            report.refused += [(now.slug, each.what) for each in copydesk.judge(now).problems]
            if now.evidence["inputs_sha256"] != oracle.evidence["inputs_sha256"]:
                report.others.append(now.slug)
    return report


def _compare(report, before, facts, listed):
    """Hold what was listed to the facts of an article that was written from scratch."""
    for claim in before.evidence["claims"]:
        ends = [name for name in (claim["fact"], claim["than"]) if name and not name.startswith("gap:")]
        old, new = (tuple(where.get(name) for name in ends) for where in (before.evidence["facts"], facts))
        if claim["id"] in listed and old == new:
            report.idle.append((before.slug, claim))
        if claim["id"] not in listed and claim["role"] not in _NAMES and _tells(claim, old) != _tells(claim, new):
            report.missed.append((before.slug, claim))


def _tells(claim, ends):
    names = {"since", "coverage"} if claim["role"] == "reach" else {_FIELDS.get(claim["role"], "value")}
    return [None if fact is None else {name: _plain(fact.get(name)) for name in names} for fact in ends]


def _plain(value):
    """Return a number without its last digits: a return stays the same where both its ends are revised alike."""
    return float(f"{value:.12g}") if isinstance(value, float) else value


def _untouched(report, before, now, wrong, groundless):
    """Find the sentences that are others, or gone, without a wrong claim in them or grounds that were lost.

    One that makes the same claims may call an asset by its name that it called "it", where the one before has changed.
    """
    left = {each["id"]: each["text"] for each in now.evidence["sentences"]}
    for each in before.evidence["sentences"]:
        if each["id"] in wrong or each["text"] in groundless or left.get(each["id"]) == each["text"]:
            continue
        if each["id"] not in left or _told(before, each["id"]) != _told(now, each["id"]):
            report.touched.append((before.slug, each["text"], left.get(each["id"])))


def _told(article, sentence):
    """Return what a sentence says but for names, as a set: another phrase may say it in another order."""
    claims = [each for each in article.evidence["claims"] if each["sentence"] == sentence]
    return {(each["role"], each["fact"], each["than"]) for each in claims if each["role"] not in _NAMES}


def main():
    """Print the table, keep it, and fail where anything was missed or touched."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--days", type=int, default=DAYS)
    asked.add_argument("--seed", type=int, default=0)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = simulate(Path(folder), given.days, given.seed)
    print(f"{report.days} days, one reading of each revised: {report.claims:,} claims in {report.articles} articles")
    print(f"changed claims listed: {report.listed:,}")
    print(f"changed claims missed: {len(report.missed)}; listed without cause: {len(report.idle)}")
    print(f"wrong in print: {report.wrong:,}, in {report.corrected} articles, which were put right")
    print(f"refused by the verifier: {len(report.refused)}; with other facts than the oracle: {len(report.others)}")
    print(f"sentences changed without cause: {len(report.touched)}")
    for name in ("missed", "idle", "touched", "refused", "others"):
        for each in getattr(report, name)[:5]:
            print(f"  {name}: {each}")
    return 0 if report.held else 1


if __name__ == "__main__":
    sys.exit(main())
