"""A store remembers who decided what about an article, and which text the decision was made on."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.model.review import PUBLISHER, Review, may_be_published, publishable, state_of
from generator.store.sqlite import Store
from tests.store.records import HOUR, INSTANTS, NOON, WORDS

SLUG = "2026-02-10-markets"


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "wirecopy.sqlite") as opened:
        yield opened


def decision(state, text="a", *, slug=SLUG, by="Ada", at=NOON, reasons=()):
    return Review(slug=slug, state=state, at=at, by=by, reasons=reasons, sha256=text)


def test_nothing_is_decided_about_a_new_article(store):
    """An article without a row is a draft, and there is no decision to show."""
    assert store.review(SLUG) is None
    assert store.reviews() == {}
    assert state_of(store.review(SLUG), "a") == "draft"


def test_the_last_decision_counts_and_the_others_stay(store):
    """Held, then approved: approved is what it is, and both rows remain."""
    held = decision("held", reasons=("the price is of yesterday", "no source for Seoul"))
    approved = decision("approved", at=NOON + HOUR)
    other = decision("held", slug="2026-02-10-btc-brief")
    for each in (held, other, approved):
        store.decide(each)
    assert store.review(SLUG) == approved
    assert store.reviews() == {SLUG: approved, other.slug: other}
    assert store.decisions(SLUG) == (held, approved)


def test_the_same_decision_twice_is_one(store):
    """A run each hour that refuses the same text for the same reasons adds one row a text, not one an hour."""
    store.decide(decision("held", reasons=("a digit",)))
    store.decide(decision("held", reasons=("a digit",), at=NOON + HOUR))
    store.decide(decision("held", "b", reasons=("a digit",), at=NOON + HOUR))
    assert [each.sha256 for each in store.decisions(SLUG)] == ["a", "b"]


def test_a_decision_survives_the_end_of_the_process(tmp_path):
    """It lies in the file."""
    with Store.open(tmp_path / "wirecopy.sqlite") as store:
        store.decide(decision("approved"))
    with Store.open(tmp_path / "wirecopy.sqlite") as store:
        assert store.review(SLUG) == decision("approved")


def test_another_text_is_a_draft_again():
    """Whatever was decided about the text before it."""
    for state in ("held", "approved", "published"):
        assert state_of(decision(state, "a"), "a") == state
        assert state_of(decision(state, "a"), "b") == "draft"


def test_publishing_keeps_the_name_of_who_approved(store):
    """And of a text that nobody had to approve it says so."""
    store.decide(decision("approved", by="Ada"))
    store.published([(SLUG, "a"), ("2026-02-10-btc-brief", "c")], at=NOON + HOUR)
    assert store.review(SLUG) == decision("published", by="Ada", at=NOON + HOUR)
    assert store.review("2026-02-10-btc-brief").by == PUBLISHER


def test_publishing_again_adds_nothing(store):
    """A build each hour of five thousand articles leaves five thousand rows, not five thousand an hour."""
    for hour in range(3):
        store.published([(SLUG, "a")], at=NOON + hour * HOUR)
    assert len(store.decisions(SLUG)) == 1
    store.published([(SLUG, "b")], at=NOON + 3 * HOUR)
    assert [each.sha256 for each in store.decisions(SLUG)] == ["a", "b"]


def test_a_text_that_was_changed_after_approval_is_not_published_in_its_name(store):
    """Ada approved another text."""
    store.decide(decision("approved", "a", by="Ada"))
    store.published([(SLUG, "b")], at=NOON + HOUR)
    assert store.review(SLUG).by == PUBLISHER


@pytest.mark.parametrize(
    ("review", "free", "asking"),
    [
        pytest.param(None, True, False, id="nobody looked at it"),
        pytest.param(decision("held"), False, False, id="held"),
        pytest.param(decision("held", "other"), True, False, id="the text before it was held"),
        pytest.param(decision("approved"), True, True, id="approved"),
        pytest.param(decision("approved", "other"), True, False, id="the text before it was approved"),
        pytest.param(decision("published", by=PUBLISHER), True, True, id="out already"),
    ],
)
def test_what_may_be_published(review, free, asking):
    """Of a desk that asks for no approval: all that nobody holds. Of one that does: what was approved."""
    assert may_be_published(review, "a", approval=False) is free
    assert may_be_published(review, "a", approval=True) is asking
    reviews = {} if review is None else {SLUG: review}
    assert publishable(reviews, {SLUG: "a"}, approval=True) == ({SLUG} if asking else set())


@pytest.mark.parametrize(
    ("review", "pins"),
    [
        (decision("approved"), True),
        (decision("published", by="Ada"), True),
        (decision("published", by=PUBLISHER), False),
        (decision("held"), False),
    ],
)
def test_what_a_person_let_through_is_pinned(review, pins):
    """A text that was published without anybody's look may still be written anew as the day goes on."""
    assert review.pins is pins


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rows=st.lists(
        st.builds(
            Review,
            slug=st.sampled_from(["a", "b"]),
            state=st.sampled_from(["held", "approved", "published"]),
            at=INSTANTS,
            by=WORDS,
            reasons=st.lists(WORDS, max_size=3).map(tuple),
            sha256=WORDS,
        ),
        max_size=12,
    )
)
def test_what_goes_in_comes_out(tmp_path_factory, rows):
    """Whatever the words and the order: what was decided is read back, save for repetitions."""
    with Store.open(tmp_path_factory.mktemp("reviews") / "s.sqlite") as store:
        for row in rows:
            store.decide(row)
        for slug in ("a", "b"):
            given_ = [row for row in rows if row.slug == slug]
            told = [(row.state, row.by, row.reasons, row.sha256) for row in given_]
            kept = [row for row, (one, two) in zip(given_, pairwise([None, *told]), strict=True) if one != two]
            assert store.decisions(slug) == tuple(kept)
            assert store.review(slug) == (kept[-1] if kept else None)


def test_decisions_are_told_in_the_order_in_which_they_were_made(store):
    """A clock that was set back does not bring an old decision back."""
    store.decide(decision("approved", at=NOON))
    store.decide(decision("held", at=NOON - timedelta(days=1)))
    assert store.review(SLUG).state == "held"
