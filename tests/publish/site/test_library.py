"""Articles as the site reads them: heads remembered, bodies safe, mistakes pointed at."""

import json
import os
import shutil
from datetime import UTC, datetime

import pytest

from generator.errors import InputError
from generator.publish.site.library import bodies, pieces

FRONT = """\
title: "Bitcoin: down"
date: 2026-02-11T00:00:00Z
edition: markets
tags: [markets, BTC]
"""
NONE = '{"facts": {}, "sentences": [], "claims": []}'
LONG_AGO = 1_700_000_000


def write(folder, slug="2026-02-10-markets", *, front=FRONT, text="It fell.\n", evidence=NONE):
    """Write an article that has lain there for long."""
    folder.mkdir(exist_ok=True)
    md, kept = folder / f"{slug}.md", folder / f"{slug}.evidence.json"
    md.write_text(f"---\n{front}---\n\n{text}", encoding="utf-8")
    kept.write_text(evidence, encoding="utf-8")
    for each in (md, kept):
        os.utime(each, (LONG_AGO, LONG_AGO))
    return md


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "articles"


def body(folder, base_url="https://example.org/news"):
    (piece,) = pieces(folder)
    return bodies(base_url)(piece)


def test_a_head_is_what_the_front_matter_says(folder):
    """What is not there is empty; ``lastmod`` is the date unless it is given."""
    write(folder, front=FRONT + "corrections: [{at: 2026-02-12, what: The sign was wrong.}]\nstance: fear\n")
    (piece,) = pieces(folder)
    assert (piece.slug, piece.title, piece.edition, piece.tags) == (
        "2026-02-10-markets", "Bitcoin: down", "markets", ("markets", "BTC"),
    )  # fmt: skip
    assert piece.date == piece.lastmod == datetime(2026, 2, 11, tzinfo=UTC)
    assert [(each.at, each.what) for each in piece.corrections] == [
        (datetime(2026, 2, 12, tzinfo=UTC), "The sign was wrong.")
    ]
    assert (piece.stance, piece.horizon, piece.words) == ("fear", "", 2)


def test_the_newest_comes_first(folder):
    """Of one instant in the order of the slugs."""
    for slug, day in (("b", 1), ("a", 1), ("c", 2)):
        write(folder, slug, front=f"title: x\ndate: 2026-01-0{day}\n")
    assert [piece.slug for piece in pieces(folder)] == ["c", "a", "b"]
    assert pieces(folder / "none") == ()


def test_a_head_names_the_series_that_the_text_speaks_of(folder):
    """Derived facts count as what they are derived from; thresholds and the run are no series."""
    facts = ["BTC/spot.price@binance", "BTC/spot.price@binance~past:1d", "rule:x~threshold:weak", "run/as_of", "gap:x"]
    write(folder, evidence=json.dumps({"claims": [{"fact": fact} for fact in facts]}))
    assert pieces(folder)[0].metrics == ("BTC/spot.price@binance",)


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("title: x\n", r"\.md:1: date is missing"),
        ("date: 2026-01-01\n", r"\.md:1: title is missing"),
        ("title: x\ndate: soon\n", r"\.md:3: date must be an instant"),
        ("title: x\ndate: 2026-02-31\n", r"\.md:2: the front matter cannot be read"),
        ("title: a: b\n", r"\.md:2: mapping values"),
        ("title: x\ntitle: y\n", r"\.md:3: key 'title' is given twice"),
        ("title: [x]\ndate: 2026-01-01\n", r"\.md:2: title must be a text"),
        ("title: x\ndate: 2026-01-01\ntags: [[a]]\n", r"\.md:4: tags must be a list"),
        ("title: x\ndate: 2026-01-01\nslug: ../../x\n", r"\.md:4: '../../x' cannot be an address"),
        ("title: x\ndate: 2026-01-01\nslug: other\n", r"\.md:4: slug is other, but the file is"),
        ("title: x\ndate: 2026-01-01\nimage: ../x.svg\n", r"\.md:4: '../x.svg' is no picture"),
        ("title: x\ndate: 2026-01-01\ncorrections: wrong\n", r"\.md:4: corrections must be a list"),
        ("title: 'a\x07'\n", r"\.md:2: holds the character '\\x07'"),
        ("- x\n", r"\.md:2: the front matter holds no keys"),
        ("{a: b}: x\n", r"\.md:2: the front matter cannot be read"),
    ],
)
def test_a_mistake_is_pointed_at(folder, front, message):
    """One line: file, line, what is wrong, what to do."""
    write(folder, front=front)
    with pytest.raises(InputError, match=message) as told:
        pieces(folder)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"no front matter", r":1: has no front matter"),
        (b"---\ntitle: x\n", r":1: the front matter does not end"),
        (b"---\ntitle: \xff\n---\n", r"is not text in UTF-8 \(byte 11\)"),
    ],
)
def test_a_file_that_is_no_article_is_pointed_at(folder, raw, message):
    """A stray file must not stop the desk without a word."""
    write(folder).write_bytes(raw)
    with pytest.raises(InputError, match=message):
        pieces(folder)


def test_an_article_without_evidence_is_refused(folder):
    """Its numbers would lead nowhere."""
    write(folder).with_suffix(".evidence.json").unlink()
    with pytest.raises(InputError, match=r"evidence\.json: is missing"):
        pieces(folder)


def test_files_that_are_being_written_are_left_alone(folder):
    """Names that begin with a dot belong to a writer that is at work."""
    write(folder)
    (folder / ".x.md.new").write_text("half")
    (folder / ".y.md").write_text("half")
    assert len(pieces(folder)) == 1


def test_an_articles_line_ends_may_be_those_of_windows(folder):
    """Editors save files as their machine does."""
    path = write(folder)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert pieces(folder)[0].title == "Bitcoin: down"
    assert body(folder).html == "<p>It fell.</p>\n"


@pytest.fixture
def remembered(folder, tmp_path):
    """A library that has been read once."""
    write(folder)
    write(folder, "b", front="title: b\ndate: 2026-01-01\n")
    memory = tmp_path / "library.json"
    pieces(folder, memory)
    return memory


def unreadable(folder):
    """Make sure that what is remembered is not read again: a broken text of the same size and time."""
    for path in folder.glob("*.md"):
        size = path.stat().st_size
        path.write_bytes(b"x" * size)
        os.utime(path, (LONG_AGO, LONG_AGO))


def test_what_did_not_change_is_not_read_again(folder, remembered):
    """A library of thousands is read by looking at times and sizes."""
    before = pieces(folder)
    unreadable(folder)
    assert pieces(folder, remembered) == before


@pytest.mark.parametrize("part", ["md", "evidence.json", "picture", "other file of the same name"])
def test_what_changed_is_read_again(folder, remembered, part):
    """Text, evidence, pictures: each decides what the page shows."""
    before = pieces(folder, remembered)
    slug = "2026-02-10-markets"
    if part == "md":
        write(folder, front=FRONT.replace("down", "up"))
        os.utime(folder / f"{slug}.md", (LONG_AGO + 1, LONG_AGO + 1))
    elif part == "evidence.json":
        write(folder, evidence='{"facts": {}, "sentences": [], "claims": [{"fact": "BTC/x"}]}')
    elif part == "picture":
        (folder / slug).mkdir()
        (folder / slug / "price.svg").write_text("<svg/>")
    else:
        new = folder / "new"
        new.write_bytes((folder / f"{slug}.md").read_bytes().replace(b"down", b"near"))
        os.utime(new, (LONG_AGO, LONG_AGO))
        new.replace(folder / f"{slug}.md")
    after = pieces(folder, remembered)
    assert after == pieces(folder)
    assert after[0].sha256 != before[0].sha256
    assert after[1] == before[1]


def test_a_file_changed_within_a_tick_of_the_clock_is_read_again(folder, tmp_path):
    """Two edits of one size within a tick look like one; so what is that young is not trusted."""
    memory = tmp_path / "library.json"
    path = write(folder, front=FRONT.replace("down", "near"))
    os.utime(path)
    stamp = path.stat()
    pieces(folder, memory)
    path.write_text(path.read_text().replace("near", "high"))
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert pieces(folder, memory)[0].title == "Bitcoin: high"


def test_an_article_that_is_gone_is_forgotten(folder, remembered):
    """Nothing is kept for a file that may come back as another one."""
    (folder / "b.md").unlink()
    (folder / "b.evidence.json").unlink()
    assert [piece.slug for piece in pieces(folder, remembered)] == ["2026-02-10-markets"]
    assert json.loads(remembered.read_text().split("\n", 1)[1]).keys() == {"2026-02-10-markets"}


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"{}", "half", "flip", "form"])
def test_a_damaged_memory_is_as_good_as_none(folder, remembered, damage):
    """Nothing that we remember is believed unless it is what we wrote."""
    before = pieces(folder)
    raw = remembered.read_bytes()
    changed = {
        "half": raw[: len(raw) // 2],
        "flip": raw.replace(b"down", b"near"),
        "form": raw.replace(b"library 1", b"library 0"),
    }
    remembered.write_bytes(changed.get(damage, damage) if isinstance(damage, str) else damage)
    assert pieces(folder, remembered) == before


def test_a_desk_may_move(folder, remembered, tmp_path):
    """What is remembered names no folder."""
    moved = tmp_path / "moved"
    shutil.copytree(folder, moved)
    assert [piece.path.parent for piece in pieces(moved, remembered)] == [moved, moved]


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 380" role="img"></svg>'


def picture(folder, name="price", csv="day,Binance\n2026-02-09,70138.5\n2026-02-10,68841.29\n"):
    beside = folder / "2026-02-10-markets"
    beside.mkdir(parents=True, exist_ok=True)
    (beside / f"{name}.svg").write_text(SVG)
    (beside / f"{name}.csv").write_text(csv)


def test_a_picture_gets_its_size_its_caption_and_its_data(folder):
    """The values unfold below it, without JavaScript, and can be taken along."""
    write(folder, text='![It fell <to> 5%](2026-02-10-markets/price.svg "Price & levels")\n')
    picture(folder)
    html = body(folder).html
    assert html.startswith(
        '<figure>\n<img src="price.svg" alt="It fell &lt;to&gt; 5%" width="760" height="380" loading="lazy" '
        'decoding="async">\n<details>\n<summary>The values</summary>\n'
    )
    assert html.endswith("</details>\n<figcaption>Price &amp; levels</figcaption>\n</figure>\n")
    assert '<tr><td>2026-02-10</td><td class="right">68841.29</td></tr>' in html
    assert '<a href="price.csv" download="price.csv">CSV</a>' in html


def test_a_feed_gets_whole_addresses_and_neither_links_to_claims_nor_data(folder):
    """A feed reader stands elsewhere."""
    links = "[a](evidence.html) [b](/news/about/) [c](#s-x) [d](mailto:x@y.z)"
    write(folder, text=f"![x](2026-02-10-markets/price.svg)\n\n{links}\n\n| n |\n|---|\n| 1 |\n")
    picture(folder)
    feed = body(folder).feed_html
    page = "https://example.org/news/articles/2026-02-10-markets/"
    assert f'<img src="{page}price.svg"' in feed
    assert f'<a href="{page}evidence.html">a</a> <a href="https://example.org/news/about/">b</a>' in feed
    assert f'<a href="{page}#s-x">c</a> <a href="mailto:x@y.z">d</a>' in feed
    assert "details" not in feed
    assert "scroll" not in feed
    assert "<table>" in feed


def test_a_picture_elsewhere_is_a_link(folder):
    """To show it would tell another host who reads."""
    write(folder, text="See ![the chart](https://evil.example/t.gif) and ![](../other/x.svg).\n")
    assert body(folder).html == (
        '<p>See <a href="https://evil.example/t.gif">the chart</a> and <a href="../other/x.svg">picture</a>.</p>\n'
    )


def test_data_of_a_picture_is_text(folder):
    """A CSV may hold anything."""
    write(folder, text="![x](price.svg)\n")
    picture(folder, csv='day,"<script>alert(1)</script>"\n2026-02-10,"<img src=x onerror=alert(1)>"\n')
    html = body(folder).html
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert "<img src=x" not in html


def test_a_texts_headings_stand_below_the_title(folder):
    """Each has an id of its own; those of the page cannot be taken."""
    write(folder, text="# Futures\n\n## Futures\n\n### Über *5%*?\n\n## !\n")
    assert body(folder).html == (
        '<h2 id="s-futures">Futures</h2>\n<h2 id="s-futures-2">Futures</h2>\n'
        '<h3 id="s-ber-5">Über <em>5%</em>?</h3>\n<h2 id="s">!</h2>\n'
    )


def test_tables_can_be_read_by_eye_and_by_ear(folder):
    """Numbers stand right, heads are heads of columns, and an empty corner is none."""
    write(folder, text="| | Now |\n|---|---:|\n| Bitcoin | 5% |\n")
    html = body(folder).html
    assert '<div class="scroll" tabindex="0">\n<table>' in html
    assert '<td></td>\n<th class="right" scope="col">Now</th>' in html
    assert '<td class="right">5%</td>' in html
    assert "style" not in html


def test_an_article_that_vanished_meanwhile_is_pointed_at(folder):
    """Between the list and the page."""
    path = write(folder)
    (piece,) = pieces(folder)
    path.unlink()
    with pytest.raises(InputError, match="is missing"):
        bodies("")(piece)


@pytest.mark.parametrize("raw", ["{", "[]", "5"])
def test_evidence_that_is_none_is_pointed_at(folder, raw):
    """With its own name, not the article's."""
    write(folder, evidence=raw)
    with pytest.raises(InputError, match=r"2026-02-10-markets\.evidence\.json"):
        pieces(folder)
