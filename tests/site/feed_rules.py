"""What a validator of feeds asks of RSS 2.0, Atom and JSON Feed 1.1, as functions that say what is wrong.

The rules are those of the formats (RSS 2.0 and its best practices, RFC 4287, RFC 822, RFC 3339,
JSON Feed 1.1) and what the W3C's feed validator warns of beyond them.
"""

import re
from collections import Counter
from datetime import datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import Annotated
from xml.etree import ElementTree as ET

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_ADDRESS = re.compile(r"https?://[^\s/\"<>]+[^\s\"<>]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_RFC_822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}"
    r" \d{2}:\d{2}:\d{2} (GMT|[+-]\d{4})"
)
_RFC_3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")

_CHANNEL = {"title", "link", "description", "language", "lastBuildDate", "generator", f"{ATOM}link", "item"}
_ITEM = {"title", "link", "description", "guid", "pubDate", "category", CREATOR, CONTENT}
_ONCE = {"title", "link", "description", "guid", "pubDate", CONTENT}
_FORBIDDEN = {"script", "iframe", "object", "embed", "form", "meta", "link", "style", "base", "frame", "frameset"}
_ADDRESSES = {"href", "src", "cite", "action", "poster", "data"}


def absolute(text):
    """Return whether text is a whole web address."""
    return bool(text) and _ADDRESS.fullmatch(text) is not None


class _Content(HTMLParser):
    """Notes what a reader of feeds would refuse, or could not resolve."""

    def __init__(self):
        super().__init__()
        self.problems = []

    def handle_starttag(self, tag, attrs):
        if tag in _FORBIDDEN:
            self.problems.append(f"content holds <{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcset", "srcdoc"):
                self.problems.append(f"content holds the attribute {name}")
            if name in _ADDRESSES and not absolute(value) and not (value or "").startswith("mailto:"):
                self.problems.append(f"content holds the address {value!r}, which is not absolute")

    handle_startendtag = handle_starttag


def content_problems(markup):
    """Yield what is wrong with an article's HTML."""
    content = _Content()
    content.feed(markup)
    content.close()
    yield from content.problems
    if not markup.strip():
        yield "content is empty"


def _counted(element, allowed, once, where):
    counts = Counter(child.tag for child in element)
    yield from (f"{where}: {tag} is not known" for tag in counts if tag not in allowed)
    yield from (f"{where}: {tag} stands {counts[tag]} times" for tag in sorted(once) if counts[tag] != 1)


def _rfc_822(text, where):
    if text is None or _RFC_822.fullmatch(text) is None:
        yield f"{where}: {text!r} is no RFC 822 date"
    elif not text.startswith(parsedate_to_datetime(text).strftime("%a")):
        yield f"{where}: {text!r} has the wrong weekday"


def rss_problems(raw, address):
    """Yield what is wrong with an RSS feed that lies at ``address``."""
    root = ET.fromstring(raw)
    if root.tag != "rss" or root.get("version") != "2.0" or [child.tag for child in root] != ["channel"]:
        yield "it is not RSS 2.0 with one channel"
        return
    channel = root[0]
    yield from _counted(channel, _CHANNEL, {"title", "link", "description", "language", "generator"}, "channel")
    for tag in ("title", "description"):
        if not (channel.findtext(tag) or "").strip():
            yield f"channel: {tag} is empty"
    if not absolute(channel.findtext("link")):
        yield "channel: link is not absolute"
    if _LANGUAGE.fullmatch(channel.findtext("language") or "") is None:
        yield "channel: language is no language"
    links = [(link.get("rel"), link.get("type"), link.get("href")) for link in channel.findall(f"{ATOM}link")]
    if links != [("self", "application/rss+xml", address)]:
        yield f"channel: the link to itself is {links}"
    items = channel.findall("item")
    built = channel.findtext("lastBuildDate")
    if items or built is not None:
        yield from _rfc_822(built, "lastBuildDate")
    for item in items:
        yield from _rss_item(item, built)
    guids = [item.findtext("guid") for item in items]
    if len(set(guids)) != len(guids):
        yield "two items have one guid"


def _rss_item(item, built):
    where = item.findtext("link") or "item"
    yield from _counted(item, _ITEM, _ONCE, where)
    guid = item.find("guid")
    if not absolute(where) or guid is None or guid.text != where or guid.get("isPermaLink") != "true":
        yield f"{where}: link and guid are not one permanent address"
    published = item.findtext("pubDate")
    undated = [*_rfc_822(published, where)]
    yield from undated
    if (
        not undated
        and not [*_rfc_822(built, where)]
        and parsedate_to_datetime(published) > parsedate_to_datetime(built)
    ):
        yield f"{where}: was published after the feed was built"
    if not item.findtext("title"):
        yield f"{where}: title is empty"
    yield from (f"{where}: {tag} is empty" for tag in ("category", CREATOR) if "" in map(_said, item.findall(tag)))
    yield from (f"{where}: {problem}" for problem in content_problems(item.findtext(CONTENT) or ""))


def _said(element):
    return (element.text or "").strip()


def atom_problems(raw, address):
    """Yield what is wrong with an Atom feed that lies at ``address``."""
    feed = ET.fromstring(raw)
    if feed.tag != f"{ATOM}feed":
        yield "it is not Atom"
        return
    if _LANGUAGE.fullmatch(feed.get(LANG) or "") is None:
        yield "feed: language is no language"
    yield from _atom_common(feed, "feed")
    selves = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if selves != [address]:
        yield f"feed: the link to itself is {selves}"
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        where = entry.findtext(f"{ATOM}id") or "entry"
        yield from _atom_common(entry, where)
        yield from _atom_entry(entry, where)
    ids = [each.findtext(f"{ATOM}id") for each in [feed, *entries]]
    if len(set(ids)) != len(ids):
        yield "two entries have one id"


def _atom_common(element, where):
    for tag in ("id", "title", "updated"):
        if len(element.findall(f"{ATOM}{tag}")) != 1 or not (element.findtext(f"{ATOM}{tag}") or "").strip():
            yield f"{where}: {tag} does not stand once"
    if not absolute(element.findtext(f"{ATOM}id")):
        yield f"{where}: id is no address"
    dates = [date.text or "" for tag in ("updated", "published") for date in element.findall(f"{ATOM}{tag}")]
    yield from (f"{where}: {date!r} is no RFC 3339 date" for date in dates if _RFC_3339.fullmatch(date) is None)
    yield from _atom_people_and_links(element, where)


def _atom_people_and_links(element, where):
    names = [_said(name) for name in element.findall(f"{ATOM}author/{ATOM}name")]
    if not names or "" in names:
        yield f"{where}: has no author, or one without a name"
    links = element.findall(f"{ATOM}link")
    kinds = Counter((link.get("rel"), link.get("type")) for link in links)
    if kinds[("alternate", "text/html")] != 1 or max(kinds.values()) != 1:
        yield f"{where}: links are {dict(kinds)}"
    yield from (f"{where}: {link.get('href')!r} is not absolute" for link in links if not absolute(link.get("href")))


def _atom_entry(entry, where):
    content = entry.find(f"{ATOM}content")
    if content is None or content.get("type") != "html" or len(content):
        yield f"{where}: content is not HTML as text"
        return
    yield from (f"{where}: {problem}" for problem in content_problems(content.text or ""))
    published, updated = (entry.findtext(f"{ATOM}{tag}") for tag in ("published", "updated"))
    dated = all(_RFC_3339.fullmatch(each or "") for each in (published, updated))
    if dated and datetime.fromisoformat(published) > datetime.fromisoformat(updated):
        yield f"{where}: was updated before it was published"
    if not all(category.get("term") for category in entry.findall(f"{ATOM}category")):
        yield f"{where}: a category has no term"


def _must_be_absolute(text):
    if not absolute(text):
        raise ValueError(f"{text!r} is not absolute")
    return text


Address = Annotated[str, AfterValidator(_must_be_absolute)]
Text = Annotated[str, Field(min_length=1)]


class _Extensible(BaseModel):
    """Objects of JSON Feed hold what the format names, and extensions, whose names begin with ``_``."""

    model_config = ConfigDict(extra="allow", strict=True)

    @model_validator(mode="after")
    def _extensions(self):
        odd = [name for name in self.model_extra or () if not re.fullmatch(r"_[A-Za-z][^.]*", name)]
        if odd:
            raise ValueError(f"{odd} are neither of the format nor extensions")
        return self


class Author(_Extensible):
    """At least one of them says who it is."""

    name: Text | None = None
    url: Address | None = None
    avatar: Address | None = None


class JsonItem(_Extensible):
    """One article."""

    id: Text
    url: Address
    title: Text
    content_html: Text
    summary: str
    image: Address
    date_published: AwareDatetime = Field(strict=False)
    date_modified: AwareDatetime = Field(strict=False)
    authors: Annotated[list[Author], Field(min_length=1)]
    tags: list[Text]
    language: Text

    @model_validator(mode="after")
    def _content(self):
        problems = [*content_problems(self.content_html)]
        if problems:
            raise ValueError(f"{self.id}: {problems}")
        return self


class JsonFeed(_Extensible):
    """JSON Feed 1.1."""

    version: Annotated[str, Field(pattern=r"^https://jsonfeed\.org/version/1\.1$")]
    title: Text
    home_page_url: Address
    feed_url: Address
    description: str
    language: Annotated[str, Field(pattern=_LANGUAGE.pattern)]
    authors: Annotated[list[Author], Field(min_length=1)]
    items: list[JsonItem]

    @model_validator(mode="after")
    def _unique(self):
        ids = [item.id for item in self.items]
        if len(set(ids)) != len(ids):
            raise ValueError("two items have one id")
        return self


def json_feed_problems(raw, address):
    """Yield what is wrong with a JSON feed that lies at ``address``."""
    try:
        feed = JsonFeed.model_validate_json(raw)
    except ValueError as error:
        yield str(error)
        return
    if feed.feed_url != address:
        yield f"it says that it lies at {feed.feed_url}"


PROBLEMS = {"feed.xml": rss_problems, "atom.xml": atom_problems, "feed.json": json_feed_problems}
