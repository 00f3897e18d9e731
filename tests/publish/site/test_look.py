"""The look: every text can be read in light and dark, every page can be walked by keyboard, nothing runs inline."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from generator.publish.site import articles, home, lists, static
from generator.publish.site.pages import POLICY, Pages
from generator.publish.site.static import static_files
from generator.templating import environment
from tests.publish.site.pieces import PUBLICATION, many, piece, site, written

TEXTS = ("ink", "soft", "accent")
GROUNDS = ("paper", "sheet")
#: What is seen and not read: dots below numbers, the edges of a swatch and of a button.
LINES = ("dots", "soft", "accent")


@pytest.fixture(scope="module")
def files():
    """Name → bytes of the static files."""
    return {name: content for name, (_, content) in static_files(environment()).items()}


@pytest.fixture(scope="module")
def pages():
    """Path → text of all our pages of 45 articles."""
    made = site(*many(44), piece("corrected", tags=("BTC",)))
    outputs = [each for room in (articles, home, lists) for each in room.outputs(made) if each.path.endswith(".html")]
    return {path: content.decode() for path, content in written(outputs).items()}


def palettes(css):
    """Return the colours of light and of dark: name → (red, green, blue)."""
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    light = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[0]))
    dark = light | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[1]))
    return {"light": light, "dark": dark}


def contrast(one, other):
    """Return WCAG's contrast of two colours written as hexadecimal."""

    def luminance(colour):
        parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_contrast_that_we_measure_is_the_known_one():
    """Black on white is 21, and the grey that is just enough for text is #767676."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_text_can_be_read(files, mode):
    """Each colour of text has a contrast of 4.5 to each ground, each line that means something one of 3."""
    colours = palettes(files["style.css"].decode())[mode]
    for ground in GROUNDS:
        assert all(contrast(colours[text], colours[ground]) >= 4.5 for text in TEXTS)
        assert all(contrast(colours[line], colours[ground]) >= 3 for line in LINES)


def test_style_and_script_are_small(files):
    """A page's own weight is its words."""
    assert len(files["style.css"]) < 20_000
    assert len(files["evidence.js"]) < 4_000


def test_static_files_are_named_by_their_content():
    """A changed file has another name, so that nobody keeps an old one."""
    made = written(static.outputs(site()))
    named = [re.fullmatch(r"static/([\w-]+)\.[0-9a-f]{12}\.(\w+)", path) for path in made]
    assert all(named)
    assert {"style.css", "evidence.js", "icon.svg"} <= {f"{each[1]}.{each[2]}" for each in named}


def test_every_page_names_files_that_are_there(pages):
    """Style, icon and script are linked by the names that they are written under."""
    there = {f"/news/{path}" for path in written(static.outputs(site()))}
    for page in pages.values():
        linked = set(re.findall(r'"(/news/static/[^"]*)"', page))
        assert linked <= there
        assert any(each.endswith(".css") for each in linked)


class Walk(HTMLParser):
    """Reads a page's landmarks, headings, inline code and pictures."""

    def __init__(self, markup):
        super().__init__()
        self.tags, self.headings, self.inline, self.skips = [], [], [], []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append((tag, given))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "script" and "src" not in given and given.get("type") != "application/ld+json":
            self.inline.append(tag)
        if tag == "style" or "style" in given or any(name.startswith("on") for name in given):
            self.inline.append((tag, given))


def test_no_page_has_inline_script_or_style(pages):
    """The policy stands in every head and would refuse them."""
    for page in pages.values():
        assert f'content="{POLICY}"'.replace("'", "&#39;") in page
        assert Walk(page).inline == []


def test_every_page_can_be_walked(pages):
    """One main, one heading of the first level, none left out, a language, and a first link that leads to the text."""
    for path, page in pages.items():
        walk = Walk(page)
        names = [tag for tag, _ in walk.tags]
        assert names.count("main") == 1, path
        assert walk.headings.count(1) == 1, path
        assert all(deeper - higher <= 1 for higher, deeper in zip(walk.headings, walk.headings[1:], strict=False)), path
        assert dict(walk.tags[0][1]) == {"lang": "en"}
        first = next(given for tag, given in walk.tags if tag == "a")
        assert first["href"] == "#main"
        labels = [given.get("aria-label") for tag, given in walk.tags if tag == "nav"]
        assert None not in labels
        assert len(set(labels)) == len(labels)


def test_a_page_says_where_one_is(pages):
    """The navigation marks the page, or the section that it belongs to."""
    assert '<a href="/news/" aria-current="page">Latest</a>' in pages["index.html"]
    assert '<a href="/news/archive/" aria-current="page">' in pages["archive/index.html"]
    assert '<a href="/news/editions/markets/" aria-current="true">' in pages["articles/corrected/index.html"]


def test_titles_and_addresses_are_each_pages_own(pages):
    """Canonical addresses differ, and lead where the page lies."""
    canonical = {path: re.search(r'rel="canonical" href="([^"]*)"', page)[1] for path, page in pages.items()}
    assert len(set(canonical.values())) == len(pages)
    for path, address in canonical.items():
        assert address == f"{PUBLICATION.base_url}/{path.removesuffix('index.html')}"


def test_a_desk_without_an_address_makes_no_canonical_one():
    """Links stay paths from the root."""
    here = replace(site(piece()), publication=replace(PUBLICATION, base_url=""))
    page = next(each for each in lists.outputs(here) if each.path == "archive/index.html").make().decode()
    assert "canonical" not in page
    assert 'href="/archive/2026-02/"' in page


def test_a_desks_own_style_goes_before_ours(tmp_path):
    """A file in the desk's templates replaces the shipped one, and gets a name of its own."""
    own = tmp_path / "templates" / "site" / "static"
    own.mkdir(parents=True)
    (own / "style.css").write_text("body { color: navy }")
    ours, theirs = static_files(environment()), static_files(environment(tmp_path))
    assert theirs["style.css"][1] == b"body { color: navy }"
    assert theirs["style.css"][0] != ours["style.css"][0]
    assert theirs["evidence.js"] == ours["evidence.js"]


def test_an_edition_stands_in_the_navigation_once_it_has_an_article():
    """No way leads to a list that is not there."""
    ways = Pages.of(site(piece(edition="derivatives"))).shared["chrome"].ways("", "")
    labels = re.findall(r"<li><a [^>]*>([^<]*)</a>", ways)
    assert labels == ["Latest", "Derivatives", "Data", "Archive", "Methodology", "Search"]
