"""Texts without evidence: their numbers are sought in observations, and what they tell twice is compared."""

from pathlib import Path

import pytest

from generator.collectors.observations import read_observations
from generator.model.catalogue import load_catalogue
from generator.verify.foreign import judge_foreign
from generator.verify.foreign_listed import held, read_listed

HEAD = "time,asset,metric,tenor,venue,value,unit,source\n"
OBSERVED = """\
2024-05-03T12:00:00Z,BTC,spot.price,,,62000,USD,Desk A
2024-04-26T12:00:00Z,BTC,spot.price,,,64583.33,USD,Desk A
2024-05-01T12:00:00Z,BTC,spot.low,1d,,56500,USD,Desk A
2024-03-14T00:00:00Z,BTC,spot.all_time_high,,,73750,USD,Desk A
2024-05-03T12:00:00Z,BTC,futures.basis,90d,,8,percent,Desk A
2024-05-03T12:00:00Z,BTC,options.skew_25d,30d,,3,percent,Desk A
2024-05-03T12:00:00Z,BTC,perp.funding_rate,,binance,-4,percent,Desk A
2024-05-03T12:00:00Z,BTC,futures.open_interest,,all venues,450000,BTC,Desk A
2024-05-03T12:00:00Z,BTC,futures.open_interest_usd,,all venues,27900000000,USD,Desk A
2024-04-26T12:00:00Z,BTC,futures.open_interest_usd,,all venues,31000000000,USD,Desk A
2024-05-02T12:00:00Z,BTC,futures.open_interest_usd,,as published by Desk B,16000000000,USD,Desk B
2024-05-03T12:00:00Z,CRYPTO,liquidations.total,1d,all venues,200000000,USD,Desk A
2024-05-03T12:00:00Z,BTC,liquidations.total,1d,all venues,90000000,USD,Desk A
2024-05-03T12:00:00Z,ETH,liquidations.total,1d,all venues,60000000,USD,Desk A
2024-05-03T12:00:00Z,ETH,spot.return,1d,,1.2,percent,Desk A
"""
PIECES = Path("/work/shared/source-pieces")


@pytest.fixture
def judged(names):
    """Judge a text by observations in the form of the observations file."""
    catalogue = load_catalogue()

    def judge(text, rows=OBSERVED, **how):
        delivered = read_observations((HEAD + rows).encode(), "seen.csv", names=names, catalogue=catalogue)
        return judge_foreign(text, delivered.observations, names=names, **how)

    return judge


#: sentence → the number in it, and what is known of it.
NUMBERS = {
    "a reading": ("Bitcoin's three-month basis is 8%.", "8%", "found"),
    "another reading": ("Bitcoin's three-month basis is 9%.", "9%", "contradicted"),
    "a price": ("Bitcoin trades at $62,000.", "$62,000", "found"),
    "another price": ("Bitcoin trades at $63,500.", "$63,500", "contradicted"),
    "a change between two readings": ("Bitcoin fell 4% over seven days.", "4%", "found"),
    "how far from the record": ("Bitcoin is 15.9% below its all-time high.", "15.9%", "found"),
    "how far above the low": ("Bitcoin's rebound from the low is 9.7%.", "9.7%", "found"),
    "coins at a price": ("Open interest in bitcoin futures on all venues is worth $27.9 billion.", "$27.9 billion",
                         "found"),
    "a sum of parts": ("Bitcoin and ether made up $150 million of crypto market liquidations.", "$150 million",
                       "found"),
    "a bound that holds": ("The bitcoin skew at 30 days is below 6%.", "6%", "found"),
    "a rounded word": ("Ether rose more than 1% in the past day.", "1%", "found"),
    "an explained threshold": ("In a neutral market the bitcoin basis should be 5%.", "5%", "unknown"),
    "a level to watch": ("Bitcoin was rejected at the $65,000 mark.", "$65,000", "unknown"),
    "what nobody observed": ("The fund raised $2.1 million.", "$2.1 million", "unknown"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "printed", "state"), NUMBERS.values(), ids=NUMBERS)
def test_a_number_is_sought_among_what_was_observed(judged, text, printed, state):
    """Readings and what follows from them are found; what they deny is contradicted; the rest nobody knows."""
    verdict = judged(text)
    (number,) = [each for each in verdict.added if each.printed == printed]
    assert (number.state, number.fact is None) == (state, state == "unknown")


#: A text of its own with one defect, and what is said of it.
DEFECTS = {
    "a percentage that its ends do not give": (
        "Bitcoin trades at $62,000. It has made a 7% gain since $56,500.", "its ends give 9.7%",
    ),
    "dollars that fell by less than the price": (
        ("Open interest was flat, yet its value fell from $31.0 billion to $27.9 billion, in line with the "
        "14% drop in the price of bitcoin."),
        "changed by -10.0% while coins stood still, and the price by -14%",
    ),
    "parts that miss their whole": (
        ("Liquidations came to $200 million. Liquidations of BTC ($90 million), ETH ($60 million) and others "
        "($20 million) led."),
        "$30,000,000 is missing",
    ),
    "parts beyond their whole": (
        "Liquidations came to $200 million. Liquidations of BTC ($190 million) and ETH ($60 million) led.",
        "is missing",
    ),
    "two prices": ("# Bitcoin rallies to $62,900\n\nBitcoin has rebounded to $62,000.", "two prices of BTC"),
    "a total of no scope": ("Open interest in bitcoin futures slid to $16.0 billion.", "without a scope"),
    "a skew without its tenor": ("The bitcoin skew has hit 3%.", "without its tenor"),
    "a garbled word": ("Open interest in all venues fell to $27.9 bi;;iom.", "is no word"),
    "a strong word for a small rate": (
        "Funding on Binance collapsed to -4% a year.", "0.0037% per eight hours",
    ),
    "a text under two dates": (
        ("May 3, 2024\n\nThe market went its way and the desks had little else to talk about that day.\n\n"
        "May 1, 2024\n\nThe market went its way and the desks had little else to talk about that day."),
        "stands twice under May 3, 2024 and May 1, 2024",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), DEFECTS.values(), ids=DEFECTS)
def test_a_text_that_contradicts_itself_is_caught(judged, text, said):
    """Each defect that was once published is found in a text of our own, and named."""
    assert any(said in problem.what for problem in judged(text).problems if problem.level == "red")


SOUND = {
    "a percentage and its ends": "Bitcoin trades at $62,000. It has made a 9.7% gain since $56,500.",
    "dollars, coins and price": (
        "Open interest on all venues was flat, yet its value fell from $31.0 billion to $27.9 billion, in line with "
        "the 10% drop in the price of bitcoin."
    ),
    "parts and their whole": (
        "Liquidations came to $200 million. Liquidations of BTC ($90 million), ETH ($60 million) and others "
        "($50 million) led."
    ),
    "a part of the parts": (
        "Liquidations came to $200 million. Liquidations of BTC ($90 million) and ETH ($60 million) led."
    ),
    "a scope": "Open interest in bitcoin futures on all venues slid to $27.9 billion.",
    "a tenor": "The 30-day bitcoin skew is 3%.",
    "a strong word for a large rate": "Funding on Binance collapsed to -40% a year.",
    "a plain word for a small rate": "Funding on Binance fell to -4% a year.",
    "one price, two times": "Bitcoin trades at $62,000. Bitcoin was at $64,583 a week earlier.",
}  # fmt: skip


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_a_text_that_agrees_with_itself_is_left_alone(judged, text):
    """No contradiction is seen where there is none."""
    assert [problem.what for problem in judged(text).problems if problem.kind == "context"] == []


def test_a_line_of_plain_text_is_a_paragraph(judged):
    """In a plain text the line is named where the number stands."""
    verdict = judged("A title\nBitcoin's three-month basis is 9%.\n", lines=True)
    assert [(each.sentence, each.kind) for each in verdict.problems] == [("line 2", "number")]


def test_a_list_of_facts_is_looked_for(tmp_path):
    """A fact is stated, missing, or contradicted; a sentence that explains a threshold contradicts nothing."""
    path = tmp_path / "facts.yaml"
    path.write_text(
        "- {id: gain, fact: up 9.7%, any: ['9\\.7%'], never: ['\\b7% gain']}\n"
        "- {id: cut, fact: a cut at 5%, any: ['5%[^.]{0,20}basis']}\n"
        "- {id: low, fact: the low, any: ['\\$56,500']}\n",
        encoding="utf-8",
    )
    listed = read_listed(path)
    states = {each.id: each.state for each in held("A 7% gain since Feb. 5% in the basis.", listed)}
    assert states == {"gain": "contradicted", "cut": "stated", "low": "missing"}
    assert next(each.state for each in held("It would be a 7% gain.", listed)) == "missing"


@pytest.mark.skipif(not PIECES.is_dir(), reason="the published pieces are not ours to keep")
def test_the_defects_of_the_published_pieces_are_found(names):
    """Given two published pieces with their observations, each known defect is named."""
    catalogue = load_catalogue()
    slugs = ("analysis-2026-02-09", "market-wrap-2026-02-10")
    seen = {}
    for slug in slugs:
        file = PIECES / f"{slug}.observations.csv"
        seen[slug] = read_observations(file.read_bytes(), str(file), names=names, catalogue=catalogue).observations
    both = [each for observations in seen.values() for each in observations]

    def said(slug, observations):
        text = (PIECES / f"{slug}.txt").read_text(encoding="utf-8")
        verdict = judge_foreign(text, observations, names=names, slug=slug, lines=True)
        return "\n".join(problem.what for problem in verdict.problems if problem.level == "red")

    analysis, wrap = said(slugs[0], seen[slugs[0]]), said(slugs[1], both)
    for defect in ("its ends give 18.9% or 18.0%", "changed by -19.2%", "Feb 9, 2026 and Feb 6, 2026", "its tenor"):
        assert defect in analysis
    for defect in ("$71,000,000 is missing", "'bo;;opm'", "without a scope", "'collapsed' is said of funding"):
        assert defect in wrap
