"""Pictures: their tables, their words and their bytes, each of them made wrong in turn."""

import csv
import io
import json
import re
from itertools import pairwise

import pytest

from generator.model.names import load_names
from generator.resources import SHIPPED, read_yaml
from generator.verify.pictures import check_pictures
from generator.verify.verify import verify

IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)]*)\)")


@pytest.fixture(scope="module")
def kept(tmp_path_factory, sample_store):
    """The sample's last day, written: slug → (Markdown, evidence, files of pictures)."""
    from generator.config import load_settings
    from generator.desk import Desk
    from generator.model.instants import parse_instant
    from generator.pipeline import write_day
    from generator.store.sqlite import Store

    desk = tmp_path_factory.mktemp("pictures")
    (desk / "wirecopy.toml").write_text('title = "desk"\n')
    as_of = parse_instant("2026-02-11T00:00:00Z")
    with Store.open(sample_store, create=False) as store:
        opened = Desk.open(load_settings(desk))
        list(write_day(opened, store.market(as_of), as_of=as_of, asset="BTC", editions=("derivatives", "markets")))
    found = {}
    for path in sorted((desk / "output" / "articles").glob("*.md")):
        beside = path.with_suffix("")
        files = {each.name: each.read_text() for each in beside.iterdir()}
        found[path.stem] = (
            path.read_text(),
            json.loads((beside.parent / f"{path.stem}.evidence.json").read_text()),
            files,
        )
    return found


@pytest.fixture(params=["2026-02-10-btc-derivatives", "2026-02-10-markets"])
def article(kept, request):
    """Each of the two articles in turn."""
    return kept[request.param]


@pytest.fixture(scope="module")
def judged():
    """Return a function that judges an article with its pictures."""
    names, fixed = load_names(), dict(read_yaml(SHIPPED / "data" / "reference" / "fixed.yaml"))

    def judge(markdown, evidence, files):
        return verify(markdown, evidence, names=names, fixed=fixed, files=files)

    return judge


def table(files, name):
    return list(csv.reader(io.StringIO(files[f"{name}.csv"])))


def with_table(files, name, rows):
    told = io.StringIO()
    csv.writer(told, lineterminator="\n").writerows(rows)
    return {**files, f"{name}.csv": told.getvalue()}


def names_of(evidence):
    return [each["id"] for each in evidence["pictures"]]


def faults(markdown, evidence, files):
    return [f"{each.kind}: {each.what}" for each in check_pictures(markdown, evidence, files)]


def test_what_was_written_passes(article, judged):
    """Every picture of the text is named by the evidence, with its facts, and is as it was drawn."""
    markdown, evidence, files = article
    assert judged(markdown, evidence, files).passed
    shown = {path for _, path in IMAGE.findall(markdown)}
    assert shown == {f"{evidence['slug']}/{name}.svg" for name in names_of(evidence)}
    assert len(files) == 2 * len(names_of(evidence)) >= 6


def test_each_digit_of_an_alternative_text_counts(article, judged):
    """A number that a picture is said to show is checked like any other."""
    markdown, evidence, files = article
    tried = 0
    for image in IMAGE.finditer(markdown):
        for digit in re.finditer(r"\d", image[1]):
            at = image.start(1) + digit.start()
            mutant = markdown[:at] + str((int(digit[0]) + 1) % 10) + markdown[at + 1 :]
            assert not judged(mutant, evidence, files).passed, image[1]
            tried += 1
    assert tried >= 10


def test_each_named_value_of_a_table_counts(article):
    """The last value of each line, each bar, each point of a curve: one digit more is refused."""
    markdown, evidence, files = article
    tried = 0
    for picture in evidence["pictures"]:
        rows = table(files, picture["id"])
        for column, facts in enumerate(picture["facts"], start=1):
            named = range(1, len(rows)) if isinstance(facts, list) else [len(rows) - 1]
            for row in named:
                if not rows[row][column]:
                    continue
                cell = rows[row][column]
                wrong = f"{cell}1" if not cell[-1].isalpha() else "greed"
                changed = [[*each] for each in rows]
                changed[row][column] = wrong
                found = faults(markdown, evidence, with_table(files, picture["id"], changed))
                assert any(wrong in each for each in found), (picture["id"], row)
                tried += 1
    assert tried >= 4


def test_a_hole_in_the_place_of_a_value_is_refused(article):
    """The value before it is another day's."""
    markdown, evidence, files = article
    rows = table(files, "price")
    rows[-1][1] = ""
    assert any(
        "BTC/spot.price@binance" in each for each in faults(markdown, evidence, with_table(files, "price", rows))
    )


def test_values_that_slipped_by_a_day_are_refused(kept):
    """All values right and every day one too early."""
    markdown, evidence, files = kept["2026-02-10-btc-derivatives"]
    rows = table(files, "basis")
    slipped = [rows[0], *([day, value] for (day, _), (_, value) in pairwise(rows[1:]))]
    found = faults(markdown, evidence, with_table(files, "basis", slipped))
    assert found == ["number: BTC/futures.basis/90d@binance is of 2026-02-10, and its table says 2026-02-09"]


def test_a_day_that_is_left_out_is_refused(article):
    """A picture whose days do not follow each other draws a fall steeper than it was."""
    markdown, evidence, files = article
    rows = table(files, "price")
    del rows[10]
    assert "number: the days of its table do not follow each other" in faults(
        markdown, evidence, with_table(files, "price", rows)
    )


def test_a_column_that_nobody_named_is_refused(article):
    """And so is one that is missing, or a table of nothing."""
    markdown, evidence, files = article
    rows = table(files, "price")
    for changed in ([[*row, "1"] for row in rows], [row[:1] for row in rows], rows[:1], []):
        found = faults(markdown, evidence, with_table(files, "price", changed))
        assert found == ["number: its table has not the columns that the evidence names"]


def test_bars_do_not_change_their_expiries(kept):
    """Every value is right, and two stand beside each other's dates."""
    markdown, evidence, files = kept["2026-02-10-btc-derivatives"]
    head, first, second, *rest = table(files, "expiries")
    swapped = [head, [second[0], first[1]], [first[0], second[1]], *rest]
    found = faults(markdown, evidence, with_table(files, "expiries", swapped))
    assert len(found) == 2
    assert all("stands beside" in each for each in found)


def test_a_changed_drawing_is_refused(article):
    """Nobody can read a line to the last digit, so its bytes are those that were drawn."""
    markdown, evidence, files = article
    drawing = re.sub(r"(\d)(?=\D*</text>)", lambda found: str((int(found[1]) + 1) % 10), files["price.svg"], count=1)
    assert drawing != files["price.svg"]
    found = faults(markdown, evidence, {**files, "price.svg": drawing})
    assert found == ["not-checkable: was changed after it was drawn; write the article anew"]


@pytest.mark.parametrize("name", ["price.svg", "price.csv"])
def test_a_missing_file_is_refused(article, name):
    """A reader would see a broken picture, or a picture without its values."""
    markdown, evidence, files = article
    left = {each: text for each, text in files.items() if each != name}
    assert faults(markdown, evidence, left) == ["context: the picture or its table is missing; write the article anew"]


def test_alternative_texts_do_not_change_places(article, judged):
    """Each is true, and each tells of the other picture."""
    markdown, evidence, files = article
    one, other = IMAGE.findall(markdown)[:2]
    swapped = (
        markdown.replace(f"]({one[1]})", "](x)")
        .replace(f"]({other[1]})", f"]({one[1]})")
        .replace("](x)", f"]({other[1]})")
    )
    problems = judged(swapped, evidence, files).problems
    assert [each.what for each in problems] == ["its alternative text tells of something else"] * 2


@pytest.mark.parametrize("path", ["elsewhere/price.svg", "https://example.org/price.svg", "../price.svg"])
def test_somebody_else_s_picture_wants_a_signature(article, path):
    """An editor may add a photograph, and must say so."""
    markdown, evidence, files = article
    added = markdown.replace("## ", f"![A floor of traders.]({path})\n\n## ", 1)
    (problem,) = check_pictures(added, evidence, files)
    assert (problem.level, problem.sentence) == ("yellow", f"picture {path}")


def test_a_picture_may_be_taken_out(article, judged):
    """The paragraph goes with its words; what lies beside the text does no harm."""
    markdown, evidence, files = article
    without = re.sub(r"!\[[^\]]*\]\([^)]*/price\.svg\)\n\n", "", markdown)
    assert without != markdown
    assert judged(without, evidence, files).passed


def test_a_level_across_a_chart_is_its_fact(kept):
    """Where evidence and drawing were made from different numbers, the article is held."""
    markdown, evidence, files = kept["2026-02-10-btc-derivatives"]
    facts = {**evidence["facts"]}
    facts["BTC/spot.low/7d@binance"] = {**facts["BTC/spot.low/7d@binance"], "value": 60001.0}
    assert faults(markdown, {**evidence, "facts": facts}, files) == [
        "number: 60000.0 is not BTC/spot.low/7d@binance, which is 60001.0"
    ]


def test_a_wrong_picture_holds_the_article(filled, wirecopy, monkeypatch):
    """A slip of drawing does not reach a reader: nothing is published, and the reasons say why."""
    from generator import planning
    from generator.render.charts import draw

    def slipping(chart, **made_with):
        picture = draw(chart, **made_with)
        return type(picture)(
            id=picture.id, title=picture.title, svg=picture.svg, csv=picture.csv.replace("68841.29", "68841.92"),
            head=picture.head, rows=picture.rows,
        )  # fmt: skip

    monkeypatch.setattr(planning, "draw", slipping)
    ran = wirecopy("write", "--desk", filled, "--date", "2026-02-10", "--edition", "brief")
    assert ran.code == 3
    assert not list((filled / "output").glob("articles/*.md"))
    (reasons,) = (filled / "output" / "held").glob("*.reasons.txt")
    assert "68841.92 is not BTC/spot.price@binance, which is 68841.29" in reasons.read_text()
    assert (filled / "output" / "held" / "2026-02-10-btc-brief" / "price.svg").is_file()


def test_the_command_reads_the_pictures_beside_a_text(filled, wirecopy):
    """``wirecopy verify`` passes what was written, and refuses it with a changed table."""
    assert wirecopy("write", "--desk", filled, "--date", "2026-02-10", "--edition", "brief").code == 0
    text = filled / "output" / "articles" / "2026-02-10-btc-brief.md"
    assert wirecopy("verify", text).code == 0
    values = text.with_suffix("") / "price.csv"
    values.write_text(values.read_text().replace("68841.29", "68841.3"))
    refused = wirecopy("verify", text)
    assert refused.code == 3
    assert "68841.3 is not BTC/spot.price@binance" in refused.err
