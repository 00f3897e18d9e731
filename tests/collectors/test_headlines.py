"""Headlines of feeds: plain text, links of the web, times with a zone; and a page for the editor."""

from datetime import UTC, date, datetime
from pathlib import Path

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.collectors.headlines import feed_source, page, parse_feed
from generator.collectors.source import Scope
from generator.errors import InputError, PayloadError
from generator.model.headline import Headline
from generator.model.names import load_names
from generator.model.observation import Provenance
from generator.model.reply import Reply
from generator.notes import read_notes

CAPTURES = Path(__file__).parents[1] / "captures" / "headlines"
NOW = datetime(2026, 2, 10, 16, 20, tzinfo=UTC)
DAY = date(2026, 2, 10)
BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<rss version="2.0"><channel><item><title>&c;</title></item></channel></rss>"""
REACHING = b"""<?xml version="1.0"?>
<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd">]>
<rss version="2.0"><channel><item><title>&file;</title></item></channel></rss>"""
OUTSIDE = b"""<!DOCTYPE rss SYSTEM "https://wire.example/rss.dtd"><rss><channel><item/></channel></rss>"""


def reply(body, url="https://wire.example/feed.xml"):
    return Reply(source=feed_source(url).id, kind="feed", url=url, status=200, asked_at=NOW, fetched_at=NOW, body=body)


def rss(title="Plain", link="https://wire.example/a", date="Tue, 10 Feb 2026 09:00:00 GMT"):
    return f"""<rss version="2.0"><channel><item><title>{title}</title><link>{link}</link>
        <pubDate>{date}</pubDate></item></channel></rss>""".encode()


def only(body):
    (headline,) = parse_feed(reply(body))
    return headline


def told(title, link="https://wire.example/a", at=NOW):
    return Headline(title, link, at, "wire.example", Provenance("wire.example"))


def test_an_rss_feed_is_read():
    """The newest first, one a link; without a time or zone, of tomorrow, or without a web page: left out."""
    headlines = parse_feed(reply((CAPTURES / "rss-documented.xml").read_bytes()))
    assert [(each.published_at.isoformat(), each.title, each.link) for each in headlines] == [
        ("2026-02-10T15:10:00+00:00", "Tokyo votes: yields rise & fall", "https://wire.example/b"),
        (
            "2026-02-10T14:30:00+00:00", "Exchange halts withdrawals \N{EN DASH} for an hour",
            "https://wire.example/a?utm=rss",
        ),
        ("2026-02-09T23:00:00+00:00", "With a time of Dublin Core", "https://wire.example/c"),
    ]  # fmt: skip
    assert {each.feed for each in headlines} == {"wire.example"}
    assert {each.origin.url for each in headlines} == {"https://wire.example/feed.xml"}


def test_an_atom_feed_is_read():
    """The alternate link, the time of publication before that of a change, titles in HTML and XHTML."""
    headlines = parse_feed(reply((CAPTURES / "atom-documented.xml").read_bytes()))
    assert [(each.published_at.isoformat(), each.title, each.link) for each in headlines] == [
        ("2026-02-10T12:00:00+00:00", "Rate decision: <0.25% move>", "https://releases.example/a"),
        ("2026-02-09T18:00:00+00:00", "Minutes published", "https://releases.example/b"),
    ]


@pytest.mark.parametrize("body", [BOMB, REACHING, OUTSIDE], ids=["entity bomb", "external entity", "external DTD"])
def test_a_feed_may_declare_nothing(body):
    """No entity grows, and no file or address is read for one."""
    with pytest.raises(PayloadError, match=r"^wire\.example/feed\.xml feed: declares a document type"):
        parse_feed(reply(body))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<!DOCTYPE html><html><body>Just a moment</body></html>", "is a web page where a feed belongs"),
        (b"<html><body/></html>", "is a web page where a feed belongs"),
        (b"<rss><channel><item></channel></rss>", "is not XML"),
        (b"", "is not XML"),
        (b'{"items": []}', "is not XML"),
        (b"<?xml version='1.0' encoding='utf-7'?><rss/>", "is not XML"),
        (b"<opml/>", "<opml>: is neither RSS 2.0 nor Atom"),
        (b"<rss><channel/></rss>", "item, entry: there is none"),
    ],
)
def test_what_is_no_feed_is_refused(body, said):
    """One line that says what to do."""
    with pytest.raises(PayloadError) as caught:
        parse_feed(reply(body))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("&lt;b&gt;Bold&lt;/b&gt; claim", "Bold claim"),
        ("&lt;script&gt;steal()&lt;/script&gt;News", "News"),
        ("  two\n\tlines ", "two lines"),
        ("nul\u202egnol\u200b &amp;amp; more", "nulgnol & more"),
        ("1 &lt; 2", "1 < 2"),
        ("x" * 400, "x" * 299 + "\N{HORIZONTAL ELLIPSIS}"),
    ],
    ids=["markup", "script", "lines", "direction and width", "less than", "length"],
)
def test_a_title_is_one_line_of_plain_text(written, title):
    """What a stranger writes can neither mark up nor turn round what an editor reads."""
    assert only(rss(title=written)).title == title


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "ftp://wire.example/a", "/a", "https://", "https://user:word@wire.example/a", "",
        "https://wire.example/a b", "data:text/html,hi", "https://[wire/a", "https://wire.example/" + "a" * 2000,
    ],
)  # fmt: skip
def test_a_link_that_is_no_web_page_is_left_out(link):
    """With its headline: nobody could look the story up."""
    assert parse_feed(reply(rss(link=link))) == ()


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("Tue, 10 Feb 2026 09:00:00 +0100", "2026-02-10T08:00:00+00:00"),
        ("Tue, 10 Feb 2026 09:00:00 EST", "2026-02-10T14:00:00+00:00"),
        ("Tue, 10 Feb 2026 09:00:00 -0000", "2026-02-10T09:00:00+00:00"),
        ("10 Feb 26 09:00 GMT", "2026-02-10T09:00:00+00:00"),
        ("2026-02-10T09:00:00.5+09:00", "2026-02-10T00:00:00.500000+00:00"),
    ],
)
def test_times_of_both_forms_have_their_zone(written, at):
    """RFC 822 and ISO 8601, in UTC."""
    assert only(rss(date=written)).published_at.isoformat() == at


@pytest.mark.parametrize(
    "written",
    ["", "yesterday", "Tue, 10 Feb 2026 09:00:00", "2026-02-10T09:00:00", "Tue, 10 Feb 2026 09:00:00 MARS",
     "Tue, 10 Feb 2026 16:20:01 GMT", "0001-01-01T00:00:00+23:00", "Tue, 99 Feb 2026 09:00:00 GMT"],
)  # fmt: skip
def test_an_entry_without_a_sure_past_time_is_left_out(written):
    """No time, no zone, a zone that nobody knows, a second from now, no day of any calendar."""
    assert parse_feed(reply(rss(date=written))) == ()


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_damaged_feed_does_more_than_be_refused(data):
    """Bytes that fell out or were put in: headlines as ever, or one line of an error."""
    body = (CAPTURES / data.draw(st.sampled_from(["rss-documented.xml", "atom-documented.xml"]))).read_bytes()
    at = data.draw(st.integers(0, len(body)))
    put = data.draw(st.one_of(st.binary(max_size=6), st.sampled_from([b"&#0;", b"&x;", b"\xef\xbb\xbf", b"<![CDATA["])))
    try:
        headlines = parse_feed(reply(body[:at] + put + body[at + data.draw(st.integers(0, 30)) :]))
    except PayloadError:
        return
    assert all(each.title.isprintable() and each.published_at <= NOW for each in headlines)


def test_a_feed_is_a_source_of_one_question():
    """Its path and query as the desk wrote them; feeds move, so three redirects are followed."""
    source = feed_source("https://Wire.example:8443/rss?section=markets&full=")
    (ask,) = source.asks(Scope(("BTC",), load_names(), NOW))
    assert source.address(ask) == "https://Wire.example:8443/rss?section=markets&full="
    assert (ask.kind, ask.redirects, source.key, source.publisher) == ("feed", 3, None, "wire.example")


def test_two_feeds_of_one_host_are_two_sources():
    """The second would otherwise take the first one's place."""
    ids = {feed_source(f"https://wire.example/{name}").id for name in ("markets.xml", "policy.xml", "?feed=1", "")}
    assert ids == {"wire.example/markets.xml", "wire.example/policy.xml", "wire.example?feed=1", "wire.example"}


@pytest.mark.parametrize(
    "url", ["wire.example/feed", "file:///etc/passwd", "https://", "https://me:word@wire.example/"]
)
def test_a_feed_is_an_address_of_the_web(url):
    """No file, and no password that would be kept with the replies."""
    with pytest.raises(InputError, match="is no address of a feed"):
        feed_source(url)


def test_the_page_offers_and_states_no_cause():
    """What it is for comes first; then time, feed and link of each, the newest first."""
    text = page(
        [told("Older", at=datetime(2026, 2, 10, 8, 5, tzinfo=UTC)), told("Newer", "https://wire.example/b")], DAY
    )
    lines = text.splitlines()
    assert lines[:3] == [
        "# Headlines, 2026-02-10",
        "",
        "Offered as possible catalysts. The machine states no causes: nothing here enters an article by itself.",
    ]
    assert lines[4:6] == [
        "- [Newer](<https://wire.example/b>) (2026-02-10 16:20 UTC, wire\\.example)",
        "- [Older](<https://wire.example/a>) (2026-02-10 08:05 UTC, wire\\.example)",
    ]
    assert "No feed offered a headline." in page([], DAY)


@pytest.mark.parametrize(
    "title",
    [
        "[go](javascript:x)", "<img src=x onerror=y>", "# big `code` *bold* _it_ ~~no~~ ![i](u)", "&lt;b&gt;",
        "a](https://evil.example)", "- list 1. item | cell", "\\[x\\](y)", "https://evil.example www.evil.example",
    ],
)  # fmt: skip
def test_a_title_marks_nothing_up_on_the_page(title):
    """A reader of Markdown shows the title letter by letter, as one link to the story."""
    line = page([told(title)], DAY).splitlines()[4]
    shown = markdown.markdown(line)
    assert shown.count("<a ") == 1
    assert 'href="https://wire.example/a"' in shown
    assert not any(tag in shown for tag in ("<img", "<code", "<em", "<strong", "<h1", "<b>", "<del"))


def test_a_link_ends_nothing_on_the_page():
    """Angles and spaces in an address are spelt as addresses spell them."""
    assert "<https://wire.example/a%3E)%3Cb%22>" in page([told("Story", 'https://wire.example/a>)<b"')], DAY)


def test_the_ready_block_is_a_note(tmp_path):
    """Copied as it stands and filled in, it is a note that the desk reads."""
    text = page([told('The "story"', "https://wire.example/a?x=1&y='#: {z}")], DAY)
    block = text.partition("```md\n")[2].partition("```")[0]
    (tmp_path / "2026-02-10.md").write_text(block, encoding="utf-8")
    (note,) = read_notes(tmp_path, as_of=NOW)
    assert (note.topic, note.source, note.url) == ("news", "wire.example", "https://wire.example/a?x=1&y='#:%20%7Bz%7D")
    assert note.text == "What happened, and when."
