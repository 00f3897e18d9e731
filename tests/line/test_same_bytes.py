"""The same data give the same bytes, and what came later changes nothing."""

import shutil
from collections import Counter
from datetime import UTC, datetime

import pytest

from generator.collectors.kept.sample import read_sample
from generator.model.catalogue import load_catalogue
from generator.model.names import load_names
from generator.resources import SHIPPED
from generator.store.sqlite import Store

AS_OF = datetime(2026, 2, 6, 16, tzinfo=UTC)
LATER = """time,asset,metric,tenor,venue,value,unit,source,available_at
2026-02-06T12:00:00Z,BTC,spot.price,,binance,1,USD,later,2026-02-06T16:00:00Z
2026-02-06T12:00:00Z,BTC,futures.basis,90d,binance,99,percent,later,2026-02-07T00:00:00Z
2026-02-05T00:00:00Z,CRYPTO,sentiment.fear_greed,,alternative.me,99,index,later,2026-02-06T16:00:00Z
2026-02-07T00:00:00Z,CRYPTO,sentiment.fear_greed,,alternative.me,99,index,later,
"""


@pytest.fixture
def written(wirecopy):
    """Write a desk's three editions and return all files of its output by path."""

    def write(desk):
        shutil.rmtree(desk / "output", ignore_errors=True)
        ran = wirecopy("write", "--desk", desk, "--as-of", AS_OF.isoformat())
        assert ran.code == 0, ran.err
        output = desk / "output"
        files = {str(path.relative_to(output)): path.read_bytes() for path in output.rglob("*") if path.is_file()}
        kinds = Counter(name.partition(".")[2] for name in files if name.startswith("articles/"))
        assert kinds["md"] == kinds["evidence.json"] == 3
        assert kinds["svg"] == kinds["csv"] >= 5
        return files

    return write


def test_two_runs_give_the_same_bytes(filled, written):
    """Articles, evidence, pictures and series, also when the second run finds its templates compiled."""
    shutil.rmtree(filled / "data" / "cache", ignore_errors=True)
    assert written(filled) == written(filled)


def test_what_was_not_known_yet_changes_nothing(filled, written, tmp_path, wirecopy):
    """A store that ends at the instant gives the same bytes as one that knows what came after."""
    from_all = written(filled)
    short = tmp_path / "short"
    wirecopy("init", short)
    shutil.copyfile(filled / "wirecopy.toml", short / "wirecopy.toml")
    batches = read_sample(SHIPPED / "data" / "sample", names=load_names(), catalogue=load_catalogue())
    with Store.open(short / "data" / "wirecopy.sqlite") as store:
        for batch in batches:
            store.add(each for each in batch.records if getattr(each, "available_at", each.observed_at) < AS_OF)
    assert written(short) == from_all


def test_a_later_correction_changes_nothing(filled, written, wirecopy):
    """Numbers of the past that were revised after the instant are told as they stood then."""
    before = written(filled)
    with Store.open(filled / "data" / "wirecopy.sqlite") as store:
        rows = sum(each.rows for each in store.freshness())
    (filled / "later.csv").write_text(LATER, encoding="utf-8")
    assert wirecopy("import", filled / "later.csv", "--desk", filled).code == 0
    with Store.open(filled / "data" / "wirecopy.sqlite") as store:
        assert sum(each.rows for each in store.freshness()) == rows + 4
    assert written(filled) == before
