"""An article's page says what its front matter says, and its evidence page what each number rests on."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

import pytest

from generator.model.catalogue import load_catalogue
from generator.model.names import load_names
from generator.publish.site import articles, dates, entries, paths
from generator.publish.site.piece import Body, Correction
from generator.publish.site.trail import Trail
from tests.publish.site.pieces import FIRST, HOSTILE, many, piece, shown, site, written

PAGE = "articles/2026-02-10-markets/index.html"
GROUND = "articles/2026-02-10-markets/evidence.html"
SHA = "ab" * 32


def evidence(**changes):
    """Return evidence of one sentence: the basis fell to 3.1%, which a rule calls weak."""
    source = {
        "name": "binance",
        "url": "https://venue.example/klines",
        "observed_at": "2026-02-10T23:59:59.999000Z",
        "fetched_at": "2026-02-11T00:00:05Z",
        "raw_sha256": SHA,
    }
    basis = "BTC/futures.basis/90d@binance"
    facts = {
        basis: {
            "kind": "level", "value": 0.0308, "unit": "ratio", "as_of": "2026-02-10T23:59:59.999000Z",
            "formula": "(future / index - 1) x 365 / days", "inputs": [f"future:{n}" for n in range(300)],
            "sources": [source],
        },
        f"{basis}~change:1d": {
            "kind": "change", "value": -0.005, "unit": "ratio_points", "as_of": "2026-02-10T23:59:59.999000Z",
            "formula": "now - then", "of": basis, "than": f"{basis}~past:1d", "inputs": [basis, f"{basis}~past:1d"],
        },
        f"{basis}~past:1d": {
            "kind": "past", "value": 0.0358, "unit": "ratio", "as_of": "2026-02-09T23:59:59.999000Z",
            "formula": "the same a day earlier", "of": basis, "sources": [source],
        },
        f"{basis}~band": {
            "kind": "band", "unit": "none", "as_of": "2026-02-10T23:59:59.999000Z", "formula": "the band of the rule",
            "inputs": [basis], "of": basis, "state": "weak", "rule": "futures-basis-90d",
        },
        "rule:futures-basis-90d~threshold:weak": {
            "kind": "threshold", "value": 0.05, "unit": "ratio", "as_of": "2026-02-11T00:00:00Z",
            "formula": "Sellers want to be paid for the wait.", "threshold_source": "Published readings",
            "published": "2026-02-09",
        },
        "ETH/spot.price@binance": {"kind": "level", "value": 2023.0, "unit": "USD", "formula": "close"},
    }  # fmt: skip
    claim = {"sentence": "p1.1", "statement": "p1.1.s0", "order": 0, "start": 0, "end": 1}
    claims = [
        {**claim, "id": "p1.1.c0", "role": "sign", "kind": "direction", "fact": f"{basis}~change:1d", "than": None,
         "printed": "fell", "value": -0.005, "unit": "ratio_points"},
        {**claim, "id": "p1.1.c1", "role": "value", "kind": "number", "fact": basis, "than": None,
         "printed": "3.1%", "value": 0.0308, "unit": "ratio"},
    ]  # fmt: skip
    return {
        "slug": "2026-02-10-markets",
        "facts": facts,
        "sentences": [{"id": "p1.1", "field": "body", "text": "The basis fell to 3.1%."}],
        "claims": claims,
        "gaps": [{"metric": "liquidations.total", "why": "no source delivered it in time", "asset": "BTC"}],
        "findings": [
            {"id": "week", "said": False, "why": "the week's move"},
            {"id": "day", "said": True, "why": "the day's move"},
        ],
        **changes,
    }


def body(html="<p>The basis fell to 3.1%.</p>", told=None):
    """Return a reader of bodies that gives this one."""
    return lambda _: Body(html=html, feed_html=html, evidence=evidence() if told is None else told)


def pages(*pieces, reader=None):
    """Return path → text of the pages of these articles."""
    made = [each for each in articles.outputs(site(*pieces, body=reader or body())) if each.path.endswith(".html")]
    return {path: content.decode() for path, content in written(made).items()}


class Outline(HTMLParser):
    """Reads a page: its elements, its ids, and the words in each element with an id."""

    def __init__(self, markup):
        super().__init__()
        self.elements, self.ids, self.links = [], [], []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.elements.append((tag, given))
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if "href" in given else []


def entry(page, anchor):
    """Return the markup from an id to the end of its list item or block."""
    return re.search(rf'id="{re.escape(anchor)}".*?(?:</li>|</dl>)', page, re.DOTALL)[0]


def test_an_article_shows_what_its_front_matter_says():
    """Headline, dek, signature, day, time, reading time, stance, horizon, confidence, sources and tags are read."""
    page = pages(piece(horizon="days to weeks", confidence="high", words=900, authors=("Ada", "Bo")))[PAGE]
    for words in (
        "<h1>Bitcoin edges down 1.8%</h1>", "Funding was -8.2% annualized on Binance.", "By Ada, Bo", "4 min read",
        '<time datetime="2026-02-10">Tuesday, Feb. 10, 2026</time>',
        '<time datetime="2026-02-11T00:00:00Z">00:00 UTC, Feb. 11, 2026</time>',
        "extreme fear</dd>", "<dd>days to weeks</dd>", "<dd>high</dd>", "<p>Binance</p>",
        '<a href="/news/tags/derivatives/">derivatives</a>', "The basis fell to 3.1%.",
    ):  # fmt: skip
        assert words in page


def test_what_front_matter_does_not_say_leaves_no_empty_box():
    """An article without stance, tags, authors and sources has no headings for them."""
    page = pages(piece(stance="", tags=(), authors=(), sources=(), description="", edition=""))[PAGE]
    for absent in ('class="stance"', "Tags</h2>", "By ", "Sources</h2>", "Since we last wrote", 'class="pager"'):
        assert absent not in page


def test_articles_lead_to_those_before_and_after_them_of_their_edition():
    """The neighbours are of the same edition and asset; another edition of the same day is none."""
    newer, here, older = (
        piece(slug, date=FIRST + timedelta(days=days), title=slug)
        for slug, days in (("newer", 1), ("here", 0), ("older", -1))
    )
    others = (piece("brief", edition="brief"), piece("ether", asset="ETH"))
    made = pages(newer, *others, here, older)
    page = made["articles/here/index.html"]
    assert re.findall(r'<a href="([^"]*)" rel="(prev|next)">', page) == [
        ("/news/articles/older/", "prev"),
        ("/news/articles/newer/", "next"),
    ]
    assert 'rel="next"' not in made["articles/newer/index.html"]
    assert 'rel="prev"' not in made["articles/older/index.html"]
    assert 'class="pager"' not in made["articles/brief/index.html"]


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        ("fear", "extreme fear", "fear then, extreme fear now"),
        ("fear", "fear", "Stance: fear, as then"),
    ],
)
def test_since_we_last_wrote_compares_the_stances_in_words(then, now, said):
    """The strip has the earlier article's day, title and stance, and no number that nobody checked."""
    before = piece("before", date=FIRST - timedelta(days=1), stance=then, title="Bitcoin holds")
    page = pages(piece(stance=now), before)[PAGE]
    strip = re.search(r"Since we last wrote.*?</section>", page, re.DOTALL)[0]
    assert said in strip
    assert "Bitcoin holds" in strip
    assert 'datetime="2026-02-09"' in strip


def test_a_corrected_article_says_what_was_put_right_and_when():
    """The corrections stand above the text, and programs read when it was changed."""
    at = datetime(2026, 2, 12, 9, 30, tzinfo=UTC)
    page = pages(piece(corrections=(Correction(at=at, what="The basis was 3.1%, not 3.2%."),)))[PAGE]
    assert page.index("The basis was 3.1%, not 3.2%.") < page.index("The basis fell to 3.1%.")
    assert '<time datetime="2026-02-12T09:30:00Z">09:30 UTC, Feb. 12, 2026</time>' in page
    assert '<meta property="article:modified_time" content="2026-02-12T09:30:00Z">' in page


def test_a_table_that_scrolls_can_be_reached_and_has_a_name_of_its_own():
    """Two tables are two regions, so that a screen reader tells them apart."""
    box = '<div class="scroll" tabindex="0">\n<table><tr><td>1</td></tr></table></div>'
    page = pages(piece(), reader=body(html=box + box))[PAGE]
    regions = [given for tag, given in Outline(page).elements if given.get("role") == "region"]
    assert [(each["tabindex"], each["aria-label"]) for each in regions] == [("0", "Table 1"), ("0", "Table 2")]


def test_the_files_of_an_article_lie_beside_it(tmp_path):
    """Evidence, Markdown, pictures and their values are served as they are; the text's pictures lie beside it."""
    here = piece(path=tmp_path / "2026-02-10-markets.md", image="price.svg")
    here.path.write_text("![Price](2026-02-10-markets/price.svg)")
    here.path.with_name(f"{here.slug}.evidence.json").write_text("{}")
    folder = tmp_path / here.slug
    folder.mkdir()
    (folder / "price.svg").write_text("<svg/>")
    (folder / "price.csv").write_text("day,USD")
    (folder / "desk.png").write_bytes(b"PNG")
    for name in ("notes.txt", "card.png", ".hidden.svg"):
        (folder / name).write_text("not for readers")
    files = {path.removeprefix(f"articles/{here.slug}/"): content for path, content in written(
        articles.outputs(site(here, body=body()))
    ).items()}  # fmt: skip
    assert files["evidence.json"] == b"{}"
    assert files["article.md"] == b"![Price](price.svg)"
    assert files["price.svg"] == b"<svg/>"
    assert files["price.csv"] == b"day,USD"
    assert files.keys() == {
        "index.html", "evidence.html", "evidence.json", "article.md", "price.svg", "price.csv", "desk.png",
    }  # fmt: skip
    assert b'href="price.csv"' in files["index.html"]


def test_each_claim_has_an_entry_that_names_its_fact():
    """The entry has the words, what they express, and the exact value; its fact has formula, source, hash."""
    page = pages(piece())[GROUND]
    claim = entry(page, "c-p1.1.c1")
    assert "<b>3.1%</b> is the value of" in claim
    assert "<code>0.0308 ratio</code>" in claim
    fact = entry(page, re.search(r'href="#(f-\d+)"', claim)[1])
    for words in (
        "(future / index - 1) x 365 / days", 'href="https://venue.example/klines" rel="noopener">binance', SHA,
        "2026-02-10 23:59:59.999Z", "fetched <time>2026-02-11 00:00:05Z</time>",
    ):  # fmt: skip
        assert words in fact


def test_a_number_leads_through_its_facts_to_rule_and_threshold():
    """From a direction one comes to the change, to both its ends, to the band, and to the threshold with its date."""
    page = pages(piece())[GROUND]
    reached, waiting = set(), re.findall(r'href="#(f-\d+)"', entry(page, "c-p1.1.c0"))
    while waiting:
        anchor = waiting.pop()
        if anchor not in reached:
            reached.add(anchor)
            waiting += re.findall(r'href="#(f-\d+)"', entry(page, anchor))
    trail = "".join(entry(page, anchor) for anchor in sorted(reached))
    for words in ("the same a day earlier", "futures-basis-90d", "Published readings", "2026-02-09", ">weak<"):
        assert words in trail


def test_each_fact_stands_once_and_hundreds_of_inputs_are_counted():
    """Two claims share a fact's block; of 300 inputs eight are named; facts nobody told are left to the file."""
    page = pages(piece())[GROUND]
    ids = Outline(page).ids
    assert len(ids) == len(set(ids))
    assert page.count("(future / index - 1) x 365 / days") == 1
    assert len(re.findall(r">future:\d+<", page)) == 8
    assert "and 292 more, in the evidence file" in page
    assert "ETH/spot.price" not in page
    assert "1 further fact of the day" in page


def test_gaps_and_what_was_not_said_are_told():
    """A reader sees what was missing and what was left out, and nothing that was said."""
    page = pages(piece())[GROUND]
    assert "no source delivered it in time" in page
    assert "the week&#39;s move" in page
    assert "the day&#39;s move" not in page


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", " https://a.example", "//a.example", 7])
def test_only_addresses_of_the_web_are_linked(url):
    """A source's address that is no web address is left out."""
    told = evidence()
    told["facts"]["BTC/futures.basis/90d@binance"]["sources"][0]["url"] = url
    page = pages(piece(), reader=body(told=told))[GROUND]
    assert "binance</a>" not in entry(page, "f-2")
    assert not [each for each in Outline(page).links if each.startswith(("javascript", "data", "//"))]


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"facts": []},
        {"facts": {"a": 1}, "claims": [{}], "sentences": [{}]},
        {"facts": {"x": {"inputs": 3, "sources": "none", "coverage": 1, "of": ["y"]}}, "claims": "many"},
        {"sentences": [{"id": "p", "text": None}], "claims": [{"sentence": "p", "fact": "gap:x", "id": 1}]},
        {"facts": None, "gaps": [None], "findings": {"said": False}},
    ],
)
def test_evidence_that_somebody_broke_still_gives_a_page(broken):
    """What has not the form it should have is left out; the rest is shown."""
    page = pages(piece(), reader=body(told=broken))[GROUND]
    assert "What it rests on" in page


@pytest.mark.parametrize("attack", HOSTILE)
def test_words_of_others_stay_words(attack):
    """Whatever stands in front matter or evidence, the page has no element that the template does not have."""
    clean = pages(piece())
    told = json.loads(json.dumps(evidence()).replace("binance", json.dumps(attack)[1:-1]))
    hostile = piece(
        title=attack, description=attack, tags=("BTC", attack), authors=(attack,), sources=(attack,),
        stance=attack, horizon=attack, confidence=attack, edition="markets", asset=attack,
        corrections=(Correction(at=FIRST, what=attack),),
    )  # fmt: skip
    made = pages(hostile, reader=body(told=told))
    known = {tag for page in clean.values() for tag, _ in Outline(page).elements} | {"li", "section", "ul"}
    for page in made.values():
        outline = Outline(page)
        assert {tag for tag, _ in outline.elements} <= known
        assert not [given for _, given in outline.elements if any(name.startswith("on") for name in given)]
        assert not [given for _, given in outline.elements if "style" in given]
        assert not [each for each in outline.links if each.lower().startswith(("javascript", "data"))]
        assert "\x00" not in page


def test_a_page_changes_with_itself_and_its_neighbours_alone():
    """Another article's new headline changes the two pages beside it, and no evidence page."""
    pieces = many(5)
    before = shown(articles.outputs(site(*pieces, body=body())))
    retitled = (*pieces[:2], replace(pieces[2], title="Another", sha256="new"), *pieces[3:])
    after = shown(articles.outputs(site(*retitled, body=body())))
    changed = {path for path in before if before[path] != after[path]}
    own = "articles/day-00002/"
    assert changed == {
        f"{own}index.html", f"{own}evidence.html", f"{own}evidence.json", f"{own}article.md",
        "articles/day-00001/index.html", "articles/day-00003/index.html",
    }  # fmt: skip


def test_another_theme_or_name_changes_every_page():
    """What stands on each page is part of what each page shows."""
    here = site(*many(2), body=body())
    before = shown(articles.outputs(here))
    for changed in (
        replace(here, theme="other"),
        replace(here, publication=replace(here.publication, title="The Other Desk")),
    ):
        after = shown(articles.outputs(changed))
        assert {path for path in before if before[path] != after[path]} == {
            path for path in before if path.endswith(".html")
        }


def test_planning_reads_no_body():
    """What a page shows is known from front matter: 5,000 articles are planned without opening one."""

    def read(piece):
        raise AssertionError(f"{piece.slug} was read")

    assert len(list(articles.outputs(site(*many(50), body=read)))) == 200


def test_an_article_of_midnight_speaks_of_the_day_that_ended():
    """Written as of 00:00 on Feb. 11, it is Feb. 10's; written at 10:00 it is of its own day."""
    assert dates.written_for(FIRST) == date(2026, 2, 10)
    assert dates.written_for(FIRST + timedelta(hours=10)) == date(2026, 2, 11)


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (300, 1), (340, 2), (1100, 5)])
def test_reading_time_counts_220_words_a_minute(words, minutes):
    """A short text takes a minute, never none."""
    assert entries.minutes(words) == minutes


def test_a_path_is_made_of_letters_and_hyphens():
    """Names that differ get paths that differ, even where no letter is left of them."""
    assert paths.slug("macro:SPX") == "macro-spx"
    assert paths.slug("../../etc") == "etc"
    assert paths.slug("日本") != paths.slug("中国")
    assert paths.quantity("BTC", "futures.basis", "90d", "binance") == "assets/btc/futures-basis-90d-binance/"


def test_a_fact_is_called_by_asset_quantity_tenor_and_venue():
    """What is derived from a reading follows it; an id that is no series is shown as it is."""
    trail = Trail({}, load_catalogue(), load_names())
    assert trail.title("BTC/options.skew_25d/30d@deribit~change:1d") == (
        "Bitcoin 25-delta skew, 30 days, Deribit: change 1d"
    )
    assert trail.title("rule:options-skew-30d~threshold:fear") == "options-skew-30d: threshold fear"
    assert trail.title("run") == "run"
