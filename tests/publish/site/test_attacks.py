"""Words that somebody else chose reach every page, feed and picture, and nothing in them comes alive anywhere."""

import json
import re
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pytest

from generator.model.catalogue import load_catalogue
from generator.model.chart import Chart, Mark, Trace, Zone
from generator.model.names import load_names
from generator.publish.front import front_matter
from generator.publish.site.desk import Publication, Series, Site
from generator.publish.site.library import bodies, pieces
from generator.publish.site.outputs import outputs
from generator.render.charts import draw, spark
from generator.templating import environment
from tests.publish.exports.attacks import ATTACKS, alive, fuzzed

#: With the known ones, more than ten thousand strings: in names, notes, headlines, tags, values, labels.
STRINGS = [*ATTACKS, *fuzzed(10_000)]
ARTICLES = 24
#: What YAML refuses to hold at all, and a desk's own reader too.
ODD = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd]")
AT = datetime(2026, 2, 11, tzinfo=UTC)


def clean(text):
    return " ".join(ODD.sub("", text).split()) or "x"


def article(folder, number, said):
    """Write one article in which every word is an attack."""
    take = iter(said)
    slug = f"2026-01-{number + 1:02}-markets"
    names = [clean(next(take)) for _ in range(40)]
    front = {
        "title": names[0], "slug": slug, "date": datetime(2026, 1, number + 1, tzinfo=UTC), "description": names[1],
        "edition": names[2], "asset": names[3], "tags": names[4:8], "authors": names[8:10], "stance": names[10],
        "horizon": names[11], "confidence": names[12], "category": names[13], "sources": names[14:18],
        "corrections": [{"at": AT, "what": names[18]}],
    }  # fmt: skip
    notes = list(take)
    body = "\n\n".join(["A figure of 3.1% stands here.", *(ODD.sub("", each) for each in notes)])
    fact = {
        "kind": "level", "value": 0.031, "unit": names[19], "as_of": "2026-01-01T00:00:00Z", "formula": names[20],
        "inputs": [names[21], names[22]], "rule": names[23], "state": names[24], "threshold_source": names[25],
        "sources": [{"name": names[26], "url": f"javascript:pwn()//{names[27]}", "observed_at": names[28],
                     "raw_sha256": names[29]}],
    }  # fmt: skip
    claim = {
        "id": "p1.1.c0", "sentence": "p1.1", "statement": "s", "order": 0, "kind": "number", "role": "value",
        "fact": f"BTC/{names[30]}", "than": None, "printed": "3.1%", "value": 0.031, "unit": "ratio", "start": 12,
        "end": 16,
    }  # fmt: skip
    sentence = {
        "id": "p1.1", "field": "body", "text": "A figure of 3.1% stands here.", "template": names[31], "fixed": None,
        "statements": ["s"],
    }  # fmt: skip
    evidence = {
        "slug": slug, "as_of": "2026-01-01T00:00:00Z", "facts": {f"BTC/{names[30]}": fact}, "sentences": [sentence],
        "claims": [claim], "gaps": [{"metric": names[32], "why": names[33]}],
        "findings": [{"id": names[34], "said": False, "why": names[35], "score": {}, "facts": {}, "section": "x"}],
        "notes": [],
    }  # fmt: skip
    (folder / f"{slug}.md").write_text(f"{front_matter(front)}\n{body}\n", encoding="utf-8")
    (folder / f"{slug}.evidence.json").write_text(json.dumps(evidence), encoding="utf-8")
    return names


def quantity(said):
    """Return a quantity whose every word is an attack."""
    days = tuple(date(2026, 1, day) for day in range(1, 32))
    chart = Chart(
        id="history", form="line", title=said[0], note=said[1], metric="futures.basis", places=days,
        traces=(Trace(label=said[2], values=tuple(day.day / 400 for day in days), fact=said[3]),),
        zones=(Zone(label=said[4], low=0.02, high=0.05, tone="calm"),),
        marks=(Mark(label=said[5], value=0.03, fact=said[6]),),
    )  # fmt: skip
    fact = {"id": said[3], "value": 0.08, "unit": said[7], "as_of": said[8], "formula": said[9], "inputs": [said[10]],
            "sources": [{"name": said[11], "url": f"data:text/html,{said[12]}", "raw_sha256": said[13]}]}  # fmt: skip
    return Series(
        id=said[3], asset=said[14], metric="futures.basis", tenor=said[15], venue=said[16], as_of=AT, printed=said[17],
        fact=fact, chart=chart, state=said[18], rule=said[19], previous=said[20],
    )  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Every file of a site that is made of attacks."""
    folder = tmp_path_factory.mktemp("articles")
    each = (len(STRINGS) - 400) // ARTICLES
    for number in range(ARTICLES):
        article(folder, number, STRINGS[number * each : (number + 1) * each])
    words = [clean(text) for text in STRINGS[-400:]]
    catalogue, jinja = load_catalogue(), environment()
    publication = Publication(
        title=words[0], base_url="https://desk.example/news", description=words[1], language="en",
        authors=tuple(words[2:4]), about="\n\n".join(STRINGS[:300]), generator="wirecopy",
    )  # fmt: skip
    made = Site(
        publication=publication, pieces=pieces(folder), rules=(), catalogue=catalogue, names=load_names(),
        series=tuple(quantity(words[30 * n : 30 * n + 30]) for n in range(1, 12)), body=bodies(publication.base_url),
        draw=lambda chart: draw(chart, catalogue=catalogue, jinja=jinja), jinja=jinja, theme="", spark=spark,
        attributions=dict.fromkeys(words, words[5]), terms=dict(zip(words[:40], words[40:80], strict=True)),
    )  # fmt: skip
    return {each.path: each.make() for each in outputs(made) if not each.path.endswith(".png")}


#: What a browser shows and follows nothing of: words about the page, and data for programs.
TOLD = re.compile(
    r'<meta (?:name|property)="[^"<>]*" content="[^"<>]*">|<script type="application/ld\+json">[^<>]*</script>'
)


#: Our own addresses may be named after anything: they are letters, digits and dashes.
OURS = re.compile(r"(?:https://desk\.example)?/news/[a-z0-9./-]*")


def foreign(page):
    """Return what is alive in a page apart from our own addresses."""
    return [each for each in alive(TOLD.sub("", page)) if not OURS.fullmatch(each[2])]


def test_no_attack_is_alive_on_a_page(files):
    """Nothing that an attack asked for runs, loads, or is one click away."""
    pages = {path: made.decode() for path, made in files.items() if path.endswith(".html")}
    assert len(pages) > 4 * ARTICLES
    assert {path: found for path, page in pages.items() if (found := foreign(page))} == {}


def test_no_page_has_a_script_or_style_of_its_own(files):
    """Scripts are ours and by address, data is data, and there is no style and no handler at all."""
    for path, made in files.items():
        if path.endswith(".html"):
            page = made.decode()
            for script in re.findall(r"<script\b[^>]*>", page):
                assert 'type="application/ld+json"' in script or re.search(r'src="/news/static/[\w.]+"', script), path
            # A quoted attribute holds no bare "<" or ">", so that a tag is what stands between two of them.
            for tag in re.findall(r"<[a-z][^<>]*>", page):
                bare = re.sub(r'"[^"]*"', '""', tag)
                assert not re.search(r"\s(?:on\w+|style)=", bare), (path, tag)
            for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL):
                assert isinstance(json.loads(data), dict), path


def test_feeds_sitemaps_and_pictures_stay_whole(files):
    """They are XML and JSON that every program reads, and what feeds hold is as harmless as the pages."""
    held = 0
    for path, made in files.items():
        if path.endswith((".xml", ".svg")):
            root = ET.fromstring(made)
            held += sum(alive(node.text) != [] for node in root.iter() if node.tag.endswith(("encoded", "content")))
            if path.endswith(".svg"):
                assert not [node.tag for node in root.iter() if node.tag.rpartition("}")[2] in ("script", "a", "image")]
                assert not [name for node in root.iter() for name in node.attrib if name.lower().startswith("on")]
        elif path.endswith("feed.json"):
            held += sum(alive(item["content_html"]) != [] for item in json.loads(made)["items"])
        elif path.endswith(".json"):
            json.loads(made)
    assert held == 0


def test_the_guard_would_see_an_attack_on_a_page(files):
    """The same page with one attack put in as it stands is not harmless."""
    page = files["index.html"].decode()
    assert foreign(page.replace("<main", "<script>pwn()</script><main"))
