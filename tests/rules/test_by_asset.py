"""Numbers that differ by asset: a rule for each, its own cases, and nobody judged who was not named."""

import pytest

from generator.errors import RuleFileError
from generator.rules.cases import run_cases
from generator.rules.load import load_rules
from tests.rules.test_rule_files import CASES, RULE, STANCE, STANCE_CASES

TABLE = RULE.replace("to: 6%", 'to: {BTC: 4%, "*": 6%}').replace("above: 6%", 'above: {BTC: 4%, "*": 6%}')


@pytest.fixture
def book(desk, three_metrics, monkeypatch, tmp_path):
    """Return a function that reads one rule and the stance."""
    monkeypatch.setattr("generator.resources.SHIPPED", tmp_path / "nothing-is-shipped")

    def read(text, cases=CASES):
        files = {"tide.yaml": text, "tide.cases.yaml": cases, "stance.yaml": STANCE, "stance.cases.yaml": STANCE_CASES}
        return load_rules(desk(files), catalogue=three_metrics)

    return read


@pytest.fixture
def refused(book):
    """Return a function that reads a rule that is wrong, and returns what is wrong with it."""

    def refuse(text):
        with pytest.raises(RuleFileError) as refusal:
            book(text)
        return [line.partition("tide.yaml:")[2] for line in str(refusal.value).splitlines() if "tide.yaml:" in line]

    return refuse


@pytest.mark.parametrize(
    ("written", "of"),
    [
        ("hysteresis: 1%", lambda rule: rule.scale.hysteresis),
        ("after: 1", lambda rule: rule.scale.after),
        ("weight: 1", lambda rule: rule.weight),
        ("stale_hours: 1", lambda rule: rule.stale.total_seconds() / 3600),
    ],
)
def test_any_number_of_a_rule_may_be_a_table(book, written, of):
    """How far back, how often, how heavy and how old, as well as where."""
    key, _, number = written.partition(": ")
    text = RULE.replace("hysteresis: 1%\n", "") if key == "hysteresis" else RULE
    without = text.replace("unit: ratio\n", f'unit: ratio\n{key}: {{BTC: 2, "*": {number}}}\n')
    read = book(without.replace("{BTC: 2,", "{BTC: 2%,") if key == "hysteresis" else without)
    btc, rest = read.rules["tide-30d-btc"], read.rules["tide-30d"]
    assert (btc.assets, rest.assets) == (("BTC",), ())
    assert of(btc) == 2 * of(rest)


def test_the_rest_of_the_assets_named_is_only_they(book):
    """`*` is for ether here, and for no other coin."""
    read = book(TABLE.replace("tenor: 30d", "tenor: 30d\nassets: [BTC, ETH]"))
    assert {name: rule.assets for name, rule in read.rules.items()} == {"tide-30d-btc": ("BTC",), "tide-30d": ("ETH",)}
    assert read.judging("tide", "30d", "SOL") == ()


def test_a_rest_of_nobody_is_refused(refused):
    """It would judge every coin that the rule does not name."""
    (error,) = refused(TABLE.replace("tenor: 30d", "tenor: 30d\nassets: [BTC]"))
    assert error == "4: `*` is for nobody: each of `assets` has its own number; remove it"


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("id: tide-30d\n", "", "1: `id` is missing; add a line of text"),
        ("why: Boats float from here on.\n", "", "1: `why` is missing; add a line of text"),
        ('to: {BTC: 4%, "*": 6%}', "to: {BTC: 4%, ETH: 5%}", "6: a table of numbers has none for *; add it"),
    ],
)
def test_what_is_wrong_is_told_once(refused, old, new, error):
    """Not once for each asset."""
    text = TABLE.replace(old, new)
    assert text != TABLE
    assert refused(text) == [error]


def test_a_case_may_be_for_one_asset(book):
    """Between the two cuts bitcoin is in flood and ether slack."""
    cases = """\
cases:
  - {values: [-7%, 3%, 6.1%], states: [ebb, slack, flood]}
  - {asset: BTC, value: 5%, state: flood}
  - {asset: ETH, value: 5%, state: slack}
"""
    report = run_cases(rulebook=book(TABLE, cases))
    assert (report.failures, report.passed) == ([], 5)


def test_a_case_for_an_asset_that_no_rule_of_the_file_judges_is_an_error(book):
    """It would never be tried."""
    cases = CASES + "  - {asset: SOL, value: 5%, state: slack}\n"
    read = book(RULE.replace("tenor: 30d", "tenor: 30d\nassets: [BTC, ETH]"), cases)
    (failure,) = run_cases(rulebook=read).failures
    assert failure.endswith("tide.cases.yaml:3: tide does not judge SOL; name one of BTC, ETH")
