"""The tools people already have take our articles without a word, and know everything of them."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from generator.publish.exports.target import write_export
from generator.publish.exports.tools import TOOLS
from tests.publish.exports.desk import BUILD, HOSTILE, PNG, SAYINGS, SVG, written
from tests.publish.exports.sites import build

NOW = datetime(2026, 2, 21, tzinfo=UTC)
#: What tools make of straight quotes, dots and dashes is their site's taste, and the words are the same.
TYPOGRAPHY = str.maketrans("\u201c\u201d\u2018\u2019\xa0", "\"\"'' ", "") | {0x2026: "...", 0x2014: "--"}
#: What a tool keeps from readers without being asked.
HIDES = {
    "hugo": {"draft", "future"},
    "pelican": {"draft"},
    "jekyll": {"draft", "future"},
    "eleventy": {"draft"},
    "astro": {"draft"},
    "mkdocs": {"draft"},
}


@pytest.fixture(scope="module", params=TOOLS)
def tool(request):
    """Each of the six."""
    return request.param


@pytest.fixture(scope="module")
def site(tool, tmp_path_factory):
    """A site of the tool with the twenty articles in it."""
    folder = tmp_path_factory.mktemp(tool)
    states = written(folder / "articles", HOSTILE)
    write_export(tool, folder / "articles", folder / "site", states=states, now=NOW)
    return folder / "site"


@pytest.fixture(scope="module")
def whole(tool, site):
    """The site with everything in it, drafts and future articles too."""
    return build(tool, site)


def plain(text):
    """Return text with one space between words, and typewriter's signs."""
    return " ".join(text.translate(TYPOGRAPHY).replace("``", '"').split())


class Reader(HTMLParser):
    """Reads what a page says, and in which parts."""

    _PARTS = frozenset(
        ["h2", "h3", "ul", "ol", "li", "table", "tr", "th", "td", "strong", "em", "pre", "blockquote", "hr", "br", "a"]
    )
    _MARKS = frozenset(["strong", "em", "a", "code", "span"])

    def __init__(self):
        super().__init__()
        self.said = ""
        self.parts = []

    def handle_data(self, data):
        """Keep the words."""
        self.said += data
        self.parts += data.split()

    def handle_starttag(self, tag, attrs):
        """Keep the parts that Markdown makes, and part words where a block begins."""
        self.said += "" if tag in self._MARKS else " "
        if tag in self._PARTS and ("aria-hidden", "true") not in attrs:
            self.parts.append(f"<{tag}>")


def words(html):
    """Return what a page says."""
    reader = Reader()
    reader.feed(html)
    return plain(reader.said)


def parts(html):
    """Return the words and parts of a page from the article's first words to its last, of which there are one each."""
    reader = Reader()
    reader.feed(html)
    told = " ".join(reader.parts)
    return plain(told[told.index("One by one.") : told.index("The very end.")])


def test_title_tags_date_and_draft_are_recovered_exactly(whole, tool):
    """Twenty articles with every sign that means something to YAML or a template."""
    # Pelican has no tabs in its front matter.
    space = " " if tool == "pelican" else "\t"
    wanted = {each.slug: (each.title.replace("\t", space), each.tags, each.date, each.draft) for each in HOSTILE}
    found = {slug: (page.title, page.tags, page.date, page.draft) for slug, page in whole.pages.items()}
    assert found == wanted


def test_what_is_only_ours_is_there_too(whole, tool):
    """Stance, category, evidence and the time of the last change reach the templates."""
    for story in HOSTILE:
        more = whole.pages[story.slug].more
        assert more["stance"] == "extreme fear"
        assert more["category"] in ("markets", ["markets"])
        if tool == "hugo" or not story.draft:
            assert more["evidence"].endswith("evidence.json")
        assert datetime.fromisoformat(more["modified"]) == story.date


def test_a_draft_is_not_published(site, tool):
    """What the editors call a draft has no page; a future date waits where the tool lets it wait."""
    built = build(tool, site, shown="usual")
    seen = built.pages
    hidden = {
        each.slug
        for each in HOSTILE
        if ("draft" in HIDES[tool] and each.draft) or ("future" in HIDES[tool] and each.date > NOW)
    }
    assert seen.keys() == {each.slug for each in HOSTILE} - hidden
    assert all(page.html for page in seen.values())
    files = [str(path.relative_to(built.output)) for path in built.output.rglob("*") if path.is_file()]
    # Pelican keeps drafts at addresses that nothing links to: that is what a draft is to its users.
    assert not [file for file in files if "-draft" in file and not (tool == "pelican" and file.startswith("drafts/"))]


@pytest.mark.parametrize("saying", SAYINGS)
def test_signs_in_a_text_mean_themselves(whole, saying):
    """Braces, dashes, stars and tags are read as they were written."""
    assert plain(saying) in words(whole.pages["2026-02-05-braces"].html)


def test_pictures_are_served_where_the_page_asks_for_them(whole, tool):
    """The chart, its figures and the evidence are in the built site, byte for byte."""
    for page in whole.pages.values():
        if page.draft:
            continue
        found = re.search(r'<img[^>]*\ssrc="([^"]*\.svg)"', page.html)
        assert served(whole, page, found[1]) == SVG.encode()
        found = re.search(r'href="([^"]*\.csv)"[^>]*>the figures', page.html)
        assert served(whole, page, found[1]).startswith(b"day,BTC")
    held = [path.read_bytes() for path in whole.output.rglob("*") if path.is_file()]
    assert sum(body == PNG for body in held) >= (1 if tool == "astro" else len(HOSTILE) - 2)
    assert sum(path.name == "evidence.json" for path in whole.output.rglob("*.json")) >= len(HOSTILE) - 2


def served(whole, page, address):
    """Return what a server of the site answers to an address on a page."""
    own = address.removeprefix("https://example.org").removeprefix("/desk")
    path = whole.output / own.lstrip("/") if own.startswith("/") else page.folder / own
    return path.read_bytes()


def test_an_article_has_the_same_words_and_parts_in_every_tool(whole):
    """Headings, lists within lists, tables, code and quotes come out as CommonMark has them, without a word lost."""
    text = BUILD.read_text(encoding="utf-8")
    wanted = MarkdownIt("commonmark").enable("table").render(f"One by one.\n\n{text}\n\nThe very end.")
    assert parts(whole.pages["2026-02-01-colon"].html) == parts(wanted)
