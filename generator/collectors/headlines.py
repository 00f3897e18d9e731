"""Headlines of the RSS and Atom feeds that a desk names: offered to editors, never told by the machine.

A feed is a stranger's text. Its XML may declare no document type, so it can neither grow by entities nor
reach for files; titles become one line of plain text, links are those of web pages, and an entry without
a time, or of a time to come, is left out.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, quote, urlsplit

import nh3
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from generator.collectors.source import Ask, Limit, Scope, Source
from generator.errors import InputError, PayloadError
from generator.model.headline import Headline
from generator.model.instants import parse_instant
from generator.model.reply import Reply

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

KIND: Final = "feed"
_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_DUBLIN: Final = "{http://purl.org/dc/elements/1.1/}"
_LONGEST: Final = 300
_LONGEST_LINK: Final = 2_000
#: As many of a feed are offered; nobody reads more.
_MOST: Final = 100
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\dT", re.ASCII)
#: All that CommonMark could read as markup.
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>&~^=:@$\"'])")
_WEB_PAGE: Final = re.compile(rb"\s*<(!doctype\s+html|html)", re.IGNORECASE)


def feed_source(url: str) -> Source:
    """Return the source of a feed; its id is the address without scheme, as a host may have several feeds.

    Raises:
        InputError: It is no address of the web, or it carries a name and password.
    """
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in {"http", "https"} or "@" in parts.netloc:
        raise InputError(f"feed {url!r}: is no address of a feed; write it like https://example.org/feed.xml")
    query = f"?{parts.query}" if parts.query else ""
    ask = Ask(
        kind=KIND,
        path=parts.path or "/",
        query=tuple(parse_qsl(parts.query, keep_blank_values=True)),
        redirects=3,
    )

    def asks(scope: Scope) -> Iterator[Ask]:
        del scope  # a feed is the same for every desk
        yield ask

    return Source(
        id=f"{parts.netloc.lower()}{parts.path.rstrip('/')}{query}",
        publisher=host,
        base_url=f"{parts.scheme}://{parts.netloc}",
        limit=Limit(1, 1.0),
        asks=asks,
        parsers={},
    )


def parse_feed(reply: Reply) -> tuple[Headline, ...]:
    """Return a feed's headlines, the newest first, one a link, none from after the reply came.

    Raises:
        PayloadError: It is no RSS 2.0 or Atom feed, declares a document type, or has no entries.
    """
    root = _root(reply)
    if root.tag == "rss":
        entries, read = root.findall("channel/item"), _of_rss
    elif root.tag == f"{_ATOM}feed":
        entries, read = root.findall(f"{_ATOM}entry"), _of_atom
    else:
        raise PayloadError(f"{reply.name}: <{root.tag[:60]}>: is neither RSS 2.0 nor Atom; name another feed")
    if not entries:
        raise PayloadError(f"{reply.name}: item, entry: there is none; ask again later or name another feed")
    feed = reply.source.partition("/")[0]
    found: dict[str, Headline] = {}
    offered = (read(entry) for entry in entries)
    for title, link, published_at in offered:
        if title and link and published_at is not None and published_at <= reply.fetched_at:
            known = found.get(link)
            if known is None or known.published_at < published_at:
                found[link] = Headline(title, link, published_at, feed, reply.origin(feed))
    return tuple(sorted(found.values(), key=_newest_first)[:_MOST])


def page(headlines: Iterable[Headline], day: date) -> str:
    """Return a day's headlines as Markdown for the editor, with a note that is ready to be filled in."""
    listed = sorted(headlines, key=_newest_first)
    lines = [
        f"# Headlines, {day.isoformat()}",
        "",
        "Offered as possible catalysts. The machine states no causes: nothing here enters an article by itself.",
        "",
    ]
    if not listed:
        return "\n".join([*lines, "No feed offered a headline.", ""])
    lines += [
        f"- [{_escaped(each.title)}](<{_quoted(each.link)}>) "
        f"({each.published_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC, {_escaped(each.feed)})"
        for each in listed
    ]
    first = listed[0]
    lines += [
        "",
        f"To take one over, write `notes/{day.isoformat()}.md`, or `notes/{day.isoformat()}-some-name.md` for each of",
        "several, with one paragraph in your own words:",
        "",
        "```md",
        "---",
        "topic: news",
        f"source: {json.dumps(first.feed, ensure_ascii=False)}",
        f"url: {json.dumps(_quoted(first.link), ensure_ascii=False)}",
        "---",
        "",
        "What happened, and when.",
        "```",
        "",
    ]
    return "\n".join(lines)


def _newest_first(headline: Headline) -> tuple[float, str]:
    return (-headline.published_at.timestamp(), headline.link)


def _root(reply: Reply) -> Element:
    if _WEB_PAGE.match(reply.body[:200]):
        raise PayloadError(f"{reply.name}: is a web page where a feed belongs; name the feed's own address")
    try:
        return fromstring(reply.body, forbid_dtd=True)
    except DefusedXmlException as error:
        raise PayloadError(f"{reply.name}: declares a document type, which no feed needs; name another feed") from error
    except (ParseError, ValueError, LookupError) as error:
        raise PayloadError(f"{reply.name}: is not XML ({str(error)[:80]}); ask again later") from error


Entry = tuple[str, str, datetime | None]


def _of_rss(entry: Element) -> Entry:
    published = entry.findtext("pubDate") or entry.findtext(f"{_DUBLIN}date") or ""
    return _plain(entry.find("title")), _link(entry.findtext("link") or ""), _time(published)


def _of_atom(entry: Element) -> Entry:
    links = [
        link.get("href", "") for link in entry.findall(f"{_ATOM}link") if link.get("rel", "alternate") == "alternate"
    ]
    published = entry.findtext(f"{_ATOM}published") or entry.findtext(f"{_ATOM}updated") or ""
    return _plain(entry.find(f"{_ATOM}title")), _link(next(iter(links), "")), _time(published)


def _plain(title: Element | None) -> str:
    """Return a title as one line of plain text, empty where there is none."""
    if title is None:
        return ""
    text = html.unescape(nh3.clean("".join(title.itertext()), tags=set()))
    # Control characters become spaces; what is invisible or turns the writing round goes.
    kept = (" " if unicodedata.category(letter) == "Cc" else letter for letter in text)
    line = " ".join("".join(letter for letter in kept if unicodedata.category(letter)[0] != "C").split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def _link(text: str) -> str:
    """Return the address of a web page, empty where it is none."""
    text = text.strip()
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return ""
    clean = len(text) <= _LONGEST_LINK and all(letter.isprintable() and not letter.isspace() for letter in text)
    return text if clean and host and parts.scheme in {"http", "https"} and "@" not in parts.netloc else ""


def _time(text: str) -> datetime | None:
    """Return an instant written as RFC 822 or ISO 8601 have it, None where it is none or has no zone."""
    text = text.strip()
    try:
        if _ISO.match(text):
            return parse_instant(text)
        at = parsedate_to_datetime(text)
        if at.tzinfo is None:
            # RFC 2822 writes UTC as -0000 where the sender's own zone is not told.
            return at.replace(tzinfo=UTC) if text.endswith("-0000") else None
        return at.astimezone(UTC)
    except (InputError, ValueError, TypeError, IndexError, OverflowError):
        return None


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)


def _quoted(link: str) -> str:
    """Return an address in which nothing ends the link that it stands in."""
    return quote(link, safe="!#$%&'*+,/:;=?@[]_.~-()")
