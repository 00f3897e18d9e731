"""The page of the backtest: there where a desk has run one, with every label, its picture and its price after."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from generator.errors import InputError
from generator.model.backtest import After, Against, Backtest, Difference, Fall, Noise, Run, Spells, Spread, Trial
from generator.model.chart import Picture
from generator.publish.backtest import plain, read_backtest, write_backtest
from generator.publish.site import outputs, reference, tried
from generator.render.backtest import markdown, summary, told
from tests.publish.site.pieces import HOSTILE, shown, site, written

FIRST, LAST = date(2025, 10, 1), date(2026, 2, 10)
DAYS = (LAST - FIRST).days + 1
WEEK = After(
    days=7, held=Spread(n=30, median=-0.021, low=-0.11, high=0.04),
    entered=Spread(n=6, median=-0.0349, low=-0.1, high=0.05), interval=(-0.08, 0.012),
)  # fmt: skip
FEAR = Spells(state="fear", tone="fear1", days=33, share=33 / DAYS, episodes=4, typical=7.5, longest=20, after=(WEEK,))
CALM = replace(FEAR, state="neutral", tone="calm", days=100, share=100 / DAYS, after=(After(days=7, held=None),))
SKEW = Trial(
    id="options-skew-30d", kind="rule", tenor="30d", documents=("options-skew-30d", "options-skew-30d@2021-11"),
    known=DAYS, first=FIRST, last=LAST, pairs=DAYS - 1, changes=9, bare=27, labels=(CALM, FEAR),
    all_days=(replace(WEEK, entered=None, interval=None),),
    runs=(Run(first=FIRST, days=100, state="neutral"), Run(first=date(2026, 1, 9), days=33, state="fear")),
    never=("panic",), noise=Noise(readings=100, held=1, bare=47),
)  # fmt: skip
FALL = Fall(day=date(2026, 2, 5), change=-0.14017, before="fear", on="extreme fear", after=None, families=3, of=4)
CHANGED = Difference(
    day=date(2026, 1, 11), id="options-skew-30d", tenor="30d", metric="options.skew_25d", unit="ratio",
    reading=0.0778, reading_there=0.0778, here="neutral", there="fear", cut_here=0.08, cut_there=0.06,
)  # fmt: skip
AGAINST = Against(name="data/rules", first=FIRST, last=LAST, differences=(CHANGED,), only_here=("tide",), only_there=())
MADE = Backtest(asset="BTC", first=FIRST, last=LAST, tested=(SKEW,), falls=(FALL,), against=AGAINST)


def drawing(chart):
    """Stand in for the render room: a picture that names what it draws."""
    svg = f'<svg width="760" height="420"><title>{len(chart.traces[0].values)} days</title></svg>'
    return Picture(id=chart.id, title=chart.title, svg=svg, csv="", head=(), rows=())


def with_trials(made=MADE):
    """Return a site whose desk has tried its rules."""
    return replace(site(), backtest=told(made), draw=drawing)


def test_there_is_no_page_without_a_backtest():
    """Nor does the methodology speak of one."""
    assert list(tried.outputs(site())) == []
    page = written(reference.outputs(site()))["methodology/index.html"].decode()
    assert "backtest" not in page


def test_the_methodology_leads_to_the_page():
    """It changes once there is one."""
    assert 'href="/news/backtest/"' in written(reference.outputs(with_trials()))["methodology/index.html"].decode()
    before, after = shown(reference.outputs(site())), shown(reference.outputs(with_trials()))
    assert before["methodology/index.html"] != after["methodology/index.html"]


def test_the_page_has_every_figure_that_the_console_has():
    """Days, share, changes with and without hysteresis, on noise, the price after, the fall, the days that differ."""
    made = written(tried.outputs(with_trials()))
    words = re.sub(r"<[^>]+>|\s+", " ", made["backtest/index.html"].decode())
    words = " ".join(words.split())
    for said in (
        "The rules on the history of Bitcoin",
        "options-skew-30d (30d) 133 2025-10-01 0.48 1.43 1 47 neutral, 75%",
        "fear 33 24.8% 4 7.5 20",
        "fear 7d 30 -2.1% (-11.0% to 4.0%) 6 -3.5% (-10.0% to 5.0%) -8.0% to 1.2%",
        "neutral 7d 0 - 0 - -",
        "2026-02-05 -14.0% fear extreme fear unknown 3 of 4",
        "1 label differs, on 1 day from 2025-10-01 to 2026-02-10; here is the desk's rulebook, there data/rules",
        "only here: tide",
        "2026-01-11 options-skew-30d (30d) 7.78% neutral fear 8.00% 6.00%",
        "Judged by options-skew-30d, options-skew-30d@2021-11.",
        "options-skew-30d (30d): panic",
        "options-skew-30d (30d): neutral",
    ):
        assert said in words.replace("&#39;", "'"), said


def test_the_picture_has_a_cell_for_each_day():
    """It lies beside the page, which knows its size."""
    made = written(tried.outputs(with_trials()))
    assert made["backtest/options-skew-30d~30d.svg"] == b'<svg width="760" height="420"><title>133 days</title></svg>'
    page = made["backtest/index.html"].decode()
    assert 'src="/news/backtest/options-skew-30d~30d.svg"' in page
    assert 'width="760" height="420"' in page
    chart = told(MADE).tested[0].chart
    assert chart.places[0] == FIRST
    assert chart.traces[0].values == ("neutral",) * 100 + ("fear",) * 33


def test_few_days_make_no_picture():
    """A table says it as well."""
    short = replace(SKEW, known=20)
    assert written(tried.outputs(with_trials(replace(MADE, tested=(short,))))).keys() == {"backtest/index.html"}


def test_the_page_is_of_the_site_and_told_to_search_engines_by_nobody():
    """It has no day of its own for the sitemap, and its hash follows what it shows."""
    assert {"backtest/index.html"} <= {each.path for each in outputs.outputs(with_trials())}
    other = replace(MADE, falls=())
    assert shown(tried.outputs(with_trials())) != shown(tried.outputs(with_trials(other)))
    assert shown(tried.outputs(with_trials())) == shown(tried.outputs(with_trials()))


@pytest.mark.parametrize("text", HOSTILE)
def test_names_of_rules_are_text(text):
    """A desk's own rules may be called anything."""
    rule = replace(SKEW, id=text or "x", never=(text,), labels=(replace(FEAR, state=text),))
    page = written(tried.outputs(with_trials(replace(MADE, tested=(rule,)))))["backtest/index.html"].decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<svg onload" not in page
    assert 'onmouseover="' not in page


def test_a_file_reads_back_as_it_was_written(tmp_path):
    """And there is none where none was written."""
    path = tmp_path / "backtest.json"
    assert read_backtest(path) is None
    write_backtest(path, MADE)
    assert read_backtest(path) == MADE
    assert json.loads(path.read_text()) == plain(MADE)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", '{"asset": 1}', json.dumps({**plain(MADE), "tested": [{"kind": "x"}]}), "\x00"]
)
def test_a_broken_file_is_named_with_what_to_do(tmp_path, text):
    """A site is not built of half of it."""
    path = tmp_path / "backtest.json"
    path.write_text(text)
    with pytest.raises(InputError, match=r"backtest\.json: is no backtest .*; run `wirecopy rules backtest` again"):
        read_backtest(path)


def test_markdown_and_console_say_the_same():
    """Every cell of the document's table of a rule is a word of the console's."""
    document, lines = markdown(MADE), "\n".join(summary(MADE))
    for said in ("24.8%", "-2.1%", "133", "extreme fear", "7.78%", "8.00%"):
        assert said in document
        assert said in lines
    assert "0.48 changes a week (1.43 without hysteresis); on noise 1 (47 without) in 100" in lines
    assert "| fear | 33 | 24.8% | 4 | 7.5 | 20 |" in document


def test_a_name_with_a_pipe_does_not_break_a_table():
    """Markdown ends a cell there."""
    rule = replace(SKEW, labels=(replace(FEAR, state="a|b\nc"),))
    rows = [line for line in markdown(replace(MADE, tested=(rule,))).splitlines() if line.startswith("| a/b c | 33")]
    assert len(rows) == 1
