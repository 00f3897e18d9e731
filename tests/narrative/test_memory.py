"""Memory of an issue: its prose, its phrases, its lead, and how much of it another text says as well."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.article import Draft, Sentence
from generator.model.fact import Facts
from generator.model.memory import Said
from generator.narrative.memory import overlap, recent, said_by

NOON = datetime(2026, 2, 10, 12, tzinfo=UTC)
BODY = """**What to know**

- Bitcoin ended at $70,580.

**Summary.** Bitcoin rose 12.2% on Friday. The skew is a price. Read on.

## Futures

![Closes on Binance: $70,580.](x.svg)

An editor's note.

| Bitcoin | $70,580 |

Left out: liquidations.

Written by rules. Not investment advice."""


def sentence(name, text, template, fixed=None):
    field = "body" if name.startswith("p") else name
    return Sentence(
        id=name if field == "body" else f"{name}.1", field=field, text=text, template=template, fixed=fixed,
        statements=(),
    )  # fmt: skip


DRAFT = Draft(
    slug="2026-02-10-btc-brief", edition="brief", asset="BTC", as_of=NOON, front={}, body=BODY,
    sentences=(
        sentence("title", "Bitcoin rises 12.2%", "head-price/2"),
        sentence("description", "Options are calm.", "dek-calm/1"),
        sentence("p1.1", "What to know", "fixed/label-know", fixed="label-know"),
        sentence("p2.1", "Bitcoin ended at $70,580.", "know-price/1"),
        sentence("p3.1", "Summary.", "fixed/label-summary", fixed="label-summary"),
        sentence("p3.2", "Bitcoin rose 12.2% on Friday.", "lead-day/3+week/2"),
        sentence("p3.3", "The skew is a price.", "explain-skew/4"),
        sentence("p3.4", "Read on.", "fixed/on", fixed="on"),
        sentence("p4.1", "Futures", "fixed/heading-futures", fixed="heading-futures"),
        sentence("p5.1", "Closes on Binance: $70,580.", "chart-price/1"),
        sentence("p6.1", "An editor's note.", "note", fixed="note:1"),
        sentence("p7.1", "Bitcoin | $70,580", "row-price/1"),
        sentence("p8.1", "Left out: liquidations.", "gaps/1"),
        sentence("p8.2", "The price is Binance's.", "source-spot/1"),
        sentence("p9.1", "Written by rules.", "made/1"),
        sentence("p9.2", "Not investment advice.", "fixed/disclaimer", fixed="disclaimer"),
    ),
    claims=(), facts=Facts(), findings=(), gaps=(), notes=(),
)  # fmt: skip


def test_what_is_remembered_is_the_prose():
    """No heading, table, note, picture or fixed sentence, and not what closes the article."""
    assert said_by(DRAFT, "plain").sentences == (
        "Options are calm.",
        "Bitcoin ended at $70,580.",
        "Bitcoin rose 12.2% on Friday.",
        "The skew is a price.",
    )


def test_the_lead_is_the_first_sentence_that_runs():
    """Not an item of the list above it; of a sentence that was joined of two it is how the first one began."""
    assert said_by(DRAFT, "plain").frame == "lead-day/3"


def test_pattern_phrases_and_explanations_are_remembered_by_name():
    """A joined sentence has two phrases; what is fixed has none."""
    said = said_by(DRAFT, "plain")
    assert (said.slug, said.edition, said.asset, said.tone, said.as_of) == (
        "2026-02-10-btc-brief", "brief", "BTC", "plain", NOON,
    )  # fmt: skip
    assert said.headline == "head-price"
    assert said.phrases[:5] == ("head-price/2", "dek-calm/1", "know-price/1", "lead-day/3", "week/2")
    assert not any(phrase.startswith("fixed") for phrase in said.phrases)
    assert said.explained == ("skew",)


class Kept:
    """A memory that gives what it holds."""

    def __init__(self, *issues):
        self.issues = issues

    def recent(self, *, edition, asset, tone, before, count):
        """Return what lies before, the newest first."""
        asked = (edition, asset, tone)
        found = [said for said in self.issues if said.as_of < before and (said.edition, said.asset, said.tone) == asked]
        return sorted(found, key=lambda said: said.as_of, reverse=True)[:count]


def kept(hours, edition="brief", asset="BTC"):
    return Said(
        slug=f"{hours}", edition=edition, asset=asset, tone="plain", as_of=NOON - timedelta(hours=hours), frame="",
        headline="", phrases=(), explained=(), sentences=(),
    )  # fmt: skip


def test_an_earlier_text_of_the_same_day_is_not_one_of_the_issues_before():
    """It is about to be replaced: a day that is written at four and at noon says at noon what it would have said."""
    memory = Kept(kept(8), kept(24), kept(12))
    found = recent(memory, edition="brief", asset="BTC", tone="plain", as_of=NOON)
    # The day before ends at midnight: the text of that instant belongs to it.
    assert [said.slug for said in found] == ["12", "24"]


def test_no_more_than_fourteen_issues_are_looked_back_on():
    """Nor fewer, where the day has been written before."""
    memory = Kept(kept(1), *(kept(24 * days) for days in range(1, 20)))
    assert len(recent(memory, edition="brief", asset="BTC", tone="plain", as_of=NOON)) == 14


def test_the_markets_edition_is_about_no_asset():
    """Its memory is one, whatever asset it leads with."""
    memory = Kept(kept(24, "markets", ""))
    assert recent(memory, edition="markets", asset="ETH", tone="plain", as_of=NOON) != ()
    assert recent(None, edition="markets", asset="ETH", tone="plain", as_of=NOON) == ()


@pytest.mark.parametrize(
    ("text", "earlier", "share"),
    [
        pytest.param("One two three four.", "one, two three (four)", 1.0, id="case and punctuation do not count"),
        pytest.param("It rose 1.5% on Friday.", "It rose 1.6% on Friday.", 0.0, id="another number is another word"),
        pytest.param("It rose 1.5% on Friday.", "It rose 1.5% on Monday.", 0.5, id="one of two runs"),
        pytest.param("It fell -3.4% on Friday.", "It fell 3.4% on Friday.", 0.0, id="a sign belongs to its number"),
        pytest.param("a b c d e a b c d e", "a b c d", 0.2, id="a run that comes twice counts once"),
        pytest.param("Three short words.", "Three short words.", 0.0, id="no run of four words"),
    ],
)
def test_overlap_is_the_share_of_runs_of_four_words(text, earlier, share):
    """Counted by hand."""
    assert overlap([text], [earlier]) == pytest.approx(share)


def test_a_run_does_not_go_on_in_the_next_sentence():
    """Two sentences that follow each other by chance are no phrase."""
    assert overlap(["one two", "three four"], ["one two three four"]) == 0


TEXTS = st.lists(st.lists(st.sampled_from(["up", "Down.", "5%", "(a)"]), max_size=9).map(" ".join), max_size=4)


@given(TEXTS, TEXTS)
def test_overlap_is_a_share(text, earlier):
    """Between none and all; a text has all of itself, and none of what has no word in common."""
    assert 0 <= overlap(text, earlier) <= 1
    assert overlap(text, text) in (0, 1)
    assert overlap(text, []) == 0
    assert overlap(text, [*earlier, *text]) == overlap(text, text)


@given(TEXTS, TEXTS, TEXTS)
def test_an_earlier_text_with_more_in_it_shares_no_less(text, earlier, more):
    """Adding sentences to what was said never lowers what is said again; nor does their order matter."""
    assert overlap(text, [*earlier, *more]) >= overlap(text, earlier)
    assert overlap(text, [*earlier, *more]) == overlap(text[::-1], [*more, *earlier])
