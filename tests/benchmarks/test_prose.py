"""The figures of the prose, each worked by hand on a few sentences."""

from datetime import date

import pytest

from benchmarks.prose import Issue, Said, issue
from benchmarks.prose_figures import figures, grams, overlaps, repeats
from benchmarks.prose_words import grade, syllables, words

EVIDENCE = {
    "slug": "2026-02-06-btc-derivatives",
    "front": {"edition": "derivatives", "asset": "BTC"},
    "sentences": [
        {"id": "title.1", "field": "title", "text": "Bitcoin falls 2%", "template": "head-plain/2", "fixed": None},
        {"id": "p1.1", "field": "body", "text": "Know.", "template": "fixed/heading", "fixed": "heading"},
        {
            "id": "p1.2", "field": "body", "text": "It fell 2.0% in 24 hours to Feb. 6.", "template": "lead-day/3",
            "fixed": None,
        },
        {"id": "p2.1", "field": "body", "text": "Price: $1 on Feb. 6.", "template": "chart-price/1", "fixed": None},
        {"id": "p3.1", "field": "body", "text": "Bitcoin | $1", "template": "row-price/1", "fixed": None},
    ],
    "claims": [
        {"sentence": "p1.2", "role": "size", "printed": "2.0%"},
        {"sentence": "p1.2", "role": "window", "printed": "24 hours"},
        {"sentence": "p1.2", "role": "date", "printed": "Feb. 6"},
        {"sentence": "p2.1", "role": "value", "printed": "$1"},
    ],
}  # fmt: skip


def made(*texts, headline="head-plain", frame="lead-day/1"):
    """An issue of these sentences."""
    said = tuple(Said(text, "skew-level/1", "body", 1) for text in texts)
    return Issue("slug", "brief", date(2026, 2, 6), "BTC", "Title", headline, frame, said)


def test_prose_is_what_was_written_for_the_day():
    """Headings, pictures' texts, rows and the headline are no prose, and the lead's phrase is the frame."""
    told = issue(EVIDENCE)
    assert [each.template for each in told.said] == ["lead-day/3"]
    assert (told.frame, told.headline) == ("lead-day/3", "head-plain")


def test_a_quantity_is_a_figure_and_no_date_or_window():
    """Of "2.0% in 24 hours to Feb. 6" the 2.0% is a quantity, and nothing else."""
    assert issue(EVIDENCE).said[0].quantities == 1


@pytest.mark.parametrize(
    ("word", "count"),
    [("price", 1), ("closed", 1), ("traded", 2), ("volatility", 5), ("premium", 3), ("annualized", 4), ("period", 3),
     ("three-month", 2), ("bitcoin's", 2), ("$70,580", 1), ("implied", 2), ("settlement", 3), ("puts", 1),
     ("prices", 2), ("at-the-money", 4), ("backwardation", 4), ("exchanges", 3), ("sentiment", 3)],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_spoken(word, count):
    """Of a figure there is one, as the usual tools have it."""
    assert syllables(word) == count


def test_the_grade_is_flesch_and_kincaids():
    """Four words with six syllables in one sentence: 0.39 * 4 + 11.8 * 6 / 4 - 15.59."""
    sentence = words("Traders pay for protection.")
    assert [syllables(word) for word in sentence] == [2, 1, 1, 3]
    assert grade([sentence]) == pytest.approx(0.39 * 4 + 11.8 * 7 / 4 - 15.59)


def test_four_grams_end_with_their_sentence():
    """Six words hold three, and none runs on into the next sentence."""
    assert len(grams(made("The skew fell to five percent.", "So it goes."))) == 3


def test_overlap_is_the_share_of_an_issue_that_stood_in_an_earlier_one():
    """Two of the three four-grams of the second issue stood in the first; numbers count as they are printed."""
    first, second = made("The skew fell to 5% today."), made("The skew fell to 5% again.")
    ((share, later, earlier),) = overlaps([first, second])
    assert (share, later, earlier) == (pytest.approx(2 / 3), second, first)
    ((share, _, _),) = overlaps([first, made("The skew fell to 6% today.")])
    assert share == pytest.approx(1 / 3)


def test_a_repeat_is_one_within_the_last_so_many():
    """The third "a" stands two after the first, the fourth four after the second."""
    assert repeats(["a", "b", "a", "b", "c", "d", "a"], 2) == [2, 3]
    assert repeats(["a", "b", "a", "b", "c", "d", "a"], 4) == [2, 3, 6]


def test_the_figures_of_an_issue_are_those_of_its_sentences():
    """A sentence of nine words and one of three: six on average, one of the two is short."""
    told = figures([made("One two three four five six seven eight nine.", "One two three.")])
    assert (told.mean, told.longest, told.short, told.quantities) == (6, 9, 0.5, 1)


def test_headlines_and_frames_are_counted_where_they_come_again():
    """The same pattern and the same frame two days in a row are one repeat each."""
    told = figures([made("One two."), made("Three four.")])
    assert (told.headlines, told.frames) == (1, 1)
