"""Articles read the same on our pages as where other tools make pages of them."""

import re
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest

from generator.publish.site.markup import render

ARTICLES = sorted((Path(__file__).resolve().parents[2] / "golden" / "articles").rglob("*.md"))
#: What only our pages have around a table or a picture; the corner above row names is no heading with us.
_OURS = ("div", "figure")


class _Structure(HTMLParser):
    """A page as a row of tags and words, without spaces between them."""

    def __init__(self):
        super().__init__()
        self.row = []

    def handle_starttag(self, tag, attrs):
        if tag == "img":
            self.row.append((tag, dict(attrs)["alt"]))
        elif tag not in _OURS:
            self.row.append(_cell(tag))

    def handle_endtag(self, tag):
        if tag not in (*_OURS, "img"):
            self.row.append(f"/{_cell(tag)}")

    def handle_data(self, words):
        if words.strip():
            self.row.append(" ".join(words.split()))


def _cell(tag):
    return "td" if tag == "th" else tag


def structure(html):
    parser = _Structure()
    parser.feed(html)
    parser.close()
    return parser.row


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_article_is_the_same_page_by_another_parser(path, tmp_path):
    """Headings, lists, tables, bold and words are those that ``markdown`` makes, which Pelican and MkDocs use."""
    text = path.read_text(encoding="utf-8").split("---\n", 2)[2]
    folder = tmp_path / path.stem
    folder.mkdir()
    for name in re.findall(r"/([a-z-]+\.svg)\)", text):
        (folder / name).write_text('<svg viewBox="0 0 1 1"></svg>')
    # A picture that stands alone is a figure with us and a paragraph elsewhere.
    other = re.sub(r"<p>(<img[^>]*>)</p>", r"\1", markdown.markdown(text, extensions=["tables"]))
    assert structure(render(text, folder)) == structure(other)
