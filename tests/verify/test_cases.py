"""What earlier episodes were followed by: never one case, never without their number, ends and side."""

import pytest

from tests.verify.builder import Author, change, level

AS_OF = "2026-02-11T00:00:00Z"
CLOSE = "2026-02-10T23:59:59.999000Z"
BASIS = "BTC/futures.basis/90d@binance"
RECORD = {"from": "2021-02-03", "days": 1800, "expected": 1834, "start_known": True}
WELL = (
    "Since [[2021|first|count]] there have been [[six|n|count]] earlier stretches, and [[bitcoin|asset|price]]'s median"
    " change over the following [[30 days|window|after]] was [[4.1%|value|after]], with outcomes from"
    " [[-18.2%|value|low]] to [[33.0%|value|high]]."
)
ENDS = "[[-18.2%|value|low]] to [[33.0%|value|high]]"
SWAPPED = "[[33.0%|value|high]] to [[-18.2%|value|low]]"
BEFORE = (
    "In [[six|n|count]] earlier stretches [[bitcoin|asset|price]]'s median change in the [[30 days|window|before]]"
    " before was [[-12.1%|value|before]]."
)


def facts(**values):
    """Return the facts of six episodes, with what is said otherwise."""
    told = {"n": 6, "before": -0.121, "after": 0.041, "low": -0.182, "high": 0.33, **values}
    count = f"{BASIS}~episodes"
    window = {"window": "30d", "of": count}
    return {
        "price": level("BTC/spot.price@binance", 68841.2, "USD", CLOSE),
        "count": {"id": count, "kind": "count", "value": told["n"], "unit": "count", "n": told["n"], "as_of": CLOSE,
                  "formula": "", "coverage": RECORD},
        "before": change(f"{count}~before:30d", told["before"], "ratio", CLOSE, **window),
        "after": change(f"{count}~after:30d", told["after"], "ratio", CLOSE, **window),
        "low": change(f"{count}~after:30d:low", told["low"], "ratio", CLOSE, **window),
        "high": change(f"{count}~after:30d:high", told["high"], "ratio", CLOSE, **window),
    }  # fmt: skip


@pytest.fixture
def problems(judge):
    """Return what is wrong with one sentence about the episodes."""

    def found(sentence, **values):
        author = Author("2026-02-10-btc-derivatives", AS_OF, facts(**values), {"asset": "BTC"})
        verdict = judge(*author.build("[[Bitcoin|asset|price]] and its past", [], sentence))
        return [problem.what for problem in verdict.problems if "front matter" not in problem.what]

    return found


@pytest.mark.parametrize("sentence", [WELL, BEFORE], ids=["what followed", "what went before"])
def test_episodes_with_their_number_and_their_ends_are_licensed(problems, sentence):
    """The number of cases, the median and its window; what followed also with both its ends."""
    assert problems(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "values", "why"),
    [
        pytest.param(WELL.replace("six", "two"), {"n": 2}, "fewer than three cases", id="two cases"),
        pytest.param(WELL.replace("six", "one"), {"n": 1}, "fewer than three cases", id="one case told as many"),
        pytest.param(WELL.replace("[[six|n|count]] earlier", "earlier"), {}, "without the number", id="no number"),
        pytest.param(WELL.replace(ENDS, SWAPPED), {}, "changed places", id="swapped ends"),
        pytest.param(WELL.partition(", with")[0] + ".", {}, "without both its ends", id="no ends"),
        pytest.param(WELL.replace("following", "preceding"), {}, "wrong side", id="told of before"),
        pytest.param(BEFORE.replace("before was", "after was"), {}, "wrong side", id="told of after"),
        pytest.param(WELL.replace("median ", ""), {}, "is a median", id="a median told as the change"),
        pytest.param(WELL.replace("30 days", "90 days"), {}, "90 days", id="another window"),
        pytest.param(WELL.replace("[[4.1%", "[[-4.1%"), {}, "-4.1%", id="another sign"),
        pytest.param(WELL.replace("[[six", "[[seven"), {}, "seven", id="another number"),
        pytest.param(WELL.replace("[[2021", "[[2020"), {}, "2020", id="another beginning"),
        pytest.param(WELL.replace("4.1%", "41.0%"), {"after": 0.41}, "outside of its ends", id="no median at all"),
    ],
)  # fmt: skip
def test_episodes_told_otherwise_are_refused(problems, sentence, values, why):
    """Each has one thing wrong, in the words or in the facts behind them."""
    assert any(why in each for each in problems(sentence, **values))


@pytest.mark.parametrize(
    ("printed", "passes"), [("-5%", True), ("minus 5%", True), ("5%", False)], ids=["its sign", "in words", "no sign"]
)
def test_a_cut_below_zero_keeps_its_sign(judge, printed, passes):
    """Funding of -8% is below -5%; "below 5%" would be another statement."""
    told = facts() | {
        "rate": level("BTC/perp.funding_rate/1d@binance", -0.082, "ratio", CLOSE),
        "cut": {"id": "rule:r~threshold:shorts pay heavily", "kind": "threshold", "value": -0.05, "unit": "ratio",
                "as_of": CLOSE, "formula": ""},
    }  # fmt: skip
    word, _, number = printed.rpartition(" ")
    author = Author("2026-02-10-btc-derivatives", AS_OF, told, {"asset": "BTC"})
    body = f"[[Funding|metric|rate]] is [[below|level|rate|cut]] {word} [[{number}|edge|cut]].".replace("  ", " ")
    verdict = judge(*author.build("[[Bitcoin|asset|price]] and its past", [], body))
    lost = [each.what for each in verdict.problems if "lost its sign" in each.what]
    assert (lost == []) is passes
