"""``wirecopy explain`` on a label: from the condition to the bands, their cuts, the readings and their sources."""

import json
import shutil
from datetime import UTC, datetime

import pytest

from generator.cli import run_cli
from generator.resources import SHIPPED


def now():
    """A day after the sample's last one."""
    return datetime(2026, 2, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def rebound(tmp_path_factory, sample_store):
    """A desk with Feb. 6, a day of 12% up while options stayed wary, and with a day of bargain hunting in 2025."""
    desk = tmp_path_factory.mktemp("rebound") / "desk"
    assert run_cli(["init", str(desk)], clock=now) == 0
    shutil.copyfile(sample_store, desk / "data" / "wirecopy.sqlite")
    for day in ("2026-02-06", "2025-04-09"):
        assert run_cli(["write", "--date", day, "--edition", "derivatives", "--desk", str(desk)], clock=now) == 0
    return desk


@pytest.fixture
def explain(rebound, wirecopy):
    """Return a function that explains words of that article, or of the other day's."""

    def run(*words, day="2026-02-06"):
        article = rebound / "output" / "articles" / f"{day}-btc-derivatives.md"
        ran = wirecopy("explain", article, *words, "--desk", rebound)
        assert ran.code == 0, ran.err
        return ran.out

    return run


def test_a_conditions_word_leads_to_what_it_follows_from(explain):
    """The chain: label, condition, the bands of its leaves, their readings."""
    lines = [line.strip() for line in explain("wary").splitlines()]
    assert any(line.startswith('"wary" is the label of BTC/condition.divergence~band') for line in lines)
    assert "wary, since 2026-02-06, for 1 day, after in line" in lines
    assert any(line.startswith("follows where (spot-return-1d is large gain") for line in lines)
    chain = [
        "BTC/condition.divergence~band = wary", "BTC/spot.return/1d~band = extreme gain",
        "BTC/spot.return/1d = 0.1219", "BTC/options.skew_25d/30d@deribit~band = panic",
        "BTC/options.skew_25d/30d@deribit = 0.2141",
    ]  # fmt: skip
    at = [next(n for n, line in enumerate(lines) if line.startswith(each)) for each in chain]
    assert at == sorted(at)


def test_each_leaf_has_its_cuts_its_past_and_what_would_change_it(explain):
    """Skew of 21.42%: panic from 20%, left below 19%."""
    lines = [line.strip() for line in explain("wary").splitlines()]
    assert "panic, since 2026-02-05, for 2 days, after extreme fear" in lines
    (cuts,) = [line for line in lines if line.startswith("cuts: euphoria")]
    assert cuts.endswith("panic 20%, 1.42 points below the reading")
    assert any(line.startswith("set by AltcoinStory, market analysis of 9 February 2026") for line in lines)
    assert "would be extreme fear below 19%, 2.42 points away" in lines


def test_what_would_change_a_condition(explain):
    """Bargain hunting ends with extreme fear, and nothing else that a next reading could bring ends it."""
    lines = [line.strip() for line in explain("bargain hunting", day="2025-04-09").splitlines()]
    (would, *_) = [line for line in lines if line.startswith("would be")]
    assert would == "would be none, were CRYPTO/sentiment.fear_greed@alternative.me fear above 25, 7 away"


def test_a_label_that_no_one_reading_changes_says_so(explain):
    """A gain of 12% could shrink to a large one, and panic to extreme fear: the market would still be wary."""
    lines = [line.strip() for line in explain("wary").splitlines()]
    (would, *_) = [line for line in lines if line.startswith("would be")]
    assert would == "would be the same, whichever one reading takes its next label"


def test_a_condition_that_is_no_news_says_why_it_is_not_told(explain):
    """Weeks of the same label stay in the evidence."""
    assert "not said: condition.carry-unattractive" in explain()
    assert "days: no news any more" in explain("carry-unattractive")


def test_programs_get_the_same(explain):
    """What stands behind each label, by fact."""
    labels = json.loads(explain("wary", "--json"))["labels"]
    assert labels["BTC/condition.divergence~band"]["label"] == "wary, since 2026-02-06, for 1 day, after in line"
    assert labels["BTC/futures.basis/90d@binance~band"]["changes"] == [
        "backwardation below 0%, 2.69 points away", "neutral at 5.5% or more, 2.81 points away",
    ]  # fmt: skip


def test_rules_that_have_changed_since_say_nothing_of_what_would_change_a_label(rebound, explain):
    """The cuts are those of the article; the desk's cuts of today are others."""
    rules = rebound / "rules"
    rules.mkdir(exist_ok=True)
    text = (SHIPPED / "data" / "rules" / "options-skew-30d.yaml").read_text(encoding="utf-8")
    own = rules / "options-skew-30d.yaml"
    own.write_text(text.replace("below: 20%", "below: 21%").replace("from: 20%", "from: 21%"), encoding="utf-8")
    (rules / "options-skew-30d.cases.yaml").write_text("cases:\n  - {value: 21%, state: panic}\n", encoding="utf-8")
    try:
        said = explain("wary")
    finally:
        own.unlink()
        (rules / "options-skew-30d.cases.yaml").unlink()
    assert "panic 20%, 1.42 points below the reading" in said
    assert "would be extreme fear" not in said
