"""Mail read as programs read it: the parts of HTML, and the Markdown that a plain text is."""

import re
from html.parser import HTMLParser

_EMPTY = {"meta", "br", "img", "hr"}


class Page(HTMLParser):
    """What stands in a page of HTML.

    ``tags`` are (name, attributes) in order; ``words`` is what a reader sees; ``headings`` are (level, words).
    """

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.links, self.images, self.headings, self.comments = [], [], [], [], []
        self.open, self.seen = [], []
        self.feed(html)
        self.close()
        assert self.open == [], "each tag is closed"

    @property
    def words(self):
        return " ".join("".join(self.seen).split())

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        assert len(given) == len(attrs), "no attribute is given twice"
        self.tags.append((tag, given))
        if tag == "a":
            self.links.append(given.get("href"))
        if tag == "img":
            self.images.append(given)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append([int(tag[1]), ""])
        if tag not in _EMPTY:
            self.open.append((tag, given.get("class", "")))
        if tag in ("td", "tr", "p", "br", "li") or tag.startswith("h"):
            self.seen.append(" ")

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        names = [name for name, _ in self.open]
        if "style" in names or "title" in names or ("div", "preheader") in self.open:
            return
        self.seen.append(data)
        if names and re.fullmatch("h[1-6]|a", names[-1]) and any(re.fullmatch("h[1-6]", name) for name in names):
            self.headings[-1][1] += data

    def handle_comment(self, data):
        self.comments.append(data)


def as_markdown(body):
    """Return the Markdown that says what a mail's plain text says."""
    return "\n\n".join(_block(each.split("\n")) for each in body.strip().split("\n\n")) + "\n"


def _block(lines):
    if len(lines) > 1 and re.fullmatch("-{2,}|={2,}", lines[-1]):
        return f"## {' '.join(lines[:-1])}"
    if len(lines) > 1 and any(re.fullmatch("-+(?:  -+)+", line) for line in lines):
        return _table(lines)
    if lines[0].startswith("[Chart: "):
        return " ".join(lines).removeprefix("[Chart: ").removesuffix("]")
    if lines[0].startswith("* "):
        return re.sub(r"\n  ", " ", "\n".join(lines)).replace("* ", "- ")
    return " ".join(lines)


def _table(lines):
    at = next(number for number, line in enumerate(lines) if re.fullmatch("-+(?:  -+)+", line))
    spans = [found.span() for found in re.finditer("-+", lines[at])]
    rows = []
    for number, line in enumerate(lines):
        if number == at:
            continue
        cells = [line[start:end].rstrip() for start, end in spans]
        goes_on = rows and not any(cells[1:]) and cells[0].startswith("  ")
        if goes_on:
            rows[-1][0] += f" {cells[0].strip()}"
        else:
            rows.append([cell.strip() for cell in cells])
    head, *body = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([head, f"|{'---|' * len(spans)}", *body])
