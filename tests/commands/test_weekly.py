"""The week in review: when it is written, and what it tells."""

import json
import re


def _text(desk, slug):
    return (desk / "output" / "articles" / f"{slug}.md").read_text(encoding="utf-8")


def test_a_week_is_reviewed_on_request(filled, wirecopy):
    """The week to 8 February 2026: a third lower close in a row, a wide range, and options past their panic."""
    ran = wirecopy("write", "--desk", filled, "--date", "2026-02-08", "--edition", "weekly")
    assert ran.code == 0, ran.err
    text = _text(filled, "2026-02-08-btc-weekly")
    for told in ("8.6%", "$60,000", "$79,360", "third straight week", "## What changed", "## What comes next"):
        assert told in text
    assert "edition: weekly" in text


def test_what_changed_began_within_the_week(filled, wirecopy):
    """A state is told as changed only with a first day among the last seven."""
    assert wirecopy("write", "--desk", filled, "--date", "2026-02-08", "--edition", "weekly").code == 0
    path = filled / "output" / "articles" / "2026-02-08-btc-weekly.evidence.json"
    evidence = json.loads(path.read_text(encoding="utf-8"))
    changed = [each for each in evidence["findings"] if each["id"].startswith("changed-")]
    assert changed
    for each in changed:
        band = evidence["facts"][each["facts"]["band"]]
        assert "2026-02-02" <= band["since"] <= "2026-02-08"
        assert band["previous"]


def test_a_desk_that_lists_the_week_gets_it_on_sundays(filled, wirecopy):
    """Saturday has the daily editions, Sunday the review as well."""
    settings = filled / "wirecopy.toml"
    listed = re.sub(
        r"editions = \[.*\]", 'editions = ["brief", "weekly"]', settings.read_text(encoding="utf-8"), count=1
    )
    settings.write_text(listed, encoding="utf-8")
    for day, editions in (("2026-02-07", ["brief"]), ("2026-02-08", ["brief", "weekly"])):
        ran = wirecopy("write", "--desk", filled, "--date", day, "--json")
        assert [each["edition"] for each in ran.json] == editions


def test_another_coin_has_its_own_week(filled, wirecopy):
    """Ether's review names bitcoin beside it."""
    ran = wirecopy("write", "--desk", filled, "--date", "2026-02-08", "--edition", "weekly", "--asset", "eth")
    assert ran.code == 0, ran.err
    text = _text(filled, "2026-02-08-eth-weekly")
    assert "bitcoin" in text.partition("## The wider market")[2].lower()


def test_a_desk_has_a_style_of_its_own(filled, wirecopy):
    """Percent spelled out, coins in capitals, short prices in headlines, and every number still checked."""
    with (filled / "wirecopy.toml").open("a", encoding="utf-8") as file:
        file.write('\n[style]\nbitcoin = "Bitcoin"\npercent = "percent"\nthousands_from = 10000\n')
    ran = wirecopy("write", "--desk", filled, "--date", "2026-02-06", "--edition", "derivatives")
    assert ran.code == 0, ran.err
    head, _, body = _text(filled, "2026-02-06-btc-derivatives").partition("\n---\n")
    prose, _, table = body.partition("| | Now")
    assert "%" not in prose
    assert "percent" in prose
    assert "%" in table
    assert "bitcoin" not in prose
    assert "percent" not in head.partition("title:")[2].partition("\n")[0]
