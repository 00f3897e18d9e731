"""A revision of data is seen in full: every claim that it changes is listed, and nothing else is touched."""

from benchmarks.revisions import simulate

_DAYS = 8


def test_what_a_revision_changes_is_what_articles_from_scratch_would_say(tmp_path):
    """A reading of each day of a random market is revised; a desk that had known from the start is the oracle.

    Its facts are those of the corrected articles, all claims that differ were listed, no other sentence was
    changed, and the verifier passes what was put right. `benchmarks/revisions.py` does so with 200 days.
    """
    report = simulate(tmp_path, _DAYS, seed=7, before=120)
    assert report.held, report
    assert report.listed > report.wrong > report.corrected > 0


def test_a_title_whose_facts_the_corrected_text_tells_no_more_gives_way_to_another(tmp_path):
    """What led the article is told no more; the title that told it too is not the verifier's last word."""
    report = simulate(tmp_path, _DAYS, seed=14, before=120)
    assert report.held, report
    assert report.corrected


def test_the_day_that_a_record_begins_is_wrong_in_print_once_an_extreme_is_not_of_all_of_it(tmp_path):
    """The date itself is what it was; that nothing in all the time since was as extreme holds no more."""
    report = simulate(tmp_path, _DAYS, seed=4, before=120)
    assert report.held, report
    assert report.wrong > report.corrected > 0
