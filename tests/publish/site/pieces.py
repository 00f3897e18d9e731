"""Articles and a site of them, as the tests of feeds, sitemaps and metadata want them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from generator.model.catalogue import load_catalogue
from generator.model.names import load_names
from generator.publish.site.desk import Publication, Site
from generator.publish.site.output import digest
from generator.publish.site.piece import Body, Piece
from generator.templating import environment

BASE = "https://desk.example/news"
PUBLICATION = Publication(
    title="The Desk",
    base_url=BASE,
    description="Markets, every day",
    language="en",
    authors=("Markets desk",),
    about="",
    generator="wirecopy 0.1.0",
)
FIRST = datetime(2026, 2, 11, tzinfo=UTC)

#: What people put where a headline, a name or a tag is expected.
HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</title></channel><item>",
    "<img src=x onerror=alert(1)>",
    "]]><x/>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    '" onmouseover="alert(1)',
    "'><svg onload=alert(1)>",
    "[click](javascript:alert(1))",
    "\x00\x08\x0b\x1f\x7f\x85\ud800\ufffe\uffff nothing",
    "{{ 7 * 7 }}{% raw %}",
    "<!--",
    "A\u2028B\u2029C\r\nD",
)


def piece(slug="2026-02-10-markets", **changes):
    """Return an article's head."""
    made = Piece(
        slug=slug,
        path=Path(f"{slug}.md"),
        title="Bitcoin edges down 1.8%",
        description="Funding was -8.2% annualized on Binance.",
        date=FIRST,
        lastmod=FIRST,
        edition="markets",
        asset="BTC",
        category="news",
        tags=("BTC", "derivatives"),
        authors=("Markets desk",),
        stance="extreme fear",
        horizon="",
        confidence="",
        sources=("binance",),
        image="",
        metrics=(),
        corrections=(),
        words=300,
        sha256="",
    )
    made = replace(made, **changes)
    return made if made.sha256 else replace(made, sha256=digest([repr(made)]))


def many(number, **changes):
    """Return articles of as many days, the newest first."""
    return tuple(
        piece(f"day-{day:05}", date=FIRST - timedelta(days=day), lastmod=FIRST - timedelta(days=day), **changes)
        for day in range(number)
    )


def site(*pieces, publication=PUBLICATION, body=None):
    """Return a site of these articles; each says its slug, and its picture lies beside it."""

    def said(each):
        html = f'<p>{each.slug}</p><p><img src="{BASE}/articles/{each.slug}/price.svg" alt="Price"></p>'
        return Body(html=html, feed_html=html, evidence={})

    return Site(
        publication=publication,
        pieces=tuple(pieces),
        series=(),
        rules=(),
        catalogue=load_catalogue(),
        names=load_names(),
        body=body if body is not None else said,
        draw=None,
        jinja=environment(),
        theme="theme",
    )


def written(outputs):
    """Return path → bytes."""
    return {each.path: each.make() for each in outputs}


def shown(outputs):
    """Return path → hash of what is shown."""
    return {each.path: each.shows for each in outputs}
