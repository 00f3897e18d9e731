"""A rule file that is wrong is refused with its line, and all errors are told at once."""

from datetime import date

import pytest

from generator.errors import RuleFileError
from generator.model.observation import SeriesKey
from generator.rules.book import cuts
from generator.rules.check import check
from generator.rules.load import load_rules

RULE = """\
id: tide-30d
metric: tide
tenor: 30d
unit: ratio
hysteresis: 1%
bands:
  - {state: ebb, below: -6%, lean: bullish, strength: mild}
  - {state: slack, from: -6%, to: 6%}
  - {state: flood, above: 6%, lean: bearish, strength: mild}
why: Boats float from here on.
source: the harbour master
published: 2026-02-09
"""
CASES = """\
cases:
  - {values: [-7%, 6%, 6.1%], states: [ebb, slack, flood]}
"""
STANCE = """\
families: {water: 1, air: 1}
needs: 1
hysteresis: 0
bands:
  - {state: fear, below: 0, lean: bearish, strength: mild}
  - {state: neutral, from: 0}
strained: strong
horizon: {tide-30d: weeks}
slope: tide-30d
why: Both count.
source: nobody
published: 2026-02-09
"""
STANCE_CASES = "cases:\n  - {values: [-1, 0], states: [fear, neutral]}\n"


@pytest.fixture
def refused(desk, three_metrics, monkeypatch, tmp_path):
    """Return a function that changes one piece of a good rule and returns the errors, paths cut off."""
    monkeypatch.setattr("generator.resources.SHIPPED", tmp_path / "nothing-is-shipped")

    def refuse(old: str = "", new: str = "", **files: str) -> list[str]:
        text = RULE
        if old:
            assert RULE.count(old) == 1
            text = RULE.replace(old, new)
        home = desk(
            {"tide-30d.yaml": text, "tide-30d.cases.yaml": CASES}
            | {"stance.yaml": STANCE, "stance.cases.yaml": STANCE_CASES}
            | {name.replace("__", ".").replace("_", "-"): body for name, body in files.items()}
        )
        with pytest.raises(RuleFileError) as refusal:
            load_rules(home, catalogue=three_metrics)
        return str(refusal.value).replace(f"{home / 'rules'}/", "").splitlines()

    return refuse


def test_the_unchanged_rule_is_read(desk, three_metrics, monkeypatch, tmp_path):
    """Percentages are fractions, and each cut knows its owner and the state beyond it."""
    monkeypatch.setattr("generator.resources.SHIPPED", tmp_path / "nothing-is-shipped")
    files = {"tide-30d.yaml": RULE, "tide-30d.cases.yaml": CASES}
    book = load_rules(desk(files | {"stance.yaml": STANCE, "stance.cases.yaml": STANCE_CASES}), catalogue=three_metrics)
    low, high = book.rules["tide-30d"].scale.cuts
    assert (low.value, low.lower_owns, low.sign, low.state) == (-0.06, False, -1, "ebb")
    assert (high.value, high.lower_owns, high.sign, high.state) == (0.06, True, 1, "flood")
    assert book.rules["tide-30d"].scale.hysteresis == 0.01
    assert cuts(book)(SeriesKey("BTC", "tide", "30d")) == (low, high)


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        pytest.param("tenor: 30d", "metric: tide", 3, "key 'metric' is given twice", id="duplicate key"),
        pytest.param("above: 6%", "above: 7%", 9, "leave a gap between `to: 6%` and `above: 7%`", id="gap"),
        pytest.param("above: 6%", "above: 5%", 9, "overlap between `to: 6%` and `above: 5%`", id="overlap"),
        pytest.param("above: 6%", "from: 6%", 9, "overlap in one number", id="a cut with two owners"),
        pytest.param("to: 6%", "below: 6%", 9, "leave a gap of one number", id="a cut with no owner"),
        pytest.param("below: -6%", "from: -9%, below: -6%", 7, "the first band must be open below", id="first band"),
        pytest.param("above: 6%", "above: 6%, to: 9%", 9, "the last band must be open above", id="last band"),
        pytest.param("to: 6%", "to: -8%", 8, "is empty", id="a band that ends before it begins"),
        pytest.param(", to: 6%", "", 9, "'slack' has no upper end", id="a band without an end inside"),
        pytest.param("metric: tide", "metric: tides", 2, "metric 'tides' is not in", id="unknown metric"),
        pytest.param("unit: ratio", "unit: USD", 4, "unit is USD, but tide is in ratio", id="a unit of another metric"),
        pytest.param("tenor: 30d", "tenor: 31d", 3, "tide has no tenor 31d", id="unknown tenor"),
        pytest.param("tenor: 30d", "tenour: 30d", 3, "unknown key 'tenour'", id="unknown key"),
        pytest.param("state: flood", "state: flood, colour: red", 9, "unknown key 'colour'", id="key of a band"),
        pytest.param("state: flood", "state: ebb", 9, "two bands are called 'ebb'", id="a state given twice"),
        pytest.param("hysteresis: 1%", "hysteresis: 6.1%", 5, "wider than half of the narrowest band", id="hysteresis"),
        pytest.param("hysteresis: 1%", "hysteresis: -1%", 5, "no number of 0 or more", id="negative hysteresis"),
        pytest.param("hysteresis: 1%\n", "", 1, "`hysteresis` is missing", id="no hysteresis"),
        pytest.param("above: 6%", "above: six", 9, "`above` is no number", id="a cut in words"),
        pytest.param("lean: bearish", "lean: down", 9, "lean 'down' is unknown", id="unknown lean"),
        pytest.param(", lean: bearish, strength: mild", "", 6, "exactly one band must be neutral", id="two neutrals"),
        pytest.param("why: Boats float from here on.\n", "", 1, "`why` is missing", id="no reason"),
        pytest.param("source: the harbour master\n", "", 1, "`source` is missing", id="no source"),
        pytest.param("published: 2026-02-09", "published: in spring", 12, "`published` is missing or no", id="date"),
        pytest.param("tenor: 30d", "stale_hours: 48", 3, "may only tighten the catalogue's", id="loosened staleness"),
        pytest.param("tenor: 30d", "family: fire", 3, "family 'fire' is not in", id="unknown family"),
        pytest.param("tenor: 30d", "change: 7d", 4, "a change of tide is in ratio_points", id="unit of a change"),
        pytest.param("bands:", "bands: [", 7, "mend the YAML", id="not YAML"),
        pytest.param("tenor: 30d", "tenor: 30d\nafter: 1.5", 4, "write whole days", id="half a day of waiting"),
        pytest.param(
            "tenor: 30d", "tenor: 30d\nvalid: {from: 2026-01-01, until: 2025-01-01}", 4, "would never judge",
            id="a time that ends before it begins",
        ),
        pytest.param("tenor: 30d", "tenor: 30d\nvalid: {since: 2026-01-01}", 4, "unknown key", id="key of valid"),
        pytest.param("above: 6%", "above: {percentile: 90}", 9, "is {percentile: 90, of: 365d} or", id="no window"),
        pytest.param(
            "above: 6%", "above: {percentile: 90, of: 365d}", 9, "do not meet between", id="a number and a moving cut"
        ),
        pytest.param(
            "to: 6%}\n  - {state: flood, above: 6%",
            "to: {percentile: 90, of: 365d}}\n  - {state: flood, above: {percentile: 90, of: 365d}",
            6, "name one asset and one tenor", id="a cut that moves with many",
        ),
        pytest.param(
            "to: 6%}\n  - {state: flood, above: 6%",
            "to: {percentile: 190, of: 365d}}\n  - {state: flood, above: {percentile: 90, of: 365d}",
            8, "lies between 0 and 100", id="a percentile of more than all",
        ),
        pytest.param("above: 6%", "above: {BTC: 6%, ETH: 7%}", 9, "leave a gap between", id="one asset has a gap"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(refused, old, new, line, what):
    """One line: the file, the line, what is wrong, and what to do."""
    errors = refused(old, new)
    assert len(errors) == 1
    assert errors[0].startswith(f"tide-30d.yaml:{line}: ")
    assert what in errors[0]


def test_all_errors_of_all_files_come_at_once(refused):
    """Who mends a file wants to know everything that is wrong with it, and with the next one."""
    other = RULE.replace("id: tide-30d", "id: tide-90d").replace("tenor: 30d", "tenor: 90d")
    other = other.replace("unit: ratio", "unit: USD").replace("above: 6%", "above: 0.07")
    errors = refused("metric: tide", "metric: tides", tide_90d__yaml=other, tide_90d__cases__yaml=CASES)
    places = [error.split(": ")[0] for error in errors]
    assert places == ["tide-30d.yaml:2", "tide-90d.yaml:4", "tide-90d.yaml:9"]


def test_a_rule_needs_cases_beside_it(refused):
    """A rule that nobody tried is not loaded."""
    other = RULE.replace("id: tide-30d", "id: tide-90d").replace("tenor: 30d", "tenor: 90d")
    assert refused(tide_90d__yaml=other) == ["tide-90d.yaml:1: has no cases; write tide-90d.cases.yaml beside it"]


def test_a_rule_id_may_stand_once(refused):
    """Two files with one id are told, and that they judge the same readings is not said as well."""
    (error,) = refused(tide_b__yaml=RULE, tide_b__cases__yaml=CASES)
    assert error.startswith("tide-b.yaml:1: rule id 'tide-30d' is also that of ")


def test_two_rules_may_not_judge_one_reading(refused):
    """Which of the two would be right?"""
    other = RULE.replace("id: tide-30d", "id: tide-b")
    (error,) = refused(tide_b__yaml=other, tide_b__cases__yaml=CASES)
    assert error.startswith("tide-b.yaml:2: tide 30d is judged by ")


def test_the_stance_names_rules_that_exist(refused):
    """A horizon that hangs on a rule nobody wrote is an error."""
    (error,) = refused(stance__yaml=STANCE.replace("{tide-30d: weeks}", "{tide-7d: days}"))
    assert error == "stance.yaml:8: there is no rule 'tide-7d'; mend the id"


def test_a_rule_for_one_asset_goes_before_the_rule_for_all(desk, three_metrics, monkeypatch, tmp_path):
    """Cuts may differ by asset."""
    monkeypatch.setattr("generator.resources.SHIPPED", tmp_path / "nothing-is-shipped")
    own = RULE.replace("id: tide-30d", "id: tide-eth\nassets: [ETH]").replace("6%", "9%")
    files = {"tide-30d.yaml": RULE, "tide-30d.cases.yaml": CASES, "tide-eth.yaml": own, "tide-eth.cases.yaml": CASES}
    book = load_rules(desk(files | {"stance.yaml": STANCE, "stance.cases.yaml": STANCE_CASES}), catalogue=three_metrics)
    assert [rule.id for rule in book.judging("tide", "30d", "ETH")] == ["tide-eth"]
    assert [rule.id for rule in book.judging("tide", "30d", "BTC")] == ["tide-30d"]
    assert book.judging("tide", "90d", "BTC") == ()


def test_a_rule_for_one_venue_goes_before_the_rule_for_all(desk, three_metrics, monkeypatch, tmp_path):
    """What is much at one venue is little over all; and a rule that names the asset goes before both."""
    monkeypatch.setattr("generator.resources.SHIPPED", tmp_path / "nothing-is-shipped")
    files = {"stance.yaml": STANCE, "stance.cases.yaml": STANCE_CASES}
    for name, narrowed in {
        "30d": "",
        "bay": "\nvenues: [bay]",
        "sea": "\nvenues: [sea]",
        "eth": "\nassets: [ETH]",
    }.items():
        files[f"tide-{name}.yaml"] = RULE.replace("id: tide-30d", f"id: tide-{name}{narrowed}")
        files[f"tide-{name}.cases.yaml"] = CASES
    book = load_rules(desk(files), catalogue=three_metrics)

    def judging(asset, venue):
        return [rule.id for rule in book.judging("tide", "30d", asset, venue)]

    assert judging("BTC", "bay") == ["tide-bay"]
    assert judging("BTC", "sea") == ["tide-sea"]
    assert judging("BTC", "lake") == judging("BTC", "") == ["tide-30d"]
    assert judging("ETH", "bay") == ["tide-eth"]


def test_two_rules_may_not_judge_one_venue(refused):
    """The narrower of the two would have to say so."""
    bay, both = ("id: tide-bay\nvenues: [bay]", "id: tide-both\nvenues: [sea, bay]")
    first, second = (RULE.replace("id: tide-30d", each) for each in (bay, both))
    (error,) = refused(
        tide_bay__yaml=first, tide_bay__cases__yaml=CASES, tide_both__yaml=second, tide_both__cases__yaml=CASES
    )
    assert "tide 30d is judged by " in error


def test_a_desk_replaces_a_shipped_rule_with_its_cases(desk, shipped, catalogue):
    """The desk's file goes before the shipped one of that name; the shipped cases do not vouch for it."""
    text = shipped.rules["futures-basis-90d"].path.read_text().replace("5%", "4%").replace("0.4%", "0.5%")
    with pytest.raises(RuleFileError, match=r"futures-basis-90d\.yaml:1: has no cases"):
        load_rules(desk({"futures-basis-90d.yaml": text}), catalogue=catalogue)
    cases = "cases:\n  - {values: [-1%, 3%, 4.5%, 11%], states: [backwardation, weak, neutral, heated]}\n"
    home = desk({"futures-basis-90d.cases.yaml": cases})
    found = cuts(load_rules(home, catalogue=catalogue))(SeriesKey("BTC", "futures.basis", "90d"))
    assert [cut.value for cut in found] == [0.0, 0.04, 0.10]
    assert check(home) == []


@pytest.mark.parametrize(
    ("cases", "failure"),
    [
        pytest.param(
            "cases:\n  - {values: [-7%, 6%, 6.1%], states: [ebb, flood, flood]}\n",
            "tide-30d.cases.yaml:2: reading 2 (0.06) is slack, the case says flood",
            id="a case that fails",
        ),
        pytest.param(
            "cases:\n  - {values: [-7%, 6%], states: [ebb, slack]}\n",
            "tide-30d.cases.yaml:1: no case reaches 'flood'; add one",
            id="a state that no case reaches",
        ),
        pytest.param(
            CASES + "  - {values: [1%, 2%], states: [slack]}\n",
            "tide-30d.cases.yaml:3: 2 readings but 1 states; write one for each",
            id="a state too few",
        ),
        pytest.param(
            CASES + "  - {value: none, state: slack}\n",
            "tide-30d.cases.yaml:3: a reading is a number, or _ for a gap",
            id="a reading in words",
        ),
    ],
)
def test_a_case_that_fails_is_told_with_its_line(desk, three_metrics, monkeypatch, tmp_path, cases, failure):
    """What the rule says, what the case says, and where."""
    monkeypatch.setattr("generator.resources.SHIPPED", tmp_path / "nothing-is-shipped")
    monkeypatch.setattr("generator.rules.load.load_catalogue", lambda _: three_metrics)
    home = desk(
        {"tide-30d.yaml": RULE, "tide-30d.cases.yaml": cases, "stance.yaml": STANCE, "stance.cases.yaml": STANCE_CASES}
    )
    assert [error.replace(f"{home / 'rules'}/", "") for error in check(home)] == [failure]


BY_ASSET = RULE.replace("to: 6%", 'to: {BTC: 4%, "*": 6%}').replace("above: 6%", 'above: {BTC: 4%, "*": 6%}')
FORMER = RULE.replace("id: tide-30d", "id: tide-30d@2021\nvalid: {until: 2024-01-01}").replace("6%", "8%")


@pytest.fixture
def book(desk, three_metrics, monkeypatch, tmp_path):
    """Return a function that reads a book of rule files."""
    monkeypatch.setattr("generator.resources.SHIPPED", tmp_path / "nothing-is-shipped")

    def read(**texts):
        named = {f"{name}.yaml": text for name, text in texts.items()} | {f"{name}.cases.yaml": CASES for name in texts}
        home = desk(named | {"stance.yaml": STANCE, "stance.cases.yaml": STANCE_CASES})
        return load_rules(home, catalogue=three_metrics)

    return read


def test_numbers_by_asset_make_a_rule_for_each(book):
    """Bitcoin has its own cut, and all that are not named share the other."""
    read = book(tide=BY_ASSET)
    assert {name: (rule.assets, rule.scale.cuts[1].value) for name, rule in read.rules.items()} == {
        "tide-30d-btc": (("BTC",), 0.04),
        "tide-30d": ((), 0.06),
    }
    assert [rule.id for rule in read.judging("tide", "30d", "BTC")] == ["tide-30d-btc"]
    assert [rule.id for rule in read.judging("tide", "30d", "ETH")] == ["tide-30d"]


def test_a_rule_of_another_time_judges_its_own_days(book):
    """The same reading has one rule on each day; both share the stem of their id."""
    read = book(tide=RULE.replace("tenor: 30d", "tenor: 30d\nvalid: {from: 2024-01-01}"), former=FORMER)
    days = [date(2021, 5, 1), date(2023, 12, 31), date(2024, 1, 1), date(2026, 2, 10)]
    found = [[(rule.id, rule.stem) for rule in read.on(day).judging("tide", "30d", "BTC")] for day in days]
    assert found == [[("tide-30d@2021", "tide-30d")]] * 2 + [[("tide-30d", "tide-30d")]] * 2


def test_two_rules_for_one_reading_on_one_day_are_refused(book):
    """Times that overlap by a day are too close."""
    with pytest.raises(RuleFileError, match=r"is judged by .* too; narrow"):
        book(tide=RULE.replace("tenor: 30d", "tenor: 30d\nvalid: {from: 2023-12-31}"), former=FORMER)
