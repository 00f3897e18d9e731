"""Pronouns and long names: read as the asset that was named last, and as no other."""

import pytest

from tests.verify.test_together import two_coins

BITCOIN, ETHER = "[[Bitcoin|asset|btc]] [[rose|sign|btc_day]].", "[[Ether|asset|eth]] [[fell|sign|eth_day]]."
IT = "[[It|asset|btc]] is at [[$110|value|btc]]."
GOOD = {
    "the sentence before": f"{BITCOIN}\n{IT}",
    "the same sentence": f"{ETHER[:-1]} and [[its|asset|eth]] price is [[$8|value|eth]].",
    "a long name": "[[The largest cryptocurrency|asset|btc]] [[rose|sign|btc_day]] [[10.0%|size|btc_day]].",
    "the second-largest": "[[The second-largest cryptocurrency|asset|eth]] is at [[$8|value|eth]].",
}
BAD = {
    "another coin before it": f"{ETHER}\n{IT}",
    "another coin in between": f"{BITCOIN}\n{ETHER}\n{IT}",
    "another paragraph": f"{BITCOIN}\n\n{IT}",
    "nothing before it": IT,
    "the other's rank": "[[The largest cryptocurrency|asset|eth]] is at [[$8|value|eth]].",
}


@pytest.mark.parametrize("body", GOOD.values(), ids=GOOD)
def test_a_pronoun_stands_for_the_asset_named_last(body, judge):
    """So does a long name for the asset that it is known to be."""
    assert judge(*two_coins(body)).passed


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_a_pronoun_that_can_mean_another_asset_is_refused(body, judge):
    """The number behind it is right, and a reader would give it to the wrong coin."""
    assert not judge(*two_coins(body)).passed
