"""The pages of data: every asset, every quantity with its history, its rule, its source, its articles."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser

import pytest

from generator.model.catalogue import load_catalogue
from generator.model.chart import Chart, Trace, Zone
from generator.model.rule_text import RuleText
from generator.publish.site import assets
from generator.publish.site.desk import Series
from generator.publish.site.output import Output
from generator.render.charts import draw, spark
from generator.templating import environment
from tests.publish.site.pieces import FIRST, HOSTILE, many, piece, shown, site, written

SKEW = RuleText(
    id="options-skew-30d",
    metric="options.skew_25d",
    tenors=("30d",),
    why="Puts that cost more than calls are protection bought.",
    source="AltcoinStory, 9 February 2026",
    published="2026-02-09",
    bands=(("neutral", "6% or less", "calm"), ("fear", "above 6%", "fear1")),
    assets=("BTC", "ETH"),
    hysteresis="1%",
    family="options",
)
PAGE = "assets/btc/options-skew-25d-30d-deribit/"


def chart(values=(0.05, None, 0.1), metric="options.skew_25d", **changes):
    """Return the chart of some days."""
    last = date(2026, 2, 10)
    made = Chart(
        id="history",
        form="line",
        title="Bitcoin: 25-delta skew",
        note="Deribit, one reading a day, UTC",
        metric=metric,
        places=tuple(last - timedelta(days=ago) for ago in range(len(values) - 1, -1, -1)),
        traces=(Trace(label="25-delta skew", values=values, fact="BTC/options.skew_25d/30d@deribit"),),
        zones=(
            Zone(label="neutral", low=None, high=0.06, tone="calm"),
            Zone(label="fear", low=0.06, high=None, tone="fear1"),
        ),
    )
    return replace(made, **changes)


def series(metric="options.skew_25d", tenor="30d", venue="deribit", *, asset="BTC", **changes):
    """Return what is known of one quantity."""
    name = f"{asset}/{metric}" + (f"/{tenor}" if tenor else "") + (f"@{venue}" if venue else "")
    made = Series(
        id=name,
        asset=asset,
        metric=metric,
        tenor=tenor,
        venue=venue,
        as_of=FIRST,
        printed="10.0%",
        fact={
            "id": name,
            "kind": "level",
            "value": 0.1,
            "unit": "ratio",
            "as_of": "2026-02-10T21:42:00Z",
            "formula": "(iv_put - iv_call) / iv_atm at 25 delta",
            "inputs": ["chain:deribit:BTC:2026-02-10T21:42:00Z"],
            "sources": [
                {
                    "name": "deribit",
                    "url": "https://www.deribit.com/api/v2/chain",
                    "observed_at": "2026-02-10T21:42:00Z",
                    "raw_sha256": "947c02ec",
                }
            ],
        },
        chart=chart(metric=metric),
        state="fear",
        rule="options-skew-30d",
        since=date(2026, 1, 28),
        previous="neutral",
    )
    return replace(made, **changes)


def desk(*known, pieces=(), rules=(SKEW,), **changes):
    """Return a site that draws."""
    catalogue, jinja = load_catalogue(), environment()
    return replace(
        site(*pieces),
        series=known,
        rules=rules,
        draw=lambda asked: draw(asked, catalogue=catalogue, jinja=jinja),
        spark=spark,
        **changes,
    )


def pages(made):
    """Return path → text of the pages of data."""
    return {path: content.decode() for path, content in written(assets.outputs(made)).items()}


def text(markup):
    """Return the words of a page's main part, in one line."""
    main = re.search(r"<main.*?</main>", markup, re.DOTALL)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


class _Dangers(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "script" and "src" not in given and given.get("type") != "application/ld+json":
            self.found.append(tag)
        self.found += [(tag, name) for name in given if name.startswith("on")]
        led = given.get("href") or given.get("src") or ""
        self.found += [(tag, led)] if not re.match(r"https?://|/(?!/)|#|$", led) else []

    handle_startendtag = handle_starttag


def dangers(markup):
    """Yield what runs in a page or picture, or leads where no page of ours leads, and what XML forbids."""
    walk = _Dangers()
    walk.feed(markup)
    walk.close()
    yield from walk.found
    yield from re.findall("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", markup)


def test_what_is_dangerous_is_seen():
    """The guard of the test below guards."""
    bad = '<script>x</script><p onclick="x"></p><a href="javascript:x">x</a><img src="//x">\x08'
    assert len(list(dangers(bad))) == 5
    assert list(dangers('<a href="/news/">x</a><script src="/x.js"></script>')) == []


def test_a_quantity_says_its_value_its_state_and_since_when():
    """As the rule has it, with the state before."""
    words = text(pages(desk(series()))[f"{PAGE}index.html"])
    assert "25-delta skew 30 days, Deribit Now 10.0% State fear Since Jan. 28, 2026 Before that neutral" in words
    assert "As of 21:42 UTC, Feb. 10, 2026" in words


def test_a_quantity_says_what_it_is_among_its_past():
    """Statement by statement; where there is none, no heading stands over nothing."""
    known = series(past=(("Rank", "highest since Nov. 21, 2025"), ("In a row", "higher for four days")))
    words = text(pages(desk(known))[f"{PAGE}index.html"])
    assert "Among its past Rank highest since Nov. 21, 2025 In a row higher for four days How it is judged" in words
    assert "Among its past" not in text(pages(desk(series()))[f"{PAGE}index.html"])


def test_a_quantity_shows_the_rule_that_judges_it():
    """Its bands with today's marked, why they are where they are, after whom and since when."""
    page = pages(desk(series()))[f"{PAGE}index.html"]
    words = text(page)
    assert "State Reading neutral 6% or less fear (now) above 6%" in words
    assert "Why Puts that cost more than calls are protection bought." in words
    assert "Source AltcoinStory, 9 February 2026" in words
    assert "Written down Feb. 9, 2026" in words
    assert 'href="/news/methodology/#r-options-skew-30d"' in page


def test_a_rule_for_another_asset_venue_or_tenor_is_not_shown():
    """What judges ether on one venue says nothing of bitcoin on another."""
    others = [
        replace(SKEW, id="ether", assets=("ETH",)),
        replace(SKEW, id="venue", venues=("okx",)),
        replace(SKEW, id="week", tenors=("7d",)),
        replace(SKEW, id="other", metric="options.dvol"),
    ]
    page = pages(desk(series(state="", rule=""), rules=tuple(others)))[f"{PAGE}index.html"]
    assert "No rule judges it." in page
    assert "#r-" not in page


def test_a_rule_for_changes_stands_beside_the_one_for_the_level():
    """Both judge the quantity; only the level's state is today's."""
    weekly = replace(SKEW, id="weekly", change="7d", bands=(("fear", "above 2%", "fear1"),))
    words = text(pages(desk(series(), rules=(weekly, SKEW)))[f"{PAGE}index.html"])
    assert words.index("fear (now) above 6%") < words.index("The change over 7 days: State Reading fear above 2%")


def test_the_source_of_the_latest_value_is_linked():
    """With the instant and the hash of the raw reply."""
    page = pages(desk(series()))[f"{PAGE}index.html"]
    assert '<a href="https://www.deribit.com/api/v2/chain" rel="noopener">deribit</a>' in page
    assert "observed 2026-02-10 21:42:00Z raw reply 947c02ec" in text(page)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", " javascript:alert(1)"])
def test_an_address_that_is_a_script_is_no_link(url):
    """What a source calls its address is untrusted."""
    known = series()
    fact = {**known.fact, "sources": [{**known.fact["sources"][0], "url": url}]}
    page = pages(desk(replace(known, fact=fact)))[f"{PAGE}index.html"]
    assert "alert" not in page
    assert "data:text" not in page
    assert "deribit" in text(page)


def test_the_picture_lies_beside_the_page_with_its_values():
    """Sized, so that nothing jumps; told in words to those who do not see it; as a table and as CSV."""
    made = pages(desk(series()))
    page = made[f"{PAGE}index.html"]
    (image,) = re.findall(r"<img [^>]*>", page)
    assert f'src="/news/{PAGE}history.svg"' in image
    assert 'alt="Bitcoin: 25-delta skew, 30 days, Deribit, day by day. The latest is 10.0%."' in image
    size = re.search(r'width="(\d+)" height="(\d+)"', image)
    assert f'width="{size[1]}" height="{size[2]}"' in made[f"{PAGE}history.svg"][:300]
    assert "Bitcoin: 25-delta skew, 30 days" in made[f"{PAGE}history.svg"]
    assert made[f"{PAGE}history.csv"].splitlines()[-1] == "2026-02-10,0.1"
    cells = re.findall(r"<td[^>]*>(.*?)</td>", re.search(r"<details>.*?</details>", page, re.DOTALL)[0])
    assert cells[::2] == ["Feb. 10", "Feb. 9", "Feb. 8"]
    assert cells[1::2] == ["10.0%", "", "5.0%"]


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(None, id="fewer than two readings"),
        pytest.param(chart((None, None)), id="only holes"),
        pytest.param(chart(metric="of.nobody"), id="a metric that does not print"),
    ],
)
def test_a_quantity_that_cannot_be_drawn_has_a_page_without_a_picture(drawn):
    """No file of it either."""
    made = pages(desk(series(chart=drawn)))
    assert f"{PAGE}history.svg" not in made
    assert "<img" not in made[f"{PAGE}index.html"]
    assert "too few readings" in made[f"{PAGE}index.html"]


def test_a_quantity_is_drawn_once():
    """Page, picture and table are of one drawing."""
    asked = []
    made = desk(series(), series(tenor="7d"))
    counted = replace(made, draw=lambda each: asked.append(each) or made.draw(each))
    for output in assets.outputs(counted):
        output.make()
    assert len(asked) == 2


def test_the_articles_about_a_quantity_are_named_the_newest_first():
    """Twenty at most."""
    about = many(25, metrics=("BTC/options.skew_25d/30d@deribit",))
    other = piece("other", metrics=("BTC/options.skew_25d/7d@deribit",))
    page = pages(desk(series(), pieces=(other, *about)))[f"{PAGE}index.html"]
    assert re.findall(r'<h3><a href="/news/articles/([^/]+)/">', page) == [each.slug for each in about[:20]]


def test_the_index_shows_each_quantity_once_of_the_preferred_venue():
    """An asset of many quantities has a table; the others stand together."""
    funding = [series("perp.funding_rate", "1d", venue, printed=venue) for venue in ("binance", "bybit")]
    many_of = [series("spot.price", "", "binance", printed="$68,841"), *funding, series()]
    one = series("spot.price", "", "coingecko", asset="SOL", printed="$84.13")
    mood = series("sentiment.fear_greed", "", "alternative.me", asset="CRYPTO", printed="9")
    page = pages(desk(*many_of, one, mood))["assets/index.html"]
    words = text(page)
    assert words.index("Bitcoin") < words.index("The market as a whole") < words.index("Other coins")
    assert page.count("perp-funding-rate-1d-binance/") == 1
    assert "perp-funding-rate-1d-bybit/" not in page
    assert "All 4 quantities of Bitcoin" in words
    assert "Solana Spot price, CoinGecko" in words


def test_an_asset_has_its_quantities_in_groups():
    """Price before futures before options, whatever their order; with a line for those that are drawn."""
    known = [series(), series("perp.funding_rate", "1d", "binance"), series("spot.price", "", "binance")]
    page = pages(desk(*known))["assets/btc/index.html"]
    assert re.findall(r'<h2 class="section">([^<]*)', page) == ["Price", "Futures", "Options"]
    assert page.count('<svg class="spark"') == 3


def test_a_desk_that_draws_no_lines_has_no_column_for_them():
    """The table says nothing of sixty days."""
    made = replace(desk(series()), spark=None)
    assert "Sixty days" not in pages(made)["assets/index.html"]


def test_an_assets_page_names_its_newest_articles():
    """Five of them."""
    page = pages(desk(series(), pieces=(piece("ether", asset="ETH"), *many(7))))["assets/btc/index.html"]
    assert len(re.findall(r"<h3><a href=", page)) == 5
    assert "ether" not in page.split("Newest articles")[1]


def test_a_bar_that_ends_a_day_is_of_that_day():
    """23:59:59.999 is told as midnight, and its day is the one that ended."""
    known = series(fact={"id": "x", "as_of": "2026-02-10T23:59:59.999Z"})
    made = pages(desk(known))
    assert "As of 00:00 UTC, Feb. 11, 2026" in text(made[f"{PAGE}index.html"])
    assert text(made["assets/index.html"]).endswith("Feb. 10, 2026")


def test_two_quantities_of_one_path_are_one_page():
    """The first, which is the preferred one; a build would refuse two files of one name."""
    known = [series(venue="as published by X", printed="1%"), series(venue="as-published by x", printed="2%")]
    outputs = list(assets.outputs(desk(*known)))
    assert len({each.path for each in outputs}) == len(outputs)
    assert "1%" in pages(desk(*known))["assets/btc/index.html"]


def test_a_state_without_a_number_is_its_own_value():
    """The stance is a word: it stands once, with its colour and its run."""
    stance = replace(SKEW, id="stance", metric="stance", tenors=("",), assets=())
    known = series(
        "stance", "", "", printed="fear", rule="stance", since=None, previous="",
        fact={"id": "BTC/stance~band", "kind": "band", "state": "fear", "n": 7, "previous": "neutral"},
        chart=chart(("neutral", "fear"), "stance", form="strip", tones={"neutral": "calm", "fear": "fear1"}, zones=()),
    )  # fmt: skip
    made = pages(desk(known, rules=(stance,)))
    words = text(made["assets/btc/stance/index.html"])
    assert "Stance Now fear For 7 days Before that neutral" in words
    assert "assets/btc/stance/history.svg" in made
    assert text(made["assets/index.html"]).count("fear") == 1


def test_no_series_make_an_index_that_says_so():
    """The way in the navigation leads somewhere from the first day."""
    made = pages(desk())
    assert set(made) == {"assets/index.html"}
    assert "Nothing has been recorded yet." in made["assets/index.html"]


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        pytest.param({"printed": "10.1%"}, {"assets/", "assets/btc/", PAGE}, id="the value"),
        pytest.param({"previous": "greed"}, {"assets/", "assets/btc/", PAGE}, id="the state before"),
        pytest.param({"past": (("Rank", "highest"),)}, {"assets/", "assets/btc/", PAGE}, id="its past"),
    ],
)
def test_what_is_shown_decides_what_is_made_anew(change, changed):
    """A changed quantity changes its pages and no other quantity's."""
    other = series(tenor="7d")
    before, after = (shown(assets.outputs(desk(known, other))) for known in (series(), series(**change)))
    pages_changed = {path.removesuffix("index.html") for path in before if before[path] != after[path]}
    assert {path for path in pages_changed if path.endswith("/") or not path} == changed


def test_an_article_changes_only_what_names_it():
    """The pages of quantities that it does not speak of stay as they are."""
    known = (series(), series(tenor="7d"))
    new = piece(asset="", metrics=("BTC/options.skew_25d/30d@deribit",))
    # A new edition stands in the navigation of every page, so the desk had one before.
    old = piece("old", asset="", metrics=())
    before = shown(assets.outputs(desk(*known, pieces=(old,))))
    after = shown(assets.outputs(desk(*known, pieces=(new, old))))
    assert {path for path in before if before[path] != after[path]} == {f"{PAGE}index.html"}


def test_a_changed_rule_changes_what_it_judges():
    """Its words stand on the page, its colour in the tables."""
    known = (series(), series("spot.price", "", "binance", state="", rule=""))
    before = shown(assets.outputs(desk(*known)))
    after = shown(assets.outputs(desk(*known, rules=(replace(SKEW, why="Another reason."),))))
    changed = {path for path in before if before[path] != after[path]}
    assert f"{PAGE}index.html" in changed
    assert "assets/btc/spot-price-binance/index.html" not in changed
    assert f"{PAGE}history.svg" not in changed


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_hostile_gets_into_a_page(words):
    """Names, notes and values of anybody's are text."""
    known = series(
        asset=words,
        past=((words, words),),
        venue=words,
        printed=words,
        state=words,
        previous=words,
        fact={"id": words, "as_of": words, "formula": words, "note": words, "sources": [{"name": words, "url": words}]},
        chart=chart(title=words, note=words),
    )
    hostile = replace(SKEW, why=words, source=words, bands=((words, words, words),), assets=())
    for path, page in pages(desk(known, rules=(hostile,))).items():
        if not path.endswith(".csv"):
            assert list(dangers(page)) == [], path


def test_every_page_may_be_in_the_sitemap_but_no_file():
    """Pages say when they last changed: with their reading, or with an article about them."""
    later = FIRST + timedelta(days=1)
    new = piece(date=later, lastmod=later, metrics=("BTC/options.skew_25d/30d@deribit",))
    listed = {each.path: each.changed_at for each in assets.outputs(desk(series(), pieces=(new,)))}
    assert listed[f"{PAGE}index.html"] == later
    assert listed["assets/index.html"] == FIRST
    assert listed[f"{PAGE}history.svg"] is None


def test_an_output_is_the_same_whenever_it_is_made():
    """Made alone or after another, a file has the same bytes."""
    made = desk(series(), series(tenor="7d"))
    forward = written(assets.outputs(made))
    outputs: list[Output] = list(assets.outputs(made))
    backward = {each.path: each.make() for each in reversed(outputs)}
    assert backward == forward
