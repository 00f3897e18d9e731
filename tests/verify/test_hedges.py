"""A conclusion in a whole text: who agrees, and on what."""

import pytest

from generator.verify.lint import lint_phrases
from tests.verify.builder import Author, level

END = "2026-02-10T23:59:59.999000Z"
BASIS, AGREE = "BTC/futures.basis/90d@binance", "BTC/stance~agree:down"


def text(agreeing, said, *, sign=-1, way="down", lean=-1):
    """An article that concludes from the basis, whose band leans one way, with the count of those who agree."""
    facts = {
        "basis": level(BASIS, 0.027, "ratio", END),
        "band": {"id": f"{BASIS}~band", "kind": "band", "unit": "none", "state": "weak", "sign": lean, "of": BASIS,
                 "as_of": END, "formula": ""},
        "agree": {"id": f"BTC/stance~agree:{way}", "kind": "count", "unit": "count", "value": agreeing, "n": agreeing,
                  "total": 4, "sign": sign, "as_of": END, "formula": ""},
    }  # fmt: skip
    author = Author("2026-02-10-btc-brief", "2026-02-11T00:00:00Z", facts, {"edition": "brief", "asset": "BTC"})
    first = "[[Bitcoin's|asset|basis]] [[basis|metric|basis]] is [[2.7%|value|basis]]"
    return author.build(first, [f"{first}."], f"{first}, which [[{said}|hedge|agree]] [[weak|label|band]] demand.")


@pytest.mark.parametrize(
    ("agreeing", "said", "more", "passes"),
    [
        pytest.param(2, "suggests", {}, True, id="two suggest"),
        pytest.param(2, "hints at", {}, True, id="a weaker word is never wrong"),
        pytest.param(2, "indicates", {}, False, id="two do not indicate"),
        pytest.param(3, "shows", {}, False, id="three do not show"),
        pytest.param(4, "shows", {}, True, id="four show"),
        pytest.param(0, "may point to", {}, True, id="nobody else: it may"),
        pytest.param(0, "hints at", {}, False, id="nobody hints"),
        pytest.param(4, "shows", {"way": "up", "sign": 1}, False, id="those who point the other way do not count"),
        pytest.param(4, "shows", {"lean": 0}, False, id="a reading that leans nowhere has nobody who agrees"),
    ],
)
def test_a_conclusion_is_as_firm_as_those_who_agree(judge, agreeing, said, more, passes):
    """Worked by hand: the rung of the word against the count, and the count's direction against the band's."""
    assert judge(*text(agreeing, said, **more)).passed is passes


def test_a_conclusion_without_a_count_is_refused(judge):
    """A word that concludes is a claim: bare it stands for nothing."""
    markdown, evidence = text(4, "shows")
    evidence["claims"] = [claim for claim in evidence["claims"] if claim["role"] != "hedge"]
    assert not judge(markdown, evidence).passed


@pytest.mark.parametrize("word", ["shows", "suggests", "indicates", "hints at", "may point to"])
def test_a_phrase_may_not_conclude_by_itself(names, word):
    """The lint sends the editor to the count; what an indicator tells in general is no conclusion."""
    say = "A {{ basis.metric('premium') }} of {{ basis.value }} WORD {{ band.label('weak') }} demand."
    assert lint_phrases({"x": [say.replace("WORD", word)]}, names)
    assert not lint_phrases({"x": [say.replace("WORD", "{{ agree.suggests }}")]}, names)
    assert not lint_phrases({"x": ["The {{ basis.metric('premium') }} shows how keen buyers are."]}, names)
