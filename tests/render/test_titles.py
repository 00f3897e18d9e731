"""Titles: the best that fits, that the body tells, and that is not made as the last ones were; deks add to them."""

import json

import pytest

from generator.errors import TemplateError
from generator.publish.evidence import Ground
from generator.publish.markdown import assemble
from tests.render import tiny

PHRASES = """
t-lead:
  - "The basis is {{ basis.value }}."
t-a:
  - "Basis at {{ basis.value }}"
t-b:
  - "The futures premium stands at {{ basis.value }}"
t-c:
  - "Premium: {{ basis.value }}"
t-long:
  - "A title that goes on and on about {{ basis.value }} until no newsletter shows the end of it any more"
t-both:
  - "A title that goes on and on about {{ basis.value }} until no newsletter shows the end of it any more"
  - "Premium of {{ basis.value }}"
t-more:
  - "Basis at {{ basis.value }} as {{ rate.asset }} funding is {{ rate.value }}"
t-named:
  - "{{ rate.asset }} basis at {{ basis.value }}"
t-dek-same:
  - "It is {{ basis.value }}."
t-dek-rate:
  - "Funding is {{ rate.value }}."
t-dek-both:
  - "Funding is {{ rate.value }} and the basis {{ basis.value }}."
t-dek-far:
  - "A year from here it is {{ far.value }}."
"""
BASIS, RATE, FAR = tiny.fact("futures.basis/90d"), tiny.fact("perp.funding_rate", 0.01), tiny.fact("futures.basis/1y")
LEAD = tiny.finding("t-lead", basis=BASIS)


@pytest.fixture(scope="module")
def voice(tmp_path_factory):
    return tiny.voice(tmp_path_factory.mktemp("desk"), PHRASES)


@pytest.fixture
def write(voice):
    """Write an article with these candidates as its title and dek."""

    def written(heads, dek=(), recent=()):
        parts = {"basis": BASIS, "rate": RATE, "far": FAR}
        found = [[tiny.finding(move, "headline", **parts) for move in moves] for moves in (heads, dek)]
        return tiny.written(voice, tiny.outline([LEAD], headlines=found[0], dek=found[1], recent=recent))

    return written


def test_the_best_candidate_is_the_title(write):
    """The others are kept, with the reason."""
    draft = write(["t-b", "t-a"])
    assert draft.front["title"] == "The futures premium stands at 3.0%"
    assert [(each.pattern, each.chosen, each.why) for each in draft.headlines] == [
        ("t-b", True, "the best that may be said"),
        ("t-a", False, "a better one was taken"),
    ]


def test_a_title_that_is_too_long_is_passed_over(write):
    """A subject of more than 75 characters is cut off in most mail programs."""
    draft = write(["t-long", "t-a"])
    assert draft.front["title"] == "Basis at 3.0%"
    assert draft.headlines[0].why == f"too long: {len(draft.headlines[0].text)} characters"


def test_a_candidate_may_fit_in_other_words(write):
    """Before the next candidate has its turn."""
    assert write(["t-both", "t-a"]).front["title"] == "Premium of 3.0%"


def test_a_title_says_nothing_that_the_body_does_not_tell(write):
    """Funding is not in the body; the asset that funding is of is only called by its name."""
    draft = write(["t-more", "t-named", "t-a"])
    assert draft.front["title"] == "Bitcoin basis at 3.0%"
    assert draft.headlines[0].why == "not told in the body: BTC/perp.funding_rate"


def test_a_pattern_rests_for_five_issues(write):
    """Then it may come again."""
    recent = [tiny.issue(ago, headline=f"t-{name}") for ago, name in enumerate("xyzuva", start=1)]
    assert write(["t-a", "t-b"], recent=recent).front["title"] == "Basis at 3.0%"
    draft = write(["t-a", "t-b"], recent=recent[1:])
    assert draft.front["title"] == "The futures premium stands at 3.0%"
    assert draft.headlines[0].why == "its pattern was used 5 issues ago"


def test_where_every_pattern_rests_the_one_that_has_rested_longest_is_used(write):
    """Yet never one that does not fit or that the body does not tell."""
    recent = [tiny.issue(ago, headline=f"t-{name}") for ago, name in enumerate("abc", start=1)]
    draft = write(["t-more", "t-a", "t-c", "t-b"], recent=recent)
    assert draft.front["title"] == "Premium: 3.0%"
    assert [each.chosen for each in draft.headlines] == [False, False, True, False]


def test_without_a_title_that_fits_there_is_no_article(write):
    """The editor's phrases are at fault."""
    with pytest.raises(TemplateError, match="no headline fits 75 characters"):
        write(["t-long"])


@pytest.mark.parametrize(
    ("candidates", "dek"),
    [
        pytest.param(["t-dek-same", "t-dek-rate"], "Funding is 1.0%.", id="the first that adds something"),
        pytest.param(["t-dek-both", "t-dek-rate"], "Funding is 1.0%.", id="one that adds more than it repeats"),
        pytest.param(["t-dek-rate", "t-dek-far"], "Funding is 1.0%.", id="the better of two that do"),
        pytest.param(["t-dek-same", "t-dek-both"], "Funding is 1.0% and the basis 3.0%.", id="one that adds at all"),
        pytest.param(["t-dek-same"], "It is 3.0%.", id="one that adds nothing where no other does"),
        pytest.param([], "", id="none"),
    ],
)
def test_the_dek_adds_to_the_title(write, candidates, dek):
    """What the title has said a reader of both need not be told again."""
    assert write(["t-a"], candidates).front["description"] == dek


def test_the_evidence_has_every_candidate(write):
    """Pattern, words, score and reason, in the order of their score."""
    draft = write(["t-a", "t-long", "t-c"])
    article = assemble(draft, Ground.of(draft.facts), generator_version="1")
    told = json.loads(article.evidence)["headlines"]
    assert told[0] == {
        "pattern": "t-a", "text": "Basis at 3.0%", "score": 0.5, "chosen": True, "why": "the best that may be said",
    }  # fmt: skip
    assert [each["pattern"] for each in told] == ["t-a", "t-long", "t-c"]
