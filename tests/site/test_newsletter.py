"""The newsletter in mail programs, and in a browser as a reader's mailbox shows it."""

import pytest

CLIENTS = ["gmail.*", "outlook.*", "apple-mail.*"]
#: What we use although a client lacks it, and what a reader then sees.
BASELINE = {
    # The page is light, and the column as wide as the window; both are readable.
    "@media": {"gmail.mobile-webmail", "outlook.windows", "outlook.windows-mail"},
    "<style> element": {"gmail.mobile-webmail"},
    # The preheader is a line of one pixel in the paper's colour.
    "display:none": {"gmail.mobile-webmail"},
    # Those who are read to there hear of tables that only hold the page.
    "role attribute": {"outlook.windows-mail"},
    # It shows the page on its own paper; every cell's text has a colour for that.
    "<body> element": {"outlook.macos"},
}


@pytest.fixture(scope="module")
def issue(built):
    """The sample's issue of two editions."""
    from datetime import date

    from generator.publish.newsletter.choice import chosen
    from generator.publish.site.library import pieces
    from tests.publish.newsletter.articles import made

    articles = pieces(built.folder.parents[1] / "articles")
    shown = chosen(articles, editions=["derivatives", "markets"], assets=["BTC"], day=date(2026, 2, 10))
    assert len(shown) == 2
    return made(*shown, intro="Good morning.")


def test_mail_programs_know_what_we_use(node, issue):
    """Gmail, Outlook and Apple Mail lack nothing but what the baseline names."""
    lacking = node("caniemail.mjs", html=issue.html, clients=CLIENTS)
    assert {title: set(clients) for title, clients in lacking.items()} == BASELINE


def test_what_mail_programs_lack_is_seen(node):
    """The judge is awake."""
    html = "<!DOCTYPE html><html><head></head><body><div style='display:grid'><svg></svg></div></body></html>"
    assert "display:grid" in node("caniemail.mjs", html=html, clients=CLIENTS)


def test_everybody_can_read_an_issue(node, chromium, issue, tmp_path):
    """WCAG 2.2 AA at 360 and 640 pixels, light and dark; no issue is wider than a phone."""
    html = issue.html
    for inlay in issue.pictures:
        (tmp_path / inlay.name).write_bytes(inlay.png)
        html = html.replace(f"cid:{inlay.name}", inlay.name)
    page = tmp_path / "issue.html"
    page.write_text(html, encoding="utf-8")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    looked = node("axe.mjs", chromium=chromium, pages=[page.as_uri()], widths=[360, 640], tags=tags)
    assert looked["looks"] == 4
    assert looked["problems"] == []
