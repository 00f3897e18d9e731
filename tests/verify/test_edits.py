"""What an editor may do to a text, and what not."""

import pytest

ALLOWED = {
    "two sentences joined": (
        "That is the lowest in more than two years.\nIt has been below 5% for 30 days in a row.",
        "That is the lowest in more than two years, and it has been below 5% for 30 days in a row.",
    ),
    "a statement cut": (" and 44.1% below October's record.", "."),
    "the tail of a sentence cut": (" from 102% a day earlier.", "."),
    "a comparison with last week cut": (" and 4.7% a week earlier.", "."),
    "words changed that assert nothing": ("stood at 21.6%", "read 21.6%"),
    "the venue left to the sentence before": ("$70,580 on Binance, its", "$70,580, its"),
    "a name taken for a pronoun": ("Deribit's volatility index closed", "The volatility index closed"),
    "rounded coarser": ("rose 12.2% on Friday", "rose 12% on Friday"),
    "a sentence split": (
        "The Nasdaq-100 added 2.1%, and the VIX fell to 17.8 from 21.8.",
        "The Nasdaq-100 added 2.1%. The VIX fell to 17.8 from 21.8.",
    ),
    "a direction in other words of the same strength": ("Bitcoin rose 12.2%", "Bitcoin climbed 12.2%"),
    "typographic quotes": ("Friday's low", "Friday\u2019s low"),
    "a real minus sign": ("rate was -3.4%", "rate was \u22123.4%"),
    "a link put on words": ("the extra volatility", "the [extra volatility](https://example.com/skew-25)"),
    "emphasis": ("rose 12.2% on", "rose **12.2%** on"),
}  # fmt: skip

FORBIDDEN = {
    "double rounding": ("to near $70,600", "to near $71,000"),
    "rounded up too far": ("rose 12.2% on Friday", "rose 13% on Friday"),
    "not": ("It has been below 5%", "It has not been below 5%"),
    "never": ("rose 12.2% on Friday", "never rose 12.2% on Friday"),
    "n't": ("mean that traders lean", "don't mean that traders lean"),
    "a degree": ("fell to 59%", "fell sharply to 59%"),
    "certainty": ("which is the pay", "which will be the pay"),
    "a cause": ("in a row.", "in a row because leverage is gone."),
    "a hedge": ("stood at 21.6%", "may have stood at 21.6%"),
    "a fact that is not there": ("stood at 21.6%", "stood at 21.6%, against 19.2% on Monday"),
    "a name nobody knows": ("that traders lean", "that Blackrock and other traders lean"),
    "a ticker nobody knows": ("led by XRP with", "led by XRP and ZEC with"),
    "a rumour": ("stood at 21.6%", "stood on rumors of an exchange hack at 21.6%"),
    "a short name": ("that traders lean", "that the Fed and traders lean"),
    "a verdict": ("which is the pay", "which is the bullish pay"),
    "a sign lost with its word": ("volatility fell to 59% from 102%", "volatility was 59% from 102%"),
    "a date lost from a superlative": (", the most since May 2, 2025", ", the most"),
    "today": ("rose 12.2% on Friday", "rose 12.2% today"),
    "a length nobody told": ("for 30 days in a row", "for 30 days in a row, the third such run"),
    "the other hour's zone": ("At 21:30 UTC", "At 21:30 EST"),
    "an entity that hides a digit": ("rose 12.2%", "rose 1&#51;.2%"),
    "a percentage for points": ("or 11.0 points", "or 11.0%"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), ALLOWED.values(), ids=ALLOWED)
def test_an_edit_that_stays_true_passes(derivatives, judge, old, new):
    """What the facts still vouch for is passed, and counted as edited."""
    markdown, evidence = derivatives
    assert old in markdown
    verdict = judge(markdown.replace(old, new, 1), evidence)
    assert verdict.problems == ()


@pytest.mark.parametrize(("old", "new"), FORBIDDEN.values(), ids=FORBIDDEN)
def test_an_edit_that_says_something_else_is_refused(derivatives, judge, old, new):
    """What no fact says any more, or never said, is refused."""
    markdown, evidence = derivatives
    assert old in markdown
    assert not judge(markdown.replace(old, new, 1), evidence).passed


def test_edits_are_counted(derivatives, judge):
    """A verdict says how many sentences were edited."""
    markdown, evidence = derivatives
    edited = markdown.replace("stood at 21.6%", "read 21.6%").replace("Bitcoin rose 12.2%", "Bitcoin climbed 12.2%")
    assert judge(edited, evidence).edited == 2


def test_a_new_sentence_is_never_green(derivatives, judge):
    """A true new sentence waits for a person, a false one is red, one without any claim cannot be checked."""
    markdown, evidence = derivatives
    place = "That is the lowest in more than two years.\n"

    def levels(sentence):
        verdict = judge(markdown.replace(place, f"{place}{sentence}\n"), evidence)
        return {(problem.level, problem.kind) for problem in verdict.problems}

    assert levels("Bitcoin futures carried a basis of 2.7% at the close, desks said.") == {("yellow", "not-checkable")}
    assert ("red", "number") in levels("Desks elsewhere quoted a bitcoin basis of 8.8% over lunch.")
    assert levels("Whales are buying aggressively.") != set()
    assert levels("Traders expect more of the same.") != set()
    assert levels("Somebody somewhere had coffee.") == {("yellow", "not-checkable")}


def test_a_fixed_sentence_may_be_reworded_but_not_turned(derivatives, judge):
    """A sentence that never varies may be put in like words; with a "not" taken out it is another."""
    markdown, evidence = derivatives
    fixed = "We have no event on record that explains the fall."
    assert (
        judge(markdown.replace(fixed, "We have no event on record that might tell why.", 1), evidence).passed is False
    )
    assert judge(markdown.replace(fixed, "We know of no event on record that explains the fall.", 1), evidence).passed
    assert not judge(markdown.replace(fixed, "We have an event on record that explains the fall.", 1), evidence).passed


def test_a_fixed_sentence_is_true_only_where_it_was_written(markets, judge):
    """That no event is on record may not be put into a text of another day."""
    markdown, evidence = markets
    added = markdown.replace(
        "## What to watch", "We have no event on record that explains the fall.\n\n## What to watch"
    )
    assert [problem.level for problem in judge(added, evidence).problems] == ["yellow"]


def test_a_sentence_may_move_but_not_multiply(derivatives, judge):
    """The same sentence twice is one time too often."""
    markdown, evidence = derivatives
    sentence = "Bybit's rate was -3.4%."
    assert judge(markdown.replace(sentence, "").replace("## The wider", f"{sentence}\n\n## The wider"), evidence).passed
    assert not judge(markdown.replace(sentence, f"{sentence} {sentence}"), evidence).passed


def test_a_note_is_quoted_and_its_numbers_stay(markets, judge):
    """An editor's note passes word for word; with another number in it it is refused."""
    markdown, evidence = markets
    assert judge(markdown, evidence).passed
    assert not judge(markdown.replace("3,000 clients", "3,001 clients"), evidence).passed
    assert not judge(markdown, {**evidence, "notes": []}).passed


def test_a_caption_and_a_comment():
    """The words of a picture are read, those of a comment are not shown and not read."""
    from generator.verify.scan import scan

    page = scan("---\ntitle: T\n---\n\n![Bitcoin at $9](a.svg)\n\n<!-- $8 -->\n\nText.\n")
    assert [piece.text for piece in page.pieces] == ["T", "Bitcoin at $9", "Text."]
