"""Feeds: valid in each form, full, of what was asked for, and safe with any words."""

import html
import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import feedparser
import pytest

from generator.publish.site import feeds
from generator.publish.site.piece import Body, Correction
from generator.publish.site.plain import one_line
from tests.publish.site.pieces import BASE, FIRST, HOSTILE, PUBLICATION, many, piece, shown, site, written
from tests.site.feed_rules import ATOM, PROBLEMS


def problems(files):
    """Return what is wrong with the feeds among these files, by path."""
    found = {}
    for path, raw in files.items():
        wrong = [*PROBLEMS[path.rpartition("/")[2]](raw, f"{BASE}/{path}")]
        if wrong:
            found[path] = wrong
    return found


def slugs(raw):
    """Return the slugs of an RSS feed's articles, in its order."""
    return [link.split("/")[-2] for link in rss(raw, "link")]


def rss(raw, tag):
    """Return the texts of a tag of all of an RSS feed's items."""
    return [item.findtext(tag) for item in ET.fromstring(raw).iter("item")]


def test_a_feed_of_each_form_for_everything_each_edition_and_each_tag():
    """Their addresses are those of the pages that list the same articles."""
    made = shown(feeds.outputs(site(piece(edition="brief", tags=("Open Interest",)))))
    folders = ("", "editions/brief/", "tags/open-interest/")
    assert set(made) == {f"{folder}{name}" for folder in folders for name in ("feed.xml", "atom.xml", "feed.json")}


def test_all_obey_the_rules_of_their_formats():
    """Three days of articles, of which one was corrected."""
    first, *rest = many(3)
    put_right = replace(first, corrections=(Correction(at=FIRST + timedelta(hours=2), what="A number."),))
    assert problems(written(feeds.outputs(site(put_right, *rest)))) == {}


def test_a_desk_without_an_article_has_valid_feeds():
    """On its first day a reader can subscribe already."""
    files = written(feeds.outputs(site()))
    assert set(files) == {"feed.xml", "atom.xml", "feed.json"}
    assert problems(files) == {}


@pytest.mark.parametrize("name", ["feed.xml", "atom.xml"])
def test_a_reader_takes_the_feed_without_a_complaint(name):
    """A parser that many readers are built on finds every article, whole."""
    read = feedparser.parse(written(feeds.outputs(site(*many(2))))[name])
    assert read.bozo == 0
    assert [entry.title for entry in read.entries] == ["Bitcoin edges down 1.8%"] * 2
    assert [entry.author for entry in read.entries] == ["Markets desk"] * 2
    assert [entry.summary for entry in read.entries] == ["Funding was -8.2% annualized on Binance."] * 2
    assert [entry.content[0].value.partition("</p>")[0] for entry in read.entries] == ["<p>day-00000", "<p>day-00001"]
    assert {tag.term for tag in read.entries[0].tags} == {"news", "BTC", "derivatives"}
    assert read.entries[0].published_parsed[:6] == (2026, 2, 11, 0, 0, 0)


def test_the_newest_twenty_stand_in_a_feed():
    """The twenty-first is found on the pages."""
    files = written(feeds.outputs(site(*many(21))))
    newest = [f"day-{day:05}" for day in range(20)]
    assert slugs(files["feed.xml"]) == newest
    assert [item["url"].split("/")[-2] for item in json.loads(files["feed.json"])["items"]] == newest
    entries = ET.fromstring(files["atom.xml"]).iter(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id").split("/")[-2] for entry in entries] == newest


def test_a_feed_of_a_tag_holds_that_tag():
    """And says in its title what it is of."""
    files = written(
        feeds.outputs(site(piece("a", tags=("ETH",)), piece("b", tags=("BTC",)), piece("c", tags=("ETH",))))
    )
    assert slugs(files["tags/eth/feed.xml"]) == ["a", "c"]
    assert json.loads(files["tags/eth/feed.json"])["title"] == "The Desk: ETH"
    assert json.loads(files["tags/eth/feed.json"])["home_page_url"] == f"{BASE}/tags/eth/"


def test_tags_that_share_a_page_share_a_feed():
    """An article with both stands in it once, and the newest spelling names it."""
    newest, older = piece("a", tags=("DeFi", "defi")), piece("b", tags=("DEFI",))
    made = site(newest, older)
    files = written(feeds.outputs(made))
    assert [path for path in files if path.startswith("tags/")] == [
        f"tags/defi/{name}" for name in ("feed.xml", "atom.xml", "feed.json")
    ]
    assert slugs(files["tags/defi/feed.xml"]) == ["a", "b"]
    assert json.loads(files["tags/defi/feed.json"])["title"] == "The Desk: DeFi"


def test_a_feed_was_built_when_its_newest_article_changed():
    """A correction of an old article counts, and the clock does not."""
    at = datetime(2026, 2, 12, 9, 30, tzinfo=UTC)
    put_right = replace(piece("b", date=FIRST - timedelta(days=9)), corrections=(Correction(at=at, what="A name."),))
    files = written(feeds.outputs(site(piece("a"), put_right)))
    assert b"<lastBuildDate>Thu, 12 Feb 2026 09:30:00 GMT</lastBuildDate>" in files["feed.xml"]
    assert ET.fromstring(files["atom.xml"]).findtext(f"{ATOM}updated") == "2026-02-12T09:30:00Z"
    assert [item["date_modified"] for item in json.loads(files["feed.json"])["items"]] == [
        "2026-02-11T00:00:00Z",
        "2026-02-12T09:30:00Z",
    ]


def test_an_article_of_another_zone_is_dated_in_universal_time():
    """RSS knows GMT for sure."""
    there = datetime.fromisoformat("2026-02-11T01:00:00+01:00")
    files = written(feeds.outputs(site(piece(date=there, lastmod=there))))
    assert rss(files["feed.xml"], "pubDate") == ["Wed, 11 Feb 2026 00:00:00 GMT"]


def test_an_article_that_nobody_signed_is_the_publications():
    """Atom and JSON Feed want an author."""
    publication = replace(PUBLICATION, authors=())
    files = written(feeds.outputs(site(piece(authors=()), publication=publication)))
    assert problems(files) == {}
    assert json.loads(files["feed.json"])["items"][0]["authors"] == [{"name": "The Desk"}]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_neither_break_a_feed_nor_become_markup(words):
    """In the title, the dek, a tag, an edition, an author and the publication's name."""
    publication = replace(PUBLICATION, title=words, description=words, authors=(words,))
    hostile = piece(title=words, description=words, tags=(words,), edition=words, authors=(words,), category=words)
    files = written(feeds.outputs(site(hostile, publication=publication)))
    assert problems(files) == {}
    assert all(feedparser.parse(files[name]).bozo == 0 for name in ("feed.xml", "atom.xml"))
    # Atom says that its texts are plain, so they stand as they are; who takes RSS for HTML reads the same.
    plain = one_line(words)
    assert ET.fromstring(files["atom.xml"]).findtext(f"{ATOM}entry/{ATOM}title") == plain
    for tag in ("title", "description"):
        told = rss(files["feed.xml"], tag)[0]
        assert "<" not in told
        assert html.unescape(told) in (plain, html.unescape(plain))


def test_what_a_reader_would_take_for_markup_is_shown_as_it_was_written():
    """RSS does not say whether a title is HTML, so readers guess."""
    raw = written(feeds.outputs(site(piece(title="BTC <b>up</b>", description="Fear & Greed at 9"))))["feed.xml"]
    assert rss(raw, "title") == ["BTC &lt;b&gt;up&lt;/b&gt;"]
    assert rss(raw, "description") == ["Fear & Greed at 9"]


def test_characters_that_xml_forbids_are_left_out_of_the_text():
    """An editor pastes what his terminal gave him."""
    body = Body(html="", feed_html="<p>up\x0b 5%\x00\ud800</p>", evidence={})
    files = written(feeds.outputs(site(piece(), body=lambda _: body)))
    assert problems(files) == {}
    assert json.loads(files["feed.json"])["items"][0]["content_html"] == "<p>up 5%</p>"


def test_a_feed_changes_with_what_it_shows_and_with_nothing_else():
    """The twenty-first article, another tag's article: the same hash; one of the twenty: another."""
    pieces = many(22)
    before = shown(feeds.outputs(site(*pieces)))
    older = (*pieces[:20], replace(pieces[20], title="Another", sha256="other"), pieces[21])
    assert shown(feeds.outputs(site(*older))) == before
    newer = (replace(pieces[0], title="Another", sha256="other", tags=("BTC",)), *pieces[1:])
    after = shown(feeds.outputs(site(*newer)))
    assert {path for path in before if before[path] != after[path]} == set(before)
    renamed = site(*pieces, publication=replace(PUBLICATION, title="Other"))
    assert not set(before.items()) & set(shown(feeds.outputs(renamed)).items())


def test_the_same_hash_means_the_same_bytes():
    """What is built once need not be built again."""
    first, second = feeds.outputs(site(*many(3))), feeds.outputs(site(*many(3)))
    for one, other in zip(first, second, strict=True):
        assert (one.path, one.shows, one.make()) == (other.path, other.shows, other.make())


def test_a_body_is_read_once_for_all_feeds_and_not_for_the_plan():
    """Nine feeds show this article; reading it is the dear part."""
    read = []

    def body(each):
        read.append(each.slug)
        return Body(html="", feed_html="<p>x</p>", evidence={})

    planned = [*feeds.outputs(site(piece(tags=("BTC",)), body=body))]
    assert read == []
    assert len(written(planned)) == 9
    assert read == ["2026-02-10-markets"]


def test_five_thousand_articles_are_planned_in_a_fifth_of_a_second():
    """The plan is made on each build, however little changed."""
    tags = [f"Tag {number}" for number in range(20)]
    pieces = tuple(
        replace(each, tags=(tags[day % 20], tags[day * 7 % 20], tags[day * 3 % 20]))
        for day, each in enumerate(many(5_000))
    )
    made = site(*pieces)
    best = min(_seconds(made) for _ in range(3))
    assert best < 0.2


def _seconds(made):
    start = time.process_time()
    assert sum(1 for _ in feeds.outputs(made)) == 3 * 22
    return time.process_time() - start
