"""Titles, deks and takeaways of a desk's issues, one after the other: entailed, varied, never said twice."""

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from generator.config import Settings
from generator.desk import Desk
from generator.model.memory import PATTERN_RESTS
from generator.pipeline import write_day
from generator.store.sqlite import Store

FIRST, DAYS = datetime(2026, 1, 31, tzinfo=UTC), 7
#: What only calls a fact by its name does not tell it.
NAMES = "name"


@pytest.fixture(scope="module")
def issues(sample_store, tmp_path_factory):
    """A week's evidence: derivatives and markets of each day, with what was said before."""
    folder = tmp_path_factory.mktemp("titles")
    store_file = folder / "wirecopy.sqlite"
    shutil.copyfile(sample_store, store_file)
    desk = Desk.open(Settings(desk=folder, title="Titles", assets=("BTC",)))
    found = {"derivatives": [], "markets": []}
    with Store.open(store_file) as store:
        for day in range(DAYS):
            as_of = FIRST + timedelta(days=day)
            for outcome in write_day(
                desk, store.market(as_of), as_of=as_of, asset="BTC", editions=list(found), memory=store
            ):
                assert outcome.verdict.passed, (as_of, outcome.verdict.problems)
                found[outcome.edition].append(json.loads(outcome.path.with_suffix(".evidence.json").read_text()))
    return found


def every(issues):
    return [each for edition in issues.values() for each in edition]


def told(evidence, *fields, template=""):
    """Return the facts that sentences of these fields tell."""
    chosen = {
        each["id"] for each in evidence["sentences"]
        if each["field"] in fields and each["template"].startswith(template)
    }  # fmt: skip
    return {claim["fact"] for claim in evidence["claims"] if claim["sentence"] in chosen and claim["kind"] != NAMES}


def test_every_fact_of_a_title_is_told_in_the_body(issues):
    """A reader who opens the article finds what its title promised."""
    assert all(told(each, "title") <= told(each, "body") for each in every(issues))


def test_a_title_is_chosen_among_many(issues):
    """Five candidates at least, each scored and with the reason why it was taken or not."""
    assert all(len({head["pattern"] for head in each["headlines"]}) >= 5 for each in every(issues))
    assert all(head["why"] for each in every(issues) for head in each["headlines"])


def test_no_pattern_returns_before_it_has_rested(issues):
    """Readers of a week see a week of different titles."""
    for edition in issues.values():
        patterns = [each["sentences"][0]["template"].partition("/")[0] for each in edition]
        assert all(pattern not in patterns[max(0, n - PATTERN_RESTS) : n] for n, pattern in enumerate(patterns))


def test_the_two_pieces_of_a_day_have_titles_of_their_own(issues):
    """Who reads both is not told the same twice."""
    pairs = zip(issues["derivatives"], issues["markets"], strict=True)
    assert all(one["front"]["title"] != other["front"]["title"] for one, other in pairs)


def test_a_dek_adds_to_its_title(issues):
    """It tells a fact that the title has not, in at most 160 characters."""
    assert all(told(each, "description") - told(each, "title") for each in every(issues))
    assert all(len(each["front"]["description"]) <= 160 for each in every(issues))


def test_takeaways_are_few_and_do_not_say_the_lead_again(issues):
    """At most four, and none is about what the opening sentence has told."""
    for each in issues["derivatives"]:
        points = [s for s in each["sentences"] if s["template"].startswith("take-")]
        opening = next(s["id"] for s in each["sentences"] if s["template"].startswith("lead-"))
        sizes = {
            claim["fact"] for claim in each["claims"] if claim["sentence"] == opening and claim["kind"] == "number"
        } - {fact for fact in each["facts"] if "spot.price" in fact}  # fmt: skip
        repeated = told(each, "body", template="take-") & sizes
        assert len(points) <= 4
        assert not repeated


def test_the_lead_names_the_frame_of_its_day(issues):
    """The evidence says what kind of day it was taken for."""
    for each in every(issues):
        traits = [trait for finding in each["findings"] if finding["id"].startswith("lead-") and finding["said"]
                  for trait in finding["traits"] if trait.startswith("frame:")]  # fmt: skip
        assert len(set(traits)) == 1
