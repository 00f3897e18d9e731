"""After any row of edits the site is, byte for byte, what a clean build makes of the articles."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from generator.model.catalogue import load_catalogue
from generator.model.names import load_names
from generator.publish.build import build
from generator.publish.site.desk import Publication, Site
from generator.publish.site.library import bodies, pieces
from generator.publish.site.outputs import outputs
from generator.templating import environment

EDITS = 200
TAGS = ["BTC", "ETH", "options", "Fear & Greed", "日本"]
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def jinja():
    """Templates, compiled once."""
    return environment()


def pages_of(articles, jinja, remembered=None):
    """The site's outputs without the pictures of headlines, which only cost time here."""
    return [each for each in outputs(site_of(articles, jinja, remembered)) if not each.path.endswith("card.png")]


def site_of(articles, jinja, remembered=None):
    publication = Publication(
        title="A desk", base_url="https://example.org/news", description="Daily.", language="en",
        authors=("An editor",), about="", generator="wirecopy",
    )  # fmt: skip
    return Site(
        publication=publication, pieces=pieces(articles, remembered), series=(), rules=(),
        catalogue=load_catalogue(), names=load_names(), body=bodies(publication.base_url), draw=None,
        jinja=jinja, theme="1",
    )  # fmt: skip


def write(articles, number, *, title, tags, text):
    day = _FIRST + timedelta(days=number)
    slug = f"{day:%Y-%m-%d}-{('markets', 'derivatives')[number % 2]}"
    quoted = ", ".join(f'"{tag}"' for tag in tags)
    head = f'title: "{title}"\ndate: {day:%Y-%m-%d}T00:00:00Z\nedition: {slug[11:]}\ntags: [{quoted}]\n'
    (articles / f"{slug}.evidence.json").write_text('{"facts": {}, "sentences": [], "claims": []}')
    (articles / f"{slug}.md").write_text(f"---\n{head}---\n\n{text}\n", encoding="utf-8")


def edit(articles, chance):
    """Add an article, remove one, change one's text or title, or give it other tags."""
    there = sorted(articles.glob("*.md"))
    what = chance.choice(["add", "remove", "change", "change"])
    if what == "remove" and len(there) > 25:
        gone = chance.choice(there)
        gone.unlink()
        gone.with_suffix(".evidence.json").unlink()
        return
    day = datetime.fromisoformat(f"{chance.choice(there).name[:10]}T00:00:00+00:00")
    number = chance.randrange(90) if what == "add" else (day - _FIRST).days
    write(
        articles,
        number,
        title=f"Bitcoin at {chance.randrange(50)}: <b>up</b>",
        tags=chance.sample(TAGS, chance.randrange(4)),
        text=f"It rose {chance.randrange(9)}%.\n\n## Why\n\n| a | b |\n|---|---:|\n| x | {chance.randrange(9)} |",
    )


def read(place):
    top = place.resolve()
    return {each.relative_to(top).as_posix(): each.read_bytes() for each in top.rglob("*") if each.is_file()}


def test_two_hundred_edits_end_as_a_clean_build(tmp_path, jinja):
    """Additions, deletions, edits and new tags, some at a time, with builds in between."""
    chance = random.Random(20260210)
    articles = tmp_path / "articles"
    articles.mkdir()
    for number in range(45):
        write(articles, number, title=f"Day {number}", tags=TAGS[number % 5 :], text="Nothing new.")
    site, remembered = tmp_path / "site", tmp_path / "library.json"
    done = 0
    while done < EDITS:
        for _ in range(chance.randrange(1, 12)):
            edit(articles, chance)
            done += 1
        build(pages_of(articles, jinja, remembered), site)
    clean = tmp_path / "clean"
    build(pages_of(articles, jinja), clean)
    assert read(site) == read(clean)
    assert build(pages_of(articles, jinja, remembered), site).written == 0


def test_one_more_article_changes_few_pages(tmp_path, jinja):
    """Its own, those of its lists and its neighbour, the front page and feeds: full pages of lists stand."""
    articles = tmp_path / "articles"
    articles.mkdir()
    for number in range(130):
        write(articles, number, title=f"Day {number}", tags=[TAGS[number % 5]], text="Nothing new.")
    site = tmp_path / "site"
    build(pages_of(articles, jinja), site)
    write(articles, 130, title="Day 130", tags=TAGS[:3], text="Nothing new.")
    done = build(pages_of(articles, jinja), site)
    assert done.written + done.removed <= 40
    assert done.kept > 300
