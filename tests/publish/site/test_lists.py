"""Lists are counted from the oldest: a new article changes their front pages, and no page that is full."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.publish.site import lists
from tests.publish.site.pieces import FIRST, HOSTILE, many, piece, shown, site, written

FRONT = "editions/markets/index.html"


def pages(*pieces):
    """Return path → text of the lists of these articles."""
    return {path: content.decode() for path, content in written(lists.outputs(site(*pieces))).items()}


def listed(page):
    """Return the slugs that a page lists, in its order."""
    return re.findall(r'<h[23]><a href="/news/articles/([^/"]+)/">', page)


def slugs(*numbers):
    """Return the slugs of ``many``'s articles; 0 is the newest."""
    return [f"day-{number:05}" for number in numbers]


def test_a_short_list_is_one_page_with_the_newest_first():
    """Nineteen articles need no numbered page."""
    made = pages(*many(19))
    assert listed(made[FRONT]) == slugs(*range(19))
    assert not [path for path in made if "/page/" in path]


@pytest.mark.parametrize(
    ("number", "full", "on_front"),
    [(20, 1, 20), (39, 1, 39), (40, 2, 20), (45, 2, 25), (60, 3, 20)],
)
def test_the_front_page_shows_twenty_to_thirty_nine(number, full, on_front):
    """Of 45 articles pages 1 and 2 hold twenty each, and the front shows what page 1 does not."""
    made = pages(*many(number))
    numbered = [path for path in made if path.startswith("editions/markets/page/")]
    assert len(numbered) == full
    assert listed(made[FRONT]) == slugs(*range(on_front))
    assert listed(made["editions/markets/page/1/index.html"]) == slugs(*range(number - 20, number))


def test_a_reader_comes_from_the_front_to_the_oldest():
    """Each page leads to the one before it, so that no article is out of reach."""
    made = pages(*many(65))
    path, met = FRONT, []
    while path:
        met += listed(made[path])
        older = re.search(r'<a href="/news/([^"]*)" rel="prev">', made[path])
        path = f"{older[1]}index.html" if older else ""
    assert met == slugs(*range(65))


@settings(max_examples=15, deadline=None)
@given(st.integers(min_value=1, max_value=62))
def test_a_full_page_never_changes_again(number):
    """One article more changes the front pages, its month, the archive, and at most adds a full page of each list."""
    pieces = many(number + 1)
    before, after = (shown(lists.outputs(site(*each))) for each in (pieces[1:], pieces))
    numbered = {path for path in before if "/page/" in path}
    assert all(before[path] == after[path] for path in numbered)
    assert before.keys() <= after.keys()
    changed = {path for path in after if path not in before or before[path] != after[path]}
    assert len(changed - before.keys()) <= 5
    assert len(changed) <= 15


def test_months_hold_the_days_that_articles_speak_of():
    """An article as of midnight on Feb. 1 is January's, and months lead to one another."""
    january = piece("jan", date=FIRST.replace(day=1))
    made = pages(piece("feb"), january)
    assert listed(made["archive/2026-01/index.html"]) == ["jan"]
    assert listed(made["archive/2026-02/index.html"]) == ["feb"]
    assert 'href="/news/archive/2026-01/" rel="prev"' in made["archive/2026-02/index.html"]
    assert 'href="/news/archive/2026-02/" rel="next"' in made["archive/2026-01/index.html"]


def test_the_archive_counts_the_articles_of_each_month_by_year():
    """The newest year and month stand first."""
    made = pages(*many(12), piece("old", date=FIRST - timedelta(days=200)))
    page = made["archive/index.html"]
    assert page.index(">2026</h2>") < page.index(">2025</h2>")
    assert re.findall(r'archive/([\d-]+)/">[^<]*</a> <span class="small">(\d+) article', page) == [
        ("2026-02", "10"),
        ("2026-01", "2"),
        ("2025-07", "1"),
    ]


def test_tags_of_one_path_share_a_list():
    """``ETF flows`` and ``etf-flows`` are one tag, called as it was first; an article stands in it once."""
    newer = piece("newer", tags=("etf-flows", "ETF  flows"))
    older = piece("older", date=FIRST - timedelta(days=1), tags=("ETF flows",))
    made = pages(newer, older)
    assert listed(made["tags/etf-flows/index.html"]) == ["newer", "older"]
    assert "<h1>ETF flows</h1>" in made["tags/etf-flows/index.html"]
    assert re.findall(r'href="/news/tags/([^"/]+)/"', made["tags/index.html"]) == ["etf-flows"]


def test_an_article_without_an_edition_stands_in_no_edition():
    """It is found by month and by tag."""
    made = pages(piece("alone", edition=""))
    assert not [path for path in made if path.startswith("editions/")]
    assert listed(made["archive/2026-02/index.html"]) == ["alone"]


def test_every_page_of_a_list_has_a_title_of_its_own():
    """Titles say what is listed, and which page it is."""
    made = pages(*many(70))
    titles = [re.search(r"<title>(.*?)</title>", page)[1] for page in made.values()]
    assert len(set(titles)) == len(titles)
    assert "Markets, page 2 | The Desk" in titles


def test_a_site_without_articles_has_an_archive_and_says_so():
    """Before the first article nothing leads nowhere."""
    made = pages()
    assert made.keys() == {"archive/index.html", "tags/index.html", "404.html"}
    assert "No article has been published yet." in made["archive/index.html"]


@pytest.mark.parametrize("attack", HOSTILE)
def test_a_hostile_tag_stays_within_its_folder_and_its_words(attack):
    """Any text as tag and edition gives paths of letters and hyphens, and no element."""
    made = pages(piece(tags=(attack,), edition=attack, title=attack))
    assert all(re.fullmatch(r"(?:[a-z0-9-]+/)*(?:index|404)\.html", path) for path in made)
    for page in made.values():
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "<svg" not in page


def test_a_change_that_no_list_shows_changes_no_list():
    """A new picture or another source is not shown here."""
    pieces = many(25)
    redrawn = tuple(replace(each, sha256="other", sources=("okx",)) for each in pieces)
    assert shown(lists.outputs(site(*pieces))) == shown(lists.outputs(site(*redrawn)))
