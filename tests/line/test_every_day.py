"""Over all days of the sample's option record: every article passes, and no made-up figure does."""

import json
import random
import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from generator.config import EDITIONS, Settings
from generator.desk import Desk
from generator.model.names import load_names
from generator.pipeline import write_day
from generator.store.sqlite import Store
from generator.verify.verify import verify

FIRST, DAYS = datetime(2025, 12, 31, tzinfo=UTC), 43
DIGIT = re.compile(r"\d")


@pytest.fixture(scope="module")
def articles(sample_store, tmp_path_factory):
    """Slug → Markdown and evidence: one edition a day, each in its turn."""
    folder = tmp_path_factory.mktemp("every-day")
    desk = Desk.open(Settings(desk=folder, title="Every day", assets=("BTC", "ETH")))
    with Store.open(sample_store) as store:
        for day in range(DAYS):
            as_of = FIRST + timedelta(days=day)
            edition = EDITIONS[day % len(EDITIONS)]
            for outcome in write_day(desk, store.market(as_of), as_of=as_of, asset="BTC", editions=[edition]):
                assert outcome.verdict.passed, (as_of, edition, outcome.verdict.problems)
    written = sorted((folder / "output" / "articles").glob("*.md"))
    return {
        path.stem: (path.read_text(), json.loads(path.with_suffix(".evidence.json").read_text())) for path in written
    }


@pytest.fixture(scope="module")
def check():
    """The verifier with the shipped names and fixed sentences."""
    names = load_names()
    fixed = Desk.open(Settings(desk=Path(), title="")).voice.fixed
    return lambda text, evidence: verify(text, evidence, names=names, fixed=fixed)


def test_an_article_is_written_on_every_day(articles):
    """Crash, rally or Sunday: there is a piece, and the verifier passes it."""
    assert len(articles) == DAYS


def test_no_headline_is_longer_than_a_line_of_a_newsletter(articles):
    """A subject of more than 75 characters is cut off in most mail programs."""
    assert all(len(evidence["front"]["title"]) <= 75 for _, evidence in articles.values())


def test_a_changed_digit_is_refused_wherever_it_stands(articles, check):
    """A hundred digits of each article, front matter included, each made another one."""
    draw = random.Random(43)
    for slug, (text, evidence) in articles.items():
        places = [found.start() for found in DIGIT.finditer(text)]
        for place in draw.sample(places, min(100, len(places))):
            other = draw.choice([digit for digit in "0123456789" if digit != text[place]])
            mutant = text[:place] + other + text[place + 1 :]
            around = mutant[max(0, place - 30) : place + 20]
            assert not check(mutant, evidence).passed, (slug, around)


def test_headlines_of_neighbouring_days_differ(articles):
    """A reader of two days in a row is not told the same thing twice in the same words."""
    titles = [re.sub(r"[\d$.,%K]+", "#", evidence["front"]["title"]) for _, evidence in articles.values()]
    repeated = sum(one == other for one, other in pairwise(titles))
    assert repeated <= len(titles) // 5
