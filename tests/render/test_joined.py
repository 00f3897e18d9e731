"""Two sentences as one: only plain and short ones, with every claim in its place."""

import pytest

from generator.render.ink import Inked, Seed
from generator.render.joined import QUANTITIES, WORDS, join
from generator.render.sentences import Written


def sentence(marked, *, small=False, **facts):
    """A finished sentence of text with ``[words|role|fact]``."""
    text, claims = "", []
    for part in marked.replace("]", "[").split("["):
        words, _, rest = part.partition("|")
        role, _, fact = rest.partition("|")
        if role:
            seed = Seed("name", role, facts.get(fact, fact), None, None, "none")
            claims.append(Inked(seed, words, len(text), len(text) + len(words), 0))
        text += words
    return Written(text, tuple(claims), "move/1", small=small)


ETHER = sentence("[Ether|asset|ETH/a] [rose|sign|ETH/a] [12.9%|size|ETH/a].", small=True)
COINS = sentence("[None|n|basket:LARGE/b] of the [11|total|basket:LARGE/b] coins that we track [rose|sign|b/b].")
AGAINST = sentence(
    "Against [bitcoin|asset|BTC/c], [ether|asset|ETH/c] [lost|sign|ETH/c] [10.1%|size|ETH/c] in [a week|window|c/c]."
)
INDEX = sentence("[Deribit|venue|BTC/d]'s index [fell|sign|BTC/d] to [58.9%|value|BTC/d].")


def test_two_plain_sentences_become_one_with_their_claims_in_order():
    """The second goes on in small letters, its claims stand where their words stand, and its statement is its own."""
    both = join(ETHER, AGAINST, "but")
    assert both.text == "Ether rose 12.9%, but against bitcoin, ether lost 10.1% in a week."
    assert all(both.text[claim.start : claim.end] == claim.printed for claim in both.claims)
    assert [claim.seed.fact for claim in both.claims] == [claim.seed.fact for claim in (*ETHER.claims, *AGAINST.claims)]
    assert [claim.statement for claim in both.claims] == [0, 0, 0, 1, 1, 1, 1, 1]
    assert both.template == "move/1+move/1"


def test_names_keep_their_capitals():
    """A venue at its head is a name, a count is not."""
    assert join(COINS, INDEX, "while").text.endswith("rose, while Deribit's index fell to 58.9%.")
    assert ", and none of the 11 coins" in join(ETHER, COINS, "and").text
    assert ", but ether rose" in join(AGAINST, ETHER, "but").text


@pytest.mark.parametrize(
    "other",
    [
        "[Bitcoin|asset|BTC/e] [fell|sign|BTC/e] [1%|size|BTC/e]: a quiet day.",
        "[Bitcoin|asset|BTC/e] [fell|sign|BTC/e] [1%|size|BTC/e], while others did not.",
        "That is [1%|size|ETH/e] [more|sign|ETH/e].",
        "It [fell|sign|ETH/e] [1%|size|ETH/e].",
        "[Bitcoin|asset|BTC/e] is at [1%|value|BTC/e].",
        "The price [fell|sign|BTC/e] [1%|size|BTC/e].",
        "[Bitcoin|asset|BTC/e] [fell|sign|BTC/e] [1%|size|BTC/e] to [$2|value|BTC/e] from [$3|value|BTC/e].",
        "[Bitcoin|asset|BTC/e] [fell|sign|BTC/e] [1%|size|BTC/e]" + " and so on" * 9 + ".",
    ],
)
def test_what_would_be_no_good_sentence_stays_two(other):
    """A third clause, a backward glance, no direction, another coin's unnamed number, too many figures or words."""
    assert join(ETHER, sentence(other), "and") is None


def test_a_joined_sentence_keeps_the_limits():
    """Its words and quantities are counted in full."""
    both = join(ETHER, AGAINST, "but")
    assert len(both.text.split()) <= WORDS
    assert sum(claim.seed.role in ("size", "value") for claim in both.claims) <= QUANTITIES


def test_one_window_is_not_named_twice_in_a_sentence():
    """Where both tell of 24 hours they stay two."""
    day = sentence("[Ether|asset|ETH/a] [rose|sign|ETH/a] [1%|size|ETH/a] over [24 hours|window|ETH/a].")
    coins = "Over [{}|window|b/b], [two|n|b/b] of [11|total|b/b] coins that we track [rose|sign|b/b]."
    assert join(day, sentence(coins.format("24 hours")), "and") is None
    assert join(day, sentence(coins.format("seven days")), "and").text.endswith(
        "and over seven days, two of 11 coins that we track rose."
    )
