"""The front page: the newest first, each edition once, and the market at a glance."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from generator.model.chart import Chart, Trace
from generator.publish.site import home
from generator.publish.site.desk import Series
from generator.publish.site.piece import Body
from tests.publish.site.pieces import FIRST, HOSTILE, many, piece, shown, site, written


def front(made):
    """Return the front page's text."""
    return written(home.outputs(made))["index.html"].decode()


def listed(page):
    """Return the slugs of the articles on the page, in its order."""
    return re.findall(r'<h[23]><a href="/news/articles/([^/"]+)/">', page)


def series(metric="spot.price", venue="binance", *, asset="BTC", tenor="", printed="$68,841", state="", values=()):
    """Return one quantity's history."""
    chart = Chart(
        id="history", form="line", title="", note="", metric=metric, places=(), traces=(Trace(label="", values=values),)
    )
    return Series(
        id=f"{asset}/{metric}", asset=asset, metric=metric, tenor=tenor, venue=venue, as_of=FIRST, printed=printed,
        fact={}, chart=chart if values else None, state=state, rule="",
    )  # fmt: skip


def test_the_newest_leads_and_each_other_edition_follows_once():
    """Yesterday's articles of the same editions come below, as the newest."""
    day = timedelta(days=1)
    pieces = [
        piece(f"{edition}-{days}", edition=edition, date=FIRST - days * day, words=words)
        for days in (0, 1)
        for edition, words in (("brief", 100), ("derivatives", 900), ("markets", 500))
    ]
    assert listed(front(site(*pieces))) == [
        "derivatives-0", "brief-0", "markets-0",
        "brief-1", "derivatives-1", "markets-1",
    ]  # fmt: skip


def test_an_article_with_a_picture_leads_over_a_longer_one():
    """The picture has its size, so that nothing jumps, and the words that were checked for who does not see it."""
    html = (
        '<img src="basis.svg" alt="The basis" width="760" height="380">'
        '<img src="price.svg" alt="Bitcoin &amp; ether" width="760" height="400">'
    )
    drawn = piece("drawn", edition="brief", image="price.svg", words=100)
    here = site(piece("long", words=900), drawn, body=lambda _: Body(html=html, feed_html=html, evidence={}))
    page = front(here)
    assert listed(page)[0] == "drawn"
    assert re.findall(r"<img [^>]*>", page) == [
        '<img src="/news/articles/drawn/price.svg" alt="Bitcoin &amp; ether" width="760" height="400">'
    ]


@pytest.mark.parametrize(
    ("html", "src"),
    [
        ('<img src="basis.svg" alt="" width="760" height="380"><img src="b.svg" alt="" width="1" height="1">', "basis"),
        ('<img src="basis.svg" alt="The basis">', ""),
        ("<p>No picture.</p>", ""),
    ],
)
def test_a_lead_that_names_no_picture_shows_its_texts_first(html, src):
    """One of unknown size is left out, and so is none."""
    page = front(site(piece(), body=lambda _: Body(html=html, feed_html=html, evidence={})))
    assert re.findall(r'<img src="/news/articles/[^/]*/(\w+)\.svg"', page) == ([src] if src else [])


def test_the_market_at_a_glance_names_each_quantity_once_of_the_preferred_venue():
    """Binance goes before Bybit; the asset is the one that the articles are about; the index is everyone's."""
    made = replace(
        site(piece()),
        series=(
            series("perp.funding_rate", "bybit", tenor="1d", printed="-1.5%"),
            series("perp.funding_rate", "binance", tenor="1d", printed="-8.2%", state="shorts pay heavily"),
            series("sentiment.fear_greed", "alternative.me", asset="CRYPTO", printed="9", state="extreme fear"),
            series(asset="ETH", printed="$2,023"),
            series(),
        ),
    )
    page = front(made)
    assert re.findall(r'class="num"><b>([^<]*)</b>', page) == ["$68,841", "-8.2%", "9"]
    assert 'href="/news/assets/btc/perp-funding-rate-1d-binance/"' in page
    assert "Bitcoin, 24 hours, Binance" in page
    assert "shorts pay heavily" in page


def test_a_quantity_has_a_line_of_its_last_sixty_days():
    """What is not a number is a hole in the line; without a drawer the column is left out."""
    values = (1.0, None, "weak", *map(float, range(59)))
    drawn = []
    made = replace(site(piece()), series=(series(values=values),), spark=lambda line: drawn.append(line) or "<svg/>")
    assert "<td><svg/></td>" in front(made)
    assert drawn == [(None, *map(float, range(59)))]
    assert "Sixty days" not in front(replace(made, spark=None))


def test_the_stance_is_told_day_by_day_in_words_too():
    """The strip has the lead's kin, the oldest first; colour is not all that tells them apart."""
    fear = piece("then", date=FIRST - timedelta(days=1), stance="fear")
    page = front(site(piece(), fear, piece("other", edition="brief", stance="greed")))
    strip = re.search(r'<ol class="strip">.*?</ol>', page, re.DOTALL)[0]
    assert re.findall(r'<li class="(\w+)"><span class="hidden">([^<]*)<', strip) == [
        ("fear1", "Feb. 9, 2026: fear"),
        ("fear2", "Feb. 10, 2026: extreme fear"),
    ]


def test_a_site_without_articles_says_so():
    """A new desk's front page is a page."""
    assert "No article has been published yet." in front(site())


@pytest.mark.parametrize(
    ("change", "changes"),
    [
        ({"title": "Another"}, True),
        ({"stance": "greed"}, True),
        ({"horizon": "weeks"}, False),
        ({"sources": ("okx",)}, False),
    ],
)
def test_the_front_page_changes_with_what_it_shows(change, changes):
    """Of an article that does not lead it shows headline, dek, day and stance."""
    pieces = many(5)
    after = (*pieces[:3], replace(pieces[3], **change), *pieces[4:])
    assert (shown(home.outputs(site(*pieces))) != shown(home.outputs(site(*after)))) is changes


def test_an_old_article_does_not_change_the_front_page():
    """Beyond the thirty days of the strip and the newest eight nothing is shown."""
    pieces = many(60)
    after = (*pieces[:50], replace(pieces[50], title="Another", stance="greed", sha256="new"), *pieces[51:])
    assert shown(home.outputs(site(*pieces))) == shown(home.outputs(site(*after)))


def test_a_new_reading_changes_the_front_page():
    """A printed value, a state, or a day of the line."""
    made = replace(site(piece()), series=(series(values=(1.0, 2.0)),))
    before = shown(home.outputs(made))
    for other in (series(printed="$1"), series(state="weak", values=(1.0, 2.0)), series(values=(1.5, 2.0))):
        assert shown(home.outputs(replace(made, series=(other,)))) != before


@pytest.mark.parametrize("attack", HOSTILE)
def test_words_of_others_stay_words(attack):
    """A headline, a stance, a state or a printed value is never an element."""
    hostile = piece(title=attack, description=attack, stance=attack, edition=attack)
    made = replace(
        site(hostile, piece("older", date=FIRST - timedelta(days=1), stance=attack, edition=attack)),
        series=(series(printed=attack, state=attack), series(attack, attack)),
    )
    page = front(made)
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<svg" not in page
    assert " onmouseover=" not in page.replace("&#34; onmouseover=", "")
