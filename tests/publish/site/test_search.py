"""Search: a list for everyone, and a small file for who searches."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from generator.publish.site import search
from generator.publish.site.static import static_files
from generator.templating import environment
from tests.publish.site.pieces import FIRST, HOSTILE, many, piece, shown, site, written
from tests.publish.site.test_assets import dangers, series


def page(made):
    """Return the page."""
    return written(search.outputs(made))["search/index.html"].decode()


def index(made):
    """Return what the script reads."""
    return json.loads(written(search.outputs(made))["search.json"])


def test_the_page_is_a_list_without_a_script():
    """The newest twenty articles and every tag, with a form that asks the same page."""
    made = page(site(*many(25, tags=("BTC", "skew"))))
    assert re.findall(r'<h3><a href="/news/articles/([^/]+)/">', made) == [f"day-{day:05}" for day in range(20)]
    chips = re.search(r'<ul class="chips">.*?</ul>', made, re.DOTALL)[0]
    assert re.findall(r'<a href="(/news/tags/[^"]*)">([^<]*)', chips) == [
        ("/news/tags/btc/", "BTC"),
        ("/news/tags/skew/", "skew"),
    ]
    assert '<form class="search" role="search" action="/news/search/" method="get"' in made
    assert '<label for="q">' in made
    assert '<p id="found" role="status"' in made


def test_the_script_is_the_one_that_is_written():
    """By its content's name, and small."""
    path, content = static_files(environment())["search.js"]
    assert f'<script src="/news/{path}" defer></script>' in page(site(piece()))
    assert len(content) < 4_000


def test_the_script_puts_no_markup_together():
    """Titles are untrusted: they become text and nothing else."""
    content = static_files(environment())["search.js"][1].decode()
    assert "textContent" in content
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|DOMParser", content)


def test_the_index_has_each_article_once():
    """Title, description, day and tags; the address follows from the slug."""
    made = index(site(piece(tags=("skew", "BTC")), piece("older", date=FIRST - timedelta(days=1))))
    assert made["tags"] == ["BTC", "derivatives", "skew"]
    assert made["articles"] == [
        [
            "2026-02-10-markets", "Bitcoin edges down 1.8%", "Funding was -8.2% annualized on Binance.",
            "2026-02-10", [2, 0],
        ],
        ["older", "Bitcoin edges down 1.8%", "Funding was -8.2% annualized on Binance.", "2026-02-09", [0, 1]],
    ]  # fmt: skip


def test_the_index_has_each_quantity():
    """Who searches for skew may want its history."""
    made = index(replace(site(), series=(series(),)))
    assert made["data"] == [["assets/btc/options-skew-25d-30d-deribit/", "Bitcoin: 25-delta skew, 30 days, Deribit"]]


def test_five_thousand_articles_stay_a_small_file():
    """Less than a photograph: titles and descriptions as long as ours."""
    made = site(*many(5_000, title="Bitcoin edges down 1.8% to $68,841 while shorts pay to stay in" * 2, description=(
        "Of 79 perpetual contracts on Binance, four rose over 24 hours. Funding was -8.2% annualized on Binance. " * 4
    )))  # fmt: skip
    assert len(written(search.outputs(made))["search.json"]) < 1_500_000


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        pytest.param({"title": "Another"}, {"search.json", "search/index.html"}, id="the title"),
        pytest.param({"tags": ("BTC", "ETH")}, {"search.json", "search/index.html"}, id="the tags"),
        pytest.param({"tags": ("derivatives", "BTC")}, {"search.json"}, id="the order of the tags"),
        pytest.param({"image": "price.svg"}, set(), id="the picture"),
    ],
)
def test_what_is_shown_decides_what_is_made_anew(change, changed):
    """A head is enough to know: no body is read."""
    before, after = shown(search.outputs(site(piece()))), shown(search.outputs(site(piece(**change))))
    assert {path for path in before if before[path] != after[path]} == changed


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_hostile_gets_into_page_or_index(words):
    """The index is JSON whatever an article is called."""
    made = site(piece(title=words, description=words, tags=(words,)))
    assert list(dangers(page(made))) == []
    told = index(made)
    assert len(told["articles"]) == 1
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", json.dumps(told, ensure_ascii=False))
