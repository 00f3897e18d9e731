"""Sitemaps, robots.txt and llms.txt: what programs find, and where it is split."""

import re
import time
from dataclasses import replace
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from markdown import markdown

from generator.publish.site import sitemaps
from generator.publish.site.output import Output
from generator.publish.site.plain import one_line
from tests.publish.site.pieces import BASE, FIRST, HOSTILE, PUBLICATION, many, piece, shown, site, written

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def page(path, *, days=0, listed=True):
    """Return a file of the site, which changed so many days ago."""
    at = FIRST - timedelta(days=days) if listed else None
    return Output(path=path, shows=path, make=bytes, changed_at=at)


def urls(raw):
    """Return each address with its time."""
    return {each.findtext(f"{MAP}loc"): each.findtext(f"{MAP}lastmod") for each in ET.fromstring(raw)}


def test_the_sitemap_lists_pages_by_their_folders_with_their_times():
    """What has no time stays out, such as a picture."""
    others = [page("index.html"), page("articles/a/index.html", days=1), page("articles/a/card.png", listed=False)]
    files = written(sitemaps.outputs(site(), others))
    assert set(files) == {"sitemap.xml", "news-sitemap.xml", "robots.txt", "llms.txt"}
    assert urls(files["sitemap.xml"]) == {
        f"{BASE}/": "2026-02-11T00:00:00Z",
        f"{BASE}/articles/a/": "2026-02-10T00:00:00Z",
    }


def test_fifty_thousand_pages_are_one_file_and_one_more_is_an_index():
    """The protocol allows no more in one."""
    others = [page(f"articles/{number:05}/index.html", days=50_000 - number) for number in range(50_001)]
    assert "sitemap-1.xml" not in shown(sitemaps.outputs(site(), others[1:]))
    files = written(sitemaps.outputs(site(), others))
    assert len(urls(files["sitemap-1.xml"])) == 50_000
    assert list(urls(files["sitemap-2.xml"])) == [f"{BASE}/articles/50000/"]
    assert ET.fromstring(files["sitemap.xml"]).tag == f"{MAP}sitemapindex"
    assert urls(files["sitemap.xml"]) == {
        f"{BASE}/sitemap-1.xml": "2026-02-10T00:00:00Z",
        f"{BASE}/sitemap-2.xml": "2026-02-11T00:00:00Z",
    }


def test_news_is_of_the_two_days_before_the_newest_article():
    """The third day is a matter of the sitemap, and today's date of nobody."""
    raw = written(sitemaps.outputs(site(*many(5)), []))["news-sitemap.xml"]
    assert list(urls(raw)) == [f"{BASE}/articles/day-{day:05}/" for day in range(3)]


def test_news_says_who_publishes_what_when_in_which_language():
    """All that Google News asks for, each once."""
    publication = replace(PUBLICATION, language="en-GB")
    raw = written(sitemaps.outputs(site(piece(), publication=publication), []))["news-sitemap.xml"]
    (news,) = ET.fromstring(raw).iter(f"{NEWS}news")
    assert [each.tag.removeprefix(NEWS) for each in news.iter()] == [
        "news", "publication", "name", "language", "publication_date", "title",
    ]  # fmt: skip
    assert news.findtext(f"{NEWS}publication/{NEWS}name") == "The Desk"
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "en"
    assert news.findtext(f"{NEWS}publication_date") == "2026-02-11T00:00:00Z"
    assert news.findtext(f"{NEWS}title") == "Bitcoin edges down 1.8%"


def test_news_is_at_most_a_thousand_articles():
    """Google reads no more."""
    hourly = [piece(f"a-{number:04}", date=FIRST - timedelta(minutes=number), lastmod=FIRST) for number in range(1_001)]
    assert len(urls(written(sitemaps.outputs(site(*hourly), []))["news-sitemap.xml"])) == 1_000


def test_a_desk_without_an_article_has_no_news():
    """An empty news sitemap is allowed, and its address stays."""
    assert urls(written(sitemaps.outputs(site(), []))["news-sitemap.xml"]) == {}


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words):
    """In XML they are escaped, and in Markdown nothing of them is a link, a tag, or a heading."""
    publication = replace(PUBLICATION, title=words, description=words)
    files = written(sitemaps.outputs(site(piece(title=words, description=words), publication=publication), []))
    (title,) = ET.fromstring(files["news-sitemap.xml"]).iter(f"{NEWS}title")
    assert title.text == one_line(words)
    told = files["llms.txt"].decode()
    read = markdown(told)
    assert all(url.startswith(BASE) for url in re.findall(r'(?:href|src)="([^"]*)', read))
    assert set(re.findall(r"<(\w+)", read)) <= {"h1", "h2", "blockquote", "p", "ul", "li", "a", "code"}
    assert len(told.splitlines()) == len(written(sitemaps.outputs(site(piece()), []))["llms.txt"].splitlines())


def test_robots_find_the_sitemaps():
    """Everything may be read."""
    told = written(sitemaps.outputs(site(), []))["robots.txt"].decode()
    assert told.splitlines() == [
        "User-agent: *",
        "Allow: /",
        "",
        f"Sitemap: {BASE}/sitemap.xml",
        f"Sitemap: {BASE}/news-sitemap.xml",
    ]


def test_llms_txt_leads_to_articles_evidence_feeds_and_methodology():
    """A title, a summary as a quote, and lists of links below headings: the form that programs expect."""
    told = written(sitemaps.outputs(site(*many(21)), []))["llms.txt"].decode()
    lines = told.splitlines()
    assert lines[:3] == ["# The Desk", "", "> Markets, every day"]
    assert [line for line in lines if line.startswith("## ")] == [
        "## Articles",
        "## Feeds",
        "## Reference",
        "## Optional",
    ]
    linked = re.findall(r"\]\((\S+)\)", told)
    assert all(url.startswith(BASE) for url in linked)
    assert f"{BASE}/articles/day-00000/evidence.json" in linked
    assert {f"{BASE}/{path}" for path in ("feed.json", "atom.xml", "feed.xml", "methodology/")} <= set(linked)
    assert f"{BASE}/articles/day-00019/" in linked
    assert f"{BASE}/articles/day-00020/" not in linked


def test_files_change_with_what_they_show_and_with_nothing_else():
    """A page's new bytes without a new time change no sitemap; a new headline changes the news."""
    pieces, others = many(22), [page("index.html"), page("about/index.html", days=3)]
    before = shown(sitemaps.outputs(site(*pieces), others))
    same = [replace(each, shows="other") for each in others]
    older = (*pieces[:21], replace(pieces[21], title="Another"))
    assert shown(sitemaps.outputs(site(*older), same)) == before
    later = shown(sitemaps.outputs(site(*pieces), [page("index.html", days=-1), others[1]]))
    assert {path for path in before if before[path] != later[path]} == {"sitemap.xml"}
    renamed = shown(sitemaps.outputs(site(replace(pieces[0], title="Another"), *pieces[1:]), others))
    assert {path for path in before if before[path] != renamed[path]} == {"news-sitemap.xml", "llms.txt"}


def test_the_site_of_five_thousand_articles_is_planned_in_a_fifth_of_a_second():
    """With two pages an article."""
    pieces = many(5_000)
    others = [page(f"articles/{each.slug}/{name}") for each in pieces for name in ("index.html", "evidence.html")]
    made = site(*pieces)

    def seconds():
        start = time.process_time()
        assert sum(1 for _ in sitemaps.outputs(made, others)) == 4
        return time.process_time() - start

    assert min(seconds() for _ in range(3)) < 0.2


def test_times_are_instants_that_search_engines_read():
    """With zone, to the second."""
    raw = written(sitemaps.outputs(site(), [page("index.html")]))["sitemap.xml"]
    assert all(datetime.fromisoformat(at).tzinfo is not None for at in urls(raw).values())
