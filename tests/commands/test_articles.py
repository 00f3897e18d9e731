"""Writing, checking and explaining articles, as a desk does it every day."""

import json
import re
import shutil

import pytest

from generator.resources import SHIPPED

DAY = "2026-02-10"
SLUGS = [f"{DAY}-btc-derivatives", f"{DAY}-markets", f"{DAY}-btc-brief"]


@pytest.fixture
def written(filled, wirecopy):
    """A desk that has written its day."""
    ran = wirecopy("write", "--desk", filled, "--date", DAY)
    assert ran.code == 0, ran.err
    return filled


@pytest.fixture
def article(written):
    """One of its articles."""
    return written / "output" / "articles" / f"{DAY}-btc-derivatives.md"


def test_three_editions_are_written_with_headline_and_path(filled, wirecopy):
    """What is printed is what an editor opens next."""
    ran = wirecopy("write", "--desk", filled, "--date", DAY, "--json")
    assert [each["edition"] for each in ran.json] == ["derivatives", "markets", "brief"]
    for each, slug in zip(ran.json, SLUGS, strict=True):
        path = filled / "output" / "articles" / f"{slug}.md"
        assert each["path"] == str(path.resolve())
        assert f'title: "{each["title"]}"' in path.read_text(encoding="utf-8")
        assert path.with_name(f"{slug}.evidence.json").is_file()


def test_only_what_is_asked_for_is_written(filled, wirecopy):
    """One edition of another coin, in lower case as people type it."""
    ran = wirecopy("write", "--desk", filled, "--date", DAY, "--edition", "brief", "--asset", "eth")
    assert ran.code == 0, ran.err
    assert [path.name for path in (filled / "output" / "articles").glob("*.md")] == [f"{DAY}-eth-brief.md"]


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--asset", "NOSUCH"], id="a coin of which nothing is known"),
        pytest.param(["--as-of", "2009-01-03T18:15:00Z"], id="before any data"),
    ],
)
def test_nothing_is_written_of_what_is_not_known(filled, wirecopy, arguments):
    """One line, and no empty article."""
    ran = wirecopy("write", "--desk", filled, *arguments)
    assert ran.code == 1
    assert "nothing is known of" in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not (filled / "output" / "articles").exists()


def test_a_written_article_passes_anywhere(article, wirecopy, tmp_path, monkeypatch):
    """A copy is judged by its evidence alone, without any desk."""
    for file in (article, article.with_name(f"{article.stem}.evidence.json")):
        shutil.copy(file, tmp_path / file.name)
    monkeypatch.chdir(tmp_path)
    ran = wirecopy("verify", article.name)
    assert ran.code == 0, ran.err
    assert re.search(r"passed: \d+ claims in \d+ sentences", ran.out)


def test_a_changed_digit_is_refused(article, wirecopy):
    """Exit 3, and a line names the figure."""
    text = article.read_text(encoding="utf-8")
    front, body = text.rsplit("---\n\n", 1)
    changed = re.sub(r"(\d)(\.\d%)", lambda found: f"{(int(found[1]) + 1) % 10}{found[2]}", body, count=1)
    figure = next(new for new, old in zip(changed.split(), body.split(), strict=True) if new != old)
    article.write_text(f"{front}---\n\n{changed}", encoding="utf-8")
    ran = wirecopy("verify", article)
    assert ran.code == 3
    assert any(": red: " in line and figure.strip("*.,") in line for line in ran.err.splitlines())
    assert "refused" in ran.err.splitlines()[-1]


def test_an_article_without_evidence_is_not_judged(article, wirecopy):
    """The missing file is named, and what it is."""
    article.with_name(f"{article.stem}.evidence.json").unlink()
    ran = wirecopy("verify", article)
    assert ran.code == 1
    assert "the evidence lies beside the article" in ran.err


def test_damaged_evidence_is_named_with_its_line(article, wirecopy):
    """A file that was cut off is no evidence."""
    beside = article.with_name(f"{article.stem}.evidence.json")
    beside.write_text(beside.read_text(encoding="utf-8")[:5000], encoding="utf-8")
    ran = wirecopy("verify", article)
    assert ran.code == 1
    assert re.search(r"evidence\.json:\d+: ", ran.err)


def test_a_figure_leads_back_to_its_source(written, article, wirecopy):
    """Sentence, claim, fact, formula, source with URL and hash, and that the desk has the reply."""
    body = article.read_text(encoding="utf-8").split("---\n", 2)[2]
    figure = re.search(r"\d\d\.\d% of at-the-money", body)
    assert figure is not None
    ran = wirecopy("explain", "--desk", written, article, figure[0].split("%")[0] + "%")
    assert ran.code == 0
    assert "is the value of BTC/options.skew_25d/" in ran.out
    assert "(iv_put - iv_call) / iv_atm" in ran.out
    assert re.search(
        r"deribit: https://\S+, observed 2026-02-10T\S+, raw reply [0-9a-f]{16}… \(kept in this desk\)", ran.out
    )


def test_what_was_not_said_has_its_reason(article, wirecopy):
    """Without words, the whole article is laid open: sentences, what was left out, what is missing."""
    ran = wirecopy("explain", article, "--json")
    assert ran.code == 0
    assert ran.json["sentences"]
    assert all(not finding["said"] and "why" in finding for finding in ran.json["findings"])
    lines = wirecopy("explain", article).out.splitlines()
    assert any(line.startswith("not said: ") for line in lines)


def test_words_that_are_not_there_are_said_not_to_be(article, wirecopy):
    """No guess is made."""
    ran = wirecopy("explain", article, "walrus")
    assert ran.code == 1
    assert "'walrus'" in ran.err


def test_a_text_that_says_too_much_is_held(filled, wirecopy):
    """A desk's layout that asserts what no fact says: that edition is held with reasons, the others are out."""
    own = filled / "templates" / "prose"
    own.mkdir(parents=True)
    shipped = (SHIPPED / "templates" / "prose" / "brief.md.j2").read_text(encoding="utf-8")
    (own / "brief.md.j2").write_text(f"{shipped}\n\nBitcoin will reach $500,000 by summer.\n", encoding="utf-8")
    ran = wirecopy("write", "--desk", filled, "--date", DAY)
    output = filled / "output"
    assert ran.code == 3
    assert "$500,000" in ran.err
    assert "1 of 3 texts refused" in ran.err
    assert sorted(path.stem for path in (output / "articles").glob("*.md")) == sorted(SLUGS[:2])
    assert "$500,000" in (output / "held" / f"{SLUGS[2]}.reasons.txt").read_text(encoding="utf-8")
    assert (output / "held" / f"{SLUGS[2]}.md").is_file()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("{{ nothing_of_that_name }}\n", "nothing_of_that_name", id="a name that nothing binds"),
        pytest.param("{% if %}\n", "brief.md.j2:1: ", id="no Jinja"),
        pytest.param("{% include 'absent.md.j2' %}\n", "absent.md.j2 is missing", id="a part that is missing"),
    ],
)
def test_a_broken_template_is_named(filled, wirecopy, text, says):
    """One line and exit 1: it is the desk's file that is wrong, and nothing of that edition is written."""
    own = filled / "templates" / "prose"
    own.mkdir(parents=True)
    (own / "brief.md.j2").write_text(text, encoding="utf-8")
    ran = wirecopy("write", "--desk", filled, "--date", DAY, "--edition", "brief")
    assert ran.code == 1
    assert says in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not (filled / "output" / "articles").exists()


def test_a_desk_with_a_wrong_rule_writes_nothing(filled, wirecopy):
    """The rules are read before the first line is written."""
    (filled / "rules").mkdir()
    (filled / "rules" / "own.yaml").write_text("id: own\nid: again\n", encoding="utf-8")
    ran = wirecopy("write", "--desk", filled, "--date", DAY)
    assert ran.code == 1
    assert "own.yaml:2: key 'id' is given twice" in ran.err
    assert not (filled / "output" / "articles").exists()


def test_a_note_is_quoted_as_it_stands(filled, wirecopy):
    """What the editor wrote is in the text, word for word, and in the evidence as a note."""
    (filled / "notes" / f"{DAY}.md").write_text(
        "---\ntopic: exchanges\nasset: BTC\nsource: Example Wire\nurl: https://example.org/a\n---\n"
        "An exchange in Seoul halted withdrawals for 40 minutes.\n",
        encoding="utf-8",
    )
    ran = wirecopy("write", "--desk", filled, "--date", DAY, "--edition", "derivatives")
    assert ran.code == 0, ran.err
    path = filled / "output" / "articles" / f"{SLUGS[0]}.md"
    assert "An exchange in Seoul halted withdrawals for 40 minutes." in path.read_text(encoding="utf-8")
    kept = json.loads(path.with_name(f"{SLUGS[0]}.evidence.json").read_text(encoding="utf-8"))
    assert kept["notes"][0]["source"] == "Example Wire"
