"""What a title tells, the body tells; what is no sentence of a text is seen all the same."""

import re

import pytest


def test_a_headline_that_the_body_does_not_bear_is_refused(derivatives, judge):
    """With the only sentence gone that tells a fact of the title, the title stands on nothing."""
    markdown, evidence = derivatives
    bare = re.sub(r"(?m)^- That is past the 20% line.*\n", "", markdown)
    assert bare != markdown
    (problem,) = judge(bare, evidence).problems
    assert (problem.sentence, problem.kind, problem.level) == ("title", "context", "red")
    assert "~band, and the body does not" in problem.what


#: What a reader comes to see although it is no sentence.
HIDDEN = {
    "the title of a picture": ("## Futures", '![Bitcoin](a.svg "Whales are buying")\n\n## Futures'),
    "the title of a link": ("the extra volatility", 'the [extra volatility](https://example.org "a sign of panic")'),
    "raw HTML": ("## Futures", '<div title="Whales are buying"></div>\n\n## Futures'),
    "an image in HTML": ("## Futures", '<img src="a.png" alt="Bitcoin crashes">\n\n## Futures'),
    "a definition": ("## Futures", '[1]: https://example.org "Whales are buying"\n\n## Futures'),
    "a field of the front matter": ("\nslug:", '\nsubtitle: "Whales are buying aggressively"\nslug:'),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), HIDDEN.values(), ids=HIDDEN)
def test_words_that_are_no_sentence_wait_for_a_person(derivatives, judge, old, new):
    """Nobody can check them, and readers come to see them."""
    markdown, evidence = derivatives
    assert old in markdown
    problems = judge(markdown.replace(old, new, 1), evidence).problems
    assert problems
    assert any(problem.kind == "not-checkable" for problem in problems)


def test_a_field_without_prose_is_nobody_s_business(derivatives, judge):
    """What a site's builder wants to know is no statement."""
    markdown, evidence = derivatives
    assert judge(markdown.replace("\nslug:", "\nweight: 10\naliases: [/old/]\nslug:", 1), evidence).passed
