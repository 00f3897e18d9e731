"""Pictures as files: beside the article that shows them, and gone with it."""

import json
from datetime import UTC, date, datetime

import pytest

from generator.errors import InputError
from generator.model.article import Article, Draft, Problem
from generator.model.chart import Chart, Mark, Picture, Trace
from generator.model.fact import Fact, Facts, Kind
from generator.publish.evidence import Ground, Shown
from generator.publish.files import hold, publish
from generator.publish.markdown import assemble

AS_OF = datetime(2026, 2, 11, tzinfo=UTC)
PRICE = Fact(id="BTC/spot.price@binance", kind=Kind.LEVEL, value=68841.0, unit="USD", as_of=AS_OF, formula="close")
DRAFT = Draft(
    slug="2026-02-10-markets", edition="markets", asset="", as_of=AS_OF, front={"title": "T"}, body="T.", sentences=(),
    claims=(), facts=Facts([PRICE]), findings=(), gaps=(), notes=(),
)  # fmt: skip
DAYS = (date(2026, 2, 9), date(2026, 2, 10))
CHART = Chart(
    id="price",
    form="line",
    title="Bitcoin, in dollars",
    note="Binance",
    metric="spot.price",
    places=DAYS,
    traces=(Trace(label="Price", values=(70138.0, 68841.0), fact=PRICE.id),),
    marks=(Mark(label="low of the week", value=60000.0, fact="BTC/spot.low/7d@binance"),),
)
BARS = Chart(
    id="movers",
    form="bars",
    title="Large coins",
    note="",
    metric="spot.return",
    places=("Bitcoin", "Ether"),
    traces=(Trace(label="Over a day", values=(-0.018, None), facts=("BTC/spot.return/1d", "")),),
)


def picture(name, svg="<svg/>"):
    return Picture(id=name, title=name, svg=svg, csv="date,Price\n2026-02-10,68841.0\n", head=(), rows=())


def article(*pictures):
    return Article(slug="2026-02-10-markets", title="T", markdown="# T\n", evidence="{}\n", pictures=pictures)


def lying(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_pictures_lie_in_the_folder_of_the_article(tmp_path):
    """The drawing and its values, by the chart's name."""
    publish(article(picture("price")), tmp_path)
    assert lying(tmp_path / "articles") == [
        "2026-02-10-markets.evidence.json",
        "2026-02-10-markets.md",
        "2026-02-10-markets/price.csv",
        "2026-02-10-markets/price.svg",
    ]


def test_pictures_of_an_earlier_writing_go(tmp_path):
    """What the text does not show any more is not left beside it; a file of somebody's own is."""
    publish(article(picture("price"), picture("basis")), tmp_path)
    beside = tmp_path / "articles" / "2026-02-10-markets"
    (beside / "floor.jpg").write_bytes(b"a photograph")
    publish(article(picture("price", svg="<svg>new</svg>")), tmp_path)
    assert lying(beside) == ["floor.jpg", "price.csv", "price.svg"]
    assert (beside / "price.svg").read_text() == "<svg>new</svg>"


def test_an_article_without_pictures_has_no_folder(tmp_path):
    """Not even an empty one, when it had pictures before."""
    publish(article(picture("price")), tmp_path)
    publish(article(), tmp_path)
    assert not (tmp_path / "articles" / "2026-02-10-markets").exists()


def test_the_text_comes_after_its_pictures(tmp_path):
    """Where a picture cannot be written, the text that shows it is not there."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "2026-02-10-markets").write_text("in the way")
    with pytest.raises(InputError, match="2026-02-10-markets"):
        publish(article(picture("price")), tmp_path)
    assert lying(tmp_path / "articles") == ["2026-02-10-markets"]


def test_a_held_draft_keeps_its_pictures_until_it_passes(tmp_path):
    """An editor sees what was refused; once it is published nothing of it is left."""
    hold(article(picture("price")), [Problem("p1.1", "number", "wrong")], tmp_path)
    assert "2026-02-10-markets/price.svg" in lying(tmp_path / "held")
    publish(article(picture("price")), tmp_path)
    assert lying(tmp_path / "held") == []
    assert not (tmp_path / "held" / "2026-02-10-markets").exists()


def test_the_evidence_names_what_each_picture_shows():
    """The facts of its columns and lines, and the hash of the drawing."""
    shown = [Shown(CHART, picture("price", svg="one")), Shown(BARS, picture("movers"))]
    made = assemble(DRAFT, Ground.of(DRAFT.facts), generator_version="1", shown=shown)
    price, movers = json.loads(made.evidence)["pictures"]
    assert price == {
        "id": "price",
        "title": "Bitcoin, in dollars",
        "facts": ["BTC/spot.price@binance"],
        "marks": {"BTC/spot.low/7d@binance": 60000.0},
        "sha256": "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed",
    }
    assert movers["facts"] == [["BTC/spot.return/1d", ""]]
    assert [each.id for each in made.pictures] == ["price", "movers"]
