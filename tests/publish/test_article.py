"""What is published: front matter, body and evidence, the same bytes each time, whole or not at all."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import yaml

from generator.errors import InputError
from generator.model.article import Claim, Draft, Problem, Sentence
from generator.model.coverage import Coverage
from generator.model.fact import Fact, Facts, Kind, Source
from generator.model.finding import Finding, Gap
from generator.publish.evidence import Ground
from generator.publish.files import hold, publish, write_file
from generator.publish.markdown import assemble

AS_OF = datetime(2026, 2, 10, 10, tzinfo=UTC)
PRICE = Fact(
    id="BTC/spot.price@binance",
    kind=Kind.LEVEL,
    value=68841.0,
    unit="USD",
    as_of=AS_OF,
    formula="close of the last hour",
    inputs=("obs:1",),
    sources=(Source("binance", "https://example.org/klines", AS_OF, None, "ab" * 32),),
)
LOWEST = Fact(
    id="BTC/spot.price@binance~rank",
    kind=Kind.RANK,
    value=68841.0,
    unit="USD",
    as_of=AS_OF,
    formula="lowest since",
    of=PRICE.id,
    rank="lowest",
    since=date(2024, 11, 5),
    coverage=Coverage(date(2017, 8, 17), 365, 365),
)
BODY = "**What to know**\n\nBitcoin is at **$68,841**, the lowest since\nNov. 5, 2024.\n\n| Price | $68,841 |\n"


def claim(number, sentence, printed, role="value", fact=PRICE):
    """Return a claim as the renderer hands it over: without a place."""
    return Claim(
        id=f"c{number}", sentence=sentence, statement=f"{sentence}.s0", order=number, kind="number", role=role,
        fact=fact.id, than=None, printed=printed, value=fact.value, unit=fact.unit, start=-1, end=-1,
    )  # fmt: skip


def sentence(name, text, field="body"):
    """Return a sentence in plain text."""
    return Sentence(id=name, field=field, text=text, template="price/1", fixed=None, statements=(f"{name}.s0",))


@pytest.fixture
def draft():
    """A draft of one sentence and a table row."""
    return Draft(
        slug="2026-02-10-btc-brief",
        edition="brief",
        asset="BTC",
        as_of=AS_OF,
        front={"title": 'Bitcoin: "low" at $68,841', "stance": "extreme fear", "tags": ["brief", "BTC"]},
        body=BODY,
        sentences=(
            sentence("title.1", 'Bitcoin: "low" at $68,841', "title"),
            sentence("p2.1", "Bitcoin is at $68,841, the lowest since Nov. 5, 2024."),
            sentence("p3.1", "Price | $68,841"),
        ),
        claims=(
            claim(0, "title.1", "$68,841"),
            claim(1, "p2.1", "$68,841"),
            claim(2, "p2.1", "lowest", "rank", LOWEST),
            claim(3, "p2.1", "Nov. 5, 2024", "since", LOWEST),
            claim(4, "p3.1", "$68,841"),
        ),
        facts=Facts([PRICE, LOWEST]),
        findings=((Finding("price.level", "lead", {"price": PRICE}, score={"size": 0.5}), True),),
        gaps=(Gap("liquidations.total", "no source delivered it in time"),),
        notes=(),
    )


def made(draft):
    """Return a draft as the article that it becomes."""
    return assemble(draft, Ground.of(draft.facts), generator_version="1.2.3")


@pytest.fixture
def article(draft):
    """The draft, assembled."""
    return assemble(
        draft, Ground.of(draft.facts), generator_version="1.2.3", desk={"category": "markets", "authors": ["Desk"]}
    )


def split(article):
    """Return the front matter as YAML reads it, and the text after the line that closes it."""
    _, front, text = article.markdown.split("---\n", 2)
    return yaml.safe_load(front), text


def test_the_front_matter_is_yaml_in_the_agreed_order(article):
    """Any site generator reads it, and two articles differ only where their content does."""
    front, _ = split(article)
    assert front["title"] == 'Bitcoin: "low" at $68,841'
    assert front["date"] == AS_OF
    assert list(front) == [
        "title", "slug", "date", "lastmod", "edition", "asset", "category", "tags", "authors", "stance",
        "status", "evidence", "inputs_sha256", "generator",
    ]  # fmt: skip


def test_each_claim_stands_where_the_evidence_says(article):
    """An offset into the text after the front matter finds the printed words, through markup and line ends."""
    _, text = split(article)
    claims = json.loads(article.evidence)["claims"]
    assert [text[each["start"] : each["end"]] for each in claims[1:]] == [
        "$68,841", "lowest", "Nov. 5, 2024", "$68,841",
    ]  # fmt: skip
    assert claims[1]["start"] < claims[4]["start"]


def test_a_claim_of_the_title_has_no_place_in_the_body(article):
    """Its offsets say so."""
    assert json.loads(article.evidence)["claims"][0]["start"] == -1


def test_the_evidence_holds_each_fact_with_its_source_and_coverage(article):
    """What a checker needs is there; what is empty is not."""
    facts = json.loads(article.evidence)["facts"]
    assert facts[PRICE.id]["sources"] == [
        {
            "name": "binance",
            "url": "https://example.org/klines",
            "observed_at": "2026-02-10T10:00:00Z",
            "raw_sha256": "ab" * 32,
        }
    ]
    assert "rank" not in facts[PRICE.id]
    assert facts[LOWEST.id]["since"] == "2024-11-05"
    assert facts[LOWEST.id]["ties"] == 0
    assert facts[LOWEST.id]["coverage"] == {"from": "2017-08-17", "days": 365, "expected": 365, "start_known": True}


def test_the_evidence_keeps_findings_and_gaps(article):
    """One can ask later why something was said or missing."""
    kept = json.loads(article.evidence)
    assert kept["findings"][0]["said"] is True
    assert kept["gaps"] == [{"metric": "liquidations.total", "why": "no source delivered it in time"}]


def test_the_hash_of_the_inputs_changes_with_an_input(draft, article):
    """Two texts with one hash were made from the same numbers."""
    other = replace(draft, facts=Facts([replace(PRICE, value=68842.0), LOWEST]))
    assert split(made(draft))[0]["inputs_sha256"] == split(article)[0]["inputs_sha256"]
    assert split(made(other))[0]["inputs_sha256"] != split(article)[0]["inputs_sha256"]


def test_a_hole_is_never_written_as_a_number(draft):
    """A NaN that came this far stops the run."""
    with pytest.raises(ValueError, match="cannot hold"):
        made(replace(draft, facts=Facts([replace(PRICE, value=float("nan"))])))


def test_an_article_lies_beside_its_evidence(article, tmp_path):
    """Both are there, and no spare file is left."""
    path = publish(article, tmp_path)
    assert path.read_text(encoding="utf-8") == article.markdown
    assert sorted(file.name for file in path.parent.iterdir()) == [
        f"{article.slug}.evidence.json",
        f"{article.slug}.md",
    ]


def test_a_refused_draft_is_held_with_its_reasons(article, tmp_path):
    """It lies where nothing is published from, and goes when the same slug passes."""
    why = hold(article, [Problem("p2.1", "number", "reads 68,841; no fact says so")], tmp_path)
    assert why.read_text(encoding="utf-8") == "p2.1: number: reads 68,841; no fact says so\n"
    assert not (tmp_path / "articles").exists()
    publish(article, tmp_path)
    assert list((tmp_path / "held").iterdir()) == []


def test_a_place_that_cannot_be_written_is_said_in_one_line(tmp_path):
    """A file where a folder is needed leaves what is there."""
    (tmp_path / "output").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        write_file(tmp_path / "output" / "article.md", "text")
    assert (tmp_path / "output").read_text(encoding="utf-8") == "mine"


def test_what_a_kill_left_of_a_file_goes_with_its_next_writing(tmp_path):
    """Half a text under a name of its own; nothing of it is in the new one, and nothing lies beside it."""
    (tmp_path / ".article.md.new").write_text("half of a text that is longer than the new one", encoding="utf-8")
    write_file(tmp_path / "article.md", "text")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"article.md": "text"}


def test_two_who_write_one_file_leave_one_text_whole(tmp_path):
    """Each sees the other's text or its own at every instant, and none loses its rename to the other."""
    texts = ["a" * 200_000, "b" * 100_000]

    def often(text):
        for _ in range(50):
            write_file(tmp_path / "article.md", text)
            assert (tmp_path / "article.md").read_text() in texts

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(often, texts * 2))
    assert [path.name for path in tmp_path.iterdir()] == ["article.md"]
