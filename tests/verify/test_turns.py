"""Words of an edited sentence that no claim carries: those that turn or charge it must stay what they were."""

import pytest

#: A plain word that turns what is said, in a sentence whose claims all stay.
TURNED = {
    "buyers for sellers": ("lean toward protection", "lean toward selling"),
    "confidence for calm": ("traders lean toward", "confident traders lean toward"),
    "a judgement": ("traders lean toward", "worryingly, traders lean toward"),
    "an adverb": ("traders lean toward", "famously traders lean toward"),
    "a slip of the pen": ("traders lean toward", "tarders lean toward"),
    "an actor": ("traders lean toward", "miners lean toward"),
    "a clause about nothing known": ("toward protection.", "toward protection, as war looms."),
    "a question": ("Bybit's rate was -3.4%.", "Bybit's rate was -3.4%?"),
    "a cry": ("Bybit's rate was -3.4%.", "Bybit's rate was -3.4%!"),
    "scare quotes": ("mean that traders lean", 'mean that "traders" lean'),
    "a picture": ("mean that traders lean", "mean that traders \U0001f680 lean"),
    "words struck through": ("mean that traders lean", "mean that ~~traders~~ lean"),
    "a rate without its period": ("longs 10.5% annualized on", "longs 10.5% on"),
    "a skew without its tenor": ("- The 30-day skew, the", "- The skew, the"),
    "a change without its time": ("lower than a week ago and", "lower and"),
    "a word put in": ("traders lean toward", "leveraged traders lean toward"),
}  # fmt: skip
LIKE = {
    "of one meaning": ("traders lean toward", "traders lean towards"),
    "a longer way to say it": ("traders lean toward", "market participants lean toward"),
    "a little word": ("traders lean toward", "the traders lean toward"),
    "another form": ("mean that traders lean", "meant that traders leaned"),
}


@pytest.mark.parametrize(("old", "new"), TURNED.values(), ids=TURNED)
def test_a_charged_word_waits_for_a_person(derivatives, judge, old, new):
    """Nobody can tell from facts what it asserts, so that it is never green."""
    markdown, evidence = derivatives
    assert old in markdown
    problems = judge(markdown.replace(old, new, 1), evidence).problems
    assert {problem.level for problem in problems} == {"yellow"}


@pytest.mark.parametrize(("old", "new"), LIKE.values(), ids=LIKE)
def test_a_like_word_passes(derivatives, judge, old, new):
    """A word of the same meaning, and words that say nothing by themselves, change nothing."""
    markdown, evidence = derivatives
    problems = judge(markdown.replace(old, new, 1), evidence).problems
    assert [problem for problem in problems if "American" not in problem.what] == []
