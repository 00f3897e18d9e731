"""What the built site tells programs: feeds, sitemaps, cards, JSON-LD."""

import json
import re

import feedparser
import pytest

from tests.site.conftest import BASE
from tests.site.feed_rules import PROBLEMS

_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def test_every_feed_obeys_the_rules_of_its_format(built):
    """Of everything, of each edition, of each tag."""
    feeds = built.ending(*PROBLEMS)
    assert {"feed.xml", "atom.xml", "feed.json", "editions/markets/feed.xml", "tags/btc/atom.xml"} <= set(feeds)
    for path, file in feeds.items():
        assert [*PROBLEMS[path.rpartition("/")[2]](file.read_bytes(), built.address(path))] == [], path
        if not path.endswith(".json"):
            assert feedparser.parse(file.read_bytes()).bozo == 0, path


def test_feeds_hold_articles_in_full(built):
    """The last sentence of an article is in its feed, and so are its pictures, with whole addresses."""
    for item in json.loads(built.files["feed.json"].read_text(encoding="utf-8"))["items"]:
        assert "Not investment advice." in item["content_html"] or "-brief/" in item["id"], item["id"]
        pictures = re.findall(r'<img[^>]* src="([^"]*)"', item["content_html"])
        assert all(src.startswith(item["url"]) for src in pictures)


def test_sitemaps_obey_their_schema(built, against_schema):
    """The sitemap; Google's schema for news is not to be had, so its rules stand in the tests of its module."""
    assert against_schema(built.files["sitemap.xml"]) == ""


def test_a_sitemap_that_breaks_its_schema_is_seen(against_schema, tmp_path):
    """A time that is none."""
    bad = tmp_path / "sitemap.xml"
    bad.write_text(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://desk.example/</loc>'
        "<lastmod>yesterday</lastmod></url></urlset>",
        encoding="utf-8",
    )
    assert "lastmod" in against_schema(bad)


def _articles(built):
    return {path: file for path, file in built.files.items() if re.fullmatch(r"articles/[^/]+/index\.html", path)}


def test_every_article_has_complete_cards_and_json_ld(node, built):
    """As Google, Twitter and Facebook want them; only a Twitter account is missing, which a desk need not have."""
    files = [str(file) for file in _articles(built).values()]
    told = node("cards.mjs", files=files, presets=["Google", "Twitter", "Facebook"], schemas=["NewsArticle"])
    assert len(told) == len(files) > 5
    for each in told:
        assert each["failed"] == [], each["file"]
        assert set(each["warnings"]) <= {'"twitter:site"', '"twitter:creator"'}, each["file"]
        assert len(each["passed"]) >= 25


def test_an_incomplete_article_is_seen(node, tmp_path):
    """Without a card, and with JSON-LD that says nothing but what it is."""
    page = tmp_path / "index.html"
    data = '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle"}</script>'
    page.write_text(f"<!doctype html><html><head><title>x</title>{data}</head></html>", encoding="utf-8")
    asked = {"presets": ["Google", "Twitter", "Facebook"], "schemas": ["NewsArticle"]}
    (told,) = node("cards.mjs", files=[str(page)], **asked)
    assert len(told["failed"]) > 5


def test_every_card_is_a_picture_of_the_site(built):
    """A link that is shared shows it."""
    for path, file in built.ending(".html").items():
        (image,) = re.findall(r'<meta property="og:image" content="([^"]*)"', file.read_text(encoding="utf-8"))
        picture = built.files[image.removeprefix(f"{BASE}/")].read_bytes()
        size = int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])
        assert (picture[:4], size) == (b"\x89PNG", (1200, 630)), path


def _names(data):
    if isinstance(data, dict):
        for name, value in data.items():
            yield from [value] if name == "@type" else [] if name.startswith("@") else [name]
            yield from _names(value)
    elif isinstance(data, list):
        for each in data:
            yield from _names(each)


def test_json_ld_uses_the_words_of_schema_org(built):
    """A word that is misspelt is read by nobody."""
    vocabulary = pytest.importorskip("rdflib").SDO
    used = {
        name
        for file in built.ending(".html").values()
        for found in _DATA.findall(file.read_text(encoding="utf-8"))
        for name in _names(json.loads(found))
    }
    assert "NewsArticle" in used
    assert [name for name in sorted(used) if name not in vocabulary] == []
    assert "datePublishd" not in vocabulary
