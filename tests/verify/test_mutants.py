"""The promise, tried: a text with one thing in it made wrong is refused, a harmless edit passes."""

import copy
import random
from collections import Counter

from tests.verify.mutate import harmless, swapped, wrongs

KINDS_TRIED = {
    "digit", "lost minus", "lost point", "new minus", "unit", "direction", "unknown direction", "side", "level",
    "scale", "superlative", "asset", "venue", "label", "metric", "window", "relation", "month", "weekday", "count",
    "not", "swap", "fraction",
}  # fmt: skip


def test_an_unchanged_text_passes(article, judge):
    """What was written from its facts is passed, with every claim counted."""
    markdown, evidence = article
    verdict = judge(markdown, evidence)
    assert verdict.problems == ()
    assert verdict.passed
    assert verdict.claims == len(evidence["claims"])
    assert verdict.edited == 0


def test_every_mutant_is_refused(article, judge):
    """Each digit, direction, side, scale, name, date, unit, sign and "not" by itself is noticed."""
    markdown, evidence = article
    passed = [mutant for mutant in wrongs(markdown) if judge(mutant.text, evidence).passed]
    assert [(mutant.kind, mutant.where) for mutant in passed] == []


def test_mutants_of_every_kind_are_tried():
    """The two texts have something to change for each kind of mutant, so that no kind passes untried."""
    from tests.verify.handwritten import february_6, february_10

    tried = Counter(mutant.kind for make in (february_6, february_10) for mutant in wrongs(make()[0]))
    assert set(tried) >= KINDS_TRIED
    assert tried["digit"] > 300


def test_numbers_swapped_anywhere_are_refused(article, judge):
    """Of two numbers of a text that change places at least 99 in 100 are refused."""
    from tests.verify.mutate import _Text

    markdown, evidence = article
    mutants = list(swapped(_Text(markdown), random.Random(7), most=90))
    passed = [mutant.where for mutant in mutants if judge(mutant.text, evidence).passed]
    assert len(mutants) > 100
    assert len(passed) * 100 <= len(mutants)


def test_harmless_edits_pass(article, judge):
    """Two hundred edits that leave every statement as true as it was are passed."""
    markdown, evidence = article
    refused = []
    edits = list(harmless(markdown, 200))
    for edit in edits:
        verdict = judge(edit.text, evidence)
        if not verdict.passed:
            refused.append((edit.where, verdict.problems))
    assert len(edits) == 200
    assert refused == []


def test_offsets_printed_words_and_hashes_decide_nothing(article, judge):
    """With all of them destroyed the text passes, and its mutants are refused."""
    markdown, evidence = article
    blind = copy.deepcopy(evidence)
    for number, claim in enumerate(blind["claims"]):
        claim.update(printed="?", value=number, unit="?", start=-9, end=-9, kind="?", id=f"x{number}")
    assert judge(markdown, blind).passed
    mutants = [mutant for number, mutant in enumerate(wrongs(markdown)) if number % 5 == 0]
    assert [mutant.where for mutant in mutants if judge(mutant.text, blind).passed] == []


def test_the_words_of_the_evidence_do_not_make_a_text_true(article, judge):
    """A text and its evidence changed alike are still refused: the facts are what counts."""
    markdown, evidence = article
    faults = (
        ("12.2%", "12.3%"), ("1.8%", "1.9%"), ("Friday", "Sunday"), ("shorts", "longs"), ("2.7%", "2.7 points"),
        ("above", "below"), ("largest", "smallest"), ("Binance", "Bybit"), ("$290 million", "$290 billion"),
        ("one-week", "one-month"), ("panic", "greed"), ("rose", "fell"), ("skew", "basis"), ("Bitcoin", "Ether"),
    )  # fmt: skip
    for one, other in faults:
        if one not in markdown:
            continue
        forged = copy.deepcopy(evidence)
        for sentence in forged["sentences"]:
            sentence["text"] = sentence["text"].replace(one, other)
        for claim in forged["claims"]:
            claim["printed"] = claim["printed"].replace(one, other)
        assert not judge(markdown.replace(one, other), forged).passed


def test_altered_facts_are_noticed(article, judge):
    """A fact that no longer agrees with the words is noticed wherever the words tell its number."""
    markdown, evidence = article
    told = {claim["fact"] for claim in evidence["claims"] if claim["role"] in ("value", "size")}
    for fact_id in told:
        forged = copy.deepcopy(evidence)
        fact = forged["facts"][fact_id]
        fact["value"] = fact["value"] * 1.31 + 0.02
        assert not judge(markdown, forged).passed, fact_id


def test_a_missing_fact_is_noticed(derivatives, judge):
    """A claim on a fact that the evidence does not hold is refused."""
    markdown, evidence = derivatives
    del evidence["facts"]["BTC/futures.basis/90d@binance~past:7d"]
    assert any("no fact" in problem.what for problem in judge(markdown, evidence).problems)
