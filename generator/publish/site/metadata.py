"""What the head of a page tells programs: OpenGraph, cards, and JSON-LD.

JSON-LD stands in ``<script type="application/ld+json">``, which is data and not a script: the pages'
policy does not forbid it, and browsers do not run it. What could end the element is escaped.
"""

from __future__ import annotations

import json
import locale
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from generator.model.instants import iso
from generator.publish.site import paths
from generator.publish.site.plain import capital, cut, one_line

if TYPE_CHECKING:
    from generator.publish.site.desk import Publication, Site
    from generator.publish.site.piece import Piece

#: What schema.org calls a page that is no article.
Kind = Literal["WebSite", "CollectionPage", "WebPage", "AboutPage"]
Thing = Mapping[str, object]
#: Google shows no more of a headline. [characters]
_HEADLINE: Final = 110
#: Of the picture that a shared link is shown with. [pixels]
CARD: Final = (1200, 630)
#: Of the wordmark. [pixels]
LOGO: Final = (600, 120)
_SCHEMA: Final = "https://schema.org"
#: In JSON a character and its escape mean the same; in HTML these could end the script.
_ESCAPED: Final = {each: f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What ``site/metadata.html.j2`` prints; the base template prints ``canonical`` and ``description``.

    Args:
        properties: OpenGraph, as ``<meta property>``; a property may stand more than once.
        names: Authors and the Twitter card, as ``<meta name>``.
        data: JSON-LD, one document each, escaped for a script element.
    """

    canonical: str
    description: str
    properties: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, str], ...]
    data: tuple[str, ...]


def metadata(site: Site, piece: Piece) -> Metadata:
    """Return what the head of an article's page says."""
    publication = site.publication
    url = publication.address(paths.article(piece.slug))
    title, dek = one_line(piece.title), one_line(piece.description)
    tags = _said(piece.tags)
    shared = _Shared(url, title, dek, f"{url}card.png")
    properties = [
        *_open_graph(publication, shared, "article"),
        ("article:published_time", iso(piece.date)),
        ("article:modified_time", iso(piece.changed_at)),
        # OpenGraph wants a profile's address here; who signs is told there, and by name below.
        ("article:author", publication.address("about/")),
        *(("article:section", each) for each in _said([_section(piece)])),
        *(("article:tag", each) for each in tags),
    ]
    names = [
        *(("author", each) for each in _signed(publication, piece)),
        ("robots", "max-image-preview:large"),
        *_card(shared),
    ]
    data = (_news_article(site, piece, shared), _breadcrumbs(publication, piece, shared))
    return Metadata(
        canonical=url,
        description=dek,
        properties=tuple(properties),
        names=tuple(names),
        data=tuple(json_ld(each) for each in data),
    )


def page_metadata(site: Site, path: str, title: str, description: str, kind: Kind = "WebPage") -> Metadata:
    """Return what the head of any other page says.

    Args:
        site: What the site is made from.
        path: The page's, below the root.
        title: The page's own.
        description: The page's own.
        kind: What schema.org calls such a page.
    """
    publication = site.publication
    url = publication.address(path)
    shared = _Shared(url, one_line(title), one_line(description), publication.address("card.png"))
    data = {
        "@context": _SCHEMA,
        "@type": kind,
        "@id": url,
        "url": url,
        "name": shared.title,
        "description": shared.description,
        "inLanguage": publication.language,
        "publisher": _publisher(publication),
    }
    if kind != "WebSite":
        home = publication.address("")
        data["isPartOf"] = {"@type": "WebSite", "@id": home, "url": home, "name": one_line(publication.title)}
    return Metadata(
        canonical=url,
        description=shared.description,
        properties=tuple(_open_graph(publication, shared, "website")),
        names=tuple(_card(shared)),
        data=(json_ld(data),),
    )


def json_ld(data: Thing) -> str:
    r"""Return JSON that no HTML parser takes for the end of its script element; empty values are left out.

    Example:
        >>> json_ld({"name": "</script>", "keywords": []})
        '{"name": "\\u003c/script\\u003e"}'
    """
    kept = {name: value for name, value in data.items() if value not in (None, "", [], ())}
    text = json.dumps(kept, ensure_ascii=False)
    for letter, escaped in _ESCAPED.items():
        text = text.replace(letter, escaped)
    return text


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all forms of metadata say."""

    url: str
    title: str
    description: str
    image: str


def _open_graph(publication: Publication, shared: _Shared, kind: str) -> list[tuple[str, str]]:
    width, height = CARD
    told = [
        ("og:type", kind),
        ("og:title", shared.title),
        ("og:description", shared.description),
        ("og:url", shared.url),
        ("og:site_name", one_line(publication.title)),
        ("og:locale", territory(publication.language)),
        ("og:image", shared.image),
        ("og:image:type", "image/png"),
        ("og:image:width", str(width)),
        ("og:image:height", str(height)),
        ("og:image:alt", shared.title),
    ]
    return [(name, value) for name, value in told if value]


def _card(shared: _Shared) -> list[tuple[str, str]]:
    told = [
        ("twitter:card", "summary_large_image"),
        ("twitter:title", shared.title),
        ("twitter:description", shared.description),
        ("twitter:image", shared.image),
        ("twitter:image:alt", shared.title),
    ]
    return [(name, value) for name, value in told if value]


def _news_article(site: Site, piece: Piece, shared: _Shared) -> Thing:
    publication = site.publication
    width, height = CARD
    return {
        "@context": _SCHEMA,
        "@type": "NewsArticle",
        "@id": f"{shared.url}#article",
        "mainEntityOfPage": {"@type": "WebPage", "@id": shared.url},
        "url": shared.url,
        "headline": cut(shared.title, _HEADLINE),
        "description": shared.description,
        "image": [{"@type": "ImageObject", "url": shared.image, "width": width, "height": height}],
        "datePublished": iso(piece.date),
        "dateModified": iso(piece.changed_at),
        # Who signs may be a person or a desk; rules write what either signs.
        "author": [_organization(publication, each) for each in _signed(publication, piece)],
        "publisher": _publisher(publication),
        "articleSection": one_line(_section(piece)),
        "keywords": _said([piece.asset, *piece.tags]),
        "inLanguage": publication.language,
        "isAccessibleForFree": True,
        "wordCount": piece.words or None,
        "isBasedOn": f"{shared.url}evidence.json",
        "citation": _said(site.names.venue(each) for each in piece.sources),
        "correction": [
            {"@type": "CorrectionComment", "text": one_line(each.what), "datePublished": iso(each.at)}
            for each in piece.corrections
        ],
    }


def _organization(publication: Publication, name: str) -> Thing:
    return {"@type": "Organization", "name": name, "url": publication.address("about/")}


def _publisher(publication: Publication) -> Thing:
    width, height = LOGO
    logo = publication.address("logo.png")
    return {
        "@type": "NewsMediaOrganization",
        "name": one_line(publication.title),
        "url": publication.address(""),
        "logo": {"@type": "ImageObject", "url": logo, "width": width, "height": height},
        "publishingPrinciples": publication.address("methodology/"),
        "correctionsPolicy": publication.address("corrections/"),
    }


def _breadcrumbs(publication: Publication, piece: Piece, shared: _Shared) -> Thing:
    way = [(one_line(publication.title), publication.address(""))]
    if piece.edition:
        way.append((one_line(capital(piece.edition)), publication.address(paths.edition(piece.edition))))
    way.append((shared.title, shared.url))
    listed = [
        {"@type": "ListItem", "position": position, "name": name, "item": url}
        for position, (name, url) in enumerate(way, start=1)
    ]
    return {"@context": _SCHEMA, "@type": "BreadcrumbList", "itemListElement": listed}


def _section(piece: Piece) -> str:
    return capital(piece.edition or piece.category)


def _signed(publication: Publication, piece: Piece) -> list[str]:
    return _said(piece.authors) or _said(publication.authors) or [one_line(publication.title)]


def _said(texts: Iterable[str]) -> list[str]:
    """Return each text once that says anything."""
    return [each for each in dict.fromkeys(map(one_line, texts)) if each]


def territory(language: str) -> str:
    """Return a language with the territory that OpenGraph wants, "" where nobody knows one.

    Example:
        >>> territory("en"), territory("en-GB"), territory("ja"), territory("x-none")
        ('en_US', 'en_GB', 'ja_JP', '')
    """
    subtags = language.replace("_", "-").split("-")
    named = [each for each in subtags[1:] if len(each) == 2 and each.isalpha()]
    if named:
        return f"{subtags[0].lower()}_{named[0].upper()}"
    # The standard library's table says where a language is mostly spoken.
    known = locale.normalize(subtags[0].lower()).partition(".")[0]
    return known if "_" in known else ""
