"""What is missing costs a sentence: the article is written, correct, shorter, and names the gap."""

import hashlib
import json
import random
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations

import pytest

from generator.collectors.kept.registry import SAMPLE
from generator.collectors.kept.sample import read_sample
from generator.config import EDITIONS, Settings
from generator.desk import Desk
from generator.model.catalogue import load_catalogue
from generator.model.names import load_names
from generator.pipeline import write_day
from generator.resources import SHIPPED
from generator.store.sqlite import Store

AS_OF = datetime(2026, 2, 7, tzinfo=UTC)
FILES = [kept.file for kept in SAMPLE]
#: Seeded: the same fifty each time.
PAIRS = random.Random(20260207).sample(list(combinations(FILES, 2)), 50)
HOLES = re.compile(r"\b(?:nan|None|NaN|null|undefined)\b|\{\{|\}\}|\s,|,,|\(\)|  |\$0\b(?!\.)|\$\s")


@dataclass(frozen=True)
class Done:
    """What one edition came to."""

    title: str
    body: str
    evidence: dict


class Without:
    """A market that never got some files: the frames of another without their rows."""

    def __init__(self, market, raw):
        self._market = market
        self._raw = raw

    @property
    def as_of(self):
        return self._market.as_of

    def absent(self):
        return self._market.absent()

    def __getattr__(self, name):
        def read(*arguments, **options):
            frame = getattr(self._market, name)(*arguments, **options)
            return frame[~frame["raw_sha256"].isin(self._raw)].reset_index(drop=True)

        return read


@pytest.fixture(scope="module")
def hashes():
    """File of the sample → hash of its body."""
    batches = read_sample(SHIPPED / "data" / "sample", names=load_names(), catalogue=load_catalogue())
    return {batch.name: batch.origin.raw_sha256 or hashlib.sha256(batch.body).hexdigest() for batch in batches}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """The shipped rules and names, with an output of their own."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "data").mkdir()
    return Desk.open(Settings(desk=folder, title="A desk", assets=("BTC", "ETH")))


@pytest.fixture(scope="module")
def write(house, sample_store, hashes):
    """Write the three editions without some files, each to pass, and return them by edition."""

    def without(*files):
        done = {}
        with Store.open(sample_store, create=False) as store:
            market = Without(store.market(AS_OF), {hashes[file] for file in files})
            for each in write_day(house, market, as_of=AS_OF, asset="BTC", editions=EDITIONS):
                assert each.verdict.passed, [each.edition, *each.verdict.problems]
                evidence = each.path.with_name(f"{each.path.stem}.evidence.json")
                done[each.edition] = Done(
                    each.title,
                    each.path.read_text(encoding="utf-8").split("---\n", 2)[2],
                    json.loads(evidence.read_text(encoding="utf-8")),
                )
        return done

    return without


@pytest.fixture(scope="module")
def whole(write):
    """The articles of a day on which nothing is missing."""
    return write()


def check(done):
    """No edition has a hole; in a table a dash stands for what is missing."""
    for each in done.values():
        prose = "\n".join(line for line in each.body.splitlines() if not line.startswith("|"))
        assert HOLES.search(prose) is None, HOLES.search(prose)
        assert HOLES.search(each.title) is None


@pytest.mark.parametrize("file", FILES)
def test_a_day_without_one_file(write, whole, file):
    """Whatever did not answer, three true articles are written, and none grows."""
    done = write(file)
    check(done)
    for edition, each in done.items():
        assert len(each.body.split()) <= len(whole[edition].body.split()) + 40


@pytest.mark.parametrize("pair", PAIRS, ids=" and ".join)
def test_a_day_without_two_files(write, pair):
    """Two that are silent on one day are no worse."""
    check(write(*pair))


@pytest.mark.parametrize(
    ("file", "metric"),
    [
        pytest.param("deribit-chains.csv.gz", "options.skew_25d", id="no option chain"),
        pytest.param("alternative-me-fear-greed.csv.gz", "sentiment.fear_greed", id="no index of the mood"),
    ],
)
def test_what_a_reader_would_miss_is_named_once(write, whole, file, metric):
    """The derivatives piece says that it does not have the figure, rather than pass over it."""
    for done, times in ((write(file), 1), (whole, 0)):
        evidence = done["derivatives"].evidence
        named = [claim for claim in evidence["claims"] if claim["fact"] == f"gap:{metric}"]
        assert len(named) == times
        assert [gap["metric"] for gap in evidence["gaps"]].count(metric) == times
