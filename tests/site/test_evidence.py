"""A number opens where it comes from, by keyboard too, and leads there without script."""

import re

from tests.site.test_accessibility import TAGS

ARTICLE = "articles/2026-02-10-btc-derivatives/"


def test_a_number_opens_its_evidence_beside_the_text(node, chromium, served):
    """Enter opens the entry, links lead from fact to fact, Escape closes, and the reader is back at the number."""
    page = f"{served}{ARTICLE}"
    met = node("panel.mjs", chromium=chromium, page=page, tags=TAGS)
    assert met["opened"]["entry"].startswith(met["told"][0])
    assert met["opened"]["within"]
    assert met["opened"]["facts"] >= 1
    assert met["opened"]["ids"] == 0
    assert met["violations"] == []
    assert met["followed"]["facts"] == met["opened"]["facts"] + 1
    assert met["followed"]["within"]
    assert met["closed"] == met["href"]
    assert met["stayed"] == page
    assert met["complaints"] == []


def test_a_number_leads_to_its_evidence_without_script(node, chromium, served):
    """The link's address is the entry that the panel shows."""
    met = node("panel.mjs", chromium=chromium, page=f"{served}{ARTICLE}", tags=TAGS)
    assert met["led"] == met["href"]
    assert met["plain"] == met["opened"]["entry"]


def test_every_number_of_a_real_article_has_its_entry(built):
    """No link of a text leads to an entry that is not there, and no page of evidence is heavy."""
    for path, file in built.ending("/evidence.html").items():
        evidence = file.read_text(encoding="utf-8")
        entries = set(re.findall(r'id="(c-[^"]+)"', evidence))
        text = built.files[path.replace("evidence.html", "index.html")].read_text(encoding="utf-8")
        links = set(re.findall(r'href="evidence\.html#(c-[^"]+)"', text))
        assert links, path
        assert links <= entries, path
        assert len(evidence) < 300_000, path
