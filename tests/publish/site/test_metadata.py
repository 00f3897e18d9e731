"""Cards and JSON-LD: complete, true to the article, and never the end of their element."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from generator.publish.site import emblems
from generator.publish.site.metadata import json_ld, metadata, page_metadata
from generator.publish.site.piece import Correction
from generator.publish.site.plain import one_line
from generator.templating import fill, load
from tests.publish.site.pieces import BASE, HOSTILE, PUBLICATION, piece, site, written

URL = f"{BASE}/articles/2026-02-10-markets/"


class Head(HTMLParser):
    """Reads a head as a browser does."""

    def __init__(self, markup):
        super().__init__()
        self.meta, self.documents, self.tags = [], [], []
        self._script = False
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        given = dict(attrs)
        if tag == "meta":
            self.meta.append((given.get("property") or given.get("name"), given["content"]))
        self._script = tag == "script"

    def handle_data(self, data):
        if self._script:
            self.documents.append(json.loads(data))

    def handle_endtag(self, _tag):
        self._script = False

    def all(self, name):
        return [content for key, content in self.meta if key == name]


def head(meta):
    """Return what a browser finds in the head of a page with this metadata."""
    return Head(fill(load(site().jinja, "site/metadata.html.j2"), {"meta": meta}))


def news_article(**changes):
    """Return the JSON-LD of an article."""
    return head(metadata(site(), piece(**changes))).documents[0]


def test_a_shared_article_shows_title_dek_and_picture():
    """OpenGraph and the Twitter card, each property as its readers want it."""
    read = head(metadata(site(), piece()))
    assert dict(read.meta) == {
        "og:type": "article",
        "og:title": "Bitcoin edges down 1.8%",
        "og:description": "Funding was -8.2% annualized on Binance.",
        "og:url": URL,
        "og:site_name": "The Desk",
        "og:locale": "en_US",
        "og:image": f"{URL}card.png",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Bitcoin edges down 1.8%",
        "article:published_time": "2026-02-11T00:00:00Z",
        "article:modified_time": "2026-02-11T00:00:00Z",
        "article:author": f"{BASE}/about/",
        "article:section": "Markets",
        "article:tag": "derivatives",
        "author": "Markets desk",
        "robots": "max-image-preview:large",
        "twitter:card": "summary_large_image",
        "twitter:title": "Bitcoin edges down 1.8%",
        "twitter:description": "Funding was -8.2% annualized on Binance.",
        "twitter:image": f"{URL}card.png",
        "twitter:image:alt": "Bitcoin edges down 1.8%",
    }
    assert read.all("article:tag") == ["BTC", "derivatives"]


def test_an_article_is_a_news_article_with_all_that_search_engines_ask_for():
    """With the evidence that it is based on."""
    about = f"{BASE}/about/"
    assert news_article() == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": f"{URL}#article",
        "mainEntityOfPage": {"@type": "WebPage", "@id": URL},
        "url": URL,
        "headline": "Bitcoin edges down 1.8%",
        "description": "Funding was -8.2% annualized on Binance.",
        "image": [{"@type": "ImageObject", "url": f"{URL}card.png", "width": 1200, "height": 630}],
        "datePublished": "2026-02-11T00:00:00Z",
        "dateModified": "2026-02-11T00:00:00Z",
        "author": [{"@type": "Organization", "name": "Markets desk", "url": about}],
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": "The Desk",
            "url": f"{BASE}/",
            "logo": {"@type": "ImageObject", "url": f"{BASE}/logo.png", "width": 600, "height": 120},
            "publishingPrinciples": f"{BASE}/methodology/",
            "correctionsPolicy": f"{BASE}/corrections/",
        },
        "articleSection": "Markets",
        "keywords": ["BTC", "derivatives"],
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "wordCount": 300,
        "isBasedOn": f"{URL}evidence.json",
        "citation": ["Binance"],
    }


def test_a_correction_is_told_and_is_the_day_of_the_last_change():
    """To search engines as to readers."""
    at = datetime(2026, 2, 12, 8, tzinfo=UTC)
    told = news_article(corrections=(Correction(at=at, what="The basis was 3.1%."),))
    assert told["dateModified"] == "2026-02-12T08:00:00Z"
    assert told["correction"] == [
        {"@type": "CorrectionComment", "text": "The basis was 3.1%.", "datePublished": "2026-02-12T08:00:00Z"}
    ]


def test_the_way_to_an_article_leads_over_its_edition():
    """An article without an edition lies directly below the front page."""
    listed = head(metadata(site(), piece())).documents[1]["itemListElement"]
    assert [(each["position"], each["name"], each["item"]) for each in listed] == [
        (1, "The Desk", f"{BASE}/"),
        (2, "Markets", f"{BASE}/editions/markets/"),
        (3, "Bitcoin edges down 1.8%", URL),
    ]
    assert len(head(metadata(site(), piece(edition=""))).documents[1]["itemListElement"]) == 2


def test_a_long_headline_is_cut_after_a_word():
    """Search engines show 110 characters; the page shows all."""
    told = news_article(title="Bitcoin " * 20)["headline"]
    assert len(told) <= 110
    assert told == "Bitcoin " * 12 + "Bitcoin…"


def test_what_is_not_known_is_not_told():
    """No dek, no tags, no sources: no empty properties."""
    bare = piece(description="", tags=(), sources=(), asset="", edition="", category="", words=0)
    read = head(metadata(site(), bare))
    assert not {"description", "keywords", "citation", "articleSection", "wordCount"} & read.documents[0].keys()
    assert "" not in [content for _, content in read.meta]


def test_an_article_that_nobody_signed_is_the_publications():
    """Every form wants an author."""
    publication = replace(PUBLICATION, authors=())
    read = head(metadata(site(publication=publication), piece(authors=())))
    assert read.all("author") == ["The Desk"]
    assert read.documents[0]["author"][0]["name"] == "The Desk"


@pytest.mark.parametrize(
    ("path", "kind", "part"),
    [("", "WebSite", False), ("tags/btc/", "CollectionPage", True), ("about/", "AboutPage", True)],
)
def test_other_pages_say_what_they_are(path, kind, part):
    """And of which site they are a part."""
    read = head(page_metadata(site(), path, "Title", "What it is.", kind))
    (document,) = read.documents
    assert (document["@type"], document["url"], document["name"]) == (kind, f"{BASE}/{path}", "Title")
    assert ("isPartOf" in document) == part
    assert read.all("og:type") == ["website"]
    assert read.all("og:image") == [f"{BASE}/card.png"]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_words_end_the_element_that_they_stand_in(words):
    """A browser finds the same elements, and a program the same words."""
    publication = replace(PUBLICATION, title=words, description=words, authors=(words,))
    correction = Correction(at=datetime(2026, 2, 12, tzinfo=UTC), what=words)
    hostile = piece(
        title=words, description=words, edition=words, tags=(words,), authors=(words,), sources=(words,),
        asset=words, category=words, corrections=(correction,),
    )  # fmt: skip
    read = head(metadata(site(publication=publication), hostile))
    assert set(read.tags) == {"meta", "script"}
    assert read.tags.count("script") == 2
    assert read.documents[0]["headline"] == one_line(words)
    assert read.documents[0]["correction"][0]["text"] == one_line(words)
    assert read.all("og:title") == [one_line(words)]


def test_json_in_a_script_holds_none_of_the_characters_that_could_end_it():
    """Neither markup nor the two line ends that JavaScript once did not know."""
    written_out = json_ld({"name": "</script><!-- & \u2028\u2029"})
    assert not set("<>&\u2028\u2029") & set(written_out)
    assert json.loads(written_out) == {"name": "</script><!-- & \u2028\u2029"}


@pytest.mark.parametrize("title", ["The Desk", "The " + "Long " * 40 + "Name", "W" * 90, "日本", ""])
def test_the_wordmark_and_the_card_are_pictures_of_the_size_that_is_told(title):
    """Whatever the publication is called; the same name is the same bytes."""
    publication = replace(PUBLICATION, title=title, description="Markets " * 60)
    files = written(emblems.outputs(site(publication=publication)))
    assert {name: _size(raw) for name, raw in files.items()} == {"logo.png": (600, 120), "card.png": (1200, 630)}
    assert files == written(emblems.outputs(site(publication=publication)))


def _size(raw):
    assert raw.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(raw[16:20]), int.from_bytes(raw[20:24])
