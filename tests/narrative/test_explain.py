"""Explanations and caveats, by hand: behind their reading, in turn, and never of what the last issues explained."""

from datetime import UTC, datetime, timedelta

import pytest

from generator.model.fact import Fact, Kind
from generator.model.finding import Finding
from generator.model.memory import Said
from generator.narrative.explain import REMEMBERED, explained

NOW = datetime(2026, 2, 7, tzinfo=UTC)


def told(move, section, part, *traits, score=0.5):
    fact = Fact(id=f"BTC/x/{part}", kind=Kind.LEVEL, value=0.1, unit="ratio", as_of=NOW, formula="")
    return Finding(move, section, {part: fact}, frozenset(traits), {"size": score})


BODY = {
    "dek": (told("dek-derivatives", "dek", "basis"),),
    "takeaways": (told("take-basis", "takeaways", "basis"),),
    "basis": (
        told("basis-level", "basis", "basis", "weak"), told("basis-rank", "basis", "basis"),
        told("basis-curve", "basis", "near"),
    ),
    "funding": (told("funding", "funding", "first", "negative", score=0.9), told("interest-coin", "funding", "coin")),
    "skew": (told("skew-level", "skew", "skew", "panic", score=0.8), told("skew-threshold", "skew", "skew")),
    "volatility": (told("iv-front", "volatility", "week"), told("dvol", "volatility", "dvol", score=0.1)),
    "wider": (told("fear-greed", "wider", "index", "extreme fear"), told("stocks", "wider", "stock")),
    "watch": tuple(told("watch-range", "watch", "low") for _ in range(6)),
}  # fmt: skip


def said(*names, caveats=()):
    phrases = (*(f"explain-{name}/1" for name in names), *(f"caveat-{name}/1" for name in caveats))
    return Said(
        slug="s", edition="derivatives", asset="BTC", tone="professional", as_of=NOW - timedelta(days=1), frame="",
        headline="", phrases=phrases, explained=names, sentences=(),
    )  # fmt: skip


def moves(sections, prefix):
    return [each.move for section in sections.values() for each in section if each.move.startswith(prefix)]


def test_what_has_most_news_in_it_is_explained_first_and_one_a_section():
    """Three in an article of derivatives, none of them in a dek or a list of takeaways."""
    sections = explained(BODY, "derivatives", (), "professional")
    assert sorted(moves(sections, "explain-")) == ["explain-basis", "explain-funding", "explain-skew"]
    assert sections["dek"] == BODY["dek"]
    assert sections["takeaways"] == BODY["takeaways"]


def test_an_explanation_stands_behind_all_that_goes_on_about_its_reading():
    """After the superlative and the threshold, and before the next reading."""
    sections = explained(BODY, "derivatives", (), "professional")
    assert [each.move for each in sections["basis"]] == ["basis-level", "basis-rank", "explain-basis", "basis-curve"]
    assert [each.move for each in sections["skew"]] == ["skew-level", "skew-threshold", "explain-skew"]


@pytest.mark.parametrize("issues", range(1, REMEMBERED + 1))
def test_what_was_explained_in_the_last_issues_is_not_explained_again(issues):
    """The audience remembers for five issues, and others have their turn."""
    recent = (*(said() for _ in range(issues - 1)), said("basis", "funding", "skew"))
    found = moves(explained(BODY, "derivatives", recent, "professional"), "explain-")
    assert not {"explain-basis", "explain-funding", "explain-skew"} & {*found}
    assert found


def test_what_was_explained_longest_ago_comes_first():
    """After five issues the basis may be explained again, behind what never was."""
    recent = (*(said() for _ in range(REMEMBERED)), said("basis", "funding", "skew", "interest"))
    found = moves(explained(BODY, "derivatives", recent, "professional"), "explain-")
    assert found == ["explain-funding", "explain-volatility", "explain-mood"]


def test_plain_language_explains_more():
    """Two more, also of one section."""
    professional = moves(explained(BODY, "derivatives", (), "professional"), "explain-")
    plain = moves(explained(BODY, "derivatives", (), "plain"), "explain-")
    assert len(plain) == len(professional) + 2


def test_asides_claim_nothing_that_is_not_told_beside_them():
    """So two tones with different explanations state equal facts."""
    facts = {fact.id for section in BODY.values() for each in section for fact in each.cast.values()}
    sections = explained(BODY, "derivatives", (), "plain")
    aside = [each for section in sections.values() for each in section if each.move.startswith(("explain-", "caveat-"))]
    assert {fact.id for each in aside for fact in each.cast.values()} <= facts


def test_only_a_reading_out_of_the_ordinary_is_doubted_and_not_what_is_explained_beside_it():
    """With basis, funding and skew explained, the mood in extreme fear bears the caveat; a calm one bears none."""
    assert moves(explained(BODY, "derivatives", (), "professional"), "caveat-")[0] in ("caveat-mood", "caveat-interest")
    calm = {
        "basis": (told("basis-level", "basis", "basis", "neutral"),),
        **dict.fromkeys(("a", "b"), BODY["watch"] * 2),
    }
    recent = (said("basis"),)
    assert moves(explained(calm, "derivatives", recent, "professional"), "caveat-") == []


def test_a_caveat_is_not_repeated_either():
    """Once warned of the mood, readers are warned of something else."""
    explains = ("basis", "funding", "skew", "interest", "volatility", "dvol", "mood")
    first = moves(explained(BODY, "derivatives", (said(*explains),), "professional"), "caveat-")
    again = moves(explained(BODY, "derivatives", (said(*explains, caveats=[first[0][7:]]),), "professional"), "caveat-")
    assert first
    assert again != first


def test_a_short_article_bears_two_explanations_at_most_and_no_caveat():
    """A dull day is told in few words."""
    short = {"basis": BODY["basis"], "skew": BODY["skew"], "funding": BODY["funding"]}
    sections = explained(short, "derivatives", (), "professional")
    assert len(moves(sections, "explain-")) == 2
    assert len(moves(explained(short, "brief", (), "professional"), "explain-")) == 1
    assert moves(sections, "caveat-") == []
