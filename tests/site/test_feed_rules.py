"""The rules of feeds see what breaks them; that sound feeds pass is shown where feeds are tested."""

import pytest

from generator.publish.site import feeds
from tests.publish.site.pieces import BASE, many, site, written
from tests.site.feed_rules import PROBLEMS

GUID = f'<guid isPermaLink="true">{BASE}/articles/day-00001/</guid>'
ID = f"<id>{BASE}/articles/day-00001/</id>"


@pytest.fixture(scope="module")
def sound():
    """The feeds of two articles."""
    return written(feeds.outputs(site(*many(2))))


@pytest.mark.parametrize(
    ("name", "part", "wrong", "says"),
    [
        ("feed.xml", 'version="2.0"', 'version="0.91"', "not RSS 2.0"),
        ("feed.xml", "<description>Markets, every day</description>", "", "description"),
        ("feed.xml", f"<link>{BASE}/</link>", "<link>/news/</link>", "link is not absolute"),
        ("feed.xml", "<language>en</language>", "<language>English, mostly</language>", "language"),
        ("feed.xml", f'href="{BASE}/feed.xml"', f'href="{BASE}/other.xml"', "the link to itself"),
        ("feed.xml", "Wed, 11 Feb 2026 00:00:00 GMT", "2026-02-11", "no RFC 822 date"),
        ("feed.xml", "<pubDate>Wed, 11", "<pubDate>Thu, 11", "wrong weekday"),
        ("feed.xml", "<lastBuildDate>Wed, 11", "<lastBuildDate>Tue, 10", "after the feed was built"),
        ("feed.xml", GUID, GUID.replace("day-00001", "day-00000"), "one guid|one permanent"),
        ("feed.xml", GUID, GUID.replace("true", "false"), "one permanent address"),
        ("feed.xml", "<dc:creator>Markets desk</dc:creator>", "<dc:creator> </dc:creator>", "is empty"),
        ("feed.xml", "<category>BTC</category>", "<categories>BTC</categories>", "not known"),
        ("feed.xml", "&lt;p&gt;day-00000", "&lt;script&gt;x()&lt;/script&gt;", "<script>"),
        ("feed.xml", "&lt;p&gt;day-00000", "&lt;p onclick=&#34;x()&#34;&gt;", "onclick"),
        ("feed.xml", "&lt;p&gt;day-00000", "&lt;p style=&#34;x&#34;&gt;", "style"),
        ("feed.xml", "&lt;p&gt;day-00000", "&lt;a href=&#34;../&#34;&gt;", "not absolute"),
        ("atom.xml", "http://www.w3.org/2005/Atom", "http://example.org/", "not Atom"),
        ("atom.xml", 'xml:lang="en"', 'xml:lang=""', "language"),
        ("atom.xml", f'rel="self" type="application/atom+xml" href="{BASE}', 'rel="self" href="', "the link to itself"),
        ("atom.xml", "<updated>2026-02-11T00:00:00Z", "<updated>2026-02-11T00:00:00", "no RFC 3339 date"),
        ("atom.xml", "<published>2026-02-11", "<published>2026-02-12", "before it was published"),
        ("atom.xml", ID, ID.replace("day-00001", "day-00000"), "one id"),
        ("atom.xml", ID, "<id>day-00001</id>", "id is no address"),
        ("atom.xml", "<author><name>Markets desk</name></author>", "", "no author"),
        ("atom.xml", '<category term="BTC"/>', "<category/>", "no term"),
        ("atom.xml", '<content type="html">', "<content>", "not HTML"),
        ("feed.json", "version/1.1", "version/1", "version"),
        ("feed.json", f'"feed_url": "{BASE}', f'"feed_url": "{BASE}/other', "it says that it lies"),
        ("feed.json", '"date_published": "2026-02-11T00:00:00Z"', '"date_published": "2026-02-11"', "date_published"),
        ("feed.json", '"summary"', '"dek"', "summary"),
        ("feed.json", '"_evidence"', '"evidence"', "nor extensions"),
        ("feed.json", f'"id": "{BASE}/articles/day-00001/"', f'"id": "{BASE}/articles/day-00000/"', "one id"),
        ("feed.json", "<p>day-00000", "<script>x()</script>", "<script>"),
    ],
)
def test_a_broken_feed_is_seen(sound, name, part, wrong, says):
    """One thing is broken at a time, and that thing is told."""
    raw = sound[name].decode()
    assert part in raw
    found = [*PROBLEMS[name](raw.replace(part, wrong).encode(), f"{BASE}/{name}")]
    assert any(each in problem for problem in found for each in says.split("|")), found
