"""A sentence as it leaves the renderer: capitals where clauses begin, and claims that have them too."""

import pytest

from generator.render.ink import Ink, Seed
from generator.render.sentences import finished


def written(*parts):
    """Finish a sentence of plain words and of (words, role) pairs."""
    ink = Ink()
    marked = [
        part
        if isinstance(part, str)
        else ink.mark(Seed("name", part[1], "BTC/spot.price", None, None, "none"), part[0])
        for part in parts
    ]
    return finished(ink, "".join(marked), "move/1")


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ((("bitcoin", "asset"), " rose."), "Bitcoin rose."),
        (("Resistance: ", ("bitcoin", "asset"), " last closed there."), "Resistance: Bitcoin last closed there."),
        (("It spread: ", ("none", "n"), " of them rose."), "It spread: None of them rose."),
        (("They differ: ", ("longs", "side"), " pay here."), "They differ: Longs pay here."),
        (("One stance: ", ("extreme fear", "label"), "."), "One stance: extreme fear."),
        (("Not covered: ", ("liquidations", "gap"), "."), "Not covered: liquidations."),
        (("It fell: not by much, ", ("bitcoin", "asset"), " said."), "It fell: not by much, bitcoin said."),
        (("Bitcoin brief, Feb. 5: ", ("longs", "side"), " pay"), "Bitcoin brief, Feb. 5: longs pay"),
    ],
)
def test_who_begins_a_clause_behind_a_colon_has_a_capital(parts, text):
    """A state or a list behind it begins none, and a title goes on in small letters."""
    sentence = written(*parts)
    assert sentence.text == text
    assert all(sentence.text[claim.start : claim.end] == claim.printed for claim in sentence.claims)
