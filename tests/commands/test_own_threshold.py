"""A desk's own judgement without Python: 8% in place of 6%, checked, told, and named with its source."""

import json
import shutil

import pytest

from generator.resources import SHIPPED

RULE = "options-skew-30d"
SOURCE = "Our own desk, note of 3 February 2026"
CASES = """\
cases:
  - {value: 8%, state: neutral, note: above 8% is fear}
  - {values: [8.1%, 7.1%, 7%], states: [fear, fear, neutral]}
  - {value: 10.1%, state: extreme fear}
  - {value: 20%, state: panic}
  - {value: -8.1%, state: greed}
  - {value: -10.1%, state: extreme greed}
  - {value: -20%, state: euphoria}
"""


def at_eight(text):
    """Return the shipped rule with 8% for each 6% of its bands, and a source of its own."""
    lines = []
    for line in text.splitlines():
        banded = line.startswith("  - {state:")
        changed = line.replace(" 6%", " 8%").replace(" -6%", " -8%") if banded else line
        lines.append(f"source: {SOURCE}" if line.startswith("source:") else changed)
    return "\n".join(lines) + "\n"


@pytest.fixture
def own(filled):
    """A filled desk with a copy of the shipped rule in which 6% has become 8%."""
    rules = filled / "rules"
    rules.mkdir(exist_ok=True)
    shipped = SHIPPED / "data" / "rules" / f"{RULE}.yaml"
    (rules / shipped.name).write_text(at_eight(shipped.read_text(encoding="utf-8")), encoding="utf-8")
    (rules / f"{RULE}.cases.yaml").write_text(CASES, encoding="utf-8")
    return filled


def written(desk, wirecopy):
    """Write Jan. 28, when the skew is 8.9%, and return the derivatives article with its evidence."""
    ran = wirecopy("write", "--date", "2026-01-28", "--edition", "derivatives", "--desk", desk)
    assert ran.code == 0, ran.err
    article = desk / "output" / "articles" / "2026-01-28-btc-derivatives.md"
    return article, json.loads(article.with_suffix(".evidence.json").read_text(encoding="utf-8"))


def threshold_told(evidence):
    """Return the sentence that says what a reading of the skew means."""
    return " ".join(each["text"] for each in evidence["sentences"] if "skew-threshold/" in each["template"])


def test_the_copied_rule_is_in_order(own, wirecopy):
    """All that is checked of a rule holds, and so do the desk's cases."""
    checked = wirecopy("rules", "check", "--desk", own)
    assert checked.code == 0, checked.out
    assert wirecopy("rules", "test", "--desk", own).code == 0


def test_a_slip_in_it_is_told_with_its_line(own, wirecopy):
    """Who changes one edge and forgets the other learns where."""
    rule = own / "rules" / f"{RULE}.yaml"
    text = rule.read_text(encoding="utf-8")
    line = next(number for number, each in enumerate(text.splitlines(), start=1) if "state: fear" in each)
    rule.write_text(text.replace("above: 8%, to: 10%", "above: 9%, to: 10%"), encoding="utf-8")
    ran = wirecopy("rules", "check", "--desk", own)
    assert ran.code == 1
    assert f"{RULE}.yaml:{line}" in ran.out or f"{RULE}.yaml:{line - 1}" in ran.out


def test_the_next_article_says_eight_percent_and_its_evidence_who_says_so(own, wirecopy):
    """The text, the evidence, the explanation and the rule as it is shown; the verifier passes it."""
    article, evidence = written(own, wirecopy)
    assert "8%" in threshold_told(evidence)
    assert "6%" not in threshold_told(evidence)
    fear = evidence["facts"][f"rule:{RULE}~threshold:fear"]
    assert (fear["value"], fear["threshold_source"]) == (0.08, SOURCE)
    assert evidence["facts"]["BTC/options.skew_25d/30d@deribit~band"]["threshold_source"] == SOURCE
    assert wirecopy("verify", article, "--desk", own).code == 0
    explained = wirecopy("explain", article, "8%", "--desk", own)
    assert explained.code == 0
    assert f"rule:{RULE}~threshold:fear = 0.08 ratio" in explained.out
    shown = wirecopy("rules", "show", RULE, "--date", "2026-02-10", "--desk", own)
    assert f"  source   {SOURCE}, 2026-02-09; by wirecopy" in shown.out.splitlines()
    assert "  fear           above 8%, up to 10%" in shown.out.splitlines()


def test_the_shipped_rule_says_six_percent(filled, wirecopy):
    """The sentence of the test above is the rule's doing."""
    _, evidence = written(filled, wirecopy)
    assert "6%" in threshold_told(evidence)


def test_the_methodology_has_the_desks_rule_and_its_source(own, wirecopy):
    """Readers of the site find the 8% and who stands for it."""
    written(own, wirecopy)
    assert wirecopy("publish", "--only", "site", "--desk", own).code == 0
    page = (own / "output" / "site" / "methodology" / "index.html").read_text(encoding="utf-8")
    assert SOURCE in page
    assert "above 8%, up to 10%" in page


def test_without_the_file_the_shipped_rule_is_back(own, wirecopy):
    """Taking the file away takes the judgement away."""
    shutil.rmtree(own / "rules")
    _, evidence = written(own, wirecopy)
    assert evidence["facts"][f"rule:{RULE}~threshold:fear"]["value"] == 0.06
