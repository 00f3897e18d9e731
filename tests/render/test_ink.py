"""Words between marks are claims; what is not printed leaves no trace."""

from hypothesis import given
from hypothesis import strategies as st

from generator.render.ink import CLAUSE, Ink, Seed


def seed(fact: str) -> Seed:
    return Seed("number", "value", fact, None, 1.0, "ratio")


def test_claims_come_in_the_order_of_the_text():
    """A helper called first may be printed last."""
    ink = Ink()
    first, second = ink.mark(seed("a"), "8.1%"), ink.mark(seed("b"), "rose")
    plain, claims = ink.dry(f"Basis {second} to {first}.")
    assert plain == "Basis rose to 8.1%."
    assert [(claim.seed.fact, claim.printed) for claim in claims] == [("b", "rose"), ("a", "8.1%")]
    assert [plain[claim.start : claim.end] for claim in claims] == ["rose", "8.1%"]


def test_a_claim_that_is_not_printed_is_no_claim():
    """A phrase may ask for an aspect and then not set it."""
    ink = Ink()
    ink.mark(seed("a"), "unused")
    assert ink.dry("Nothing here.") == ("Nothing here.", [])


def test_a_clause_begins_a_new_statement():
    """Claims of one clause stand and fall together, those of the next on their own."""
    ink = Ink()
    text = f"{ink.mark(seed('a'), '1')} and {CLAUSE}{ink.mark(seed('b'), '2')}"
    assert [claim.statement for claim in ink.dry(text)[1]] == [0, 1]


@given(st.lists(st.text("abc% .,", max_size=8), max_size=6))
def test_offsets_always_point_at_the_printed_words(words):
    """Whatever stands around the marks, each claim is found where it says."""
    ink = Ink()
    text = "x".join(ink.mark(seed(str(n)), word) for n, word in enumerate(words))
    plain, claims = ink.dry(text)
    assert plain == "x".join(words)
    assert all(plain[claim.start : claim.end] == claim.printed for claim in claims)
