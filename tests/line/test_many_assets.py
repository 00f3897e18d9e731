"""A desk of many assets: what an article costs, and says, does not grow with the desk's list."""

from datetime import UTC, datetime

from generator.config import Settings
from generator.desk import Desk
from generator.pipeline import write_day
from generator.store.sqlite import Store

AS_OF = datetime(2026, 2, 7, tzinfo=UTC)
TWO = ("BTC", "ETH")
MANY = (*TWO, "SOL", "XRP", "DOGE", "BNB", "ADA")


def written(store, folder, assets, about):
    """Return the files of an asset's brief on a desk that lists these assets."""
    folder.mkdir()
    desk = Desk.open(Settings(desk=folder, title="Many", assets=assets))
    [outcome] = write_day(desk, store.market(AS_OF), as_of=AS_OF, asset=about, editions=["brief"])
    assert outcome.verdict.passed, outcome.verdict.problems
    articles = folder / "output" / "articles"
    return {path.relative_to(articles): path.read_bytes() for path in articles.rglob("*") if path.is_file()}


def test_an_article_is_the_same_whatever_other_assets_the_desk_writes_about(sample_store, tmp_path):
    """Of other coins an article tells bitcoin and ether by themselves, and baskets: five more change nothing."""
    with Store.open(sample_store) as store:
        for about in ("BTC", "SOL"):
            few = written(store, tmp_path / f"{about}-few", TWO, about)
            assert written(store, tmp_path / f"{about}-many", MANY, about) == few
            assert few
