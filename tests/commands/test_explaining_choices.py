"""``wirecopy explain`` on a metric: why it was said or was not, with what it was weighed by and what took its place."""

import json
import shutil

import pytest

DAY = "2026-02-10"
SLUG = f"{DAY}-btc-derivatives"


@pytest.fixture(scope="module")
def article(tmp_path_factory, sample_store):
    """The derivatives edition of a real day."""
    from generator.cli import run_cli

    folder = tmp_path_factory.mktemp("explained") / "desk"
    assert run_cli(["init", str(folder)]) == 0
    shutil.copyfile(sample_store, folder / "data" / "wirecopy.sqlite")
    assert run_cli(["write", "--desk", str(folder), "--date", DAY, "--edition", "derivatives"]) == 0
    return folder / "output" / "articles" / f"{SLUG}.md"


@pytest.fixture
def explain(article, wirecopy):
    def run(*words):
        ran = wirecopy("explain", article, *words)
        assert ran.code == 0, ran.err
        return ran

    return run


@pytest.fixture
def evidence(article):
    return json.loads(article.with_name(f"{SLUG}.evidence.json").read_text(encoding="utf-8"))


def about(evidence, metric):
    """The findings that speak of a metric, said or not."""
    return [
        each
        for each in evidence["findings"]
        if any(f"/{metric}" in fact.partition("~")[0] for fact in each["facts"].values())
    ]


@pytest.mark.parametrize("words", ["options.skew_25d", "option skew", "skew"])
def test_a_metric_is_named_by_its_id_or_as_people_call_it(explain, words):
    """All three lead to the same findings."""
    choice = explain(words, "--json").json["choice"]
    assert "options.skew_25d" in choice["metrics"]
    assert any(each["said"] for each in choice["weighed"])


def test_every_finding_of_a_metric_is_told_with_its_score(explain, evidence):
    """The parts of its news value and their sum, where it belongs, and its reason."""
    weighed = explain("options.iv_atm", "--json").json["choice"]["weighed"]
    expected = about(evidence, "options.iv_atm/")
    assert sorted(each["finding"] for each in weighed) == sorted(each["id"] for each in expected) != []
    for each in weighed:
        (of,) = [one for one in expected if (one["id"], one["section"], one["said"]) == (
            each["finding"], each["section"], each["said"])][:1]  # fmt: skip
        assert each["score"] == of["score"]
        assert each["salience"] == pytest.approx(sum(of["score"].values()))
        assert each["why"] == of["why"]


def test_what_was_said_stands_with_its_sentences_and_what_was_not_with_what_took_its_place(explain, evidence):
    """The sentences are the article's; what took the place is of the same section and was said."""
    weighed = explain("options.iv_atm", "--json").json["choice"]["weighed"]
    texts = {each["text"] for each in evidence["sentences"]}
    said = {(each["id"], each["section"]) for each in evidence["findings"] if each["said"]}
    assert any(each["told"] for each in weighed)
    for each in weighed:
        assert set(each["told"]) <= texts
        assert not (each["told"] and not each["said"])
        assert all((move, each["section"]) in said for move, _ in each["instead"])
        assert not (each["instead"] and each["said"])


def test_the_candidates_for_the_title_are_told(explain, evidence):
    """One was taken, and it is the title."""
    headlines = explain("skew", "--json").json["choice"]["headlines"]
    (title,) = [each for each in headlines if each["chosen"]]
    assert title["text"] == evidence["front"]["title"]
    assert f"    title: {title['pattern']} " in explain("skew").out


def test_an_article_that_kept_no_candidates_is_explained_too(explain, article, evidence):
    """Evidence of an earlier version has no headlines."""
    beside = article.with_name(f"{SLUG}.evidence.json")
    whole = beside.read_text(encoding="utf-8")
    try:
        beside.write_text(
            json.dumps({name: part for name, part in evidence.items() if name != "headlines"}), encoding="utf-8"
        )
        assert explain("skew", "--json").json["choice"]["headlines"] == []
    finally:
        beside.write_text(whole, encoding="utf-8")


def test_figures_are_no_metric(explain, evidence):
    """Words that are a claim lead to its fact, formula and sources, and to no choice."""
    claim = next(each for each in evidence["claims"] if each["role"] == "value" and each["printed"].endswith("%"))
    found = explain(claim["printed"], "--json").json
    assert found["choice"] == {}
    assert claim["fact"] in found["facts"]
