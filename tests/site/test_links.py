"""Every link of the site leads somewhere: pages, evidence, pictures, feeds, JSON-LD, sitemaps."""

import pytest

from tests.site.conftest import BASE
from tests.site.links import dead_ends

TEXTS = (".html", ".xml", ".json", ".txt", ".md")


def test_no_link_of_the_site_is_dead(built):
    """Fragments included: a number of an article leads to its place in the evidence."""
    files = {
        path: file.read_text(encoding="utf-8") if path.endswith(TEXTS) else b"" for path, file in built.files.items()
    }
    # One file is enough to find a link that stands on every page.
    assert dict(dead_ends(files, BASE)) == {}


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='missing/'>",
        "<a href='#missing'>",
        "<a href='/elsewhere/'>",
        "<img src='a.png'>",
        "<a href='other.html#missing'>",
        '<script type="application/ld+json">{"url": "https://desk.example/news/missing"}</script>',
    ],
)
def test_a_dead_link_is_seen(markup):
    """Of each kind."""
    files = {"index.html": markup, "other.html": "<p id='there'>"}
    assert len([*dead_ends(files, BASE)]) == 1


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='/news/'>",
        "<a href='other.html#there'>",
        "<a href='https://elsewhere.example/'>",
        "<a href='mailto:desk@desk.example'>",
        '<script type="application/ld+json">{"url": "https://desk.example/news/other.html"}</script>',
    ],
)
def test_a_link_that_leads_somewhere_is_left_alone(markup):
    """Of each kind."""
    assert [*dead_ends({"index.html": markup, "other.html": "<p id='there'>"}, BASE)] == []
