"""A few articles of the ten thousand: real days and random markets, counted as the bench counts them."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from benchmarks.articles import kinds, table
from benchmarks.articles_jobs import Job, random_jobs, real_jobs, run
from benchmarks.articles_probe import PROBES, probed
from benchmarks.articles_tones import compared
from benchmarks.desk import LAST

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "articles"
PLANTED = {
    "a hole": "Bitcoin fell nan% to $70,000.",
    "a placeholder": "Bitcoin fell to {{ price.value }}.",
    "a float": "Funding is 0.10000000000000009% a day.",
    "a negative nothing": "Bitcoin moved -0.0% on Friday.",
    "a scale too small": "Options on $1,000 million of bitcoin expire.",
    "a doubled mark": "Bitcoin fell 2%% on Friday.",
    "a doubled word": "Bitcoin fell to to $70,000.",
    "a sign beside its word": "Bitcoin fell -3.2% on Friday.",
    "one of many": "It stood there for 1 days.",
}


@pytest.fixture(scope="module")
def told(sample_store):
    """What the runs found: the day after the crash in February in both tones, and one of a random market."""
    crash = [Job("real", "BTC", date(2026, 2, 6), 1, tone) for tone in ("professional", "plain")]
    return [run(job, sample_store) for job in (*crash, Job("random", "ETH", LAST, 1, seed=3, history=200, chains=2))]


def test_no_claim_is_mismatched_and_no_number_is_missing(told):
    """The verifier vouches for every claim, and no text has a hole in it."""
    assert not [each["examples"] for each in told if each["mismatched"] or each["holes"] or each["broken"]]
    assert all(each["articles"] >= 3 for each in told)


def test_both_tones_claim_the_same_facts(told):
    """A plain reader is told what a trader is told, article by article."""
    articles, wrong = compared(*told[:2])
    assert articles == 3
    assert not wrong


def test_the_table_adds_up(told):
    """Real and random articles together are all."""
    row = next(line for line in table(told).splitlines() if line.startswith("| articles"))
    real, random, together = (int(cell) for cell in row.strip("| ").split(" | ")[1:])
    assert real + random == together == sum(each["articles"] for each in told)


def test_failures_are_told_by_their_kind():
    """The same slip with other numbers is one kind, told with how often it came up."""
    slips = [["2026-02-05", "brief", f"number: {n}% [It rose {n}%.]", "skew/1"] for n in (3, 4)]
    (line,) = kinds([{"job": "a run", "examples": slips}])
    assert line.startswith("2 times skew/1: a run 2026-02-05 brief: number: 3%")


@pytest.mark.parametrize(("what", "text"), PLANTED.items())
def test_each_hole_is_found(what, text):
    """One planted in a text is found, by its kind."""
    assert {line.partition(":")[0] for line in probed(f"---\ntitle: x\n---\n\n{text}\n")} == {what}
    assert set(PLANTED) == set(PROBES)


def test_sound_articles_have_no_holes():
    """What was kept as right has none."""
    assert not [line for path in GOLDEN.rglob("*.md") for line in probed(path.read_text())]


def test_ten_thousand_articles_are_asked_for():
    """Real days of both assets from 2021 to the sample's last, and random markets for the rest."""
    real, random = real_jobs(7500), random_jobs(2500)
    assert 3 * sum(job.count for job in (*real, *random)) >= 10_000
    assert min(job.first for job in real).year == 2021
    assert max(job.first + timedelta(days=job.count - 1) for job in real) == LAST
