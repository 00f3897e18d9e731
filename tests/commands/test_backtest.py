"""``wirecopy rules backtest``: the shipped rulebook on the sample, and set against a desk's own."""

import json
import re
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from generator.metrics.measure import measure
from generator.model.catalogue import load_catalogue
from generator.model.names import load_names
from generator.publish.backtest import plain, read_backtest
from generator.rules.backtest.follow import follow
from generator.rules.backtest.past import Past
from generator.rules.judge import WHOLE_MARKET, judge
from generator.rules.load import load_rules
from generator.store.sqlite import Store

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "backtest.md"
LAST = date(2026, 2, 10)
AS_OF = datetime(2026, 2, 11, tzinfo=UTC)
RULE = "options-skew-30d"


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


@pytest.fixture(scope="module")
def names():
    return load_names()


@pytest.fixture(scope="module")
def shipped(catalogue):
    return load_rules(catalogue=catalogue)


@pytest.fixture(scope="module")
def past(sample_store, catalogue, names):
    """All that the sample knows of bitcoin."""
    with Store.open(sample_store, create=False) as store:
        measured = measure(store.market(AS_OF), catalogue=catalogue, names=names, assets=["BTC"], whole=True)
    return Past.of(measured, asset="BTC", shared=WHOLE_MARKET, catalogue=catalogue, names=names, as_of=AS_OF)


@pytest.fixture(scope="module")
def followed(shipped, past):
    return follow(shipped, past)


@pytest.mark.parametrize(
    "day", [date(2021, 5, 19), date(2022, 6, 13), date(2022, 11, 9), date(2025, 10, 10), date(2026, 2, 5)], ids=str
)
def test_a_crash_is_called_fear_on_the_day_or_the_day_after(followed, past, day):
    """By the families that existed then: there are no chains before 30 December 2025, so one was unknown."""
    row = past.row(day)
    labels = followed.stance.labels()[row : row + 2]
    assert {"fear", "extreme fear"} & {*labels}, labels
    assert followed.families[row] == (4 if day >= date(2025, 12, 30) else 3)


def test_the_stance_flips_less_than_twice_a_week(followed, past):
    """From 2021 on, over five years."""
    labels = [label for label in followed.stance.labels()[past.row(date(2021, 1, 1)) :] if label]
    changes = sum(one != two for one, two in pairwise(labels))
    assert len(labels) > 1800
    assert changes / len(labels) * 7 < 2


@pytest.mark.parametrize(
    "day", [date(2021, 5, 19), date(2022, 11, 10), date(2024, 2, 29), date(2026, 1, 6), LAST], ids=str
)
def test_an_article_of_the_day_had_the_same_labels(followed, past, shipped, sample_store, catalogue, names, day):
    """The store is asked as on that day, and judged by the row path."""
    as_of = AS_OF - (LAST - day)
    with Store.open(sample_store, create=False) as store:
        measured = measure(store.market(as_of), catalogue=catalogue, names=names, assets=["BTC"])
    judged = judge(shipped.on(day), measured, catalogue=catalogue, names=names, as_of=as_of)
    row = past.row(day)
    assert followed.stance.labels()[row] == judged.stances["BTC"].label
    for signal in judged.signals:
        if signal.rule in shipped.conditions and signal.fact.startswith("BTC/"):
            assert followed.conditions[signal.rule].labels()[row] == signal.state, signal.rule
    for (stem, tenor), strip in followed.rules.items():
        own = [
            signal.state
            for signal in judged.signals
            if signal.fact in judged.facts
            and signal.rule in shipped.rules
            and shipped.rules[signal.rule].stem == stem
            and judged.facts[signal.fact].key.tenor == tenor
            and judged.facts[signal.fact].key.asset in ("BTC", WHOLE_MARKET)
        ]
        assert strip.labels()[row] == next((state for state in own if state), None), stem


def without_intervals(text):
    """Return a document without the column that is drawn by chance, which another numpy may draw otherwise."""
    return [re.sub(r"[^|]*\|$", "|", line) if re.search(r"\| \d+d \|", line) else line for line in text.splitlines()]


def test_the_printed_backtest_is_that_of_the_shipped_book(filled, wirecopy, tmp_path):
    """docs/backtest.md is what the command writes today; the same question is answered with the same bytes."""
    to = tmp_path / "backtest.md"
    ran = wirecopy("rules", "backtest", "--desk", filled, "--from", "2021-01-01", "--to", LAST, "--markdown", to)
    assert ran.code == 0, ran.err
    assert "stance: 1,867 days" in ran.out
    assert without_intervals(to.read_text()) == without_intervals(DOCUMENT.read_text()), (
        "write it anew: wirecopy rules backtest --from 2021-01-01 --to 2026-02-10 --markdown docs/backtest.md"
    )


def test_another_threshold_lists_the_days_that_change(filled, wirecopy, shipped, tmp_path):
    """With fear from 8% in place of 6%, every day between the two is neutral here, and fear there."""
    source = next(rule.path for rule in shipped if rule.id == RULE)
    (filled / "rules").mkdir(exist_ok=True)
    for name in (source.name, source.name.replace(".yaml", ".cases.yaml")):
        text = source.with_name(name).read_text()
        (filled / "rules" / name).write_text(re.sub(r"(?<!\d)6%", "8%", text))
    to = tmp_path / "against.md"
    ran = wirecopy("rules", "backtest", "--desk", filled, "--against", source.parent, "--markdown", to, "--json")
    assert ran.code == 0, ran.err
    against = ran.json["against"]
    days = [each for each in against["differences"] if each["id"] == RULE]
    assert days
    for each in days:
        assert (each["here"], each["there"], each["cut_here"], each["cut_there"]) == ("neutral", "fear", 0.08, 0.06)
        assert each["reading"] <= 0.08
    assert {"2026-01-11"} <= {each["day"] for each in days}
    row = f"| 2026-01-11 | {RULE} (30d) | 7.78% | neutral | fear | 8.00% | 6.00% |"
    assert row in to.read_text().splitlines()


def test_what_it_leaves_is_what_it_printed(filled, wirecopy):
    """The site's page is made of output/backtest.json, which reads back as it was written."""
    ran = wirecopy("rules", "backtest", "--desk", filled, "--asset", "eth", "--from", "2024-01-01", "--json")
    assert ran.code == 0, ran.err
    left = filled / "output" / "backtest.json"
    assert json.loads(left.read_text()) == ran.json
    assert plain(read_backtest(left)) == ran.json
    assert ran.json["asset"] == "ETH"
    assert ran.json["tested"][0]["id"] == "stance"


def test_an_earlier_end_knows_nothing_later(filled, wirecopy):
    """To 9 November 2022: no price after it is counted, though the store has it."""
    ran = wirecopy("rules", "backtest", "--desk", filled, "--from", "2022-11-01", "--to", "2022-11-09", "--json")
    assert ran.json["last"] == "2022-11-09"
    stance = ran.json["tested"][0]
    assert stance["known"] == 9
    assert [after["held"]["n"] if after["held"] else 0 for after in stance["all_days"]] == [8, 2, 0, 0]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--from", "2026-02-10", "--to", "2026-02-09"], 2, "--from is after --to; swap them"),
        (["--asset", "NOPE"], 1, "no price of NOPE is known"),
        (["--from", "2027-01-01"], 1, "no rule says anything of BTC on those days"),
        (["--against", "data"], 1, "is no desk, and holds no rules"),
        (["--against", "nowhere"], 2, "does not exist"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_line(filled, wirecopy, monkeypatch, arguments, code, said):
    """A wrong question has no answer and no traceback."""
    monkeypatch.chdir(filled)
    ran = wirecopy("rules", "backtest", *arguments, "--desk", filled)
    assert (ran.code, said in ran.err) == (code, True), ran.err


def test_a_desk_without_data_is_told_what_to_do(desk, wirecopy):
    """There is no history to try the rules on."""
    ran = wirecopy("rules", "backtest", "--desk", desk)
    assert ran.code == 1
    assert "no data yet" in ran.err


def test_a_wrong_file_of_the_other_book_is_named_where_it_lies(filled, wirecopy, tmp_path):
    """Not where it was copied to."""
    other = tmp_path / "theirs"
    other.mkdir()
    (other / f"{RULE}.yaml").write_text("id: [")
    ran = wirecopy("rules", "backtest", "--desk", filled, "--against", other)
    assert ran.code == 1
    assert f"{other}/{RULE}.yaml" in ran.err
