"""Numbers that an editor puts in are looked up among all facts of the day."""

import pytest

PLACE = "That is the lowest in more than two years.\n"

#: What is put in → the number, what is known of it, and the fact that says so.
NEW = {
    "the metric names it": (
        "Bitcoin futures carried a basis of 2.7% at the close.", "2.7%", "found", "BTC/futures.basis/90d@binance",
    ),
    "another day's reading": (
        "A week earlier the bitcoin basis had been 4.7%.", "4.7%", "found", "BTC/futures.basis/90d@binance~past:7d",
    ),
    "no reading of the metric": ("Desks quoted a bitcoin basis of 8.8%.", "8.8%", "contradicted", None),
    "a move over its window": ("Bitcoin rose 12.2% over 24 hours.", "12.2%", "found", "BTC/spot.return/1d"),
    "a move over another window": ("Bitcoin rose 12.2% over seven days.", "12.2%", "contradicted", None),
    "a move the other way": ("Bitcoin fell 12.2% over 24 hours.", "12.2%", "contradicted", "BTC/spot.return/1d"),
    "a price": ("Bitcoin trades at $70,580.", "$70,580", "found", "BTC/spot.price@binance"),
    "another price": ("Bitcoin trades at $64,100.", "$64,100", "contradicted", None),
    "a target that is no price": ("Bitcoin bulls now eye $75,000.", "$75,000", "unknown", None),
    "an amount of what is not measured": ("Miners hold bitcoin worth $120 billion.", "$120 billion", "unknown", None),
    "a count": ("We spoke to 14 desks.", "14", "unknown", None),
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "printed", "state", "fact"), NEW.values(), ids=NEW)
def test_a_number_of_a_new_sentence_is_looked_up(derivatives, judge, sentence, printed, state, fact):
    """It is found, contradicted or unknown; only what is contradicted is red, and nothing is green."""
    markdown, evidence = derivatives
    verdict = judge(markdown.replace(PLACE, f"{PLACE}{sentence}\n"), evidence)
    (number,) = [each for each in verdict.added if each.printed == printed]
    assert number.state == state
    if fact is not None:
        assert number.fact == fact
    levels = {problem.level for problem in verdict.problems}
    assert levels
    assert ("red" in levels) == (state == "contradicted")


#: What is put into a sentence that keeps all its claims → what is known of the number, and the worst level.
CLAUSES = {
    "a true clause": ("12.2% on Friday to $70,580", "12.2% on Friday to $70,580, down 16.2% over seven days", "found"),
    "a false clause": ("at 21.6% of at", "at 21.6%, against a basis of 9.9%, of at", "contradicted"),
    "a clause that nobody can check": ("for 30 days in a row", "for 30 days in a row, or 45 by another count",
                                       "unknown"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "state"), CLAUSES.values(), ids=CLAUSES)
def test_a_number_put_into_a_sentence_is_looked_up(derivatives, judge, old, new, state):
    """While all that was claimed still stands, what was added is looked up, and a person signs for it."""
    markdown, evidence = derivatives
    assert old in markdown
    verdict = judge(markdown.replace(old, new, 1), evidence)
    assert [each.state for each in verdict.added] == [state]
    assert {problem.level for problem in verdict.problems} >= {"red" if state == "contradicted" else "yellow"}


def test_a_changed_number_is_not_an_added_one(derivatives, judge):
    """A claim's number replaced by another true one is red: it is not what the sentence rests on."""
    markdown, evidence = derivatives
    verdict = judge(markdown.replace("Bitcoin rose 12.2% on Friday", "Bitcoin rose 2.7% on Friday", 1), evidence)
    assert verdict.added == ()
    assert "red" in {problem.level for problem in verdict.problems}


def test_an_unchanged_text_has_no_added_numbers(derivatives, judge):
    """Nothing is looked up where nothing was changed."""
    markdown, evidence = derivatives
    assert judge(markdown, evidence).added == ()
